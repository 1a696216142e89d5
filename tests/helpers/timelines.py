"""Timelines to write files from: as an engine would time them, with and without word marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from producer.model import Chapter, Cue, Mark, Timeline, clean_text, is_speakable

NAMES = {"Mei": {"zh": "小梅", "en": "Mei & <Co>"}, "Tom": {"zh": "汤姆"}}
PAUSE_MS = 350

_WORDS = st.one_of(
    st.sampled_from(
        "a of the and tea leaf mountain oolong don't 1,200 10:30 3.5 90°C 5% CAR-T e.g. Dr. "
        "https://example.org/a/very/long/address/that/does/not/fit/in/a/single/line/of/text "
        "antidisestablishmentarianism x-->y & <b> “fresh” (dark) — ‏שלום‎ 👩‍🌾 🇨🇳 café".split()
    ),
    st.text(st.characters(min_codepoint=33, max_codepoint=0x2FFFF), min_size=1, max_size=8),
)
_ENGLISH = st.lists(
    st.tuples(_WORDS, st.sampled_from(["", "", "", ",", ";", ".", "!"])), max_size=60
)
_HAN = st.lists(
    st.one_of(
        st.text("山水茶叶红绿春天的了和在是一不人我们清香第年", min_size=1, max_size=30),
        st.sampled_from("，，，、。！？；：——……“”（）《》"),
        st.sampled_from([" Oolong tea ", "CAR-T", "97", " 2026 ", "🍵", "10：30"]),
    ),
    max_size=25,
)
ENGLISH_TEXTS = _ENGLISH.map(lambda words: clean_text(" ".join(a + b for a, b in words)))
HAN_TEXTS = _HAN.map(lambda parts: clean_text("".join(parts)))


def marks(text: str, start_ms: int, letter_ms: int, gap_ms: int) -> tuple[Mark, ...]:
    """A mark per word, or per Han character, without punctuation."""
    made: list[Mark] = []
    for match in re.finditer(r"[\u3400-\u9fff]|[^\s\u2014\u2026\u3000-\u9fff\uff00-\uffef]+", text):
        letters = [c for c in match.group() if is_speakable(c)]
        if letters:
            end_ms = start_ms + letter_ms * (3 if len(letters) == 1 else len(letters))
            made.append(Mark(start_ms, end_ms, "".join(letters)))
            start_ms = end_ms + gap_ms
    return tuple(made)


def cue(
    text: str,
    start_ms: int = 0,
    *,
    language: str = "en",
    turn: int = 1,
    speaker: str = "Mei",
    letter_ms: int = 70,
    gap_ms: int = 0,
    marked: bool = True,
) -> Cue:
    words = marks(text, start_ms, letter_ms, gap_ms)
    end_ms = words[-1].end_ms if words else start_ms + 1
    return Cue(turn, language, speaker, start_ms, end_ms, text, words if marked else ())


def timeline(cues: Sequence[Cue], *, end_ms: int = 500) -> Timeline:
    """An edition of `cues` in one chapter; sentences are numbered as they are heard."""
    counts: Counter[tuple[int, str]] = Counter()
    numbered: list[Cue] = []
    for each in cues:
        key = each.turn, each.language
        numbered.append(replace(each, sentence=max(each.sentence, counts[key])))
        counts[key] += 1
    languages = tuple(dict.fromkeys(c.language for c in cues)) or ("zh", "en")
    duration_ms = (cues[-1].end_ms if cues else 0) + end_ms
    chapters = (Chapter(0, duration_ms, "All of it"),)
    return Timeline("-".join(languages), languages, duration_ms, tuple(numbered), chapters)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """A conversation in both languages, at most unlike speeds, any cue without marks."""
    cues: list[Cue] = []
    now = draw(st.integers(0, 5_000))
    for turn in range(1, draw(st.integers(1, 3)) + 1):
        for language, texts in ("zh", HAN_TEXTS), ("en", ENGLISH_TEXTS):
            for text in draw(st.lists(texts.filter(is_speakable_text), max_size=3)):
                made = cue(
                    text,
                    now,
                    language=language,
                    turn=turn,
                    speaker=draw(st.sampled_from(["Mei", "Tom"])),
                    letter_ms=draw(st.sampled_from([20, 70, 300])),
                    gap_ms=draw(st.sampled_from([0, 30, 300])),
                    marked=draw(st.booleans()),
                )
                cues.append(made)
                now = made.end_ms + draw(st.sampled_from([0, 50, PAUSE_MS, 2_000]))
    return timeline(cues)


def is_speakable_text(text: str) -> bool:
    return bool(text) and is_speakable(text)
