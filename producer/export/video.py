"""The cover with two lines of captions below it, as pictures of a video."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import numpy as np
from PIL import Image, ImageDraw

from producer.audio.containers import Picture
from producer.fonts import typeface

WIDTH, HEIGHT = 1280, 720
_COVER_PX, _MARGIN_PX, _TEXT_PX, _TITLE_PX = 380, 40, 40, 30
_PAPER, _INK, _SOFT = (20, 24, 30), (240, 238, 232), (169, 177, 188)


def pictures(
    cover: bytes, title: str, captions: Sequence[tuple[int, int, Sequence[str]]]
) -> Iterator[tuple[int, Picture]]:
    """A picture for each moment at which what is shown changes, and when that is in ms: `captions`
    have start, end and lines."""
    background = _background(cover, title)
    empty = np.asarray(background)
    yield 0, empty
    for number, (start_ms, end_ms, lines) in enumerate(captions):
        yield start_ms, _with_lines(background, lines)
        follows = number + 1 < len(captions) and captions[number + 1][0] <= end_ms
        if not follows:
            yield end_ms, empty


def _background(cover: bytes, title: str) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    square = Image.open(io.BytesIO(cover)).convert("RGB").resize((_COVER_PX, _COVER_PX))
    picture.paste(square, ((WIDTH - _COVER_PX) // 2, _MARGIN_PX))
    _centred(ImageDraw.Draw(picture), title, _MARGIN_PX + _COVER_PX + 16, _TITLE_PX, _SOFT)
    return picture


def _with_lines(background: Image.Image, lines: Sequence[str]) -> Picture:
    picture = background.copy()
    draw = ImageDraw.Draw(picture)
    top = HEIGHT - _MARGIN_PX - int(1.4 * _TEXT_PX) * 2
    for number, line in enumerate(lines[:2]):
        _centred(draw, line, top + number * int(1.4 * _TEXT_PX), _TEXT_PX, _INK)
    return np.asarray(picture)


def _centred(
    draw: ImageDraw.ImageDraw, text: str, top: int, size: int, colour: tuple[int, int, int]
) -> None:
    """One line, smaller where it is too wide."""
    face = typeface()
    shown = face.drawable(text)
    font = face.at(size)
    wide = font.getlength(shown)
    if wide > WIDTH - 2 * _MARGIN_PX:
        font = face.at(max(12, int(size * (WIDTH - 2 * _MARGIN_PX) / wide)))
    draw.text((WIDTH // 2, top), shown, font=font, fill=colour, anchor="ma")
