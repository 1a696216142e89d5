"""Another run, which has the right to make something until it is ended."""

from __future__ import annotations

import subprocess
import sys

from producer.store import Store

MAKER = """
import sys
from pathlib import Path
from producer.store import Store
sys.argv = ["producer", "make", "talk.txt", "--title", "secret", "more"]
store, part = Store(Path(FOLDER)), PART
with store.claim(part) if len(part) == 64 else store.exclusively(episode=part):
    print("begun", flush=True)
    sys.stdin.read()
"""


def maker(store: Store, part: str) -> subprocess.Popen[str]:
    """Another run that makes the entry with the key `part`, or the episode `part`."""
    code = MAKER.replace("FOLDER", repr(str(store.folder))).replace("PART", repr(part))
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process
