"""What an ONNX file says of itself, without loading it.

The file is one protobuf message, ModelProto (onnx.proto in github.com/onnx/onnx). Its field 14,
metadata_props, holds pairs of key (1) and value (2); all others, such as the graph with its
hundreds of megabytes, are passed over unread.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_METADATA = 14
_KEY, _VALUE = 1, 2
_LONGEST_PAIR_BYTES = 1_000_000
_MOST_PAIRS = 1_000


def metadata(path: Path) -> dict[str, str]:
    """The file's own key → value pairs. Raises `OSError`, and `ValueError` where it is no ONNX
    file."""
    with path.open("rb") as file:
        return read_metadata(file, os.fstat(file.fileno()).st_size)


def read_metadata(file: BinaryIO, size: int) -> dict[str, str]:
    """`metadata` of an open file of `size` bytes."""
    pairs: dict[str, str] = {}
    for number, length in _fields(file, size):
        if number != _METADATA:
            continue
        if length > _LONGEST_PAIR_BYTES or len(pairs) >= _MOST_PAIRS:
            raise ValueError("its metadata is too large")
        pair = file.read(length)
        values = {}
        inner = io.BytesIO(pair)
        for field_number, part_length in _fields(inner, length):
            values[field_number] = inner.read(part_length).decode()
        pairs[values.get(_KEY, "")] = values.get(_VALUE, "")
    return pairs


def _fields(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Number and length of each field that has a length, with `file` at its content."""
    while file.tell() < size:
        tag = _varint(file)
        match tag & 7:
            case 0:
                _varint(file)
            case 1:
                file.seek(8, os.SEEK_CUR)
            case 5:
                file.seek(4, os.SEEK_CUR)
            case 2:
                length = _varint(file)
                end = file.tell() + length
                if end > size:
                    raise ValueError("it is cut off or no ONNX file")
                yield tag >> 3, length
                file.seek(end)
            case _:
                raise ValueError("it is no ONNX file")


def _varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            break
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    raise ValueError("it is cut off or no ONNX file")
