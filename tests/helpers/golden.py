"""Golden cases: a folder of inputs, each with what must come of it in a JSON file beside it.

`<name>.json` names its input as "file", which is `<name>.` and any suffix, and has the outcome
besides. Whatever else lies in the folder belongs to a case, as the other language's captions do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def golden_cases(folder: Path) -> dict[str, dict[str, Any]]:
    """The cases of `folder` by name. A JSON file that names no "file" is itself an input."""
    contents = {path.stem: json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
    return {name: case for name, case in contents.items() if "file" in case}


def require_all_used(folder: Path, cases: Mapping[str, Mapping[str, Any]]) -> None:
    """Every file of `folder` is that of a case, and every case is of the file that it names."""
    names = tuple(f"{name}." for name in cases)
    assert [path.name for path in folder.iterdir() if not path.name.startswith(names)] == []
    assert [name for name, case in cases.items() if not case["file"].startswith(f"{name}.")] == []
