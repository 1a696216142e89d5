"""Pairs are joined, split and shifted, and the text stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import UsageError
from producer.model import Pair, Script
from producer.review.editing.pair_edits import PAIR_DEEDS, PairDeed, mend_pair
from producer.review.editing.passage_edits import SentencePlace, set_sentence
from producer.transcript.script.script_file import dump, parse
from producer.transcript.script.set_pairs import sentence_pairs

PATH = Path("talk.script.md")
SCRIPT = parse(
    """\
+++
script = 1
languages = ["zh", "en"]
title = {en = "Clocks"}
+++

## 1 · Anna

[zh]

一。二。三。

四。

[en]

One. Two. Three.

## 2 · Anna

[zh]

五。
""",
    PATH,
)
SHOWN: tuple[Pair, ...] = (
    Pair({"zh": (0,), "en": (0, 1)}, 0.9),
    Pair({"zh": (1, 2), "en": (2,)}, 0.6),
    Pair({"zh": (3,), "en": ()}, 0.5),
)


def mended(deed: PairDeed, language: str, sentence: int) -> list[tuple[str, str]]:
    """The pairs after a deed, as digits: Chinese, English."""
    script = mend_pair(SentencePlace(1, language, sentence), deed, SHOWN)(SCRIPT)
    assert script.turns[0].passages == SCRIPT.turns[0].passages
    assert parse(dump(script), PATH).turns == script.turns
    return [
        tuple("".join(map(str, pair[language])) for language in ("zh", "en"))  # type: ignore[misc]
        for pair in sentence_pairs(script.turns[0])
    ]


@pytest.mark.parametrize(
    ("deed", "language", "sentence", "pairs"),
    [
        ("join", "zh", 2, [("012", "012"), ("3", "")]),
        ("join", "zh", 3, [("0", "01"), ("123", "2")]),
        ("split", "en", 1, [("0", "0"), ("", "1"), ("12", "2"), ("3", "")]),
        ("split", "zh", 2, [("0", "01"), ("1", "2"), ("2", ""), ("3", "")]),
        ("next", "en", 1, [("0", "0"), ("12", "12"), ("3", "")]),
        ("next", "en", 2, [("0", "01"), ("12", ""), ("3", "2")]),
        ("next", "zh", 3, [("0", "01"), ("12", "2"), ("3", "")]),
        ("previous", "zh", 1, [("01", "01"), ("2", "2"), ("3", "")]),
        ("previous", "en", 2, [("0", "012"), ("12", ""), ("3", "")]),
        ("previous", "en", 0, [("", "0"), ("0", "1"), ("12", "2"), ("3", "")]),
    ],
)
def test_a_pair_is_mended(
    deed: PairDeed, language: str, sentence: int, pairs: list[tuple[str, str]]
) -> None:
    assert mended(deed, language, sentence) == pairs


@pytest.mark.parametrize(
    ("deed", "place"),
    [
        ("join", SentencePlace(1, "zh", 0)),
        ("split", SentencePlace(1, "zh", 1)),
        ("next", SentencePlace(1, "en", 3)),
        ("next", SentencePlace(1, "fr", 0)),
        ("join", SentencePlace(2, "zh", 0)),
        ("join", SentencePlace(3, "zh", 0)),
    ],
)
def test_what_cannot_be_mended_is_told(deed: PairDeed, place: SentencePlace) -> None:
    shown = SHOWN if place.turn == 1 else (Pair({"zh": (0,), "en": ()}),)
    with pytest.raises(UsageError):
        mend_pair(place, deed, shown)(SCRIPT)


def test_what_was_mended_stays_when_a_sentence_changes() -> None:
    script = mend_pair(SentencePlace(1, "en", 1), "next", SHOWN)(SCRIPT)
    script = set_sentence(SentencePlace(1, "zh", 1), "二十二。还有二十三。")(script)
    assert sentence_pairs(script.turns[0]) == [
        {"zh": (0,), "en": (0,)},
        {"zh": (1, 2, 3), "en": (1, 2)},
        {"zh": (4,), "en": ()},
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(PAIR_DEEDS), st.sampled_from(["zh", "en"]), st.integers(0, 3)),
        max_size=8,
    )
)
def test_after_any_deeds_each_sentence_is_in_one_pair(
    deeds: list[tuple[PairDeed, str, int]],
) -> None:
    script: Script = SCRIPT
    shown = SHOWN
    for deed, language, sentence in deeds:
        try:
            script = mend_pair(SentencePlace(1, language, sentence), deed, shown)(script)
        except UsageError:
            continue
        shown = tuple(map(Pair, sentence_pairs(script.turns[0])))
        for la, count in ("zh", 4), ("en", 3):
            assert [n for pair in shown for n in pair.sentences[la]] == list(range(count))
        assert all(any(pair.sentences.values()) for pair in shown)
    assert script.turns[0].passages == SCRIPT.turns[0].passages
