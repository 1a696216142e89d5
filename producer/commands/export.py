"""`producer export`: an episode in forms for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile
from producer.errors import InputError, UsageError

if TYPE_CHECKING:
    from producer.export.finished_edition import FinishedEdition

FORMATS = "stems", "m4b", "video"


def export(
    episode: Annotated[
        Path, typer.Argument(metavar="EPISODE", help="A finished episode's folder, or its name.")
    ],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="LIST",
            help="stems (a WAV file per speaker, for a DAW), m4b (an audiobook with chapters), "
            "video (the cover with captions).",
        ),
    ] = "m4b",
    edition: Annotated[
        str | None, typer.Option(metavar="NAME", help="Which edition, such as zh-en; the first.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="DIR", help="Where the files go; export/ beside output/."),
    ] = None,
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Write an edition of a finished episode as stems, audiobook or video.

    Everything comes from the MP3 and the files beside it: nothing is spoken.
    """
    from producer.export.finished_edition import read_edition
    from producer.show.show import load

    names = [name.strip() for name in formats.split(",")]
    if unknown := [name for name in names if name not in FORMATS]:
        raise UsageError(
            f"there is no format '{unknown[0]}'", advice=f"There are: {', '.join(FORMATS)}"
        )
    show = load(show_file)
    folder = episode if episode.exists() else show.output / episode
    chosen = read_edition(folder, edition)
    target = output or show.folder / "export"
    target.mkdir(parents=True, exist_ok=True)
    files = [file for name in names for file in _write(chosen, name, target)]
    if as_json:
        console.result_json({"edition": chosen.name, "files": [str(file) for file in files]})
    else:
        console.result("\n".join(map(str, files)))


def _write(edition: FinishedEdition, name: str, folder: Path) -> list[Path]:
    from producer.audio.pcm import UnreadableAudio
    from producer.export.stems import write_stems

    try:
        if name == "stems":
            return write_stems(edition, folder)
        return [_write_mp4(edition, name, folder)]
    except UnreadableAudio as error:
        raise InputError(
            str(error), path=edition.audio, advice="Make the episode again with `producer make`"
        ) from error


def _write_mp4(edition: FinishedEdition, name: str, folder: Path) -> Path:
    from producer.audio.containers import write_audiobook, write_video
    from producer.check.captions import read_captions
    from producer.check.id3 import read_tag
    from producer.export import video

    chapters = [(c.start_ms, c.end_ms, c.title) for c in edition.chapters]
    tag = read_tag(edition.audio.read_bytes())
    texts = tag.texts if tag else {}
    metadata = {
        "title": edition.title,
        "artist": texts.get("TPE1", ""),
        "album": texts.get("TALB", ""),
        "date": edition.date,
        "genre": "Podcast",
        "comment": "; ".join(text for _, text in tag.comments) if tag else "",
        "description": tag.own.get("AIGC", "") if tag else "",
    }
    if name == "m4b":
        file = folder / f"{edition.stem}.m4b"
        write_audiobook(edition.audio, file, chapters, metadata)
        return file
    file = folder / f"{edition.stem}.mp4"
    captions_file = edition.audio.with_suffix(".vtt")
    captions, _ = read_captions(captions_file.read_bytes(), ".vtt")
    cover = tag.cover[1] if tag and tag.cover else _drawn_cover(edition.title)
    pictures = video.pictures(
        cover, edition.title, [(c.start_ms, c.end_ms, c.rows) for c in captions]
    )
    write_video(edition.audio, file, pictures, (video.WIDTH, video.HEIGHT), chapters, metadata)
    return file


def _drawn_cover(title: str) -> bytes:
    from producer.publish.cover import cover_jpeg

    return cover_jpeg(None, title)
