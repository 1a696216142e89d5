"""Which file an episode is made from: its transcript, or the script that a person has edited."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path

from producer.errors import InputError, UsageError
from producer.plan.slug import source_of
from producer.publish import manifest
from producer.show.show import Show
from producer.transcript.readers.decoding import decode, load
from producer.transcript.script.detection import is_script_file
from producer.transcript.script.front_matter import parse_front_matter

SCRIPT_SUFFIX = ".script.md"
"""What the script file of a transcript is called, after the transcript's stem."""


def script_beside(transcript: Path) -> Path:
    """The script file of a transcript: beside it, or itself if it is one."""
    if transcript.name.endswith(SCRIPT_SUFFIX):
        return transcript
    return transcript.with_name(transcript.stem + SCRIPT_SUFFIX)


def require_writable(script: Path) -> None:
    """Raise `UsageError` where a script cannot be written there, before a person has said what is
    to stand in it: transcripts lie in folders that are somebody else's."""
    folder = script.parent
    if folder.is_dir() and not os.access(script if script.exists() else folder, os.W_OK):
        raise UsageError(
            f"the script cannot be written to {script}: that may not be changed",
            advice=f"Name another place with --out, as in `--out seeds/{script.name}`",
        )


def source_in(file: Path, show: Show) -> Path | None:
    """The transcript that the script file `file` was written from, if it is there."""
    try:
        if not is_script_file(file):
            return None
        settings, _ = parse_front_matter(decode(load(file), file).splitlines(), file)
    except InputError:
        return None
    source = settings.source
    if not source:
        return None
    places = (show.folder / source, file.parent / source, file.parent / Path(source).name)
    return next((place for place in places if place.is_file()), None)


def edited_script(
    transcript: Path, show: Show, output: Path, folders: Sequence[Path] | None = None
) -> Path | None:
    """The script that the episode of `transcript` is made from until a person says otherwise: the
    one that it was made from last, or else the one beside the transcript. None where there is no
    such script, and where `transcript` is a script itself. `folders` are those of episodes made
    from the transcript, where that is known already.

    Raises `InputError` where the episode was made from a script that is not there any more."""
    beside = script_beside(transcript)
    if beside == transcript or source_in(transcript, show) is not None:
        return None
    source = source_of(transcript, show.folder)
    for folder in manifest.folders(output) if folders is None else folders:
        if manifest.source(folder) == source and (name := manifest.script(folder)):
            script = show.folder / name
            if script.is_file():
                return script
            if beside.is_file():
                break
            command = shlex.join(["producer", "make", str(transcript), "--from", "transcript"])
            raise InputError(
                f"its episode was made from the script {script}, which is not there any more",
                path=transcript,
                advice=f"Bring it back, or make the episode from the transcript: {command}",
            )
    is_own = (
        beside.is_file()
        and (origin := source_in(beside, show))
        and (origin.resolve() == transcript.resolve())
    )
    return beside if is_own else None


def file_to_make(path: Path, show: Show, output: Path, *, from_transcript: bool) -> Path:
    """What the episode of the transcript or script at `path` is made from: the script as long as
    there is one, unless it is to be made `from_transcript`. Raises `InputError`."""
    if from_transcript:
        return source_in(path, show) or path
    return edited_script(path, show, output) or path


def is_outdated(script: Path, transcript: Path) -> bool:
    """Whether the transcript has been changed since its script was written."""
    try:
        return transcript.stat().st_mtime_ns > script.stat().st_mtime_ns
    except OSError:
        return False
