"""Episodes made in tests: a show in a temporary folder, and what other programs hear of it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from producer import pipeline
from producer.progress import Silent
from producer.show.settings import Settings
from producer.show.show import Show, validate
from tests.helpers.programs import program

SEEDS = Path(__file__).parents[2] / "seeds"

SHORT = """\
# 茶与时间 | Tea and Time

安娜：你好，欢迎来到节目。今天我们聊聊茶！你喜欢喝茶吗？
Anna: Hello, and welcome to the show. Today we talk about tea! Do you like tea?

本：喜欢。我每天喝三杯。
Ben: I do. I drink three cups a day.
"""


def a_show(folder: Path, **settings: Any) -> Show:
    """A show in `folder` with the given sections of show.toml."""
    return Show(folder, validate(Settings, settings, folder / "show.toml"))


def make(
    show: Show,
    text: str | Path = SHORT,
    *,
    engine: str = "tone",
    editions: Sequence[str] | None = None,
    **options: Any,
) -> pipeline.Episode:
    """Make the episode of a transcript or of a text, which becomes talk.txt in the show. In one
    process unless `jobs` says otherwise: starting others takes longer than so little work."""
    if isinstance(text, str):
        path = show.folder / "talk.txt"
        path.write_text(text, encoding="utf-8")
    else:
        path = text
    request = pipeline.Request(
        transcript=path,
        show=show,
        engine=engine,
        editions=tuple(editions) if editions else None,
        **{"jobs": 1, **options},
    )
    return pipeline.make(pipeline.plan(request, Silent()), Silent())


def mp3(episode: pipeline.Episode, edition: str = "zh-en") -> Path:
    return episode.folder / str(episode.manifest.as_json()["editions"][edition]["file"])


def heard(file: Path, rate: int = 48_000) -> NDArray[np.float64]:
    """What ffmpeg decodes `file` to: samples of one channel, full scale ±1."""
    command = [program("ffmpeg"), "-v", "error", "-i", str(file), "-f", "f32le", "-ac", "1"]
    done = subprocess.run([*command, "-ar", str(rate), "-"], check=True, capture_output=True)
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype="<f4").astype(np.float64)


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below `folder` with their content."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
