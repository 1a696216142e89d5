"""Latin terms and names that stand in one language only."""

from __future__ import annotations

import pytest

from producer.transcript.findings.terms import terms
from tests.transcript.findings.pairs import changed, kinds_of, pair, script_of

BOTH = [
    ("我们用 CAR-T 疗法。", "We use CAR-T therapy."),
    ("我们用 CAR-T 疗法。", "We use CART cells."),
    ("美国血液学会（ASH）", "the American Society of Hematology"),
    ("国际细胞治疗学会(ISCT)", "the International Society for Cellular Therapy"),
    ("挪威科技大学(NTNU)", "the Norwegian University of Science and Technology"),
    ("世界卫生组织 WHO", "the World Health Organization"),
    ("AI 会写诗吗？", "Can artificial intelligence write poems?"),
    ("Robert Negrin 教授", "Prof. Negrin"),
    ("用 Blender 画的。", "I drew it in blender."),
    ("T 细胞和 B 细胞", "lymphocytes"),
    ("他做了 PPT，说 OK。", "He made slides and agreed."),
    ("一共 5 km，hold 住。", "Five kilometres; hang on."),
    ("见 https://example.org/Paper", "See the paper."),
    ("斯坦福大学", "Stanford University"),
    ("CAR-巨噬细胞", "CAR-macrophages"),
    ("几位 CEO。", "A few chief executive officers."),
]

ONE = [
    ("我们用 CAR-T 疗法。", "We use a new therapy."),
    ("Robert Negrin 教授来了。", "The professor has come."),
    ("他去过 FDA 两次。", "He went to the regulator twice."),
    ("这是 iPhone 拍的。", "It was taken with a telephone."),
]


@pytest.mark.parametrize(("zh", "en"), BOTH)
def test_in_both_languages(zh: str, en: str) -> None:
    assert [f.message for f in terms(pair(zh, en))] == []


@pytest.mark.parametrize(("zh", "en"), ONE)
def test_in_one_language(zh: str, en: str) -> None:
    [finding] = terms(pair(zh, en))
    assert (finding.kind, finding.language) == ("term", "zh")


def test_a_name_spelled_in_two_ways() -> None:
    script = script_of(
        {"zh": "Thompson 来了。", "en": "Thompson has come."},
        {"zh": "Thompzon 走了。", "en": "Thompson has gone."},
    )
    [finding] = terms(script)
    assert "'Thompson'" in finding.message
    assert changed(script, finding).turns[1].passages["zh"] == ("Thompson 走了。",)


def test_a_term_that_is_left_out_once() -> None:
    turns = [{"zh": "CAR-T 很难。", "en": "CAR-T is hard."}] * 3
    [finding] = terms(script_of(*turns, {"zh": "它很难。", "en": "CAR-T is hard."}))
    assert (finding.turn, finding.language) == (4, "en")
    # One more, and the Chinese says it otherwise on purpose.
    often = [*turns, *[{"zh": "它很难。", "en": "CAR-T is hard."}] * 2]
    assert kinds_of(terms(script_of(*often))) == []


def test_languages_in_the_same_script_have_words_of_their_own() -> None:
    script = script_of({"es": "La OTAN y el sida en Londres.", "en": "NATO and AIDS in London."})
    assert kinds_of(terms(script)) == []
