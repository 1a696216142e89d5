"""Whether what the manifest says is spoken is heard, when it says so, and equally loud."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from producer.audio.loudness import integrated
from producer.check.captions import LATEST_MS
from producer.check.manifest import ClaimedCue
from producer.check.measured_sound import HOP_MS, LEVEL_MS, Levels, MeasuredSound
from producer.check.report import MANIFEST, PLAYERS, CheckLine, judged, not_applicable, some
from producer.timing import clock

MOST_APART_LU = 3.0
"""Between voices: more has listeners reach for the volume."""

_PAUSE_MS, _NEAR_MS = 200, 1_000
"""The pauses that sentences begin behind, and how far from one a sentence may be."""
_WINDOWS = 4
"""Momentary loudness is that of 400 ms."""
_LEAST_LEVELS = 30
"""A voice that is heard for less than 3 s has no loudness of its own."""


def lines(
    sound: MeasuredSound, cues: Sequence[ClaimedCue] | None, unmatched_db: float | None = None
) -> Iterator[CheckLine]:
    """What is asked of the voices in a sound; `cues` are None where none are known. Voices were
    `unmatched_db` apart in brightness before they were made to fit together, if they were."""
    sounding = "sound where each sentence should be"
    on_time, alike = f"within {LATEST_MS} ms", f"at most {MOST_APART_LU:.0f} LU apart"
    if not cues:
        for check, expected in ("sentences", sounding), ("times", on_time), ("voices", alike):
            yield not_applicable(check, "no sentences known", expected, MANIFEST)
        return
    quiet = sound.quiet
    silent = [clock(cue.start_ms) for cue in cues if not _sounds(quiet, cue)]
    yield judged(
        "sentences",
        not silent,
        f"silence at {some(silent)}" if silent else f"{len(cues)} of {len(cues)}",
        sounding,
        MANIFEST,
        advice="The file is damaged or another one: make the episode again",
    )
    late = _late_ms(sound, cues)
    yield judged(
        "times",
        late is None or abs(late) <= LATEST_MS,
        "no pauses to compare" if late is None else f"sound {late:+d} ms from its sentences",
        on_time,
        MANIFEST,
        advice="Captions and sound do not belong together: make the episode again",
    )
    levels = _voices(sound.momentary, cues)
    if len(levels) < 2:
        yield not_applicable("voices", "no two of them, or too short", alike, PLAYERS)
        return
    apart = max(levels.values()) - min(levels.values())
    low, high = min(levels, key=levels.__getitem__), max(levels, key=levels.__getitem__)
    yield judged(
        "voices",
        apart <= MOST_APART_LU,
        f"{apart:.1f} LU apart" + (f": {low}, {high}" if apart > MOST_APART_LU else ""),
        alike,
        PLAYERS,
        advice="Choose a lower `target_lufs`, or other voices: the limiter takes most from these",
    )
    yield from _timbres(sound, cues, unmatched_db)


def _timbres(
    sound: MeasuredSound, cues: Sequence[ClaimedCue], unmatched_db: float | None
) -> Iterator[CheckLine]:
    """How far voices are apart in brightness, which nobody asks for: it is told, not judged."""
    brightness = _brightness_db(sound, cues)
    if len(brightness) < 2:
        return
    low = min(brightness, key=brightness.__getitem__)
    high = max(brightness, key=brightness.__getitem__)
    before = "" if unmatched_db is None else f" ({unmatched_db:.1f} before `match`)"
    apart = f"{brightness[high] - brightness[low]:.1f} dB apart at 2 to 6 kHz{before}"
    yield not_applicable("timbre", f"{apart}: {low}, {high}", "told, not judged", PLAYERS)


def _sounds(quiet: NDArray[np.bool_], cue: ClaimedCue) -> bool:
    """Whether more than half of a sentence is no silence."""
    quiet = quiet[cue.start_ms // HOP_MS : -(-cue.end_ms // HOP_MS)]
    return len(quiet) > 0 and 2 * int(np.count_nonzero(quiet)) < len(quiet)


def _late_ms(sound: MeasuredSound, cues: Sequence[ClaimedCue]) -> int | None:
    """How much later than its sentence speech begins, in the middle of all that begin behind a
    pause; None where none do. Music may fill the other pauses."""
    ends = np.array([end for _, end in sound.pauses(_PAUSE_MS)])
    # Where sentences follow each other closely, only pauses inside of them would be found.
    apart = (b.start_ms for a, b in pairwise(cues) if b.start_ms - a.end_ms > _PAUSE_MS)
    starts = np.fromiter(apart, np.int64)
    if not len(ends):
        return None
    after = np.minimum(np.searchsorted(ends, starts), len(ends) - 1)
    earlier, later = ends[np.maximum(after - 1, 0)] - starts, ends[after] - starts
    nearest = np.where(np.abs(earlier) <= np.abs(later), earlier, later)
    near = nearest[np.abs(nearest) <= _NEAR_MS]
    return int(np.median(near)) if len(near) else None


def _brightness_db(sound: MeasuredSound, cues: Sequence[ClaimedCue]) -> dict[str, float]:
    """How much of each voice lies at 2 to 6 kHz, in dB against all of it."""
    powers: dict[str, Levels] = {}
    for cue in cues:
        own = sound.bright[-(-cue.start_ms // LEVEL_MS) : cue.end_ms // LEVEL_MS]
        voice = f"{cue.speaker} ({cue.language})"
        powers[voice] = np.concatenate([powers.get(voice, np.empty((0, 2), np.float32)), own])
    return {
        voice: 10 * float(np.log10(own[:, 0].sum() / own[:, 1].sum()))
        for voice, own in powers.items()
        if len(own) >= _LEAST_LEVELS and own.sum(axis=0).all()
    }


def _voices(momentary: Levels, cues: Sequence[ClaimedCue]) -> dict[str, float]:
    """The loudness of each voice in LUFS, over windows that no pause reaches into."""
    levels: dict[str, list[Levels]] = defaultdict(list)
    for cue in cues:
        first = -(-cue.start_ms // LEVEL_MS) + _WINDOWS - 1
        levels[f"{cue.speaker} ({cue.language})"].append(momentary[first : cue.end_ms // LEVEL_MS])
    return {
        voice: loudness
        for voice, parts in levels.items()
        if sum(map(len, parts)) >= _LEAST_LEVELS and (loudness := integrated(parts)) is not None
    }
