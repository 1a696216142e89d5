"""The table of cases: each `cases/<name>.json` says what must come out of the `file` it names.

A case is that file, in any format, and the outcome (see `reading.outcome`). To add one, write
both by hand; `python -m tests.transcript.test_cases FILE` prints what comes out now.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from producer.transcript import read
from tests.transcript.reading import outcome

CASES = Path(__file__).parent / "cases"


def goldens() -> dict[str, dict[str, Any]]:
    """The outcomes by name; a JSON file that names no `file` is itself a transcript."""
    found = {path.stem: json.loads(path.read_bytes()) for path in sorted(CASES.glob("*.json"))}
    return {name: golden for name, golden in found.items() if "file" in golden}


@pytest.mark.parametrize(("name", "golden"), goldens().items(), ids=goldens().keys())
def test_case(name: str, golden: dict[str, Any]) -> None:
    assert golden["file"].startswith(name)
    assert {"file": golden["file"], **outcome(read(CASES / golden["file"]))} == golden


def test_every_file_belongs_to_a_case() -> None:
    names = tuple(f"{name}." for name in goldens())
    assert [path.name for path in CASES.iterdir() if not path.name.startswith(names)] == []


if __name__ == "__main__":
    for file in map(Path, sys.argv[1:]):
        shown = {"file": file.name, **outcome(read(file))}
        print(json.dumps(shown, ensure_ascii=False, indent=2))
