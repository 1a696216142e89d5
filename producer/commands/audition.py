"""`producer audition`: hear voices speak a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producer.commands import console
from producer.commands.options import ShowFile
from producer.errors import ProducerError, UsageError
from producer.wordings import wording

if TYPE_CHECKING:
    from producer.model import Voice

_LINES = {
    "zh": "大家好,今天我们慢慢聊,不着急。",
    "en": "Hello everyone. Today we take our time and talk it through.",
}


def audition(
    voices: Annotated[list[str], typer.Argument(metavar="VOICE…", help="Names of voices.")],
    text: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to say; else a line of ours.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="The language, for multilingual voices.")
    ] = None,
    engine: Annotated[str, typer.Option(metavar="NAME", help="Whose voices they are.")] = "edge",
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the files go; output/auditions.")
    ] = None,
    show: ShowFile = None,
) -> None:
    """Speak a line with each of several voices, into an audio file each."""
    from producer.audio.encode import encode
    from producer.audio.pcm import decode
    from producer.model import Delivery, Utterance, clean_text
    from producer.plan import make_engine
    from producer.progress import Silent
    from producer.show import load, nearest
    from producer.store import CLIPS, Store, write_atomically
    from producer.synthesis import clip_key, synthesize

    of = load(show)
    chosen = make_engine(engine, of)
    known = {voice.name: voice for voice in chosen.voices()}
    for name in voices:
        if name not in known:
            raise UsageError(
                f"{engine} has no voice '{name}'{nearest(name, known)}",
                advice="`producer voices` lists them",
            )
    utterances = {}
    for name in voices:
        tag = language or known[name].language
        line = clean_text(text or _line(known[name], tag))
        utterances[name] = Utterance(chosen.name, tag, Delivery(name), line)
    store = Store(of.store)
    spoken = synthesize(utterances.values(), chosen, store, Silent())
    folder = output or of.output / "auditions"
    form = of.settings.sound.form
    for name, utterance in utterances.items():
        entry = store.get(CLIPS, clip_key(chosen, utterance))
        if entry is not None:
            file = folder / f"{name}.mp3"
            write_atomically(file, encode(decode(entry.data, rate=form.rate).samples, form))
            console.result(str(file))
    if spoken.failures:
        reasons = "; ".join(f"{u.delivery.voice}: {why}" for u, why in spoken.failures.items())
        raise ProducerError(f"not every voice spoke: {reasons}")


def _line(voice: Voice, language: str) -> str:
    known = wording(language, voice.locale)
    line = _LINES.get(language) or (known.disclosure if known else "")
    if not line:
        raise UsageError(
            f"there is no line of ours in '{language}' for {voice.name}", advice="Give one: --text"
        )
    return line
