"""A finished episode to damage: made by the whole path, with plain sidecars of the tests' own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from producer.check import Report, State, check
from tests.helpers.making import a_show, make

TALK = """\
# 夜里的星 | Stars at Night

## 看天 | Looking up

安娜：今晚的天空很干净，那颗最亮的星是什么？
Anna: The sky is clear tonight. What is the brightest star?

本：是金星。
Ben: That is Venus.

## 回家 | Going home

安娜：那我们回去吧！
Anna: Let us go back then!
"""
STEM = "stars-at-night.zh-en"
MP3 = f"{STEM}.mp3"


def make_episode(folder: Path) -> Path:
    """The folder of a new episode in one edition; its sidecars have a cue for each sentence."""
    notice = {"text": {"zh": "声音由AI生成。", "en": "AI made the voices."}}
    show = a_show(folder, title="Night talks", disclosure=notice)
    made = make(show, TALK, editions=["zh-en"])
    for path in made.folder.iterdir():
        if path.name not in (MP3, "episode.json"):
            path.unlink()
    with Listing(made.folder) as manifest:
        manifest.pop("page", None)
        entry = manifest["editions"]["zh-en"]
        for name, content in _sidecars(entry).items():
            (made.folder / name).write_text(content, encoding="utf-8")
        entry["sidecars"] = [{"file": name} for name in _sidecars(entry)]
    return made.folder


def _sidecars(entry: dict[str, Any]) -> dict[str, str]:
    cues, chapters = entry["cues"], entry["chapters"]
    vtt = "".join(
        f"{_stamp(c, 'start_ms', '.')} --> {_stamp(c, 'end_ms', '.')}\n<v {c['speaker']}>"
        f"{_two_rows(c['text'])}</v>\n\n"
        for c in cues
    )
    srt = "".join(
        f"{n}\n{_stamp(c, 'start_ms', ',')} --> {_stamp(c, 'end_ms', ',')}\n"
        f"{_two_rows(c['text'])}\n\n"
        for n, c in enumerate((c for c in cues if c["language"] == "zh"), 1)
    )
    points = [
        {"startTime": c["start_ms"] / 1000, "endTime": c["end_ms"] / 1000, "title": c["title"]}
        for c in chapters
    ]
    segments = [
        {
            "startTime": c["start_ms"] / 1000,
            "endTime": c["end_ms"] / 1000,
            "speaker": c["speaker"],
            "body": c["text"],
        }
        for c in cues
    ]
    return {
        f"{STEM}.vtt": f"WEBVTT\n\nNOTE all that is heard\n\n{vtt}",
        f"{STEM}.zh.srt": srt,
        f"{STEM}.chapters.json": json.dumps({"version": "1.2.0", "chapters": points}),
        f"{STEM}.transcript.json": json.dumps({"version": "1.0.0", "segments": segments}),
    }


def _two_rows(text: str) -> str:
    words = text.split(" ")
    half = len(words) // 2
    return "\n".join(filter(None, (" ".join(words[:half]), " ".join(words[half:]))))


def _stamp(cue: dict[str, Any], key: str, point: str) -> str:
    seconds, ms = divmod(cue[key], 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


class Listing:
    """The manifest of an episode to change; afterwards it has the files' sizes and hashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = json.loads((folder / "episode.json").read_text(encoding="utf-8"))

    def __enter__(self) -> dict[str, Any]:
        found: dict[str, Any] = self.manifest
        return found

    def __exit__(self, *_: object) -> None:
        for entry in self.manifest["editions"].values():
            for listed in (entry, *entry.get("sidecars", [])):
                content = (self.folder / listed["file"]).read_bytes()
                listed["bytes"] = len(content)
                listed["sha256"] = hashlib.sha256(content).hexdigest()
        text = json.dumps(self.manifest, ensure_ascii=False)
        (self.folder / "episode.json").write_text(text, encoding="utf-8")


def rewrite(file: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file, which must change."""
    before = file.read_bytes()
    after = change(before)
    assert after != before
    file.write_bytes(after)


def failed(path: Path) -> set[str]:
    """The checks that fail, as "file: check"."""
    return failures(check(path))


def failures(report: Report) -> set[str]:
    return {
        f"{section.file}: {line.check}"
        for section in report.sections
        for line in section.lines
        if line.state is State.FAILED
    }
