"""Feeds, whole and damaged: exactly the lines at fault fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from producer.check import check
from producer.check.feed_elements import local_file
from tests.check.episodes import failures
from tests.helpers.commands import run
from tests.helpers.shows import add_episode, toml


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a show with two episodes and its feeds."""
    folder = tmp_path_factory.mktemp("show")
    (folder / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(folder / "output", "tea-one")
    add_episode(folder / "output", "tea-two", created="2026-05-06T07:08:09Z")
    run("feed", "--show", str(folder / "show.toml"))
    return folder / "output"


def wrong(feed: Path) -> set[str]:
    return {failure.rpartition(": ")[2] for failure in failures(check(feed))}


def test_a_feed_passes(output: Path) -> None:
    report = check(output / "feed.zh-en.xml")
    assert failures(report) == set()
    channel, items = report.sections
    assert "2 items" in items.file
    assert {line.check for line in channel.lines} >= {"podcast:guid", "itunes:image", "cover"}
    left_out = [n.check for s in report.sections for n in s.lines if n.state == "not applicable"]
    assert left_out == []


def damaged(output: Path, old: str, new: str) -> Path:
    """The feed with `old` replaced once: in the newest item if it is there, else before."""
    text = (output / "feed.zh-en.xml").read_text(encoding="utf-8")
    channel, tag, items = text.partition("<item>")
    assert old in text
    if old in items:
        items = items.replace(old, new, 1)
    else:
        channel = channel.replace(old, new, 1)
    feed = output / "feed.damaged.xml"
    feed.write_text(channel + tag + items, encoding="utf-8")
    return feed


@pytest.mark.parametrize(
    ("old", "new", "at_fault"),
    [
        ("</item>", "</itme>", {"form"}),
        (' version="2.0"', ' version="1.0"', {"form"}),
        ("<language>zh-cn", "<language>Chinese!", {"language"}),
        ('<itunes:category text="Arts">', '<itunes:category text="Tea">', {"itunes:category"}),
        ("<itunes:type>", "<itunes:image/><itunes:type>", {"itunes:image"}),
        ('rel="self"', 'rel="next"', {"atom:link"}),
        ("<podcast:guid>", "<podcast:guid>x", {"podcast:guid"}),
        ("<podcast:locked", "<podcast:locked/><podcast:locked", {"podcast:locked"}),
        ("<title>", "<title/><title>", {"title"}),
        ("<guid ", "<guid>tea-one.zh-en</guid><guid ", {"unique guids"}),
        ("<guid ", "<guid/><guid ", {"guid"}),
        ('type="audio/mpeg"', 'type="audio/wav"', {"enclosure"}),
        ("length=", "longth=", {"enclosure", "enclosure length"}),
        ("<enclosure ", "<enclosure/><enclosure ", {"enclosure"}),
        ('length="', 'length="1', {"enclosure length"}),
        ("GMT</pubDate>", "</pubDate>", {"pubDate"}),
        ("06 May 2026", "06 May 2025", {"order"}),
        ("<description>", f"<description>{'茶' * 1_400}", {"description"}),
        ("<itunes:duration>", "<itunes:duration>about ", {"itunes:duration"}),
        ("<itunes:explicit>false", "<itunes:explicit>no", {"itunes:explicit"}),
        ("<itunes:episodeType>full", "<itunes:episodeType>half", {"itunes:episodeType"}),
        ("application/json+chapters", "text/plain", {"podcast:chapters"}),
        ('type="text/vtt"', 'type="text/tea"', {"podcast:transcript"}),
        ("zh-en.vtt", "zh-en.vvtt", {"files beside it"}),
        ("zh-en.mp3", "zh-en.mp4", {"files beside it"}),
        ("two.en.mp3", "two.en.mp4", {"files beside it"}),
        (
            'alternateEnclosure type="audio/mpeg" length="',
            'alternateEnclosure type="audio/mpeg" length="1',
            {"files beside it"},
        ),
        ("<itunes:duration>60", "<itunes:duration>58", {"duration as listed"}),
        ("<itunes:duration>60", "<itunes:duration>1:01:00", {"duration as listed"}),
        ("<itunes:duration>60", "<itunes:duration>1:00", set()),
        ("<podcast:source uri=", "<podcast:source url=", {"podcast:alternateEnclosure"}),
        ("https://example.org/tea/tea-two", "http://example.org/tea/tea-two", {"https"}),
        ("https://example.org/tea/tea-two", "https://example.org/茶/tea-two", {"addresses"}),
    ],
)
def test_a_fault_in_a_feed(output: Path, old: str, new: str, at_fault: set[str]) -> None:
    assert wrong(damaged(output, old, new)) == at_fault


def test_a_draft_does_not_belong_in_a_feed(output: Path) -> None:
    path = output / "tea-one" / "episode.json"
    before = path.read_text(encoding="utf-8")
    manifest = json.loads(before)
    path.write_text(json.dumps(manifest | {"draft": True}), encoding="utf-8")
    try:
        assert wrong(output / "feed.zh-en.xml") == {"drafts"}
    finally:
        path.write_text(before, encoding="utf-8")


def test_an_episode_whose_sound_is_lost(output: Path, tmp_path: Path) -> None:
    """The other one was compared, and nothing said that this one was not."""
    lost = output / "tea-one" / "tea-one.zh-en.mp3"
    kept = lost.rename(tmp_path / lost.name)
    try:
        assert wrong(output / "feed.zh-en.xml") == {"files beside it"}
    finally:
        kept.rename(lost)


def test_a_feed_away_from_its_files_is_checked_by_itself(output: Path, tmp_path: Path) -> None:
    alone = tmp_path / "feed.xml"
    alone.write_bytes((output / "feed.zh-en.xml").read_bytes())
    report = check(alone)
    assert not report.failed
    assert "enclosure length" in {
        line.check for s in report.sections for line in s.lines if line.state == "not applicable"
    }


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a/very/long/way/tea-one/audio.mp3",
        "https://example.org/tea-one/audio.mp3?source=feed",
        "http://example.org/output/tea%2Done/audio.mp3",
    ],
)
def test_a_file_is_found_by_the_end_of_its_address(tmp_path: Path, url: str) -> None:
    (tmp_path / "tea-one").mkdir()
    (tmp_path / "tea-one" / "audio.mp3").write_bytes(b"")
    (tmp_path / "audio.mp3").write_bytes(b"")
    assert local_file(url, tmp_path) == tmp_path / "tea-one" / "audio.mp3"


def test_episodes_of_one_date_are_to_stand_by_number(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(toml(), encoding="utf-8")
    for slug, number in ("tea-one", 1), ("tea-two", 2):
        add_episode(tmp_path / "output", slug, episode=number)
    run("feed", "--show", str(tmp_path / "show.toml"))
    feed = tmp_path / "output" / "feed.zh-en.xml"
    assert wrong(feed) == set()
    text = feed.read_text(encoding="utf-8")
    for tag in "itunes:episode", "podcast:episode":
        text = text.replace(f"<{tag}>2<", f"<{tag}>0<")
    feed.write_text(text, encoding="utf-8")
    assert wrong(feed) == {"order"}
