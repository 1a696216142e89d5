"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ShowFile = Annotated[
    Path | None,
    typer.Option("--show", metavar="FILE", help="The show's settings; ./show.toml if it is there."),
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
AsJson = Annotated[bool, typer.Option("--json", help="Write the result to stdout as JSON.")]
SameVoice = Annotated[
    bool,
    typer.Option(
        "--same-voice", help="Cast new speakers with one multilingual voice for all languages."
    ),
]
Transcript = Annotated[Path, typer.Argument(metavar="FILE", help="The transcript.")]
Transcripts = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Transcripts.")]
