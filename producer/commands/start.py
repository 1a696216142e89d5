"""`producer start`: what a transcript says of the episode, for a person to confirm."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from producer.commands import console
from producer.commands.options import AsJson, Languages, ShowFile, Transcript, parsed_languages
from producer.errors import UsageError
from producer.localization import localized

if TYPE_CHECKING:
    from producer.model import Script
    from producer.proposals import Sheet
    from producer.proposals.items import SheetLine
    from producer.show.show import Show

_MOST_CHARACTERS = {"title": 100, "notes": 1_500, "keywords": 300, "chapter": 80}
"""Kinds of lines that a chat service may put better, and how long it may make them."""
_REMOVE = "-"
"""What is typed to make a line empty."""


def start(
    file: Transcript,
    yes: Annotated[
        bool, typer.Option("--yes", help="Ask nothing: what is proposed is confirmed as it is.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The script file to write; beside the transcript, as review does."
        ),
    ] = None,
    improve: Annotated[
        bool,
        typer.Option(
            "--improve",
            help="Let the server that translates (see `producer translate --help`) put title, "
            "notes, keywords and chapters better: it gets the transcript.",
        ),
    ] = False,
    languages: Languages = None,
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Propose title, names, genders, show notes, keywords and chapters, each with the sentence
    that says so, and write down what you confirm.

    Enter accepts all; any line can be changed. The script file gets the episode's title, notes,
    keywords, chapters and credits, the cast names and genders.
    """
    from producer.plan.confirmation import confirm, proposed_sheet
    from producer.plan.scripts import file_to_make, require_writable, script_beside
    from producer.show.show import load

    show = load(show_file)
    # What was confirmed or edited before is the beginning, not what it was made from.
    read = file_to_make(file, show, show.output, from_transcript=False)
    target = out or (read if read != file else script_beside(file))
    if not as_json:
        require_writable(target)
    script, sheet = proposed_sheet(read, show, languages=parsed_languages(languages))
    remarks: dict[str, str] = {}
    if improve:
        sheet, remarks = _improved(script, sheet, show)
    if as_json:
        console.result_json(_json(sheet, remarks))
        return
    console.result(sheet_text(sheet, remarks))
    if not yes:
        if not is_terminal():
            console.message("Nothing is written: confirm it on a terminal, or with --yes.")
            return
        changed = asked(sheet)
        if changed is None:
            console.message("Nothing is written.")
            return
        sheet = changed
    if not any(proposal.text for proposal in sheet.title.values()):
        raise UsageError(
            "the episode has no title yet, and the transcript names none",
            advice="Run it again on a terminal and set one, or begin the transcript with '# Title'",
        )
    written = confirm(script, sheet, read, target, show)
    # A script in another place is found by its own name only.
    is_known = target in (read, script_beside(file))
    command = shlex.join(["producer", "make", str(file if is_known else target)])
    console.message(f"Confirmed, and written to {', '.join(map(str, written))}.")
    console.message(f"To make the episode: {command}")


def is_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()


def sheet_text(sheet: Sheet, remarks: Mapping[str, str]) -> str:
    """The sheet with a number for each line, and the evidence or what `remarks` has for its key."""
    from producer.proposals.items import lines

    rows = []
    for number, line in enumerate(lines(sheet), start=1):
        shown = localized(line.text) if line.choices else line.text
        rows.append(f"{number:>3}  {localized(line.label)}: {shown or '–'}")
        if evidence := remarks.get(line.key, line.evidence):
            rows.append(f"       {localized(evidence)}")
    return "\n".join(rows)


def _improved(script: Script, sheet: Sheet, show: Show) -> tuple[Sheet, dict[str, str]]:
    """The sheet with the words of the chat service where they are better, and who says so, by the
    keys of the lines. Raises `InputError` where no server is set, `TranslatorUnavailable`."""
    import asyncio

    from producer import translation
    from producer.proposals.items import lines, with_texts
    from producer.transcript.language.detection import likelier_language

    service = translation.service_of(
        show.settings.translate, os.environ, show.file or show.folder / "show.toml"
    )
    before = {line.key: line.text for line in lines(sheet)}
    wordings = [
        translation.ProposedText(key, text, _MOST_CHARACTERS[kind])
        for key, text in before.items()
        if (kind := key.partition(".")[0]) in _MOST_CHARACTERS
    ]
    texts = asyncio.run(translation.better_words(script, wordings, service, likelier_language))
    remarks = {key: f"put so by {service.model}; by rule: {before[key] or '–'}" for key in texts}
    return with_texts(sheet, texts), remarks


def asked(sheet: Sheet) -> Sheet | None:
    """The sheet as a person confirms it on the terminal; None for one that is given up. Genders
    that are not known are asked for first."""
    from producer.proposals.items import lines, with_texts

    for line in list(lines(sheet)):
        if line.key.startswith("gender.") and not line.text:
            person = line.label.rpartition(":")[0]
            answer = _asked_gender(person)
            sheet = with_texts(sheet, {line.key: answer})
    while True:
        answer = _prompt("Enter accepts all; a number changes that line; q gives up")
        if not answer:
            return sheet
        if answer.casefold() == "q":
            return None
        known = dict(enumerate(lines(sheet), start=1))
        number = int(answer) if answer.isascii() and answer.isdecimal() else 0
        if number not in known:
            console.message(f"There is no line {answer}: the lines are 1 to {len(known)}.")
            continue
        sheet = _changed(sheet, known[number])


def _changed(sheet: Sheet, line: SheetLine) -> Sheet:
    """The sheet with a line as a person wants it."""
    from producer.proposals.items import with_texts

    shown, current = localized(line.label), line.text
    if line.choices:
        current = localized(current)
        shown += f" ({', '.join(map(localized, filter(None, line.choices)))})"
    answer = _prompt(f"{shown}; Enter keeps it, {_REMOVE} makes it empty", current)
    if not answer:
        return sheet
    answer = next((c for c in line.choices if answer in (c, localized(c))), answer)
    try:
        return with_texts(sheet, {line.key: "" if answer == _REMOVE else answer})
    except ValueError as error:
        console.message(f"{error}.")
        return sheet


def _asked_gender(person: str) -> str:
    while True:
        answer = _prompt(f"Is {person} female or male? f or m; Enter: not known").casefold()
        if not answer:
            return ""
        for gender in ("female", "male"):
            if gender.startswith(answer):
                return gender


def _prompt(question: str, current: str = "") -> str:
    asked_for = localized(question)
    shown = f"{asked_for}\n[{current}] " if current else f"{asked_for} "
    return str(
        typer.prompt(shown, default="", show_default=False, prompt_suffix="> ", err=True)
    ).strip()


def _json(sheet: Sheet, remarks: Mapping[str, str]) -> dict[str, Any]:
    from producer.proposals.items import lines

    return {
        "lines": [
            {
                "key": line.key,
                "label": line.label,
                "text": line.text,
                "evidence": remarks.get(line.key, line.evidence),
            }
            for line in lines(sheet)
        ]
    }
