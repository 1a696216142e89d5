"""`producer voices`: what voices there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile
from producer.localization import localized

if TYPE_CHECKING:
    from producer.engines.base import Engine
    from producer.model import Voice


def voices(
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="Only voices that speak it: zh, en, en-GB …")
    ] = None,
    gender: Annotated[
        str | None, typer.Option(metavar="female|male", help="Only voices of this gender.")
    ] = None,
    locale: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Only voices at home there: en-GB, zh-TW, fr-CA …"),
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="Whose voices: edge, openai, sherpa, espeak …")
    ] = "edge",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the service for its list and keep it.")
    ] = False,
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """List an engine's voices."""
    from producer.casting.cast import GENDERS
    from producer.engines.catalogue import dump_catalogue
    from producer.errors import UsageError
    from producer.languages import parse_locale
    from producer.plan.engine_choice import make_engine
    from producer.show.show import load
    from producer.store import write_atomically

    for option, tag in (("--language", language), ("--locale", locale)):
        try:
            parse_locale(tag or "en")
        except ValueError as error:
            raise UsageError(f"{option}: {error}") from error
    if gender not in (None, *GENDERS):
        raise UsageError(f"--gender cannot be '{gender}'", advice="Choose female or male")
    show = load(show_file)
    chosen = make_engine(engine, show)
    if refresh:
        write_atomically(show.catalogue_file(engine), dump_catalogue(_fetched(chosen)).encode())
        chosen = make_engine(engine, show)
    listed = [voice for voice in chosen.voices() if _fits(voice, language, gender, locale)]
    if as_json:
        console.result_json(
            [
                {
                    "engine": v.engine,
                    "name": v.name,
                    "locale": v.locale,
                    "gender": v.gender,
                    "multilingual": v.multilingual,
                    "note": v.note,
                }
                for v in listed
            ]
        )
        return
    rows = [
        (v.name, v.locale, v.gender, "multilingual" if v.multilingual else "", v.note)
        for v in listed
    ]
    if rows:
        console.result(console.table(rows, ("voice", "locale", "gender", "", "")))
    hint = f"Hear one: producer audition VOICE --engine {chosen.name} --text 'Hello.'"
    if not chosen.voices():
        hint = "`producer doctor` says what is missing"
    console.message(f"{localized(f'{len(rows)} voices.')} {localized(hint)}")


def _fits(voice: Voice, language: str | None, gender: str | None, locale: str | None) -> bool:
    """Whether `voice` is one for `language`, a tag such as "zh" or, narrower, "zh-TW", of `gender`
    and at home in `locale`, as far as they are given."""
    if gender not in (None, voice.gender) or (locale and not _is_at_home(voice, locale)):
        return False
    if language is None:
        return True
    return _is_at_home(voice, language) if "-" in language else voice.speaks(language.lower())


def _is_at_home(voice: Voice, locale: str) -> bool:
    return f"{voice.locale}-".lower().startswith(f"{locale}-".lower())


def _fetched(engine: Engine) -> Sequence[Voice]:
    import asyncio

    async def refreshed() -> Sequence[Voice]:
        try:
            return await engine.refresh()
        finally:
            await engine.aclose()

    return asyncio.run(refreshed())
