"""How a finished MP3 sounds, measured by programs that are not ours."""

from __future__ import annotations

import itertools
import re
import subprocess
import wave
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from producer.pipeline import Episode
from producer.show.show import Show
from tests.helpers.making import SEEDS, SHORT, a_show, heard, make, mp3
from tests.helpers.programs import program

FRAME_MS = 24


def ffmpeg_meter(file: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP after ffmpeg's ebur128."""
    meter = "ebur128=peak=true:framelog=verbose"
    command = [program("ffmpeg"), "-hide_banner", "-nostats", "-i", str(file), "-af", meter]
    said = subprocess.run([*command, "-f", "null", "-"], capture_output=True).stderr.decode(
        errors="replace"
    )
    loudness, peak = said.rsplit("I:", 1)[1].split()[0], said.rsplit("Peak:", 1)[1].split()[0]
    return float(loudness), float(peak)


@pytest.mark.parametrize(
    "sound",
    [
        {},
        {"target_lufs": -19.0, "ceiling_dbtp": -2.0},
        {"loudness": "as heard"},
        {"loudness": "as heard", "stereo": True},
        {"bitrate_kbps": 64},
        {"bitrate_kbps": 128, "rate_hz": 44_100},
    ],
    ids=["default", "quieter", "as heard", "as heard in stereo", "64 kbit", "44.1 kHz"],
)
def test_loudness_and_true_peak(tmp_path: Path, sound: dict[str, Any]) -> None:
    """espeak is the hard case: peaks 20 dB above its loudness."""
    episode = make(a_show(tmp_path, sound=sound), SEEDS / "night-train.md", engine="espeak")
    entry = episode.manifest.as_json()["editions"]["zh-en"]
    loudness, peak = ffmpeg_meter(mp3(episode))
    wanted = sound.get("target_lufs", -16.0)
    if "loudness" in sound and "stereo" not in sound:
        wanted -= 3
    assert abs(loudness - wanted) <= 0.5
    assert peak <= sound.get("ceiling_dbtp", -1.0)
    assert abs(loudness - entry["loudness_lufs"]) <= 0.15
    assert abs(peak - entry["true_peak_dbtp"]) <= 0.25
    rate = sound.get("rate_hz", 48_000)
    assert abs(len(heard(mp3(episode), rate)) / rate * 1000 - entry["duration_ms"]) <= 30


def test_another_meter_agrees(tmp_path: Path) -> None:
    episode = make(a_show(tmp_path), engine="espeak")
    command = [program("bs1770gain"), "--ebu", "-itp", "--xml", str(mp3(episode))]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    whole = said.split("</track>")[0]
    (lufs,) = re.findall(r'<integrated lufs="(-?[\d.]+)"', whole)
    (peak,) = re.findall(r'<true-peak tpfs="(-?[\d.]+)"', whole)
    assert abs(float(lufs) - -16.0) <= 0.5
    assert float(peak) <= -1.0


def test_voices_of_very_different_levels_end_within_1_lu(tmp_path: Path) -> None:
    voices = ["tone-200", "tone-250", "tone-400", "tone-450", "tone-600", "tone-650"]
    levels = dict(zip(voices, (-34.0, -12.0, -20.0, -28.0, -9.0, -40.0), strict=True))
    show = a_show(tmp_path, engines={"tone": {"voice_levels_dbfs": levels}})
    episode = make(show, SEEDS / "tea-market.txt")
    loudness = each_voice(episode, tmp_path)
    assert len(loudness) >= 4
    assert max(loudness.values()) - min(loudness.values()) <= 1.0


def test_two_espeak_voices_end_within_1_lu(tmp_path: Path) -> None:
    loudness = each_voice(
        make(a_show(tmp_path), SEEDS / "tea-market.txt", engine="espeak"), tmp_path
    )
    assert max(loudness.values()) - min(loudness.values()) <= 1.0


def each_voice(episode: Episode, folder: Path) -> dict[str, float]:
    """The loudness of everything that each voice says in the finished episode, all of a turn's
    sentences with the pauses between them."""
    samples = heard(mp3(episode))
    voices = {s["id"]: s["voices"] for s in episode.manifest.as_json()["speakers"]}
    said: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    passages = itertools.groupby(
        episode.manifest.as_json()["editions"]["zh-en"]["cues"],
        lambda c: (c["turn"], c["language"]),
    )
    for (_, language), group in passages:
        cues = list(group)
        stretch = samples[(cues[0]["start_ms"] - 400) * 48 : (cues[-1]["end_ms"] + 350) * 48]
        said[voices[cues[0]["speaker"]][language]].append(stretch)
    loudness = {}
    for voice, stretches in said.items():
        file = folder / f"{voice}.wav"
        with wave.open(str(file), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(48_000)
            out.writeframes((np.concatenate(stretches) * 32767).astype("<i2").tobytes())
        loudness[voice] = ffmpeg_meter(file)[0]
    return loudness


PARAGRAPHS = """\
# 一 | One

甲一：第一句话。第二句话。
这是新的一段。
Abe Lee: The first sentence. The second sentence.
This is a new paragraph.

乙二：好的。
Bob Ray: Very well.
"""


@pytest.mark.parametrize("added_ms", [0, 900], ids=["bare clips", "clips in silence"])
def test_pauses_are_as_long_as_set(tmp_path: Path, added_ms: int) -> None:
    pauses = {"sentence_ms": 300, "paragraph_ms": 500, "language_ms": 800, "turn_ms": 1_200}
    pauses |= {"short_sentence_ms": 300, "backchannel_ms": 1_200, "variation_percent": 0}
    engine = {"tone": {"lead_silence_ms": added_ms, "tail_silence_ms": added_ms}}
    show = a_show(tmp_path, pauses=pauses, engines=engine, disclosure={"spoken": False})
    episode = make(show, PARAGRAPHS)
    assert len(episode.manifest.as_json()["editions"]["zh-en"]["cues"]) == 8
    inside, language, turn = [300, 500], [800], [1_200]
    wanted = [*inside, *language, *inside, *turn, *language]
    between = silences(mp3(episode), longer_than_ms=150)[:-1]
    assert len(between) == len(wanted)
    for length, asked in zip(between, wanted, strict=True):
        assert asked - FRAME_MS - 6 <= length <= asked + 6


def silences(file: Path, longer_than_ms: int) -> list[float]:
    """The lengths in ms of all stretches but the first that ffmpeg finds silent."""
    detect = f"silencedetect=noise=-50dB:duration={longer_than_ms / 1000}"
    command = [program("ffmpeg"), "-hide_banner", "-nostats", "-i", str(file), "-af", detect]
    said = subprocess.run([*command, "-f", "null", "-"], capture_output=True).stderr.decode(
        errors="replace"
    )
    starts = map(float, re.findall(r"silence_start: (-?[\d.]+)", said))
    lengths = map(float, re.findall(r"silence_duration: ([\d.]+)", said))
    return [length * 1000 for start, length in zip(starts, lengths, strict=True) if start > 0.2]


@pytest.fixture
def espeak(tmp_path: Path) -> tuple[Show, Episode]:
    show = a_show(tmp_path)
    return show, make(show, SHORT, engine="espeak")


def test_no_click_where_segments_join(espeak: tuple[Show, Episode]) -> None:
    _, episode = espeak
    samples = heard(mp3(episode))
    steps = abs(np.diff(samples))
    cues = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    borders = [
        (before["end_ms"], after["start_ms"])
        for before, after in itertools.pairwise(cues)
        if (before["turn"], before["language"]) != (after["turn"], after["language"])
    ]
    assert len(borders) == 5
    for end_ms, start_ms in borders:
        silent = steps[(end_ms + 90) * 48 : (start_ms - 45) * 48]
        assert len(silent) > 100 * 48
        assert silent.max() < 2e-4, "nothing but the coder's own noise"
        edge = steps[(end_ms - 5) * 48 : (end_ms + 90) * 48].max()
        assert edge <= steps[(end_ms - 300) * 48 : (end_ms - 5) * 48].max()


def test_no_images_of_resampling_above_12_khz(espeak: tuple[Show, Episode]) -> None:
    _, episode = espeak
    samples = heard(mp3(episode))
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / 48_000)
    above = power[hz > 12_000].sum() / power[hz < 11_000].sum()
    assert 10 * np.log10(above) < -50


def test_voices_that_are_made_to_fit_are_nearer_to_each_other(tmp_path: Path) -> None:
    apart, told = {}, {}
    for match in (False, True):
        episode = make(a_show(tmp_path, sound={"match": match}), engine="espeak")
        entry = episode.manifest.as_json()["editions"]["zh-en"]
        apart[match] = brightness_apart_db(heard(mp3(episode)), entry["cues"])
        told[match] = entry.get("unmatched_db")
        loudness, peak = ffmpeg_meter(mp3(episode))
        assert loudness == pytest.approx(-16.0, abs=0.5)
        assert peak <= -1.0
    assert told[False] is None
    assert told[True] == pytest.approx(apart[False], abs=0.8), "what it was before"
    assert apart[True] < apart[False] - 2


def brightness_apart_db(samples: NDArray[np.float64], cues: list[dict[str, Any]]) -> float:
    """How far voices are apart in the share of their power that lies at 2 to 6 kHz."""
    shares = []
    voices = {(cue["speaker"], cue["language"]) for cue in cues}
    for voice in voices:
        own = [c for c in cues if (c["speaker"], c["language"]) == voice]
        sound = np.concatenate([samples[c["start_ms"] * 48 : c["end_ms"] * 48] for c in own])
        power = np.abs(np.fft.rfft(sound)) ** 2
        hz = np.fft.rfftfreq(len(sound), 1 / 48_000)
        shares.append(10 * np.log10(power[(hz >= 2_000) & (hz < 6_000)].sum() / power.sum()))
    return float(np.ptp(shares))
