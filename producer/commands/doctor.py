"""`producer doctor`: what is installed, what answers, and what to do about the rest."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

import typer

from producer import __version__
from producer.commands import console
from producer.commands.options import AsJson, ShowFile
from producer.errors import ProducerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from producer.show.show import Show

_PACKAGES = ("edge-tts", "pydub", "mutagen", "av", "lameenc", "numpy")
"""What speech and sound need."""


def doctor(show_file: ShowFile = None, as_json: AsJson = False) -> None:
    """Check this machine: packages, engines, folders.

    Ends with 4 if no engine can speak, else with 0.
    """
    from producer.engines import clashes, engine_names
    from producer.installation import extras
    from producer.show.show import load

    show = load(show_file)
    rows: list[tuple[str, str, str]] = [
        ("producer", "ok", f"{__version__}, Python {platform.python_version()}"),
        *map(_package, _PACKAGES),
        *(_extra(name, packages) for name, packages in extras().items()),
        _writable("store", show.store),
        *_shared(show),
        _writable("output", show.output),
        *_models(),
    ]
    speaking = 0
    for name in engine_names():
        ok, detail = _engine(name, show)
        speaking += ok
        rows.append((f"engine {name}", "ok" if ok else "missing", detail))
    rows += [("engine", "ignored", problem) for problem in clashes()]
    if as_json:
        console.result_json([{"what": a, "state": b, "detail": c} for a, b, c in rows])
    else:
        console.result(console.table(rows))
    if not speaking:
        raise typer.Exit(4)


def _package(name: str) -> tuple[str, str, str]:
    from producer.installation import install_command

    if installed := _version(name):
        return name, "ok", installed
    return name, "missing", install_command()


def _extra(name: str, packages: Sequence[str]) -> tuple[str, str, str]:
    """Whether an extra is here: each of its packages with its version, or how to get them."""
    from producer.installation import install_command

    versions = {package: _version(package) for package in packages}
    if all(versions.values()):
        return f"extra {name}", "ok", ", ".join(f"{p} {v}" for p, v in versions.items())
    return f"extra {name}", "missing", install_command(name)


def _version(package: str) -> str:
    """The version that is installed, "" for none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _writable(name: str, folder: Path) -> tuple[str, str, str]:
    path = folder.resolve()
    there = next(p for p in (path, *path.parents) if p.exists())
    if os.access(there, os.W_OK):
        return name, "ok", str(path)
    return name, "missing", f"{there} cannot be written: give yourself the permission"


def _models() -> list[tuple[str, str, str]]:
    """The speech models: which are there, and how to get the others."""
    from producer.models import MODELS, is_there, models_folder

    return [
        (f"model {name}", "ok", str(models_folder() / name))
        if is_there(model)
        else (f"model {name}", "missing", f"producer models get {name} ({model.purpose})")
        for name, model in MODELS.items()
    ]


def _shared(show: Show) -> list[tuple[str, str, str]]:
    """Whether the place that the store is shared in answers, if there is one."""
    from producer.store import PROBES, key_of

    if not (place := show.shared_store):
        return []
    try:
        show.open_store().put(PROBES, key_of(what="doctor"), {})
        show.open_store().discard(PROBES, key_of(what="doctor"))
    except ProducerError as error:
        return [("shared store", "missing", str(error))]
    return [("shared store", "ok", place)]


def _engine(name: str, show: Show) -> tuple[bool, str]:
    from producer.plan.engine_choice import ask, make_engine

    try:
        engine = make_engine(name, show)
        ask(engine)
    except ProducerError as error:
        return False, str(error)
    kind = ", for drafts" if engine.draft else ""
    details = f"; {detail}" if (detail := engine.details()) else ""
    return True, f"answers, {len(engine.voices())} voices{kind}{details}"
