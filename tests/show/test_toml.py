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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb" + ".b" * 1_200 + " = 1", 2),
        ("[b" + ".b" * 60 + "]", 1),
        ("a = 1\n'b'" + ' . "b"' * 60 + " = 1", 2),
        ("a = { b" + ".b" * 60 + " = 1 }", 1),
        ("a = " + "[" * 80 + "]" * 80, None),
        ("a = " + "{ a = " * 80 + "1" + " }" * 80, None),
    ],
    ids=["key", "table", "quoted", "inline", "lists", "tables"],
)
def test_what_is_nested_deeper_than_any_setting_is_refused(text: str, line: int | None) -> None:
    """A key of 20,000 dots took 1.5 GB, and one of 1,200 ended in a traceback."""
    with pytest.raises(InputError, match="nested too deeply") as caught:
        parse_toml(text, FILE)
    assert caught.value.line == line
    with pytest.raises(InputError, match="nested too deeply"):
        parse_fenced_toml(
            ["+++", *text.split("\n"), "+++"], 0, text.count("\n") + 2, FILE, advice=""
        )


def test_dots_in_texts_and_in_keys_of_usual_depth_are_none() -> None:
    address = ".".join("0123456789abcdef" * 2) + ".ip6.arpa"
    text = f'a.b.c.d.e.f = "{address} … . . . {"etc. " * 200}"\n# {"a." * 500}'
    assert parse_toml(text, FILE)["a"]["b"]["c"]["d"]["e"]["f"].startswith("0.1")
