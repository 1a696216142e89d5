"""Voices that fit together: what brings each of a cast a little towards the mean of all.

A voice is measured once, on some of what it says. Its equaliser moves no band by more than 3 dB, so
that it stays the voice that it is; only what is sharper than the others is softened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from statistics import mean
from typing import TypeVar

from producer.audio.timbre import Equalizer, Timbre, gains_to_mean, timbre
from producer.render.clips import Sentence, heard
from producer.store import LEVELS, Store, key_of

VERSION = 1
"""Raise it when the same clips should get another equaliser."""

_PROBES = 8
_MOST_DB = 3.0
_SHARPER_DB, _MOST_SOFTER_DB = 2.0, 4.0
"""A de-esser begins where a voice's sibilants are so much above the mean of the cast, and takes no
more than that."""
_SOFTENING = (0.22, 0.24, 0.26, 0.28, 0.3, 0.32)
"""What it is tried with, from the gentlest on: beyond, it takes from vowels too."""

_Voice = TypeVar("_Voice")


@dataclass(frozen=True, slots=True)
class Match:
    """What a voice lacks to be like the others: gains in dB by band, and by how many dB its
    sibilants are to be softer than they are then."""

    gains_db: tuple[float, ...]
    softer_db: float = 0.0


def voice_timbre(sentences: Sequence[Sentence]) -> Callable[[Store], Timbre | None]:
    """What finds the timbre of a voice that says `sentences`."""
    return partial(_timbre, tuple(sentences[:: -(-len(sentences) // _PROBES)]), None)


def matches(timbres: Mapping[_Voice, Timbre | None]) -> dict[_Voice, Match]:
    """What each voice of a cast lacks; a voice by itself lacks nothing."""
    known = {voice: each for voice, each in timbres.items() if each is not None}
    if len(known) < 2:
        return {}
    sharp = mean(each.sibilance_db for each in known.values()) + _SHARPER_DB
    gains = gains_to_mean(list(known.values()), _MOST_DB)
    return {
        voice: Match(own, max(0.0, min(round(each.sibilance_db - sharp, 1), _MOST_SOFTER_DB)))
        for (voice, each), own in zip(known.items(), gains, strict=True)
    }


def equalizer_of(match: Match, probes: Sequence[Sentence], store: Store) -> Equalizer:
    """What gives a voice that says `probes` what it lacks."""
    plain = Equalizer(match.gains_db)
    if not match.softer_db or (now := _timbre(probes, None, store)) is None:
        return plain
    for softening in _SOFTENING:
        softer = replace(plain, softening=softening)
        after = _timbre(probes, Equalizer((0.0,) * len(match.gains_db), softening), store)
        if after is not None and now.sibilance_db - after.sibilance_db >= match.softer_db:
            break
    return softer


def _timbre(probes: Sequence[Sentence], equalizer: Equalizer | None, store: Store) -> Timbre | None:
    key = key_of(
        timbre=VERSION,
        clips=[[sentence.clip_digest, sentence.longest_ms] for sentence in probes],
        **({} if equalizer is None else asdict(equalizer)),
    )
    entry = store.get(LEVELS, key)
    if entry is None:
        sounds = (heard(sentence, store)[1] for sentence in probes)
        found = timbre(equalizer.applied(pcm) if equalizer else pcm for pcm in sounds)
        entry = store.put(LEVELS, key, {} if found is None else asdict(found))
    meta = entry.meta
    return Timbre(**{**meta, "bands_db": tuple(meta["bands_db"])}) if meta else None
