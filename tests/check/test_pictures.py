"""The pictures of an edition, looked at pixel by pixel where something is to be seen."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from producer import fonts
from producer.check import check, scene_of
from producer.check.measured_sound import measure
from producer.check.picture import WIDTH, draw
from producer.check.picture_data import PictureContents, scene
from producer.check.terminal_picture import text
from producer.errors import UsageError
from tests.check.episodes import MP3, make_episode
from tests.helpers.commands import run

LEFT, RIGHT = 76, WIDTH - 28
"""Where the panels of a picture begin and end."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_episode(tmp_path_factory.mktemp("show"))


@pytest.fixture(scope="module")
def shown(folder: Path) -> PictureContents:
    return scene_of(check(folder))


def pixels(scene: PictureContents, file: Path) -> np.ndarray:
    draw(scene, file)
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        return np.asarray(picture.convert("RGB")).astype(int)


def hue(column: np.ndarray) -> str:
    """The colour of the most saturated pixel: which of the first three speakers it is."""
    red, green, blue = column[np.argmax(column.max(axis=1) - column.min(axis=1))]
    if max(red, green, blue) - min(red, green, blue) < 40:
        return "none"
    return "blue" if blue > red and blue > green else "orange" if red > green else "green"


def test_each_speaker_is_seen_in_a_colour_while_speaking(
    shown: PictureContents, folder: Path, tmp_path: Path
) -> None:
    picture = pixels(shown, tmp_path / "picture.png")
    assert picture.shape[1] == WIDTH
    manifest = json.loads((folder / "episode.json").read_text(encoding="utf-8"))
    cues = manifest["editions"]["zh-en"]["cues"]
    colours = dict(
        zip(dict.fromkeys(c["speaker"] for c in cues), ("blue", "orange", "green"), strict=True)
    )
    wave = slice(145, 400)
    for cue in cues:
        middle = (cue["start_ms"] + cue["end_ms"]) / 2 / shown.duration_ms
        column = picture[wave, round(LEFT + middle * (RIGHT - LEFT))]
        assert hue(column) == colours[cue["speaker"]], cue["text"]
    for before, after in pairwise(cues):
        if after["start_ms"] - before["end_ms"] > 300:
            middle = (before["end_ms"] + after["start_ms"]) / 2 / shown.duration_ms
            assert hue(picture[wave, round(LEFT + middle * (RIGHT - LEFT))]) == "none"


def test_a_chapter_begins_where_it_begins(shown: PictureContents, tmp_path: Path) -> None:
    picture = pixels(shown, tmp_path / "picture.png")
    dark = (picture[300:560].max(axis=2) < 120).mean(axis=0) > 0.95
    starts = [LEFT + c[0] / shown.duration_ms * (RIGHT - LEFT) for c in shown.chapters]
    assert len(starts) >= 2
    assert np.flatnonzero(dark) == pytest.approx(np.array(starts), abs=1.5)


def test_a_long_episode_has_several_rows(shown: PictureContents, tmp_path: Path) -> None:
    heights = []
    for minutes in 1, 10, 60, 240:
        levels = np.resize(shown.sound.peaks, minutes * 6_000)
        sound = type(shown.sound)(
            rate=48_000,
            channels=1,
            samples=minutes * 60 * 48_000,
            loudness_lufs=-16.0,
            true_peak_dbtp=-1.5,
            clipped=0,
            peaks=levels,
            effective=levels / np.float32(3),
            momentary=np.empty(0, np.float32),
            short_term=np.full(minutes * 600, -16, np.float32),
        )
        long = PictureContents(
            "长", "zh", False, sound, (), ("zh",), (), (), ((0, 9_000_000_000, "一"),)
        )
        heights.append(len(pixels(long, tmp_path / "picture.png")))
    assert heights[0] < heights[1] < 2_000
    assert max(heights) < 2_000


def test_an_mp3_by_itself_has_a_picture_of_its_sound_alone(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone.mp3"
    alone.write_bytes((folder / MP3).read_bytes())
    shown = scene(alone, measure(alone))
    assert (shown.title, shown.voices, shown.chapters) == ("alone.mp3", (), ())
    assert len(pixels(shown, tmp_path / "picture.png"))


@pytest.mark.parametrize("content", [b"", b"nothing to hear"])
def test_there_is_a_picture_of_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.mp3"
    path.write_bytes(content)
    shown = scene(path, measure(path))
    assert len(pixels(shown, tmp_path / "picture.png"))
    assert text(shown)


def test_the_terminal_shows_who_speaks_when(shown: PictureContents) -> None:
    rows = text(shown, 60).split("\n")
    assert max(map(len, rows)) <= 60
    who = next(row for row in rows if row.startswith("speaker"))[9:]
    order = [c for i, c in enumerate(who) if c != " " and c != who[i - 1 : i]]
    assert "".join(dict.fromkeys(order)) == "ABC"
    assert any("C 本" in row or "C Ben" in row for row in rows)


def test_the_command_draws(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "stars.png"
    result = run("check", str(folder), "--plot", str(target), "--terminal")
    assert "loudness " in result.stdout
    with Image.open(target) as picture:
        assert picture.width == WIDTH
    run("check", str(folder), "--plot", "stars.txt", code=2)


def test_a_feed_has_no_picture(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("<rss/>", encoding="utf-8")
    with pytest.raises(UsageError, match="picture"):
        scene_of(check(tmp_path / "feed.xml"))


def test_without_han_characters_text_is_transliterated() -> None:
    latin = fonts.Typeface(None, 0, han=False)
    assert latin.drawable("茶 Tea").isascii()
    assert latin.at(20).getlength("Tea") > 10
    assert fonts.Typeface(None, 0, han=True).drawable("茶") == "茶"
    found = fonts.typeface()
    assert found.at(20).getlength(found.drawable("茶")) > 0
