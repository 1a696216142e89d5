"""The engines by name. A module is imported when its engine is asked for, not before."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from producer.engines.base import Engine
from producer.errors import EngineUnavailable, UsageError

BUILTIN = {
    "edge": "producer.engines.edge:EdgeEngine",
    "espeak": "producer.engines.espeak:EspeakEngine",
    "tone": "producer.engines.tone:ToneEngine",
}


def engine_names() -> tuple[str, ...]:
    """All engines, built-in first, then those that other packages declare."""
    others = (e.name for e in entry_points(group="producer.engines") if e.name not in BUILTIN)
    return (*BUILTIN, *sorted(set(others)))


def engine_class(name: str) -> type[Engine]:
    """The class of the engine `name`; raises `UsageError` or `EngineUnavailable`."""
    target = BUILTIN.get(name)
    try:
        if target is not None:
            module, _, attribute = target.partition(":")
            return cast("type[Engine]", getattr(import_module(module), attribute))
        for entry in entry_points(group="producer.engines", name=name):
            return cast("type[Engine]", entry.load())
    except ImportError as error:
        raise EngineUnavailable(name, f"it cannot be loaded ({error})") from error
    raise UsageError(
        f"there is no engine '{name}'", advice=f"There are {', '.join(engine_names())}"
    )
