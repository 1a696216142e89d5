"""Episodes to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

TALK = """\
# 夜里的星 | Stars at Night

## 看天 | Looking up

安娜：今晚的天空很干净，那颗最亮的星是什么？
Anna: The sky is clear tonight, after 19 days of rain. What is the brightest star?

本：是金星。其实它不是恒星，是一颗行星。
Ben: That is Venus. To be exact, it isn't a star but a planet.

## 望远镜 | The telescope

安娜：我们用望远镜看看吧。先看月亮，再看木星。
Anna: Let us look through the telescope. First the moon, then Jupiter.

本：木星有四颗大卫星，伽利略在 1610 年就看见了。
Ben: Jupiter has four large moons. Galileo saw them in 1610.

## 回家 | Going home

安娜：天快亮了，那我们回去吧！
Anna: It is nearly light. Let us go back then!
"""

HOSTILE = (
    "<script>document.title='owned'</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> ' & &amp; &#39;",
    "\u202eright to left\u202c",
    "שלום עולם",
    "$language ${body} {{ 7*7 }}",
    "👩‍🌾 astral 𠀀𠀁 words",
)
"""Texts that would be more than text on a page that does not take care."""


def hostile_talk() -> str:
    turns = (
        f"李雷：这是第{number}句，{text}。\nMei: This is number {number}: {text}\n"
        for number, text in enumerate(HOSTILE, 1)
    )
    return "# <b>标题</b>\u202e | Title </title><script>alert(1)</script>\n\n" + "\n".join(turns)


@dataclass(frozen=True)
class Sentence:
    """A cue of the manifest."""

    turn: int
    language: str
    text: str
    start: float
    end: float
    words: list[tuple[float, str]]
    """The middle of each word in seconds, up to when the next begins, and the word."""


@dataclass(frozen=True)
class Made:
    """A finished episode: its folder and manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def url(self) -> str:
        return (self.folder / str(self.manifest["page"]["file"])).as_uri()

    def sentences(self, edition: str) -> list[Sentence]:
        return [
            Sentence(
                cue["turn"],
                cue["language"],
                cue["text"],
                cue["start_ms"] / 1000,
                cue["end_ms"] / 1000,
                _middles(cue["words"], cue["end_ms"]),
            )
            for cue in self.manifest["editions"][edition]["cues"]
        ]


def _middles(words: list[list[Any]], end_ms: int) -> list[tuple[float, str]]:
    ends = [*(word[0] for word in words[1:]), end_ms]
    return [((word[0] + end) / 2000, word[2]) for word, end in zip(words, ends, strict=True)]
