"""Where files are published: a folder, a bucket, or a folder of a server.

What kind it is, its address says. Each kind is a module of its own with the methods of `Target`;
a further one is that module and a line in `address`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from producer.errors import UsageError

STAGED = ".publishing"
"""The folder at the target for what is not at its place yet."""

FORMS = (
    "Give a folder, or s3://bucket/path, gs://bucket/path, az://container/path, "
    "davs://user@host/path for WebDAV, sftp://user@host/path"
)


class Target(Protocol):
    """Where files are published: `address` is as the user gave it, keys are paths below it.

    Every method raises `UsageError` where there is no such place, `InputError` where the
    credentials do not suffice and `TargetUnavailable` where the service does not answer."""

    address: str

    def holds(self, key: str, size: int, sha256: str) -> bool | None:
        """Whether what is there is the file of that size and hash; None where nothing is."""

    def read(self, key: str) -> bytes | None:
        """What is there, all in memory; None where nothing is."""

    def top_names(self) -> list[str]:
        """The keys that are in no folder."""

    def names(self, prefix: str) -> list[str]:
        """The keys below `prefix`."""

    def put(self, key: str, file: Path, sha256: str, headers: Mapping[str, str]) -> None:
        """Store the file, all of it or nothing, reading it block by block."""

    def replace(self, source: str, key: str) -> None:
        """Bring what is at `source` to `key`, within the target. It may stay at `source` too."""

    def remove(self, keys: Iterable[str]) -> bool:
        """Remove what is there; False where that is not allowed."""

    def finish(self) -> None:
        """All has been sent: write down what later runs should know."""

    def close(self) -> None:
        """End the connection; the target is not used any more."""


def server_address(address: str) -> tuple[str, str, int | None, str, str]:
    """Address, host, port (None for the usual one), user ("" where none is named) and path of a
    folder on a server. Raises `UsageError`, also for an address that holds a password."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise UsageError("that is no address of a server", advice=FORMS) from None
    if parts.password is not None or parts.query or parts.fragment:
        raise UsageError(
            "the address of a server holds no password and no query ('?')",
            advice="The password is read from the environment, PRODUCER_PUBLISH_PASSWORD, "
            "or from ~/.netrc",
        )
    if not host:
        raise UsageError("the address names no server", advice=FORMS)
    return address, host, port, parts.username or "", parts.path
