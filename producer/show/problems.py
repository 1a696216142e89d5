"""What is wrong with settings: in plain words, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from producer.errors import InputError
from producer.show.toml import line_of, read_text

_LARGEST_BYTES = 1024 * 1024
MOST_TOLD = 50
"""So many problems of a file are looked into and told."""
_TABLE = 'a table is needed: { name = "…" }'
_TEXT = "a text in quotes is needed"
_WORDS = {
    "missing": "it is needed, and missing",
    "string_type": _TEXT,
    "path_type": _TEXT,
    "tuple_type": 'a list is needed: ["…", "…"]',
    "dict_type": _TABLE,
    "model_type": _TABLE,
    "dataclass_type": _TABLE,
    "int_type": "a whole number is needed",
    "int_parsing": "a whole number is needed",
    "int_from_float": "a whole number is needed",
    "float_type": "a number is needed",
    "float_parsing": "a number is needed",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
}
"""Instead of what pydantic says, by the kind of its errors: of Python's types no producer knows."""


def settings_text(file: Path) -> str | None:
    """What a file of settings holds, None where there is none. Raises `InputError`."""
    return read_text(file, _LARGEST_BYTES, "settings")


def in_words(error: Mapping[str, Any]) -> str:
    """What one of the errors of a `ValidationError` says, from a small letter on."""
    message = str(error["msg"]).removeprefix("Value error, ")
    return _WORDS.get(error["type"], f"{message[0].lower()}{message[1:]}")


def refusal(
    file: Path, problems: Sequence[tuple[Sequence[str], str]], count: int = 0
) -> InputError:
    """The error for a file with `problems`, the first of `count`: each the names that lead to the
    setting, and what is wrong there. In TOML they are told with their lines."""
    text = settings_text(file) if file.suffix == ".toml" else None
    located = [(line_of(text, keys) if text else None, problem) for keys, problem in problems]
    if len(located) == 1:
        return InputError(located[0][1], path=file, line=located[0][0])
    lines = [f"{file}:{line}: {problem}" if line else problem for line, problem in located]
    if (more := count - len(lines)) > 0:
        lines.append(f"and {more} more")
    return InputError(
        f"{max(count, len(located))} settings cannot be used:\n  " + "\n  ".join(lines), path=file
    )
