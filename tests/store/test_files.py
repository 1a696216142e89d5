"""Files that take their name when they are finished, and what is left of those that did not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.errors import CannotWrite
from producer.store import (
    Written,
    abandoned,
    atomic_file,
    files,
    require_writable,
    sweep,
    temporary_folder,
    write_atomically,
    write_changed,
)
from producer.store.files import ABANDONED_S
from tests.helpers.disk import full_disk


@settings(max_examples=25)
@given(content=st.binary(), old=st.none() | st.binary())
def test_write_atomically_makes_folders_and_replaces(content: bytes, old: bytes | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a" / "b" / "名.txt"
        if old is not None:
            write_atomically(path, old)
        write_atomically(path, content)
        assert path.read_bytes() == content
        assert [file for file in Path(folder).rglob("*") if file.is_file()] == [path]


@settings(max_examples=100)
@given(
    blocks=st.lists(st.binary(max_size=5), max_size=6),
    old=st.none() | st.binary(max_size=30),
    kept=st.integers(0, 30),
)
def test_write_changed_replaces_only_what_differs(
    blocks: list[bytes], old: bytes | None, kept: int
) -> None:
    content = b"".join(blocks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        if old is not None:
            path.write_bytes(content[:kept] + old)
            os.utime(path, (0, 0))
        same = path.exists() and path.read_bytes() == content
        written = write_changed(path, iter(blocks))
        assert path.read_bytes() == content
        assert written == Written(len(content), hashlib.sha256(content).hexdigest())
        assert (path.stat().st_mtime == 0) == same
        assert [*Path(folder).iterdir()] == [path]


def test_what_fails_on_the_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"before"
        raise OSError("the store is gone")

    path = tmp_path / "file"
    path.write_bytes(b"before, and more")
    with pytest.raises(OSError, match="the store is gone"):
        write_changed(path, blocks())
    assert path.read_bytes() == b"before, and more"


def test_a_full_disk_is_told_with_what_is_needed_and_free(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"before")
    with full_disk(1_000), pytest.raises(CannotWrite, match=r"2\.50 MB are needed.*MB are free"):
        write_atomically(path, bytes(2_500_000))
    assert path.read_bytes() == b"before"
    assert [*tmp_path.iterdir()] == [path]


def left_behind(folder: Path, pid: int, age_s: float = ABANDONED_S + 60) -> Path:
    part = folder / f".{pid}-{'0' * 16}.part"
    part.write_bytes(b"half of")
    os.utime(part, (time.time() - age_s,) * 2)
    return part


def test_only_what_is_old_and_whose_process_has_ended_is_abandoned(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    old = left_behind(tmp_path, ended.pid)
    assert abandoned(tmp_path) == [old]
    os.utime(old)
    assert abandoned(tmp_path) == []
    living = left_behind(tmp_path, os.getpid())
    foreign = tmp_path / ".of-another-program.part"
    foreign.touch()
    os.utime(foreign, (0, 0))
    assert abandoned(tmp_path) == []
    os.utime(old, (0, 0))
    sweep(tmp_path, tmp_path / "missing")
    assert sorted(tmp_path.iterdir()) == sorted([living, foreign])


def test_a_temporary_folder_goes_at_the_end_or_is_swept_later(tmp_path: Path) -> None:
    with temporary_folder(tmp_path / "parts") as folder:
        (folder / "file").write_bytes(b"for a moment")
    assert [*(tmp_path / "parts").iterdir()] == []
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left = tmp_path / f".{ended.pid}-{'0' * 16}.part"
    (left / "inner").mkdir(parents=True)
    os.utime(left, (0, 0))
    sweep(tmp_path)
    assert not left.exists()


def test_a_temporary_folder_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="file"), temporary_folder(tmp_path / "file"):
        pass


def test_what_is_being_written_is_not_abandoned(tmp_path: Path) -> None:
    with atomic_file(tmp_path / "file") as temporary:
        temporary.write_bytes(b"half of it")
        os.utime(temporary, (0, 0))
        sweep(tmp_path)
        temporary.write_bytes(b"all of it")
    assert (tmp_path / "file").read_bytes() == b"all of it"


def test_a_folder_that_is_not_there_yet_is_writable_if_that_above_it_is(tmp_path: Path) -> None:
    require_writable(tmp_path, tmp_path / "a" / "b")
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="file is no folder"):
        require_writable(tmp_path / "file" / "below")


@pytest.mark.parametrize("refusals", [0, 2, 99])
def test_a_file_that_somebody_reads_is_replaced_a_moment_later(
    refusals: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a file that is open cannot be replaced."""
    path = tmp_path / "episode.mp3"
    path.write_bytes(b"before")
    replace, tries = Path.replace, iter(range(1_000))

    def refusing(self: Path, target: Path) -> Path:
        if next(tries) < refusals:
            raise PermissionError(13, "it is in use")
        return replace(self, target)

    monkeypatch.setattr(files, "_READERS_HOLD_FILES", True)
    monkeypatch.setattr(files, "_PATIENCE_S", (0.001,) * 5)
    monkeypatch.setattr(Path, "replace", refusing)
    if refusals == 99:
        with pytest.raises(CannotWrite, match="in use"):
            write_atomically(path, b"after")
        assert path.read_bytes() == b"before"
    else:
        write_atomically(path, b"after")
        assert path.read_bytes() == b"after"
    assert [file.name for file in tmp_path.iterdir()] == ["episode.mp3"]
