"""How a file sounds: decoded from end to end once, a block at a time, and measured.

Loudness is measured by libavfilter's ebur128, not by what sets the levels of an episode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from producer.audio.graph import stream
from producer.audio.loudness import integrated
from producer.audio.pcm import Samples, UnreadableAudio, blocks
from producer.audio.peaks import true_peak_dbtp
from producer.audio.timbre import BRIGHT_HZ, power_spectra
from producer.check.report import APPLE, PLAYERS, CheckLine, judged, not_applicable, some
from producer.timing import clock

HOP_MS, LEVEL_MS = 10, 100
TARGET_LUFS, TOLERANCE_LU, CEILING_DBTP = -16.0, 1.0, -1.0
"""Apple's figures: a file of one channel is measured as mono, one of two as stereo."""
TWO_EARS_LU = 3.0
"""So much louder is one channel that both ears hear than the same figure in stereo."""
LONGEST_PAUSE_MS = 5_000

_NOTHING_DB = -120.0
_SILENT = 10 ** (-50 / 20)
"""What stays below this part of full scale is a pause."""
_CLIPPED_RUN = 3
"""So many samples in a row at full scale are a peak cut off, and no accident."""
_EDGE = 32
"""Samples at either end of a block in which its true peak depends on the blocks beside it."""

Levels = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredSound:
    """What was measured. Loudness is that of one channel taken as mono, or of both added up, as
    players measure it.

    `peaks` and `effective` are the highest and the root-mean-square sample of each 10 ms, from
    0 to 1; `momentary` and `short_term` are the loudness in LUFS of the last 400 ms and of the
    last 3 s, every 100 ms. `bright` has the power at 2 to 6 kHz and at all frequencies of each
    100 ms, shape (n, 2). `clipped` counts peaks cut off at full scale. `broken` says why
    decoding ended early, if it did.
    """

    rate: int
    channels: int
    samples: int
    loudness_lufs: float | None
    true_peak_dbtp: float
    clipped: int
    peaks: Levels
    effective: Levels
    momentary: Levels
    short_term: Levels
    bright: Levels = field(default_factory=lambda: np.empty((0, 2), np.float32))
    broken: str = ""

    @property
    def duration_ms(self) -> int:
        return self.samples * 1000 // self.rate if self.rate else 0

    @property
    def quiet(self) -> NDArray[np.bool_]:
        """Of each 10 ms, whether it is silent."""
        return np.asarray(self.peaks < _SILENT)

    def pauses(self, at_least_ms: int) -> list[tuple[int, int]]:
        """Start and end in ms of every stretch of silence of at least `at_least_ms`."""
        quiet = np.concatenate([[False], self.quiet, [False]]).astype(np.int8)
        steps = np.diff(quiet)
        starts, ends = np.flatnonzero(steps > 0), np.flatnonzero(steps < 0)
        long = (ends - starts) * HOP_MS >= at_least_ms
        spans = zip(starts[long] * HOP_MS, ends[long] * HOP_MS, strict=True)
        return [(int(start), int(end)) for start, end in spans]


def measure(path: Path) -> MeasuredSound:
    """Decode and measure a file, whatever is in it."""
    gauge = _Gauge()
    levels: list[tuple[str, str]] = []
    broken = ""
    try:
        measured = gauge.measured(path)
        first = next(measured)
        for frame in stream(chain([first], measured), gauge.rate, [("ebur128", "metadata=1")]):
            metadata = frame.metadata
            if "lavfi.r128.S" in metadata:  # the last, shorter than 100 ms, has none
                levels.append((metadata["lavfi.r128.M"], metadata["lavfi.r128.S"]))
    except UnreadableAudio as error:
        broken = error.message
    except StopIteration:
        broken = "it holds no sound"
    table = np.nan_to_num(np.array(levels, dtype=np.float32).reshape(-1, 2), nan=_NOTHING_DB)
    return MeasuredSound(
        rate=gauge.rate,
        channels=gauge.channels,
        samples=gauge.samples,
        loudness_lufs=integrated([table[:, 0]]),
        true_peak_dbtp=gauge.true_peak_dbtp,
        clipped=gauge.clipped,
        peaks=np.concatenate([np.empty(0, np.float32), *gauge.peaks]),
        effective=np.concatenate([np.empty(0, np.float32), *gauge.effective]),
        momentary=table[:, 0],
        short_term=table[:, 1],
        bright=np.concatenate([np.empty((0, 2), np.float32), *gauge.bright]),
        broken=broken,
    )


class _Gauge:
    """What is measured of each block on its way to the loudness filter."""

    def __init__(self) -> None:
        self.rate = self.channels = self.samples = self.clipped = 0
        self.true_peak_dbtp = _NOTHING_DB
        self.peaks: list[Levels] = []
        self.effective: list[Levels] = []
        self.bright: list[Levels] = []

    def measured(self, path: Path) -> Iterator[Samples]:
        """The blocks of a file, of one channel or of two."""
        before: Samples | None = None
        for samples, self.rate in blocks(path):
            self.true_peak_dbtp = max(self.true_peak_dbtp, _true_peak(before, samples))
            before = samples[-2 * _EDGE :]
            self.clipped += sum(map(_cut_off, samples.T))
            self.samples += len(samples)
            self.channels = samples.shape[1]
            hop = self.rate * HOP_MS // 1000
            hops = np.pad(samples, ((0, -len(samples) % hop), (0, 0))).reshape(
                -1, hop * samples.shape[1]
            )
            scaled = hops.astype(np.float32) / 32768
            self.peaks.append(np.abs(scaled).max(axis=1))
            self.effective.append(np.sqrt((scaled**2).mean(axis=1)))
            self.bright.append(_brightness(samples, self.rate))
            yield samples[:, 0] if self.channels == 1 else samples


def _true_peak(before: Samples | None, samples: Samples) -> float:
    """The true peak of a block, up to its edge: the next one looks there again, with what it
    has of this one `before` it. Faded edges overshoot nothing."""
    joined = samples.copy() if before is None else np.concatenate([before, samples])
    edge = min(_EDGE, len(joined))
    rise = np.linspace(0, 1, edge)[:, None]
    if before is not None:
        joined[:edge] = joined[:edge] * rise
    joined[len(joined) - edge :] = joined[len(joined) - edge :] * rise[::-1]
    return max(map(true_peak_dbtp, joined.T))


def _brightness(samples: Samples, rate: int) -> Levels:
    """The power at `BRIGHT_HZ` and at all frequencies of each 100 ms, of which blocks have whole
    numbers, and a last one may have less. Shape (n, 2)."""
    hz, power = power_spectra(samples[:, 0], rate, LEVEL_MS)
    within = (hz >= BRIGHT_HZ[0]) & (hz < BRIGHT_HZ[1])
    both = np.column_stack([power[:, within].sum(axis=1), power.sum(axis=1)])
    return both.astype(np.float32)


def _cut_off(channel: Samples) -> int:
    """How many peaks stay at full scale for several samples."""
    full = (channel >= 32767) | (channel <= -32768)
    run = np.convolve(full, np.ones(_CLIPPED_RUN, np.int8)) >= _CLIPPED_RUN
    return int(np.count_nonzero(run[1:] & ~run[:-1]))


def lines(sound: MeasuredSound) -> Iterator[CheckLine]:
    """What platforms ask of the sound."""
    yield judged(
        "decoding",
        not sound.broken,
        sound.broken or f"{clock(sound.duration_ms)} of sound",
        "sound from end to end",
        PLAYERS,
        advice="The file is damaged: make or copy it again",
    )
    loudness = sound.loudness_lufs
    taken = "in stereo" if sound.channels == 2 else "as mono, or on two ears"
    yield judged(
        "loudness",
        _is_right_loudness(sound),
        "silence" if loudness is None else f"{loudness:.1f} LUFS{_on_two_ears(sound)}",
        f"{TARGET_LUFS:.0f} ± {TOLERANCE_LU:.0f} LUFS {taken}",
        APPLE,
        advice="Set `target_lufs = -16.0` in [sound] of show.toml and make the episode again",
    )
    yield judged(
        "true peak",
        sound.true_peak_dbtp <= CEILING_DBTP,
        f"{sound.true_peak_dbtp:.1f} dBTP",
        f"at most {CEILING_DBTP:.0f} dBTP",
        APPLE,
        advice="Set `ceiling_dbtp = -1.0` in [sound] of show.toml and make the episode again",
    )
    yield judged(
        "clipping",
        not sound.clipped,
        f"{sound.clipped} peaks cut off" if sound.clipped else "none",
        "no peak cut off",
        PLAYERS,
        advice="Turn down what was too loud before it was encoded",
    )
    if sound.loudness_lufs is None:
        yield not_applicable("pauses", "all is silence", _pauses_wanted(), PLAYERS)
        return
    pauses = sound.pauses(0)
    longest = max((end - start for start, end in pauses), default=0)
    too_long = [
        f"{(end - start) / 1000:.1f} s at {clock(start)}"
        for start, end in pauses
        if end - start > LONGEST_PAUSE_MS
    ]
    yield judged(
        "pauses",
        not too_long,
        some(too_long) if too_long else f"the longest {longest / 1000:.1f} s",
        _pauses_wanted(),
        PLAYERS,
        advice="Shorten the pauses in [pauses] of show.toml, or find what is missing there",
    )


def _is_right_loudness(sound: MeasuredSound) -> bool:
    """Whether a file is as loud as Apple asks. That does not say how one channel is to be
    measured: as it is, or as both ears hear it, either will do."""
    if sound.loudness_lufs is None:
        return False
    figures = [sound.loudness_lufs]
    if sound.channels == 1:
        figures.append(sound.loudness_lufs + TWO_EARS_LU)
    return any(abs(figure - TARGET_LUFS) <= TOLERANCE_LU for figure in figures)


def _on_two_ears(sound: MeasuredSound) -> str:
    """One channel that both ears hear is 3 dB louder than the same figure in stereo."""
    if sound.channels != 1 or sound.loudness_lufs is None:
        return ""
    return f" ({sound.loudness_lufs + TWO_EARS_LU:.1f} on two ears)"


def _pauses_wanted() -> str:
    return f"none longer than {LONGEST_PAUSE_MS // 1000} s"
