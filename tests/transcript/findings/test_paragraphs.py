"""Paragraphs without a translation are told of where no names set the turns apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.transcript.reading import read

TALK = "去过吗？\nBeen there?\n去过。\nYes.\n好吗？\nWas it good?\n冷。\nCold.\n"


def found(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "talk.txt"
    path.write_text(f"桥 | The Bridge\n\n{text}", encoding="utf-8")
    return [f.message for f in read(path).findings if f.kind == "paragraphs"]


def test_a_translation_that_is_missing_between_two_turns(tmp_path: Path) -> None:
    [message] = found(f"{TALK}后来见过他吗？\n我们结婚了。\nWe got married.\n好。\nGood.", tmp_path)
    assert message.startswith("the paragraphs of turn 5 are 2 in Chinese and 1 in English,")


@pytest.mark.parametrize(
    "text",
    [
        TALK,
        f"{TALK}一。\n二。\nOne.\nTwo.",
        "一。\n二。\nOne.\n三。\n四。\nThree.\n五。\n六。\nFive.\n七。\nSeven.\n",
        "".join(f"安娜：{i}。\n二。\nAnna: {i}, two.\n本：三。\nBen: Three.\n" for i in "一二三"),
    ],
)
def test_where_they_are_as_many_or_named(text: str, tmp_path: Path) -> None:
    assert found(text, tmp_path) == []
