"""Generated transcripts and settings in pieces, as many as wanted: `python -m tests.soak.properties
COUNT`. Each piece is a process of its own; what has been checked is told after each, so that an
interrupted run says how far it came, and one that finds something goes on."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

_PIECE = 2_000
_SETTINGS_SHARE = 10
"""One settings file for so many transcripts."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    count = parser.parse_args().count
    began, checked, failed = time.monotonic(), 0, 0
    while checked < count:
        piece = min(_PIECE, count - checked)
        amounts = ("--transcripts", str(piece), "--settings", str(max(1, piece // _SETTINGS_SHARE)))
        process = subprocess.run(
            [sys.executable, "-m", "tests.soak.inputs", *amounts],
            capture_output=True,
            text=True,
            check=False,
        )
        checked += piece
        failed += process.returncode != 0
        print(process.stdout, end="")
        if process.returncode:
            print(process.stderr)
        seconds = time.monotonic() - began
        print(f"{checked:,} transcripts in {seconds:.0f} s, {failed} pieces failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
