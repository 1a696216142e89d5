"""A picture of an edition: who speaks, how loud, in which chapter, with what pauses between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from producer.check.measured_sound import CEILING_DBTP, LONGEST_PAUSE_MS, TARGET_LUFS, TOLERANCE_LU
from producer.check.picture_data import PictureContents
from producer.fonts import typeface
from producer.timing import clock

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

WIDTH = 1800
_FINER = 2
"""Everything is drawn so many times larger and then reduced, which smooths its edges."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 28, 116, 20
_CHAPTER, _PAUSES, _TIME, _GAP = 24, 30, 20, 18
_TALL, _LOW = (270, 150), (112, 76)
"""Heights of waveform and loudness in a picture of one row, and of several."""
_MOST_ROWS = 6
_ROW_SECONDS = (60, 120, 180, 240, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400)

_LOUDEST, _SOFTEST = -9.0, -29.0
_LOUDNESS_MARKS = (-12, -16, -20, -24)
_SHOWN_PAUSE_MS = 250
_PAUSE_SCALE_MS = 2_000

_PAPER, _PANEL, _GRID = (250, 250, 247), (255, 255, 255), (232, 232, 228)
_INK, _GREY, _FAINT = (38, 46, 56), (120, 126, 134), (206, 208, 210)
_NOBODY, _CURVE, _SHADE = (172, 176, 182), (44, 62, 80), (228, 233, 238)
_TARGET, _BAND, _WRONG = (34, 139, 94), (224, 243, 233), (200, 52, 52)
_SPEAKERS: tuple[Colour, ...] = (
    *((37, 99, 168), (217, 119, 6), (15, 138, 116), (147, 67, 170)),
    *((190, 52, 85), (101, 119, 20), (13, 130, 165), (120, 85, 60)),
)
"""Told apart by the colour-blind as well, in this order."""


def draw(scene: PictureContents, file: Path) -> None:
    """Write the picture of `scene` as a PNG, `WIDTH` pixels wide: one row, or several for a
    longer episode."""
    duration_ms = max(1, scene.duration_ms)
    row_ms = _row_ms(duration_ms)
    starts = range(0, duration_ms, row_ms)
    heights = _TALL if len(starts) == 1 else _LOW
    row = _CHAPTER + sum(heights) + _PAUSES + _TIME + _GAP
    canvas = _Canvas(WIDTH, _TOP + row * len(starts) + _BOTTOM)
    _header(canvas, scene)
    for number, start in enumerate(starts):
        _row(canvas, scene, start, start + row_ms, _TOP + number * row, heights)
    canvas.save(file)


def _row_ms(duration_ms: int) -> int:
    """How much time a row shows: all of a short episode, else a round number."""
    if duration_ms <= _ROW_SECONDS[1] * 1000:
        return duration_ms
    wanted = duration_ms / _MOST_ROWS / 1000
    return 1000 * next((s for s in _ROW_SECONDS if s >= wanted), _ROW_SECONDS[-1])


class _Canvas:
    """Drawing in the pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * _FINER, height * _FINER), _PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._face = typeface()
        self._fonts: dict[int, FreeTypeFont] = {}

    def save(self, file: Path) -> None:
        self._image.reduce(_FINER).save(file, "PNG", optimize=True)

    def box(self, box: Sequence[float], fill: Colour) -> None:
        left, top, right, bottom = (round(v * _FINER) for v in box)
        if right > left and bottom > top:
            self._draw.rectangle((left, top, right - 1, bottom - 1), fill)

    def line(self, points: Sequence[tuple[float, float]], fill: Colour, width: float = 1) -> None:
        finer = [(x * _FINER, y * _FINER) for x, y in points]
        self._draw.line(finer, fill, round(width * _FINER), joint="curve")

    def dashes(self, y: float, left: float, right: float, fill: Colour) -> None:
        for x in np.arange(left, right, 9):
            self.line([(x, y), (min(x + 5, right), y)], fill)

    def polygon(self, points: Sequence[tuple[float, float]], fill: Colour) -> None:
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill)

    def columns(self, left: int, middle: float, heights: np.ndarray, fills: np.ndarray) -> None:
        """Upright strokes of a pixel each, `heights` to either side of `middle`."""
        for x, (height, fill) in enumerate(zip(heights, fills, strict=True), left):
            self.box((x, middle - height, x + 1, middle + height), tuple(fill))

    def text(
        self, x: float, y: float, text: str, size: int, fill: Colour = _INK, anchor: str = "lm"
    ) -> float:
        """Write one line and give its width."""
        font, text = self._font(size), self._face.drawable(text)
        self._draw.text((x * _FINER, y * _FINER), text, fill, font, anchor)
        return font.getlength(text) / _FINER

    def fitted(self, text: str, size: int, width: float) -> str:
        """`text`, cut to `width` with "…"; empty where nothing of it fits."""
        font, text = self._font(size), self._face.drawable(text)
        if font.getlength(text) <= width * _FINER:
            return text
        while text and font.getlength(text + "…") > width * _FINER:
            text = text[:-1]
        return f"{text.rstrip()}…" if text else ""

    def _font(self, size: int) -> FreeTypeFont:
        if size not in self._fonts:
            self._fonts[size] = self._face.at(size * _FINER)
        return self._fonts[size]


def _header(canvas: _Canvas, scene: PictureContents) -> None:
    sound = scene.sound
    loudness = "silence" if sound.loudness_lufs is None else f"{sound.loudness_lufs:.1f} LUFS"
    facts = [
        scene.edition,
        clock(scene.duration_ms),
        loudness,
        f"true peak {sound.true_peak_dbtp:.1f} dBTP",
        "draft" if scene.draft else "",
    ]
    canvas.text(_LEFT, 34, canvas.fitted(scene.title, 24, WIDTH - _LEFT - 460), 24)
    canvas.text(WIDTH - _RIGHT, 34, "  ·  ".join(filter(None, facts)), 15, _GREY, "rm")
    x: float = _LEFT
    for index, (speaker, name) in enumerate(scene.names):
        spoken = [la for la in scene.languages if (speaker, la) in scene.voices]
        for language in spoken:
            canvas.box((x, 66, x + 20, 78), _colour(scene, index, language))
            x += 20
        x += 8 + canvas.text(x + 8, 72, canvas.fitted(name, 14, 300), 14)
        if len(spoken) > 1:
            x += 6 + canvas.text(x + 6, 72, " | ".join(spoken), 12, _GREY)
        x += 28
    x = WIDTH - _RIGHT - 470
    canvas.line([(x, 72), (x + 24, 72)], _CURVE, 2)
    canvas.text(x + 32, 72, "short-term loudness, 3 s", 13, _GREY)
    canvas.box((x + 210, 66, x + 234, 78), _BAND)
    canvas.dashes(72, x + 210, x + 234, _TARGET)
    canvas.text(x + 242, 72, f"{TARGET_LUFS:.0f} ± {TOLERANCE_LU:.0f} LUFS", 13, _GREY)
    canvas.box((x + 368, 64, x + 371, 78), _GREY)
    canvas.text(x + 380, 72, "pause", 13, _GREY)


def _row(
    canvas: _Canvas,
    scene: PictureContents,
    start_ms: int,
    end_ms: int,
    top: int,
    heights: tuple[int, int],
) -> None:
    right = WIDTH - _RIGHT
    per_ms = (right - _LEFT) / (end_ms - start_ms)
    shown_ms = min(end_ms, scene.duration_ms)
    right = min(right, round(_LEFT + (shown_ms - start_ms) * per_ms))
    wave = (_LEFT, top + _CHAPTER, right, top + _CHAPTER + heights[0])
    loudness = (_LEFT, wave[3] + 4, right, wave[3] + heights[1])
    pauses = (_LEFT, loudness[3] + 4, right, loudness[3] + _PAUSES)
    for panel in wave, loudness, pauses:
        canvas.box(panel, _PANEL)
    _seconds(canvas, start_ms, shown_ms, per_ms, (wave[1], pauses[3]))
    _waveform(canvas, scene, start_ms, shown_ms, wave)
    _loudness(canvas, scene, start_ms, shown_ms, loudness)
    _pauses(canvas, scene, start_ms, per_ms, pauses)
    _chapters(canvas, scene, start_ms, shown_ms, per_ms, (top, pauses[3]))


def _edges(start_ms: int, end_ms: int, columns: int) -> np.ndarray:
    return np.linspace(start_ms, end_ms, columns + 1)


def _waveform(
    canvas: _Canvas, scene: PictureContents, start_ms: int, end_ms: int, box: Box
) -> None:
    left, top, right, bottom = box
    middle, reach = (top + bottom) / 2, (bottom - top) / 2
    for level_db in CEILING_DBTP, -12:
        part = 10 ** (level_db / 20) * reach
        colour = _FAINT if level_db == CEILING_DBTP else _GRID
        for y in middle - part, middle + part:
            canvas.dashes(y, left, right, colour)
        canvas.text(left - 8, middle - part, f"{level_db:.0f} dB", 11, _GREY, "rm")
    edges = _edges(start_ms, end_ms, right - left)
    peaks, effective = scene.peaks(edges)
    bright, light = _palette(scene)
    voices = scene.voice_at(edges)
    canvas.line([(left, middle), (right, middle)], _GRID, 0.5)
    canvas.columns(left, middle, peaks * reach, light[voices])
    canvas.columns(left, middle, effective * reach, bright[voices])


def _palette(scene: PictureContents) -> tuple[np.ndarray, np.ndarray]:
    """Per voice, the colour of its body and that of its peaks; the last is nobody's."""
    speakers = [speaker for speaker, _ in scene.names]
    bright = [_colour(scene, speakers.index(s), language) for s, language in scene.voices]
    bright.append(_NOBODY)
    return np.array(bright), np.array([_towards_white(colour, 0.5) for colour in bright])


def _colour(scene: PictureContents, speaker: int, language: str) -> Colour:
    """A colour for each speaker, paler in the second language."""
    paler = 0.42 * scene.languages.index(language) if language in scene.languages else 0
    return _towards_white(_SPEAKERS[speaker % len(_SPEAKERS)], min(paler, 0.7))


def _towards_white(colour: Colour, part: float) -> Colour:
    red, green, blue = (round(v + (255 - v) * part) for v in colour)
    return red, green, blue


def _loudness(
    canvas: _Canvas, scene: PictureContents, start_ms: int, end_ms: int, box: Box
) -> None:
    left, top, right, bottom = box

    def height(lufs: float) -> float:
        part = (_LOUDEST - lufs) / (_LOUDEST - _SOFTEST)
        return top + min(max(part, 0), 1) * (bottom - top)

    canvas.box(
        (left, height(TARGET_LUFS + TOLERANCE_LU), right, height(TARGET_LUFS - TOLERANCE_LU)), _BAND
    )
    for mark in _LOUDNESS_MARKS:
        if mark != TARGET_LUFS:
            canvas.line([(left, height(mark)), (right, height(mark))], _GRID, 0.5)
        colour = _TARGET if mark == TARGET_LUFS else _GREY
        canvas.text(
            left - 8,
            height(mark),
            f"{mark} LUFS" if mark == TARGET_LUFS else str(mark),
            11,
            colour,
            "rm",
        )
    edges = _edges(start_ms, end_ms, right - left)
    levels = scene.loudness(edges)
    curve = [(left + x, height(lufs)) for x, lufs in enumerate(levels) if np.isfinite(lufs)]
    canvas.dashes(height(TARGET_LUFS), left, right, _TARGET)
    canvas.line(curve, _CURVE, 1.5)


def _pauses(
    canvas: _Canvas, scene: PictureContents, start_ms: int, per_ms: float, box: Box
) -> None:
    left, top, right, bottom = box
    second = bottom - (bottom - top) * 1000 / _PAUSE_SCALE_MS
    canvas.line([(left, second), (right, second)], _GRID, 0.5)
    canvas.text(left - 8, second, "1 s", 11, _GREY, "rm")
    canvas.text(left - 8, bottom - 1, "pauses", 11, _GREY, "rm")
    for begin, end in scene.sound.pauses(_SHOWN_PAUSE_MS):
        x = left + ((begin + end) / 2 - start_ms) * per_ms
        if left <= x <= right:
            height = min(1.0, (end - begin) / _PAUSE_SCALE_MS) * (bottom - top)
            wide = max(1.5, (end - begin) * per_ms * 0.6)
            colour = _WRONG if end - begin > LONGEST_PAUSE_MS else _GREY
            canvas.box((x - wide / 2, bottom - height, x + wide / 2, bottom), colour)


def _seconds(
    canvas: _Canvas, start_ms: int, end_ms: int, per_ms: float, span: tuple[int, int]
) -> None:
    step_ms = next(s for s in _steps() if s * per_ms >= 90)
    for ms in range(-(-start_ms // step_ms) * step_ms, end_ms + 1, step_ms):
        x = _LEFT + (ms - start_ms) * per_ms
        canvas.line([(x, span[0]), (x, span[1])], _GRID, 0.5)
        canvas.text(x, span[1] + 11, clock(ms), 11, _GREY, "mm")


def _steps() -> Iterator[int]:
    yield from (1_000, 2_000, 5_000, 10_000, 15_000, 30_000)
    minutes = 1
    while True:
        yield minutes * 60_000
        minutes *= 2


def _chapters(
    canvas: _Canvas,
    scene: PictureContents,
    start_ms: int,
    end_ms: int,
    per_ms: float,
    span: tuple[int, int],
) -> None:
    for number, (begin, end, title) in enumerate(scene.chapters, 1):
        if end <= start_ms or begin >= end_ms:
            continue
        left = _LEFT + max(0, begin - start_ms) * per_ms
        right = _LEFT + (min(end, end_ms) - start_ms) * per_ms
        goes_on = begin < start_ms
        y = span[0] + _CHAPTER / 2
        canvas.box((left, span[0] + 2, right - 1, span[0] + _CHAPTER - 3), _SHADE)
        if not goes_on:
            # On a whole pixel, or it would be two grey ones.
            canvas.line([(round(left), span[0] + 2), (round(left), span[1])], _INK, 1)
        shown = canvas.fitted(f"{'… ' if goes_on else f'{number}  '}{title}", 13, right - left - 14)
        canvas.text(left + 7, y, shown, 13, _GREY if goes_on else _INK)
