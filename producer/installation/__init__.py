"""How this installation of the program was made, and the exact command that adds to it.

On the package index the name "producer" is somebody else's program, so no message may tell a user
to install that. Every message that asks for a package takes its command from here. Nothing is
started for it: installers leave receipts behind, pip as PEP 610 says
(https://peps.python.org/pep-0610/), pipx and `uv tool` in files of their own.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DISTRIBUTION = "podcast-producer"
EVERYTHING = "all"
"""The extra that stands for all others."""

_UV_RECEIPT, _PIPX_RECEIPT = "uv-receipt.toml", "pipx_metadata.json"
_EXTRAS = re.compile(r"\[([^\[\]]*)\]")
_REQUIREMENT = re.compile(
    r"([A-Za-z0-9][A-Za-z0-9._-]{0,99})[^;]*;.*\bextra *== *['\"]([^'\"]+)['\"]"
)


@dataclass(frozen=True, slots=True)
class Installation:
    """How the program came here. `tool` is "pip", "pipx" or "uv tool"; `source` is the address
    (file:…) of the wheel or folder it was installed from, "" for an index by name; `is_editable`
    says that the folder itself is used. `extras` are those that the tool has noted."""

    tool: str
    source: str = ""
    is_editable: bool = False
    extras: tuple[str, ...] = ()


def install_command(*extras: str) -> str:
    """What to type so that this installation gets the packages of `extras`, and keeps those it
    has."""
    return _command(current_installation(), extras)


def upgrade_command(package: str) -> str:
    """What to type so that this installation gets the newest `package` that it may have."""
    tool = current_installation().tool
    if tool == "uv tool":
        return _joined("uv", "tool", "upgrade", DISTRIBUTION, "--upgrade-package", package)
    if tool == "pipx":
        return _joined("pipx", "runpip", DISTRIBUTION, "install", "--upgrade", package)
    return _joined(*_pip(), "--upgrade", package)


def extras() -> dict[str, tuple[str, ...]]:
    """The packages that each extra brings along, by its name, without the one for everything."""
    packages: dict[str, list[str]] = {}
    for requirement in _requirements():
        if match := _REQUIREMENT.match(requirement):
            package, extra = match.groups()
            if extra != EVERYTHING:
                packages.setdefault(extra, []).append(package)
    return {extra: tuple(packages[extra]) for extra in sorted(packages)}


def current_installation() -> Installation:
    """How the program that runs was installed. What cannot be read counts as not there."""
    prefix = Path(sys.prefix)
    source, is_editable = _direct_url()
    if (receipt := prefix / _UV_RECEIPT).is_file():
        return Installation("uv tool", source, is_editable, _uv_extras(receipt))
    if (receipt := prefix / _PIPX_RECEIPT).is_file():
        return Installation("pipx", source, is_editable, _pipx_extras(receipt))
    return Installation("pip", source, is_editable)


def _command(installation: Installation, extra_names: Iterable[str]) -> str:
    names = {*installation.extras, *extra_names}
    chosen = [EVERYTHING] if EVERYTHING in names else sorted(names)
    brackets = f"[{','.join(chosen)}]" if chosen else ""
    editable = ("--editable",) if installation.is_editable else ()
    requirement = _requirement(installation, brackets)
    if installation.tool == "pip":
        return _joined(*_pip(), *editable, requirement)
    return _joined(*installation.tool.split(), "install", "--force", *editable, requirement)


def _requirement(installation: Installation, brackets: str) -> str:
    """The program with extras, as installers take it: from where it came."""
    if not installation.source:
        return f"{DISTRIBUTION}{brackets}"
    if installation.source.startswith("file:") and not installation.source.endswith(".whl"):
        from urllib.request import url2pathname

        return f"{_shown(Path(url2pathname(urlsplit(installation.source).path)))}{brackets}"
    return f"{DISTRIBUTION}{brackets} @ {installation.source}"


def _pip() -> tuple[str, ...]:
    python = _shown(Path(sys.executable))
    if find_spec("pip") is None:
        return "uv", "pip", "install", "--python", python
    return python, "-m", "pip", "install"


def _shown(path: Path) -> str:
    """The path, shorter where it lies below the folder that the user is in."""
    try:
        below = path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return str(path)
    return f"{os.curdir}{os.sep}{below}" if below.parts else os.curdir


def _joined(*words: str) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _distribution() -> Distribution | None:
    try:
        return distribution(DISTRIBUTION)
    except PackageNotFoundError:
        return None


def _requirements() -> list[str]:
    known = _distribution()
    return (known.requires or []) if known else []


def _direct_url() -> tuple[str, bool]:
    """Where pip, pipx or uv fetched the program from, and whether it is used where it lies. One
    that is not installed at all is used where it lies too."""
    known = _distribution()
    if known is None:
        return Path(__file__).parents[2].as_uri(), True
    try:
        entry: Mapping[str, Any] = json.loads(known.read_text("direct_url.json") or "{}")
        url = str(entry.get("url", ""))
        return url, bool(entry.get("dir_info", {}).get("editable", False))
    except (OSError, ValueError, AttributeError):
        return "", False


def _uv_extras(receipt: Path) -> tuple[str, ...]:
    try:
        requirements = tomllib.loads(receipt.read_text("utf-8"))["tool"]["requirements"]
        return tuple(
            str(extra)
            for requirement in requirements
            if requirement.get("name") == DISTRIBUTION
            for extra in requirement.get("extras", ())
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()


def _pipx_extras(receipt: Path) -> tuple[str, ...]:
    try:
        requirement = json.loads(receipt.read_text("utf-8"))["main_package"]["package_or_url"]
        brackets = _EXTRAS.search(str(requirement))
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    names = brackets.group(1).split(",") if brackets else []
    return tuple(name.strip() for name in names if name.strip())
