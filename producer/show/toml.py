"""TOML as a person writes it: the text of a file, and where it is no TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from producer.errors import InputError

_DEEPEST = 50
"""No setting has more than five names before its value."""
_NAME = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(
    rf"(?:^|[{{,\[])[ \t]*+{_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{_DEEPEST}}}", re.MULTILINE
)
"""With 20,000 names tomllib takes 1.5 GB for one key, for it remembers each beginning of it."""


def refuse_pipe(path: Path) -> None:
    """Raise `InputError` for a pipe, which may never give a byte."""
    try:
        is_pipe = path.is_fifo() or path.is_socket()
    except OSError:
        return  # Whoever opens it finds out.
    if is_pipe:
        raise InputError(
            "is a pipe, and no file", path=path, advice="Write what it gives to a file"
        )


def read_text(path: Path, largest_bytes: int, kind: str) -> str | None:
    """The text of the file at `path`, a `kind` such as "lexicon"; None where there is no file.

    Raises `InputError` where it is larger, no UTF-8 or cannot be read.
    """
    refuse_pipe(path)
    try:
        with path.open("rb") as file:
            content = file.read(largest_bytes + 1)
    except FileNotFoundError:
        if path.is_symlink():
            raise InputError(
                "is a link to what is not there",
                path=path,
                advice="Bring back what it leads to, or remove the link",
            ) from None
        return None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", path=path) from error
    except ValueError as error:
        raise InputError(f"no file can be called so: {error}", path=path) from error
    if len(content) > largest_bytes:
        raise InputError(f"is larger than {largest_bytes // 1024} KiB: no {kind}", path=path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError("is not UTF-8", path=path, line=line, advice="Save it so") from error


def parse_toml(text: str, path: Path, *, unquoted: str | None = None) -> dict[str, Any]:
    """What the text of the file at `path` holds. `unquoted` advises who left out the quotes of a
    key. Raises `InputError` with the line."""
    try:
        return _loaded(text)
    except _TooDeep as error:
        raise InputError("is nested too deeply", path=path, line=error.line) from error
    except ValueError as error:
        # Not only TOMLDecodeError: tomllib lets int() say what is too long.
        message = f"is not TOML: {error}"
        advice = unquoted if re.search("after a key|Invalid statement", message) else None
        raise InputError(message, path=path, line=_line(error), advice=advice) from error


def parse_fenced_toml(
    lines: Sequence[str], first: int, last: int, path: Path, *, advice: str
) -> dict[str, Any]:
    """What stands between the fences with the indices `first` and `last` among the `lines` of
    the file at `path`. Raises `InputError` with `advice` and the line."""
    try:
        return _loaded("\n".join(lines[first + 1 : last]))
    except ValueError as error:
        line = error.line if isinstance(error, _TooDeep) else _line(error)
        raise InputError(
            "the front matter is no valid TOML: " + re.sub(r" \(at .*", "", str(error)),
            path=path,
            line=last + 1 if line is None else first + 1 + line,
            advice=advice,
        ) from error


class _TooDeep(ValueError):
    """Something is nested too deeply, on a line if it is known."""

    def __init__(self, line: int | None = None) -> None:
        super().__init__("it is nested too deeply")
        self.line = line


def _loaded(text: str) -> dict[str, Any]:
    """What `text` holds. Raises `ValueError`, and `_TooDeep` before much memory is taken."""
    if key := _DEEP_KEY.search(text):
        raise _TooDeep(text.count("\n", 0, key.start()) + 1)
    try:
        values = tomllib.loads(text)
    except RecursionError as error:
        raise _TooDeep from error
    level: list[Any] = [values]
    for _ in range(_DEEPEST):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return values
    raise _TooDeep


def with_line_ends_of(before: str, text: str) -> str:
    """`text` with lines that end as those of `before` do, where all of those end as on Windows."""
    ends = before.count("\n")
    if not ends or before.count("\r\n") != ends:
        return text
    return re.sub(r"\r?\n", "\r\n", text)


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """The line of a TOML text on which the last of `keys` stands, each sought from the one before
    it on; None where it has none of them."""
    lines = text.splitlines()
    place = None
    for key in keys:
        later = range(place or 0, len(lines))
        key_alone = re.compile(rf"(?<![\w\\-]){re.escape(key)}(?![\w-])")
        written = (
            i for i in later if key_alone.search(lines[i]) and not lines[i].lstrip().startswith("#")
        )
        place = next(written, place)
    return None if place is None else place + 1


def _line(error: Exception) -> int | None:
    """Which tomllib tells in its message alone."""
    match = re.search(r"\(at line (\d+), ", str(error))
    return int(match[1]) if match else None
