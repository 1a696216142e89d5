"""Whom the edge engine's catalogue casts where a producer says nothing."""

from __future__ import annotations

import pytest

from producer.casting import Cast, assign
from producer.engines.edge import EdgeEngine
from producer.model import Speaker

VOICES = {voice.name: voice for voice in EdgeEngine().voices()}
DRIFTING = {f"en-US-{name}" for name in ("Ava", "Andrew", "Emma", "Brian")}
"""Multilingual whatever their name says: a lone sentence can come out in another language."""


def cast_of(people: int, gender: str = "") -> dict[str, list[str]]:
    speakers = [Speaker(f"Speaker {n}") for n in range(people)]
    needs = {speaker.id: ("zh", "en") for speaker in speakers}
    genders = dict.fromkeys(needs, gender) if gender else {}
    cast = assign(Cast(), speakers, needs, "edge", [*VOICES.values()], genders=genders)
    return {
        language: [cast.deliveries[speaker.id][language].voice for speaker in speakers]
        for language in ("zh", "en")
    }


@pytest.mark.parametrize("gender", ["", "female", "male"])
@pytest.mark.parametrize("people", [1, 2, 4, 6])
def test_no_voice_changes_language_by_itself(people: int, gender: str) -> None:
    voices = cast_of(people, gender)["en"]
    assert not [name for name in voices if VOICES[name].multilingual]
    assert not [name for name in voices if name.removesuffix("Neural") in DRIFTING]
    assert len(set(voices)) == people


@pytest.mark.parametrize("gender", ["", "female", "male"])
def test_a_mainland_show_has_no_voice_of_another_region(gender: str) -> None:
    """However many are in it: a voice is shared at another pitch before."""
    assert {VOICES[name].locale for name in cast_of(12, gender)["zh"]} == {"zh-CN"}


def test_nor_where_the_catalogue_lacks_the_gender_at_home() -> None:
    few = [v for v in VOICES.values() if v.locale != "zh-CN" or v.gender == "female"]
    speakers = [Speaker("Anna"), Speaker("Ben")]
    needs = {speaker.id: ("zh",) for speaker in speakers}
    cast = assign(Cast(), speakers, needs, "edge", few, genders={"Ben": "male"})
    names = [deliveries["zh"].voice for deliveries in cast.deliveries.values()]
    assert {VOICES[name].locale for name in names} == {"zh-CN"}


def test_voices_say_that_they_may_change_language() -> None:
    notes = {name: voice.note for name, voice in VOICES.items()}
    for name in DRIFTING:
        assert "may change language" in notes[f"{name}Neural"]
