"""Finished episodes on disk, as `make` leaves them, to write feeds from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from producer.audio.encode import silent_frame
from producer.model import Chapter
from producer.publish.tags import Tags, tag_bytes
from producer.show.settings import Settings
from producer.show.show import validate
from producer.timing import FrameFormat

SETTINGS: Mapping[str, Any] = {
    "title": {"zh": "茶市谈话", "en": "Tea Market Talks"},
    "author": "Tea Market Radio",
    "feed": {
        "base_url": "https://example.org/tea",
        "description": {"zh": "关于茶的谈话。", "en": "Conversations about tea."},
        "category": "Arts",
        "subcategory": "Food",
        "email": "radio@example.org",
        "copyright": "© 2026 Tea Market Radio",
    },
}
CHAPTERS = (
    Chapter(0, 12_000, "开场 / Opening"),
    Chapter(12_000, 30_000, "绿茶 & <红茶> / Green & <red>"),
    Chapter(30_000, 60_000, "告别 / Farewell"),
)
FRAMES = 2_500
"""A minute of them."""


def settings(**feed: Any) -> Settings:
    """The settings of the show, with other values in its section `feed`."""
    return validate(Settings, {**SETTINGS, "feed": {**SETTINGS["feed"], **feed}}, Path("show.toml"))


def toml(**feed: Any) -> str:
    """The same as the text of show.toml. JSON's strings and numbers are TOML's too."""

    def value(given: Any) -> str:
        if isinstance(given, Mapping):
            return "{" + ", ".join(f"{key} = {value(v)}" for key, v in given.items()) + "}"
        return json.dumps(given, ensure_ascii=False)

    lines = [f"{key} = {value(v)}" for key, v in SETTINGS.items() if key != "feed"]
    section = {**SETTINGS["feed"], **feed}
    return "\n".join([*lines, "[feed]", *(f"{k} = {value(v)}" for k, v in section.items())])


def manifest(slug: str = "tea-one", **more: Any) -> dict[str, Any]:
    """A manifest without editions."""
    return {
        "schema": 1,
        "slug": slug,
        "source": f"{slug}.txt",
        "title": {"zh": "茶与时间", "en": "Tea and Time"},
        "languages": ["zh", "en"],
        "engine": "edge",
        "draft": False,
        "created": "2026-03-04T05:06:07Z",
        "speakers": [
            {"id": "Narrator", "name": {"zh": "旁白", "en": "Narrator"}, "voices": {}},
            {"id": "Mei", "name": {"zh": "小梅", "en": "Mei"}, "voices": {}},
            {"id": "Tom", "name": {"zh": "汤姆", "en": "Tom"}, "voices": {}},
        ],
        "credits": ["茶市广播 & friends"],
        "findings": [],
        "editions": {},
    } | more


def add_episode(
    output: Path,
    slug: str = "tea-one",
    *,
    editions: Sequence[str] = ("zh-en", "zh", "en"),
    chapters: Sequence[Chapter] = CHAPTERS,
    **more: Any,
) -> dict[str, Any]:
    """Write an episode below `output`: MP3s of silence, sidecars and the manifest."""
    folder = output / slug
    folder.mkdir(parents=True)
    made = manifest(slug, **more)
    page = _write(folder / f"{slug}.html", b"<!DOCTYPE html><title>Tea</title>")
    made["page"] = page
    for name in editions:
        languages = name.split("-")
        stem = f"{slug}.{name}"
        tags = Tags(
            title=" / ".join(made["title"].values()),
            show="Tea",
            artists=["Mei", "Tom"],
            date="2026-03-04",
            languages=languages,
            lyrics={},
            disclosure={},
            chapters=chapters,
        )
        audio = tag_bytes(tags) + silent_frame(FrameFormat()) * FRAMES
        captions = [f"{stem}.{language}{end}" for language in languages for end in (".vtt", ".srt")]
        captions += [f"{stem}.vtt", f"{stem}.chapters.json", f"{stem}.transcript.json"]
        made["editions"][name] = _write(folder / f"{stem}.mp3", audio) | {
            "duration_ms": 60_000,
            "loudness_lufs": -16.0,
            "true_peak_dbtp": -2.0,
            "chapters": [
                {"start_ms": c.start_ms, "end_ms": c.end_ms, "title": c.title} for c in chapters
            ],
            "cues": [],
            "sidecars": [_write(folder / file, file.encode()) for file in captions],
        }
    _write(folder / "episode.json", json.dumps(made, ensure_ascii=False).encode())
    return made


def _write(path: Path, content: bytes) -> dict[str, Any]:
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return {"file": path.name, "bytes": len(content), "sha256": digest}
