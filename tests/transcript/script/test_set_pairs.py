"""What a person has paired stays when the text around it changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Turn
from producer.transcript.script.set_pairs import (
    appended,
    carried,
    sentence_pairs,
    set_by_sentences,
    sides,
    with_sides,
)

LANGUAGES = ("zh", "en")
TURN = Turn(
    1,
    "Anna",
    {
        "zh": ("我修钟。没人介意。", "您收学徒吗？好。"),
        "en": ("I repair clocks. Nobody minds.", "Do you take apprentices?"),
    },
)
PAIRS: list[dict[str, tuple[int, ...]]] = [
    {"zh": (0,), "en": (0,)},
    {"zh": (1,), "en": ()},
    {"zh": (2, 3), "en": (1, 2)},
]
SET = set_by_sentences(TURN, PAIRS)


def edited(**passages: tuple[str, ...]) -> Turn:
    return carried(SET, Turn(1, "Anna", {**SET.passages, **passages}))


def test_pairs_are_set_by_sentences_and_leave_the_text_alone() -> None:
    assert SET.passages == TURN.passages
    assert sentence_pairs(SET) == PAIRS
    assert sides(SET) == [
        {"zh": "我修钟。", "en": "I repair clocks."},
        {"zh": "没人介意。"},
        {"zh": "\n您收学徒吗？好。", "en": "Nobody minds.\nDo you take apprentices?"},
    ]


@pytest.mark.parametrize(
    ("zh", "pairs"),
    [
        (("我在山里修了四十年的钟。没人介意。", "您收学徒吗？好。"), PAIRS),
        (("我修钟。没有一个人介意！", "您收学徒吗？好。"), PAIRS),
        (("我修钟。没人介意。", "您收不收学徒呢？好的。"), PAIRS),
        (
            ("我修钟。我爱修钟。没人介意。", "您收学徒吗？好。"),
            [{"zh": (0,), "en": (0,)}, {"zh": (1, 2), "en": ()}, {"zh": (3, 4), "en": (1, 2)}],
        ),
        (
            ("我修钟。没人介意。您收学徒吗？好。",),
            PAIRS,
        ),
        (
            ("没人介意。", "您收学徒吗？好。"),
            [{"zh": (), "en": (0,)}, {"zh": (0,), "en": ()}, {"zh": (1, 2), "en": (1, 2)}],
        ),
        (
            ("我修钟。没人介意。", "您收学徒吗？好。再见。"),
            [{"zh": (0,), "en": (0,)}, {"zh": (1,), "en": ()}, {"zh": (2, 3, 4), "en": (1, 2)}],
        ),
    ],
)
def test_an_edit_of_the_text_keeps_them(
    zh: tuple[str, ...], pairs: list[dict[str, tuple[int, ...]]]
) -> None:
    assert sentence_pairs(edited(zh=zh)) == pairs


def test_a_language_that_goes_takes_them_along() -> None:
    only = carried(SET, Turn(1, "Anna", {"zh": SET.passages["zh"]}))
    assert only.pair_ends == {}
    assert sentence_pairs(only) == []


def test_turns_that_are_joined_keep_theirs() -> None:
    second = Turn(2, "Anna", {"zh": ("再见。走好。",), "en": ("Goodbye.",)})
    passages = {la: (*SET.passages[la], *second.passages[la]) for la in LANGUAGES}
    whole = Turn(1, "Anna", passages)
    assert sentence_pairs(appended(SET, second, whole)) == [*PAIRS, {"zh": (4, 5), "en": (3,)}]
    assert appended(SET, second, whole).passages == passages
    assert appended(TURN, second, whole).pair_ends == {}


texts = st.lists(
    st.sampled_from(
        ["你好。", "好", "是吗？", "Yes.", "No, not now!", "a b", " ", "。", "\n", "¶"]
    ),
    max_size=6,
).map("".join)


@given(
    st.lists(st.dictionaries(st.sampled_from(LANGUAGES), texts), max_size=5),
    st.dictionaries(st.sampled_from(LANGUAGES), st.lists(st.text("ab 你。?", max_size=9))),
)
def test_any_edit_leaves_pairs_that_have_all_of_the_text(
    pairs: list[dict[str, str]], changes: dict[str, list[str]]
) -> None:
    before = with_sides(Turn(1, "Anna", {}), pairs, LANGUAGES)
    assert sides(with_sides(before, sides(before), LANGUAGES)) == sides(before)
    cleaned = {
        la: tuple(filter(None, (" ".join(t.split()) for t in own))) for la, own in (changes.items())
    }
    passages = {la: own for la, own in {**before.passages, **cleaned}.items() if own}
    after = carried(before, Turn(1, "Anna", passages))
    for language in after.passages if after.pair_ends else ():
        numbers = [n for pair in sentence_pairs(after) for n in pair[language]]
        assert numbers == list(range(len(numbers)))
        whole = "".join("".join(side.get(language, "") for side in sides(after)).split())
        assert whole == "".join("".join(after.passages[language]).split())
