"""Generated transcripts and settings in pieces, as many as wanted: `python -m tests.soak.properties
COUNT`. What has been checked is told after each piece, so that an interrupted run says how far it
came, and one that finds something goes on."""

from __future__ import annotations

import argparse
import time
import traceback

from tests.soak import inputs

_PIECE = 2_000
_SETTINGS_SHARE = 10
"""One settings file for so many transcripts."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200_000)
    count = parser.parse_args().count
    checked, failed = 0, 0
    while checked < count:
        piece = min(_PIECE, count - checked)
        failed += not _piece(piece)
        checked += piece
        cpu_s = time.process_time()
        print(f"{checked:,} transcripts, {failed} pieces failed, {cpu_s:.0f} s of CPU", flush=True)
    return 1 if failed else 0


def _piece(transcripts: int) -> bool:
    """Whether so many transcripts and some settings are as they are to be."""
    is_right = True
    for property_in, examples in (
        (inputs.any_transcript, transcripts),
        (inputs.any_settings, max(1, transcripts // _SETTINGS_SHARE)),
    ):
        try:
            print(inputs.told(property_in, examples))
        except Exception:
            is_right = False
            print(traceback.format_exc())
    return is_right


if __name__ == "__main__":
    raise SystemExit(main())
