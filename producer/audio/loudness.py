"""Loudness after ITU-R BS.1770-4 and EBU R 128.

The parts of an episode are measured one by one and the numbers joined: the integrated loudness
of many stretches follows from the momentary loudness (400 ms windows every 100 ms) of each.
All figures are for one channel taken as mono, not as two equal channels.

libavfilter's ebur128 gives the same figures (tests compare them) and takes as long as resampling
and limiting together, so the weighting is done here in the frequency domain, 100 ms at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from producer.audio.pcm import Floats, Samples, full_scale

Momentary = NDArray[np.float32]
"""Momentary loudness in LUFS every 100 ms. Shape (n,)."""

_STEPS_PER_WINDOW = 4
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_OFFSET_DB = -0.691
"""BS.1770-4, equations 2 and 3."""

_BLOCK = 12
"""So many steps are transformed at once: they stay in the processor's cache."""

_FLOOR = 1e-12
"""Mean square that stands for silence: −120 dB."""


def momentary(samples: Samples | Floats, rate: int, pause_ms: int = 400) -> Momentary:
    """The momentary loudness of mono `samples` that stand between pauses of `pause_ms`.

    Windows that reach into the pauses count, as they do in the finished episode."""
    meter = LoudnessMeter(rate)
    meter.add(samples)
    return meter.momentary(pause_ms)


class LoudnessMeter:
    """The momentary loudness of a sound at `rate` that comes block after block."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._step = rate // 10
        self._rest: Samples | Floats = np.empty(0, np.int16)
        self._energies: list[NDArray[np.float32]] = []

    def add(self, samples: Samples | Floats) -> None:
        """The next samples, of shape (n,), all of one kind."""
        joined = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        complete = len(joined) // self._step * self._step
        steps = joined[:complete].reshape(-1, self._step)
        for at in range(0, len(steps), _BLOCK):
            self._energies.append(_energies(steps[at : at + _BLOCK], self._rate))
        self._rest = joined[complete:]

    def momentary(self, pause_ms: int = 400) -> Momentary:
        """What `momentary` gives for all that was added."""
        energies = [*self._energies]
        if len(self._rest):
            last = np.zeros(self._step, self._rest.dtype)
            last[: len(self._rest)] = self._rest
            energies.append(_energies(last[None, :], self._rate))
        if not energies:
            return np.empty(0, np.float32)
        pauses = (_STEPS_PER_WINDOW - 1, -(-pause_ms // 100))
        padded = np.pad(np.concatenate(energies), pauses)
        sums = np.convolve(padded, np.ones(_STEPS_PER_WINDOW), "valid")
        return np.asarray(_level(sums / _STEPS_PER_WINDOW), dtype=np.float32)


def _energies(steps: Samples | Floats, rate: int) -> NDArray[np.float32]:
    """The weighted mean square of each row of `steps`. Shape (len(steps),)."""
    spectrum = np.fft.rfft(steps.astype(np.float32, copy=False), axis=1)
    power = np.square(spectrum.real)
    power += np.square(spectrum.imag)
    weights = _weights(rate, steps.shape[1], full_scale(steps))
    # Not with @: OpenBLAS has a thread for each core look out for more of such work, in every
    # process, and takes their time from the encoder.
    energies: NDArray[np.float32] = np.einsum("ij,j->i", power, weights)
    return energies


def added_up(channels: Sequence[Momentary]) -> Momentary:
    """The momentary loudness of a sound from that of its channels."""
    powers = [10 ** (channel / 10) for channel in channels]
    return np.asarray(10 * np.log10(np.sum(powers, axis=0)), dtype=np.float32)


def integrated(parts: Iterable[Momentary]) -> float | None:
    """The gated loudness in LUFS of all `parts` together; None where all of it is silence."""
    gated = [levels[levels > _ABSOLUTE_GATE_LUFS] for levels in parts]
    powers = np.empty(sum(map(len, gated)))
    if not len(powers):
        return None
    # In place: a day has a million of them.
    np.concatenate(gated, out=powers)
    powers -= _OFFSET_DB
    powers /= 10
    np.power(10.0, powers, out=powers)
    gate = powers.mean() * 10 ** (_RELATIVE_GATE_LU / 10)
    return float(_level(powers[powers > gate].mean()))


def _level(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return 10 * np.log10(np.maximum(power, _FLOOR)) + _OFFSET_DB


@lru_cache(maxsize=8)
def _weights(rate: int, size: int, full: int) -> NDArray[np.float32]:
    """What each bin of a real spectrum of `size` samples adds to the weighted mean square: the
    power response of BS.1770-4's two filters, for any rate, and Parseval's factors. Shape
    (size // 2 + 1,)."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = _shelf(rate, z) * _high_pass(rate, z)
    factors = np.full(len(z), 2.0)
    factors[0] = 1.0
    if size % 2 == 0:
        factors[-1] = 1.0
    return np.asarray(abs(response) ** 2 * factors / (size * full) ** 2, dtype=np.float32)


def _shelf(rate: int, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    """The head's effect: a high shelf of 4 dB. The analogue values behind the standard's
    coefficients for 48 kHz, as in libebur128."""
    k = np.tan(np.pi * 1681.974450955533 / rate)
    q = 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    numerator = (high + middle * k / q + k * k) + 2 * (k * k - high) * z
    numerator = numerator + (high - middle * k / q + k * k) * z**2
    denominator = (1 + k / q + k * k) + 2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2
    return np.asarray(numerator / denominator)


def _high_pass(rate: int, z: NDArray[np.complex128]) -> NDArray[np.complex128]:
    k = np.tan(np.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    a0 = 1 + k / q + k * k
    denominator = 1 + (2 * (k * k - 1) * z + (1 - k / q + k * k) * z**2) / a0
    return np.asarray((1 - z) ** 2 / denominator)
