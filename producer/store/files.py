"""Files that take their name when they are finished, and what is said where they cannot."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from producer.errors import CannotWrite

ABANDONED_S = 3_600
"""Nothing younger is taken for what a killed process left: the process may run on another machine
or in a container, where its number says nothing."""

_READERS_HOLD_FILES = os.name == "nt"
_PATIENCE_S = (0.01, 0.05, 0.2, 0.5, 1.0)
_BLOCK_BYTES = 1 << 16
_PART = re.compile(r"\.(\d+)-[0-9a-f]{16}\.part")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` so that `path` holds all of it or what it held before."""
    with atomic_file(path, size=len(content)) as temporary:
        temporary.write_bytes(content)


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds: its length in bytes, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


def write_changed(path: Path, content: Iterable[bytes]) -> Written:
    """Write the blocks of `content` as `write_atomically` does, unless the file holds just that:
    then it keeps its date, and nobody waits for the disk. Little of it is held at a time."""
    passed = _Passed(_gathered(content))
    blocks = iter(passed)
    same, changed_from = _compared(path, blocks)
    if changed_from is not None:
        with atomic_file(path) as temporary, temporary.open("wb") as file:
            file.writelines(chain(_beginning(path, same), [changed_from], blocks))
    return Written(passed.size, passed.digest.hexdigest())


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """`pieces` as blocks that are worth a read or a write."""
    gathered: list[bytes] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= _BLOCK_BYTES:
            yield b"".join(gathered)
            gathered, size = [], 0
    yield b"".join(gathered)


class _Passed:
    """Blocks on their way, with the number of bytes that have passed and their digest."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self.size, self.digest = 0, hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for block in self._blocks:
            self.size += len(block)
            self.digest.update(block)
            yield block


def _compared(path: Path, blocks: Iterator[bytes]) -> tuple[int, bytes | None]:
    """With how many bytes of `blocks` the file begins, and the block that differs; None where
    there is no difference."""
    try:
        file = path.open("rb")
    except OSError:
        return 0, b""
    same = 0
    with file:
        for block in blocks:
            if file.read(len(block)) != block:
                return same, block
            same += len(block)
        return same, b"" if file.read(1) else None


def _beginning(path: Path, size: int) -> Iterator[bytes]:
    """The first `size` bytes of a file."""
    if size:
        with path.open("rb") as file:
            while size > 0 and (block := file.read(min(size, _BLOCK_BYTES))):
                size -= len(block)
                yield block


@contextlib.contextmanager
def atomic_file(
    path: Path, *, parts: Path | None = None, size: int | None = None, lasting: bool = True
) -> Iterator[Path]:
    """A temporary path, which takes the place of `path` when the block ends well.

    It lies beside `path`, or in the folder `parts` of the same file system. `lasting` files are
    on the disk before they get their name, so that not even a power cut leaves half of one.
    Raises `CannotWrite` with the `size` that is needed, where it is known.
    """
    folder = parts or path.parent
    # Not mkstemp, whose files are private to the user: what is finished follows the umask, which
    # cannot be asked for without setting it under other threads' feet.
    temporary = _part(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        if lasting:
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
        _take_place(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error, size) from error
        raise


def _take_place(temporary: Path, path: Path) -> None:
    """Rename a finished file. Windows refuses that for a moment while somebody reads the file that
    is replaced, such as a virus scanner or another process of ours."""
    for wait_s in _PATIENCE_S if _READERS_HOLD_FILES else ():
        try:
            temporary.replace(path)
        except PermissionError:
            time.sleep(wait_s)
        else:
            return
    temporary.replace(path)


@contextlib.contextmanager
def temporary_folder(parts: Path) -> Iterator[Path]:
    """A folder in `parts` that is removed with all in it when the block ends. Raises
    `CannotWrite`."""
    folder = _part(parts)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _part(folder: Path) -> Path:
    """A name that nobody else has, and that tells whose it is."""
    return folder / f".{os.getpid()}-{secrets.token_hex(8)}.part"


def cannot_write(path: Path, error: OSError, size: int | None = None) -> CannotWrite:
    """What is to be said of a write that failed."""
    reason = error.strerror or str(error)
    if error.errno not in _FULL:
        return CannotWrite(path, reason)
    return CannotWrite(path, reason, room=_room(_nearest(path), size))


def require_writable(*folders: Path) -> None:
    """Raise `CannotWrite` for a folder where no file can be made: it, or the nearest above it that
    is there, does not allow it."""
    for folder in folders:
        there = _nearest(folder)
        if not there.is_dir():
            raise CannotWrite(folder, f"{there} is no folder")
        if not os.access(there, os.W_OK | os.X_OK):
            raise CannotWrite(folder, f"files in {there} can be read only")


def require_room(folder: Path, size: int) -> None:
    """Raise `CannotWrite` where fewer than `size` bytes are free on the disk of `folder`."""
    there = _nearest(folder)
    usage = shutil.disk_usage(there)
    if usage.total and usage.free < size:  # Some disks on a network do not tell how large they are.
        raise CannotWrite(folder, os.strerror(errno.ENOSPC), room=_room(there, size))


def try_writing(*folders: Path) -> None:
    """Make each folder and write a file there that is gone afterwards, since permissions do not
    tell all: a name may be too long, a disk full, or not take files at all. Raises
    `CannotWrite`."""
    for folder in folders:
        temporary = _part(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(bytes(_BLOCK_BYTES))
        except OSError as error:
            raise cannot_write(folder, error) from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _room(there: Path, size: int | None) -> str:
    """What is needed and what is free on the disk of `there`."""
    needed = "" if size is None else f"{size / 1e6:,.2f} MB are needed and "
    disk = next(folder for folder in (there, *there.parents) if folder.is_mount())
    free = shutil.disk_usage(disk).free
    return f"{needed}{free / 1e6:,.2f} MB are free on {disk}"


def _nearest(path: Path) -> Path:
    """`path`, or the nearest folder above it that exists."""
    path = path.absolute()
    return next(there for there in (path, *path.parents) if os.access(there, os.F_OK))


def abandoned(folder: Path) -> list[Path]:
    """What killed processes left half-written in `folder`, and nothing that may still be wanted."""
    return [file for file in folder.glob(".*.part") if _is_abandoned(file)]


def sweep(*folders: Path) -> None:
    """Remove what is `abandoned` in `folders`."""
    for folder in folders:
        for file in abandoned(folder):
            with contextlib.suppress(OSError):
                remove(file)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all in it. Raises `OSError`."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_abandoned(file: Path) -> bool:
    name = _PART.fullmatch(file.name)
    try:
        return (
            name is not None
            and time.time() - file.stat().st_mtime > ABANDONED_S
            and not _runs(int(name[1]))
        )
    except OSError:
        return False


def _runs(pid: int) -> bool:
    """Whether there is such a process. On Windows nobody can say without harm, and nobody needs
    to: there a file that is in use cannot be removed."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True
