"""A worker that would make something else says so."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from producer import render
from producer.engines.tone import ToneEngine
from producer.errors import ProducerError, UtteranceFailed
from producer.model import Clip, Delivery, Utterance
from producer.store import PROBES, Store, key_of
from producer.synthesis import clip_key
from producer.workers.cluster.remote import RemoteUtterance, Terms, look, speak, versions
from tests.helpers.making import snapshot

MARK = key_of(mark="a test")


@pytest.fixture
def worker(tmp_path: Path) -> Any:
    return SimpleNamespace(local_directory=str(tmp_path / "worker"))


def test_a_worker_that_sees_the_store(tmp_path: Path, worker: Any) -> None:
    store = Store(tmp_path / "store")
    store.put(PROBES, MARK, {})
    before = snapshot(store.folder)
    assert look(Terms(versions(), store, MARK), worker) is None
    assert snapshot(store.folder) == before


@pytest.mark.parametrize("shared", [False, True])
def test_a_worker_that_does_not_see_the_store(tmp_path: Path, worker: Any, shared: bool) -> None:
    store = Store(tmp_path / "store", str(tmp_path / "shared") if shared else "")
    problem = look(Terms(versions(), store, key_of(mark=shared)), worker)
    assert "does not see the store" in str(problem)
    assert "--store s3://" in str(problem)


def test_a_worker_with_other_versions(tmp_path: Path, worker: Any) -> None:
    other = versions() | {"lameenc": "0.1", "rendering": "0"}
    problem = str(look(Terms(other, Store(tmp_path), key_of(mark="other")), worker))
    assert "lameenc" in problem
    assert "instead of 0.1" in problem
    assert "numpy" not in problem


def test_every_version_of_the_rendering_is_compared() -> None:
    # Only that of the analysis was: a worker with another encoding was let in.
    files = Path(render.__file__).parent.glob("*.py")
    texts = (file.read_text(encoding="utf-8") for file in files)
    raised = [found for text in texts for found in re.findall(r"^VERSION = (\d+)$", text, re.M)]
    assert len(raised) > 1
    assert sorted(versions()["rendering"].split(".")) == sorted(raised)


def test_a_clip_or_why_there_is_none() -> None:
    engine = ToneEngine()
    voice = engine.voices()[0].name
    said = Utterance("tone", "en", Delivery(voice), "Hello there.")
    unknown = Utterance("tone", "en", Delivery("nobody"), "Hello there.")

    def spoken(utterance: Utterance, key: str) -> Clip | ProducerError:
        return asyncio.run(speak(RemoteUtterance("tone", engine.settings, utterance, key)))

    assert spoken(said, clip_key(engine, said)) == asyncio.run(engine.speak(said))
    assert isinstance(spoken(unknown, clip_key(engine, unknown)), UtteranceFailed)
    assert "another than here" in str(spoken(said, "0" * 64))


def test_what_may_be_secret_is_not_shown() -> None:
    said = Utterance("tone", "en", Delivery("x"), "Hello.")
    assert "settings" not in repr(RemoteUtterance("tone", ToneEngine().settings, said, "0" * 64))
