"""Directions stay where they are, whatever is edited around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.errors import UsageError
from producer.model import Script
from producer.review.editing import passage_edits, turn_edits
from producer.review.editing.directions import edited
from producer.review.editing.passage_edits import ScriptEdit, SentencePlace
from producer.transcript.script.script_file import parse, written_passage

SCRIPT = """\
+++
script = 1
languages = ["zh", "en"]
title = {zh = "钟", en = "Clocks"}
+++

## 1 · Anna

[zh]

你好。[pause 2s]再见。

[en]

Hello there. [pause 2s] We [pause 1s] meet again. [sad] Goodbye.

Last one. [pause 3s]

## 2 · Ben

[pause 4s]

[zh]

是。

[en]

[excited] Yes. No.
"""


@pytest.mark.parametrize(
    ("edit", "passages"),
    [
        (
            passage_edits.set_sentence(SentencePlace(1, "en", 0), "Hi."),
            ["Hi. [pause 2s] We [pause 1s] meet again. [sad] Goodbye.", "Last one. [pause 3s]"],
        ),
        (
            passage_edits.set_sentence(SentencePlace(1, "en", 1), "We shall meet again."),
            [
                "Hello there. [pause 2s] We [pause 1s] shall meet again. [sad] Goodbye.",
                "Last one. [pause 3s]",
            ],
        ),
        (
            passage_edits.set_sentence(SentencePlace(1, "en", 1), "We [pause 5s] meet."),
            ["Hello there. [pause 2s] We [pause 5s] meet. [sad] Goodbye.", "Last one. [pause 3s]"],
        ),
        (
            passage_edits.set_text(1, "en", "[calm] All is new. [pause 1s]\n\nReally."),
            ["[calm] All is new. [pause 1s]", "Really."],
        ),
        (
            passage_edits.leave_unspoken(SentencePlace(1, "en", 1), "sentence"),
            ["Hello there. [sad] Goodbye.", "Last one. [pause 3s]"],
        ),
        (
            passage_edits.replace_all(["en"], "there", "you"),
            [
                "Hello you. [pause 2s] We [pause 1s] meet again. [sad] Goodbye.",
                "Last one. [pause 3s]",
            ],
        ),
        (
            turn_edits.split(1, {"en": 2, "zh": 1}, "Ben"),
            ["Hello there. [pause 2s] We [pause 1s] meet again."],
        ),
        (
            passage_edits.move(SentencePlace(1, "en", 3), "next"),
            ["Hello there. [pause 2s] We [pause 1s] meet again. [sad] Goodbye."],
        ),
    ],
)
def test_they_stay_with_the_words_around_them(edit: ScriptEdit, passages: list[str]) -> None:
    after = edited(edit, parse(SCRIPT, Path("talk.script.md")))
    assert [*written_passage(after.turns[0], "en")] == passages


def test_what_is_moved_takes_them_along() -> None:
    script = parse(SCRIPT, Path("talk.script.md"))
    split = edited(turn_edits.split(1, {"en": 2, "zh": 1}, "Ben"), script)
    assert [*written_passage(split.turns[1], "en")] == ["[sad] Goodbye.", "Last one. [pause 3s]"]
    assert [*written_passage(split.turns[1], "zh")] == ["[pause 2s]再见。"]
    assert [turn.pause_ms for turn in split.turns] == [0, 0, 4000]
    moved = edited(passage_edits.move(SentencePlace(1, "en", 3), "next"), script)
    assert [*written_passage(moved.turns[1], "en")] == [
        "Last one. [pause 3s]",
        "[excited] Yes. No.",
    ]
    joined = edited(turn_edits.join(2), script)
    assert [*written_passage(joined.turns[0], "zh")] == ["你好。[pause 2s]再见。", "[pause 4s]是。"]


def test_what_changes_nothing_leaves_the_script_as_it_is() -> None:
    script: Script = parse(SCRIPT, Path("talk.script.md"))
    again = passage_edits.set_sentence(SentencePlace(1, "en", 1), "We meet again.")
    assert edited(again, script) == script
    assert edited(passage_edits.confirm(1, "en"), script) == script


def test_a_turn_of_nothing_but_a_pause_is_refused() -> None:
    script = parse(SCRIPT, Path("talk.script.md"))
    alone = edited(passage_edits.set_text(2, "zh", ""), script)
    with pytest.raises(UsageError, match="nothing would be said in turn 2"):
        edited(passage_edits.set_text(2, "en", "[pause 2s]"), alone)


def test_no_sign_can_be_typed() -> None:
    script = parse(SCRIPT, Path("talk.script.md"))
    after = edited(passage_edits.set_text(2, "en", "Yes \U000f0064 no."), script)
    assert after.turns[1].passages["en"] == ("Yes no.",)
    assert "en" not in after.turns[1].directions


def test_turns_that_an_edit_leaves_alone_stay_the_same_objects() -> None:
    script = parse(SCRIPT, Path("clocks.script.md"))
    after = edited(passage_edits.set_sentence(SentencePlace(2, "zh"), "不是。"), script)
    assert after.turns[0] is script.turns[0]
    assert after.turns[1] is not script.turns[1]
    assert after.turns[1].passages["zh"] == ("不是。",)
