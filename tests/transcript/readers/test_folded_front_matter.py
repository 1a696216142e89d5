"""Front matter whose texts go on in lines below."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.transcript.language.detection import languages_of
from producer.transcript.readers.opening import read_front_matter


@pytest.mark.parametrize(
    ("written", "credit"),
    [
        ("note: One line\n  and another\n", "note: One line and another"),
        ('note: "One line\n  and another"\n', "note: One line and another"),
        ("note: >-\n  One line\n  and another\n", "note: One line and another"),
        ("note: |\n  One: line\n  and another\n", "note: One: line and another"),
    ],
)
def test_a_text_over_several_lines(written: str, credit: str) -> None:
    text = f"---\ntitle: Ice\n{written}draft: true\n---\n\nAnna: Hello.\n"
    front = read_front_matter(text, Path("talk.md"), languages_of())
    assert front.titles == {"en": "Ice"}
    assert front.credits == (credit, "draft: true")


def test_a_rule_above_prose_begins_none() -> None:
    text = "---\nAnna went home\n  and stayed there.\n---\n"
    assert read_front_matter(text, Path("talk.md"), languages_of()).rest == text
