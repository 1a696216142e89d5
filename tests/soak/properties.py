"""Generated transcripts and settings in pieces, as many as wanted: `python -m tests.soak.properties
COUNT`. What has been checked is told after each piece, so that an interrupted run says how far it
came."""

from __future__ import annotations

import argparse
import time

from tests.soak import inputs

_PIECE = 2_000
_SETTINGS_SHARE = 10
"""One settings file for so many transcripts."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    count = parser.parse_args().count
    began, checked = time.monotonic(), 0
    while checked < count:
        piece = min(_PIECE, count - checked)
        inputs.campaign(inputs.any_transcript, piece)
        inputs.campaign(inputs.any_settings, max(1, piece // _SETTINGS_SHARE))
        checked += piece
        told = ", ".join(f"{n:,} {how}" for how, n in inputs.ended.most_common())
        print(f"{checked:,} in {time.monotonic() - began:.0f} s: {told}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
