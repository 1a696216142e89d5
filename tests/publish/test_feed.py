"""Feeds, read by programs that are not ours, against the manifests that they were written from."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner, Result

from producer.cli import app
from producer.errors import InputError
from producer.publish.feed import feed_xml, guid_of, podcast_guid
from producer.publish.manifest import Manifest, parsed
from tests.helpers.programs import program, run_node
from tests.helpers.shows import add_episode, manifest, settings, toml

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
LATER: dict[str, Any] = {"created": "2026-05-06T07:08:09Z", "season": 2, "episode": 7}


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """A show with two episodes in three editions."""
    (tmp_path / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(tmp_path / "output", "tea-one")
    add_episode(tmp_path / "output", "tea-two", **LATER, title={"zh": "红茶", "en": "Black Tea"})
    return tmp_path


def run(show: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["feed", "--show", str(show / "show.toml"), *arguments])


def written(show: Path, edition: str = "zh-en", *arguments: str) -> Path:
    result = run(show, *arguments)
    assert result.exit_code == 0, result.output
    return show / "output" / f"feed.{edition}.xml"


def xml(episodes: Sequence[dict[str, Any]], edition: str = "zh-en", **feed: Any) -> bytes:
    """A feed of manifests, without files and with a description of one paragraph."""
    read = [(Manifest.model_validate(m), ["Tea."]) for m in episodes]
    return feed_xml(settings(**feed), edition, read)


def find(feed: bytes, path: str) -> list[str]:
    """The texts, or attributes with a path that ends in /@name, below the channel."""
    path, _, attribute = path.partition("/@")
    found = etree.fromstring(feed).findall(f"channel/{path}", NAMESPACES)
    return [(e.get(attribute) if attribute else e.text) or "" for e in found]


def entry(name: str = "zh-en", **more: Any) -> dict[str, Any]:
    return {"file": f"x.{name}.mp3", "bytes": 1, "sha256": "0" * 64, "duration_ms": 1000} | more


def test_feedparser_finds_every_item_and_tag_that_it_knows(show: Path) -> None:
    parsed = feedparser.parse(written(show).read_bytes())
    assert not parsed.bozo, parsed.bozo_exception
    channel = parsed.feed
    assert channel.title == "茶市谈话"
    assert channel.description == "关于茶的谈话。"
    assert channel.language == "zh-cn"
    assert channel.author == "Tea Market Radio"
    assert channel.rights == "© 2026 Tea Market Radio"
    assert [tag.term for tag in channel.tags] == ["Arts", "Food"]
    assert channel.image.href == "https://example.org/tea/cover.jpg"
    assert [link.href for link in channel.links if link.rel == "self"] == [
        "https://example.org/tea/feed.zh-en.xml"
    ]
    newest, oldest = parsed.entries
    assert newest.title == "红茶 / Black Tea"
    assert (newest.itunes_season, newest.itunes_episode) == ("2", "7")
    assert oldest.title == "茶与时间 / Tea and Time"
    assert oldest.published_parsed[:6] == (2026, 3, 4, 5, 6, 7)
    assert oldest.id == "tea-one.zh-en"
    assert not oldest.guidislink
    assert oldest.itunes_duration == "60"
    assert "\n00:00:12 绿茶 &amp; &lt;红茶&gt; / Green &amp; &lt;red&gt;\n" in oldest.summary
    assert oldest.link == "https://example.org/tea/tea-one/tea-one.html"


def test_the_enclosure_is_the_file_byte_for_byte(show: Path) -> None:
    for edition in ("zh-en", "zh", "en"):
        for item in feedparser.parse(written(show, edition).read_bytes()).entries:
            (enclosure,) = item.enclosures
            path = show / "output" / enclosure.href.removeprefix("https://example.org/tea/")
            assert int(enclosure.length) == path.stat().st_size
            assert path.name.endswith(f".{edition}.mp3")
            assert enclosure.type == "audio/mpeg"


def test_podcastparser_reads_the_episodes(show: Path) -> None:
    feed = written(show, "en").read_bytes()
    parsed = podcastparser.parse("https://example.org/tea/feed.en.xml", io.BytesIO(feed))
    assert parsed["title"] == "Tea Market Talks"
    assert parsed["language"] == "en"
    assert parsed["type"] == "episodic"
    assert parsed["explicit"] is False
    assert parsed["cover_url"] == "https://example.org/tea/cover.jpg"
    assert parsed["itunes_owner"] == {"name": "Tea Market Radio", "email": "radio@example.org"}
    newest, oldest = parsed["episodes"]
    assert (newest["title"], newest["number"]) == ("Black Tea", 7)
    assert oldest["total_time"] == 60
    assert oldest["guid"] == "tea-one.en"
    assert oldest["published"] == 1772600767
    assert "<br/>00:00:12 绿茶 &amp; &lt;红茶&gt; / " in oldest["description_html"]


def test_podcast_partytime_finds_the_podcasting_2_tags(show: Path) -> None:
    (feed,) = json.loads(run_node("feed.js", written(show)))
    made = json.loads((show / "output/tea-two/episode.json").read_text(encoding="utf-8"))
    assert feed["locked"] is True
    assert feed["podcastOwner"] == "radio@example.org"
    assert feed["medium"] == "podcast"
    assert feed["itunesCategory"] == ["Arts > Food"]
    assert UUID(feed["guid"]).version == 5
    newest, oldest = feed["items"]
    base = "https://example.org/tea/tea-two/tea-two.zh-en"
    assert newest["podcastChapters"] == {
        "url": f"{base}.chapters.json",
        "type": "application/json+chapters",
    }
    assert newest["podcastSeason"]["number"] == 2
    assert newest["podcastEpisode"]["number"] == 7
    assert "podcastSeason" not in oldest
    captions = {"language": "zh-cn", "rel": "captions"}
    assert newest["podcastTranscripts"] == [
        {"url": f"{base}.vtt", "type": "text/vtt", **captions},
        {"url": f"{base}.zh.vtt", "type": "text/vtt", "language": "zh", "rel": "captions"},
        {"url": f"{base}.en.vtt", "type": "text/vtt", "language": "en", "rel": "captions"},
        {"url": f"{base}.zh.srt", "type": "application/srt", "language": "zh", "rel": "captions"},
        {"url": f"{base}.en.srt", "type": "application/srt", "language": "en", "rel": "captions"},
        {"url": f"{base}.transcript.json", "type": "application/json", "language": "zh-cn"},
    ]
    assert [p["name"] for p in newest["podcastPeople"]] == ["小梅 / Mei", "汤姆 / Tom"]
    others = newest["alternativeEnclosures"]
    assert [(o["lang"], o["rel"]) for o in others] == [("zh", "zh"), ("en", "en")]
    for other in others:
        listed = made["editions"][other["rel"]]
        (source,) = other["source"]
        data = (show / "output/tea-two" / source["uri"].rpartition("/")[2]).read_bytes()
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        assert other["length"] == len(data) == listed["bytes"]
        assert other["integrity"] == {"type": "sri", "value": f"sha256-{digest}"}
        assert other["bitrate"] == pytest.approx(96_000, rel=0.01)
        assert other["default"] is False
    assert set(feed["pc20support"]["1"]) == {"locked", "transcript", "chapters"}


def test_captions_of_the_language_that_does_not_sound_come_behind_those_of_what_does() -> None:
    """Apps take the first."""
    order = ["zh.srt", "bi.vtt", "en.srt", "en.vtt", "zh.vtt", "vtt"]
    files = [{"file": f"tea.zh.{end}", "bytes": 1, "sha256": "0" * 64} for end in order]
    feed = xml([manifest(editions={"zh": {**entry("zh"), "sidecars": files}})], "zh")
    urls, languages, rels = (
        find(feed, f"item/podcast:transcript/@{name}") for name in ("url", "language", "rel")
    )
    names = [url.rpartition("tea.")[2] for url in urls]
    assert list(zip(names, languages, strict=True)) == [
        ("zh.vtt", "zh"),
        ("zh.zh.vtt", "zh"),
        ("zh.zh.srt", "zh"),
        ("zh.bi.vtt", "mul"),
        ("zh.en.vtt", "en"),
        ("zh.en.srt", "en"),
    ]
    assert set(rels) == {"captions"}


def test_an_edition_by_any_name_is_no_language() -> None:
    files = [{"file": "tea.learn.vtt", "bytes": 1, "sha256": "0" * 64}]
    own = {**entry("learn"), "languages": ["en", "zh"], "sidecars": files}
    feed = xml([manifest(editions={"learn": own})], "learn")
    assert find(feed, "item/podcast:transcript/@language") == [""]


def test_voices_of_a_computer_are_disclosed_to_people_and_programs(show: Path) -> None:
    feed = written(show).read_bytes()
    for path in "podcast:txt", "item/podcast:txt":
        assert set(find(feed, path)) == {"true"}
        assert set(find(feed, f"{path}/@purpose")) == {"ai-content"}
    for text in find(feed, "item/description"):
        assert "本节目的声音由人工智能（AI）合成生成。" in text
        assert "The voices in this programme are generated by AI." in text


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the files of `folder` can be downloaded."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_gpodder_subscribes_and_downloads(show: Path, tmp_path: Path) -> None:
    gpo = program("gpo")
    home = tmp_path / "gpodder"
    environment = {**os.environ, "GPODDER_HOME": str(home)}
    with served(show / "output") as address:
        (show / "show.toml").write_text(toml(base_url=address), encoding="utf-8")
        written(show)
        for command in ["subscribe", f"{address}/feed.zh-en.xml"], ["download"]:
            done = subprocess.run(
                [gpo, *command], env=environment, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == 0, done.stdout + done.stderr
    downloaded = {path.read_bytes() for path in home.rglob("*.mp3")}
    assert downloaded == {path.read_bytes() for path in show.glob("output/*/*.zh-en.mp3")}


def test_newsboat_lists_the_episodes(show: Path, tmp_path: Path) -> None:
    newsboat = program("newsboat")
    urls = tmp_path / "urls"
    with served(show / "output") as address:
        urls.write_text(f"{address}/feed.en.xml\n")
        (show / "show.toml").write_text(toml(base_url=address), encoding="utf-8")
        written(show)
        files = ["-u", str(urls), "-c", str(tmp_path / "cache.db"), "-C", "/dev/null"]
        for action in ["reload"], ["print-unread"]:
            done = subprocess.run(
                [newsboat, *files, "-x", *action],
                env={**os.environ, "HOME": str(tmp_path)},
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("2 unread")


def test_the_same_episodes_give_the_same_bytes_and_the_newest_comes_first(show: Path) -> None:
    feed = written(show)
    before = feed.read_bytes()
    os.utime(show / "output/tea-one/episode.json", (1, 1))
    assert written(show).read_bytes() == before
    assert find(before, "lastBuildDate") == ["Wed, 06 May 2026 07:08:09 GMT"]
    assert find(before, "item/guid") == ["tea-two.zh-en", "tea-one.zh-en"]


def test_guids_stay_when_the_feed_moves_and_the_title_changes(show: Path) -> None:
    before = written(show).read_bytes()
    (uuid,) = find(before, "podcast:guid")
    (show / "show.toml").write_text(toml(base_url="https://example.net/t"), encoding="utf-8")
    for _ in range(2):
        moved = run(show)
        assert f'[feed.guids]\nzh-en = "{uuid}"' in moved.stderr
        feed = (show / "output/feed.zh-en.xml").read_bytes()
        assert find(feed, "podcast:guid") == [uuid]
        assert "https://example.net/t/feed.zh-en.xml" in moved.stderr
    (show / "show.toml").write_text(
        toml(base_url="https://example.net/t", guids={"zh-en": uuid}), encoding="utf-8"
    )
    after = written(show).read_bytes()
    assert find(after, "podcast:guid") == [uuid]
    assert find(after, "item/guid") == find(before, "item/guid")
    assert "feed.zh-en.xml has moved" not in run(show).stderr


def test_a_podcast_that_is_given_another_guid_is_told_of(show: Path) -> None:
    other = "0d4b2bd6-1f5e-5d9c-8f0e-0123456789ab"
    (uuid,) = find(written(show).read_bytes(), "podcast:guid")
    (show / "show.toml").write_text(toml(guids={"zh-en": other}), encoding="utf-8")
    assert f"changes from {uuid} to {other}" in " ".join(run(show).stderr.split())


def test_feeds_say_where_they_move_for_as_long_as_it_is_set(show: Path) -> None:
    assert not find(written(show).read_bytes(), "itunes:new-feed-url")
    (show / "show.toml").write_text(toml(new_base_url="https://example.net/t/"), encoding="utf-8")
    for _ in range(2):
        moved = find(written(show).read_bytes(), "itunes:new-feed-url")
        assert moved == ["https://example.net/t/feed.zh-en.xml"]


def test_episodes_of_one_date_are_ordered_by_season_and_number() -> None:
    numbers = {"zebra": (1, 1), "apple": (1, 2), "mango": (2, 1), "banana": (1, 10)}
    episodes = [
        manifest(slug, season=season, episode=number, editions={"zh": entry("zh")})
        for slug, (season, number) in numbers.items()
    ]
    assert find(xml(episodes, "zh"), "item/podcast:episode") == ["1", "10", "2", "1"]


def test_a_guid_of_the_manifest_is_the_items_and_differs_between_editions() -> None:
    made = manifest(guid="ab-12", editions={"zh": entry("zh"), "en": entry("en")})
    assert find(xml([made], "zh"), "item/guid") == ["ab-12.zh"]
    assert find(xml([made], "en"), "item/guid") == ["ab-12.en"]


def test_the_podcast_guid_is_that_of_the_specification() -> None:
    # UUIDv5 of example.org/tea/feed.zh.xml in the specification's namespace.
    name = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6").bytes + b"example.org/tea/feed.zh.xml"
    wanted = UUID(bytes=hashlib.sha1(name).digest()[:16], version=5)
    assert podcast_guid(settings(), "zh") == wanted
    by_http = podcast_guid(settings(base_url="http://example.org/tea/"), "zh")
    assert by_http == podcast_guid(settings(), "zh") != podcast_guid(settings(), "en")
    assert guid_of(b"<rss><broken") is None


def test_drafts_are_left_out_unless_asked_for(show: Path) -> None:
    add_episode(show / "output", "tea-draft", draft=True, editions=["zh-en"])
    result = run(show)
    assert "Drafts are left out: tea-draft" in result.stderr
    assert "--drafts" in result.stderr
    feed = written(show)
    assert "tea-draft.zh-en" not in find(feed.read_bytes(), "item/guid")
    with_drafts = written(show, "zh-en", "--drafts").read_bytes()
    assert "tea-draft.zh-en" in find(with_drafts, "item/guid")
    assert any("A draft, for proofing only." in d for d in find(with_drafts, "item/description"))


def test_a_show_of_drafts_has_no_feed(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(tmp_path / "output", draft=True)
    result = run(tmp_path)
    assert result.exit_code == 3
    assert "--drafts" in result.stderr
    assert not list(tmp_path.glob("output/feed.*"))


@pytest.mark.parametrize("file", ["tea-two.zh-en.mp3", "tea-two.zh.zh.srt", "tea-two.html"])
@pytest.mark.parametrize("harm", ["missing", "other length", "other content"])
def test_a_file_that_is_not_the_one_of_the_manifest_is_an_error(
    show: Path, file: str, harm: str
) -> None:
    feed = written(show)
    before = feed.read_bytes()
    path = show / "output/tea-two" / file
    content = path.read_bytes()
    path.unlink()
    if harm == "other length":
        path.write_bytes(content[:-1])
    elif harm == "other content":
        path.write_bytes(content[:-1] + b"\xfe")
    result = run(show)
    assert result.exit_code == 3
    assert file in result.stderr
    assert "producer make tea-two.txt" in result.stderr
    assert feed.read_bytes() == before


def test_a_copied_or_renamed_folder_is_an_error(show: Path) -> None:
    (show / "output/tea-one").rename(show / "output/tea-three")
    result = run(show)
    assert result.exit_code == 3
    assert "tea-one" in result.stderr
    assert "tea-three" in result.stderr


def test_a_manifest_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    made = manifest(editions={"zh": entry(file="../../etc/passwd")})
    with pytest.raises(InputError, match=r"editions\.zh\.file"):
        parsed(made, tmp_path / "tea-one" / "episode.json")


def test_all_settings_that_are_missing_are_named_with_an_example(tmp_path: Path) -> None:
    add_episode(tmp_path / "output")
    (tmp_path / "show.toml").write_text("")
    result = run(tmp_path)
    assert result.exit_code == 3
    for name in "title", "author", "feed.base_url", "feed.description", "feed.category":
        assert name in result.stderr
    example = result.stderr[result.stderr.index("title = {") :]
    (tmp_path / "show.toml").write_text(example, encoding="utf-8")
    assert run(tmp_path).exit_code == 0


def test_only_the_editions_that_are_asked_for_are_written(show: Path) -> None:
    result = run(show, "--edition", "zh, en", "--json")
    assert json.loads(result.stdout) == {
        "feeds": [
            {
                "edition": name,
                "file": str(show / "output" / f"feed.{name}.xml"),
                "items": 2,
                "url": f"https://example.org/tea/feed.{name}.xml",
            }
            for name in ("zh", "en")
        ],
        "drafts_left_out": [],
    }
    assert not (show / "output/feed.zh-en.xml").exists()
    unknown = run(show, "--edition", "fr")
    assert unknown.exit_code == 3
    assert "'fr'" in unknown.stderr


def test_the_cover_lies_where_the_feed_says(show: Path) -> None:
    (address,) = find(written(show).read_bytes(), "itunes:image/@href")
    cover = show / "output" / address.removeprefix("https://example.org/tea/")
    assert cover.read_bytes().startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("url", "ascii_url"),
    [
        ("https://例子.example/茶 市/", "https://xn--fsqu00a.example/%E8%8C%B6%20%E5%B8%82"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
    ids=["Chinese", "encoded before", "IPv6"],
)
def test_addresses_are_ascii(url: str, ascii_url: str) -> None:
    made = manifest(editions={"zh": entry("zh")})
    feed = xml([made], "zh", base_url=url)
    assert find(feed, "item/enclosure/@url") == [f"{ascii_url}/tea-one/x.zh.mp3"]
    urls = re.findall(rb'(?:url|uri|href)="([^"]*)"', feed)
    assert all(url.isascii() for url in urls)


@pytest.mark.parametrize(
    "url",
    ["example.org/tea", "ftp://example.org", "https://", "https://a:b@example.org", "https://a/?b"],
)
def test_an_address_that_cannot_be_published_is_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"feed\.base_url"):
        settings(base_url=url)


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\x00\x08\x0b\x1f\x7f\x85\u200f\u202e\ufeff\ufffe🍵👩‍🌾א\u2028"),
        st.characters(),
    ),
    max_size=30,
)


@given(title=st.one_of(HOSTILE, st.just("a]]>b"), st.just("<!--&#0;")), name=HOSTILE)
def test_any_text_gives_a_well_formed_feed_that_reads_back(title: str, name: str) -> None:
    made = manifest(
        title={"zh": title},
        guid=name,
        credits=[title],
        speakers=[{"id": "Mei", "name": {"zh": name}}],
        editions={"zh": entry("zh"), "en": entry("en")},
    )
    episode = Manifest.model_validate(made)
    feed = feed_xml(settings(copyright=title), "zh", [(episode, [title, name])])
    assert find(feed, "item/enclosure/@length") == ["1"]
    (read,) = find(feed, "item/title")
    legal = [c for c in title if c.isprintable() and not c.isspace()]
    assert [c for c in read if c in legal] == legal
    parsed = feedparser.parse(feed)
    assert not parsed.bozo


def test_a_feed_for_every_edition_only_has_what_has_the_edition(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(toml(), encoding="utf-8")
    add_episode(tmp_path / "output", "tea-one", editions=["zh"])
    add_episode(tmp_path / "output", "tea-two", editions=["zh", "en"])
    assert len(find(written(tmp_path, "zh").read_bytes(), "item/guid")) == 2
    assert find(written(tmp_path, "en").read_bytes(), "item/guid") == ["tea-two.en"]


def test_texts_may_be_given_for_an_edition() -> None:
    texts = {"zh-en": "双语", "zh": "中文", "en": "English"}
    for edition, text in texts.items():
        feed = xml([manifest(editions={edition: entry(edition)})], edition, description=texts)
        assert find(feed, "description") == [text]
