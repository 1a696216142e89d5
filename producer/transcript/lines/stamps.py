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

from producer.transcript.document import Line, Role
from producer.transcript.labels.label import candidate
from producer.transcript.language.detection import Languages

_DATE = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
_CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?(?: ?[AaPp]\.?[Mm]\b\.?)?"
_TIME = rf"(?:{_DATE},?[ T])?{_CLOCK}"
_LOOSE = r"(?:\d{1,2}:)?\d{1,3}:\d{1,2}\.\d{1,3}"
_SPAN = rf"(?:{_LOOSE} ?--> ?{_LOOSE}|{_TIME}(?: ?(?:-+>?|–|—|~|→|,) ?{_TIME})?)"
"""Some meeting recorders leave noughts out: `0:3.0 --> 0:12.5`."""
_SQUARE = rf"[\[［【] ?{_SPAN} ?[\]］】]"
_ROUND = rf"[(（] ?{_SPAN} ?[)）]"
_ANYWHERE = re.compile(rf" ?{_SQUARE}")
_LEADING = re.compile(rf"(?P<stamp>{_ROUND}|{_SQUARE}) ?(?:[-–—|] )?")
_LEADING_BARE = re.compile(rf"(?P<stamp>{_SPAN})(?: ?[-–—|] | |$)")
_LABEL = r"[^:：\[\](（]{1,40}|\[[^\[\]:：]{1,40}\]|【[^【】:：]{1,40}】"
_AFTER_LABEL = re.compile(
    rf"(?P<label>{_LABEL}) ?(?P<stamp>{_ROUND}|{_SQUARE}) ?(?P<colon>[:：]?) ?(?P<text>.*)"
)
_AFTER_LABEL_BARE = re.compile(
    rf"(?P<label>[^:：\[\](（]{{1,40}}?|{_LABEL}) (?P<stamp>{_SPAN})"
    r"(?: ?(?P<colon>[:：]) ?(?P<text>.*)|$)"
)
_CALENDAR = re.compile(rf"{_DATE},?[ T]")
_IN_BRACKETS = re.compile(r"[\[【](.+)[\]】]")
_TRAILING = re.compile(rf" ?(?P<stamp>[(（] ?{_SPAN} ?[)）])$")
_LEAST = 2
_MOST_FIRST_MINUTES = 2
"""Where nothing but bare times before running text speaks for stamps, they begin with the sound."""


@dataclass(frozen=True, slots=True)
class _File:
    """What the whole file says of times that stand in no brackets."""

    leading: bool
    after_names: bool
    trailing: bool


def mark_stamps(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with their time stamps marked. One that holds nothing else is a stamp as a whole."""
    file = _look_at(lines)
    return [line if line.level or line.role else _marked(line, file) for line in lines]


def _look_at(lines: Sequence[Line]) -> _File:
    paragraphs = [line.speech for line in lines if not line.level and line.role is None]
    leading = [match for text in paragraphs if (match := _LEADING_BARE.match(text))]
    times = [_seconds(match["stamp"]) for match in leading]
    texts = [match.string[match.end() :] for match in leading]
    strong = all(
        not text or match["stamp"].count(":") > 1 or candidate(text) is not None
        for match, text in zip(leading, texts, strict=True)
    )
    after = [
        match
        for text in paragraphs
        if (match := _AFTER_LABEL_BARE.fullmatch(text)) and _names(match["label"])
    ]
    trailing = [match for text in paragraphs if (match := _TRAILING.search(text))]
    alone = Counter(text for text in texts if _names(text))
    return _File(
        leading=len(times) >= _LEAST
        and times == sorted(times)
        and (
            strong
            or any(count > 1 for count in alone.values())
            or (
                len(times) > _LEAST
                and times[0] <= 60 * _MOST_FIRST_MINUTES
                and len(set(times)) == len(times)
                and 4 * len(times) >= len(paragraphs)
            )
        ),
        after_names=len(after) >= _LEAST and _ascend([_seconds(m["stamp"]) for m in after]),
        trailing=len(trailing) > max(_LEAST, len(paragraphs) / 2)
        and _ascend([_seconds(match["stamp"]) for match in trailing]),
    )


def _marked(line: Line, file: _File) -> Line:
    """A line with its time stamps marked."""
    if leading := _LEADING.match(line.speech):
        line = _without(line, leading)
    elif file.leading and (bare := _LEADING_BARE.match(line.speech)):
        line = _without(line, bare)
    if line.speaker is None:
        line = _without_label_stamp(line, file)
    if file.trailing and (last := _TRAILING.search(line.speech)):
        line = _without(line, last)
    anywhere = [(*stamp.span(), Role.STAMP) for stamp in _ANYWHERE.finditer(line.speech)]
    line = line.without_all(anywhere)
    if line.spans and not line.speech.strip():
        return replace(line, role=Role.STAMP)
    if line.spans and line.speech[0] == " ":
        line = line.without(0, 1, Role.MARK)
    return line


def _without(line: Line, match: re.Match[str]) -> Line:
    """`line` without a stamp, and without the rest of `match` around it."""
    first, last = match.span("stamp")
    line = line.without(last, match.end(), Role.MARK)
    line = line.without(first, last, Role.STAMP)
    return line.without(match.start(), first, Role.MARK)


def _without_label_stamp(line: Line, file: _File) -> Line:
    """`line` without a stamp behind the label, or before what is said."""
    after = _AFTER_LABEL.fullmatch(line.speech)
    if after is None and file.after_names:
        after = _AFTER_LABEL_BARE.fullmatch(line.speech)
    if after and _names(after["label"]):
        start, end = len(after["label"].rstrip()), after.end("stamp")
        return line.without(start, end, Role.STAMP)
    label = candidate(line.speech)
    if label and (before := _LEADING.match(label.text)):
        start = len(line.speech) - len(label.text)
        return line.without(start, start + before.end(), Role.STAMP)
    return line


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
    time = _CALENDAR.sub("", time.strip("()（） "))
    # A comma is the decimal point of a time, or stands between two of them.
    time = re.sub(r", ?\d{1,3}:.*", "", time).replace(",", ".")
    for number in re.sub(r"[^\d:.].*", "", time).split(":"):
        seconds = seconds * 60 + float(number or 0)
    return seconds
