"""The sheet: titles, notes, keywords, chapters, credits, and what is confirmed of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from producer.model import Script
from producer.proposals import propose
from producer.proposals.confirmed import confirmed
from producer.proposals.items import lines, with_texts
from producer.transcript.script import script_file
from tests.proposals.scripts import BRIDGE, SHOW, script_of
from tests.review.editing.test_passage_edits import scripts


def test_a_greeting_says_what_the_programme_is_called() -> None:
    title = propose(SHOW).title
    assert title["zh"].text == "山里的钟"
    assert title["en"].text == "The Bell in the Hills"
    assert "欢迎收听" in title["zh"].evidence


def test_a_lead_says_who_talks_about_what() -> None:
    title = propose(BRIDGE).title["zh"]
    assert title.text == "苏明远与 Edwin Harlow 教授：悬索桥的抗风设计"
    assert "围绕悬索桥的抗风设计展开讨论" in title.evidence


def test_a_title_of_the_transcripts_own_stands() -> None:
    script = script_of(("Anna", {"zh": "你好。", "en": "Welcome to The Bell."}), title="桥")
    assert propose(script).title["en"].text == "桥"


def test_where_nothing_is_said_there_is_no_title() -> None:
    script = script_of(("Host", {"zh": "你好。", "en": "Hello."}))
    assert propose(script).title["en"].text == ""


def test_the_lead_becomes_the_notes_and_the_other_language_is_composed() -> None:
    notes = propose(BRIDGE).notes
    assert notes["zh"].text.startswith("三江大桥通车前夜")
    assert notes["en"].text.startswith("Su Mingyuan and Edwin Harlow talk about ")
    assert "wind tunnel" in notes["en"].text.casefold()


def test_keywords_are_terms_that_come_up_again() -> None:
    keywords = propose(BRIDGE).keywords
    assert "suspension bridges" in {word.casefold() for word in keywords["en"]}
    assert any("悬索桥" in word for word in keywords["zh"])


def test_a_chapter_is_called_after_its_question_or_topic() -> None:
    chapters = propose(BRIDGE, chapter_starts=(1, 3)).chapters
    assert [chapter.turn for chapter in chapters] == [1, 3]
    assert chapters[0].titles["zh"] == "悬索桥的抗风设计"
    assert chapters[1].titles["en"] == "How does a bridge survive a typhoon?"


def test_what_asks_readers_for_something_is_no_credit() -> None:
    credits = {credit.text: credit.keep for credit in propose(BRIDGE).credits}
    assert credits == {
        "来源：《桥梁月刊》": True,
        "喜欢就点个赞吧": False,
        "Follow us on every platform": False,
    }


def test_what_is_confirmed_stands_in_the_script() -> None:
    sheet = propose(BRIDGE, chapter_starts=(1, 3))
    changed = with_texts(
        sheet, {"title.en": "Bridges and Wind", "name.0.en": "Mingyuan Su", "chapter.0.en": "Wind"}
    )
    script = confirmed(BRIDGE, changed)
    assert script.title["en"] == "Bridges and Wind"
    assert not script.untitled
    assert script.speaker("Prof.Su").names == {"zh": "苏明远", "en": "Mingyuan Su"}
    assert script.turns[0].heading["en"] == "Wind"
    assert script.credits == ("来源：《桥梁月刊》",)
    assert script.notes["zh"].startswith("三江大桥")
    path = Path("bridge.script.md")
    assert script_file.parse(script_file.dump(script), path) == script


def test_a_line_takes_only_what_it_may_be() -> None:
    sheet = propose(BRIDGE)
    with pytest.raises(ValueError, match="none of female, male"):
        with_texts(sheet, {"gender.0": "neuter"})
    with pytest.raises(KeyError):
        with_texts(sheet, {"title.fr": "Pont"})


@given(scripts())
def test_every_line_can_be_changed_and_nothing_else_changes(script: Script) -> None:
    sheet = propose(script, chapter_starts=(1,))
    for line in lines(sheet):
        text = line.choices[-1] if line.choices else "tea"
        changed = {each.key: each.text for each in lines(with_texts(sheet, {line.key: text}))}
        assert changed.pop(line.key) == text
        assert changed == {each.key: each.text for each in lines(sheet) if each.key != line.key}
