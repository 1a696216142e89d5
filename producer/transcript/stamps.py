"""Time stamps: `[00:12:03]`, `(01:02)`, and `12:03` before or after a label. They are not spoken.

In square brackets a time is a stamp anywhere, in round ones at the start of a line or beside a
label. A bare time may be content ("10:30 we left"), so the whole file must speak for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from producer.transcript.labels import candidate
from producer.transcript.lines import Line

_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_SPAN = rf"{_TIME}(?:\s*(?:-+>?|–|—|~|→)\s*{_TIME})?"
_SQUARE = rf"[\[［【]\s*{_SPAN}\s*[\]］】]"
_ROUND = rf"[(（]\s*{_SPAN}\s*[)）]"
_ANYWHERE = re.compile(rf"\s*{_SQUARE}")
_LEADING = re.compile(rf"(?P<bracket>{_ROUND}|{_SQUARE})\s*(?:[-–—|]\s+)?")
_LEADING_BARE = re.compile(rf"(?P<time>{_SPAN})(?:\s*[-–—|]\s+|\s+|$)")
_AFTER_LABEL = re.compile(
    rf"(?P<label>[^:：\[\](（]{{1,40}}?)\s*(?:(?P<bracket>{_ROUND}|{_SQUARE})|\s(?P<time>{_SPAN}))"
    r"\s*(?P<colon>[:：]?)\s*(?P<rest>.*)"
)
_LEAST = 2
_MOST_FIRST_MINUTES = 2
"""Where nothing but bare times before running text speaks for stamps, they begin with the sound."""


@dataclass(frozen=True, slots=True)
class _File:
    """What the whole file says of times that stand in no brackets."""

    leading: bool
    after_names: bool
    names: frozenset[str]
    """Lines that hold a name and a time, without a colon, and what they name."""


def without_stamps(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """The lines without time stamps, and these with the numbers of their lines. Where a stamp
    stands between a name and its text, the name gets the colon of a label."""
    file = _look_at(lines)
    kept: list[Line] = []
    removed: list[tuple[int, str]] = []
    for line in lines:
        if line.level:
            kept.append(line)
            continue
        text, stamps = _split(line.text, file, is_named=line.speaker is not None)
        removed += [(line.number, stamp) for stamp in stamps]
        if text:
            kept.append(replace(line, text=text) if stamps else line)
    return kept, removed


def _look_at(lines: Sequence[Line]) -> _File:
    paragraphs = [line.text for line in lines if not line.level]
    leading = [match for text in paragraphs if (match := _LEADING_BARE.match(text))]
    times = [_seconds(match["time"]) for match in leading]
    rests = [match.string[match.end() :] for match in leading]
    strong = all(
        not rest or match["time"].count(":") > 1 or candidate(rest) is not None
        for match, rest in zip(leading, rests, strict=True)
    )
    after = [
        match
        for text in paragraphs
        if (match := _AFTER_LABEL.fullmatch(text)) and match["time"] and _names(match["label"])
        if not match["rest"] or match["colon"]
    ]
    after_times = [_seconds(match["time"]) for match in after]
    alone = Counter(rest for rest in rests if _names(rest))
    names_lead = {rest for rest, count in alone.items() if count > 1}
    return _File(
        leading=len(times) >= _LEAST
        and times == sorted(times)
        and (
            strong
            or bool(names_lead)
            or (
                len(times) > _LEAST
                and times[0] <= 60 * _MOST_FIRST_MINUTES
                and len(set(times)) == len(times)
                and 4 * len(times) >= len(paragraphs)
            )
        ),
        after_names=len(after) >= _LEAST and after_times == sorted(after_times),
        names=frozenset(names_lead),
    )


def _split(text: str, file: _File, *, is_named: bool) -> tuple[str, list[str]]:
    """A text without its time stamps, and these."""
    stamps: list[str] = []
    if leading := _LEADING.match(text):
        stamps.append(leading["bracket"])
        text = text[leading.end() :]
    elif file.leading and (bare := _LEADING_BARE.match(text)):
        stamps.append(bare["time"])
        text = text[bare.end() :]
        text = f"{text}:" if text in file.names else text
    if not is_named:
        text = _without_label_stamp(text, file, stamps)
    stamps += [match[0].strip() for match in _ANYWHERE.finditer(text)]
    return _ANYWHERE.sub("", text).strip() if stamps else text, stamps


def _without_label_stamp(text: str, file: _File, stamps: list[str]) -> str:
    found = _AFTER_LABEL.fullmatch(text)
    if found and _names(found["label"]):
        bare = file.after_names and (not found["rest"] or found["colon"])
        if found["bracket"] or bare:
            stamps.append(found["bracket"] or found["time"])
            return f"{found['label'].strip()}: {found['rest']}".strip()
    label = candidate(text)
    if label and (after := _LEADING.match(label.text)):
        stamps.append(after["bracket"])
        return text[: len(text) - len(label.text)] + label.text[after.end() :]
    return text


def _names(text: str) -> bool:
    return candidate(f"{text.strip()}: ") is not None


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in re.sub(r"[^\d:.].*", "", time.replace(",", ".")).split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds
