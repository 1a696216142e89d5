"""What is exported is read back by programs that are not ours."""

from __future__ import annotations

import json
import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from anyascii import anyascii
from numpy.typing import NDArray
from typer.testing import CliRunner

from producer.audio.pcm import blocks
from producer.cli import app
from tests.helpers.making import a_show, make
from tests.helpers.programs import program

TALK = """\
# 夜里的船 | Boats at Night

## 出发 | Leaving

安娜：我们今晚坐船去对岸。
Anna: Tonight we take the boat to the other side.

## 到了 | Arriving

本：到了，慢慢上岸。
Ben: Here we are. Step off slowly.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(a_show(tmp_path_factory.mktemp("show")), TALK, editions=["zh-en", "zh"]).folder


def exported(folder: Path, target: Path, *arguments: str, code: int = 0) -> list[Path]:
    result = CliRunner().invoke(
        app, ["export", str(folder), *arguments, "--output", str(target), "--json"]
    )
    assert result.exit_code == code, result.output
    return [] if code else [Path(file) for file in json.loads(result.stdout)["files"]]


def samples(path: Path) -> NDArray[np.int16]:
    return np.concatenate([block[:, 0] for block, _ in blocks(path)])


def probed(file: Path) -> dict[str, Any]:
    command = [program("ffprobe"), "-v", "error", "-show_chapters", "-show_format", "-show_streams"]
    done = subprocess.run([*command, "-of", "json", file], capture_output=True, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def manifest(folder: Path) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads((folder / "episode.json").read_text("utf-8"))["editions"]
    return entry


def test_stems_are_aligned_and_together_the_episode(folder: Path, tmp_path: Path) -> None:
    files = exported(folder, tmp_path, "--format", "stems")
    names = [file.name.removeprefix("boats-at-night.zh-en.") for file in files]
    assert sorted(names) == ["anna.wav", "ben.wav", "narrator.wav"]
    stems = {}
    for file, name in zip(files, names, strict=True):
        with wave.open(str(file)) as opened:
            assert (opened.getframerate(), opened.getnchannels()) == (48_000, 1)
            stems[name] = np.frombuffer(opened.readframes(opened.getnframes()), "<i2")
    episode = samples(folder / "boats-at-night.zh-en.mp3")
    assert np.array_equal(sum(stem.astype(int) for stem in stems.values()), episode.astype(int))
    for cue in manifest(folder)["zh-en"]["cues"]:
        heard = slice(cue["start_ms"] * 48, cue["end_ms"] * 48)
        for name, stem in stems.items():
            is_own = name == f"{anyascii(cue['speaker']).lower()}.wav"
            assert bool(np.abs(stem[heard]).max() > 500) == is_own, (cue["text"], name)


def test_an_audiobook_has_chapters_and_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    (file,) = exported(folder, tmp_path, "--format", "m4b")
    read = probed(file)
    entry = manifest(folder)["zh-en"]
    # Which unit `start` has is for the version of libavformat to say.
    starts_ms = [round(float(c["start_time"]) * 1000) for c in read["chapters"]]
    assert starts_ms == [c["start_ms"] for c in entry["chapters"]]
    assert [c["tags"]["title"] for c in read["chapters"]] == [c["title"] for c in entry["chapters"]]
    assert float(read["format"]["duration"]) == pytest.approx(entry["duration_ms"] / 1000, abs=0.1)
    tags = {key.lower(): value for key, value in read["format"]["tags"].items()}
    assert tags["title"] == "夜里的船 / Boats at Night"
    assert '"Label": "1"' in tags["description"]
    assert "AI" in tags["comment"]


def test_a_video_has_the_sound_and_other_pictures_while_somebody_speaks(
    folder: Path, tmp_path: Path
) -> None:
    (file,) = exported(folder, tmp_path, "--format", "video", "--edition", "zh")
    read = probed(file)
    video, audio = read["streams"][:2]
    assert (video["codec_type"], video["width"], video["height"]) == ("video", 1280, 720)
    assert audio["codec_type"] == "audio"
    entry = manifest(folder)["zh"]
    assert float(read["format"]["duration"]) == pytest.approx(entry["duration_ms"] / 1000, abs=0.5)
    cue = entry["cues"][1]
    shown = _lower_part(file, (cue["start_ms"] + cue["end_ms"]) / 2000)
    assert shown.max() > 200
    assert _lower_part(file, entry["duration_ms"] / 1000 - 0.3).max() < 100


def _lower_part(file: Path, second: float) -> NDArray[np.uint8]:
    """The picture at a moment, below the title, as grey."""
    command = [program("ffmpeg"), "-v", "error", "-ss", f"{second:.3f}", "-i", str(file)]
    command += ["-frames:v", "1", "-pix_fmt", "gray", "-f", "rawvideo", "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return np.frombuffer(done.stdout, np.uint8).reshape(720, 1280)[520:]


def test_what_cannot_be_exported_is_said(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path, "--format", "cassette", code=2)
    exported(folder, tmp_path, "--edition", "en-zh", code=2)
    exported(tmp_path, tmp_path, code=3)
