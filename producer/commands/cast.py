"""`producer cast`: who has which voice."""

from __future__ import annotations

from typing import Annotated

import typer

from producer.commands import console
from producer.commands.options import (
    AsJson,
    EngineName,
    Languages,
    SameVoice,
    ShowFile,
    Transcripts,
    parsed_languages,
)


def cast(
    files: Transcripts,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="'SPEAKER:LANGUAGE=VOICE'", help="Give a voice to somebody."),
    ] = None,
    engine: EngineName = None,
    show_file: ShowFile = None,
    languages: Languages = None,
    same_voice: SameVoice = False,
    as_json: AsJson = False,
) -> None:
    """Show the cast of transcripts, and write it to voices/cast.toml.

    Speakers who are new get a voice in each language; voices that stand in the file stay.
    """
    from producer import casting
    from producer.engines import engine_names
    from producer.plan.engine_choice import chosen_name, make_engine
    from producer.plan.outline import cast_needs, read_script
    from producer.show.show import load

    show = load(show_file)
    chosen = make_engine(chosen_name(engine, show), show)
    voices = chosen.voices()
    loaded = casting.load(show.cast_file, engines=engine_names(), voices=voices)
    tags = parsed_languages(languages)
    scripts = [read_script(file, show, languages=tags) for file in files]
    episodes = [(*cast_needs(script, show.settings), script.locales) for script in scripts]
    everybody = [speaker for speakers, _, _ in episodes for speaker in speakers]
    spoken = tuple(dict.fromkeys(tag for script in scripts for tag in script.languages))
    current = loaded
    for setting in set_ or ():
        current = casting.set_voice(current, setting, everybody, spoken, voices)
    shown: dict[str, dict[str, str]] = {}
    for speakers, needs, locales in episodes:
        cast = casting.assign(
            current,
            speakers,
            needs,
            chosen.name,
            voices,
            same_voice=same_voice,
            locales=locales,
        )
        current = cast.cast
        for speaker, deliveries in cast.deliveries.items():
            shown.setdefault(speaker, {}).update({la: d.voice for la, d in deliveries.items()})
    written = casting.save(show.cast_file, current, loaded)
    if as_json:
        console.result_json({"engine": chosen.name, "file": str(show.cast_file), "cast": shown})
        return
    by_name = {voice.name: voice for voice in voices}
    rows = [
        (speaker, language, voice, by_name[voice].gender if voice in by_name else "")
        for speaker, voices_by_language in shown.items()
        for language, voice in voices_by_language.items()
    ]
    console.result(console.table(rows, ("speaker", "language", "voice", "")))
    console.message(f"{'Written to' if written else 'As it stands in'} {show.cast_file}.")
