"""What is cheap to lose and dear to make anew, kept in a show's store beside its entries.

Unlike an entry, it belongs to this machine alone and is replaced, not added to: one file for each
transcript or episode. What cannot be read or written there is made anew.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

from producer import __version__
from producer.errors import ProducerError
from producer.store.files import write_atomically
from producer.store.store import key_of

_PACKAGE = Path(__file__).parents[1]


def recall(file: Path, key: str) -> bytes | None:
    """What was kept in `file` under `key`; None where it holds something else, or nothing."""
    try:
        first_line, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if first_line == key.encode() else None


def keep(file: Path, key: str, content: bytes) -> None:
    """Keep `content` in `file` under `key`, where that can be written."""
    with suppress(OSError, ProducerError):
        file.parent.mkdir(exist_ok=True)
        write_atomically(file, key.encode() + b"\n" + content)


@cache
def program() -> str:
    """The version of the program, and when its modules were written."""
    modules = [(module.name, module.stat()) for module in sorted(_PACKAGE.rglob("*.py"))]
    return key_of(
        version=__version__,
        modules=[[name, stat.st_size, stat.st_mtime_ns] for name, stat in modules],
    )
