"""Directions that a text has for whoever speaks it: `[pause:1.5s]`, `[停顿2秒]`, `<break/>`,
`[excited]`, `(softly)`, （兴奋地）.

They are neither spoken nor shown. A text is parted into what is said and its directions, each with
the place where it stands; `written_out` puts them back for a person to edit. A backslash before one
makes it text where people write scripts. Pauses follow the `break` of SSML 1.1, with the lengths
that Azure documents for its strengths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from producer.languages import HAN, SCRIPTS
from producer.model import Direction, clean_text
from producer.speech.styles import style_of

LONGEST_PAUSE_MS = 120_000
"""What is longer is no pause, but a slip."""
_USUAL_MS, _SHORT_MS, _LONG_MS = 1_000, 500, 2_000
_LEAST_WITHOUT_UNIT_MS = 100
"""A number from this on without a unit counts milliseconds, a smaller one seconds."""
_STRENGTHS_MS = {
    **{"none": 0, "x-weak": 250, "weak": 500, "medium": 750, "strong": 1000, "x-strong": 1250}
}
_BREAK_MS = 750
"""That of `<break/>`, which is of medium strength."""

_BRACKETED = re.compile(
    r"\((?P<a>[^()（）\n]{1,40})\)|（(?P<b>[^()（）\n]{1,40})）|\[(?P<c>[^\[\]\n]{1,40})\]"
    r"|【(?P<d>[^【】\n]{1,40})】|［(?P<e>[^［］\n]{1,40})］|〔(?P<f>[^〔〕\n]{1,40})〕"
    r"|(?P<break><break\b[^<>]{0,80}>(?:\s?</break>)?)"
    r"|<(?:mstts:)?express-as\b[^<>]{0,80}?\bstyle\s?=\s?[\"'](?P<style>[\w-]{1,40})[\"'][^<>]{0,80}>"
    r"|(?P<plain></(?:mstts:)?express-as\s?>)",
    re.IGNORECASE,
)
_ROUND = ("a", "b")
_COLON = re.compile(r"[\s*]{0,4}[:：]")
_BEGINS_AFTER = tuple(':：.。!！?？…"“‘「『')
_ATTRIBUTE = re.compile(r"\b(time|strength)\s?=\s?[\"']?([\w.+-]{1,20})")

_NUMBER = (
    r"(?P<number>\d{1,6}(?:[.,]\d{1,3})?|[.]\d{1,3}"
    r"|[一二两兩三四五六七八九十半]|one|two|three|five|ten)"
)
_UNIT = r"(?P<unit>ms|msecs?|milliseconds?|毫秒|s|secs?|seconds?|秒钟?|秒鐘)"
_AMOUNT = rf"{_NUMBER}\s?-?(?:{_UNIT})?"
_PAUSE = re.compile(
    r"(?:an? )?(?P<size>short|brief|slight|long|短暂|短暫|稍作|稍|片刻|长时间|長時間|长|長)?[ -]?"
    r"(?P<word>pause|beat|break|silence|wait|停顿|停頓|暂停|暫停|停|静默|靜默|沉默)(?:片刻|一下)?"
    rf"(?:\s?[:：=,，]?\s?(?:for |of |约|約)?(?P<amount>{_AMOUNT}))?",
    re.IGNORECASE,
)
_PAUSE_BEHIND = re.compile(
    rf"(?P<amount>{_AMOUNT})\s?(?:的)?(?:pause|break|silence|停顿|停頓|暂停|暫停|静默|靜默)",
    re.IGNORECASE,
)
_ALONE_IS_PAUSE = frozenset("pause beat 停顿 停頓 暂停 暫停".split())
"""The others ("silence", 沉默) tell what was heard, unless they say for how long."""
_NUMBERS = {
    **{"一": 1.0, "二": 2.0, "两": 2.0, "兩": 2.0, "三": 3.0, "四": 4.0, "五": 5.0, "六": 6.0},
    **{"七": 7.0, "八": 8.0, "九": 9.0, "十": 10.0, "半": 0.5},
    **{"one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0},
}

_OPENERS = "(（[【［〔<"
_ESCAPABLE = re.compile(rf"(?<!\\)(?P<slashes>\\*)(?=[{re.escape(_OPENERS)}])")
_UNSPACED = re.compile(f"[{HAN}{SCRIPTS['Kana']}，。、；：？！…—（）《》〈〉「」『』【】]")
_CLOSES = tuple(",.;:!?)]}，。、；：？！）》」』】”’…")


@dataclass(frozen=True, slots=True)
class WrittenDirection:
    """A direction as it stands in a text, from `start` to before `end`."""

    start: int
    end: int
    pause_ms: int = 0
    style: str = ""


def written_directions(text: str) -> Iterator[WrittenDirection]:
    """The directions in `text`, in order."""
    end = 0
    for match in _BRACKETED.finditer(text):
        pause_ms, style = _meaning(match)
        # "Anna (softly): …", but "It was (calm) there."
        if style and match.lastgroup in _ROUND:
            begins = _begins(text, end, match.start())
            if not begins and not _COLON.match(text, match.end()):
                continue
        if pause_ms or style:
            yield WrittenDirection(*match.span(), pause_ms, style)
            end = match.end()


def _begins(text: str, start: int, end: int) -> bool:
    """Whether a sentence begins at `end`, behind what goes back to another direction at `start`."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end == start or text.endswith(_BEGINS_AFTER, start, end)


def _meaning(match: re.Match[str]) -> tuple[int, str]:
    """The pause in ms and the style that a match asks for; 0 and "" where it is no direction."""
    if match["break"]:
        return _break_ms(match["break"]), ""
    if match["style"] or match["plain"]:
        return 0, style_of(match["style"] or "neutral") or match["style"].casefold()
    words = clean_text(str(match[match.lastgroup or 0])).strip(" .。…")
    pause_ms = _pause_ms(words)
    return pause_ms, "" if pause_ms else style_of(words)


def _break_ms(tag: str) -> int:
    attributes = {name.casefold(): value.casefold() for name, value in _ATTRIBUTE.findall(tag)}
    if amount := re.fullmatch(_AMOUNT, attributes.get("time", "").lstrip("+")):
        return _bounded(_ms(amount["number"], amount["unit"]))
    return _STRENGTHS_MS.get(attributes.get("strength", ""), _BREAK_MS)


@lru_cache(maxsize=1024)
def _pause_ms(words: str) -> int:
    """How long a pause the words in brackets ask for; 0 where they do not."""
    match = _PAUSE.fullmatch(words)
    if match is None and (behind := _PAUSE_BEHIND.fullmatch(words)):
        return _bounded(_ms(behind["number"], behind["unit"]))
    if match is None:
        return 0
    if match["amount"]:
        return _bounded(_ms(match["number"], match["unit"]))
    if match["word"].casefold() not in _ALONE_IS_PAUSE:
        return 0
    size = (match["size"] or "").casefold()
    if not size:
        return _USUAL_MS
    return _LONG_MS if size in ("long", "长时间", "長時間", "长", "長") else _SHORT_MS


def _ms(number: str, unit: str | None) -> float:
    amount = _NUMBERS.get(number.casefold())
    if amount is None:
        amount = float(number.replace(",", "."))
    in_ms = unit and (unit[0] == "毫" or unit.casefold().startswith(("ms", "milli")))
    if in_ms or (not unit and amount >= _LEAST_WITHOUT_UNIT_MS):
        return amount
    return amount * 1000


def _bounded(ms: float) -> int:
    return round(ms) if ms <= LONGEST_PAUSE_MS else 0


def parted(text: str, *, escapes: bool = False) -> tuple[str, tuple[Direction, ...]]:
    """What of `text` is said, clean, and its directions; where `escapes`, a backslash before what
    looks like one makes it text."""
    if not any(map(text.__contains__, _OPENERS)):
        return clean_text(text), ()
    return laid_out(_pieces(text, escapes=escapes))


def _pieces(text: str, *, escapes: bool) -> Iterator[str | Direction]:
    """The pieces of a text. Where people write scripts, half of the backslashes before what may be
    a direction stand for themselves, and with one more it is text."""
    done = 0
    directions = {direction.start: direction for direction in written_directions(text)}
    for match in _ESCAPABLE.finditer(text) if escapes else ():
        slashes, start = len(match["slashes"]), match.end()
        if not slashes or not may_be_direction(text, start):
            continue
        if slashes % 2:
            directions.pop(start, None)
        yield from _between(text, done, match.start(), directions)
        yield "\\" * (slashes // 2)
        done = start
    yield from _between(text, done, len(text), directions)


def _between(
    text: str, begin: int, end: int, directions: Mapping[int, WrittenDirection]
) -> Iterator[str | Direction]:
    for start, direction in directions.items():
        if begin <= start < end:
            yield text[begin:start]
            yield Direction(pause_ms=direction.pause_ms, style=direction.style)
            begin = direction.end
    yield text[begin:end]


def may_be_direction(text: str, start: int) -> bool:
    """Whether what begins at `start` is a direction, be it in some other place."""
    match = _BRACKETED.match(text, start)
    return match is not None and any(_meaning(match))


def laid_out(pieces: Iterable[str | Direction]) -> tuple[str, tuple[Direction, ...]]:
    """Pieces of text and the directions between them as one clean text and the directions, each
    with its place: before what follows it, or at the end."""
    plain = ""
    directions: list[Direction] = []
    for is_text, group in groupby(pieces, key=lambda piece: isinstance(piece, str)):
        if not is_text:
            directions += [replace(each, offset=-1) for each in group if not isinstance(each, str)]
            continue
        text = clean_text("".join(piece for piece in group if isinstance(piece, str)))
        if text:
            plain += f" {text}" if plain and _spaced(plain, text) else text
            place = len(plain) - len(text)
            directions = [replace(d, offset=place) if d.offset < 0 else d for d in directions]
    return plain, tuple(replace(d, offset=len(plain)) if d.offset < 0 else d for d in directions)


def _spaced(before: str, after: str) -> bool:
    """Whether a space is between two texts between which a direction stood."""
    return not (_UNSPACED.match(before[-1]) or _UNSPACED.match(after) or after[0] in _CLOSES)


def spelled(direction: Direction) -> str:
    """A direction as people write it."""
    if direction.pause_ms:
        return f"[pause {direction.pause_ms / 1000:.12g}s]"
    return f"[{direction.style}]"


def written_out(text: str, directions: Sequence[Direction]) -> str:
    """A paragraph with its directions, from which `parted` with escapes gives both back."""
    written: list[str] = []
    done = 0
    for direction in directions:
        before = text[done : direction.offset]
        written.append(_escaped(before))
        if before and _needs_space(before):
            written.append(" ")
        written.append(spelled(direction))
        done = direction.offset
        if text[done:] and not _UNSPACED.match(text[done:]):
            written.append(" ")
    return "".join([*written, _escaped(text[done:])])


def _needs_space(before: str) -> bool:
    return not before[-1].isspace() and not _UNSPACED.match(before[-1])


def _escaped(text: str) -> str:
    """A text in which nothing is taken for a direction."""
    parts: list[str] = []
    done = 0
    for match in _ESCAPABLE.finditer(text):
        start = match.end()
        if may_be_direction(text, start):
            parts += [text[done : match.start()], "\\" * (2 * len(match["slashes"]) + 1)]
            done = start
    return "".join([*parts, text[done:]])
