"""No room, or no permission: a clear error, nothing damaged, and afterwards the run goes on."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from producer.errors import CannotWrite, ProducerError
from producer.store import KINDS, Store
from tests.helpers.disk import as_nobody, full_disk, small_disk
from tests.helpers.making import SHORT, a_show, make
from tests.helpers.processes import made, run, talk


def assert_whole(store: Store) -> None:
    """Every entry of the store is whole, and nothing half-written is left."""
    for kind in KINDS:
        for path in (store.folder / kind).glob("??/*"):
            assert store.get(kind, path.name) is not None
    assert not list(store.folder.rglob("*.part"))


def test_a_disk_that_is_too_small(tmp_path: Path) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    for folder in (large, small):
        folder.mkdir()
    command = ("make", "talk.txt", "--engine", "tone", "--edition", "zh-en,zh,en")
    with small_disk(small, "5m") as disk:
        for folder in (large, small):
            (folder / "talk.txt").write_text(talk(10), encoding="utf-8")
        run(large, *command)
        _, said = run(small, *command, code=1)
        assert "Traceback" not in said
        assert "No space left on device" in said
        assert re.search(rf"cannot be written: .*[\d.]+ MB are free on {small}\)", said)
        assert_whole(Store(small / ".producer"))
        for name, content in made(small).items():
            assert content == made(large)[name], f"{name} is whole or not there"
        disk.grow("50m")
        out, _ = run(small, *command)
        assert not re.search(" 0 from the store", out), "it goes on from where it was"
        assert made(small) == made(large)


@pytest.mark.parametrize("room", [0, 3_000, 30_000, 100_000])
def test_wherever_the_room_ends(tmp_path: Path, room: int) -> None:
    show = a_show(tmp_path)
    talk_file = tmp_path / "talk.txt"
    talk_file.write_text(SHORT, encoding="utf-8")
    with full_disk(room), pytest.raises(CannotWrite) as caught:
        make(show, talk_file, editions=["zh-en", "zh"])
    assert str(tmp_path) in str(caught.value)
    assert "MB are free on /" in str(caught.value)
    assert caught.value.exit_code == 1
    assert_whole(Store(show.store))
    assert (make(show, talk_file).folder / "episode.json").exists()


def test_a_disk_too_small_for_the_episode_is_told_before_anything_is_spoken(
    tmp_path: Path,
) -> None:
    """It was found when all had been spoken."""
    show, small = a_show(tmp_path), tmp_path / "stick"
    small.mkdir()
    (tmp_path / "talk.txt").write_text(talk(60), encoding="utf-8")
    with small_disk(small, "200k"), pytest.raises(CannotWrite) as caught:
        make(show, tmp_path / "talk.txt", output=small / "out")
    assert re.search(rf"[\d.]+ MB are needed and 0\.20 MB are free on {small}", str(caught.value))
    assert not list((show.store / "clips").rglob("*.*"))


@pytest.mark.parametrize("name", ["talk.txt/episodes", "stick/out"])
def test_where_no_file_can_be_made_is_told_before_anything_is_spoken(
    tmp_path: Path, name: str
) -> None:
    """A file stands in the place of a folder, or a disk has not a byte left, which permissions do
    not tell."""
    show, small = a_show(tmp_path), tmp_path / "stick"
    small.mkdir()
    with small_disk(small, "64k"):
        (small / "else").write_bytes(bytes(64 * 1024 - 4096))
        with pytest.raises(CannotWrite) as caught:
            make(show, output=tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert not list((show.store / "clips").rglob("*.*"))


@contextmanager
def blocked(folder: Path) -> Iterator[None]:
    """`folder` as one in which nobody may write: not even root can make files below a file."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_bytes(b"")
    try:
        yield
    finally:
        folder.unlink()


@pytest.mark.parametrize("name", [".producer", "output", ".producer/clips", "voices"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    show = a_show(tmp_path)
    with blocked(tmp_path / name), pytest.raises(ProducerError) as caught:
        make(show)
    assert str(tmp_path / Path(name).parts[0]) in str(caught.value)
    assert not list(show.output.rglob("*.mp3"))
    assert make(show).spoken == 12


@pytest.mark.parametrize("name", [".producer", "output"])
def test_a_read_only_folder_is_named_before_anything_is_spoken(name: str, tmp_path: Path) -> None:
    made_before = make(a_show(tmp_path))  # Nobody may be unable to read what is imported.
    with tempfile.TemporaryDirectory() as folder:
        show = a_show(Path(folder))
        show.folder.chmod(0o777)
        (show.folder / "talk.txt").touch()
        (show.folder / "talk.txt").chmod(0o666)
        (show.folder / name).mkdir(mode=0o555)
        with as_nobody(), pytest.raises(CannotWrite) as caught:
            make(show)
        assert str(show.folder / name) in str(caught.value)
        assert "read only" in str(caught.value)
        assert not list((show.store / "clips").rglob("*"))
        (show.folder / name).chmod(0o777)
        with as_nobody():
            assert make(show).spoken == made_before.spoken
