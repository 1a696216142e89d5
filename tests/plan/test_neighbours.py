"""Short sentences are spoken with a neighbour, and little is spoken again for an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Delivery, Utterance
from producer.plan.neighbours import spoken_together
from producer.plan.passages import Said
from producer.plan.pauses import is_short
from producer.show.settings import Speaking
from producer.spoken import Spoken

AVA, YUNXI = Delivery("en-US-AvaNeural"), Delivery("zh-CN-YunxiNeural")
LONG = "We went to the market in the morning."


def passage(*paragraphs: list[str], delivery: Delivery = AVA) -> list[Said]:
    language = "zh" if delivery is YUNXI else "en"
    return [
        Said(Spoken(text), Utterance("edge", language, delivery, text), number, place)
        for number, texts in enumerate(paragraphs)
        for place, text in enumerate(texts)
    ]


def requests(said: list[Said], speaking: Speaking | None = None) -> list[str]:
    """What is asked for, in order."""
    together = spoken_together(said, speaking or Speaking())
    assert [each.written for each in together] == [each.written for each in said]
    assert [each.utterance.text for each in together] == [each.utterance.text for each in said]
    return list(dict.fromkeys(each.utterance.whole.text for each in together))


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["No.", LONG], [f"No. {LONG}"]),
        ([LONG, "Right."], [f"{LONG} Right."]),
        ([LONG, "Right.", LONG], [LONG, f"Right. {LONG}"]),
        ([LONG, LONG], [LONG, LONG][:1]),
        (["No."], ["No."]),
        (["No.", "No.", LONG], ["No. No.", LONG]),
        (["Why on earth not?", LONG], ["Why on earth not?", LONG]),
        (["No.", f"{LONG} {LONG} {LONG} {LONG}"], ["No.", f"{LONG} {LONG} {LONG} {LONG}"]),
    ],
)
def test_what_is_asked_for(texts: list[str], asked: list[str]) -> None:
    assert requests(passage(texts)) == asked


def test_chinese_goes_without_a_space() -> None:
    assert requests(passage(["好。", "我们明天早上再来。"], delivery=YUNXI)) == [
        "好。我们明天早上再来。"
    ]


def test_neither_paragraphs_nor_voices_are_mixed() -> None:
    assert requests(passage(["No."], [LONG])) == ["No.", LONG]
    quoted = [*passage(["No."]), *passage(["我们明天早上再来。"], delivery=YUNXI)]
    assert requests(quoted) == ["No.", "我们明天早上再来。"]


def test_it_can_be_had_otherwise() -> None:
    texts = ["No.", LONG, "It rained.", LONG]
    assert requests(passage(texts), Speaking(together="sentence")) == ["No.", LONG, "It rained."]
    assert requests(passage(texts), Speaking(together="paragraph")) == [" ".join(texts)]
    assert requests(passage(texts), Speaking(paragraph_voices=(AVA.voice,))) == [" ".join(texts)]
    pages = [LONG] * 200
    asked = requests(passage(pages), Speaking(together="paragraph"))
    assert all(len(text.encode()) < 4_000 for text in asked)


_SENTENCES = st.lists(st.sampled_from(["No.", "Yes.", "I see.", LONG, "It rained."]), max_size=9)


@given(_SENTENCES.filter(bool), st.data())
def test_an_edit_speaks_at_most_one_more_sentence(texts: list[str], data: st.DataObject) -> None:
    """As long as what was short stays short."""
    place = data.draw(st.integers(0, len(texts) - 1))
    new = "Well." if is_short(texts[place]) else "We went to the harbour in the evening."
    edited = [*texts[:place], new, *texts[place + 1 :]]
    before, after = (
        [said.utterance for said in spoken_together(passage(each), Speaking())]
        for each in (texts, edited)
    )
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert place in changed
    assert len(changed) <= 2
