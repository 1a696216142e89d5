"""Decoded speech: what was kept comes back, what cannot be kept is done without."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from producer import pipeline
from producer.audio.pcm import Pcm
from producer.progress import Silent
from producer.render import scratch
from producer.render.clips import Measured
from producer.store import KINDS, Store
from producer.workers.local import Answers, Task, Workers
from tests.helpers.disk import full_disk
from tests.helpers.making import SHORT, a_show, make, snapshot

_Key = TypeVar("_Key")
SOUNDS = st.lists(
    st.builds(
        Pcm, arrays.arrays(np.int16, st.integers(0, 3_000)), st.sampled_from([16_000, 24_000])
    )
)


@given(SOUNDS)
def test_what_is_kept_comes_back(sounds: list[Pcm]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        places = [*scratch.write(sounds, Path(folder))]
        for sound, place in zip(sounds, places, strict=True):
            back = scratch.read(place)
            assert back is not None
            assert back.rate == sound.rate
            np.testing.assert_array_equal(back.samples, sound.samples)


def test_what_is_not_there_any_more_is_nothing(tmp_path: Path) -> None:
    (place,) = scratch.write([Pcm(np.ones(9, np.int16), 24_000)], tmp_path)
    assert place is not None
    file = Path(place.file)
    file.write_bytes(file.read_bytes()[:-1])
    assert scratch.read(place) is None
    file.unlink()
    assert scratch.read(place) is None


def test_nothing_is_kept_where_there_is_no_room_or_no_folder(tmp_path: Path) -> None:
    sounds = [Pcm(np.ones(9_000, np.int16), 24_000)] * 2
    assert [*scratch.write(sounds, None)] == [None, None]
    assert [*scratch.write(sounds, tmp_path / "missing")] == [None, None]
    with full_disk(20_000):
        first, second = scratch.write(sounds, tmp_path)
    assert first is not None
    assert second is None
    assert scratch.read(first) is not None


@pytest.mark.parametrize("engine", ["tone", "espeak"])
def test_with_it_and_without_it_the_bytes_are_the_same(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once kept, once without room, once with all measured in an earlier run."""
    kept = a_show(tmp_path)
    made = snapshot(make(kept, engine=engine).folder)
    assert not [*kept.open_store().parts.iterdir()]
    monkeypatch.setattr(scratch, "ROOM_BYTES", 1 << 60)
    for folder in (kept.store / kind for kind in (*KINDS, "published") if kind != "clips"):
        shutil.rmtree(folder, ignore_errors=True)
    assert snapshot(make(kept, engine=engine).folder) == made
    for kind in ("segments", "published"):
        shutil.rmtree(kept.store / kind)
    assert snapshot(make(kept, engine=engine).folder) == made


class Elsewhere(Workers):
    """A machine of a cluster: it sees the store, and works in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(1)
        self._folder = folder
        self.measured: list[Measured] = []

    @property
    def here(self) -> Workers:
        return Workers(1)

    def answers(
        self, tasks: Mapping[_Key, Task[Any]], store: Store, each_s: float
    ) -> Answers[_Key]:
        absolute = Store(store.folder.absolute())
        with contextlib.chdir(self._folder):
            answers = [*super().answers(tasks, absolute, each_s)]
        for key, answer in answers:
            if isinstance(answer.made, dict):
                self.measured += answer.made.values()
            yield key, answer


def test_another_machine_keeps_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder was named from the client's: on a cluster every clip was decoded again for each
    level that was tried."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    transcript = Path("talk.txt")
    transcript.write_text(SHORT, encoding="utf-8")
    request = pipeline.Request(transcript=transcript, show=a_show(Path()), engine="tone")
    workers = Elsewhere(elsewhere)
    pipeline.make(pipeline.plan(request, Silent()), Silent(), workers)
    assert workers.measured
    assert all(each.decoded for each in workers.measured)
