"""Which engine speaks an episode: made with its settings, and asked whether it answers."""

from __future__ import annotations

import asyncio
import difflib

from producer import engines
from producer.engines.base import Engine
from producer.errors import InputError, UsageError
from producer.show.show import Show, validate

AUTO = "auto"
"""The edge service; where it does not answer Kokoro, and without its model espeak, for a draft."""
FIRST = "edge"
"""Who speaks with `AUTO` if it can."""
DRAFT = "espeak"
"""Who speaks with `AUTO` if nobody else can."""
SUBSTITUTES: tuple[str, ...] = ("kokoro", DRAFT)
"""Who speaks with `AUTO` if `FIRST` cannot, the first of them that answers."""


def chosen_name(asked: str | None, show: Show) -> str:
    """The name of the engine that is `asked` for, or else that of the show's settings; with
    `AUTO` the first that may speak."""
    name = asked or show.settings.engine
    return FIRST if name == AUTO else name


def make_engine(name: str, show: Show) -> Engine:
    """The engine `name` with its section of show.toml."""
    try:
        kind = engines.engine_class(name)
    except UsageError as error:
        if show.file is None or name != show.settings.engine:
            raise
        line = show.line_of("engine", name)
        raise InputError(error.message, path=show.file, line=line, advice=error.advice) from error
    section = dict(show.settings.engines.get(name, {}))
    refreshed = show.catalogue_file(name)
    if "catalogue" in kind.Settings.model_fields and refreshed.exists():
        section.setdefault("catalogue", refreshed)
    file = show.file or show.folder / "show.toml"
    return kind(validate(kind.Settings, section, file, f"engines.{name}"))


def refuse_misspelt_engines(show: Show) -> None:
    """Settings of an engine that is written otherwise would be passed over. Those of one whose
    package is not installed here stay."""
    known = engines.engine_names()
    for name in show.settings.engines:
        meant = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
        if meant and name not in known:
            raise InputError(
                f"there is no engine '{name}' (did you mean '{meant[0]}'?)",
                path=show.file,
                line=show.line_of("engines", name),
                advice=f"There are {', '.join(known)}",
            )


def ask(engine: Engine) -> None:
    """Raise `EngineUnavailable` if `engine` cannot speak now. Takes at most 5 s."""

    async def probe() -> None:
        try:
            await engine.probe()
        finally:
            await engine.aclose()

    asyncio.run(probe())
