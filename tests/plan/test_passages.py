"""What is said of what is written: utterances in words, cues and their words as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer import lexicon
from producer.show.show import Show
from tests.helpers.making import a_show, make

TALK = """\
# 数字 | Numbers

安娜：1978年我们有2个人，占地5 km²。增长了5%，CAR-T花了$3.5亿[1]。
Anna: In 2019–2024 we had 3 km² and $2 million of CAR-T 😀. Louis XIV came [1] by 30 °C.

安娜：见https://example.org/a。[2]
Anna: Smith & Sons take ≥ 5 days.
"""


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return a_show(tmp_path, disclosure={"spoken": False})


def test_words_are_as_written_whatever_was_said_for_them(show: Show) -> None:
    cues = make(show, TALK).manifest.as_json()["editions"]["zh-en"]["cues"]
    assert [(cue["text"], [word for *_, word in cue["words"]]) for cue in cues] == [
        ("1978年我们有2个人，占地5 km²。", ["1978", *"年我们有2个人占地5", "km²"]),
        ("增长了5%，CAR-T花了$3.5亿[1]。", [*"增长了", "5%", "CAR-T", *"花了", "$3.5亿"]),
        (
            "In 2019–2024 we had 3 km² and $2 million of CAR-T 😀.",
            ["In", "2019", "2024", "we", "had", "3", "km²", "and", "$2 million", "of", "CAR-T"],
        ),
        ("Louis XIV came [1] by 30 °C.", ["Louis", "XIV", "came", "by", "30", "°C"]),
        ("见https://example.org/a。[2]", ["见", "https://example.org/a"]),
        ("Smith & Sons take ≥ 5 days.", ["Smith", "Sons", "take", "5", "days"]),
    ]
    for cue in cues:
        times = [ms for start, end, _ in cue["words"] for ms in (start, end)]
        assert times == sorted(times)
        assert (times[0], times[-1]) == (cue["start_ms"], cue["end_ms"])


def test_another_way_to_write_what_is_said_the_same_is_not_spoken_again(show: Show) -> None:
    assert make(show, TALK).spoken == 6
    again = make(show, TALK.replace("$3.5亿", "3.5亿美元").replace(" & ", " and "))
    assert (again.spoken, again.reused) == (0, 6)
    texts = [cue["text"] for cue in again.manifest.as_json()["editions"]["zh-en"]["cues"]]
    assert "Smith and Sons take ≥ 5 days." in texts


def test_the_lexicon_comes_before_all_rules(show: Show) -> None:
    make(show, TALK)
    lexicon.add(show.lexicon_file, "en", "km²", "kay em squared")
    made = make(show, TALK)
    assert made.spoken == 1
    cue = made.manifest.as_json()["editions"]["zh-en"]["cues"][2]
    assert [word for *_, word in cue["words"]][5:8] == ["3", "km²", "and"]


def test_the_disclosure_comes_once_more_at_the_end_where_that_is_set(tmp_path: Path) -> None:
    notice = {"text": {"zh": "声音由AI生成。", "en": "AI made the voices."}, "at_end": True}
    made = make(a_show(tmp_path, disclosure=notice), TALK)
    cues = made.manifest.as_json()["editions"]["zh-en"]["cues"]
    spoken = [(cue["turn"], cue["speaker"], cue["text"]) for cue in cues]
    assert spoken[:2] == [(0, "Narrator", "声音由AI生成。"), (0, "Narrator", "AI made the voices.")]
    after = spoken[-3][0] + 1
    assert spoken[-2:] == [(after, speaker, text) for _, speaker, text in spoken[:2]]
    assert made.spoken == 8
