"""Decoded speech, kept from when a clip is measured until its passage is rendered.

It lies in files of a folder that lasts as long as the run: an hour of speech takes 170 MB. It only
saves time. Where there is no room, or on another machine, clips are decoded a second time.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import numpy as np

from producer.audio.pcm import Pcm

ROOM_BYTES = 1 << 30
"""So much of the disk is left to everything else."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Where a sound lies: so many `samples` at `rate` in Hz from `offset` in bytes on."""

    file: str
    offset: int
    samples: int
    rate: int


def write(sounds: Iterable[Pcm], folder: Path | None) -> Iterator[Decoded | None]:
    """Keep `sounds` in a new file of `folder`, and tell where each is; None for those that cannot
    be kept."""
    with ExitStack() as stack:
        out: FileIO | None = None
        for sound in sounds:
            place = None
            with suppress(OSError):
                if folder is not None and shutil.disk_usage(folder).free >= ROOM_BYTES:
                    out = out or stack.enter_context(
                        FileIO(str(folder / secrets.token_hex(8)), "x")
                    )
                    there = Decoded(str(out.name), out.tell(), len(sound.samples), sound.rate)
                    if out.write(sound.samples.data) == sound.samples.nbytes:
                        place = there
            yield place


def read(place: Decoded | None) -> Pcm | None:
    """What was kept, if it is there still."""
    if place is None:
        return None
    length = 2 * place.samples
    try:
        with FileIO(place.file) as file:
            file.seek(place.offset)
            data = file.read(length)
    except OSError:
        return None
    return Pcm(np.frombuffer(data, np.int16), place.rate) if len(data) == length else None
