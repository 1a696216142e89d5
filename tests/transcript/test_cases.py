"""The table of cases: each `cases/<name>.json` says what must come out of the `file` it names.

A case is that file, in any format, and the outcome (see `reading.outcome`); Word documents are
built from `documents`; `declared` are its languages where they are not zh and en. To add one,
write both by hand; `python -m tests.transcript.test_cases FILE [TAG,TAG]` prints what comes out
now.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from producer.transcript.reading import read
from tests.helpers.documents import WORD, build
from tests.helpers.golden import golden_cases, require_all_used
from tests.helpers.reading import outcome

CASES = Path(__file__).parent / "cases"


GOLDENS = golden_cases(CASES)


@pytest.mark.parametrize(("name", "golden"), GOLDENS.items(), ids=GOLDENS)
def test_case(name: str, golden: dict[str, Any], tmp_path: Path) -> None:
    path = CASES / golden["file"]
    if name in WORD:
        path = build(WORD[name], tmp_path / path.name)
    declared = golden.get("declared")
    script = read(path, declared) if declared else read(path)
    assert outcome(script) == {k: v for k, v in golden.items() if k not in ("file", "declared")}


def test_every_document_is_a_case() -> None:
    assert WORD.keys() <= GOLDENS.keys()


def test_every_file_belongs_to_a_case() -> None:
    require_all_used(CASES, GOLDENS)


if __name__ == "__main__":
    file, *tags = map(Path, sys.argv[1:])
    if file.stem in WORD:
        build(WORD[file.stem], file)
    declared = str(tags[0]).split(",") if tags else None
    shown: dict[str, Any] = {"file": file.name, **({"declared": declared} if declared else {})}
    shown |= outcome(read(file, declared) if declared else read(file))
    print(json.dumps(shown, ensure_ascii=False, indent=2))
