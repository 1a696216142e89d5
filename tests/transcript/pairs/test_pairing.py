"""Runs of paragraphs become turns."""

from __future__ import annotations

import pytest

from producer.transcript.pairs.pairing import Order, no_conflict, pair_runs
from producer.transcript.pairs.paragraph_runs import ParagraphRun

IN_BLOCKS = Order(leads="zh", labels_lead=True, in_blocks=True)
APART = Order(leads="zh", labels_lead=True, in_blocks=False)
FOLLOWING = Order(leads="zh", labels_lead=False, in_blocks=True)


def run(
    text: str,
    block: int = 1,
    label: str | None = None,
    *,
    turn: int | None = None,
    heading: str = "",
) -> ParagraphRun:
    """A run of one paragraph: in Chinese where its text is not ASCII."""
    language = "en" if text.isascii() else "zh"
    headings = {language: heading} if heading else {}
    return ParagraphRun(language, label, (text,), (1,), block, headings, turn)


def turns(order: Order, *runs: ParagraphRun) -> list[dict[str, list[str]]]:
    pairs = pair_runs(runs, order)
    said = sorted(text for pair in pairs for texts in pair.passages.values() for text in texts)
    assert said == sorted(text for each in runs for text in each.paragraphs)
    return [pair.passages for pair in pairs]


def test_a_label_in_the_language_that_leads_opens_a_turn() -> None:
    assert turns(
        APART,
        run("你好。", 1, "安娜"),
        run("Hello.", 2),
        run("好。", 3),
        run("Good.", 4),
        run("谢谢。", 5, "本"),
    ) == [{"zh": ["你好。", "好。"], "en": ["Hello.", "Good."]}, {"zh": ["谢谢。"]}]


def test_a_blank_line_ends_a_turn_that_nobody_leads_where_blocks_hold_pairs() -> None:
    unlabelled = [run("你好。", 1), run("Hello.", 1), run("谢谢。", 2), run("Thanks.", 2)]
    assert len(turns(IN_BLOCKS, *unlabelled)) == 2
    named = [run("你好。", 1, "安娜"), *unlabelled[1:]]
    assert len(turns(IN_BLOCKS, *named)) == 1


def test_a_label_that_follows_holds_for_the_passage_above() -> None:
    pairs = pair_runs(
        [
            run("你好。", 1),
            run("Hello.", 1, "Anna"),
            run("谢谢。", 2),
            run("Thanks.", 2, "Ben"),
        ],
        FOLLOWING,
    )
    assert [pair.label for pair in pairs] == ["Anna", "Ben"]
    assert all(pair.within_block and len(pair.passages) == 2 for pair in pairs)


def test_labels_of_two_people_are_two_turns() -> None:
    runs = [run("你好。", 1, "安娜"), run("Thanks.", 1, "Ben")]
    assert len(pair_runs(runs, APART, no_conflict)) == 1
    assert (
        len(pair_runs(runs, APART, lambda first, second: (first, second) == ("安娜", "Ben"))) == 2
    )


def test_a_label_on_each_paragraph_opens_no_turn_of_its_own() -> None:
    assert turns(IN_BLOCKS, run("你好。", 1, "安娜"), run("欢迎。", 1, "安娜")) == [
        {"zh": ["你好。", "欢迎。"]}
    ]
    assert len(turns(IN_BLOCKS, run("你好。", 1, "安娜"), run("欢迎。", 2, "安娜"))) == 2


def test_a_heading_opens_a_turn_unless_it_is_that_of_the_same_chapter() -> None:
    one = [run("你好。", 1, "安娜", heading="茶"), run("Hello.", 2, heading="Tea")]
    assert len(turns(APART, *one)) == 1
    assert len(turns(APART, *one, run("好。", 3, heading="书"))) == 2


@pytest.mark.parametrize("order", [IN_BLOCKS, APART, FOLLOWING])
def test_what_the_format_says_goes_before_all(order: Order) -> None:
    runs = [
        run("你好。", 1, "安娜", turn=1),
        run("Hello.", 2, "Ben", turn=1),
        run("好。", 2, "Ben", turn=2),
    ]
    assert [len(passages) for passages in turns(order, *runs)] == [2, 1]
    assert turns(order) == []
