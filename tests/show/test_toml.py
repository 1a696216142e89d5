"""TOML as a person writes it: what is wrong is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from producer.errors import InputError
from producer.show.toml import parse_fenced_toml, parse_toml, read_text

FILE = Path("night.toml")


def test_a_mark_before_the_text_is_none_of_it(tmp_path: Path) -> None:
    file = tmp_path / "night.toml"
    assert read_text(file, 8, "lexicon") is None
    file.write_text("夜 = 1", encoding="utf-8-sig")
    assert read_text(file, 10, "lexicon") == "夜 = 1"
    with pytest.raises(InputError, match="no lexicon"):
        read_text(file, 9, "lexicon")


@pytest.mark.parametrize(
    ("held", "line"),
    [
        pytest.param(["a = 1", "b = 夜"], 4, id="on a line"),
        pytest.param(["a = '''", "b"], 5, id="at the end"),
        pytest.param(["a = " + "[" * 20_000], 4, id="nowhere"),
    ],
)
def test_a_mistake_in_front_matter_has_the_line_of_the_file(held: list[str], line: int) -> None:
    lines = ["", "+++", *held, "+++", "[not TOML"]
    with pytest.raises(InputError, match="no valid TOML") as caught:
        parse_fenced_toml(lines, 1, len(held) + 2, FILE, advice="Put texts in quotes")
    assert caught.value.line == line
    assert str(caught.value).endswith(". Put texts in quotes")


@given(st.text(alphabet="a夜0=.'\"[]{},#\\\n :-_e\r\x00") | st.text())
@example("a = " + "9" * 5_000)
@example("a = " + "[" * 20_000)
@example("a = 1\na = 2")
def test_a_text_is_tables_or_a_mistake_within_it(text: str) -> None:
    line = None
    try:
        assert isinstance(parse_toml(text, FILE), dict)
    except InputError as error:
        line = error.line
    assert line is None or 1 <= line <= text.count("\n") + 1
