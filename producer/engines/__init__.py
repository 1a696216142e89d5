"""The engines by name. A module is imported when its engine is asked for, not before."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from producer.engines.base import Engine
from producer.errors import EngineUnavailable, UsageError

BUILTIN = {
    "azure": "producer.engines.azure:AzureEngine",
    "edge": "producer.engines.edge:EdgeEngine",
    "kokoro": "producer.engines.kokoro:KokoroEngine",
    "espeak": "producer.engines.espeak:EspeakEngine",
    "openai": "producer.engines.openai:OpenaiEngine",
    "sherpa": "producer.engines.sherpa:SherpaEngine",
    "tone": "producer.engines.tone:ToneEngine",
}

GROUP = "producer.engines"
"""The entry-point group in which other packages declare theirs."""

_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def engine_names() -> tuple[str, ...]:
    """All engines, built-in first, then those that other packages declare."""
    return (*BUILTIN, *sorted({entry.name for entry in _declared()} - set(BUILTIN)))


def clashes() -> list[str]:
    """What is wrong with other packages' declarations, a sentence each: names that are taken."""
    return [
        f"{_package(entry)} declares an engine '{entry.name}', which is built in: it is left out"
        for entry in _declared()
        if entry.name in BUILTIN
    ]


def engine_class(name: str) -> type[Engine]:
    """The class of the engine `name`; raises `UsageError` or `EngineUnavailable`."""
    if name in BUILTIN:
        module, _, attribute = BUILTIN[name].partition(":")
        kind: type[Engine] = getattr(import_module(module), attribute)
        return kind
    entries = [entry for entry in _declared() if entry.name == name]
    if not entries:
        raise UsageError(
            f"there is no engine '{name}'", advice=f"There are {', '.join(engine_names())}"
        )
    if len(entries) > 1:
        packages = " and ".join(sorted(map(_package, entries)))
        raise EngineUnavailable(
            name, f"{packages} both declare it", advice="Uninstall all but one of them"
        )
    return _loaded(entries[0])


def _declared() -> tuple[EntryPoint, ...]:
    """What other packages declare, without importing any."""
    return _found_along(tuple(sys.path))


@cache
def _found_along(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    # The same package may be found twice, along two paths. Looking takes 20 ms.
    return tuple(dict.fromkeys(entry_points(group=GROUP)))


def _loaded(entry: EntryPoint) -> type[Engine]:
    try:
        kind = entry.load()
    except Exception as error:  # the package's own code runs here
        raise EngineUnavailable(
            entry.name,
            f"{_package(entry)} cannot be loaded ({type(error).__name__}: {error})",
            advice="Upgrade that package, or ask its author",
        ) from error
    problem = _problem(entry.name, kind)
    if problem:
        raise EngineUnavailable(entry.name, f"{_package(entry)}: {problem}")
    engine: type[Engine] = kind
    return engine


def _problem(name: str, kind: object) -> str:
    """Why `kind` cannot be the engine `name`, or nothing."""
    if not (isinstance(kind, type) and issubclass(kind, Engine)):
        return "its entry point is no subclass of producer.engines.base.Engine"
    if missing := sorted(getattr(kind, "__abstractmethods__", ())):
        return f"{kind.__name__} lacks {', '.join(missing)}"
    if not _NAME.fullmatch(name):
        return f"'{name}' is no name for an engine: lower-case ASCII letters, digits, '-' and '_'"
    if getattr(kind, "name", None) != name:
        return f"{kind.__name__} is called '{getattr(kind, 'name', '')}', not '{name}'"
    return ""


def _package(entry: EntryPoint) -> str:
    distribution = entry.dist
    if distribution is None:
        return f"the package of {entry.value}"
    return f"the package {distribution.name} {distribution.version}"
