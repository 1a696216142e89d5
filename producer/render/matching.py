"""Voices that fit together: what brings each of a cast a little towards the mean of all.

A voice is measured once, on some of what it says, so that an edit does not make all of it sound
otherwise. Its equaliser moves no band by more than 3 dB, so that it stays the voice that it is, and
only what is sharper than the others is softened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from statistics import mean
from typing import TypeVar

from producer.audio.timbre import BANDS_HZ, Equalizer, Timbre, gains_to_mean, timbre
from producer.render.clips import Sentence, heard
from producer.store import LEVELS, Store, key_of

VERSION = 2
"""Raise it when the same clips should get another equaliser."""

_PROBES = 8
"""On so many sentences a voice is measured; with fewer, for the time being only."""
_MOST_DB = 3.0
_SHARPER_DB, _MOST_SOFTER_DB = 2.0, 4.0
"""A de-esser begins where a voice's sibilants are so much above the mean of the cast, and takes no
more than that."""
_SOFTENING = (0.22, 0.24, 0.26, 0.28, 0.3, 0.32)
"""What it may be set to: beyond, it takes from vowels too."""

_Voice = TypeVar("_Voice")


@dataclass(frozen=True, slots=True)
class VoiceTimbre:
    """The timbre of a voice, and by how many dB each of `_SOFTENING` would soften its sibilants."""

    timbre: Timbre
    softened_db: tuple[float, ...]

    def softening(self, softer_db: float) -> float:
        """What softens the voice by `softer_db`, or else as much as may be."""
        if softer_db <= 0:
            return 0.0
        settings = zip(_SOFTENING, self.softened_db, strict=True)
        return next((s for s, softened_db in settings if softened_db >= softer_db), _SOFTENING[-1])


def voice_timbre(
    sentences: Sequence[Sentence], voice: str
) -> Callable[[Store], VoiceTimbre | None]:
    """What finds the timbre of a voice that says `sentences`; `voice` names it among all that
    there are."""
    probes = tuple(sentences[:: -(-len(sentences) // _PROBES)])
    return partial(_voice_timbre, voice, probes, len(sentences) >= _PROBES)


def equalizers(timbres: Mapping[_Voice, VoiceTimbre | None]) -> dict[_Voice, Equalizer]:
    """What makes each voice of a cast fit to the others; one by itself needs nothing."""
    known = {voice: each for voice, each in timbres.items() if each is not None}
    if len(known) < 2:
        return {}
    sharp_db = mean(each.timbre.sibilance_db for each in known.values()) + _SHARPER_DB
    gains = gains_to_mean([each.timbre for each in known.values()], _MOST_DB)
    return {
        voice: Equalizer(
            own,
            each.softening(min(each.timbre.sibilance_db - sharp_db, _MOST_SOFTER_DB)),
        )
        for (voice, each), own in zip(known.items(), gains, strict=True)
    }


def _voice_timbre(
    voice: str, probes: Sequence[Sentence], are_enough: bool, store: Store
) -> VoiceTimbre | None:
    key = key_of(timbre=VERSION, voice=voice)
    if not are_enough and store.get(LEVELS, key) is None:
        clips = [[sentence.clip_digest, sentence.longest_ms] for sentence in probes]
        key = key_of(timbre=VERSION, clips=clips)
    entry = store.get(LEVELS, key)
    if entry is None:
        measured = _measured(probes, store)
        entry = store.put(LEVELS, key, {} if measured is None else asdict(measured))
    if not (meta := entry.meta):
        return None
    own = {**meta["timbre"], "bands_db": tuple(meta["timbre"]["bands_db"])}
    return VoiceTimbre(Timbre(**own), tuple(meta["softened_db"]))


def _measured(probes: Sequence[Sentence], store: Store) -> VoiceTimbre | None:
    sounds = [heard(sentence, store)[1] for sentence in probes]
    if (plain := timbre(sounds)) is None:
        return None
    level = (0.0,) * len(BANDS_HZ)
    softened = [timbre(map(Equalizer(level, each).applied, sounds)) for each in _SOFTENING]
    return VoiceTimbre(
        plain,
        tuple(round(plain.sibilance_db - t.sibilance_db, 2) if t else 0.0 for t in softened),
    )
