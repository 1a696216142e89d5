"""What is seen in the lines of a transcript before anybody is named: the passes, in their order.

A pass takes all lines and gives them back with what it knows of them. It marks spans, roles,
levels and languages; it neither drops a line nor changes its text, so each pass can be read, tried
and moved by itself. To add one, write such a function in a module of its own and name it in
`PASSES`, with what it needs to be known and what it makes known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from producer.transcript.document import Line, Role
from producer.transcript.language.detection import Languages
from producer.transcript.lines.asides import mark_directions
from producer.transcript.lines.emphasis import mark_emphasis
from producer.transcript.lines.furniture import mark_furniture
from producer.transcript.lines.language_tags import mark_language_names, mark_language_tags
from producer.transcript.lines.links import mark_links
from producer.transcript.lines.metadata import mark_metadata
from producer.transcript.lines.numbering import mark_brackets, mark_numbers
from producer.transcript.lines.picture_captions import mark_captions
from producer.transcript.lines.pull_quotes import mark_pull_quotes
from producer.transcript.lines.sections import mark_sections
from producer.transcript.lines.shared_lines import split_shared_lines
from producer.transcript.lines.speech_directions import mark_speech_directions
from producer.transcript.lines.stamps import mark_stamps
from producer.transcript.lines.translator_notes import mark_notes
from producer.transcript.lines.word_notes import mark_word_notes

Annotate = Callable[[Sequence[Line], Languages], list[Line]]

LEVEL, LINE_LANGUAGE, BOLD, PARTS = "level", "language", "bold", "parts"
"""What a pass may set besides roles: the fields of a line, and lines that hold one language."""


@dataclass(frozen=True, slots=True)
class Pass:
    """`run` relies on what is in `needs` and sets what is in `sets`: roles, and fields of lines."""

    run: Annotate
    needs: tuple[Role | str, ...] = ()
    sets: tuple[Role | str, ...] = ()


PASSES: tuple[Pass, ...] = (
    Pass(mark_speech_directions, sets=(Role.PAUSE, Role.STYLE)),
    Pass(mark_captions, sets=(Role.CAPTION,)),
    Pass(mark_emphasis, needs=(Role.CAPTION,), sets=(BOLD, Role.MARK)),
    Pass(mark_sections, needs=(Role.CAPTION,), sets=(LEVEL,)),
    Pass(mark_notes, needs=(LEVEL,), sets=(Role.NOTE,)),
    Pass(mark_word_notes, needs=(LEVEL, BOLD), sets=(Role.NOTE,)),
    Pass(mark_links, needs=(Role.NOTE,), sets=(Role.MARK, Role.STAMP, Role.CAPTION)),
    Pass(mark_furniture, needs=(LEVEL,), sets=(Role.CREDIT,)),
    Pass(mark_metadata, needs=(Role.CAPTION, LEVEL), sets=(Role.TITLE, Role.CREDIT)),
    Pass(mark_stamps, needs=(Role.CAPTION, LEVEL), sets=(Role.STAMP,)),
    Pass(mark_directions, needs=(LEVEL, Role.STAMP), sets=(Role.DIRECTION,)),
    Pass(
        mark_language_tags,
        needs=(LEVEL, Role.STAMP, Role.DIRECTION),
        sets=(LINE_LANGUAGE, Role.LANGUAGE),
    ),
    Pass(mark_numbers, needs=(LEVEL, Role.STAMP, Role.DIRECTION), sets=(Role.MARK,)),
    Pass(mark_brackets, needs=(Role.DIRECTION, Role.NOTE), sets=(Role.MARK,)),
    Pass(mark_language_names, needs=(LEVEL,), sets=(Role.LANGUAGE,)),
    Pass(mark_pull_quotes, needs=(Role.STAMP, Role.DIRECTION), sets=(Role.REPEAT,)),
    Pass(split_shared_lines, needs=(Role.STAMP, Role.DIRECTION, LINE_LANGUAGE), sets=(PARTS,)),
)


def annotated(lines: Sequence[Line], languages: Languages) -> list[Line]:
    """`lines` with all that `PASSES` see in them."""
    for known in PASSES:
        lines = known.run(lines, languages)
    return list(lines)
