"""Transcripts say all, by whom and when."""

from __future__ import annotations

import json

from hypothesis import given, settings
from lxml import etree

from producer.model import Timeline
from producer.publish.transcripts import files, html, plain_text
from tests.helpers.timelines import NAMES, cue, timeline, timelines

TEA = timeline(
    [
        cue("茶好了。", 1_500, language="zh"),
        cue("请喝。", 4_000, language="zh"),
        cue("Tea & <cake> --> ready.", 65_000),
        cue("Do have some.", 68_000),
        cue("Thank you.", 70_000, turn=2, speaker="Tom"),
    ]
)


def test_plain_text_has_a_paragraph_per_passage() -> None:
    assert plain_text(TEA, NAMES) == (
        "小梅：茶好了。请喝。\n\n"
        "Mei & <Co>: Tea & <cake> --> ready. Do have some.\n\n"
        "Tom: Thank you."
    )


@settings(max_examples=50, deadline=None)
@given(timelines())
def test_json_has_every_sentence_with_its_times(made: Timeline) -> None:
    ((_, pieces),) = files("x", made, NAMES)
    document = json.loads("".join(pieces))
    assert document["version"] == "1.0.0"
    assert [(s["body"], s["startTime"], s["endTime"]) for s in document["segments"]] == [
        (c.text, c.start_ms / 1000, c.end_ms / 1000) for c in made.cues
    ]


def test_json_names_the_speaker_in_the_language_spoken() -> None:
    ((name, pieces),) = files("tea.zh-en", TEA, NAMES)
    assert name == "tea.zh-en.transcript.json"
    document = json.loads("".join(pieces))
    speakers = [s["speaker"] for s in document["segments"]]
    assert speakers == ["小梅", "小梅", "Mei & <Co>", "Mei & <Co>", "Tom"]


@settings(max_examples=50, deadline=None)
@given(timelines())
def test_html_is_well_formed_and_says_what_the_text_says(made: Timeline) -> None:
    root = etree.fromstring(f"<div>{html(made, NAMES)}</div>")
    paragraphs = plain_text(made, NAMES).split("\n\n") if made.cues else []
    for cite, p, paragraph in zip(root.iter("cite"), root.iter("p"), paragraphs, strict=True):
        assert paragraph.startswith(str(cite.text).removesuffix(":"))
        assert paragraph.endswith(str(p.text))


def test_html_tells_language_and_time() -> None:
    root = etree.fromstring(f"<div>{html(TEA, NAMES)}</div>")
    assert [p.get("lang") for p in root.iter("p")] == ["zh", "en", "en"]
    assert [time.text for time in root.iter("time")] == ["0:02", "1:05", "1:10"]
    assert [cite.text for cite in root.iter("cite")] == ["小梅:", "Mei & <Co>:", "Tom:"]
