"""Time stamps: `[00:12:03]`, `(01:02)`, and `12:03` or `2025-03-12 19:30:05` before or after a
label. They are not spoken.

In square brackets a time is a stamp anywhere, in round ones at the start of a line or beside a
label, and at the end where most lines end so. A bare time may be content ("10:30 we left"), so the
whole file must speak for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from producer.transcript.document import Line
from producer.transcript.labels.label import candidate

_DATE = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?(?: ?[AaPp]\.?[Mm]\b\.?)?"
_TIME = rf"(?:{_DATE},?[ T])?{_CLOCK}"
_SPAN = rf"{_TIME}(?:\s*(?:-+>?|–|—|~|→)\s*{_TIME})?"
_SQUARE = rf"[\[［【]\s*{_SPAN}\s*[\]］】]"
_ROUND = rf"[(（]\s*{_SPAN}\s*[)）]"
_ANYWHERE = re.compile(rf"\s*{_SQUARE}")
_LEADING = re.compile(rf"(?P<bracket>{_ROUND}|{_SQUARE})\s*(?:[-–—|]\s+)?")
_LEADING_BARE = re.compile(rf"(?P<time>{_SPAN})(?:\s*[-–—|]\s+|\s+|$)")
_AFTER_LABEL = re.compile(
    r"(?P<label>[^:：\[\](（]{1,40}?|\[[^\[\]:：]{1,40}\]|【[^【】:：]{1,40}】)\s*"
    rf"(?:(?P<bracket>{_ROUND}|{_SQUARE})|\s(?P<time>{_SPAN}))"
    r"\s*(?P<colon>[:：]?)\s*(?P<rest>.*)"
)
_CALENDAR = re.compile(rf"{_DATE},?[ T]")
_IN_BRACKETS = re.compile(r"[\[【](.+)[\]】]")
_TRAILING = re.compile(rf"\s*(?P<bracket>[(（]\s*(?P<time>{_SPAN})\s*[)）])$")
_LEAST = 2
_MOST_FIRST_MINUTES = 2
"""Where nothing but bare times before running text speaks for stamps, they begin with the sound."""


@dataclass(frozen=True, slots=True)
class _File:
    """What the whole file says of times that stand in no brackets."""

    leading: bool
    after_names: bool
    trailing: bool
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
    trailing = [match for text in paragraphs if (match := _TRAILING.search(text))]
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
        after_names=len(after) >= _LEAST and _ascend(after_times),
        trailing=len(trailing) > max(_LEAST, len(paragraphs) / 2)
        and _ascend([_seconds(match["time"]) for match in trailing]),
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
    if file.trailing and (last := _TRAILING.search(text)):
        stamps.append(last["bracket"])
        text = text[: last.start()]
    stamps += [match[0].strip() for match in _ANYWHERE.finditer(text)]
    return _ANYWHERE.sub("", text).strip() if stamps else text, stamps


def _without_label_stamp(text: str, file: _File, stamps: list[str]) -> str:
    found = _AFTER_LABEL.fullmatch(text)
    if found and _names(found["label"]):
        bare = file.after_names and (not found["rest"] or found["colon"])
        if found["bracket"] or bare:
            stamps.append(found["bracket"] or found["time"])
            return f"{_bare(found['label'])}: {found['rest']}".strip()
    label = candidate(text)
    if label and (after := _LEADING.match(label.text)):
        stamps.append(after["bracket"])
        return text[: len(text) - len(label.text)] + label.text[after.end() :]
    return text


def _names(text: str) -> bool:
    return candidate(f"{_bare(text)}: ") is not None


def _bare(label: str) -> str:
    """A label without the brackets of a chat: `[Anna] 12:03`."""
    in_brackets = _IN_BRACKETS.fullmatch(label.strip())
    return (in_brackets[1] if in_brackets else label).strip()


def _ascend(times: Sequence[float]) -> bool:
    """Whether times behind names go up. Many of them may begin anew once, with the second
    language of a conversation that stands there twice."""
    falls = sum(after < before for before, after in pairwise(times))
    return falls == 0 or (falls == 1 and len(times) >= 2 * _LEAST)


def _seconds(time: str) -> float:
    seconds = 0.0
    time = _CALENDAR.sub("", time).replace(",", ".")
    for part in re.sub(r"[^\d:.].*", "", time).split(":"):
        seconds = seconds * 60 + float(part or 0)
    return seconds
