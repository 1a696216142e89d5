"""A script file keeps a person's layout where nothing has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import InputError
from producer.model import Script, Turn
from producer.transcript.script import script_file
from producer.transcript.script.revision import revised

PATH = Path("talk.script.md")

BY_HAND = """\
+++
script = 1   # ours
languages = ["zh", "en"]
[title]
en = "Tea"
+++

# [en] Start
## Anna
[zh]
你好。
[en]
Hello, and welcome
to the show.

\\# not a chapter

# [en] Then
##   2 · Ben

[zh]

喝。

# Credits
By us.
"""


def with_text(script: Script, number: int, text: str) -> Script:
    turns = (
        replace(t, passages={**t.passages, "en": (text,)}) if t.number == number else t
        for t in script.turns
    )
    return replace(script, turns=tuple(turns))


def test_what_is_not_changed_stays_as_it_was_laid_out() -> None:
    script = with_text(script_file.parse(BY_HAND, PATH), 2, "I drink.")
    text = revised(BY_HAND, script, PATH)
    first, second = BY_HAND.split("# [en] Then")
    assert text.startswith(first)
    assert "## 2 · Ben" in text
    assert text.endswith("# Credits\nBy us.\n")
    assert script_file.parse(text, PATH) == script
    assert revised(text, script_file.parse(BY_HAND, PATH), PATH) != second


def test_nothing_changed_changes_nothing() -> None:
    assert revised(BY_HAND, script_file.parse(BY_HAND, PATH), PATH) == BY_HAND


def test_a_turn_that_goes_takes_only_its_own_text_along() -> None:
    script = script_file.parse(BY_HAND, PATH)
    left = replace(script, turns=script.turns[:1], speakers=script.speakers[:1], credits=())
    text = revised(BY_HAND, left, PATH)
    assert "Hello, and welcome\nto the show." in text
    assert "# ours" in text
    assert "Credits" not in text
    assert script_file.parse(text, PATH) == left


def test_turns_under_other_numbers_keep_their_layout() -> None:
    script = script_file.parse(BY_HAND, PATH)
    turns = (
        Turn(1, "Cleo", {"en": ("Hush.",)}),
        *(replace(t, number=t.number + 1) for t in script.turns),
    )
    text = revised(BY_HAND, replace(script, turns=turns), PATH)
    assert "# [en] Start\n## Anna\n[zh]\n你好。\n[en]\nHello, and welcome\nto the show.\n" in text
    assert "# [en] Then\n##   3 · Ben\n" in text
    assert script_file.parse(text, PATH).turns == turns


def test_comments_in_the_front_matter_stay_when_its_values_change() -> None:
    script = script_file.parse(BY_HAND, PATH)
    other = replace(script, title={"en": "Tea!", "zh": "茶"}, speakers=script.speakers[::-1])
    text = revised(BY_HAND, other, PATH)
    assert "script = 1   # ours\n" in text
    assert script_file.parse(text, PATH) == other
    assert revised(text, script, PATH).startswith("+++\nscript = 1   # ours\n")


_PARAGRAPH = st.sampled_from(
    ["你好。", "Hello.", "# a", "## b", "[zh]", "\\# c", "# Credits", "+++"]
)
_PASSAGES = st.fixed_dictionaries(
    {"en": st.lists(_PARAGRAPH, min_size=1, max_size=3).map(tuple)},
    optional={"zh": st.lists(_PARAGRAPH, min_size=1, max_size=3).map(tuple)},
)
_TURNS = st.lists(
    st.tuples(st.sampled_from("AB"), _PASSAGES, st.booleans()), min_size=1, max_size=4
)


def a_script(turns: list[tuple[str, dict[str, tuple[str, ...]], bool]], credit: bool) -> Script:
    made = tuple(
        Turn(number, speaker, passages, {"en": "Part"} if heading else {})
        for number, (speaker, passages, heading) in enumerate(turns, 1)
    )
    script = Script({"en": "Tea"}, ("en", "zh"), (), made, ("By us.",) if credit else ())
    return script_file.parse(script_file.dump(script), PATH)


@given(_TURNS, _TURNS, st.booleans(), st.booleans(), st.sampled_from(["\n\n", "\n", "\n\n\n  \n"]))
def test_a_revised_file_reads_as_the_script(
    before: list[tuple[str, dict[str, tuple[str, ...]], bool]],
    after: list[tuple[str, dict[str, tuple[str, ...]], bool]],
    had_credit: bool,
    has_credit: bool,
    gap: str,
) -> None:
    text = script_file.dump(a_script(before, had_credit)).replace("\n\n##", f"{gap}##")
    script = a_script(after, has_credit)
    assert script_file.parse(revised(text, script, PATH), PATH) == script


def test_what_is_no_script_file_is_refused() -> None:
    with pytest.raises(InputError):
        revised("Anna: Hello.\n", script_file.parse(BY_HAND, PATH), PATH)
