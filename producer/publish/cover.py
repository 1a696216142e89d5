"""The show's cover: a picture made fit for podcast directories, or a plain one drawn.

Apple asks for a square of 1,400 to 3,000 pixels, RGB, JPEG or PNG. The same picture gives the same
bytes; a drawn one depends on the fonts of the machine too.
"""

from __future__ import annotations

import colorsys
import hashlib
import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, ImageOps, UnidentifiedImageError
from PIL.ImageFont import FreeTypeFont

from producer.errors import InputError
from producer.fonts import typeface
from producer.model import clean_text

SMALLEST_PX, LARGEST_PX = 1_400, 3_000
SMALL_PX = 320

_LARGEST_FILE = 50_000_000
_MOST_PIXELS = 64_000_000
_NEARLY_SQUARE_PX = 2
_LARGEST_JPEG = 512_000
"""A cover stands in every MP3 and is fetched with every feed; above this, quality gives way."""
_ENCODINGS = ((LARGEST_PX, 90), (LARGEST_PX, 75), (2_000, 80), (SMALLEST_PX, 75))
"""Sides and qualities to try in turn."""

_FORMATS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP", "JPEG2000")
"""What is opened: pictures of pixels, nothing that another program would have to interpret."""

_WANTED = (
    f"A cover is a square JPEG or PNG of {SMALLEST_PX:,} to {LARGEST_PX:,} pixels; "
    "without the setting 'cover' one is drawn"
)

_MARGIN, _WAVE_TOP, _WAVE_BOTTOM, _TEXT_TOP = 120, 150, 830, 910
_TEXT_WIDTH = SMALLEST_PX - 2 * _MARGIN
_TEXT_HEIGHT = SMALLEST_PX - _TEXT_TOP - _MARGIN
_SMALLEST_TYPE, _LEADING = 40, 1.3
_LONGEST_TITLE = 120
_BARS = 29
_SMOOTH = 2
"""Shapes are drawn so many times larger and then reduced, which smooths their edges; in one
channel, since all three would take more memory than the rest of a run."""

_WORD = re.compile(
    r"(?<!\s)\s*(?:[\u3000-\u9fff][\u3001-\u303f\uff01-\uff1f]*|[^\s\u3000-\u9fff]+)"
)
"""What a line may be broken behind: a Han character with the punctuation after it, or a word."""

_Colour = tuple[int, int, int]


def cover_jpeg(path: Path | None, title: Mapping[str, str] | str) -> bytes:
    """The picture at `path` as a square RGB JPEG, or one drawn with `title` where there is none.

    Raises `InputError` for a file that is no picture, is not square, or is too small or large.
    """
    if path is None:
        texts = [title] if isinstance(title, str) else list(title.values())
        return _jpeg(_drawn(list(dict.fromkeys(map(clean_text, texts)))))
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise InputError(
                f"the cover is a file of more than {_LARGEST_FILE // 1_000_000} MB",
                path=path,
                advice=_WANTED,
            )
        return _jpeg(_square(_loaded(path), path))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"the cover cannot be read ({reason})", path=path, advice=_WANTED
        ) from error


def small_cover(cover: bytes) -> bytes:
    """`cover`, a JPEG from `cover_jpeg`, in `SMALL_PX`, for a page to hold inside itself."""
    image = Image.open(io.BytesIO(cover))
    image.draft("RGB", (2 * SMALL_PX, 2 * SMALL_PX))
    buffer = io.BytesIO()
    _reduced(image, SMALL_PX).save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _loaded(path: Path) -> Image.Image:
    """The picture, upright and in RGB; on white where it is transparent."""
    Image.init()
    formats = [name for name in _FORMATS if name in Image.OPEN]
    with path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                image = Image.open(file, formats=formats)
            if image.width * image.height > _MOST_PIXELS:
                raise Image.DecompressionBombError
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise InputError(
                f"the cover has more than {_MOST_PIXELS // 1_000_000} million pixels",
                path=path,
                advice=_WANTED,
            ) from None
        except UnidentifiedImageError:
            raise InputError(
                "the cover is no picture that can be read", path=path, advice=_WANTED
            ) from None
        return _in_rgb(ImageOps.exif_transpose(image))


def _in_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits of grey; converting them would cut them off at 255.
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        below = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(below, image).convert("RGB")
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, embedded, srgb, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _square(image: Image.Image, path: Path) -> Image.Image:
    width, height = image.size
    if abs(width - height) > _NEARLY_SQUARE_PX:
        raise InputError(
            f"the cover is {width} × {height} pixels, which is not square",
            path=path,
            advice=f"Crop it. {_WANTED}",
        )
    side = min(width, height)
    if side < SMALLEST_PX:
        raise InputError(f"the cover is only {width} × {height} pixels", path=path, advice=_WANTED)
    image = image.crop((0, 0, side, side))
    return _reduced(image, min(side, LARGEST_PX))


def _jpeg(image: Image.Image) -> bytes:
    """The picture as JPEG, of the best size and quality that keep it small enough."""
    data = b""
    for side, quality in _ENCODINGS:
        buffer = io.BytesIO()
        _reduced(image, min(side, image.width)).save(buffer, "JPEG", quality=quality)
        data = buffer.getvalue()
        if len(data) <= _LARGEST_JPEG:
            break
    return data


def _reduced(image: Image.Image, side: int) -> Image.Image:
    if image.width == side:
        return image
    return image.resize((side, side), Image.Resampling.LANCZOS)


def _drawn(titles: Sequence[str]) -> Image.Image:
    """Two interleaved waveforms, one for each language, above the title. Colours and shapes
    come from the title."""
    seed = hashlib.sha256("\n".join(titles).encode()).digest()
    hue = seed[0] / 256
    ground, first, second = (
        _colour(hue, 0.20, 0.62),
        _colour(hue, 0.96, 0.45),
        _colour((hue + 0.42) % 1, 0.72, 0.80),
    )
    image = Image.new("RGB", (SMALLEST_PX, SMALLEST_PX), ground)
    step = (SMALLEST_PX - 2 * _MARGIN) / (2 * _BARS - 1)
    middle, reach = (_WAVE_TOP + _WAVE_BOTTOM) / 2, (_WAVE_BOTTOM - _WAVE_TOP) / 2
    for voice, colour in enumerate((first, second)):
        mask = Image.new("L", (SMALLEST_PX * _SMOOTH, SMALLEST_PX * _SMOOTH))
        draw = ImageDraw.Draw(mask)
        for bar, height in enumerate(_voice(seed[1 + 4 * voice :], voice)):
            x = _MARGIN + (2 * bar + voice) * step
            half = max(step / 2, height * reach)
            box = (x, middle - half, x + step * 0.78, middle + half)
            draw.rounded_rectangle([_SMOOTH * v for v in box], _SMOOTH * step, fill=255)
        image.paste(colour, mask=_reduced(mask, SMALLEST_PX))
    _write(ImageDraw.Draw(image), titles, (first, second))
    return image


def _voice(seed: bytes, voice: int) -> Iterator[float]:
    """The heights of a voice's bars, from 0 to 1. The two take turns: one is loud where the
    other is low."""
    for bar in range(_BARS):
        at = bar / (_BARS - 1)
        turn = 0.5 + 0.5 * math.cos(math.pi * (3 * at + voice))
        ripple = sum(
            math.sin(2 * math.pi * ((4 + 3 * wave) * at + seed[wave] / 256)) for wave in range(3)
        )
        yield (0.12 + 0.88 * turn) * (0.62 + 0.38 * ripple / 3)


def _write(draw: ImageDraw.ImageDraw, titles: Sequence[str], colours: Sequence[_Colour]) -> None:
    """The first two titles below each other, each as large as its room allows."""
    face = typeface()
    if not face.han:
        # A title that needs no transliteration speaks for the others.
        titles = [title for title in titles if title.isascii()] or titles
    lines = [face.drawable(title)[:_LONGEST_TITLE] for title in titles if title][:2]
    rooms = ((170, 1.0),) if len(lines) < 2 else ((150, 0.6), (96, 0.4))
    y = float(_TEXT_TOP)
    for line, colour, (largest, share) in zip(lines, colours, rooms, strict=False):
        height = share * _TEXT_HEIGHT
        for size in range(largest, _SMALLEST_TYPE - 1, -5):
            rows = _rows(line, face.at(size))
            if len(rows) * size * _LEADING <= height:
                break
        for row in rows[: max(1, int(height / (size * _LEADING)))]:
            draw.text((_MARGIN, y), row, font=face.at(size), fill=colour)
            y += size * _LEADING
        y += _LEADING * 20


def _rows(text: str, font: FreeTypeFont) -> list[str]:
    """`text` in rows that fit between the margins."""
    rows = [""]
    for word in _WORD.findall(text):
        if font.getlength(rows[-1] + word) <= _TEXT_WIDTH:
            rows[-1] += word
            continue
        rows.append("")
        for character in word.lstrip():
            if font.getlength(rows[-1] + character) > _TEXT_WIDTH:
                rows.append("")
            rows[-1] += character
    return [row.strip() for row in rows if row.strip()]


def _colour(hue: float, lightness: float, saturation: float) -> _Colour:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)
