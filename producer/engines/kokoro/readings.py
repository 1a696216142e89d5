"""How the characters of a Chinese sentence are read.

pypinyin knows some 40,000 phrases with characters of several readings, and takes the most frequent
reading elsewhere. What it misses most often is read by the words beside it: 得, 地, 长, 干, 数, 曾.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from producer.engines.kokoro.word_table import WordTable

_DEGREES = "很太更最多越挺极颇够较"
_PHRASES = {
    **{"大夫": ("dai4", "fu5"), "知识分子": ("zhi1", "shi5", "fen4", "zi3")},
    **{"分子": ("fen1", "zi3"), "因子": ("yin1", "zi3"), "先生": ("xian1", "sheng5")},
    **{"数一数": ("shu3", "yi5", "shu3"), "背着": ("bei1", "zhe5"), "条路": ("tiao2", "lu4")},
    **{"舍不得": ("she3", "bu5", "de5"), "来得及": ("lai2", "de5", "ji2")},
    **{"怪不得": ("guai4", "bu5", "de5"), "恨不得": ("hen4", "bu5", "de5")},
    **{"要不得": ("yao4", "bu5", "de5"), "总得": ("zong3", "dei3"), "非得": ("fei1", "dei3")},
    **{"必须得": ("bi4", "xu1", "dei3"), "都得": ("dou1", "dei3"), "就得": ("jiu4", "dei3")},
    **{"还得": ("hai2", "dei3"), "也得": ("ye3", "dei3"), "只得": ("zhi3", "de2")},
    **{"可得": ("ke3", "dei3"), "要得": ("yao4", "de5"), "行得通": ("xing2", "de5", "tong1")},
}
_OBTAINED = "获取赢求值难心所免博习认应"
"""Behind these 得 is "dé": 获得, 值得, 难得, 心得 …"""
_OBTAINING = "到出知了以罪意失奖分病逞手体益当"
"""Before these it is: 得到, 得出, 得知, 得了, 得以 …"""
_HAS_TO = "我你您他她它们咱谁"
"""Behind these it is "děi"."""
_GROUND_BEFORE = "这那块片亩种本当外各每此该的土田陆草场内某耕荒空坡两几"
_GROUND_BEHIND = "的是在上里下方面区点图球理位址形势段产板铁价租"
_TITLES = "先生|女士|教授|医生|博士|老师|院士|主任|总|小姐|医师|研究员"
_SURNAME = re.compile(rf"曾(?=[^经不]{{0,3}}(?:{_TITLES}))")


class Readings:
    """Readings by the dictionaries of pypinyin, of which it keeps those of phrases itself."""

    def __init__(self) -> None:
        import pypinyin
        from pypinyin.phrases_dict import phrases_dict

        self._pinyin: Any = pypinyin
        self._phrases = WordTable(_phrases(phrases_dict))
        phrases_dict.clear()

    def __call__(self, run: str, words: Sequence[str]) -> list[str]:
        """The reading of each character of a run of `words`, such as "hang2"; "" where there is
        none."""
        readings = [reading for part in self._parts(run) for reading in part]
        if len(readings) != len(run):
            return [""] * len(run)
        alone = _alone(words)
        for place, character in enumerate(run):
            if correct := _CORRECTIONS.get(character):
                readings[place] = correct(run, place, place in alone) or readings[place]
        return readings

    def _parts(self, run: str) -> Iterator[list[str]]:
        """The readings of the phrases of a run, each the longest that begins where the one before
        ends, and of the characters between them."""
        start = 0
        while start < len(run):
            if phrases := self._phrases.words_at(run, start):
                start, readings = phrases[-1]
                yield readings.split(" ")
            elif self._phrases.begins(run[start:]):
                # pypinyin looks no further where the end is the beginning of a phrase.
                yield from map(self._alone, run[start:])
                return
            else:
                yield self._alone(run[start])
                start += 1

    def _alone(self, character: str) -> list[str]:
        readings: list[str] = self._pinyin.lazy_pinyin(
            character,
            style=self._pinyin.Style.TONE3,
            neutral_tone_with_five=True,
            errors=lambda characters: [""] * len(characters),
        )
        return readings


def _phrases(dictionary: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[str]:
    """A line for each phrase, with its readings."""
    from pypinyin.contrib.tone_convert import to_tone3

    with_tone = cache(partial(to_tone3, neutral_tone_with_five=True))
    for phrase, readings in dictionary.items():
        own = _PHRASES.get(phrase) or [with_tone(reading[0]) for reading in readings]
        yield f"{phrase} {' '.join(own)}"
    for phrase in _PHRASES.keys() - dictionary.keys():
        yield f"{phrase} {' '.join(_PHRASES[phrase])}"


def _alone(words: Sequence[str]) -> set[int]:
    """The places of characters that are a word."""
    places: set[int] = set()
    place = 0
    for word in words:
        if len(word) == 1:
            places.add(place)
        place += len(word)
    return places


def _obtain(run: str, place: int, alone: bool) -> str:
    """得: "de" between what is done and how, "děi" for what one has to, "dé" to obtain."""
    before, behind = run[place - 1 : place], run[place + 1 : place + 2]
    if before in _HAS_TO:
        return "dei3" if before and behind and behind not in _DEGREES else ""
    if not before or before in _OBTAINED or behind in _OBTAINING or not behind:
        return ""
    in_phrase = any(
        run.startswith(phrase, place - phrase.index("得")) for phrase in _PHRASES if "得" in phrase
    )
    return "de5" if alone and not in_phrase else ""


def _ground(run: str, place: int, alone: bool) -> str:
    """地 behind how something is done, where it is no ground."""
    before, behind = run[place - 1 : place], run[place + 1 : place + 2]
    if not before or not behind:
        return ""
    if before == run[place - 2 : place - 1]:
        return "de5"
    return "" if before in _GROUND_BEFORE or behind in _GROUND_BEHIND or not alone else "de5"


def _long(run: str, place: int, _alone: bool) -> str:
    """长 as a measure."""
    return "chang2" if _is_degree(run, place - 1) else ""


def _dry(run: str, place: int, _alone: bool) -> str:
    """干 as the contrary of wet."""
    return "gan1" if _is_degree(run, place - 1) else ""


def _surname(run: str, place: int, _alone: bool) -> str:
    """曾 as a name."""
    return "zeng1" if _SURNAME.match(run, place) else ""


def _is_degree(run: str, place: int) -> bool:
    return place >= 0 and run[place] in _DEGREES


_CORRECTIONS: dict[str, Callable[[str, int, bool], str]] = {
    **{"得": _obtain, "地": _ground, "长": _long, "干": _dry, "曾": _surname},
}
