"""What a rule is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from producer.spoken import Replacement

_CONTEXT = 64
"""So many characters round a match are looked at. With a bound, a text of nothing but matches
takes time in proportion to its length."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Instead of what `pattern` matches, or of its group "it" if it has one, is said `say`: a
    text, or what it makes of the match; None leaves it as it is.

    A pattern sees the text as written, whatever other rules do to it, so it takes no more than
    what is to be said otherwise and looks around for the rest. `kind` is a stable short name.

    `needs` are signs, or words, of which any text with a match holds one: most texts hold none,
    which is seen in a tenth of the time that a search takes. A pattern that begins with a sign is
    as quick without.
    """

    kind: str
    pattern: re.Pattern[str]
    say: str | Callable[[re.Match[str]], str | None] = ""
    needs: Sequence[str] = ()

    def apply(self, text: str) -> Iterator[Replacement]:
        if self.needs and not any(map(text.__contains__, self.needs)):
            return
        group = "it" if "it" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            start, end = match.span(group)
            spoken = self.say if isinstance(self.say, str) else self.say(match)
            if spoken is not None and start < end and spoken != text[start:end]:
                yield Replacement(start, end, spoken, self.kind)


def before(match: re.Match[str], group: str | int = 0) -> str:
    """The last characters of the text before what a group of a match took."""
    start = match.start(group)
    return match.string[max(0, start - _CONTEXT) : start]


def after(match: re.Match[str], group: str | int = 0) -> str:
    """The first characters of the text behind what a group of a match took."""
    end = match.end(group)
    return match.string[end : end + _CONTEXT]
