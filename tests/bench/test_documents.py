"""The measure itself: it tells right pairs from wrong ones, and clean ones from others."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bench.documents import described, measure

TALK = """Ines: 面粉放了多久？

Ines: How long was the flour kept?

Odo: 两个冬天，在北边的仓库里。

Odo: Two winters, in the store on the north side.

Ines: 没有人碰过？

Ines: And nobody touched it?
"""
TURNS = [
    {"person": "Ines", "zh": "面粉放了多久？", "en": "How long was the flour kept?"},
    {
        "person": "Odo",
        "zh": "两个冬天，在北边的仓库里。",
        "en": "Two winters, in the store on the north side.",
    },
    {"person": "Ines", "zh": "没有人碰过？", "en": "And nobody touched it?"},
]


def document(folder: Path, text: str, turns: list[dict[str, str]] = TURNS) -> Path:
    folder.mkdir()
    (folder / "talk.md").write_text(text, "utf-8")
    people = {"Ines": ["伊内斯"], "Odo": []}
    expected = {"document": "talk.md", "source": "own", "people": people, "turns": turns}
    (folder / "expected.json").write_text(json.dumps(expected), "utf-8")
    return folder


def test_what_is_read_as_expected_is_right_and_clean(tmp_path: Path) -> None:
    folder = document(tmp_path / "talk", TALK)
    assert described([tmp_path]) == [folder]
    result = measure(folder)
    assert (result.pairs, result.right, result.clean) == (3, 3, 3)


def test_a_side_in_another_turn_is_wrong(tmp_path: Path) -> None:
    shifted = [dict(turn) for turn in TURNS]
    shifted[0]["en"], shifted[1]["en"] = shifted[1]["en"], shifted[0]["en"]
    result = measure(document(tmp_path / "talk", TALK, shifted))
    assert (result.right, result.clean) == (1, 1)


def test_words_too_many_or_too_few_are_not_clean(tmp_path: Path) -> None:
    lacking = TALK.replace("北边", "").replace("touched it", "touched it at all")
    result = measure(document(tmp_path / "talk", lacking))
    assert result.clean == 1
    assert "lacks “北 边”" in result.wrong[0]
    assert "has “at all” too" in result.wrong[1]


def test_what_may_be_left_out_is_clean_either_way(tmp_path: Path) -> None:
    turns = [dict(turn) for turn in TURNS]
    turns[1]["en"] += " ⟦More or less.⟧"
    for name, text in (("with", TALK.replace("side.", "side. More or less.")), ("without", TALK)):
        assert measure(document(tmp_path / name, text, turns)).clean == 3


def test_the_speaker_counts(tmp_path: Path) -> None:
    turns = [dict(turn) for turn in TURNS]
    turns[1]["person"] = "Ines"
    result = measure(document(tmp_path / "talk", TALK, turns))
    assert (result.right, result.clean) == (3, 2)
    assert "spoken by Odo, not Ines" in result.wrong[0]


def test_what_cannot_be_read_has_no_right_pairs(tmp_path: Path) -> None:
    result = measure(document(tmp_path / "talk", "Ines: Only English here.\n"))
    assert (result.pairs, result.right, result.clean) == (3, 0, 0)
    assert result.error
