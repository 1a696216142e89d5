"""What a picture of an edition shows: its sound, and who speaks when in which chapter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from producer.check import manifest
from producer.check.measured_sound import HOP_MS, LEVEL_MS, Levels, MeasuredSound

_FIRST_LEVEL = 29
"""What comes before is measured over less than 3 s."""


@dataclass(frozen=True, slots=True)
class PictureContents:
    """`voices` are (speaker, language) in the order of their first words, `spoken` has
    (start_ms, end_ms, index of the voice), `chapters` (start_ms, end_ms, title)."""

    title: str
    edition: str
    draft: bool
    sound: MeasuredSound
    names: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    voices: tuple[tuple[str, str], ...]
    spoken: tuple[tuple[int, int, int], ...]
    chapters: tuple[tuple[int, int, str], ...]

    @property
    def duration_ms(self) -> int:
        return self.sound.duration_ms

    def voice_at(self, edges: NDArray[np.float64]) -> NDArray[np.int64]:
        """Per column between two of `edges` (ms, ascending), the voice that is heard in it; −1
        where nobody speaks. Shape (n - 1,)."""
        found = np.full(len(edges) - 1, -1)
        for start, end, voice in self.spoken:
            first, last = np.searchsorted(edges, (start, end))
            found[max(0, first - 1) : last] = voice
        return found

    def peaks(self, edges: NDArray[np.float64]) -> tuple[Levels, Levels]:
        """Per column, the highest sample and the root mean square, from 0 to 1."""
        return _columns(np.maximum, self.sound.peaks, edges), np.sqrt(
            _columns(np.add, self.sound.effective**2, edges)
            / np.maximum(1, np.diff(_hops(edges, len(self.sound.effective))))
        )

    def loudness(self, edges: NDArray[np.float64]) -> Levels:
        """Short-term loudness in LUFS at each of `edges`; NaN where there is none yet."""
        levels = self.sound.short_term[_FIRST_LEVEL:]
        if not len(levels):
            return np.full(len(edges), np.nan, np.float32)
        times = (np.arange(len(levels)) + 1 + _FIRST_LEVEL) * LEVEL_MS
        return np.interp(edges, times, levels, left=np.nan).astype(np.float32)


def _hops(edges: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    return np.clip((edges / HOP_MS).astype(np.int64), 0, count)


def _columns(join: np.ufunc, values: Levels, edges: NDArray[np.float64]) -> Levels:
    """`values` per 10 ms joined per column; nothing behind the end."""
    hops = _hops(edges, len(values))
    padded = np.append(values, np.float32(0))
    joined = join.reduceat(padded, hops)[:-1]
    return np.where(hops[:-1] < len(values), joined, np.float32(0))


def scene(audio: Path, sound: MeasuredSound) -> PictureContents:
    """The scene of an edition's MP3, with what the manifest beside it knows of it."""
    claims = manifest.read_manifest(audio.parent / manifest.FILE)
    edition = claims.edition_of(audio.name)
    if edition is None or claims.head is None:
        return PictureContents(audio.name, "", False, sound, (), (), (), (), ())
    claimed = claims.editions[edition]
    languages = tuple(dict.fromkeys(cue.language for cue in claimed.cues))
    voices = list(dict.fromkeys((cue.speaker, cue.language) for cue in claimed.cues))
    speakers = dict.fromkeys(speaker for speaker, _ in voices)
    return PictureContents(
        title=" / ".join(dict.fromkeys(filter(None, map(claims.head.title.get, languages)))),
        edition=edition,
        draft=claims.draft,
        sound=sound,
        names=tuple((s, _name(claims, s, languages)) for s in speakers),
        languages=languages,
        voices=tuple(voices),
        spoken=tuple(
            (cue.start_ms, cue.end_ms, voices.index((cue.speaker, cue.language)))
            for cue in claimed.cues
        ),
        chapters=tuple((c.start_ms, c.end_ms, c.title) for c in claimed.chapters),
    )


def _name(claims: manifest.ClaimedManifest, speaker: str, languages: tuple[str, ...]) -> str:
    return " / ".join(dict.fromkeys(claims.speaker_name(speaker, la) for la in languages))
