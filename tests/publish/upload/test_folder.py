"""Publishing to a folder, and what is asked of a show before anything is sent."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.helpers.making import a_show, make, snapshot
from tests.helpers.shows import add_episode, settings, toml
from tests.publish.upload.published import (
    STAGED,
    add_another,
    assert_valid,
    change_the_first,
    digests,
    feeds,
    output,
    published,
    run,
)


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "www" / "tea"


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_all_is_there_and_the_second_run_sends_nothing(show: Path, web: Path, form: str) -> None:
    url = form.format(web)
    said = json.loads(published(show, url, "--json").stdout)
    assert digests(snapshot(web)) == digests(output(show))
    assert said["bytes"] == sum(map(len, output(show).values()))
    assert said["feeds"] == [f"https://example.org/tea/feed.{e}.xml" for e in ("zh", "zh-en")]
    assert said["drafts_left_out"] == ["tea-draft"]
    assert assert_valid(snapshot(web)) == 2
    times = {path: path.stat().st_mtime_ns for path in web.rglob("*")}
    assert "0 files" in published(show, url).stdout
    assert {path: path.stat().st_mtime_ns for path in web.rglob("*")} == times


def test_an_episode_of_the_whole_path(tmp_path: Path, web: Path) -> None:
    (tmp_path / "show.toml").write_text(toml(), encoding="utf-8")
    values = settings().model_dump(exclude_defaults=True, mode="json")
    make(a_show(tmp_path, **values), editions=["zh-en", "zh", "en"])
    feeds(tmp_path, "--drafts")
    published(tmp_path, str(web), "--drafts")
    assert assert_valid(snapshot(web)) == 3
    assert digests(snapshot(web)) == digests(snapshot(tmp_path / "output"))


def test_drafts_are_sent_when_asked_for(show: Path, web: Path) -> None:
    feeds(show, "--drafts")
    assert "producer feed" in published(show, str(web), code=3).stderr
    published(show, str(web), "--drafts")
    assert digests(snapshot(web)) == digests(output(show, drafts=True))


def test_a_file_that_cannot_be_written_leaves_the_old_feed(show: Path, web: Path) -> None:
    """Each file of a new episode in turn: a folder stands where it is to go."""
    published(show, str(web))
    add_another(show)
    new = sorted(key for key in output(show) if key.startswith("tea-two/"))
    assert len(new) > 5
    for key in new:
        shutil.rmtree(web / "tea-two", ignore_errors=True)
        blocked = web / key / "in the way"
        blocked.mkdir(parents=True)
        said = published(show, str(web), code=4).stderr
        assert "Run the same command again" in said
        assert assert_valid(snapshot(web)) == 2
    shutil.rmtree(web / "tea-two")
    published(show, str(web))
    assert assert_valid(snapshot(web)) == 3


def test_a_replacement_that_cannot_be_written_leaves_all_that_it_replaces(
    show: Path, web: Path
) -> None:
    published(show, str(web))
    before = digests(output(show))
    change_the_first(show)
    blocked = web / STAGED / "tea-one/episode.json/in the way"
    blocked.mkdir(parents=True)
    published(show, str(web), code=4)
    held = snapshot(web)
    assert digests({key: held[key] for key in held if not key.startswith(STAGED)}) == before
    blocked.rmdir()
    blocked.parent.rmdir()
    published(show, str(web))
    assert digests(snapshot(web)) == digests(output(show))
    assert not (web / STAGED).exists()


def test_what_others_did_to_the_folder_is_put_right_and_their_files_stay(
    show: Path, web: Path
) -> None:
    published(show, str(web))
    mp3, vtt = web / "tea-one/tea-one.zh.mp3", web / "tea-one/tea-one.zh.vtt"
    mp3.write_bytes(bytes(mp3.stat().st_size))
    vtt.unlink()
    (web / "index.html").write_text("mine")
    said = json.loads(published(show, str(web), "--json").stdout)
    assert {file["key"] for file in said["files"]} == {f"tea-one/{p.name}" for p in (mp3, vtt)}
    assert (web / "index.html").read_text() == "mine"
    assert_valid(snapshot(web))


def test_a_dry_run_lists_all_and_makes_nothing(show: Path, web: Path) -> None:
    listed = published(show, str(web), "--dry-run").stdout
    assert not web.parent.exists()
    assert all(key in listed for key in output(show))
    said = json.loads(published(show, str(web), "--dry-run", "--json").stdout)
    assert said["dry_run"] is True
    assert {file["key"]: file["bytes"] for file in said["files"]} == {
        key: len(content) for key, content in output(show).items()
    }
    published(show, str(web))
    change_the_first(show)
    before = digests(snapshot(web))
    listed = published(show, str(web), "--dry-run").stdout
    assert "changed" in listed
    assert "tea-one.html" not in listed
    assert digests(snapshot(web)) == before


def test_nothing_is_sent_with_a_feed_that_is_old_or_missing(show: Path, web: Path) -> None:
    add_episode(show / "output", "tea-two", editions=["zh-en"])
    said = published(show, str(web), code=3).stderr
    assert "feed.zh-en.xml" in said
    assert "Run `producer feed` first" in said
    for feed in (show / "output").glob("feed.*"):
        feed.unlink()
    assert "Run `producer feed` first" in published(show, str(web), code=3).stderr
    assert not web.exists()


def test_nothing_is_sent_of_a_show_with_a_damaged_file(show: Path, web: Path) -> None:
    mp3 = show / "output/tea-one/tea-one.zh.mp3"
    mp3.write_bytes(mp3.read_bytes()[:-1] + b"\xfe")
    assert "tea-one.zh.mp3" in published(show, str(web), code=3).stderr
    assert snapshot(web) == {}


def test_settings_and_cover_that_are_missing(show: Path, web: Path) -> None:
    (show / "output/cover.jpg").unlink()
    assert "cover.jpg" in published(show, str(web), code=3).stderr
    (show / "show.toml").write_text("")
    assert "feed.base_url" in published(show, str(web), code=3).stderr


def test_without_its_extra_it_says_what_to_install(
    show: Path, web: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "obstore"]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, "obstore", None)
    assert "[publish]'" in published(show, str(web), code=2).stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no /dev/null")
def test_a_folder_that_cannot_be_one(show: Path) -> None:
    assert "/dev/null/tea" in published(show, "/dev/null/tea", code=2).stderr


def test_the_output_folder_itself_is_there_already(show: Path) -> None:
    assert "0 files" in published(show, str(show / "output")).stdout
    assert run(show, "publish", str(show / "output")).exit_code == 0
