"""Publishing to a Castopod that keeps to the description of its interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.shows import add_episode, toml
from tests.publish.upload.published import assert_says_nothing, published
from tests.standin.castopod import PASSWORD, CastopodStandIn


@pytest.fixture
def castopod(
    nobody: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[CastopodStandIn]:
    monkeypatch.setenv("PRODUCER_PUBLISH_PASSWORD", PASSWORD)
    with CastopodStandIn() as running:
        yield running


@pytest.fixture
def episodes(tmp_path: Path) -> Path:
    folder = tmp_path / "episodes"
    folder.mkdir()
    (folder / "show.toml").write_text(toml(explicit=True), encoding="utf-8")
    more: dict[str, Any] = {"season": 2, "episode": 7, "created": "2026-08-01T00:00:00Z"}
    add_episode(folder / "output", "tea-two", editions=["zh-en", "zh"], **more)
    add_episode(folder / "output", "tea-one", editions=["zh-en"])
    add_episode(folder / "output", "tea-draft", editions=["zh-en"], draft=True)
    return folder


def test_episodes_arrive_whole_and_in_order_and_only_once(
    episodes: Path, castopod: CastopodStandIn
) -> None:
    url = f"{castopod.url}/1"
    listed = json.loads(
        published(episodes, url, "--edition", "zh-en", "--dry-run", "--json").stdout
    )
    assert listed["episodes"] == ["tea-one", "tea-two"]
    assert castopod.episodes == {}
    said = published(episodes, url, "--edition", "zh-en")
    assert "2 episodes sent" in said.stdout
    assert "tea-draft" in said.stderr
    one, two = castopod.episodes.values()
    assert (one["slug"], two["slug"]) == ("tea-one", "tea-two")
    assert one["published_at"] < two["published_at"]
    assert (two["season_number"], two["episode_number"]) == ("2", "7")
    assert two["title"] == "茶与时间 / Tea and Time"
    assert two["parental_advisory"] == "explicit"
    assert "AI" in two["description"]
    folder = episodes / "output/tea-two"
    assert castopod.files[2] == {
        "audio_file": (folder / "tea-two.zh-en.mp3").read_bytes(),
        "transcript_file": (folder / "tea-two.zh-en.vtt").read_bytes(),
        "chapters_file": (folder / "tea-two.zh-en.chapters.json").read_bytes(),
    }
    castopod.calls.clear()
    assert "0 episodes sent" in published(episodes, url, "--edition", "zh-en").stdout
    assert [call for call in castopod.calls if call.startswith("POST")] == []
    published(episodes, f"{castopod.url}/2", "--edition", "zh")
    assert [e["slug"] for e in castopod.episodes.values() if e["podcast_id"] == 2] == ["tea-two"]


def test_what_was_sent_and_not_published_is_published_by_the_next_run(
    episodes: Path, castopod: CastopodStandIn
) -> None:
    castopod.refuse_publishing = True
    published(episodes, f"{castopod.url}/1", "--edition", "zh-en", code=4)
    assert [e["published_at"] for e in castopod.episodes.values()] == [None]
    castopod.refuse_publishing = False
    published(episodes, f"{castopod.url}/1", "--edition", "zh-en")
    assert [e["slug"] for e in castopod.episodes.values()] == ["tea-one", "tea-two"]
    assert all(e["published_at"] for e in castopod.episodes.values())


def test_many_episodes_are_listed_page_by_page(episodes: Path, castopod: CastopodStandIn) -> None:
    for number in range(1, 251):
        castopod.episodes[number] = {
            "id": number,
            "slug": f"old-{number}" if number != 240 else "tea-one",
            "podcast_id": 1,
            "published_at": "2020-01-01",
        }
    said = json.loads(
        published(episodes, f"{castopod.url}/1", "--edition", "zh-en", "--json").stdout
    )
    assert said["episodes"] == ["tea-two"]


@pytest.mark.parametrize(
    ("path", "arguments", "code", "told"),
    [
        ("/1", (), 2, "--edition: zh, zh-en"),
        ("/1", ("--edition", "en"), 2, "'en'"),
        ("/tea", ("--edition", "zh"), 2, "number of a podcast"),
        ("/9", ("--edition", "zh"), 3, "restapi.enabled"),
    ],
)
def test_what_cannot_be_sent(
    episodes: Path,
    castopod: CastopodStandIn,
    path: str,
    arguments: tuple[str, ...],
    code: int,
    told: str,
) -> None:
    assert told in published(episodes, castopod.url + path, *arguments, code=code).stderr


def test_a_wrong_password(
    episodes: Path,
    castopod: CastopodStandIn,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PRODUCER_PUBLISH_PASSWORD", "wr0ng-secret")
    refused = published(episodes, f"{castopod.url}/1", "--edition", "zh", code=3)
    assert "refuses the credentials" in refused.stderr
    assert_says_nothing(refused, "wr0ng-secret", "Basic ", capfd=capfd)


def test_an_edition_is_for_hosts_only(episodes: Path, tmp_path: Path) -> None:
    said = published(episodes, str(tmp_path / "www"), "--edition", "zh", code=2).stderr
    assert "--edition" in said
