"""Hubs are told of feeds that have changed, when the show names hubs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from werkzeug.wrappers import Request, Response

from tests.helpers.shows import toml
from tests.publish.upload.published import add_another, feeds, published
from tests.standin.wsgi import WsgiService

FEEDS = [f"https://example.org/tea/feed.{name}.xml" for name in ("zh", "zh-en")]


class Hub(WsgiService):
    """Answers `status`; `told` are the requests: method, path, fields and token."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, dict[str, str], str]] = []
        self.status = 202
        super().__init__()
        self.url = f"http://127.0.0.1:{self.port}"

    def response(self, request: Request) -> Response:
        fields = {**request.args.to_dict(), **request.form.to_dict()}
        token = request.headers.get("Authorization", "")
        self.told.append((request.method, request.path, fields, token))
        return Response("", self.status)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as running:
        yield running


def name_hubs(show: Path, **feed: Any) -> None:
    (show / "show.toml").write_text(toml(**feed), encoding="utf-8")
    feeds(show)


def test_websub_is_told_once_of_each_feed_that_changed(
    show: Path, hub: Hub, tmp_path: Path
) -> None:
    web = tmp_path / "www"
    name_hubs(show, hubs=[f"{hub.url}/hub"])
    published(show, str(web), "--dry-run")
    assert hub.told == []
    said = json.loads(published(show, str(web), "--json").stdout)
    assert [a["problem"] for a in said["announced"]] == ["", ""]
    assert [(method, path, fields["hub.mode"]) for method, path, fields, _ in hub.told] == [
        ("POST", "/hub", "publish")
    ] * 2
    assert [fields["hub.url"] for _, _, fields, _ in hub.told] == FEEDS
    links = feedparser.parse((web / "feed.zh.xml").read_bytes()).feed.links
    assert [link.href for link in links if link.rel == "hub"] == [f"{hub.url}/hub"]
    published(show, str(web))
    assert len(hub.told) == 2
    add_another(show)
    published(show, str(web))
    assert [fields["hub.url"] for _, _, fields, _ in hub.told[2:]] == FEEDS[1:]


def test_podping_is_told_with_its_token(
    show: Path, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODPING_TOKEN", "t0ken")
    name_hubs(show, podping=hub.url)
    published(show, str(tmp_path / "www"))
    wanted = {"reason": "update", "medium": "podcast"}
    assert hub.told == [("GET", "/", {"url": feed, **wanted}, "t0ken") for feed in FEEDS]


@pytest.mark.parametrize(("status", "reason"), [(500, "500"), (503, "503"), (401, "PODPING_TOKEN")])
def test_a_hub_that_fails_is_told_of_and_spoils_nothing(
    show: Path, hub: Hub, tmp_path: Path, status: int, reason: str
) -> None:
    hub.status = status
    name_hubs(show, podping=hub.url)
    said = published(show, str(tmp_path / "www"))
    assert reason in said.stderr
    assert FEEDS[0] in said.stdout


def test_without_hubs_nobody_is_told(show: Path, tmp_path: Path) -> None:
    assert json.loads(published(show, str(tmp_path / "w"), "--json").stdout)["announced"] == []
