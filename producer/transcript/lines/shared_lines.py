"""Lines that hold a passage in both languages: `安娜：你好，欢迎。Hello, and welcome.`

One such line may be a quotation; where most lines are so, it is how the file sets its pairs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from producer.languages import LANGUAGES, letters_of
from producer.transcript.document import Line, Role
from producer.transcript.labels.label import candidate
from producer.transcript.labels.shapes import named_in
from producer.transcript.language.detection import Languages

_LEAST_LINES = 3
_MOST_BORDERS = 50
_MOST_TIMES = 7
"""So much longer is English than the Chinese that it translates."""
_MOST_ASTRAY = 0.3
"""The share of letters that stand in the other language's part: of terms and quotations."""

_BORDER = re.compile(
    r"(?<=[。！？…”」』）])\s*+(?=\w|[“\"「『（(［\[【¿¡*_])|(?<=[!?.)\"])\s++(?=\w|[“\"「『（*_])|(?<!\s)\s++[/|｜]\s+"
)
_IN_BRACKETS = re.compile(
    r"[（(\[［【]([^（(\[［【）)\]］】]*(?:\([^()]*\)[^（(\[［【）)\]］】]*)*)[）)\]］】]"
)
"""A translation in brackets, with none of its own but for round ones."""
_SENTENCE = re.compile(r"[。！？!?.…]")


def split_shared_lines(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines`, each that holds both languages as two. Where these are not most lines, only those
    that nobody is named for and that stand alone, such as a greeting at the end."""
    paragraphs = [line for line in lines if not line.level and line.role is None]
    relabelled = {line.number: place for line in paragraphs if (place := _second_label(line))}
    if len(relabelled) >= max(_LEAST_LINES, len(paragraphs) / 2):
        return [
            piece for line in lines for piece in _at_label(line, relabelled.get(line.number, 0))
        ]
    if languages.same_script or any(line.turn is not None or line.language for line in paragraphs):
        return list(lines)
    parts = {line.number: halves for line in paragraphs if (halves := _halves(line, languages))}
    if len(parts) < max(_LEAST_LINES, len(paragraphs) / 2):
        blocks = Counter(line.block for line in paragraphs)
        alone = {line.number for line in paragraphs if blocks[line.block] == 1}
        parts = {n: halves for n, halves in parts.items() if n in alone and _alike(*halves)}
    return [
        half
        for line in lines
        for half in (_as_two(line, *parts[line.number]) if line.number in parts else (line,))
    ]


def _second_label(line: Line) -> int:
    """Where in a line the label stands that it begins with, once more; 0 where it does not."""
    named = candidate(line.speech) if line.speaker is None and line.turn is None else None
    if named is None or not named.text:
        return 0
    label = re.escape(named.label)
    again = re.search(rf"(?<=[\s。！？.!?…”\"]){label} ?[:：] ?(?=\S)", named.text, re.IGNORECASE)
    return len(line.speech) - len(named.text) + again.start() if again else 0


def _at_label(line: Line, place: int) -> tuple[Line, ...]:
    """`line` as two, of which the second begins at `place`."""
    if not place:
        return (line,)
    end = len(line.speech[:place].rstrip())
    return (
        line.without(end, len(line.speech), Role.MARK),
        line.without(0, place, Role.MARK),
    )


def _as_two(line: Line, first: str, second: str) -> tuple[Line, Line]:
    """`line` up to the end of `first`, and from where `second` stands in it."""
    start = line.speech.rindex(second)
    end = start + len(second)
    remainder = line.without(end, len(line.speech), Role.MARK).without(0, start, Role.MARK)
    return (
        line.without(len(first), len(line.speech), Role.MARK),
        replace(remainder, speaker=None),
    )


def _alike(first: str, second: str) -> bool:
    """Whether one may be the translation of the other, and nobody is named."""
    shorter, longer = sorted((len(first), len(second)))
    return candidate(first) is None and longer <= _MOST_TIMES * shorter


def _halves(line: Line, languages: Languages) -> tuple[str, str] | None:
    """What stands in one language and then in the other, the first with the label."""
    labels = named_in(line)
    text = labels.text if labels else line.speech
    if labels is None and _SENTENCE.search(text) is None:
        return None  # a title
    best: tuple[int, int, int] | None = None
    for border in list(_BORDER.finditer(text))[:_MOST_BORDERS]:
        first, second = text[: border.start()], text[border.end() :]
        before, after = languages.of(first), languages.of(second)
        if before and after and before != after:
            astray = len(_letter(after).findall(first)) + len(_letter(before).findall(second))
            best = min(best or (len(text), 0, 0), (astray, *border.span()))
    if best is None or best[0] > len(text) * _MOST_ASTRAY:
        return None
    offset = len(line.speech) - len(text)
    second = text[best[2] :]
    in_brackets = _IN_BRACKETS.fullmatch(second)
    inner = in_brackets[1].strip() if in_brackets else second
    return line.speech[: offset + best[1]], inner


@cache
def _letter(language: str) -> re.Pattern[str]:
    return re.compile(f"[{letters_of(LANGUAGES[language].scripts)}]")
