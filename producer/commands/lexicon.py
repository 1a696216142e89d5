"""`producer lexicon`: how terms are spoken."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, Languages, ShowFile, Transcript, parsed_languages

app = typer.Typer(invoke_without_command=True)

_LINES_SHOWN = 5


@app.callback()
def lexicon(ctx: typer.Context, show_file: ShowFile = None, as_json: AsJson = False) -> None:
    """List how terms are spoken, from voices/lexicon.toml."""
    if ctx.invoked_subcommand is not None:
        return
    from producer import lexicon
    from producer.engines import engine_names
    from producer.show.show import load

    file = load(show_file).lexicon_file
    entries = lexicon.load(file, engines=engine_names()).entries
    if as_json:
        console.result_json({"file": str(file), "entries": [asdict(entry) for entry in entries]})
    elif entries:
        rows = [
            (e.language, e.term, e.sounds, e.engine, e.voice, "capitals count" if e.case else "")
            for e in entries
        ]
        console.result(console.table(rows, ("language", "term", "spoken", "engine", "voice", "")))
    else:
        console.message(f"There is no entry in {file}: add one with `producer lexicon add`.")


@app.command("suggest")
def suggest(
    file: Transcript,
    show_file: ShowFile = None,
    languages: Languages = None,
    as_json: AsJson = False,
) -> None:
    """List terms of a transcript that voices tend to misread and that have no entry.

    Acronyms, digits and capitals in words, names and words from the other language, Greek letters.
    """
    from producer import lexicon
    from producer.engines import engine_names
    from producer.plan.outline import read_script
    from producer.plan.passages import as_said
    from producer.show.show import load

    show = load(show_file)
    terms = lexicon.load(show.lexicon_file, engines=engine_names())
    script = read_script(file, show, languages=parsed_languages(languages))
    terms_to_check = [
        {**asdict(term), "spoken": as_said(term.term, term.language, terms).text}
        for term in lexicon.suggest(script)
        if not terms.has(term.language, term.term)
    ]
    if as_json:
        console.result_json({"file": str(file), "terms": terms_to_check})
        return
    rows = [
        (
            str(term["language"]),
            str(term["term"]),
            str(term["kind"]),
            f"{term['count']} ×",
            _lines(term["lines"]),
            "" if term["spoken"] == term["term"] else str(term["spoken"]),
        )
        for term in terms_to_check
    ]
    header = ("language", "term", "why", "", "lines", "said now as")
    console.result(console.table(rows, header) if rows else "No term needs a look.")


@app.command("add")
def add(
    language: Annotated[str, typer.Argument(metavar="LANGUAGE", help="Such as zh or en.")],
    term: Annotated[str, typer.Argument(metavar="TERM", help="As it is written.")],
    spoken: Annotated[
        str, typer.Argument(metavar="SPOKEN", help="As it is to be spoken.", show_default=False)
    ] = "",
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="By this engine only.", show_default=False)
    ] = "",
    voice: Annotated[
        str, typer.Option(metavar="VOICE", help="By this voice only.", show_default=False)
    ] = "",
    case: Annotated[
        bool | None,
        typer.Option(
            "--case/--any-case",
            help="Whether capitals count: else they do in a term of capitals alone.",
        ),
    ] = None,
    pinyin: Annotated[
        str,
        typer.Option(metavar="SYLLABLES", help="Its sounds, as “chan2 yu2”.", show_default=False),
    ] = "",
    ipa: Annotated[
        str, typer.Option(metavar="SOUNDS", help="Its sounds, as “ˈwɪn”.", show_default=False)
    ] = "",
    show_file: ShowFile = None,
) -> None:
    """Write into voices/lexicon.toml how a term is spoken; comments stay.

    Sounds are for engines that can be told (kokoro, azure); others say SPOKEN, or the nearest.
    """
    from producer import lexicon
    from producer.engines import engine_names
    from producer.errors import UsageError
    from producer.show.show import load, nearest

    if engine and engine not in engine_names():
        raise UsageError(f"there is no engine '{engine}'{nearest(engine, engine_names())}")
    file = load(show_file).lexicon_file
    entry = lexicon.add(
        *(file, language, term, spoken),
        engine=engine,
        voice=voice,
        case=case,
        pinyin=pinyin,
        ipa=ipa,
    )
    console.message(f"“{entry.term}” is spoken “{entry.sounds}” in '{language}': see {file}.")


def _lines(lines: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, lines[:_LINES_SHOWN]))
    return f"{shown} …" if len(lines) > _LINES_SHOWN else shown
