"""Music round the speech, measured on what ffmpeg decodes of the finished MP3."""

from __future__ import annotations

import itertools
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.making import a_show, heard, make, mp3
from tests.helpers.programs import program

MUSIC_HZ = 3_000
RATE = 48_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A show's folder with twelve seconds of a tone as music, no voice's tone among it."""
    at = np.arange(12 * 44_100) / 44_100
    tone = (6_000 * np.sin(2 * np.pi * MUSIC_HZ * at)).astype(np.int16)
    with wave.open(str(tmp_path / "tone.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(np.repeat(tone[:, None], 2, axis=1).tobytes())
    return tmp_path


def level_db(samples: NDArray[np.float64], hz: float) -> float:
    """How strong a tone of `hz` is in `samples`, in dB below full scale."""
    window = np.hanning(len(samples))
    turning = np.exp(-2j * np.pi * hz / RATE * np.arange(len(samples)))
    return float(20 * np.log10(2 * abs(np.sum(samples * window * turning)) / window.sum() + 1e-9))


def sounding(samples: NDArray[np.float64], at_ms: int, for_ms: int = 200) -> float:
    return level_db(samples[at_ms * 48 : (at_ms + for_ms) * 48], MUSIC_HZ)


def lufs(file: Path, start_ms: int, end_ms: int) -> float:
    command = [program("ffmpeg"), "-hide_banner", "-nostats", "-i", str(file), "-af"]
    cut = f"atrim={start_ms / 1000}:{end_ms / 1000},ebur128=framelog=verbose"
    done = subprocess.run([*command, cut, "-f", "null", "-"], capture_output=True)
    return float(done.stderr.decode(errors="replace").rsplit("I:", 1)[1].split()[0])


def test_intro_and_outro_stand_at_both_ends_at_their_levels(folder: Path) -> None:
    music = {
        "intro": {"file": "tone.wav", "longest_ms": 4_000, "level_db": -3.0, "fade_out_ms": 500},
        "outro": {"file": "tone.wav", "longest_ms": 5_000, "level_db": -9.0, "fade_in_ms": 500},
    }
    plain = make(a_show(folder)).manifest.as_json()["editions"]["zh-en"]
    episode = make(a_show(folder, music=music))
    entry = episode.manifest.as_json()["editions"]["zh-en"]
    samples = heard(mp3(episode))
    assert abs(len(samples) / 48 - entry["duration_ms"]) <= 30
    first, last = entry["cues"][0]["start_ms"], entry["cues"][-1]["end_ms"]
    assert 4_000 < first < 5_500
    assert 5_000 < entry["duration_ms"] - last < 7_000
    speech = lufs(mp3(episode), first, last)
    assert abs(lufs(mp3(episode), 300, 3_300) - speech - -3.0) < 0.5
    assert abs(lufs(mp3(episode), last + 1_800, last + 5_200) - speech - -9.0) < 0.5
    assert sounding(samples, first + 500) < -60, "and nothing under the speech"
    shift = first - plain["cues"][0]["start_ms"]
    assert [c["start_ms"] - shift for c in entry["cues"]] == [c["start_ms"] for c in plain["cues"]]
    assert entry["chapters"][0]["start_ms"] == 0


@pytest.mark.parametrize("between", ["turns", "languages"])
def test_a_sting_sounds_between(folder: Path, between: str) -> None:
    sting = {"file": "tone.wav", "longest_ms": 600, "between": between, "fade_out_ms": 50}
    episode = make(a_show(folder, music={"sting": sting}))
    samples = heard(mp3(episode))
    cues = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    for before, after in itertools.pairwise(cues):
        gap = after["start_ms"] - before["end_ms"]
        loudest = max(sounding(samples, before["end_ms"] + ms, 60) for ms in range(0, gap - 60, 30))
        changes = before["turn"] != after["turn"]
        same_turn = not changes and before["language"] != after["language"]
        assert (loudest > -40) == (changes if between == "turns" else same_turn)


def test_a_bed_ducks_under_speech(folder: Path) -> None:
    bed = {
        "file": "tone.wav",
        "level_db": -6.0,
        "duck_db": 14.0,
        "before_ms": 3_000,
        "after_ms": 4_000,
        "attack_ms": 300,
        "release_ms": 500,
        "fade_in_ms": 200,
        "fade_out_ms": 1_000,
    }
    pauses = {"language_ms": 700, "variation_percent": 0}
    episode = make(a_show(folder, music={"bed": bed}, pauses=pauses))
    entry = episode.manifest.as_json()["editions"]["zh-en"]
    samples = heard(mp3(episode))
    assert abs(len(samples) / 48 - entry["duration_ms"]) <= 30
    opening = [cue for cue in entry["cues"] if cue["turn"] == 0]
    start, end = opening[0]["start_ms"], opening[-1]["end_ms"]
    assert abs(start - 3_000) < 150
    alone = sounding(samples, 1_500)
    under = sounding(samples, start + 300)
    assert abs(alone - under - 14.0) < 1.0
    between = opening[0]["end_ms"] + 50, opening[1]["start_ms"] - 250
    for ms in range(*between, 50):
        assert abs(sounding(samples, ms, 100) - (alone - 14.0)) < 1.0, "down from first to last"
    assert abs(sounding(samples, start - 350, 50) - alone) < 1.0, "up to the attack"
    assert abs(sounding(samples, start - 180, 60) - (alone - 7.0)) < 2.0, "halfway down"
    assert abs(sounding(samples, end + 900) - alone) < 1.0, "up again behind it"
    following = next(cue for cue in entry["cues"] if cue["turn"] == 1)
    assert following["start_ms"] - end >= 3_900
    assert sounding(samples, following["start_ms"] + 200) < -60, "over when the turn begins"
    last = entry["cues"][-1]["end_ms"]
    assert abs(sounding(samples, last + 1_000) - alone) < 1.0
    assert sounding(samples, last + 3_930, 40) < alone - 25, "faded out"
    assert entry["true_peak_dbtp"] <= -1.0


def test_a_bed_lies_under_the_first_and_the_last_stretch_of_pairs(folder: Path) -> None:
    """Those are segments with their music, of which nothing is cut off."""
    bed = {"file": "tone.wav", "level_db": -6.0, "duck_db": 14.0, "before_ms": 2_000}
    bed |= {"after_ms": 1_500, "fade_in_ms": 50, "fade_out_ms": 1_000}
    show = a_show(folder, music={"bed": bed}, disclosure={"spoken": False})
    episode = make(show, editions=["zh-en-pairs"])
    entry = episode.manifest.as_json()["editions"]["zh-en-pairs"]
    samples = heard(mp3(episode, "zh-en-pairs"))
    cues = entry["cues"]
    second, last = next(cue for cue in cues if cue["language"] == "en"), cues[-1]
    first = cues[cues.index(second) - 1]
    alone = sounding(samples, 1_000)
    assert alone > -40
    for ms in range(50, 900, 50):
        assert sounding(samples, first["end_ms"] + ms, 50) > alone - 20, "on behind the sentence"
    assert sounding(samples, second["start_ms"] - 150, 60) < -50, "over before the next"
    assert sounding(samples, last["end_ms"] + 400, 50) > -50, "under the last one too"
    clicks = abs(np.diff(samples[: 48 * first["end_ms"]])).max()
    assert clicks < 0.5


def test_a_short_bed_is_repeated_without_a_hole(folder: Path) -> None:
    bed = {"file": "tone.wav", "longest_ms": 1_500, "before_ms": 6_000, "duck_db": 0.0}
    episode = make(a_show(folder, music={"bed": bed}))
    samples = abs(heard(mp3(episode)))[48_000 : 48 * 5_500]
    loudest = samples[: len(samples) // 240 * 240].reshape(-1, 240).max(axis=1)
    assert loudest.min() > loudest.max() / 2.5


def test_stereo_is_as_loud_and_as_long(folder: Path) -> None:
    music = {"intro": {"file": "tone.wav", "longest_ms": 2_000}}
    show = a_show(folder, music=music, sound={"stereo": True, "bitrate_kbps": 128})
    episode = make(show)
    entry = episode.manifest.as_json()["editions"]["zh-en"]
    file = mp3(episode)
    assert abs(len(heard(file)) / 48 - entry["duration_ms"]) <= 30
    command = [program("ffprobe"), "-v", "error", "-show_entries", "stream=channels,bit_rate"]
    said = subprocess.run([*command, str(file)], capture_output=True, text=True, check=True).stdout
    assert "channels=2" in said
    assert "bit_rate=128000" in said
    speech = lufs(file, entry["cues"][0]["start_ms"], entry["duration_ms"])
    assert abs(speech - -16.0) < 0.5


def test_changed_music_leaves_the_passages_alone(folder: Path) -> None:
    music = {"intro": {"file": "tone.wav", "longest_ms": 1_000}}
    make(a_show(folder, music=music))
    before = set((folder / ".producer/segments").rglob("*"))
    music["intro"]["level_db"] = -12.0
    assert make(a_show(folder, music=music)).spoken == 0
    new = [p for p in (folder / ".producer/segments").rglob("*") if p not in before and p.is_file()]
    assert len(new) == 1


BEDDED = {
    "intro": {"file": "tone.wav"},
    "outro": {"file": "tone.wav"},
    "bed": {"file": "tone.wav"},
}


@pytest.mark.parametrize("stereo", [False, True], ids=["mono", "stereo"])
@pytest.mark.parametrize("engine", ["tone", "espeak"])
def test_a_short_episode_with_much_music_is_as_loud_as_others(
    folder: Path, engine: str, stereo: bool
) -> None:
    """Its music, 4 to 8 dB below speech, made it 1.4 to 2 dB too quiet as a whole."""
    show = a_show(folder, music=BEDDED, sound={"stereo": stereo})
    episode = make(show, engine=engine, editions=["zh-en", "zh"])
    entries = episode.manifest.as_json()["editions"]
    measured = {name: lufs(mp3(episode, name), 0, entries[name]["duration_ms"]) for name in entries}
    for name, loudness in measured.items():
        assert loudness == pytest.approx(-16.0, abs=0.6), name
        assert loudness == pytest.approx(entries[name]["loudness_lufs"], abs=0.2)
        assert entries[name]["true_peak_dbtp"] <= -1.0
    again = make(show, engine=engine, editions=["zh-en", "zh"]).manifest.as_json()["editions"]
    for name, entry in entries.items():
        assert again[name]["sha256"] == entry["sha256"]
