"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from producer.errors import UsageError
from producer.languages import parse_languages

ShowFile = Annotated[
    Path | None,
    typer.Option("--show", metavar="FILE", help="The show's settings; ./show.toml if it is there."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", metavar="DIR", help="The folder of the episodes; the show's output/."),
]
EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="auto, edge, espeak … auto asks whether the edge service answers and else makes a "
        "draft with espeak.",
    ),
]
Languages = Annotated[
    str | None,
    typer.Option(
        "--languages",
        metavar="LIST",
        help="The two languages of the transcript, such as es,en or zh-TW,en; else those of "
        "show.toml, which are zh,en by default.",
    ),
]
AllFindings = Annotated[
    bool,
    typer.Option("--all", help="Tell each finding, and those too that are often false alarms."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the result to stdout as JSON.")]
Unconfirmed = Annotated[
    bool,
    typer.Option(
        "--unconfirmed", help="Publish episodes too whose title is only the name of their file."
    ),
]
SameVoice = Annotated[
    bool,
    typer.Option(
        "--same-voice", help="Cast new speakers with one multilingual voice for all languages."
    ),
]
FORMATS = ".txt, .md, .docx, .html, .csv, .tsv, .srt, .vtt, .sbv, .ass, .json, or a script file."
Transcript = Annotated[Path, typer.Argument(metavar="FILE", help=f"The transcript: {FORMATS}")]
Transcripts = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="Transcripts, or folders of them.")
]


def parsed_editions(text: str | None) -> tuple[str, ...] | None:
    """The names in `--edition`."""
    return tuple(name.strip() for name in text.split(",")) if text else None


def parsed_languages(text: str | None) -> tuple[str, ...] | None:
    """The two tags in `--languages`; raises `UsageError`."""
    if text is None:
        return None
    try:
        return parse_languages(text.split(","))
    except ValueError as error:
        raise UsageError(f"--languages cannot be '{text}': {error}") from error
