"""What listeners find at a target, judged by a reader of feeds that is not ours."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import feedparser
import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from producer.cli import app
from tests.helpers.making import snapshot
from tests.helpers.shows import CHAPTERS, SETTINGS, add_episode

BASE = str(SETTINGS["feed"]["base_url"]) + "/"
STAGED = ".publishing/"
_PODCAST = "{https://podcastindex.org/namespace/1.0}"


def run(show: Path, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, [command, *arguments, "--show", str(show / "show.toml")])


def published(show: Path, url: str, *arguments: str, code: int = 0) -> Result:
    result = run(show, "publish", url, *arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def feeds(show: Path, *arguments: str) -> None:
    result = run(show, "feed", *arguments)
    assert result.exit_code == 0, result.output


def output(show: Path, *, drafts: bool = False) -> dict[str, bytes]:
    """What is to be published."""
    found = snapshot(show / "output")
    return {key: found[key] for key in found if drafts or not key.startswith("tea-draft/")}


def add_another(show: Path) -> None:
    add_episode(show / "output", "tea-two", editions=["zh-en"], created="2026-05-06T07:08:09Z")
    feeds(show)


def change_the_first(show: Path) -> None:
    """Make the first episode again, so that its MP3s have another length."""
    folder = show / "output/tea-one"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    title = {"zh": "茶与很长很长的时间", "en": "Tea and a Long, Long Time"}
    add_episode(
        show / "output", "tea-one", editions=["zh-en", "zh"], title=title, chapters=CHAPTERS[:2]
    )
    feeds(show)


def assert_valid(held: Mapping[str, bytes], *, lengths: bool = True) -> int:
    """Every feed can be read, and all that it names is there, as long as it says. Gives the
    number of items."""
    items = 0
    for key in (key for key in held if key.endswith(".xml")):
        parsed = feedparser.parse(held[key])
        assert not parsed.bozo, parsed.bozo_exception
        items += len(parsed.entries)
        assert len(parsed.entries) == held[key].count(b"<item>")
        root = etree.fromstring(held[key])
        values = (value for element in root.iter() for value in element.attrib.values())
        for address in map(str, values):
            if address.startswith(BASE):
                assert address.removeprefix(BASE) in held, f"{key} names {address}"
        for item in parsed.entries:
            for enclosure in item.enclosures:
                content = held[enclosure.href.removeprefix(BASE)]
                assert content
                assert not lengths or len(content) == int(enclosure.length), enclosure.href
        for other in root.iter(f"{_PODCAST}alternateEnclosure"):
            source = other.find(f"{_PODCAST}source")
            assert source is not None
            content = held[str(source.get("uri")).removeprefix(BASE)]
            assert not lengths or len(content) == int(str(other.get("length")))
    return items


def digests(held: Mapping[str, bytes]) -> dict[str, str]:
    """The same with hashes, which make for shorter messages."""
    return {key: hashlib.sha256(content).hexdigest()[:12] for key, content in held.items()}


def assert_says_nothing(result: Result, *secrets: str, capfd: pytest.CaptureFixture[str]) -> None:
    """No secret is in what was printed, nor in any exception on the way."""
    texts = [result.output, *capfd.readouterr()]
    error = result.exception
    while error is not None:
        texts += [str(error), repr(error)]
        error = error.__cause__
    for secret in secrets:
        assert not [text for text in texts if secret in text]
