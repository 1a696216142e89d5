"""Directions in a text: what is one, what is left to be said, and how they are written again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import Direction, clean_text
from producer.speech import spoken
from producer.speech.directions import laid_out, parted, written_out
from producer.speech.styles import STYLES


def pause(offset: int, ms: int) -> Direction:
    return Direction(offset=offset, pause_ms=ms)


def style(offset: int, name: str) -> Direction:
    return Direction(offset=offset, style=name)


@pytest.mark.parametrize(
    ("text", "said", "directions"),
    [
        ("Yes. [pause] No.", "Yes. No.", [pause(5, 1000)]),
        ("Yes. [pause:1.5s] No.", "Yes. No.", [pause(5, 1500)]),
        ("Yes. [Pause: 2] No.", "Yes. No.", [pause(5, 2000)]),
        ("Yes. [pause=750ms] No.", "Yes. No.", [pause(5, 750)]),
        ("Yes. [pause 800] No.", "Yes. No.", [pause(5, 800)]),
        ("Yes. [pause for 3 seconds] No.", "Yes. No.", [pause(5, 3000)]),
        ("Yes. [2-second pause] No.", "Yes. No.", [pause(5, 2000)]),
        ("Yes. (long pause) No.", "Yes. No.", [pause(5, 2000)]),
        ("Yes. [short pause] No.", "Yes. No.", [pause(5, 500)]),
        ("Yes. [silence 2s] No.", "Yes. No.", [pause(5, 2000)]),
        ("One[pause]two", "One two", [pause(4, 1000)]),
        ("One [pause], two", "One, two", [pause(3, 1000)]),
        ("是。[停顿2秒]不。", "是。不。", [pause(2, 2000)]),
        ("是。【停顿】不。", "是。不。", [pause(2, 1000)]),
        ("是。［暂停：1.5 秒］不。", "是。不。", [pause(2, 1500)]),
        ("是。（停顿两秒钟）不。", "是。不。", [pause(2, 2000)]),
        ("是，[停顿半秒] 不。", "是，不。", [pause(2, 500)]),
        ("是。[停頓500毫秒]不。", "是。不。", [pause(2, 500)]),
        ('Yes. <break time="1s"/> No.', "Yes. No.", [pause(5, 1000)]),
        ("Yes. <break time='500ms' /> No.", "Yes. No.", [pause(5, 500)]),
        ('Yes. <break time="1.2s"></break> No.', "Yes. No.", [pause(5, 1200)]),
        ('Yes. <break strength="strong"/> No.', "Yes. No.", [pause(5, 1000)]),
        ("Yes. <break/> No.", "Yes. No.", [pause(5, 750)]),
        ("[pause 1s] Yes.", "Yes.", [pause(0, 1000)]),
        ("Yes. [pause 1s]", "Yes.", [pause(4, 1000)]),
        ("[excited] We won!", "We won!", [style(0, "excited")]),
        ("(softly) I know.", "I know.", [style(0, "gentle")]),
        ("Yes. (Whispering) I know.", "Yes. I know.", [style(5, "whispering")]),
        ("（兴奋地）赢了！", "赢了！", [style(0, "excited")]),
        ("我们[用平静的语气]走吧。", "我们走吧。", [style(2, "calm")]),
        ("[语气：悲伤]走吧。", "走吧。", [style(0, "sad")]),
        ("[in a sad voice] No.", "No.", [style(0, "sad")]),
        ("[very angry, loudly] No.", "No.", [style(0, "angry")]),
        ("[pause][excited] Yes.", "Yes.", [pause(0, 1000), style(0, "excited")]),
        (
            '<mstts:express-as style="cheerful">Yes.</mstts:express-as> No.',
            "Yes. No.",
            [style(0, "cheerful"), style(5, "neutral")],
        ),
    ],
)
def test_a_direction_is_taken_out_of_what_is_said(
    text: str, said: str, directions: list[Direction]
) -> None:
    assert parted(text) == (said, tuple(directions))


@pytest.mark.parametrize(
    "text",
    [
        "He was (calm) there.",
        "We had a break (calmly) and went on.",
        "See [1] and (2019).",
        "[laughs] No.",
        "[silence] No.",
        "[the patient] came back.",
        "They pause for 2 seconds.",
        "[pause menu] is what it says.",
        "[pause 300s] No.",
        "（注）是。",
        "他很（高兴）。",
        "x < y and [z]",
    ],
)
def test_what_is_no_direction_stays(text: str) -> None:
    assert parted(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('He is <emphasis level="strong">so</emphasis> good.', "He is so good."),
        ("<prosody rate='slow'>Yes.</prosody>", "Yes."),
        ("[sfx: door] Yes.", "Yes."),
        ("[pause 300s] Yes.", "Yes."),
        ("【音效：门】是。", "是。"),
        ("I <3 you, and a <b and c> d.", "I less than 3 you, and a <b and c> d."),
    ],
)
def test_other_markup_is_not_read_aloud(text: str, said: str) -> None:
    language = "zh" if "音" in text else "en"
    assert spoken(text, language).text == said


@pytest.mark.parametrize("name", STYLES)
def test_each_style_is_read_by_its_name(name: str) -> None:
    assert parted(f"[{name}] Yes.") == ("Yes.", (style(0, name),))


signs = st.sampled_from(
    [
        "[pause]",
        "[pause 2s]",
        "【停顿】",
        "(softly)",
        "[excited]",
        "<break/>",
        "[x]",
        "(",
        "]",
        "\\",
    ]
)
texts = st.lists(st.one_of(st.text(alphabet="ab .中。，()[]\\:<>"), signs), max_size=8).map("".join)


@given(texts)
def test_what_is_written_again_reads_as_the_same(text: str) -> None:
    said, directions = parted(text)
    assert said == clean_text(said)
    assert all(0 <= each.offset <= len(said) for each in directions)
    assert parted(written_out(said, directions), escapes=True) == (said, directions)


@given(texts.map(clean_text))
def test_a_text_is_not_taken_for_directions_once_it_is_escaped(text: str) -> None:
    assert parted(written_out(text, ()), escapes=True) == (text, ())


@given(st.lists(st.text(alphabet="ab .中。", max_size=4), max_size=5))
def test_pauses_leave_all_that_is_said_between_them(parts: list[str]) -> None:
    said, directions = parted(" [pause 2s] ".join(parts))
    assert said.replace(" ", "") == "".join(parts).replace(" ", "")
    assert len(directions) == max(0, len(parts) - 1)
    assert {each.pause_ms for each in directions} <= {2000}
    assert laid_out([said]) == (said, ())
