"""What is made again where nothing has changed, and what is noticed all the same."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from producer.publish import page
from producer.show.show import Show
from tests.helpers.making import a_show, make, snapshot

EDITIONS = ("zh-en", "en")


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs of the pages that are made."""
    made: list[str] = []
    original = page.html

    def counted(shown: page.Page) -> Any:
        made.append(shown.slug)
        return original(shown)

    monkeypatch.setattr(page, "html", counted)
    return made


def _anew(show: Show, **options: Any) -> dict[str, bytes]:
    """The files of the episode made with nothing remembered of it."""
    for file in (show.folder / ".producer" / "published").glob("*"):
        file.unlink()
    make(show, editions=EDITIONS, **options)
    return snapshot(show.output)


def test_nothing_is_made_again_where_nothing_has_changed(tmp_path: Path, pages: list[str]) -> None:
    show = a_show(tmp_path)
    first = make(show, editions=EDITIONS).manifest
    before = snapshot(show.output)
    assert len(pages) == 1
    second = make(show, editions=EDITIONS).manifest
    assert len(pages) == 1
    assert snapshot(show.output) == before
    assert second.as_json()["guid"] == first.as_json()["guid"]
    assert _anew(show) == before
    assert len(pages) == 2


@pytest.mark.parametrize(
    "name", ["tea-and-time.html", "tea-and-time.en.mp3", "tea-and-time.en.en.srt", "episode.json"]
)
def test_a_file_that_was_changed_or_is_gone_is_made_again(tmp_path: Path, name: str) -> None:
    show = a_show(tmp_path)
    folder = make(show, editions=EDITIONS).folder
    before = snapshot(show.output)
    (folder / name).unlink()
    make(show, editions=EDITIONS, date=None)
    if name != "episode.json":
        assert snapshot(show.output) == before
        content = bytearray((folder / name).read_bytes())
        content[-1] ^= 1
        (folder / name).write_bytes(content)
        later = (folder / name).stat().st_mtime_ns + 1_000_000
        os.utime(folder / name, ns=(later, later))
        make(show, editions=EDITIONS)
        assert snapshot(show.output) == before
    assert (folder / name).exists()


@pytest.mark.parametrize(
    "settings",
    [
        {"author": "Tea House"},
        {"title": "茶馆"},
        {"feed": {"base_url": "https://example.org/tea"}},
        {"disclosure": {"provider": "Tea House"}},
        {"pauses": {"turn_ms": 1_500}},
    ],
)
def test_what_is_set_otherwise_is_in_the_files(tmp_path: Path, settings: dict[str, Any]) -> None:
    make(a_show(tmp_path), editions=EDITIONS)
    changed = a_show(tmp_path, **settings)
    make(changed, editions=EDITIONS)
    seen = snapshot(changed.output)
    assert _anew(changed) == seen


@pytest.mark.parametrize("file", ["voices/cast.toml", "voices/lexicon.toml"])
def test_what_cast_and_lexicon_say_is_in_the_files(tmp_path: Path, file: str) -> None:
    show = a_show(tmp_path)
    make(show, editions=EDITIONS)
    before = snapshot(show.output)
    path = tmp_path / file
    text = path.read_text("utf-8") if path.exists() else ""
    if file.endswith("cast.toml"):
        text = text.replace('["本"]', '["本"]\nrole = "guest"\nname.en = "Benedict"', 1)
    else:
        text += '[en]\n"cups" = "mugs"\n'
    path.write_text(text, encoding="utf-8")
    make(show, editions=EDITIONS)
    seen = snapshot(show.output)
    assert seen != before
    assert _anew(show) == seen


def test_numbers_and_date_are_in_the_files(tmp_path: Path) -> None:
    show = a_show(tmp_path)
    make(show, editions=EDITIONS)
    make(show, editions=EDITIONS, season=2, number=7)
    seen = snapshot(show.output)
    assert b'"episode": 7' in seen["tea-and-time/episode.json"]
    assert _anew(show, season=2, number=7) == seen
