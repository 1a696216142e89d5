"""What an episode is made of, kept in its manifest as digests: what has changed since, and why
it is to be made again, can be told without making it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from producer.model import Utterance
from producer.plan.plan import Plan
from producer.publish.feed import PUBLISHED
from producer.publish.manifest import Manifest
from producer.show.settings import Speaking
from producer.store import key_of

_SHORT = 16


def ingredients(plan: Plan) -> dict[str, str]:
    """A digest of each kind of thing that the episode is made of, by the kind's name."""
    script, settings = plan.script, plan.show.settings
    music = settings.music
    pieces = [piece for piece in (music.intro, music.outro, music.sting, music.bed) if piece]
    files = [plan.show.folder / piece.file for piece in pieces]
    parts: dict[str, Any] = {
        "title": dict(script.title),
        "text": [
            [pid, [sentence.written for sentence in passage]]
            for pid, passage in plan.passages.items()
        ],
        "chapters": [[turn.number, dict(turn.heading)] for turn in script.turns if turn.heading],
        "speakers": [[s.id, dict(s.names)] for s in script.speakers],
        "credits": list(script.credits),
        "voices": [
            [speaker, language, repr(delivery)]
            for speaker, by_language in sorted(plan.deliveries.items())
            for language, delivery in sorted(by_language.items())
        ],
        "pronunciation": [
            _pronounced(sentence.utterance)
            for passage in plan.passages.values()
            for sentence in passage
        ],
        "engine": plan.engine.name,
        "pauses": settings.pauses.model_dump(mode="json"),
        "sound": settings.sound.identity,
        "music": [music.model_dump(mode="json"), [_content(file) for file in files]],
        "show": [settings.title, settings.author, settings.feed.copyright],
        "cover": [str(settings.cover), _content(plan.show.cover_file)],
    }
    if script.notes or script.keywords:
        keywords = {language: list(terms) for language, terms in script.keywords.items()}
        parts["notes"] = [dict(script.notes), keywords]
    if settings.speaking != Speaking():
        parts["together"] = settings.speaking.model_dump(mode="json")
    takes = [
        [pid, sentence.utterance.take.sha256]
        for pid, passage in plan.passages.items()
        for sentence in passage
        if sentence.utterance.take is not None
    ]
    if takes:
        parts["recordings"] = takes
    if any(turn.pair_ends for turn in script.turns):
        parts["pairs"] = [[turn.number, dict(turn.pair_ends)] for turn in script.turns]
    if settings.edition:
        parts["editions"] = settings.model_dump(mode="json")["edition"]
    return {name: key_of(part=ingredient)[:_SHORT] for name, ingredient in parts.items()}


def _pronounced(utterance: Utterance) -> str:
    """What decides how an utterance is pronounced."""
    return " ".join([utterance.text, *(reading.sounds for reading in utterance.readings)])


_WHY = {
    "title": "the title has changed",
    "notes": "the show notes or keywords have changed",
    "chapters": "chapters have changed",
    "speakers": "names of speakers have changed",
    "credits": "the credits have changed",
    "voices": "voices have changed",
    "pronunciation": "what is spoken for the same text has changed",
    "recordings": "other sentences are said in person",
    "engine": "another engine is to speak",
    "editions": "an edition is ordered otherwise",
    "pairs": "pairs of sentences have been mended",
    "pauses": "the pauses have changed",
    "together": "other sentences are to be spoken together",
    "sound": "the sound's settings have changed",
    "music": "the music has changed",
    "show": "the show's title, author or copyright has changed",
    "cover": "the cover has changed",
}


def changes(plan: Plan, manifest: Manifest) -> Iterator[str]:
    """What has changed since the episode of `manifest` was made, in words."""
    now, before = ingredients(plan), manifest.ingredients
    if before is None:
        yield "it was made by an older version"
        return
    changed = [name for name in now if now[name] != before.get(name)]
    changed += ["recordings"] if "recordings" in before and "recordings" not in now else []
    if "text" in changed:
        before_sentences = {
            (cue["language"], cue["text"])
            for edition in manifest.editions.values()
            for cue in edition.cues
        }
        written = {
            (pid[1], sentence.written)
            for pid, passage in plan.passages.items()
            for sentence in passage
        }
        new, gone = len(written - before_sentences), len(before_sentences - written)
        counted = f"the text has changed (sentences: {new} new, {gone} gone)"
        yield counted if new or gone else "the text is in another order"
    # New text is spoken otherwise than what it replaces.
    implied = {"pronunciation"} if {"text", "engine"} & {*changed} else set()
    implied |= {"voices"} if "engine" in changed else set()
    yield from (_WHY[name] for name in changed if name in _WHY and name not in implied)
    for name in plan.order:
        if name not in manifest.editions:
            yield f"the edition {name} is wanted"
    yield from lost(plan.folder, manifest)


def lost(folder: Path, manifest: Manifest) -> Iterator[str]:
    """The files of an episode that are not there as they were made. Those of one that another
    machine published need not be."""
    if (folder / PUBLISHED).exists():
        return
    for edition in manifest.editions.values():
        for entry in (edition, *edition.sidecars):
            if _size(folder / entry.file) != entry.bytes:
                yield f"{entry.file} is gone or was changed"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _content(path: Path | None) -> str | None:
    if path is None or not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
