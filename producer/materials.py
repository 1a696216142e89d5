"""The files that settings name, looked at before anything is spoken."""

from __future__ import annotations

from pathlib import Path

from producer.audio.music import read_music
from producer.errors import InputError
from producer.show import Show

_LARGEST_BYTES = 1_000_000_000
_LOOK_MS = 100


def require_materials(of: Show) -> None:
    """Raise `InputError` for a cover that is no file, and for music that holds no sound."""
    settings = of.settings
    if of.cover_file is not None:
        _require_file(of.cover_file, "the cover")
    music = settings.music
    for piece in filter(None, (music.intro, music.bed, music.sting, music.outro)):
        file = of.folder / piece.file
        _require_file(file, "the music")
        read_music(file, settings.sound.form, _LOOK_MS)


def _require_file(path: Path, what: str) -> None:
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{what} cannot be read ({reason})", path=path) from error
    if not path.is_file():
        raise InputError(f"{what} is no file", path=path)
    if size > _LARGEST_BYTES:
        raise InputError(f"{what} is larger than {_LARGEST_BYTES / 1e9:.0f} GB", path=path)
