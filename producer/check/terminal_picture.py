"""The picture of an edition for a terminal: level, speakers and loudness in a few lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from producer.check.measured_sound import TARGET_LUFS
from producer.check.picture_data import PictureContents
from producer.timing import clock

_BARS = " ▁▂▃▄▅▆▇█"
_SOFTEST_LUFS, _LOUDEST_LUFS = -32.0, -8.0
_SOFTEST_DB, _LOUDEST_DB = -42.0, -12.0
_INITIALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def text(scene: PictureContents, width: int = 80) -> str:
    """`scene` in lines of at most `width` characters."""
    width = max(20, width)
    edges = np.linspace(0, max(1, scene.duration_ms), width - 10)
    _, effective = scene.peaks(edges)
    levels_db = 20 * np.log10(np.maximum(effective, 1e-6))
    ids = [speaker for speaker, _ in scene.names]
    initials = [_INITIALS[ids.index(speaker) % 26] for speaker, _ in scene.voices]
    who = "".join(initials[voice] if voice >= 0 else " " for voice in scene.voice_at(edges))
    rows = [
        ("level", _bars((levels_db - _SOFTEST_DB) / (_LOUDEST_DB - _SOFTEST_DB))),
        ("speaker", who),
        (
            "loudness",
            _bars(
                (np.nan_to_num(scene.loudness(edges[1:]), nan=_SOFTEST_LUFS) - _SOFTEST_LUFS)
                / (_LOUDEST_LUFS - _SOFTEST_LUFS)
            ),
        ),
    ]
    end = clock(scene.duration_ms)
    lines = [f"{name:<9}{content}" for name, content in rows if content.strip()]
    lines.append(f"{'':9}0:00{end:>{width - 15}}")
    return "\n".join([*lines, *_legend(scene)])


def _bars(parts: Iterable[float]) -> str:
    highest = len(_BARS) - 1
    return "".join(_BARS[min(max(round(float(part) * highest), 0), highest)] for part in parts)


def _legend(scene: PictureContents) -> Iterator[str]:
    for initial, (_, name) in zip(_INITIALS, scene.names, strict=False):
        yield f"{'':9}{initial} {name}"
    loudness = scene.sound.loudness_lufs
    if loudness is not None:
        yield f"{'':9}{loudness:.1f} LUFS, wanted {TARGET_LUFS:.0f}"
