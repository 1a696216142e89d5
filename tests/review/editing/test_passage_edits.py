"""Edits of a script: nothing that is spoken is lost, doubled or changed on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import UsageError
from producer.model import Change, Script, Speaker, Turn, clean_text
from producer.review.editing import passage_edits as edits
from producer.review.editing.directions import edited
from producer.review.editing.passage_edits import SentencePlace
from producer.transcript.document import SIGNS
from producer.transcript.script import script_file

PATH = Path("talk.script.md")

_SENTENCES = st.lists(
    st.sampled_from(
        ["我喝茶。", "真的吗？", "Yes, I do.", "Dr. Lu said so!", "“好。”他说。", "……", "7"]
    ),
    min_size=1,
    max_size=4,
)
_DIRECTIONS: st.SearchStrategy[Literal["previous", "next"]] = st.sampled_from(["previous", "next"])
_EXTENTS: st.SearchStrategy[Literal["sentence", "line"]] = st.sampled_from(["sentence", "line"])
_PARAGRAPHS = st.lists(_SENTENCES.map(" ".join).map(clean_text), max_size=3).map(tuple)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    turns = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        zh, en = draw(_PARAGRAPHS), draw(_PARAGRAPHS)
        passages = {lang: text for lang, text in (("zh", zh), ("en", en)) if text}
        heading = {"en": f"Part {number}"} if draw(st.booleans()) else {}
        speaker = draw(st.sampled_from(["Anna", "Ben"]))
        turns.append(Turn(number, speaker, passages or {"zh": ("好。",)}, heading))
    people = dict.fromkeys(turn.speaker for turn in turns)
    return Script(
        title={"en": "Tea"},
        languages=("zh", "en"),
        speakers=tuple(map(Speaker, people)),
        turns=tuple(turns),
    )


def text(script: Script, language: str) -> str:
    """All that is said in a language, white space aside."""
    said = (p for turn in script.turns for p in turn.passages.get(language, ()))
    return "".join("".join(said).split())


def places(script: Script) -> list[SentencePlace]:
    return [
        SentencePlace(turn.number, language, number)
        for turn in script.turns
        for language, paragraphs in turn.passages.items()
        for number in range(sum(map(len, edits.sentences(paragraphs, language))))
    ]


@given(scripts(), st.data())
def test_moving_a_boundary_keeps_every_word_in_order(script: Script, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(script)))
    to = data.draw(_DIRECTIONS)
    at_the_end = place.turn == (1 if to == "previous" else len(script.turns))
    if at_the_end:
        with pytest.raises(UsageError):
            edits.move(place, to)(script)
        return
    try:
        moved = edits.move(place, to)(script)
    except UsageError:
        assert script.turns[place.turn - 1].heading
        return
    assert [t.heading for t in moved.turns if t.heading] == [
        t.heading for t in script.turns if t.heading
    ]
    for language in script.languages:
        assert text(moved, language) == text(script, language)
    assert [turn.number for turn in moved.turns] == [*range(1, len(moved.turns) + 1)]
    assert script_file.parse(script_file.dump(moved), PATH) == moved


@given(scripts(), st.data())
def test_what_is_not_spoken_is_in_the_credits(script: Script, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from(places(script)))
    what = data.draw(_EXTENTS)
    if len(places(script)) == 1:
        with pytest.raises(UsageError, match="nothing would be left"):
            edits.leave_unspoken(place, what)(script)
        return
    try:
        after = edits.leave_unspoken(place, what)(script)
    except UsageError:
        assert what == "line"
        return
    (credit,) = after.credits
    before = text(script, place.language)
    assert sorted(text(after, place.language) + "".join(credit.split())) == sorted(before)
    assert script_file.parse(script_file.dump(after), PATH) == after


@given(scripts(), st.text(max_size=200).map(lambda text: SIGNS.sub("", text)), st.data())
def test_any_text_becomes_a_script_that_reads_back(
    script: Script, typed: str, data: st.DataObject
) -> None:
    turn = data.draw(st.sampled_from(script.turns)).number
    others = [p for t in script.turns for p in t.passages if (t.number, p) != (turn, "en")]
    if not others and not any(map(clean_text, typed.splitlines())):
        with pytest.raises(UsageError, match="nothing would be left"):
            edits.set_text(turn, "en", typed)(script)
        return
    after = edited(edits.set_text(turn, "en", typed), script)
    assert script_file.parse(script_file.dump(after), PATH) == after


def a_script() -> Script:
    return Script(
        {"en": "Tea"},
        ("zh", "en"),
        (Speaker("Anna", {"zh": "安娜"}), Speaker("Ben")),
        (
            Turn(1, "Anna", {"zh": ("你好。喝茶吗？",), "en": ("Hello. Tea?",)}, {"en": "Start"}),
            Turn(2, "Ben", {"zh": ("喝。",), "en": ("Yes. Thank you.", "Two cups.")}),
        ),
    )


def test_a_sentence_moves_to_the_turn_where_it_belongs() -> None:
    after = edits.move(SentencePlace(1, "en", 1), "next")(a_script())
    assert [turn.passages["en"] for turn in after.turns] == [
        ("Hello.",),
        ("Tea?", "Yes. Thank you.", "Two cups."),
    ]
    after = edits.move(SentencePlace(2, "en", 1), "previous")(a_script())
    assert [turn.passages["en"] for turn in after.turns] == [
        ("Hello. Tea?", "Yes. Thank you."),
        ("Two cups.",),
    ]


def test_a_turn_without_text_goes_and_its_chapter_stays() -> None:
    without_english = edits.move(SentencePlace(1, "en", 0), "next")(a_script())
    script = edits.move(SentencePlace(1, "zh", 0), "next")(without_english)
    (turn,) = script.turns
    assert (turn.number, turn.speaker, turn.heading) == (1, "Ben", {"en": "Start"})
    assert turn.passages["zh"] == ("你好。喝茶吗？", "喝。")
    assert [speaker.id for speaker in script.speakers] == ["Ben"]


def test_a_title_of_a_chapter_whose_text_stays_is_not_lost() -> None:
    script = edits.set_chapter(2, {"en": "Then"})(a_script())
    without_chinese = edits.move(SentencePlace(1, "zh", 0), "next")(script)
    with pytest.raises(UsageError, match="the title of the chapter"):
        edits.move(SentencePlace(1, "en", 0), "next")(without_chinese)
    without_chinese = edits.move(SentencePlace(2, "zh", 0), "previous")(script)
    with pytest.raises(UsageError, match="the title of the chapter"):
        edits.move(SentencePlace(2, "en", 2), "previous")(without_chinese)


def test_a_proposed_change_is_done_only_where_it_was_proposed() -> None:
    change = Change("Two", "Three", paragraph=1)
    after = edits.apply_change(2, "en", change)(a_script())
    assert after.turns[1].passages["en"] == ("Yes. Thank you.", "Three cups.")
    with pytest.raises(UsageError, match="any more"):
        edits.apply_change(2, "en", change)(after)
    speaker = edits.apply_change(2, "", Change("Ben", "安娜"))(a_script()).turns[1].speaker
    assert speaker == "Anna"


def test_chapter_speaker_and_title_are_set() -> None:
    script = edits.set_chapter(2, {"zh": " 回答 ", "en": ""})(a_script())
    assert script.turns[1].heading == {"zh": "回答"}
    assert edits.set_chapter(2, {"zh": ""})(script).turns[1].heading == {}
    assert edits.set_speaker(2, "Cleo")(a_script()).turns[1].speaker == "Cleo"
    assert edits.set_title({"zh": "茶", "en": " "})(a_script()).title == {"zh": "茶"}
    with pytest.raises(UsageError):
        edits.set_title({"en": ""})(a_script())


@pytest.mark.parametrize(
    "edit",
    [
        edits.set_text(9, "en", "x"),
        edits.set_text(1, "fr", "x"),
        edits.move(SentencePlace(0, "en", 0), "next"),
        edits.move(SentencePlace(1, "en", 7), "next"),
        edits.move(SentencePlace(1, "en", -1), "next"),
        edits.set_chapter(3, {"en": "x"}),
        edits.set_chapter(1, {"fr": "x"}),
        edits.set_speaker(1, " "),
        edits.apply_change(1, "en", Change("Hello", "Bye", 4)),
    ],
)
def test_what_cannot_be_is_refused(edit: edits.ScriptEdit) -> None:
    with pytest.raises(UsageError):
        edit(a_script())
