"""What an article says twice, once in large letters, is spoken once."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.pull_quotes import mark_pull_quotes
from tests.helpers.reading import kinds, outline, read_string


@pytest.mark.parametrize("quote", ["“潮了的书打折，泡了的书送”", "soaked books are given away"])
def test_a_sentence_set_large_is_spoken_once(quote: str) -> None:
    script = read_string(
        "# 桥\n安娜：书会潮吗？\nAnna: Do books get damp?\n\n本：会。潮了的书打折，泡了的书送。\n"
        f"Ben: They do. Soaked books are given away.\n\n{quote}\n\n"
        "安娜：谁要？\nAnna: Who takes them?\n本：我。\nBen: I do."
    )
    assert [speaker for speaker, _ in outline(script)] == ["安娜", "本", "安娜", "本"]
    assert script.turns[1].passages["zh"] == ("会。潮了的书打折，泡了的书送。",)
    assert kinds(script) == ["left-out"]
    assert f"{quote} in line 8" in script.findings[0].message


@pytest.mark.parametrize(
    "text",
    [
        "安娜：泡了的书送？\n\n泡了的书送",
        "潮了的书打折，泡了的书送。\n\n潮了的书打折，泡了的书送。",
        "会。潮了的书打折，泡了的书送。\n潮了的书打折，泡了的书送。",
        "会。潮了的书打折，泡了的书送。\n\n本：潮了的书打折，泡了的书送。",
        "I said so, and I was wrong.\n\nI said so.",
        "会。潮了的书打折，泡了的书送。\n" + "\n一" * 7 + "\n\n潮了的书打折，泡了的书送。",
    ],
)
def test_what_is_said_again_is_spoken(text: str) -> None:
    lines = list(split_lines(text))
    assert mark_pull_quotes(lines, languages_of()) == lines
