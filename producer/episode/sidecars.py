"""The files beside an edition's MP3."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from producer.model import PairCues, Timeline
from producer.publish import captions, chapters, transcripts
from producer.store import Store, Written, key_of, write_changed
from producer.store.recollection import keep, program, recall
from producer.workers.local import Task

_AT_ONCE = 16
"""So many passages are divided in one task."""
_FOLDER = "captions"


@dataclass(frozen=True, slots=True)
class Divisions:
    """The passages and pairs of an episode, each once, to be divided into captions. Dividing one
    takes ten times as long as reading it, so what came of it is kept in `file`, by a digest of the
    part with its words' times. `known` are those of an earlier run."""

    file: Path
    parts: Mapping[Hashable, captions.Divisible]
    digests: Mapping[Hashable, str]
    known: Mapping[str, Sequence[captions.Caption]]

    def tasks(self) -> Iterator[Task[captions.Divided]]:
        """What divides the passages that are not known."""
        unknown = [item for item in self.parts.items() if self.digests[item[0]] not in self.known]
        for at in range(0, len(unknown), _AT_ONCE):
            yield partial(_divide, unknown[at : at + _AT_ONCE])

    def with_results(self, results: Iterable[captions.Divided]) -> captions.Divided:
        """All passages divided; they are known from now on."""
        new = {like: each for result in results for like, each in result.items()}
        divided = {
            like: new[like] if like in new else self.known[digest]
            for like, digest in self.digests.items()
        }
        if new or len(self.known) > len(divided):
            content = {
                self.digests[like]: [
                    [c.start_ms, c.end_ms, c.language, c.speaker, c.lines, c.languages]
                    for c in each
                ]
                for like, each in divided.items()
            }
            keep(self.file, program(), json.dumps(content, ensure_ascii=False).encode())
        return divided


def caption_divisions(folder: Path, store: Path, timelines: Iterable[Timeline]) -> Divisions:
    """How the passages and pairs in the `timelines` of the episode in `folder` are divided."""
    parts = {
        captions.likeness(part): part
        for timeline in timelines
        for part in captions.divisible(timeline)
    }
    file = store / _FOLDER / f"{key_of(folder=str(folder.resolve()))}.json"
    digests = {like: _digest(part) for like, part in parts.items()}
    return Divisions(file, parts, digests, _known(file))


def _known(file: Path) -> dict[str, list[captions.Caption]]:
    content = recall(file, program())
    try:
        return {
            digest: [
                captions.Caption(
                    start_ms, end_ms, language, speaker, tuple(lines), tuple(languages)
                )
                for start_ms, end_ms, language, speaker, lines, languages in parts
            ]
            for digest, parts in json.loads(content or b"{}").items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _digest(part: captions.Divisible) -> str:
    if isinstance(part, PairCues):
        return key_of(heard=_digest(part.heard), partners=part.partners and _digest(part.partners))
    begin = part[0].start_ms
    cues = [
        [
            *(cue.start_ms - begin, cue.end_ms - begin, cue.text),
            [[word.start_ms - begin, word.end_ms - begin, word.text] for word in cue.words],
        ]
        for cue in part
    ]
    return key_of(language=part[0].language, speaker=part[0].speaker, cues=cues)


def _divide(parts: Sequence[tuple[Hashable, captions.Divisible]], _: Store) -> captions.Divided:
    return {like: captions.divide(part) for like, part in parts}


def write_sidecars(
    folder: Path,
    stem: str,
    when: Timeline,
    divided: captions.Divided,
    names: Mapping[str, Mapping[str, str]],
) -> dict[str, Written]:
    """Write chapters, captions and transcript of an edition, and tell what each file holds. `stem`
    is "<slug>.<edition>", and `names[speaker][language]` what speakers are called."""
    contents = chain(
        chapters.files(stem, when),
        captions.files(stem, when, divided, names),
        transcripts.files(stem, when, names),
    )
    return {
        name: write_changed(folder / name, (piece.encode() for piece in pieces))
        for name, pieces in contents
    }
