"""Labels that are probably slips of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from producer.languages import HAN
from producer.model import NARRATOR, Change, Finding, FindingKind, Script
from producer.transcript.findings.place import all_places
from producer.transcript.labels.label import candidate

_IS_HAN = re.compile(f"[{HAN}]")


def labels(script: Script) -> Iterator[Finding]:
    """A speaker is heard once and named almost like another, or a passage begins with almost a
    label, which was therefore not taken for one."""
    turns = Counter(turn.speaker for turn in script.turns)
    for turn in script.turns:
        if turns[turn.speaker] > 1 or turn.speaker == NARRATOR:
            continue
        likely = [name for name, count in turns.items() if count > 1]
        if meant := next((name for name in likely if is_slip(turn.speaker, name)), None):
            yield Finding(
                FindingKind.LABEL,
                f"turn {turn.number}: the label '{turn.speaker}' occurs once and is like "
                f"'{meant}': if they are one person, label the turn so",
                turn.line,
                turn.number,
                change=Change(turn.speaker, meant),
            )
    known = {name for s in script.speakers for name in (s.id, *s.names.values())} - {NARRATOR}
    for place in all_places(script):
        label = candidate(place.text)
        if label is None:
            continue
        if meant := next((name for name in sorted(known) if is_slip(label.label, name)), None):
            start = place.text.index(label.label)
            yield place.finding(
                FindingKind.LABEL,
                f"begins with '{label.label}', which is like the label '{meant}': "
                "so it is spoken as text, by whoever speaks before",
                place.change(start, start + len(label.label), meant),
            )


def is_slip(label: str, meant: str) -> bool:
    """Whether `label` is probably `meant` mistyped: two letters changed places, one is lost,
    doubled or too much, or one of a long word is another.

    李教授 and 陆教授, Dr. Li and Dr. Lu, Speaker 1 and Speaker 2 are two people each.
    """
    if label == meant:
        return False
    first, second = _words(label), _words(meant)
    if first == second:
        return True
    if len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differing) == 1 and _is_word_slip(*differing[0])


def _words(label: str) -> list[str]:
    return re.findall(r"\w+", label.casefold())


def _is_word_slip(word: str, meant: str) -> bool:
    if any(c.isdigit() for c in word + meant):
        return False
    same = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), None)
    start = min(len(word), len(meant)) if same is None else same
    ending, ending_meant = word[start:], meant[start:]
    transposed = ending[:2] == ending_meant[:2][::-1] and ending[2:] == ending_meant[2:]
    if len(word) == len(meant) and transposed:
        return True
    if _IS_HAN.search(word + meant):
        return False
    if len(word) == len(meant):
        return len(word) >= 6 and ending[1:] == ending_meant[1:] and 0 < start < len(word) - 1
    long, short = (ending, ending_meant) if len(word) > len(meant) else (ending_meant, ending)
    # A last letter more is another name: Martin and Martina.
    return max(len(word), len(meant)) >= 5 and long[1:] == short and bool(short)
