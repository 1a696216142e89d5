"""Clips in the store that are silent where words should be heard: found at once, spoken again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from producer.engines.wav import wav
from producer.errors import SynthesisFailed
from producer.pipeline import Episode, make, plan
from producer.plan.request import Request
from producer.progress import Silent
from producer.store import CLIPS, SEGMENTS
from producer.synthesis import clip_key
from tests.helpers.making import SHORT, a_show
from tests.standin import EdgeStandIn
from tests.standin.speech import silence

FRAME_BYTES = 144


class Notes(Silent):
    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        self.notes.append(message)


@pytest.mark.parametrize("heard", [0.0, 0.35])
def test_all_of_them_are_found_in_one_run(
    edge_service: EdgeStandIn, tmp_path: Path, heard: float
) -> None:
    """Three silent answers of 34 cost three failed runs, and a sentence whose last 65 % is silent
    was published."""
    show = a_show(tmp_path)
    file = show.folder / "talk.txt"
    file.write_text(SHORT * 2, encoding="utf-8")
    planned = plan(Request(transcript=file, show=show, engine="edge"), Silent())
    whole = _sound(make(planned, Silent()))
    store = show.open_store()
    spoilt = [u for u in planned.utterances if len(u.text) > 7][:3]
    for utterance in spoilt:
        key = clip_key(planned.engine, utterance)
        entry = store.get(CLIPS, key)
        assert entry is not None
        frames = len(entry.data) // FRAME_BYTES
        sounding = entry.data[: int(frames * heard) * FRAME_BYTES]
        hushed = b"".join(silence(frames))[len(sounding) :]
        store.put(CLIPS, key, entry.meta, sounding + hushed)
    for path in (store.folder / SEGMENTS).glob("*/*"):
        path.unlink()
    asked, notes = len(edge_service.requests), Notes()
    again = make(plan(Request(transcript=file, show=show, engine="edge"), notes), notes)
    assert {r.text for r in edge_service.requests[asked:]} == {u.text for u in spoilt}
    assert len(edge_service.requests) == asked + 3
    assert again.spoken == 3
    (note,) = notes.notes
    assert "3 clips are silent where words should be heard" in note
    assert _sound(again) == whole


def test_an_engine_that_says_nothing_names_the_turns(tmp_path: Path) -> None:
    show = a_show(tmp_path, editions=["zh"])
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    planned = plan(Request(transcript=file, show=show, engine="tone"), Silent())
    speak = planned.engine.speak
    mute = planned.utterances[1]

    async def hush(utterance: object) -> object:
        clip = await speak(utterance)  # type: ignore[arg-type]
        if utterance != mute:
            return clip
        return replace(clip, audio=wav(bytes(96_000), 24_000))

    planned.engine.speak = hush  # type: ignore[method-assign, assignment]
    with pytest.raises(SynthesisFailed, match=r"turn \d .*silent where words should be heard"):
        make(planned, Silent())


def _sound(episode: Episode) -> bytes:
    """The MP3 frames behind the tag, whose size stands in 28 bits (ID3v2.3.0, 3.1)."""
    (file,) = episode.folder.glob("*.zh-en.mp3")
    content = file.read_bytes()
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte
    return content[10 + size :]
