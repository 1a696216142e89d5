"""What a person has said is heard in the episode, as long as they have confirmed it and the text
stays."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from producer import recordings
from producer.audio.encode import lossless
from producer.audio.pcm import Pcm
from producer.errors import InputError, SynthesisFailed
from producer.plan.request import Request
from producer.plan.status import standing
from producer.recordings import RecordedSentence, Recording
from producer.show.show import Show
from tests.helpers.making import SHORT, a_show, heard, make, mp3

TEXT = "I drink three cups a day."
HZ = 3_150
RATE = 24_000


def recorded(show: Show, *, accepted: bool = True, speaker: str = "本") -> Recording:
    """A recording of one sentence, a tone that no voice has, at a fiftieth of full scale."""
    at = np.arange(2 * RATE)
    content = lossless(Pcm((650 * np.sin(2 * np.pi * HZ * at / RATE)).astype(np.int16), RATE))
    sentence = RecordedSentence(
        *(2, speaker, TEXT, 0, 2_000, 1.0, "heard", TEXT, "0001.flac"),
        hashlib.sha256(content).hexdigest(),
        accepted,
    )
    recording = Recording(show.recordings / "ben-en", "ben.wav", "0" * 64, "en", (sentence,))
    recordings.save_recording(recording, [content])
    return recording


def share_of_tone(file: Path, start_ms: int, end_ms: int) -> float:
    """The part of the energy between two moments that lies within 50 Hz of the tone."""
    samples = heard(file, 16_000)[start_ms * 16 : end_ms * 16]
    power = np.abs(np.fft.rfft(samples)) ** 2
    near = np.abs(np.fft.rfftfreq(len(samples), 1 / 16_000) - HZ) < 50
    return float(power[near].sum() / power.sum())


def shares(episode: object) -> dict[str, float]:
    """That part, by what is written."""
    manifest = episode.manifest.as_json()  # type: ignore[attr-defined]
    cues = manifest["editions"]["en"]["cues"]
    file = mp3(episode, "en")  # type: ignore[arg-type]
    return {c["text"]: share_of_tone(file, c["start_ms"], c["end_ms"]) for c in cues}


def test_what_was_recorded_is_heard_at_the_level_of_the_voices(tmp_path: Path) -> None:
    show = a_show(tmp_path)
    recorded(show)
    episode = make(show, editions=["en"])
    by_text = shares(episode)
    assert by_text[TEXT] > 0.9
    assert max(share for text, share in by_text.items() if text != TEXT) < 0.2
    loudness = episode.manifest.as_json()["editions"]["en"]["loudness_lufs"]
    assert loudness == pytest.approx(-16, abs=0.6)


def test_without_consent_or_with_another_text_the_voice_that_is_cast_is_heard(
    tmp_path: Path,
) -> None:
    show = a_show(tmp_path)
    recording = recorded(show, accepted=False)
    assert shares(make(show, editions=["en"]))[TEXT] < 0.2
    recordings.save_recording(
        replace(recording, sentences=(replace(recording.sentences[0], accepted=True),))
    )
    request = Request(transcript=show.folder / "talk.txt", show=show, engine="tone")
    assert "other sentences are said in person" in standing(request, ()).stale
    assert shares(make(show, editions=["en"]))[TEXT] > 0.9
    other = "I drink four cups a day."
    assert shares(make(show, SHORT.replace(TEXT, other), editions=["en"]))[other] < 0.2


def test_a_recording_that_was_changed_is_not_heard_for_what_it_was(tmp_path: Path) -> None:
    show = a_show(tmp_path)
    recording = recorded(show)
    recording.path(recording.sentences[0]).write_bytes(b"something else")
    with pytest.raises(SynthesisFailed, match="was changed"):
        make(show, editions=["en"])
    (recording.folder / "alignment.json").write_text("{}")
    with pytest.raises(InputError, match="does not say what was recorded"):
        make(show, editions=["en"])


def test_an_original_is_heard_softly_under_its_translation_alone(tmp_path: Path) -> None:
    show = a_show(tmp_path, original={"under": -12})
    recorded(show)
    episode = make(show, editions=["zh", "zh-en"])
    cues = episode.manifest.as_json()["editions"]["zh"]["cues"]
    file = mp3(episode, "zh")
    by_text = {c["text"]: share_of_tone(file, c["start_ms"], c["end_ms"]) for c in cues}
    translated = by_text.pop("我每天喝三杯。")
    # The tone is weighted by some 4 dB more than the speech that it is levelled with.
    assert 0.008 < translated < 0.08
    assert max(by_text.values()) < 0.01
    both = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    (cue,) = (c for c in both if c["text"] == "我每天喝三杯。")
    assert share_of_tone(mp3(episode), cue["start_ms"], cue["end_ms"]) < 0.01
