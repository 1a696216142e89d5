"""What was put comes back as it was or not at all."""

from __future__ import annotations

import hashlib
import os
import random
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import ProducerError
from producer.store import CLIPS, SEGMENTS, Store, StoreEntry, atomic_file, key_of, write_atomically
from tests.helpers.disk import full_disk

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
META = st.dictionaries(st.text(), JSON, max_size=4)
KEY = key_of(text="你好")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(meta=META, data=st.binary(max_size=2_000))
def test_what_was_put_comes_back(meta: dict[str, Any], data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        assert store.digest(CLIPS, KEY) is None
        entry = store.put(CLIPS, KEY, meta, data)
        assert entry == StoreEntry(meta, data, entry.digest)
        assert Store(Path(folder)).get(CLIPS, KEY) == entry
        assert store.digest(CLIPS, KEY) == entry.digest
        assert store.get(SEGMENTS, KEY) is None


def test_the_digest_names_meta_and_data(store: Store) -> None:
    metas: list[dict[str, Any]] = [{}, {"marks": []}, {"marks": [1]}]
    digests = {
        store.put(CLIPS, KEY, meta, data).digest for meta in metas for data in (b"", b"a", b"b")
    }
    assert len(digests) == 9


def test_a_second_put_replaces_the_first(store: Store) -> None:
    store.put(CLIPS, KEY, {"n": 1}, b"first")
    second = store.put(CLIPS, KEY, {"n": 2}, b"second")
    assert store.get(CLIPS, KEY) == second
    assert len(files(store.folder)) == 1


@st.composite
def damages(draw: st.DrawFn, size: int = 32 + 4 + 10 + 40) -> tuple[int, int | None]:
    """An offset, and the bits to turn there or None to cut the file off."""
    return draw(st.integers(0, size - 1)), draw(st.none() | st.integers(1, 255))


@given(damage=damages())
def test_a_damaged_entry_is_gone_and_made_again(damage: tuple[int, int | None]) -> None:
    at, bits = damage
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        entry = store.put(CLIPS, KEY, {"n": 12345}, bytes(range(40)))
        path = store.path(CLIPS, KEY)
        content = bytearray(path.read_bytes())
        if bits is None:
            del content[at:]
        else:
            content[at] ^= bits
        path.write_bytes(content)
        assert store.get(CLIPS, KEY) is None
        assert not path.exists()
        assert store.put(CLIPS, KEY, {"n": 12345}, bytes(range(40))) == entry
        assert store.get(CLIPS, KEY) == entry


@given(content=st.binary(max_size=60))
def test_a_file_of_somebody_else_is_no_entry(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        path = store.path(CLIPS, KEY)
        write_atomically(path, content)
        assert store.get(CLIPS, KEY) is None
        assert not path.exists()


@pytest.mark.parametrize("kind", [CLIPS, SEGMENTS])
def test_a_folder_in_the_place_of_an_entry_is_gone_and_the_entry_made_again(
    store: Store, kind: str
) -> None:
    """It ended each run, with advice that did not help."""
    (store.path(kind, KEY) / "within").mkdir(parents=True)
    assert store.digest(kind, KEY) is None
    (store.path(kind, KEY) / "within").mkdir(parents=True)
    assert store.get(kind, KEY) is None
    store.put(kind, KEY, {}, b"again")
    entry = store.get(kind, KEY)
    assert entry is not None
    assert entry.data == b"again"


def test_an_entry_with_a_digest_and_nothing_else_is_damaged(store: Store) -> None:
    write_atomically(store.path(CLIPS, KEY), hashlib.sha256(b"").digest())
    assert store.get(CLIPS, KEY) is None


def test_discard_removes_and_may_be_repeated(store: Store) -> None:
    store.put(CLIPS, KEY, {})
    store.discard(CLIPS, KEY)
    store.discard(CLIPS, KEY)
    assert store.get(CLIPS, KEY) is None


@given(parts=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), JSON, max_size=6))
def test_a_key_does_not_hang_on_the_order(parts: dict[str, Any]) -> None:
    key = key_of(**parts)
    assert key == key_of(**dict(reversed(parts.items())))
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")
    assert key != key_of(**parts, another=1)


def test_keys_tell_apart_what_looks_alike() -> None:
    alike: list[dict[str, Any]] = [
        {"text": "1"},
        {"text": 1},
        {"text": ["1"]},
        {"text": "1", "rate": ""},
        {"text": "1,rate:"},
        {"text": None},
        {"text": "é"},
        {"text": "e\u0301"},
    ]
    assert len({key_of(**parts) for parts in alike}) == len(alike)


WRITER = """
import sys
from pathlib import Path
from producer.store import Store
store = Store(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    store.put("clips", sys.argv[2], {"n": number}, bytes([number % 256]) * 3_000_000)
    if number == 1:
        print("begun", flush=True)
"""


def writer(store: Store) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WRITER, str(store.folder), KEY]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def assert_whole(entry: StoreEntry | None) -> None:
    assert entry is not None
    assert entry.data == bytes([entry.meta["n"] % 256]) * 3_000_000


def test_a_killed_writer_leaves_a_whole_entry(store: Store) -> None:
    chance = random.Random(1)
    for _ in range(6):
        with writer(store) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
        assert_whole(store.get(CLIPS, KEY))
    names = {path.name for path in files(store.folder)}
    assert all(name == KEY or name.startswith(".") for name in names)


def test_several_processes_write_and_read_one_entry(store: Store) -> None:
    writers = [writer(store) for _ in range(3)]
    try:
        for process in writers:
            assert process.stdout is not None
            process.stdout.readline()
        for _ in range(100):
            assert_whole(store.get(CLIPS, KEY))
    finally:
        for process in writers:
            process.kill()
            process.communicate()


def test_a_failed_write_changes_nothing(store: Store) -> None:
    entry = store.put(CLIPS, KEY, {}, b"before")
    path = store.path(CLIPS, KEY)

    def write_and_fail() -> None:
        with atomic_file(path) as temporary:
            temporary.write_bytes(b"half of it")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()
    assert files(store.folder) == [path]
    assert store.get(CLIPS, KEY) == entry


def test_without_room_the_error_names_the_folder_and_no_file_is_left(store: Store) -> None:
    with full_disk(10_000), pytest.raises(ProducerError) as caught:
        store.put(CLIPS, KEY, {}, bytes(100_000))
    assert str(store.folder) in str(caught.value)
    assert "Make room" in str(caught.value)
    assert files(store.folder) == []


def test_a_file_where_the_store_should_be_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "store"
    blocked.write_text("not a folder", encoding="utf-8")
    store = Store(blocked)
    for use in (
        lambda: store.put(CLIPS, KEY, {}),
        lambda: store.get(CLIPS, KEY),
        lambda: store.digest(CLIPS, KEY),
    ):
        with pytest.raises(ProducerError) as caught:
            use()
        assert str(blocked) in str(caught.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize("umask", [0o022, 0o027, 0o077])
def test_permissions_follow_the_umask(store: Store, umask: int) -> None:
    before = os.umask(umask)
    try:
        store.put(CLIPS, KEY, {})
    finally:
        os.umask(before)
    path = store.path(CLIPS, KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o777 & ~umask


CLAIMER = """
import sys, time
from pathlib import Path
from producer.store import Store
with Store(Path(sys.argv[1])).claim(sys.argv[2]) as mine:
    print(mine, flush=True)
    sys.stdin.read()
"""


def claimer(store: Store, key: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CLAIMER, str(store.folder), key]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_claim_is_one_process_s_until_it_ends_however_it_ends(store: Store) -> None:
    for end in (subprocess.Popen.communicate, subprocess.Popen.kill):
        with claimer(store, KEY) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "True\n"
            with store.claim(KEY) as mine:
                assert not mine
            with store.claim(key_of(text="another")) as mine:
                assert mine
            end(process)
        with store.claim(KEY) as mine:
            assert mine


def test_a_claim_holds_in_its_own_process_too(store: Store) -> None:
    with store.claim(KEY) as first, Store(store.folder).claim(KEY) as second:
        assert (first, second) == (True, False)
    with store.claim(KEY) as again:
        assert again


def test_where_nothing_can_be_locked_everybody_has_the_claim(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder", encoding="utf-8")
    with Store(tmp_path / "store").claim(KEY) as mine:
        assert mine


def test_one_process_at_a_time(store: Store) -> None:
    key = key_of(episode="tea")
    with claimer(store, key) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert process.stdin is not None
        stdin = process.stdin
        threading.Timer(0.2, stdin.close).start()
        with store.exclusively(episode="tea"), store.claim(key) as other:
            assert not other
            assert process.wait(10) == 0
        process.stdin = None


def test_the_store_knows_what_it_gave_and_took(store: Store) -> None:
    store.put(CLIPS, KEY, {})
    other = key_of(text="another")
    assert store.used == {(CLIPS, KEY)}
    later = Store(store.folder)
    assert later.get(CLIPS, other) is None
    assert later.digest(CLIPS, KEY)
    assert later.used == set()
    later.get(CLIPS, KEY)
    assert later.used == {(CLIPS, KEY)}
