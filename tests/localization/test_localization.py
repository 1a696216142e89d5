"""Messages are shown in the person's language, whatever stands in their fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from producer.cli import app
from producer.localization import language, localized
from producer.localization.catalogue import Catalogue, fields, read_po
from tests.localization.extraction import CATALOGUES, messages, page_messages

HAN = re.compile("[\u4e00-\u9fff]")
_WORDS = re.compile("[A-Za-z]{3}")
KNOWN = read_po((CATALOGUES / "zh.po").read_text("utf-8"))


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCER_LANG", "zh")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "PRODUCER_LANG": "zh"}, "zh"),
        ({"LANG": "zh_TW", "PRODUCER_LANG": "en"}, "en"),
        ({"PRODUCER_LANG": "../zh"}, "en"),
    ],
)
def test_the_language_is_the_system_s_or_as_set(environment: dict[str, str], name: str) -> None:
    assert language(environment) == name


@pytest.mark.parametrize("kind", ["", ".page"])
def test_the_catalogue_is_complete(kind: str) -> None:
    """Who adds a message adds its translation: `make messages` lists what is missing. One in a
    hundred may be, so that a translation holds up nobody who does not speak the language."""
    texts = page_messages() if kind else messages()
    known = read_po((CATALOGUES / f"zh{kind}.po").read_text("utf-8"))
    worded = [text for text in texts if _WORDS.search(re.sub(r"\{\w+\}", "", text))]
    missing = [text for text in worded if text not in known]
    assert 100 * len(missing) <= len(worded), missing


@pytest.mark.parametrize("kind", ["", ".page"])
def test_every_translation_is_of_a_message_with_the_same_fields(kind: str) -> None:
    texts = page_messages() if kind else messages()
    known = read_po((CATALOGUES / f"zh{kind}.po").read_text("utf-8"))
    strange = [
        text
        for text, translation in known.items()
        if text in texts and not set(fields(translation)) <= set(fields(text))
    ]
    assert not strange


def test_translations_are_in_chinese() -> None:
    """But for names, units and terms of standards."""
    same = [text for text, translation in KNOWN.items() if not HAN.search(translation)]
    assert len(same) < len(KNOWN) // 25, same


@pytest.mark.usefixtures("chinese")
def test_help_and_errors_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "预设" not in localized("no such message")
    refused = CliRunner().invoke(app, ["feed"])
    assert refused.exit_code == 3
    assert "订阅源缺少这些设置" in refused.stderr
    unknown = CliRunner().invoke(app, ["check", "nothing-here"])
    assert "没有 nothing-here" in unknown.stderr


_OWN = re.compile(
    r"(?:producer|root)(?: \w+)?|`.*?`|“.*?”|--\w+(?: \w+)?|output\S*|[A-Za-z]:?/\S+|aliases|acres?"
    r"|、skip 或 fail|\S+\.(?:toml|txt|md|html|json|xml|mp3|vtt|srt)\S*|With 安娜, 本"
    r"|title, author, feed\S+|(?<=, )feed\S*|VOICE|Hello|female|male|three-cups|FILE|tone\S*"
    r"|[A-Z]{2,}\S*|dBTP|Anna|Ben|Narrator|Three Cups.*|zh-en|\bmin\b|gender|seeds"
)
"""Names of commands, files, voices and people, units, and what the transcript says."""


@pytest.mark.usefixtures("chinese")
def test_a_whole_run_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seeds").mkdir()
    Path("seeds/tea.txt").write_text(
        "# 三杯茶 | Three Cups\n\n安娜：你好，我们有97亩茶园。\nAnna: Three Cups are on 97 acres.\n"
        "\n本：这是什么茶？\n",
        encoding="utf-8",
    )
    run = CliRunner().invoke
    told = []
    for command in (
        *(["nonsense"], ["make"], ["make", "--nope"], ["script", "seeds/tea.txt"]),
        *(["start", "seeds/tea.txt", "--yes"], ["status"], ["voices", "--engine", "tone"]),
        ["make", "seeds/tea.txt", "--engine", "tone", "--dry-run"],
        *(["make", "seeds/tea.txt", "--engine", "tone"], ["status"], ["check", "output"]),
        *(["check", "output/three-cups"], ["feed"]),
    ):
        outcome = run(app, command)
        told += [*outcome.stdout.splitlines(), *outcome.stderr.splitlines()]
    # The example of settings is TOML.
    told = told[: next(n for n, line in enumerate(told) if line.startswith("title ="))]
    words = [line for line in told if _WORDS.search(_OWN.sub("", line))]
    assert not words, "\n".join(words)


@pytest.mark.usefixtures("chinese")
def test_a_message_in_a_message_and_what_to_do_about_it() -> None:
    text = localized("the engine 'edge' does not answer: there is no such file")
    assert text == "引擎“edge”没有回应：没有这个文件"


def test_a_text_of_several_lines_is_no_message_across_them() -> None:
    catalogue = Catalogue(
        {"{a} clips spoken, {b} from the store": "合成 {a}，取自存储 {b}", "page: {x}": "页面：{x}"}
    )
    text = "Tea\n    5 clips spoken, 2 from the store\n    page: tea.html"
    assert catalogue.translated(text) == "Tea\n    合成 5，取自存储 2\n    页面：tea.html"
    several = Catalogue(
        {"it failed:\n  {more}": "失败：\n  {more}", "without {thing}": "没有{thing}"}
    )
    assert (
        several.translated("it failed:\n  without tea\n  without cup")
        == "失败：\n  没有tea\n  没有cup"
    )


@given(st.text(max_size=30), st.text(min_size=1, max_size=30))
def test_what_stands_in_the_fields_is_kept(first: str, second: str) -> None:
    catalogue = Catalogue({"we saw {thing} behind {place}": "在{place}后面看见{thing}"})
    text = f"we saw x{first} behind {second}"
    translated = catalogue.translated(text)
    assert len(translated) == len("在后面看见") + len(first) + len(second) + 1 or "\n" in text


def test_a_long_message_that_almost_fits_takes_no_time_to_speak_of() -> None:
    catalogue = Catalogue({f"a{'{x} a' * 9}{n}b": "译" for n in range(50)})
    assert catalogue.translated("a " * 100_000).startswith("a a")
