"""`producer init`: a folder that works at once, or a message and nothing left behind."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from producer.commands.init import init
from producer.show.categories import nearest_categories
from producer.show.show import load
from tests.helpers.commands import run
from tests.helpers.making import snapshot


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["notes.txt", "notes.txt/show"])
def test_a_file_in_the_way_is_named(folder: Path, name: str) -> None:
    """It ended in a traceback."""
    (folder / "notes.txt").write_text("mine")
    said = run("init", name, code=1).stderr
    assert f"{name} cannot be written: {folder / 'notes.txt'} is no folder" in said
    assert snapshot(folder) == {"notes.txt": b"mine"}


def test_what_is_no_setting_leaves_no_folder_behind(folder: Path) -> None:
    said = run("init", "tea", "--base-url", "no address", code=2).stderr
    assert "feed.base_url" in said
    assert not list(folder.iterdir())


def test_what_is_to_be_typed_next_can_be_copied(folder: Path) -> None:
    """The name of the folder stood there without quotes."""
    out = run("init", "茶 show").stdout
    command = next(line for line in out.splitlines() if line.startswith("  cd "))
    assert shlex.split(command) == ["cd", "茶 show"]
    assert (folder / "茶 show" / "show.toml").exists()


def test_a_category_that_there_is_not_is_refused_with_the_nearest(folder: Path) -> None:
    run("init", "tea", "--yes", "--base-url", "https://example.org/tea", "--author", "A")
    show = folder / "tea" / "show.toml"
    text = show.read_text(encoding="utf-8").replace(
        '# category = "Society & Culture"', 'category = "Society"'
    )
    show.write_text(text.replace("# description", "description"), encoding="utf-8")
    made = run("make", "tea/seeds/episode-one.txt", "--show", str(show), "--engine", "tone")
    assert made
    refused = run("feed", "--drafts", "--show", str(show), code=3).stderr
    assert "there is no category 'Society'" in refused
    assert "Choose Society & Culture" in refused


def test_the_nearest_category_has_a_word_that_is_like_it() -> None:
    """All nineteen were told for "Helth", which is like no whole name."""
    assert nearest_categories("Helth") == ["Health & Fitness"]


def test_languages_are_asked_for_until_they_are_two(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that had been answered before was lost."""
    answers = iter(["Tea", "", "nonsense", "zh,en", "", "", "Helth", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    init(folder / "new")
    settings = load(folder / "new").settings
    assert settings.title == "Tea"
    assert settings.feed.category == "Health & Fitness"
    assert not list(answers)
