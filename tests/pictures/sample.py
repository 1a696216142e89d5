"""Cuts the beginning of an episode into a file of its own: `python -m tests.pictures.sample`."""

from __future__ import annotations

import sys
from pathlib import Path

from producer.check.id3 import tag_length
from producer.timing import FrameFormat

SECONDS = 20


def main(output: Path, sample: Path) -> None:
    """Write the first seconds of the newest MP3 below `output` to `sample`: whole frames of it,
    without its tag."""
    newest = max(output.glob("*/*.mp3"), key=lambda path: path.stat().st_mtime)
    content = newest.read_bytes()
    form = FrameFormat()
    frames = SECONDS * 1000 // form.frames_to_ms(1)
    start = tag_length(content)
    sample.parent.mkdir(parents=True, exist_ok=True)
    sample.write_bytes(content[start : start + form.frames_to_bytes(frames)])
    print(f"{sample}: the first {SECONDS} seconds of {newest}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
