"""The passes over the lines of a transcript: their order, and that they only mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.document import Role, split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.passes import PASSES, annotated

PIECES = st.sampled_from(
    [
        *(
            "[00:12] ",
            "（笑）",
            "（译者注：见下）",
            "[here](https://example.org/a)",
            "**",
            "安娜：",
            "Anna: ",
        ),
        *(
            "你好。",
            "Hello there.",
            "1. ",
            "标题：桥",
            "EN: ",
            "（下午好。）",
            "\n",
            "\n\n",
            "# ",
            " ",
        ),
    ]
)


def test_each_pass_finds_what_it_needs() -> None:
    known: set[object] = set()
    for one in PASSES:
        assert known.issuperset(one.needs), one.run.__name__
        known.update(one.sets)


def test_every_role_of_a_line_is_set_by_a_pass() -> None:
    set_by_passes = {fact for one in PASSES for fact in one.sets}
    assert {*Role} - {Role.LABEL} <= set_by_passes


@given(st.lists(PIECES, max_size=24).map("".join))
def test_passes_mark_and_lose_nothing(text: str) -> None:
    lines = split_lines(text)
    marked = annotated(lines, languages_of())
    texts = dict.fromkeys(line.number for line in marked)
    assert [*texts] == [line.number for line in lines]
    for line in marked:
        before = next(other for other in lines if other.number == line.number)
        assert line.text == before.text
        outside = sum(span.end - span.start for span in line.spans)
        assert len(line.speech) == len(line.text) - outside
