"""`producer audition`: hear voices speak a line, of one engine or of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import AsJson, ShowFile
from producer.errors import EngineUnavailable, ProducerError, UsageError

if TYPE_CHECKING:
    from producer.engines.base import Engine
    from producer.model import Utterance, Voice
    from producer.show.show import Show

_LINES = {
    "zh": "大家好,今天我们慢慢聊,不着急。",
    "en": "Hello everyone. Today we take our time and talk it through.",
}
_UNNAMED = 2
"""So many voices of each engine and language are heard where none is named: mostly a female and
a male one."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A voice that spoke: `loudness_lufs` as the engine gave it, `file` at the show's level. One
    that did not has a `problem` instead."""

    engine: str
    voice: str
    language: str
    file: str | None = None
    duration_ms: int | None = None
    loudness_lufs: float | None = None
    problem: str | None = None


def audition(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="VOICE", help="Names of voices; else each engine's first."),
    ] = None,
    voice: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="The same, once for each voice.")
    ] = None,
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to say; else a line of ours.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="The language, for multilingual voices.")
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="NAME,…", help="Whose voices they are: edge,espeak,openai …")
    ] = "edge",
    pauses: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Instead: two turns of a transcript with the pauses of each style."
        ),
    ] = None,
    turn: Annotated[
        int, typer.Option(metavar="N", min=1, help="With --pauses: the first of the two turns.")
    ] = 1,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the files go; output/auditions.")
    ] = None,
    show_file: ShowFile = None,
    as_json: AsJson = False,
) -> None:
    """Speak a line with each of several voices, into an audio file each, all equally loud.

    An engine that does not answer does not keep the others from speaking.
    """
    from producer.plan.engine_choice import make_engine
    from producer.show.show import load

    show = load(show_file)
    folder = output or show.output / "auditions"
    if pauses is not None:
        usual = None if engine == "edge" else engine
        _hear_pauses(pauses, turn, usual, show, folder, as_json=as_json)
        return
    engines = [make_engine(name, show) for name in dict.fromkeys(engine.split(","))]
    chosen = _chosen(engines, [*(names or ()), *(voice or ())])
    trials: list[_Trial] = []
    for speaking in engines:
        asked = list(_utterances(speaking, chosen.get(speaking.name), text, language, show))
        try:
            trials += _spoken(speaking, asked, show, folder)
        except EngineUnavailable as error:
            if len(engines) == 1:
                raise
            trials.append(_Trial(speaking.name, "", "", problem=str(error)))
    if as_json:
        console.result_json([asdict(trial) for trial in trials])
    elif any(trial.file for trial in trials):
        header = ("file", "engine", "voice", "language", "length", "as spoken")
        console.result(console.table([_row(trial) for trial in trials if trial.file], header))
    failed = [f"{h.engine} {h.voice}".strip() + f": {h.problem}" for h in trials if h.problem]
    if failed:
        raise ProducerError(f"not every voice spoke: {'; '.join(failed)}")


def _hear_pauses(
    transcript: Path, turn: int, engine: str | None, show: Show, folder: Path, *, as_json: bool
) -> None:
    from producer.commands.audition_pauses import audition_pauses

    trials = audition_pauses(transcript, turn, engine, show, folder)
    if as_json:
        console.result_json([asdict(trial) for trial in trials])
        return
    rows = [(trial.file, trial.style, f"{trial.duration_ms / 1000:.1f} s") for trial in trials]
    console.result(console.table(rows, ("file", "pauses", "length")))


def _chosen(engines: Sequence[Engine], names: Sequence[str]) -> dict[str, list[Voice]]:
    """The named voices by engine; nothing where no voice is named."""
    from producer.show.show import nearest

    by_engine: dict[str, list[Voice]] = {engine.name: [] for engine in engines} if names else {}
    known = [voice for engine in engines for voice in engine.voices()]
    for name in dict.fromkeys(names):
        voices = [voice for voice in known if voice.name == name]
        if not voices:
            names_of_engines = " and ".join(engine.name for engine in engines)
            raise UsageError(
                f"{names_of_engines} has no voice '{name}'{nearest(name, (v.name for v in known))}",
                advice="`producer voices` lists them",
            )
        for voice in voices:
            by_engine[voice.engine].append(voice)
    return by_engine


def _utterances(
    engine: Engine,
    voices: Sequence[Voice] | None,
    text: str | None,
    language: str | None,
    show: Show,
) -> Iterator[Utterance]:
    """What `engine` is to say: `text`, or our line, with `voices` or else its first ones."""
    from producer.model import Delivery, Utterance, clean_text

    tag = language or (_language_of(text, show) if text else None)
    for voice_language in [tag] if tag or voices is not None else [*_LINES]:
        for voice in voices if voices is not None else _first(engine, voice_language):
            spoken = voice_language or voice.language
            line = clean_text(text or _line(voice, spoken))
            yield Utterance(engine.name, spoken, Delivery(voice.name), line)


def _first(engine: Engine, language: str | None) -> list[Voice]:
    """The first voices for `language`, of different gender where that is known."""
    pool = [voice for voice in engine.voices() if voice.language == language]
    pool = pool or [v for v in engine.voices() if language is None or v.speaks(language)]
    first_voices = pool[:1]
    first_voices += [v for v in pool[1:] if not v.gender or v.gender != first_voices[0].gender][
        : _UNNAMED - 1
    ]
    return first_voices


def _language_of(text: str, show: Show) -> str | None:
    from producer.transcript.language.detection import languages_of

    return languages_of(show.settings.languages).likelier(text)


def _spoken(
    engine: Engine, utterances: Sequence[Utterance], show: Show, folder: Path
) -> Iterator[_Trial]:
    """Each of `utterances` spoken and written into `folder`. Raises `EngineUnavailable`."""
    from producer.audio.encode import encode
    from producer.audio.loudness import integrated, momentary
    from producer.audio.master import master
    from producer.audio.pcm import decode
    from producer.plan.engine_choice import ask
    from producer.progress import Silent
    from producer.store import CLIPS, write_atomically
    from producer.synthesis import clip_key, missing, synthesize

    store = show.open_store()
    if not utterances or missing(utterances, engine, store):
        ask(engine)
    failures = synthesize(utterances, engine, store, Silent(), briefly=True).failures
    sound = show.settings.sound
    for utterance in utterances:
        voice_identity = (engine.name, utterance.delivery.voice, utterance.language)
        entry = store.get(CLIPS, clip_key(engine, utterance))
        if entry is None:
            yield _Trial(*voice_identity, problem=failures.get(utterance, "it is not in the store"))
            continue
        pcm = decode(entry.data)
        loudness = integrated([momentary(pcm.samples, pcm.rate)])
        gain_db = 0.0 if loudness is None else sound.voice_lufs - loudness
        samples = master(pcm, sound.form.rate, gain_db, sound.ceiling_dbtp)
        stereo = samples[:, None].repeat(sound.form.channels, axis=1)
        file = folder / f"{_file_name(*voice_identity)}.mp3"
        write_atomically(file, encode(stereo, sound.form))
        lufs = None if loudness is None else round(loudness, 1)
        yield _Trial(*voice_identity, str(file), pcm.duration_ms, lufs)


def _file_name(*names: str) -> str:
    return ".".join(re.sub(r"[^\w+-]+", "-", name) for name in names)


def _row(trial: _Trial) -> tuple[str, ...]:
    seconds = f"{(trial.duration_ms or 0) / 1000:.1f} s"
    lufs = "" if trial.loudness_lufs is None else f"{trial.loudness_lufs:.1f} LUFS"
    return trial.file or "", trial.engine, trial.voice, trial.language, seconds, lufs


def _line(voice: Voice, language: str) -> str:
    if language not in _LINES:
        raise UsageError(
            f"there is no line of ours in '{language}' for {voice.name}", advice="Give one: --text"
        )
    return _LINES[language]
