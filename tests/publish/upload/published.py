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
from tests.publish.shows import SETTINGS

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
        named = {str(value) for value in root.xpath("//@url | //@href | //@uri")}
        for address in named:
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
