"""`producer translate`: fills what a transcript lacks, for a person to confirm."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console
from producer.commands.options import AsJson, Languages, ShowFile, Transcript, parsed_languages
from producer.errors import TranslationFailed, UsageError

if TYPE_CHECKING:
    from producer.model import Script
    from producer.show.show import Show
    from producer.translation import Translation

_SHOWN = 60


def translate(
    file: Transcript,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where the script file goes; by default FILE itself if it is one, else beside it.",
        ),
    ] = None,
    languages: Languages = None,
    show_file: ShowFile = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell on stderr what happens, as the log does.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Let a machine translate the passages that are missing, for you to confirm. All of a
    language may be missing.

    They go into the script file, each below a mark with the word "unconfirmed". Read them, then
    take the word away: `producer make` speaks nothing that is unconfirmed.

    Any server with OpenAI's chat interface will do. Name it in PRODUCER_TRANSLATE_URL,
    PRODUCER_TRANSLATE_MODEL and PRODUCER_TRANSLATE_KEY, or as translate.url and translate.model
    in show.toml.
    """
    import asyncio

    from producer import translation
    from producer.commands import log
    from producer.plan.outline import read_script
    from producer.show.show import load
    from producer.transcript.language.detection import likelier_language

    show = load(show_file)
    script = read_script(file, show, languages=parsed_languages(languages), untranslated=True)
    if not translation.missing(script):
        console.message(f"Nothing is missing in {file}.")
        if as_json:
            console.result_json(_json(file, translation.Translation(script, (), {})))
        return
    service = translation.service_of(
        show.settings.translate, os.environ, show.file or show.folder / "show.toml"
    )
    script, out = _target(script, file, out, show)
    with log.logged(show, verbose=verbose, to_file=True), console.progress() as progress:
        asking = translation.translate(
            script,
            service,
            _terms(show),
            likelier_language,
            lambda translated: _write(out, translated),
            progress,
        )
        done = asyncio.run(asking)
    if as_json:
        console.result_json(_json(out, done))
    elif done.made:
        console.result(_text(out, done))
    _complain(done)


def _target(script: Script, file: Path, out: Path | None, show: Show) -> tuple[Script, Path]:
    """The script as it is to be written, and where. What is there is not written over, but for
    the file that was read."""
    from producer.plan.slug import source_of
    from producer.transcript.script.detection import is_script_file

    is_script = is_script_file(file)
    to = out or (file if is_script else file.with_suffix(".script.md"))
    if to.exists() and not (is_script and to.samefile(file)):
        command = shlex.join(["producer", "translate", str(to)])
        instead = f"Run `{command}`, or name" if out is None else "Name"
        raise UsageError(f"{to} is there already", advice=f"{instead} another file with --out")
    return script if is_script else replace(script, source=source_of(file, show.folder)), to


def _write(out: Path, script: Script) -> None:
    """Write the script file; what a person laid out in it before stays so."""
    from producer.store import write_atomically
    from producer.transcript.readers.decoding import decode, load
    from producer.transcript.script import revision, script_file
    from producer.transcript.script.detection import is_script_file

    if out.exists() and is_script_file(out):
        text = revision.revised(decode(load(out), out), script, out)
    else:
        text = script_file.dump(script)
    write_atomically(out, text.encode())


def _terms(show: Show) -> dict[str, list[str]]:
    from producer import engines, lexicon

    terms: dict[str, list[str]] = {}
    for entry in lexicon.load(show.lexicon_file, engines=engines.engine_names()).entries:
        terms.setdefault(entry.language, []).append(entry.term)
    return terms


def _complain(done: Translation) -> None:
    if done.ended:
        done.ended.advice = f"{done.ended.advice}. {_AGAIN}" if done.ended.advice else _AGAIN
        raise done.ended
    if done.failed:
        raise TranslationFailed(
            [
                f"turn {number} ({done.script.turns[number - 1].speaker}, {language}): {reason}"
                for (number, language), reason in done.failed.items()
            ]
        )


_AGAIN = "What was translated is kept: run the command again on the script file"


def _text(out: Path, done: Translation) -> str:
    rows = []
    for number, language in done.made:
        turn = done.script.turns[number - 1]
        text = " ".join(turn.passages[language])
        short = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        rows.append((f"  turn {number}", turn.speaker, language, short))
    return "\n".join(
        [
            f"{len(rows)} translated, for you to confirm in {out}:",
            console.table(rows),
            "Read each, correct it, and take 'unconfirmed' out of its mark; then run "
            f"`{shlex.join(['producer', 'make', str(out)])}`.",
        ]
    )


def _json(out: Path, done: Translation) -> dict[str, Any]:
    turns = done.script.turns
    return {
        "file": str(out),
        "translated": [
            {"turn": n, "language": la, "text": "\n".join(turns[n - 1].passages[la])}
            for n, la in done.made
        ],
        "failed": [
            {"turn": n, "language": la, "reason": why} for (n, la), why in done.failed.items()
        ],
    }
