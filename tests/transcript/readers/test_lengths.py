"""What is longer than any episode is refused, with its length, before it is understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.errors import InputError
from producer.transcript import reading
from producer.transcript.document import MOST_CAPTIONS, MOST_LINES, MOST_TURNS

SCRIPT = "+++\nscript = 1\nlanguages = ['zh', 'en']\n+++\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "a.txt",
            "Anna: Hello.\n安娜：你好。\n" * (MOST_LINES // 2 + 1),
            "20,002 lines",
        ),
        ("a.txt", "a\n" * 300_000, "300,000 lines"),
        ("a.csv", "zh,en\n" + "你好。,Hello.\n" * (MOST_LINES // 2 + 1), "20,002 lines"),
        ("a.srt", "00:01 --> 00:02\na\n\n" * (MOST_CAPTIONS + 1), r"30,001 captions"),
        ("a.md", SCRIPT + "## 1 · A\n\n[zh]\n\n好。\n\n" * (MOST_TURNS + 1), r"10,001 turns"),
    ],
    ids=["text", "bare", "table", "captions", "script"],
)
def test_too_long_for_one_episode(tmp_path: Path, name: str, text: str, says: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        reading.read(file)
    assert "cut it into episodes" in str(caught.value)


def test_four_hours_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    turns = (f"安娜：这是第 {n} 句。\nAnna: This is number {n}.\n" for n in range(2_500))
    file.write_text("\n".join(turns), encoding="utf-8")
    assert len(reading.read(file).turns) == 2_500
