"""`producer align`: a person's recording becomes the clips of what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile

if TYPE_CHECKING:
    from producer.recordings import Recording

_SHOWN = 44
_NUMBERS = re.compile(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?")


def align(
    source: Annotated[Path, typer.Argument(metavar="RECORDING", help="An audio file.")],
    script: Annotated[Path, typer.Argument(metavar="SCRIPT", help="What is said in it.")],
    language: Annotated[
        str, typer.Option(metavar="TAG", help="The language that is spoken, such as en.")
    ],
    speaker: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Whose sentences these are; else those of all."),
    ] = None,
    accept: Annotated[
        str,
        typer.Option(metavar="WHICH", help="Have these heard in episodes: heard, all or 3,5-9."),
    ] = "",
    reject: Annotated[
        str, typer.Option(metavar="WHICH", help="Have these no longer heard: all or 3,5-9.")
    ] = "",
    model: Annotated[
        str, typer.Option(metavar="NAME", help="Who listens: whisper-base, whisper-small.")
    ] = "whisper-base",
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Find the sentences of a script in a recording, and cut them out.

    The cuts are kept in recordings/ of the show. Listen to them there, or on the review page, and
    accept those that are good: an episode has them in place of the speaker's voice for as long as
    the text of the sentence stays. A second run on the same recording only accepts and rejects.
    """
    from producer.episode import recorded
    from producer.show.show import load

    show = load(show_file)
    recording = None
    if accept or reject:
        recording = recorded.recording_of(source, show, language, speaker)
    if recording is None:
        with console.progress() as progress:
            recording = recorded.aligned(source, script, show, language, speaker, model, progress)
    for which, taken in ((accept, True), (reject, False)):
        if which:
            numbers = _numbers(which, len(recording.sentences))
            recording = recorded.accept(recording, numbers, taken=taken)
    if as_json:
        console.result_json(_entry(recording))
    else:
        _tell(recording)


def _numbers(which: str, count: int) -> set[int] | None:
    """The sentences that are meant; None for those that were heard."""
    if which == "heard":
        return None
    if which == "all":
        return set(range(1, count + 1))
    numbers: set[int] = set()
    for part in which.split(","):
        match = _NUMBERS.fullmatch(part)
        if match is None:
            raise typer.BadParameter(f"“{which}” is not 'heard', 'all' or numbers such as 3,5-9")
        first = int(match[1])
        numbers |= set(range(first, int(match[2] or first) + 1))
    return numbers


def _entry(recording: Recording) -> dict[str, object]:
    return {
        "recording": recording.source,
        "folder": str(recording.folder),
        "language": recording.language,
        "sentences": [
            {
                "number": number,
                "turn": sentence.turn,
                "speaker": sentence.speaker,
                "text": sentence.text,
                "start_ms": sentence.start_ms,
                "end_ms": sentence.end_ms,
                "confidence": sentence.confidence,
                "state": sentence.state,
                "heard": sentence.heard,
                "file": str(recording.path(sentence)),
                "accepted": sentence.accepted,
            }
            for number, sentence in enumerate(recording.sentences, 1)
        ],
        "missing": list(recording.missing),
    }


def _tell(recording: Recording) -> None:
    from producer.timing import clock

    rows = [
        (
            str(number),
            "accepted" if sentence.accepted else "",
            clock(sentence.start_ms),
            f"{sentence.confidence:.2f}",
            sentence.state,
            f"turn {sentence.turn}, {sentence.speaker}",
            sentence.text[:_SHOWN],
        )
        for number, sentence in enumerate(recording.sentences, 1)
    ]
    if rows:
        header = ("", "", "at", "sure", "", "", "")
        console.result(console.table(rows, header))
    taken = sum(sentence.accepted for sentence in recording.sentences)
    console.result(
        f"{len(rows)} sentences found, {len(recording.missing)} not, {taken} accepted: "
        f"{recording.folder}"
    )
    for text in recording.missing:
        console.message(f"not found: {text}")
    if not taken and rows:
        console.message("Listen to them, then accept those that are good: --accept heard")
