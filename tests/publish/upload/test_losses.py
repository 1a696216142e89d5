"""What is published already is not taken away by accident: two machines, one show."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest

from tests.helpers.making import snapshot
from tests.helpers.shows import add_episode, toml
from tests.publish.upload.published import assert_valid, feeds, published, run

FEED = "feed.zh-en.xml"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "www" / "tea"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another machine's folder of the same show, with one episode that is new."""
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(
        folder / "output",
        "tea-nine",
        editions=["zh-en"],
        created="2026-09-01T00:00:00Z",
        title={"zh": "第九集", "en": "The Ninth"},
    )
    feeds(folder)
    return folder


def titles(web: Path, feed: str = FEED) -> list[str]:
    return [entry.title for entry in feedparser.parse((web / feed).read_bytes()).entries]


def test_an_episode_that_is_not_here_stays_in_the_feed(show: Path, second: Path, web: Path) -> None:
    published(show, str(web))
    before = snapshot(web)
    for option in ["--dry-run"], []:
        refused = published(second, str(web), *option, code=3).stderr
        assert "“茶与时间 / Tea and Time” (tea-one.zh-en)" in refused
        assert "--fetch" in refused
        assert "--prune" in refused
    assert snapshot(web) == before


def test_what_another_machine_published_can_be_fetched_and_stays(
    show: Path, second: Path, web: Path
) -> None:
    published(show, str(web))
    fetched = json.loads(published(second, str(web), "--fetch", "--json").stdout)
    assert [Path(folder).name for folder in fetched["fetched"]] == ["tea-one"]
    assert json.loads(published(second, str(web), "--fetch", "--json").stdout)["fetched"] == []
    feeds(second)
    published(second, str(web))
    assert titles(web) == ["第九集 / The Ninth", "茶与时间 / Tea and Time"]
    assert titles(web, "feed.zh.xml") == ["茶与时间"]
    assert assert_valid(snapshot(web)) == 3
    status = run(second, "status", "--json")
    assert "gone" not in status.stdout


def test_an_episode_that_is_neither_here_nor_there_cannot_be_published(
    show: Path, second: Path, web: Path
) -> None:
    published(show, str(web))
    published(second, str(web), "--fetch")
    feeds(second)
    (web / "tea-one" / "tea-one.zh-en.mp3").write_bytes(b"another one")
    refused = published(second, str(web), code=3).stderr
    assert "tea-one.zh-en.mp3" in refused
    assert "neither here" in refused


def test_with_prune_it_is_taken_away(show: Path, second: Path, web: Path) -> None:
    published(show, str(web))
    published(second, str(web), "--prune")
    assert titles(web) == ["第九集 / The Ninth"]


def test_another_podcast_at_the_target_is_not_replaced(show: Path, web: Path) -> None:
    published(show, str(web))
    shutil.rmtree(show / "output")
    (show / "show.toml").write_text(toml(base_url="https://example.org/other"), "utf-8")
    add_episode(show / "output", "tea-one", editions=["zh-en", "zh"])
    feeds(show)
    refused = published(show, str(web), code=3).stderr
    assert "podcast:guid" in refused
    assert "[feed.guids]" in refused
    published(show, str(web), "--prune")


@pytest.mark.parametrize("content", [b"", b"<rss><chan", b"<html/>", b"\x00\xff"])
def test_what_is_no_feed_at_the_target_is_replaced(show: Path, web: Path, content: bytes) -> None:
    web.mkdir(parents=True)
    (web / FEED).write_bytes(content)
    published(show, str(web))
    assert titles(web) == ["茶与时间 / Tea and Time"]
