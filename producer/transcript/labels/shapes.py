"""The ways in which transcripts set a name before what is said: `SHAPES`, one row for each.

To add one, write a function that takes a line and gives the name that it may hold, and add a row.
A row only says what may be a name, for prose and lists have such lines too ("Lisbon — a city of
hills", "[Update] The hill is closed"); `evidence` decides, alike for all of them and with the whole
file in view.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from producer.naming.roles import HAN_ROLES, ROLES
from producer.transcript.document import Line, Role, Span
from producer.transcript.labels.label import Candidate, Strength, candidate

_DASHED = re.compile(r"([^:：]{1,40}?) (?:[—―─]{1,2}|–|-{1,3}) (?=\S)")
_IN_BRACKETS = re.compile(
    r"(?:【([^【】:：]{1,40})】|\[([^\[\]:：]{1,40})\]|〔([^〔〕:：]{1,40})〕|<([^<>:：/]{1,40})>)"
    r" ?[:：]? ?"
)
_PART_IN_BRACKETS = re.compile(
    r"(\*{1,3}|)(?:【([^【】:：]{1,40})】|\[([^\[\]:：]{1,40})\])"
    r"(?: ?[:：]\1|\1 ?[:：]|(?<=\d.)\1) *"
)
_IN_ROUND = re.compile(r"[(（]([^()（）:：]{1,40})[)）] ?[:：]? ?")
_CHEVRON = re.compile(r"([^:：<>»›＞]{1,40}?) ?(?:>{1,2}|»|›|＞) ?(?=\S)")
_BAR = re.compile(r"([^:：|｜]{1,40}?) ?[|｜] ?(?=\S)")
_TAG = re.compile(r"<([^<>/:：]{1,40})>(.*)</\1>")
_NUMBERED = re.compile(
    rf"((?:{ROLES}) ?#?\d{{1,3}}|(?:{HAN_ROLES}) ?\d{{1,3}}|S\d{{1,2}}|SPEAKER_\d{{1,3}}) +(?=\S)",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[^\W\d_]{2}\.$|[。！？!?，,；;]$")
"""How a short answer ends ("Yes."), and no name but for initials ("A.")."""
_COLON = re.compile(r" ?[:：]$")


@dataclass(frozen=True, slots=True)
class Shape:
    """A way to set a name. `read` gives the name that a line may hold and what is said after it.

    A `telling` shape speaks for a name by itself, and any other only where names come again and
    again in it. `alone` names stand above what is said, in lines of their own.
    """

    name: str
    read: Callable[[Line], Candidate | None]
    telling: bool = False
    alone: bool = False


def _colon(line: Line) -> Candidate | None:
    named = None if line.level else candidate(line.speech)
    if (
        named
        and line.bold
        and not named.text
        and named.strength in (Strength.WEAK, Strength.LIKELY)
    ):
        return replace(named, strength=Strength(named.strength + 1))
    return named


def _dash(line: Line) -> Candidate | None:
    return _before(line, _DASHED.match(line.speech))


def _brackets(line: Line) -> Candidate | None:
    return _before(line, _IN_BRACKETS.match(line.speech))


def _part_in_brackets(line: Line) -> Candidate | None:
    """`[Speaker 1]: …`: a part with a colon behind it or a number in it, as no remark is."""
    match = _PART_IN_BRACKETS.match(line.speech)
    if match is None or line.level:
        return None
    named = _named(line, match[2] or match[3], line.speech[match.end() :])
    return named if named and named.strength is Strength.CERTAIN else None


def _round_brackets(line: Line) -> Candidate | None:
    return _before(line, _IN_ROUND.match(line.speech))


def _chevron(line: Line) -> Candidate | None:
    """`Anna> …` or `Anna » …`, as in the log of a chat."""
    return _before(line, _CHEVRON.match(line.speech))


def _bar(line: Line) -> Candidate | None:
    return _before(line, _BAR.match(line.speech))


def _number(line: Line) -> Candidate | None:
    return _before(line, _NUMBERED.match(line.speech))


def _tab(line: Line) -> Candidate | None:
    if not line.tab or line.spans:
        return None
    return _named(line, line.text[: line.tab], line.text[line.tab :].strip())


def _tag(line: Line) -> Candidate | None:
    """`<Person1>…</Person1>`"""
    tag = _TAG.fullmatch(line.speech)
    return _named(line, tag[1], tag[2]) if tag else None


def _time_behind(line: Line) -> Candidate | None:
    """A name before a time stamp, above what is said or on the same line: `Anna 12:03`."""
    stamp = _stamp(line)
    before = line.text[: stamp.start].strip() if stamp else ""
    if stamp is None or not any(map(str.isalnum, before)):
        return None
    after = line.speech[stamp.start :].lstrip(" :：")
    bracket = _IN_BRACKETS.fullmatch(before)
    return _named(line, next(filter(None, bracket.groups())) if bracket else before, after)


def _time_before(line: Line) -> Candidate | None:
    """A name alone behind a time stamp, above what is said: `[12:03] Anna`."""
    return _alone(line) if _stamp(line) else None


def _stamp(line: Line) -> Span | None:
    stamps = (span for span in line.spans if span.role is Role.STAMP)
    return None if line.level else next(stamps, None)


def _heading(line: Line) -> Candidate | None:
    return _named(line, _COLON.sub("", line.speech), "") if line.level else None


def _bold(line: Line) -> Candidate | None:
    return _alone(line) if line.bold else None


def _alone(line: Line) -> Candidate | None:
    if line.level or _ENDS_SENTENCE.search(line.speech) or ":" in line.speech:
        return None
    return _named(line, line.speech, "")


def _before(line: Line, match: re.Match[str] | None) -> Candidate | None:
    """The first group of `match` that is there, as the name of who says what is behind it."""
    if match is None or line.level:
        return None
    return _named(line, next(filter(None, match.groups())), line.speech[match.end() :])


def _named(line: Line, name: str, text: str) -> Candidate | None:
    """`name` where it can be one; what is before a colon has been looked at by then."""
    if line.speaker is not None:
        return None
    shaped = candidate(f"{name}: ")
    return replace(shaped, text=text) if shaped and not shaped.text else None


SHAPES: tuple[Shape, ...] = (
    Shape("tag", _tag),
    Shape("colon", _colon, telling=True),
    Shape("part in brackets", _part_in_brackets, telling=True),
    Shape("time behind", _time_behind, telling=True),
    Shape("time before", _time_before),
    Shape("dash", _dash),
    Shape("brackets", _brackets),
    Shape("round brackets", _round_brackets),
    Shape("chevron", _chevron),
    Shape("bar", _bar),
    Shape("tab", _tab),
    Shape("number", _number),
    Shape("heading", _heading, alone=True),
    Shape("bold", _bold, telling=True),
    Shape("alone", _alone, alone=True),
)


def named_in(line: Line) -> Candidate | None:
    """The name that may stand before what is said in a line, in the first shape that has one."""
    names = (shape.read(line) for shape in SHAPES if not shape.alone)
    return next(filter(None, names), None)
