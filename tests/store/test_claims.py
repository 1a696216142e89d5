"""Who waits for another run is told for whom, and goes on when that one is gone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from producer.store import Store, Waiting, claims, key_of
from tests.helpers.claiming import maker
from tests.helpers.progress import Noted

KEY = key_of(text="Hello.")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_a_wait_names_the_other_run_and_ends_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run waited for another one without a word, for ever where that one was stopped."""
    monkeypatch.setattr(claims, "_TELL_AFTER_S", 0.2)
    with maker(store, "tea") as process:
        told = Noted(lambda _: process.kill())
        with store.exclusively(told, episode="tea"):
            assert process.wait(10) != 0, "it had the right until it was killed"
        first, second = told.notes
        assert f"“producer make talk.txt” (process {process.pid}, since " in first
        assert "secret" not in first
        assert second.startswith("Going on")


def test_a_short_wait_is_not_told(store: Store) -> None:
    told = Noted()
    with maker(store, "tea") as process:
        process.kill()
        with store.exclusively(told, episode="tea"):
            pass
    assert told.notes == []


def test_what_this_run_itself_has_is_no_wait_for_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clips may have one claim."""
    monkeypatch.setattr(claims, "_TELL_AFTER_S", 0.0)
    told = Noted()
    waiting = Waiting(told)
    with store.claim(KEY), store.claim(KEY) as second:
        assert not second
        store.refused(KEY, waiting)
    assert told.notes == []


def test_who_has_it_is_told_only_where_it_is_known(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "claim"
    for content in (b"", b"{}", b'{"pid": 1}', b"\xff", b"[]"):
        file.write_bytes(content)
        assert claims.holder(file) is None
    with store.claim(KEY):
        known = claims.holder(store.folder / "claims" / KEY[:2])
    assert known is not None
    assert known.pid == os.getpid()
