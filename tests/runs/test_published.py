"""What programs that are not ours read of a finished episode is what its manifest says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import eyed3
import pytest
import webvtt

from producer.pipeline import Episode
from tests.helpers.making import SEEDS, a_show, make, mp3
from tests.helpers.programs import program, run_node

EDITIONS = ("zh-en", "zh", "en")


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    show = a_show(tmp_path_factory.mktemp("show"), title={"zh": "茶馆夜话", "en": "Teahouse Talks"})
    return make(show, SEEDS / "tea-market.txt", editions=EDITIONS, number=3, season=1)


def chapters(episode: Episode, name: str) -> list[tuple[int, int, str]]:
    entries: list[dict[str, Any]] = episode.manifest.as_json()["editions"][name]["chapters"]
    return [(entry["start_ms"], entry["end_ms"], entry["title"]) for entry in entries]


@pytest.mark.parametrize("name", EDITIONS)
def test_chapters_are_the_manifests(episode: Episode, name: str) -> None:
    wanted = chapters(episode, name)
    assert 3 <= len(wanted) <= 12
    file = mp3(episode, name)
    command = [program("ffprobe"), "-v", "error", "-show_chapters", "-of", "json", str(file)]
    said = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert wanted == [
        (
            round(float(c["start_time"]) * 1000),
            round(float(c["end_time"]) * 1000),
            c["tags"]["title"],
        )
        for c in said["chapters"]
    ]
    tag = eyed3.load(str(file)).tag
    assert wanted == [(*c.times, c.title) for c in tag.chapters]
    assert (tag.track_num[0], tag.disc_num[0]) == (3, 1)
    sidecar = file.with_suffix(".chapters.json")
    listed = json.loads(sidecar.read_text("utf-8"))["chapters"]
    assert [c[2] for c in wanted] == [c["title"] for c in listed]
    assert [c[0] for c in wanted] == [round(c["startTime"] * 1000) for c in listed]


@pytest.mark.parametrize("name", EDITIONS)
def test_captions_say_all_that_is_spoken_when_it_is(episode: Episode, name: str) -> None:
    entry = episode.manifest.as_json()["editions"][name]
    for language in name.split("-"):
        file = mp3(episode, name).with_suffix(f".{language}.vtt")
        cues = [cue for cue in entry["cues"] if cue["language"] == language]
        read = webvtt.read(str(file)).captions
        assert squeezed("".join(c.text for c in read)) == squeezed("".join(c["text"] for c in cues))
        assert all(c.end_in_seconds - c.start_in_seconds <= 7 for c in read)
        first, last = cues[0]["start_ms"] / 1000, cues[-1]["end_ms"] / 1000
        assert abs(read[0].start_in_seconds - first) <= 1
        assert read[-1].end_in_seconds >= last - 1


@pytest.mark.parametrize(("name", "other"), [("zh", "en"), ("en", "zh")])
def test_an_edition_in_one_language_has_captions_in_the_other(
    episode: Episode, name: str, other: str
) -> None:
    """All that means the same as what sounds, from the notice on, and while it sounds."""
    entry = episode.manifest.as_json()["editions"][name]
    partners = entry["partners"]
    whole = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    assert [c["text"] for c in partners] == [c["text"] for c in whole if c["language"] == other]
    file = mp3(episode, name)
    read = webvtt.read(str(file.with_suffix(f".{other}.vtt"))).captions
    assert squeezed("".join(c.text for c in read)) == squeezed("".join(c["text"] for c in partners))
    assert read[-1].end_in_seconds * 1000 <= entry["duration_ms"]
    both = webvtt.read(str(file.with_suffix(".bi.vtt"))).captions
    assert all(len(c.lines) == 2 for c in both)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_w3cs_parser_finds_no_error_in_any_caption_file(episode: Episode) -> None:
    files = sorted(Path(episode.folder).glob("*.vtt"))
    assert len(files) == 12
    answers = json.loads(run_node("webvtt.js", *files))
    assert [answer["errors"] for answer in answers] == [[]] * len(files)


def test_every_sidecar_is_in_the_manifest_and_whole(episode: Episode) -> None:
    listed = {
        side["file"]: side["bytes"]
        for entry in episode.manifest.as_json()["editions"].values()
        for side in entry["sidecars"]
    }
    beside = {
        path.name: path.stat().st_size
        for path in episode.folder.iterdir()
        if path.suffix in (".vtt", ".srt", ".json") and path.name != "episode.json"
    }
    assert listed == beside
