"""The files that settings name, looked at before anything is spoken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from producer.errors import InputError
from producer.show.show import Show

_LARGEST_BYTES = 1_000_000_000
_INSTEAD = {
    "cover": "Put a picture there, correct the name, or take 'cover' out: then one is drawn",
    "music": "Put music there (MP3, FLAC, WAV …), correct the name, or take the setting out",
}


def require_show_files(show: Show) -> None:
    """Raise `InputError` for a cover that is no file, and for music that cannot be read as far as
    it is played: with the place in show.toml that names it."""
    settings = show.settings
    if show.cover_file is not None:
        with _located(show, "cover", show.cover_file):
            _require_file(show.cover_file)
    for name, piece in settings.music:
        if piece is not None:
            file = show.folder / piece.file
            # Few shows have music; the libraries for sound take long to import.
            from producer.audio.music import read_music

            with _located(show, f"music.{name}.file", file):
                _require_file(file)
                read_music(file, settings.sound.form, piece.longest_ms)


@contextmanager
def _located(show: Show, setting: str, file: Path) -> Iterator[None]:
    """Tell what is wrong with `file` where the show's settings name it."""
    try:
        yield
    except InputError as error:
        section, *keys = setting.split(".")
        raise InputError(
            f"{setting}: {file}: {error.message}",
            path=show.file or show.folder / "show.toml",
            line=show.line_of(section, *keys[:-1], file.name),
            advice=_INSTEAD[section],
        ) from error


def _require_file(path: Path) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise InputError("there is no such file", path=path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read ({reason})", path=path) from error
    if not path.is_file():
        raise InputError("is no file", path=path)
    if size > _LARGEST_BYTES:
        raise InputError(f"is larger than {_LARGEST_BYTES / 1e9:.0f} GB", path=path)
