"""An episode in which the ear did not understand a sentence."""

from __future__ import annotations

from pathlib import Path

from producer.listening import (
    WRONG,
    DoubtfulReading,
    EpisodeHearing,
    UnclearSentence,
    save_hearing,
)
from producer.plan.request import Request
from producer.plan.status import plan_as_made
from producer.show.show import load
from producer.store import CLIPS
from producer.synthesis import clip_key
from tests.helpers.making import make
from tests.review.serving import a_transcript

SETTINGS = 'title = "茶馆"\nengine = "tone"\ndisclosure.spoken = false\n'


def made(folder: Path) -> Request:
    (folder / "show.toml").write_text(SETTINGS, encoding="utf-8")
    file = a_transcript(folder)
    show = load(folder / "show.toml")
    make(show, file)
    return Request(transcript=file, show=show, engine="tone")


def unclear(request: Request) -> EpisodeHearing:
    """A hearing of the episode, in which the second sentence of turn 2 is wrong."""
    plan = plan_as_made(request)
    assert plan.previous is not None
    utterance = plan.passages[2, "zh"][1].utterance
    clip = plan.store.digest(CLIPS, clip_key(plan.engine, utterance)) or ""
    sentence = UnclearSentence(
        *(2, "zh", 1, "我每天喝三杯。", clip, WRONG, "missing", "喝三杯", "", "我每天", 0.5),
        readings=(DoubtfulReading("三杯", "san1 bei1", "can"),),
    )
    editions = {name: entry.sha256 for name, entry in plan.previous.editions.items()}
    save_hearing(plan.folder, EpisodeHearing(editions, 7, (sentence,)))
    return EpisodeHearing(editions, 7, (sentence,))
