"""Shows on two machines that share a store: what one has made the other does not make again."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from typer.testing import Result

from tests.helpers import commands
from tests.helpers.making import SHORT
from tests.helpers.processes import CREATED, made
from tests.publish.upload.conftest import bucket, nobody, service
from tests.publish.upload.service import SECRET, Service

__all__ = ["bucket", "nobody", "service"]


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", CREATED)
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
        (folder / "show.toml").write_text('title = "Tea"\n', encoding="utf-8")
        (folder / "talk.txt").write_text(SHORT, encoding="utf-8")
    return folders


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, code: int = 0) -> Result:
    monkeypatch.chdir(folder)
    return commands.run(*arguments, code=code)


MAKE = ("make", "talk.txt", "--engine", "tone", "--edition", "zh-en,zh", "--json")


def test_a_bucket(
    machines: tuple[Path, Path],
    bucket: str,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = machines
    place = f"s3://{bucket}/stores/tea"
    first = run(one, monkeypatch, *MAKE, "--store", place)
    assert json.loads(first.stdout)["episodes"][0]["clips"]["spoken"] > 0
    service.written.clear()
    second = run(two, monkeypatch, *MAKE, "--store", place)
    assert json.loads(second.stdout)["episodes"][0]["clips"]["spoken"] == 0
    assert made(one) == made(two)
    assert not service.written, "all was there"
    logs = "".join(log.read_text() for log in one.glob(".producer/logs/*.log"))
    assert "stores/tea" in logs
    assert SECRET not in logs


def test_a_folder_in_the_settings(
    machines: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in machines:
        (folder / "show.toml").write_text('title = "Tea"\nstore = "../shared"\n')
    one, two = machines
    run(one, monkeypatch, *MAKE)
    second = run(two, monkeypatch, *MAKE)
    assert json.loads(second.stdout)["episodes"][0]["clips"]["spoken"] == 0
    assert made(one) == made(two)
    shared = {path.name for path in (one.parent / "shared").rglob("?" * 64)}
    assert shared >= {path.name for path in (one / ".producer" / "clips").rglob("?" * 64)}
    cleaned = run(two, monkeypatch, "clean", "--json")
    assert "shared stays" in cleaned.stderr.replace("\n", " ")


def test_what_was_spoken_before_the_store_was_shared_is_shared(
    machines: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machines
    run(one, monkeypatch, *MAKE)
    run(one, monkeypatch, *MAKE, "--store", "../shared")
    second = run(two, monkeypatch, *MAKE, "--store", "../shared")
    assert json.loads(second.stdout)["episodes"][0]["clips"]["spoken"] == 0


def test_a_bucket_that_does_not_answer_ends_with_4(
    machines: tuple[Path, Path],
    nobody: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAQUITEPUBLIC00042")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    said = run(machines[0], monkeypatch, *MAKE, "--store", "s3://none", code=4)
    assert "s3://none cannot be reached" in said.stderr.replace("\n", " ")
    assert SECRET not in said.stderr


@pytest.mark.parametrize(
    "place", ["ftp://host/store", "s3://", f"s3://me:{quote(SECRET, safe='')}@bucket"]
)
def test_what_is_no_place(
    machines: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    said = run(machines[0], monkeypatch, *MAKE, "--store", place, code=2)
    assert "--store" in said.stderr
    assert SECRET not in said.stderr
    (machines[0] / "show.toml").write_text(f'store = "{place}"\n')
    said = run(machines[0], monkeypatch, *MAKE, code=3)
    assert SECRET not in said.stderr
