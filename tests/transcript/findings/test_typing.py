"""Typing errors: what is certain is found and mended, what may be meant is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.transcript.findings.misspellings import MISSPELLED
from producer.transcript.findings.place import Place
from producer.transcript.findings.typing import typing
from tests.transcript.findings.pairs import changed, pair, script_of

MENDED = [
    ("zh", "茶很好。。走吧。", "茶很好。走吧。"),
    ("zh", "茶很好，，走吧。", "茶很好，走吧。"),
    ("zh", "茶很好，。", "茶很好。"),
    ("zh", "等等。。。再说。", "等等……再说。"),
    ("zh", "我的的书。", "我的书。"),
    ("zh", "我们我们走吧。", "我们走吧。"),
    ("zh", "好，早,晚都行，对，是，行。", "好，早，晚都行，对，是，行。"),
    ("en", "Over the the hill.", "Over the hill."),
    ("en", "The the hill.", "The hill."),
    ("en", "Tea ,please, and milk ,  too.", "Tea ,please, and milk,  too."),
    ("en", "It rained , then stopped.", "It rained, then stopped."),
    ("en", "It rained.. Then it stopped.", "It rained. Then it stopped."),
    ("en", "It stopped.The sun came out.", "It stopped. The sun came out."),
    ("en", "That was 2O24.", "That was 2024."),
    ("en", "The \u0441linic is near.", "The clinic is near."),
    ("en", "We recieved it.", "We received it."),
    ("en", "Teh end.", "The end."),
    ("en", "A turing point for us.", "A turning point for us."),
]

FINE = [
    ("zh", "这是我的目的的一部分，的的确确。打的的人。"),
    ("zh", "什么？！真的！！……好吧——走。"),
    ("zh", "他说：“《茶经》（唐）在这里。”"),
    ("zh", "早,晚,都是这样写的,一直如此。"),
    ("zh", "（1）第一；2）第二；a）第三。"),
    ("zh", "看 https://example.org/a..b,,c 吧。"),
    ("en", "He said that that was had had. No, no... very very good!!"),
    ("en", 'She said, "Go." (Really.) :) It\'s fine; 1) one, b) two.'),
    ("en", "We use Node.js; e.g. this, i.e. that. Prof.Lu is here."),
    ("en", "Москва is Moscow. Ω is omega. Turing is a name."),
    ("en", "We were in, in the end, a bit late; on-on and off."),
    ("en", "“One paragraph.\n“And another.”"),
    ("en", "(It began here.\nIt ended here.)"),
]

BROKEN = [
    ("zh", "他说：“走吧。", "nothing closes"),
    ("zh", "《茶经在这里。", "nothing closes"),
    ("zh", "茶经》在这里。", "nothing opens"),
    ("en", "It is here (by the door.", "nothing closes"),
    ("en", "It is here] by the door.", "nothing opens"),
    ("en", "Caf\ufffd is here.", "was lost"),
    ("zh", "锟斤拷在这里。", "was lost"),
]


@pytest.mark.parametrize(("language", "written", "mended"), MENDED)
def test_a_slip_is_mended(language: str, written: str, mended: str) -> None:
    script = script_of({language: written})
    [finding] = typing(script)
    assert finding.kind == "typing"
    after = changed(script, finding)
    assert after.turns[0].passages[language] == (mended,)
    assert list(typing(after)) == []


@pytest.mark.parametrize(("language", "text"), FINE)
def test_what_may_be_meant_is_left_alone(language: str, text: str) -> None:
    assert [f.message for f in typing(script_of({language: text}))] == []


@pytest.mark.parametrize(("language", "text", "said"), BROKEN)
def test_what_cannot_be_mended_is_told(language: str, text: str, said: str) -> None:
    [finding] = typing(script_of({language: text}))
    assert said in finding.message
    assert finding.change is None


def test_half_width_marks_throughout_are_a_habit() -> None:
    script = pair("好,走吧,再见,明天,后天。", "Fine.")
    assert list(typing(script)) == []


@given(st.text(alphabet="的我们。，,.()（）“”the aO12\u0441", min_size=1, max_size=40))
def test_each_change_stands_in_one_place(text: str) -> None:
    for language in ("zh", "en"):
        script = script_of({language: text})
        for finding in typing(script):
            if finding.change:
                after = changed(script, finding).turns[0].passages[language]
                assert after != script.turns[0].passages[language]


@given(st.text(alphabet="ab ", min_size=1, max_size=12), st.data())
def test_a_change_is_made_where_it_was_proposed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Place(script_of({"en": text}).turns[0], "en", 0, text)
    change = place.change(start, end, "X")
    assert text.replace(change.before, change.after, 1) == text[:start] + "X" + text[end:]
    assert text.find(change.before, text.find(change.before) + 1) == -1


def test_no_slip_is_a_slip_of_itself() -> None:
    assert not {right for right in MISSPELLED.values() if right in MISSPELLED}
    assert "" not in {*MISSPELLED, *MISSPELLED.values()}


def test_words_doubled_again_and_again_are_how_people_speak() -> None:
    once = list(typing(script_of({"en": "We saw the the harbour."})))
    assert [finding.doubtful for finding in once] == [False]
    often = [{"en": f"And and it it was the the boat of number {n}."} for n in range(5)]
    assert {finding.doubtful for finding in typing(script_of(*often))} == {True}


@pytest.mark.parametrize(
    "text",
    [
        "要点是：1）先看水；2）再看天。",
        "对一个 (0,0) 的点，gcd(a, b) 等于 b（模 8）。",
        "A point (0,0), gcd(a, b) and so (mod 8).",
        "He is fine :) and she is not :(",
    ],
)
def test_list_marks_and_formulas_close_what_they_open(text: str) -> None:
    language = "en" if text.isascii() else "zh"
    assert [f.message for f in typing(script_of({language: text})) if "nothing" in f.message] == []


def test_a_quotation_may_run_over_turns() -> None:
    captions = script_of({"zh": "他说“这是最后"}, {"zh": "一次”，然后走了。"})
    assert list(typing(captions)) == []
    alone = script_of({"zh": "他说“这是最后"}, {"zh": "一次，然后走了。"})
    assert [finding.turn for finding in typing(alone)] == [1]
