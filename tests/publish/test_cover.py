"""Covers: what goes out is a square RGB JPEG of 1,400 to 3,000 pixels, whatever came in."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from producer.errors import InputError
from producer.fonts import Typeface
from producer.publish import cover
from producer.publish.cover import SMALL_PX, cover_jpeg, small_cover
from tests.helpers.programs import program

TITLE = {"zh": "茶市谈话", "en": "Tea Market Talks"}
RED, GREEN = (200, 30, 40), (20, 160, 60)


def picture(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def two_colours(side: int, mode: str = "RGB") -> Image.Image:
    """Red above, green below."""
    image = Image.new("RGB", (side, side), RED)
    image.paste(GREEN, (0, side // 2, side, side))
    return image.quantize(16) if mode == "P" else image.convert(mode)


def assert_looks_like(image: Image.Image, above: tuple[int, ...], below: tuple[int, ...]) -> None:
    pixels, side = np.asarray(image).astype(int), image.width
    for y, colour in (side // 4, above), (side * 3 // 4, below):
        assert np.abs(pixels[y, side // 2] - colour).max() <= 12


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("rgb.jpg", "RGB"),
        ("cmyk.jpg", "CMYK"),
        ("palette.png", "P"),
        ("palette.gif", "P"),
        ("alpha.png", "RGBA"),
        ("rgb.webp", "RGB"),
        ("rgb.tiff", "RGB"),
        ("rgb.bmp", "RGB"),
    ],
)
def test_pictures_of_all_kinds_become_rgb_jpegs(tmp_path: Path, name: str, mode: str) -> None:
    path = saved(tmp_path / name, two_colours(1_500, mode))
    data = cover_jpeg(path, TITLE)
    image = picture(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1_500, 1_500))
    assert_looks_like(image, RED, GREEN)
    assert cover_jpeg(path, TITLE) == data


def test_what_is_transparent_becomes_white(tmp_path: Path) -> None:
    image = two_colours(1_400, "RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 1_400, 700))
    assert_looks_like(
        picture(cover_jpeg(saved(tmp_path / "a.png", image), TITLE)), (255,) * 3, GREEN
    )


def test_sixteen_bits_of_grey_keep_their_brightness(tmp_path: Path) -> None:
    values = np.full((1_400, 1_400), 100 * 256, dtype=np.uint16)
    values[700:] = 200 * 256
    path = saved(tmp_path / "grey.png", Image.fromarray(values))
    assert_looks_like(picture(cover_jpeg(path, TITLE)), (100,) * 3, (200,) * 3)


def test_another_colour_space_is_converted(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in (b"rXYZ", b"...."), (b"gXYZ", b"rXYZ"), (b"....", b"gXYZ"):
        profile = profile.replace(old, new)
    # In this profile, red is green.
    path = saved(tmp_path / "a.png", Image.new("RGB", (1_400, 1_400), RED), icc_profile=profile)
    image = picture(cover_jpeg(path, TITLE))
    assert "icc_profile" not in image.info
    assert_looks_like(image, (30, 200, 40), (30, 200, 40))


def test_a_damaged_colour_profile_does_no_harm(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", two_colours(1_400), icc_profile=b"no profile")
    assert_looks_like(picture(cover_jpeg(path, TITLE)), RED, GREEN)


def test_a_photograph_is_turned_upright_and_loses_its_place(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    exif[0x010E] = "taken at home"
    path = saved(tmp_path / "a.jpg", two_colours(1_400), exif=exif)
    data = cover_jpeg(path, TITLE)
    assert_looks_like(picture(data), GREEN, RED)
    assert b"taken at home" not in data


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", two_colours(4_000))
    assert picture(cover_jpeg(path, TITLE)).size == (3_000, 3_000)


def test_a_noisy_picture_does_not_swell_every_episode(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (375, 375, 3), dtype=np.uint8)
    path = saved(tmp_path / "a.png", Image.fromarray(noise).resize((3_000, 3_000)))
    data = cover_jpeg(path, TITLE)
    assert len(data) < 1_000_000
    assert 1_400 <= picture(data).width <= 3_000


def test_a_pixel_too_many_is_cut_off(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", two_colours(1_500).crop((0, 0, 1_500, 1_499)))
    assert picture(cover_jpeg(path, TITLE)).size == (1_499, 1_499)


@pytest.mark.parametrize(
    ("size", "reason"),
    [((1_399, 1_399), "only 1399 × 1399"), ((3_000, 2_000), "not square")],
    ids=["too small", "not square"],
)
def test_what_cannot_be_a_cover_is_refused(
    tmp_path: Path, size: tuple[int, int], reason: str
) -> None:
    path = saved(tmp_path / "a.png", Image.new("RGB", size))
    with pytest.raises(InputError, match=reason) as caught:
        cover_jpeg(path, TITLE)
    assert str(path) in str(caught.value)
    assert "1,400 to 3,000" in str(caught.value)


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_001, 10_000, 30_000, 2**31 - 1])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, side: int) -> None:
    before = Image.MAX_IMAGE_PIXELS
    path = tmp_path / "bomb.png"
    path.write_bytes(bomb(side))
    with pytest.raises(InputError, match=r"million pixels|cannot be read"):
        cover_jpeg(path, TITLE)
    assert before == Image.MAX_IMAGE_PIXELS


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0 no picture",
        bomb(1_400),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1400 1400\n%%EndComments\n(x) run\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='1400' height='1400'/>",
    ],
    ids=["empty", "no JPEG", "cut off", "a program", "drawing"],
)
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cover.png"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"no picture|cannot be read") as caught:
        cover_jpeg(path, TITLE)
    assert caught.value.exit_code == 3


def test_a_file_that_is_missing_or_much_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        cover_jpeg(tmp_path / "none.png", TITLE)
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(InputError, match="50 MB"):
        cover_jpeg(large, TITLE)


@given(at=st.integers(0, 20_000), flip=st.integers(1, 255))
@settings(max_examples=50, deadline=None)
def test_a_damaged_picture_gives_a_picture_or_an_error_that_says_so(
    tmp_path_factory: pytest.TempPathFactory, at: int, flip: int
) -> None:
    buffer = io.BytesIO()
    two_colours(1_400).save(buffer, "PNG")
    damaged = bytearray(buffer.getvalue())
    damaged[at % len(damaged)] ^= flip
    path = tmp_path_factory.mktemp("damaged") / "a.png"
    path.write_bytes(damaged)
    try:
        data = cover_jpeg(path, TITLE)
    except InputError as error:
        data, named = b"", error.path
    assert picture(data).mode == "RGB" if data else named == path


@pytest.mark.parametrize(
    "title",
    [TITLE, "Tea", {"zh": "茶"}, "", "字" * 300, "word " * 200, "x" * 5_000, "\x00\ud800🍵"],
    ids=["two", "one", "Han", "none", "long Han", "long", "one long word", "strange"],
)
def test_a_cover_is_drawn_where_there_is_none(title: dict[str, str] | str) -> None:
    data = cover_jpeg(None, title)
    image = picture(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1_400, 1_400))
    assert cover_jpeg(None, title) == data
    assert len(data) < 512_000
    # Nothing runs over the margins.
    ground = np.asarray(image)[5, 5].astype(int)
    strips = np.asarray(image).astype(int)
    for edge in strips[:100], strips[-60:], strips[:, :100], strips[:, -100:]:
        assert np.abs(edge - ground).max() <= 25


def test_another_title_gives_another_cover() -> None:
    assert len({cover_jpeg(None, title) for title in ("Tea", "Coffee", "茶", "咖啡")}) == 4


def test_without_a_font_for_han_characters_no_empty_boxes_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cover, "typeface", lambda: Typeface(None, 0, han=False))
    assert cover_jpeg(None, {"zh": "茶"}) != cover_jpeg(None, {"zh": "咖"})
    both = picture(cover_jpeg(None, TITLE))
    assert both.size == (1_400, 1_400)


def test_other_programs_read_the_cover(tmp_path: Path) -> None:
    path = tmp_path / "cover.jpg"
    path.write_bytes(cover_jpeg(None, TITLE))
    command = [program("exiftool"), "-j", "-n", str(path)]
    (read,) = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert (read["FileType"], read["ImageWidth"], read["ImageHeight"]) == ("JPEG", 1_400, 1_400)
    assert (read["ColorComponents"], read["BitsPerSample"]) == (3, 8)


def test_a_small_cover_is_the_same_picture() -> None:
    whole = cover_jpeg(None, "Tea")
    small = picture(small_cover(whole))
    assert (small.size, small.mode, small.format) == ((SMALL_PX, SMALL_PX), "RGB", "JPEG")
    reduced = picture(whole).resize(small.size)
    assert np.abs(np.asarray(small, int) - np.asarray(reduced, int)).mean() < 6
    assert len(small_cover(whole)) < 30_000
