"""Captions: forms of time and markup, cues joined to turns, one file per language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import InputError
from producer.transcript.language.detection import languages_of
from producer.transcript.readers.captions import parse_captions, read_captions
from producer.transcript.readers.cues import CaptionCue, cue_lines
from producer.transcript.reading import read
from tests.helpers.reading import outline


def cues(text: str) -> list[tuple[int, int, int, str | None, tuple[str, ...]]]:
    found = parse_captions(text.encode(), Path("talk.vtt"))
    return [(cue.number, cue.start_ms, cue.end_ms, cue.speaker, cue.texts) for cue in found]


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,500 --> 00:00:02,000\nHi.\n",
        "00:00:01,500 --> 00:00:02,000\nHi.",
        "\ufeff1\r\n00:00:01,500 --> 00:00:02,000  X1:40 X2:600\r\n<b>Hi.</b>\r\n\r\n",
        "WEBVTT\n\n00:01.500 --> 00:02.000 line:0\nHi.",
        "WEBVTT\n\nname of the cue\n00:01.500 --> 00:02.000\n{\\an8}<c.x>H</c><00:01.700>i.",
        "WEBVTT\n\nNOTE\nno\n\n00:01.500 --> 00:02.000\n<ruby>Hi<rt>hai</rt></ruby>.",
        "00:01.5 --> 00:02\nHi.",
    ],
)
def test_forms_of_a_cue(text: str) -> None:
    [(_, start_ms, end_ms, speaker, texts)] = cues(text)
    assert (start_ms, end_ms, speaker, texts) == (1500, 2000, None, ("Hi.",))


def test_missing_and_surplus_empty_lines() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n"
        "2\n00:00:02,000 --> 00:00:03,000\nTwo\n\n3\n\n4\n00:01:00,000 --> 00:01:01,000\n100\n"
    )
    assert [(number, texts) for number, *_, texts in cues(text)] == [
        (2, ("One",)),
        (5, ("more",)),
        (7, ("Two",)),
        (13, ("100",)),
    ]


def test_voices_in_one_cue() -> None:
    text = "00:01.000 --> 00:02.000\n<v Anna>Hi.</v>\n<v.loud Ben &amp; Co>Hello &lt;you&gt;."
    assert [(speaker, texts) for *_, speaker, texts in cues(text)] == [
        ("Anna", ("Hi.",)),
        ("Ben & Co", ("Hello <you>.",)),
    ]


def vtt(*shown: tuple[float, float, str]) -> bytes:
    """Captions with the given seconds and texts."""
    times = [
        f"{a // 60:02.0f}:{a % 60:06.3f} --> {b // 60:02.0f}:{b % 60:06.3f}" for a, b, _ in shown
    ]
    return "\n\n".join(
        ["WEBVTT", *(f"{time}\n{text}" for time, (_, _, text) in zip(times, shown, strict=True))]
    ).encode()


def turns(data: bytes) -> list[tuple[int | None, str | None, str]]:
    document = read_captions(data, Path("talk.vtt"), languages_of())
    return [(line.turn, line.language, line.text) for line in document.lines]


def test_shifted_cues_are_paired_by_the_time_they_share() -> None:
    shown = [(i * 2.0, i * 2.0 + 1.9, f"<v {'AB'[i % 2]}nna>第{i}句。") for i in range(6)]
    shown += [(i * 2.0 + 0.4, i * 2.0 + 2.3, f"<v {'AB'[i % 2]}nna>No. {i}.") for i in range(6)]
    found = turns(vtt(*shown))
    assert found == [
        (i + 1, language, text)
        for i in range(6)
        for language, text in (("zh", f"第{i}句。"), ("en", f"No. {i}."))
    ]


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 30), st.integers(1, 40)), max_size=24),
    st.booleans(),
)
def test_whatever_the_times_nothing_is_lost_or_moved(
    spoken: list[tuple[bool, int, int]], named: bool
) -> None:
    cues: list[CaptionCue] = []
    ends = {"zh": 0, "en": 0}
    counts = {"zh": 0, "en": 0}
    for chinese, gap_ms, length_ms in spoken:
        language = "zh" if chinese else "en"
        start_ms = ends[language] + gap_ms
        ends[language] = start_ms + length_ms
        name = "Anna" if length_ms % 2 else "Ben"
        text = f"[{counts[language]}]"
        cues.append(
            CaptionCue(1, start_ms, ends[language], (text,), name if named else None, language)
        )
        counts[language] += 1
    lines = cue_lines(cues, languages_of())
    for language, count in counts.items():
        text = " ".join(line.text for line in lines if line.language == language)
        assert [int(n) for n in re.findall(r"\d+", text)] == list(range(count))


def test_a_growing_caption_is_said_once() -> None:
    shown = [
        (0, 1, "你好\nHe"),
        (1, 2, "你好\nHello"),
        (2, 3, "你好\nHello, you."),
        (9, 10, "好。\nYes."),
    ]
    assert turns(vtt(*shown)) == [
        (1, "zh", "你好"),
        (1, "en", "Hello, you."),
        (2, "zh", "好。"),
        (2, "en", "Yes."),
    ]


def test_who_says_a_thing_twice_says_it_twice() -> None:
    shown = [
        (0, 1, "不。\nNo."),
        (1, 2, "不。\nNo."),
        (2, 3, "听我说。\nListen."),
        (3, 4, "好。\nYes."),
    ]
    assert turns(vtt(*shown)) == [
        (1, "zh", "不。不。听我说。好。"),
        (1, "en", "No. No. Listen. Yes."),
    ]


def test_where_nobody_is_named_a_turn_ends_with_a_sentence() -> None:
    sentence = "We walked on along the river until the lights of the town were behind us."
    shown = [(i * 5.0, i * 5 + 4.9, f"我们沿着河一直走。\n{sentence}") for i in range(7)]
    found = [text.count("We") for turn, language, text in turns(vtt(*shown)) if language == "en"]
    assert found == [3, 3, 1]


def test_one_language_after_the_other() -> None:
    data = vtt(
        (0, 2, "<v 安娜>你好。"),
        (2, 4, "<v Anna>Hello."),
        (5, 6, "<v 本>早。"),
        (6, 7, "<v Ben>Hi."),
    )
    document = read_captions(data, Path("talk.vtt"), languages_of())
    assert [(line.speaker, line.turn) for line in document.lines] == [
        ("安娜", None),
        ("Anna", None),
        ("本", None),
        ("Ben", None),
    ]


def test_the_other_language_beside_it(tmp_path: Path) -> None:
    (tmp_path / "talk.zh-Hans.vtt").write_bytes(vtt((0, 2, "<v 安娜>你好。"), (2, 4, "<v 本>早。")))
    (tmp_path / "talk.en.vtt").write_bytes(vtt((0, 2, "<v Anna>Hello."), (2, 4, "<v Ben>Morning.")))
    (tmp_path / "talk.en.srt").write_bytes(b"no captions")
    (tmp_path / "other.en.vtt").write_bytes(vtt((0, 1, "<v Carl>What?")))
    for name, leads in (("talk.zh-Hans.vtt", "zh"), ("talk.en.vtt", "en")):
        script = read(tmp_path / name)
        assert script.languages[0] == leads
        assert script.title[leads] == "talk"
        assert [speaker.name("en") for speaker in script.speakers] == ["Anna", "Ben"]
        assert [speaker.name("zh") for speaker in script.speakers] == ["安娜", "本"]
        assert [passages["en"] for _, passages in outline(script)] == [["Hello."], ["Morning."]]


def test_captions_that_roll_in_each_of_two_files(tmp_path: Path) -> None:
    zh = ["早上的潮水很低。", "我们沿着沙滩走。", "贝壳都在水边。", "你捡了几个？"]
    en = ["The tide is low this morning.", "We walk along the sand.", "Shells lie at the water."]
    for tag, lines in (("zh", zh), ("en", [*en, "How many did you find?"])):
        rolling = [
            (2 * i, 2 * i + 2, "\n".join(lines[max(0, i - 1) : i + 1])) for i in range(len(lines))
        ]
        (tmp_path / f"talk.{tag}.vtt").write_bytes(vtt(*rolling))
    for _, passages in outline(read(tmp_path / "talk.zh.vtt")):
        assert " ".join(passages["en"]).count("Shells") <= 1
    spoken = [" ".join(p["en"]) for _, p in outline(read(tmp_path / "talk.zh.vtt")) if "en" in p]
    assert " ".join(spoken).count("We walk along the sand.") == 1


def test_names_at_one_time_in_each_of_two_files(tmp_path: Path) -> None:
    (tmp_path / "talk.cn.srt").write_text(
        "1\n00:00:00,000 --> 00:00:02,000\n阿黛：谁在敲门？\n\n"
        "2\n00:00:02,000 --> 00:00:04,000\n邮差：是我，有信。\n",
        encoding="utf-8",
    )
    (tmp_path / "talk.en.srt").write_text(
        "1\n00:00:00,000 --> 00:00:02,000\nAdele: Who is knocking?\n\n"
        "2\n00:00:02,000 --> 00:00:04,000\nPostman: Me, with a letter.\n",
        encoding="utf-8",
    )
    assert outline(read(tmp_path / "talk.cn.srt")) == [
        ("阿黛", {"zh": ["谁在敲门？"], "en": ["Who is knocking?"]}),
        ("邮差", {"zh": ["是我，有信。"], "en": ["Me, with a letter."]}),
    ]


def test_a_name_says_the_language(tmp_path: Path) -> None:
    zh = [(0, 2, "CAR-T？"), (2, 4, "是的。"), (4, 6, "为什么？"), (6, 8, "因为快。")]
    en = [(0, 2, "CAR-T?"), (2, 4, "Yes."), (4, 6, "Why?"), (6, 8, "Because it is fast.")]
    (tmp_path / "talk.zh.vtt").write_bytes(vtt(*zh))
    (tmp_path / "talk.en.vtt").write_bytes(vtt(*en))
    [(_, passages)] = outline(read(tmp_path / "talk.zh.vtt"))
    assert passages == {
        "zh": ["CAR-T？是的。为什么？因为快。"],
        "en": ["CAR-T? Yes. Why? Because it is fast."],
    }


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("talk.en.vtt", "Put the other language beside it as talk.zh.vtt"),
        ("talk.vtt", "as talk.zh.vtt, and name this one talk.en.vtt"),
    ],
)
def test_one_language_alone(tmp_path: Path, name: str, advice: str) -> None:
    path = tmp_path / name
    path.write_bytes(vtt((0, 2, "Hello."), (2, 4, "Yes.")))
    with pytest.raises(InputError, match="only in English") as caught:
        read(path)
    assert advice in str(caught.value)


def test_no_captions(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("Anna: Hello.\n安娜：你好。\n", encoding="utf-8")
    with pytest.raises(InputError, match="no captions in the file"):
        read(path)
