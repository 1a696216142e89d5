"""Where models lie, and which are there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from producer.models.speech_model import File, SpeechModel

VARIABLE = "PRODUCER_MODELS"
"""The environment variable that names another folder."""


def models_folder() -> Path:
    """The folder of all models: the one that PRODUCER_MODELS names, or one in the place where the
    system keeps the data of programs."""
    if named := os.environ.get(VARIABLE):
        return Path(named).expanduser().absolute()
    home = Path.home()
    if sys.platform == "darwin":
        data = home / "Library" / "Application Support"
    elif os.name == "nt":
        data = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / "producer" / "models"


def absent_files(model: SpeechModel) -> tuple[File, ...]:
    """The files of a model that are not in its folder at their full length. Their bytes are not
    read: that is done when they are fetched and when they are loaded."""
    folder = models_folder() / model.name
    return tuple(file for file in model.files if not _has_length(folder / file.name, file.size))


def is_there(model: SpeechModel) -> bool:
    """Whether all of a model is in its folder."""
    return not absent_files(model)


def _has_length(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
