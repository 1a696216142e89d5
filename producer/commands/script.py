"""`producer script`: what was understood of a transcript."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from producer.commands import console
from producer.commands.findings import counted, findings_text, first_text
from producer.commands.options import (
    AllFindings,
    AsJson,
    Languages,
    ShowFile,
    Transcript,
    parsed_languages,
)
from producer.model import joint

if TYPE_CHECKING:
    from producer.model import Script
    from producer.plan.pairs import PairedScript

_SURE = 0.8
"""Pairs that are less likely right are marked."""


BESIDE = Path("*.script.md")
"""What `--out` without a name stands for: beside the transcript."""


class Command(TyperCommand):
    """The command, whose `--out` may stand without a name, which typer has no words for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = [
            f"--out={BESIDE}" if argument == "--out" and following.startswith("-") else argument
            for argument, following in zip(args, [*args[1:], "-"], strict=False)
        ]
        return super().parse_args(ctx, named)


_BEGIN_CELLS = 24
"""So much of a passage is shown: a Han character takes two cells."""


def script(
    file: Transcript,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="[FILE]",
            help="Write the script file: edit it, then `producer make` the transcript or it. "
            "Without a name it goes beside the transcript.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The title; '中文 | English' for both.")
    ] = None,
    languages: Languages = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="Show which sentences mean the same in both languages."),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show the layouts that were tried, and why one was taken."),
    ] = False,
    show_file: ShowFile = None,
    all_findings: AllFindings = False,
    as_json: AsJson = False,
) -> None:
    """Show who says what in a transcript, and what is wrong with it."""
    from producer.plan.outline import read_script
    from producer.plan.pair_findings import found_in_pairs
    from producer.plan.pairs import paired
    from producer.plan.scripts import require_writable, script_beside
    from producer.plan.slug import source_of
    from producer.show.show import load
    from producer.store import write_atomically
    from producer.transcript.reading import explain as explain_layouts
    from producer.transcript.script import script_file

    show = load(show_file)
    if out == BESIDE:
        out = script_beside(file)
    if out is not None:
        _refuse_other(out)
        require_writable(out)
    understood = read_script(file, show, title=title, languages=parsed_languages(languages))
    both = paired(understood, show.open_store())
    findings = (*understood.findings, *found_in_pairs(understood, both))
    understood = replace(understood, findings=findings)
    if as_json:
        console.result_json(_json(understood, both))
    elif pairs:
        console.result(_pairs_text(understood, both))
    elif explain:
        console.result("\n".join(explain_layouts(file, understood.languages)))
    else:
        console.result(_text(understood, all_findings=all_findings))
    if out is not None:
        source = understood.source or source_of(file, Path())
        text = script_file.dump(replace(understood, source=source))
        _keep_edits(out, file, text.encode())
        write_atomically(out, text.encode())
        command = shlex.join(["producer", "make", str(out)])
        console.message(f"The script is in {out}: edit it, then run `{command}`.")


def _refuse_other(out: Path) -> None:
    """Raise `UsageError` where something other than a script stands at `out`, such as the
    transcript itself."""
    from producer.errors import InputError, UsageError
    from producer.transcript.script.detection import is_script_file

    if not out.exists():
        return
    try:
        is_script = out.is_file() and (not out.stat().st_size or is_script_file(out))
    except InputError:
        is_script = False
    if not is_script:
        raise UsageError(
            f"{out} is there already, and no script file", advice="Name another file with --out"
        )


def _keep_edits(out: Path, source: Path, text: bytes) -> None:
    """Put the script at `out` beside it before `text` takes its place, unless it is the `source`
    or the same."""
    from producer.store import write_atomically

    if not out.exists() or out.samefile(source):
        return
    before = out.read_bytes()
    if before not in (b"", text):
        backup = out.with_name(f"{out.name}~")
        write_atomically(backup, before)
        console.message(f"The script that was in {out} before is in {backup}.")


def _json(script: Script, both: PairedScript) -> dict[str, Any]:
    from producer.publish.manifest import findings_json

    return {
        "title": dict(script.title),
        "languages": list(script.languages),
        "turns": [
            {
                "number": turn.number,
                "speaker": turn.speaker,
                "text": {lang: "\n".join(paras) for lang, paras in turn.passages.items()},
                "sentences": {lang: list(texts) for lang, texts in own.sentences.items()},
                "pairs": [
                    {
                        **{la: list(n) for la, n in pair.sentences.items()},
                        "confidence": pair.confidence,
                    }
                    for pair in own.pairs
                ],
            }
            for turn, own in zip(script.turns, both.turns, strict=True)
        ],
        "credits": list(script.credits),
        "findings": findings_json(script.findings),
    }


def _pairs_text(script: Script, both: PairedScript) -> str:
    """The pairs of each turn: what is said in each language, one below the other."""
    from producer.plan.pairs import texts

    lines: list[str] = []
    for turn, own in zip(script.turns, both.turns, strict=True):
        lines += ["", f"{turn.number} · {turn.speaker}"]
        for pair in own.pairs:
            sure = "" if pair.confidence >= _SURE else f"  ({pair.confidence:.0%} sure)"
            lines.append("")
            for language in pair.sentences:
                side = joint(language).join(texts(own, pair, language))
                lines.append(f"  {language}  {side or '–'}{sure}")
                sure = ""
    return "\n".join(lines[1:])


def _text(script: Script, *, all_findings: bool) -> str:
    from producer.publish.manifest import findings_json

    rows = [
        (
            str(turn.number),
            str(turn.line or ""),
            turn.speaker,
            *(_measure(turn.passages.get(lang, ())) for lang in script.languages),
            *(_begin(turn.passages.get(lang, ())) for lang in script.languages),
        )
        for turn in script.turns
    ]
    entries = findings_json(script.findings)
    counts = counted(entries, show_all=all_findings)
    lines = [
        " / ".join(dict.fromkeys(script.title.values())),
        *([f"findings, told below: {counts}"] if counts else []),
        *first_text(entries),
        _length(script),
        console.table(
            rows,
            (
                *("turn", "line", "speaker"),
                *(f"{lang}, characters" for lang in script.languages),
                *(f"{lang} begins" for lang in script.languages),
            ),
        ),
    ]
    lines += [
        f"speaker: {speaker.id}, also {', '.join(others)}"
        for speaker in script.speakers
        if (others := [label for label in speaker.labels if label != speaker.id])
    ]
    lines += [f"credit: {credit}" for credit in script.credits]
    if entries:
        lines += ["", "Findings:", findings_text(entries, "  ", show_all=all_findings)]
    else:
        lines.append("No findings.")
    return "\n".join(lines)


def _measure(paragraphs: tuple[str, ...]) -> str:
    if not paragraphs:
        return "missing"
    return f"{sum(map(len, paragraphs)):,}"


def _begin(paragraphs: tuple[str, ...]) -> str:
    return console.cut(paragraphs[0], _BEGIN_CELLS) if paragraphs else ""


def _length(script: Script) -> str:
    """How long each language will be, as most voices speak."""
    from producer.engines.length import typical_ms

    lengths = {
        language: sum(
            typical_ms(text) for turn in script.turns for text in turn.passages.get(language, ())
        )
        for language in script.languages
    }
    listed = ", ".join(f"{language} {ms / 60_000:.1f} min" for language, ms in lengths.items())
    return f"{len(script.turns)} turns; about {listed} without pauses"
