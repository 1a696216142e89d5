"""Captions keep their limits, say all that is said when it is said, and can be read by others."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.model import Cue, Mark, Marks, Pair, PairedTurn, Timeline, is_speakable
from producer.publish.captions import (
    Caption,
    Divided,
    captions,
    divide,
    divisible,
    files,
    likeness,
    passages,
    srt,
    vtt,
)
from producer.publish.pair_cues import pair_cues
from tests.helpers.programs import program, run_node
from tests.helpers.timelines import NAMES, cue, timeline, timelines


def letters(text: str) -> str:
    return "".join(c for c in text if is_speakable(c))


def lines(made: Sequence[Caption]) -> list[tuple[str, ...]]:
    return [caption.lines for caption in made]


def shown(text: str, **kind: object) -> list[tuple[str, ...]]:
    made = cue(text, **kind)  # type: ignore[arg-type]
    return lines(captions([made], made.end_ms))


def width(line: str) -> int:
    """A line's width, of 420 at most: 42 narrow characters or 20 wide ones."""
    return sum(
        21 if unicodedata.east_asian_width(c) in "WF" else 10
        for c in line
        if unicodedata.category(c) not in ("Mn", "Me", "Mc", "Cf", "Sk")
    )


@settings(max_examples=150, deadline=None)
@given(timelines())
def test_captions_keep_their_limits(made: Timeline) -> None:
    shown = captions(made.cues, made.duration_ms)
    for caption in shown:
        assert 0 < caption.end_ms - caption.start_ms <= 7_000
        assert 1 <= len(caption.lines) <= 2
        assert all(line and line == line.strip() for line in caption.lines)
        # Clusters of many code points, such as flags, are counted as one character of one width.
        if not any(ord(c) > 0xFFFF or c == "\u200d" for line in caption.lines for c in line):
            assert all(width(line) <= 420 for line in caption.lines)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(shown))


@settings(max_examples=150, deadline=None)
@given(timelines())
def test_captions_say_all_in_order(made: Timeline) -> None:
    shown = captions(made.cues, made.duration_ms)
    written = "".join("".join(cue.text.split()) for cue in made.cues)
    assert "".join("".join("".join(caption.lines).split()) for caption in shown) == written
    for caption in shown:
        assert any(
            (c.speaker, c.language) == (caption.speaker, caption.language) for c in made.cues
        )


@settings(max_examples=150, deadline=None)
@given(timelines())
def test_captions_are_timed_by_their_words(made: Timeline) -> None:
    """To within 80 ms wherever a caption begins or ends with a word; a short one stays longer."""
    cues = tuple(
        c for c in made.cues if letters("".join(m.text for m in c.words)) == letters(c.text)
    )
    said = [(mark, i) for cue in cues for mark in cue.words for i in range(len(mark.text))]
    at = free_from_ms = 0
    for caption in captions(cues, made.duration_ms):
        size = len(letters("".join(caption.lines)))
        if size:
            (first, i), (last, j) = said[at], said[at + size - 1]
            at += size
            if i == 0 and first.start_ms >= free_from_ms:
                assert abs(caption.start_ms - first.start_ms) <= 80
            if j == len(last.text) - 1:
                assert caption.end_ms >= min(last.end_ms - 80, caption.start_ms + 7_000)
                assert caption.end_ms <= max(last.end_ms, caption.start_ms + 1_000) + 80
        free_from_ms = caption.end_ms
    assert at == len(said)


def test_a_sentence_is_divided_at_its_clauses() -> None:
    text = (
        "When the first rain of spring has fallen on the hills, the pickers go out before dawn, "
        "because the leaves they gather then are the sweetest of the whole year."
    )
    assert shown(text) == [
        ("When the first rain of spring", "has fallen on the hills,"),
        ("the pickers go out before dawn,",),
        ("because the leaves they gather then", "are the sweetest of the whole year."),
    ]


def test_a_chinese_sentence_is_divided_at_its_clauses() -> None:
    text = "第一场春雨落在山上以后，采茶的人天没亮就出门了，因为这时候采的茶叶是一年里最甜的。"
    assert shown(text, language="zh", letter_ms=60) == [
        ("第一场春雨落在山上以后，", "采茶的人天没亮就出门了，"),
        ("因为这时候采的茶叶是一年里最甜的。",),
    ]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        (
            "We met Dr. Smith at the market in the old town by the river last Sunday morning",
            "Dr. Smith",
        ),
        (
            "The cup holds 1,200 grams of the finest leaves that anyone has ever seen here",
            "1,200 grams",
        ),
        ("It opens at 10:30 and closes when the last guest has left the house for good", "10:30"),
    ],
)
def test_what_belongs_together_stays_on_a_line(text: str, together: str) -> None:
    assert any(together in line for caption in shown(text) for line in caption)


def test_words_of_a_chinese_engine_are_not_divided() -> None:
    words = [
        "云南",
        "普洱",
        "茶叶",
        "博物馆",
        "研究",
        "人员",
        "昨天",
        "下午",
        "公布",
        "最新",
        "成果",
    ]
    text = "".join(words) + "。"
    said = tuple(Mark(400 * i, 400 * i + 400, word) for i, word in enumerate(words))
    made = captions([Cue(1, "zh", "Mei", 0, 4400, text, said)], 5000)
    ends = {"".join(words[:n]) for n in range(len(words))}
    assert len(made) == 1
    assert made[0].lines[0] in ends


@pytest.mark.parametrize(
    "whole", ["我们", "以及", "参与", "《茶馆里的人》", "“慢一点走”", "（笑着）", "让·勒克莱尔"]
)
def test_a_chinese_word_or_title_stays_whole_without_marks_of_words(whole: str) -> None:
    for before in range(6, 27):
        text = "甲" * before + whole + "乙" * (32 - before - len(whole))
        (caption,) = shown(text, language="zh", letter_ms=60)
        assert len(caption) == 2
        assert any(whole in line for line in caption), before


def test_a_short_answer_stays_for_a_second_where_it_can() -> None:
    made = captions([cue("Yes.", 1000), cue("No.", 9000, turn=2)], 12_000)
    assert [(c.start_ms, c.end_ms) for c in made] == [(1000, 2000), (9000, 10_000)]
    made = captions([cue("Yes.", 1000), cue("No.", 1800, turn=2)], 2_200)
    assert [(c.start_ms, c.end_ms) for c in made] == [(1000, 1800), (1800, 2200)]


def test_a_sentence_that_would_flash_is_shown_with_the_next() -> None:
    first = cue("Yes.")
    second = cue("It grows on the northern side.", first.end_ms + 50)
    made = captions([first, second], 9000)
    assert lines(made) == [("Yes. It grows on the northern side.",)]


def test_marks_that_respell_numbers_and_names_are_aligned() -> None:
    """A lexicon has the engine say other letters than those written."""
    text = (
        "In 2026, Professor Quuxberg will open the great new garden of the university, won't she?"
    )
    spoken = (
        "In two thousand twenty six Professor Kooks berg will open the great new garden of the "
    )
    said = marks_of(f"{spoken}university won't she")
    made = captions([Cue(1, "en", "Mei", 0, said[-1].end_ms, text, said)], 20_000)
    first_word = made[1].lines[0].split()[0]
    assert abs(made[1].start_ms - next(m.start_ms for m in said if m.text == first_word)) <= 80


def marks_of(text: str) -> tuple[Mark, ...]:
    return tuple(Mark(300 * i, 300 * i + 300, word) for i, word in enumerate(text.split()))


def test_without_marks_time_goes_by_letters() -> None:
    text = "甲乙丙丁戊己庚辛壬癸，" * 6
    made = captions([Cue(1, "zh", "Mei", 0, 12_000, text)], 12_000)
    for caption, (start, end) in zip(made, pairwise([0, *(c.end_ms for c in made)]), strict=True):
        assert caption.start_ms == pytest.approx(start, abs=80)
        size = len(letters("".join(caption.lines)))
        assert end - start == pytest.approx(200 * size, abs=80)


def as_vtt(made: Timeline) -> str:
    return "".join(vtt(captions(made.cues, made.duration_ms), made.languages, NAMES))


def divided(made: Timeline) -> Divided:
    return {likeness(part): divide(part) for part in divisible(made)}


def as_srt(made: Timeline) -> str:
    return "".join(srt(captions(made.cues, made.duration_ms)))


@settings(max_examples=50, deadline=None)
@given(timelines(), st.integers(0, 10_000_000))
def test_a_passage_is_divided_alike_whenever_it_is_heard(made: Timeline, ms: int) -> None:
    for passage in passages(made.cues):
        moved = tuple(
            replace(
                cue,
                start_ms=cue.start_ms + ms,
                end_ms=cue.end_ms + ms,
                words=Marks.of(cue.words, ms),
            )
            for cue in passage
        )
        assert likeness(moved) == likeness(passage)
        assert divide(moved) == divide(passage)


HARD = "A & B <i>are</i> --> 100% “x” ‏שלום‎ 👩‍🌾🇨🇳"


def test_webvtt_reads_back(tmp_path: Path) -> None:
    made = timeline([cue(HARD, 100), cue("是的。", 4000, language="zh", speaker="Tom")])
    (tmp_path / "a.vtt").write_text(as_vtt(made), encoding="utf-8")
    read = webvtt.read(str(tmp_path / "a.vtt")).captions
    escaped = HARD.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert [" ".join(c.text.split("\n")) for c in read] == [escaped, "是的。"]
    assert [c.voice for c in read] == ["Mei &amp; &lt;Co&gt;", "汤姆"]
    assert read[0].start == "00:00:00.100"


def test_srt_reads_back() -> None:
    made = timeline([cue(HARD, 100), cue("--> 是的。", 4000, language="zh"), cue("2026", 9000)])
    text = as_srt(made)
    assert text.count("\r\n") == text.count("\n")
    read = webvtt.from_buffer(StringIO(text.replace("\r\n", "\n")), format="srt").captions
    assert [" ".join(c.raw_text.split("\n")) for c in read] == [HARD, "--> 是的。", "2026"]
    assert read[1].start == "00:00:04.000"


def test_files_are_the_contract_s() -> None:
    both = timeline([cue("是的。", language="zh"), cue("Yes.", 2000)])
    assert {name for name, _ in files("tea.zh-en", both, divided(both), NAMES)} == {
        *("tea.zh-en.vtt", "tea.zh-en.zh.vtt", "tea.zh-en.zh.srt"),
        *("tea.zh-en.en.vtt", "tea.zh-en.en.srt"),
    }
    one = timeline([cue("是的。", language="zh")])
    names = {name for name, _ in files("tea.zh", one, divided(one), NAMES)}
    assert names == {"tea.zh.vtt", "tea.zh.zh.vtt", "tea.zh.zh.srt"}
    made = {
        name: "".join(pieces) for name, pieces in files("tea.zh-en", both, divided(both), NAMES)
    }
    assert "Yes" not in made["tea.zh-en.zh.vtt"]
    assert "Yes" in made["tea.zh-en.en.srt"]


def test_w3c_s_parser_finds_no_error(tmp_path: Path) -> None:
    found: list[tuple[Path, Timeline]] = []

    @settings(max_examples=40, deadline=None, database=None)
    @given(timelines())
    def collect(made: Timeline) -> None:
        path = tmp_path / f"{len(found)}.vtt"
        path.write_text(as_vtt(made), encoding="utf-8")
        found.append((path, made))

    collect()
    (tmp_path / "hard.vtt").write_text(as_vtt(timeline([cue(HARD)])), encoding="utf-8")
    found.append((tmp_path / "hard.vtt", timeline([cue(HARD)])))
    answers = json.loads(run_node("webvtt.js", *(path for path, _ in found)))
    assert [answer["errors"] for answer in answers] == [[]] * len(found)
    assert [answer["cues"] for answer in answers] == [
        len(captions(made.cues, made.duration_ms)) for _, made in found
    ]


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_ffmpeg_reads_every_caption(form: str, tmp_path: Path) -> None:
    made = timeline([cue(HARD, 100), cue("2026 --> 是的。", 4000, language="zh"), cue("1", 9000)])
    path = tmp_path / f"a.{form}"
    path.write_bytes((as_srt(made) if form == "srt" else as_vtt(made)).encode())
    ask = [program("ffprobe"), "-v", "error", "-show_packets", "-show_entries", "packet=pts_time"]
    run = subprocess.run([*ask, "-of", "csv=p=0", path], capture_output=True, text=True, check=True)
    times = [float(line.strip(",")) for line in run.stdout.split()]
    assert times == [c.start_ms / 1000 for c in captions(made.cues, made.duration_ms)]


CHINESE = (
    "这座城市的夏天很长，河边的茶馆从清晨一直开到深夜，老人们在那里下棋、听戏，也谈论天气。",
    "您常去吗？",
    "雨停了。",
)
ENGLISH = (
    "Summers in this city are long.",
    "The teahouses by the river are open from early morning until late at night, and old people "
    "play chess there, listen to operas and talk about the weather.",
    "Do you often go?",
)
TURN = PairedTurn(
    1,
    {"zh": CHINESE, "en": ENGLISH},
    (Pair({"zh": (0,), "en": (0, 1)}), Pair({"zh": (1,), "en": (2,)}), Pair({"zh": (2,)})),
)


def heard(*languages: str, turn: PairedTurn = TURN, marked: bool = True) -> Timeline:
    """An edition of a turn in `languages`, one after the other."""
    cues: list[Cue] = []
    now = 500
    for language in languages:
        for number, text in enumerate(turn.sentences[language]):
            made = cue(text, now, language=language, marked=marked)
            cues.append(replace(made, sentence=number))
            now = made.end_ms + 350
    made_timeline = timeline(cues)
    return replace(made_timeline, pairs=tuple(pair_cues(cues, {turn.number: turn})))


def contents(made: Timeline, stem: str = "tea") -> dict[str, str]:
    return {
        name.removeprefix(f"{stem}."): "".join(pieces)
        for name, pieces in files(stem, made, divided(made), NAMES)
    }


def of_language(file: str, language: str) -> list[str]:
    """The lines of a language in a file of both, each as long as it stays once."""
    rows = re.findall(f"<lang {language}>(.*?)</lang>", file)
    return [row for row, before in zip(rows, [None, *rows], strict=False) if row != before]


def test_the_other_language_is_shown_while_its_counterpart_sounds() -> None:
    made = heard("zh")
    shown = contents(made)
    assert set(shown) == {"vtt", "zh.vtt", "zh.srt", "en.vtt", "en.srt", "bi.vtt"}
    read = webvtt.from_buffer(StringIO(shown["en.vtt"]), format="vtt").captions
    assert squeezed("".join(c.text for c in read)) == squeezed("".join(ENGLISH))
    first, second, third = made.cues
    begins = [c.start_in_seconds * 1000 + c.start_time.milliseconds for c in read]
    assert begins[0] == first.start_ms
    (question,) = (i for i, c in enumerate(read) if c.text == "Do you often go?")
    assert begins[question] == second.start_ms
    assert all(begin < first.end_ms for begin in begins[:question])
    assert begins[-1] < third.start_ms


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en"), ("en", "zh")])
def test_captions_of_both_languages_say_all_in_both(
    languages: tuple[str, ...], marked: bool
) -> None:
    file = contents(heard(*languages, marked=marked))["bi.vtt"]
    chinese = squeezed("".join(CHINESE[:2])), squeezed("".join(CHINESE))
    both = {
        "zh": [chinese[language == "zh"] for language in languages],
        "en": [squeezed("".join(ENGLISH))] * len(languages),
    }
    for language, wanted in both.items():
        assert squeezed("".join(of_language(file, language))) == "".join(wanted)


def test_a_caption_has_a_line_of_each_language_in_the_same_order() -> None:
    blocks = contents(heard("zh", "en"))["bi.vtt"].split("\n\n")[2:]
    tags = [re.findall("<lang (..)>", block) for block in blocks]
    assert [tag for tag in tags if tag != ["zh", "en"]] == [["zh"]]  # 雨停了。 has no partner
    lines = [re.findall("<lang ..>(.*?)</lang>", block) for block in blocks]
    assert all(width(row) <= 420 for rows in lines for row in rows)


def test_a_long_pair_is_split_evenly() -> None:
    """Each line has about as much of its language as the other one beside it."""
    made = heard("zh")
    rows = [caption.lines for caption in divide(made.pairs[0])]
    assert len(rows) >= 4
    for side, text in enumerate((CHINESE[0], " ".join(ENGLISH[:2]))):
        ends = [sum(len(row[side]) for row in rows[: n + 1]) / len(text) for n in range(len(rows))]
        wanted = [(n + 1) / len(rows) for n in range(len(rows))]
        assert ends == pytest.approx(wanted, abs=0.6 / len(rows))


def test_a_side_that_is_too_short_to_be_split_stays() -> None:
    texts = {"zh": ("好。",), "en": (" ".join(ENGLISH),)}
    turn = PairedTurn(1, texts, (Pair({"zh": (0,), "en": (0,)}),))
    for language in ("zh", "en"):
        made = divide(heard(language, turn=turn).pairs[0])
        assert len(made) > 3
        lines = [dict(zip(c.languages, c.lines, strict=True)) for c in made]
        assert {row["zh"] for row in lines} == {"好。"}
        assert " ".join(row["en"] for row in lines) == texts["en"][0]


@settings(max_examples=100, deadline=None)
@given(timelines(), st.data())
def test_any_pairs_become_captions_in_both_languages(made: Timeline, data: st.DataObject) -> None:
    """Whatever is paired with whatever: in order, no longer than may be, and all of it."""
    turns: dict[int, PairedTurn] = {}
    counted: dict[tuple[int, str], int] = {}
    cues: list[Cue] = []
    for each in made.cues:
        number = counted[each.turn, each.language] = counted.get((each.turn, each.language), -1) + 1
        cues.append(replace(each, sentence=number, speaker="Mei"))
    for turn in {each.turn for each in cues}:
        texts = {
            la: tuple(c.text for c in cues if (c.turn, c.language) == (turn, la))
            for la in ("zh", "en")
        }
        most = max(map(len, texts.values()))
        pairs = tuple(
            Pair({la: tuple(range(len(own)))[n : n + 1] for la, own in texts.items()})
            for n in range(most)
        )
        turns[turn] = PairedTurn(turn, texts, pairs)
    for language in ("zh", "en"):
        own = [c for c in cues if c.language == language]
        if not own:
            continue
        alone = timeline(own, end_ms=data.draw(st.sampled_from([0, 500])))
        alone = replace(alone, pairs=tuple(pair_cues(own, turns)))
        assert [c for pair in alone.pairs for c in pair.heard] == own
        for name, file in contents(alone).items():
            if name.endswith("vtt"):
                starts = re.findall("(.*) --> (.*)", file)
                assert starts == sorted(starts)
                assert all(start < end for start, end in starts)


def test_w3c_s_parser_and_ffmpeg_read_captions_of_both_languages(tmp_path: Path) -> None:
    hard = PairedTurn(
        1, {"zh": ("是的 & <否>。",), "en": (HARD,)}, (Pair({"zh": (0,), "en": (0,)}),)
    )
    both = (heard("zh", turn=hard), heard("zh", "en"), heard("en"))
    paths = []
    for number, made in enumerate(both):
        for name, content in contents(made).items():
            path = tmp_path / f"{number}.{name}"
            path.write_bytes(content.encode())
            paths.append(path)
    vtts = [path for path in paths if path.suffix == ".vtt"]
    answers = json.loads(run_node("webvtt.js", *vtts))
    assert [answer["errors"] for answer in answers] == [[]] * len(vtts)
    assert all(answer["cues"] for answer in answers)
    ask = [program("ffprobe"), "-v", "error", "-show_packets", "-show_entries", "packet=pts_time"]
    for path in paths:
        done = subprocess.run([*ask, "-of", "csv=p=0", path], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.split()) == len(re.findall(r"\d --> \d", path.read_text("utf-8")))
