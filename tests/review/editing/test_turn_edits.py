"""Turns split, joined, added, removed and moved: what is said stays, and is undone to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import UsageError
from producer.model import Script, Speaker, Turn
from producer.review.editing import passage_edits as edits
from producer.review.editing import turn_edits
from producer.transcript.reading import read
from producer.transcript.script import script_file
from tests.review.editing.test_passage_edits import PATH, scripts, text
from tests.review.serving import Episode, episode, serving

SCRIPT = """\
+++
script = 1   # ours
languages = ["zh", "en"]
[title]
en = "Tea"
+++

# [en] Start

## 1 · Anna

[zh]

你好。喝茶吗？

[en, unconfirmed]

Hello.
Tea?

## 2 · Ben

[zh]

喝。

[en]

Yes. Thank you.

Two cups.

# [en] Then

## 3 · Anna

[en]

Why two?

# Credits

By us.
"""


@st.composite
def marked(draw: st.DrawFn) -> Script:
    """Scripts of which a machine wrote some passages."""
    script = draw(scripts())
    marks = [frozenset(la for la in t.passages if draw(st.booleans())) for t in script.turns]
    made = (replace(t, unconfirmed=m) for t, m in zip(script.turns, marks, strict=True))
    return replace(script, turns=tuple(made))


def doubtful(script: Script) -> int:
    """How many characters stand in passages that nobody has confirmed, white space aside."""
    held = [(t.unconfirmed, la, p) for t in script.turns for la, p in t.passages.items()]
    return sum(len("".join("".join(p).split())) for marks, la, p in held if la in marks)


def headings(script: Script) -> list[object]:
    return [turn.heading for turn in script.turns if turn.heading]


@given(marked(), st.data())
def test_splitting_and_joining_keep_every_word_mark_and_chapter(
    script: Script, data: st.DataObject
) -> None:
    turn = data.draw(st.sampled_from(script.turns))
    at = {
        lang: data.draw(st.integers(0, sum(map(len, edits.sentences(paragraphs, lang)))))
        for lang, paragraphs in turn.passages.items()
    }
    try:
        apart = turn_edits.split(turn.number, at, turn.speaker)(script)
    except UsageError:
        return
    assert len(apart.turns) == len(script.turns) + 1
    joined = turn_edits.join(turn.number + 1)(apart)
    for changed in (apart, joined):
        assert [text(changed, la) for la in ("zh", "en")] == [
            text(script, la) for la in ("zh", "en")
        ]
        assert headings(changed) == headings(script)
        assert script_file.parse(script_file.dump(changed), PATH) == changed
    marks = [t.unconfirmed for t in joined.turns]
    assert marks == [t.unconfirmed for t in script.turns]


@given(marked(), st.integers(1, 4), st.sampled_from(["up", "down"]))
def test_moving_a_turn_is_undone_by_moving_it_back(
    script: Script, number: int, to: Literal["up", "down"]
) -> None:
    other = number + (1 if to == "down" else -1)
    if not (number <= len(script.turns) and 1 <= other <= len(script.turns)):
        with pytest.raises(UsageError):
            turn_edits.shift(number, to)(script)
        return
    moved = turn_edits.shift(number, to)(script)
    assert [t.heading for t in moved.turns] == [t.heading for t in script.turns]
    assert moved.turns[other - 1].passages == script.turns[number - 1].passages
    assert moved.turns[other - 1].unconfirmed == script.turns[number - 1].unconfirmed
    assert script_file.parse(script_file.dump(moved), PATH) == moved
    assert turn_edits.shift(other, to="up" if to == "down" else "down")(moved) == script


@given(marked(), st.data())
def test_what_a_machine_wrote_stays_unconfirmed_where_it_goes(
    script: Script, data: st.DataObject
) -> None:
    turn = data.draw(st.sampled_from(script.turns))
    edit: Callable[[Script], Script] = data.draw(
        st.sampled_from(
            [
                turn_edits.join(turn.number),
                turn_edits.shift(turn.number, "down"),
                turn_edits.split(turn.number, {"en": 1, "zh": 1}, "Cleo"),
                edits.move(edits.SentencePlace(turn.number, "en", 0), "previous"),
                edits.move(edits.SentencePlace(turn.number, "en", 0), "next"),
                edits.move(edits.SentencePlace(turn.number, "zh", 1), "next"),
            ]
        )
    )
    try:
        changed = edit(script)
    except UsageError:
        return
    assert doubtful(changed) >= doubtful(script)
    assert all(turn.unconfirmed <= turn.passages.keys() for turn in changed.turns)


def a_script() -> Script:
    return script_file.parse(SCRIPT, PATH)


def test_a_turn_is_split_in_each_language_and_somebody_else_goes_on() -> None:
    script = turn_edits.split(2, {"zh": 1, "en": 1}, "Cleo")(a_script())
    assert [t.speaker for t in script.turns] == ["Anna", "Ben", "Cleo", "Anna"]
    assert script.turns[1].passages == {"zh": ("喝。",), "en": ("Yes.",)}
    assert script.turns[2].passages == {"en": ("Thank you.", "Two cups.")}
    assert Speaker("Cleo") in script.speakers
    first, second = turn_edits.split(1, {"zh": 1, "en": 1}, "Anna")(a_script()).turns[:2]
    assert (first.heading, second.heading) == ({"en": "Start"}, {})
    assert first.unconfirmed == second.unconfirmed == {"en"}


def test_turns_are_joined_with_their_marks_and_their_chapter() -> None:
    script = turn_edits.join(2)(a_script())
    assert script.turns[0].speaker == "Anna"
    assert script.turns[0].passages["en"] == ("Hello. Tea?", "Yes. Thank you.", "Two cups.")
    assert script.turns[0].unconfirmed == {"en"}
    assert [s.id for s in script.speakers] == ["Anna"]
    assert turn_edits.join(3)(a_script()).turns[1].heading == {"en": "Then"}
    with pytest.raises(UsageError, match="a chapter begins at turn 1 and another at turn 2"):
        turn_edits.join(2)(script)


def test_a_turn_is_removed_and_its_chapter_begins_at_the_next() -> None:
    script = turn_edits.remove(1)(a_script())
    assert [t.passages["en"][0] for t in script.turns] == ["Yes. Thank you.", "Why two?"]
    assert script.turns[0].heading == {"en": "Start"}
    assert script.credits == ("By us.",)
    with pytest.raises(UsageError, match="nothing would be left"):
        turn_edits.remove(1)(turn_edits.remove(1)(script))


def test_what_is_said_in_a_new_turn_is_confirmed() -> None:
    script = turn_edits.add(2, "Cleo", {"zh": " \n", "en": "Sugar?\n\nMilk?"})(a_script())
    assert script.turns[1] == Turn(2, "Cleo", {"en": ("Sugar?", "Milk?")})
    assert [t.number for t in script.turns] == [1, 2, 3, 4]
    assert turn_edits.add(4, "Ben", {"zh": "好。"})(a_script()).turns[3].speaker == "Ben"
    assert turn_edits.add(1, "Ben", {"zh": "好。"})(a_script()).turns[1].heading == {"en": "Start"}


@pytest.mark.parametrize(
    "edit",
    [
        turn_edits.split(1, {"zh": 0, "en": 0}, "Anna"),
        turn_edits.split(1, {"zh": 2, "en": 9}, "Anna"),
        turn_edits.split(1, {"zh": -1}, "Anna"),
        turn_edits.split(1, {"fr": 1}, "Anna"),
        turn_edits.split(1, {"zh": 1}, " "),
        turn_edits.split(4, {"zh": 1}, "Anna"),
        turn_edits.join(1),
        turn_edits.join(4),
        turn_edits.add(0, "Anna", {"en": "x"}),
        turn_edits.add(5, "Anna", {"en": "x"}),
        turn_edits.add(1, "Anna", {"en": "\n"}),
        turn_edits.add(1, "Anna", {"fr": "x"}),
        turn_edits.add(1, "", {"en": "x"}),
        turn_edits.remove(0),
        turn_edits.remove(4),
        turn_edits.shift(1, "up"),
        turn_edits.shift(3, "down"),
        turn_edits.shift(9, "up"),
    ],
)
def test_what_cannot_be_is_refused(edit: edits.ScriptEdit) -> None:
    with pytest.raises(UsageError):
        edit(a_script())


@pytest.mark.parametrize(
    ("zh", "sentence", "en", "found"),
    [
        (("一。二。", "三。"), 2, ("One. And two.", "Three."), 2),
        (("一。二。", "三。"), 1, ("One.", "Two.", "Three."), 1),
        (("一。二。", "三。"), 2, ("One, two.", "Three."), 1),
        (("一。二。三。四。",), 2, ("One two. Three four.",), 1),
        (("一。",), 0, ("One. Two.",), 0),
    ],
)
def test_where_the_other_language_is_split_is_proposed(
    zh: tuple[str, ...], sentence: int, en: tuple[str, ...], found: int
) -> None:
    assert turn_edits.counterpart(zh, sentence, "zh", en, "en") == found


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Episode]:
    file = tmp_path / "seeds" / "talk.script.md"
    file.parent.mkdir()
    file.write_text(SCRIPT, encoding="utf-8")
    with serving(tmp_path) as server:
        yield episode(server, file)


_DEEDS = [
    ("split", {"turn": 2, "at_zh": 1, "at_en": 1, "speaker": "Ben", "new_speaker": "Cleo"}),
    ("join", {"turn": 2, "language": "en", "sentence": 1}),
    ("add", {"number": 3, "speaker": "Ben", "new_speaker": "", "text_en": "Milk?", "text_zh": ""}),
    ("remove", {"turn": 1}),
    ("shift", {"turn": 2, "language": "zh", "sentence": 0, "to": "up"}),
]


@pytest.mark.parametrize(("what", "form"), _DEEDS)
def test_each_is_written_undone_and_redone_to_the_byte(
    talk: Episode, tmp_path: Path, what: str, form: dict[str, object]
) -> None:
    file = tmp_path / "seeds" / "talk.script.md"
    before, stale = file.read_bytes(), talk.seen()
    assert talk.do(what, **form).status == 200
    after = file.read_bytes()
    assert after != before
    assert read(file).credits == ("By us.",)
    assert b"# ours" in after
    assert talk.do(what, stale, **form).status == 409
    assert file.read_bytes() == after
    assert talk.do("undo").status == 200
    assert file.read_bytes() == before
    assert talk.do("redo").status == 200
    assert file.read_bytes() == after


def test_the_page_is_told_where_the_chosen_sentence_went(talk: Episode) -> None:
    def where(what: str, **form: object) -> str:
        answer = talk.do(what, **form)
        assert answer.status == 200, answer.text
        return answer.text.split('id="message"')[1].split(">")[0]

    assert 'data-turn="1" data-sentence="3"' in where("join", turn=2, language="en", sentence=1)
    assert 'data-turn="2" data-sentence="0"' in where("split", turn=1, at_en=2, speaker="Ben")
    place = {"turn": 2, "language": "en", "sentence": 1}
    assert 'data-turn="3" data-sentence="1"' in where("shift", **place, to="down")


def test_the_form_proposes_where_to_split(talk: Episode) -> None:
    address = f"{talk.path}/turns/1/split?language=en&sentence=1"
    form = talk.client.ask(address).text
    assert '<option value="1" selected>喝茶吗？</option>' in form
    assert '<option value="1" selected>Tea?</option>' in form
    assert talk.client.ask(address.replace("sentence=1", "sentence=2")).status == 404
    assert "behind turn 3" in talk.client.ask(f"{talk.path}/turns/3/neighbour").text
