"""A typeface for pictures: one of the system's that has Han characters, if there is one.

Where there is none, text is transliterated, so that a picture never shows empty boxes for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from anyascii import anyascii
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

_HAN = {
    # File name → index of its face for simplified Chinese.
    "NotoSansCJK-Regular.ttc": 2,
    "NotoSansCJKsc-Regular.otf": 0,
    "NotoSansSC-Regular.otf": 0,
    "NotoSansSC-Regular.ttf": 0,
    "SourceHanSansSC-Regular.otf": 0,
    "SourceHanSans.ttc": 2,
    "wqy-microhei.ttc": 0,
    "wqy-zenhei.ttc": 0,
    "PingFang.ttc": 0,
    "Hiragino Sans GB.ttc": 0,
    "STHeiti Light.ttc": 0,
    "msyh.ttc": 0,
    "simhei.ttf": 0,
    "Arial Unicode.ttf": 0,
    "DroidSansFallbackFull.ttf": 0,
}
_LATIN = {"NotoSans-Regular.ttf": 0, "DejaVuSans.ttf": 0, "segoeui.ttf": 0, "Arial.ttf": 0}
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "${WINDIR}/Fonts",
    "${LOCALAPPDATA}/Microsoft/Windows/Fonts",
)


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font file, None for the Latin one that Pillow brings. `han` tells whether it has Han
    characters."""

    path: Path | None
    index: int
    han: bool

    def at(self, size: int) -> FreeTypeFont:
        """The font, `size` pixels high."""
        if self.path is not None:
            return ImageFont.truetype(self.path, size, index=self.index)
        font = ImageFont.load_default(size)
        assert isinstance(font, FreeTypeFont), "Pillow was built without FreeType"
        return font

    def drawable(self, text: str) -> str:
        """`text` as this font can draw it: transliterated where Han characters are missing."""
        return text if self.han else anyascii(text)


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """The best typeface on this machine. Looks through the font folders once."""
    files = dict(_files(_FOLDERS))
    for known, han in (_HAN, True), (_LATIN, False):
        for name, index in known.items():
            face = Typeface(files.get(name.lower()), index, han)
            if face.path and _has(face, "A中é" if han else "Aé"):
                return face
    return Typeface(None, 0, False)


def _files(folders: Iterable[str]) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for where, _, names in os.walk(Path(os.path.expandvars(folder)).expanduser()):
            yield from ((name.lower(), Path(where, name)) for name in names)


def _has(face: Typeface, characters: str) -> bool:
    """Whether the font has a glyph for each character, and not the box for a missing one."""
    try:
        font = face.at(20)
        box = bytes(font.getmask("\U0010fffe"))
        return all(bytes(font.getmask(c)) not in (b"", box) for c in characters)
    except OSError:
        return False
