"""Lines become runs of paragraphs in one language, under at most one label."""

from __future__ import annotations

from producer.transcript.document import Line
from producer.transcript.language.detection import languages_of
from producer.transcript.pairs.paragraph_runs import (
    ParagraphRun,
    in_blocks,
    join_runs,
    settle_languages,
    split_paragraphs,
)

BOTH = languages_of()


def runs(*lines: Line) -> list[ParagraphRun]:
    paragraphs, silent = split_paragraphs(lines, BOTH)
    assert silent == []
    return join_runs(settle_languages(paragraphs, BOTH), BOTH)


def shown(*lines: Line) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(run.label, run.language, run.paragraphs) for run in runs(*lines)]


def test_paragraphs_in_one_language_are_one_run_until_a_label_a_language_or_a_blank_line() -> None:
    assert shown(
        Line(1, "你好。", 1, speaker="安娜"),
        Line(2, "欢迎。", 1),
        Line(3, "Hello.", 1),
        Line(4, "谢谢。", 1, speaker="本"),
        Line(6, "再见。", 2),
    ) == [
        ("安娜", "zh", ("你好。", "欢迎。")),
        (None, "en", ("Hello.",)),
        ("本", "zh", ("谢谢。",)),
        (None, "zh", ("再见。",)),
    ]


def test_a_label_alone_belongs_to_the_paragraph_below_and_gives_its_line() -> None:
    (run,) = runs(Line(7, "", 1, speaker="安娜"), Line(8, "你好。", 1))
    assert (run.label, run.line, run.paragraphs) == ("安娜", 7, ("你好。",))


def test_headings_stand_with_what_follows_by_language() -> None:
    first, second = runs(
        Line(1, "茶 | Tea", 1, level=2),
        Line(2, "你好。", 2, speaker="安娜"),
        Line(3, "Books", 3, level=2),
        Line(4, "Hello.", 4, speaker="Anna"),
    )
    assert first.heading == {"zh": "茶", "en": "Tea"}
    assert second.heading == {"en": "Books"}


def test_what_nobody_can_say_is_told() -> None:
    lines = (
        Line(1, "你好。", 1, speaker="安娜"),
        Line(2, "* * *", 2),
        Line(3, "", 3, speaker="本"),
        Line(4, "Books", 4, level=2),
    )
    paragraphs, silent = split_paragraphs(lines, BOTH)
    assert [paragraph.text for paragraph in paragraphs] == ["你好。"]
    assert sorted(line.number for line in silent) == [2, 3, 4]


def test_a_number_takes_the_language_of_where_it_stands() -> None:
    assert shown(
        Line(1, "哪一年？", 1, speaker="安娜"),
        Line(2, "Which year?", 1),
        Line(3, "1998年。", 2, speaker="本"),
        Line(4, "1998.", 2),
    ) == [
        ("安娜", "zh", ("哪一年？",)),
        (None, "en", ("Which year?",)),
        ("本", "zh", ("1998年。",)),
        (None, "en", ("1998.",)),
    ]


def test_a_number_under_a_label_takes_the_language_of_its_label() -> None:
    (_, _, number) = shown(
        Line(1, "Which year?", 1, speaker="Anna"),
        Line(2, "哪一年？", 1, speaker="安娜"),
        Line(3, "1998.", 2, speaker="Anna"),
    )
    assert number == ("Anna", "en", ("1998.",))


def test_blocks_that_hold_both_languages_hold_pairs() -> None:
    together = runs(Line(1, "你好。", 1), Line(2, "Hello.", 1), Line(4, "好。", 2))
    apart = runs(Line(1, "你好。", 1), Line(3, "Hello.", 2), Line(5, "好。", 3))
    alone = runs(Line(1, "你好。", 1), Line(3, "好。", 2))
    assert in_blocks(together)
    assert not in_blocks(apart)
    assert in_blocks(alone)
