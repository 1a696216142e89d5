"""What a rule is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from producer.spoken import Replacement


@dataclass(frozen=True, slots=True)
class Rule:
    """Instead of what `pattern` matches, or of its group "it" if it has one, is said `say`: a
    text, or what it makes of the match; None leaves it as it is.

    A pattern sees the text as written, whatever other rules do to it, so it takes no more than
    what is to be said otherwise and looks around for the rest. `kind` is a stable short name.
    """

    kind: str
    pattern: re.Pattern[str]
    say: str | Callable[[re.Match[str]], str | None] = ""

    def apply(self, text: str) -> Iterator[Replacement]:
        group = "it" if "it" in self.pattern.groupindex else 0
        for found in self.pattern.finditer(text):
            start, end = found.span(group)
            said = self.say if isinstance(self.say, str) else self.say(found)
            if said is not None and start < end and said != text[start:end]:
                yield Replacement(start, end, said, self.kind)
