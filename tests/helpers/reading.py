"""Helpers: a transcript in a string is read, and every line of it accounted for."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from producer.model import NARRATOR, Script
from producer.transcript.conversation import understand
from producer.transcript.document import Document, clean, split_lines
from producer.transcript.findings.missing import missing

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"

Outline = list[tuple[str, dict[str, list[str]]]]
"""Turns as (speaker, paragraphs per language)."""


def read_string(text: str, name: str = "talk.txt") -> Script:
    """What is read of `text`, and what is missing; what else its passages tell is left out."""
    script = understand(Document(split_lines(text)), Path(name))
    return replace(script, findings=(*script.findings, *missing(script)))


def outline(script: Script) -> Outline:
    return [
        (turn.speaker, {lang: list(texts) for lang, texts in turn.passages.items()})
        for turn in script.turns
    ]


def kinds(script: Script) -> list[str]:
    return [finding.kind for finding in script.findings]


def unaccounted(text: str, script: Script) -> list[str]:
    """What is in the source or in the script, and not in both: source lines that are in no
    passage, label, heading, title or credit and are no rules, and paragraphs that no line holds."""
    spoken = [p for turn in script.turns for texts in turn.passages.values() for p in texts]
    credits = list(script.credits)
    headings = [
        part
        for mapping in (script.title, *(turn.heading for turn in script.turns))
        for heading in mapping.values()
        for part in heading.split(" · ")
    ]
    labels = {NARRATOR, "旁白"}
    for speaker in script.speakers:
        labels |= {speaker.id, *speaker.names.values(), *speaker.labels}
    for finding in script.findings:
        if finding.kind == "label-mismatch":
            labels |= set(re.findall(r"'([^']+)'", finding.message))
    lost = []
    for raw in text.splitlines():
        line = clean(raw)
        if not any(map(str.isalnum, line)):
            continue
        if re.match(r"#{1,6} ", line):
            parts = re.split(r" \| | / |｜", line.strip("# "))
            if not all(part.strip("* ") in headings or part in credits for part in parts):
                lost.append(line)
        elif line in credits:
            credits.remove(line)
        elif held := next((p for p in spoken if _holds(line, p, labels)), None):
            spoken.remove(held)
        elif _bare_label(line) not in labels:
            lost.append(line)
    return [*lost, *spoken, *(c for c in credits if f"# {c}" not in text)]


def _holds(line: str, paragraph: str, labels: set[str]) -> bool:
    """Whether the line is the paragraph with at most a speaker's label before it."""
    if not line.endswith(paragraph):
        line = line.strip("*_")  # bold as a whole
    if not line.endswith(paragraph):
        return False
    prefix = line[: len(line) - len(paragraph)]
    return not prefix or _bare_label(prefix) in labels


def _bare_label(text: str) -> str:
    return text.strip("*_:：—–- ")


def outcome(script: Script) -> dict[str, Any]:
    """What came out, as the golden files of `cases/` have it."""
    return {
        "title": dict(script.title),
        "languages": list(script.languages),
        "turns": [
            ({"heading": dict(turn.heading)} if turn.heading else {})
            | {
                "speaker": turn.speaker,
                "text": {lang: "\n".join(texts) for lang, texts in turn.passages.items()},
            }
            for turn in script.turns
        ],
        "credits": list(script.credits),
        "findings": kinds(script),
    }
