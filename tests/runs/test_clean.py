"""`producer clean`: what no present episode uses goes, and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from producer.errors import ProducerError, SynthesisFailed
from producer.show.show import Show
from producer.store import KINDS, Store, usage
from tests.helpers.commands import run
from tests.helpers.making import SHORT, a_show, make, snapshot
from tests.standin import EdgeStandIn

OTHER = SHORT.replace("Tea and Time", "Coffee").replace("三杯", "四杯").replace("three", "four")


@pytest.fixture
def show(tmp_path: Path) -> Show:
    (tmp_path / "show.toml").write_text('title = "Tea"\n', encoding="utf-8")
    return a_show(tmp_path, title="Tea")


def age(show: Show, days: float = 1) -> None:
    """Let everything in the store be so old."""
    for path in show.store.rglob("*"):
        os.utime(path, (time.time() - days * 86_400,) * 2)


def entries(show: Show) -> set[str]:
    return {name for name in snapshot(show.store) if name.partition("/")[0] in KINDS}


def clean(show: Show, *arguments: str) -> Any:
    return json.loads(run("clean", "--show", str(show.folder), "--json", *arguments).stdout)


def two_episodes(show: Show) -> tuple[Path, Path]:
    other = show.folder / "other.txt"
    other.write_text(OTHER, encoding="utf-8")
    return make(show, other).folder, make(show).folder


def test_what_the_present_episodes_use_stays(show: Show) -> None:
    two_episodes(show)
    before = entries(show)
    age(show)
    report = clean(show)
    assert report["freed"] == 0
    assert report["used"] == len(before)
    assert entries(show) == before
    assert make(show).spoken == 0


def test_what_only_an_episode_that_is_gone_used_goes(show: Show) -> None:
    gone, kept = two_episodes(show)
    shutil.rmtree(gone)
    age(show)
    before = entries(show)
    output = snapshot(kept)
    foretold = clean(show, "--dry-run")
    assert entries(show) == before
    report = clean(show)
    freed = before - entries(show)
    assert report == {**foretold, "dry_run": False}
    assert report["freed"] == len(freed) > 0
    assert report["freed_bytes"] > 0
    assert {kind["kind"] for kind in report["kinds"] if kind["freed"]} >= {"clips", "segments"}
    assert make(show).spoken == 0
    assert snapshot(kept) == output
    shutil.rmtree(kept)
    age(show)
    clean(show)
    assert entries(show) == set()
    assert not list((show.store / "used").iterdir()), "nor are the episodes remembered"
    assert make(show).spoken == 12


def test_what_an_edit_left_behind_goes(show: Show) -> None:
    make(show)
    edited = SHORT.replace("three cups", "four cups")
    assert make(show, edited).spoken == 1
    age(show)
    report = {kind["kind"]: kind["freed"] for kind in clean(show)["kinds"]}
    assert report["clips"] == 1
    assert report["segments"] == 1
    assert make(show, edited).spoken == 0


def test_what_is_young_stays(show: Show) -> None:
    shutil.rmtree(make(show).folder)
    assert clean(show)["freed"] == 0
    age(show, days=usage.YOUNG_S / 86_400 + 0.01)
    assert clean(show)["used"] == 0


def test_an_unfinished_episode_keeps_its_clips_for_a_month(
    show: Show, edge_service: EdgeStandIn
) -> None:
    async def nothing(_: object) -> None: ...

    edge_service.faults = lambda request: nothing if "three cups" in request.text else None
    unlucky = a_show(show.folder, title="Tea", engines={"edge": {"attempts": 1}})
    with pytest.raises(SynthesisFailed):
        make(unlucky, engine="edge")
    age(show, days=29)
    assert clean(show)["freed"] == 0
    edge_service.faults = lambda _: None
    age(show, days=31)
    assert clean(show)["kinds"][0]["freed"] == 10


def test_a_failed_attempt_frees_nothing_of_the_episode_that_is_there(
    show: Show, edge_service: EdgeStandIn
) -> None:
    finished = make(show)
    edge_service.faults = lambda _: _refused
    unlucky = a_show(show.folder, title="Tea", engines={"edge": {"attempts": 1}})
    with pytest.raises(ProducerError):
        make(unlucky, engine="edge")
    age(show, days=100)
    assert clean(show)["freed"] == 0
    assert make(show).spoken == 0
    assert finished.folder.exists()


async def _refused(_: object) -> None: ...


def test_episodes_elsewhere_count_too(show: Show, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    made = make(show, output=elsewhere)
    age(show)
    assert clean(show)["freed"] == 0
    shutil.rmtree(made.folder)
    assert clean(show)["used"] == 0


def test_a_show_that_moves_takes_its_episodes_along(show: Show, tmp_path: Path) -> None:
    make(show)
    age(show)
    moved = tmp_path.parent / f"{tmp_path.name}-moved"
    shutil.copytree(tmp_path, moved)
    age(a_show(moved))
    assert clean(a_show(moved))["freed"] == 0


def test_left_overs_of_killed_runs_go_and_other_files_stay(show: Show) -> None:
    folder = make(show).folder
    store = Store(show.store)
    left = [where / f".999999-{'0' * 16}.part" for where in (store.parts, folder, show.output)]
    mine = [store.folder / "clips/note.txt", store.folder / "clips/aa/note.txt", folder / "x.part"]
    for path in (*left, *mine):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"12345")
        os.utime(path, (0, 0))
    report = clean(show)
    assert report["kinds"][-1] | {"freed": 3, "freed_bytes": 15} == report["kinds"][-1]
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in mine)


def test_a_record_that_cannot_be_read_is_named_and_nothing_is_freed(show: Show) -> None:
    make(show)
    (record,) = (show.store / "used").iterdir()
    record.write_bytes(b'{"folder": 3}')
    age(show)
    before = entries(show)
    result = run("clean", "--show", str(show.folder), code=3)
    assert record.name in result.stderr
    assert entries(show) == before
    make(show)
    assert clean(show)["freed"] == 0, "making it again mends the record"


def test_an_empty_show_and_the_table(show: Show) -> None:
    result = run("clean", "--show", str(show.folder), "--dry-run")
    assert "would be freed" in result.stdout
    assert "0.0 MB" in result.stdout
    assert not show.store.exists()
