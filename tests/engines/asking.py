"""Engines asked for a clip, and what is heard in it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import numpy as np

from producer.audio.pcm import Pcm
from producer.engines.base import Engine

T = TypeVar("T")


def run(engine: Engine, work: Coroutine[Any, Any, T]) -> T:
    """What comes of `work` with `engine`, which is closed after it."""

    async def closing() -> T:
        try:
            return await work
        finally:
            await engine.aclose()

    return asyncio.run(closing())


def peak_hz(pcm: Pcm) -> float:
    """The strongest frequency."""
    spectrum = np.abs(np.fft.rfft(pcm.samples.astype(float)))
    return float(np.argmax(spectrum)) * pcm.rate / len(pcm.samples)
