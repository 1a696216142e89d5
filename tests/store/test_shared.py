"""What one machine keeps in a shared place, another finds there. Each store is a machine."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from producer.errors import StoreUnavailable
from producer.store import CLIPS, Store, key_of
from tests.publish.upload.service import Service

KEY, OTHER = key_of(text="你好"), key_of(text="hello")


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return str(tmp_path / "shared")
    return f"s3://{request.getfixturevalue('bucket')}/stores/tea"


@pytest.fixture
def machines(place: str, tmp_path: Path) -> tuple[Store, Store]:
    return Store(tmp_path / "one", place), Store(tmp_path / "two", place)


def test_what_one_puts_another_gets(machines: tuple[Store, Store]) -> None:
    one, two = machines
    assert two.get(CLIPS, KEY) is None
    assert two.digest(CLIPS, KEY) is None
    entry = one.put(CLIPS, KEY, {"n": 1}, b"sound")
    assert two.digest(CLIPS, KEY) == entry.digest
    assert two.digests(CLIPS, [KEY, OTHER]) == {KEY: entry.digest}
    assert two.get(CLIPS, KEY) == entry
    assert two.used == {(CLIPS, KEY)}


def test_what_was_got_once_is_not_brought_again(
    bucket: str, service: Service, tmp_path: Path
) -> None:
    one = Store(tmp_path / "one", f"s3://{bucket}")
    entry = one.put(CLIPS, KEY, {}, b"sound")
    two = Store(tmp_path / "two", f"s3://{bucket}")
    assert two.fetch(CLIPS, [KEY, OTHER]) == {KEY}
    service.client().delete_object(Bucket=bucket, Key=f"{CLIPS}/{KEY[:2]}/{KEY}")
    assert two.get(CLIPS, KEY) == entry


def test_who_is_first_counts(machines: tuple[Store, Store]) -> None:
    one, two = machines
    first = one.put(CLIPS, KEY, {"n": 1}, b"first")
    assert two.put(CLIPS, KEY, {"n": 2}, b"second") == first
    assert two.get(CLIPS, KEY) == one.get(CLIPS, KEY) == first


def test_a_discarded_entry_can_be_made_anew_for_all(machines: tuple[Store, Store]) -> None:
    one, two = machines
    old = one.put(CLIPS, KEY, {}, b"old")
    assert two.get(CLIPS, KEY) == old
    one.discard(CLIPS, KEY)
    one.discard(CLIPS, KEY)
    new = one.put(CLIPS, KEY, {}, b"new")
    assert two.get(CLIPS, KEY) == old, "it has its own"
    assert two.get(CLIPS, KEY, new.digest) == new
    assert two.get(CLIPS, KEY, old.digest) is None


def test_machines_agree(machines: tuple[Store, Store]) -> None:
    one, two = machines
    alone = Store(two.folder)
    sent, lost = alone.put(CLIPS, OTHER, {}, b"sent"), alone.put(CLIPS, KEY, {}, b"lost")
    first = one.put(CLIPS, KEY, {}, b"first")
    assert two.agreed(CLIPS, [KEY, OTHER]) == {KEY: first.digest, OTHER: sent.digest}
    assert one.agreed(CLIPS, [KEY, OTHER]) == {KEY: first.digest, OTHER: sent.digest}
    assert alone.get(CLIPS, KEY) == first != lost
    assert one.get(CLIPS, OTHER) == sent


def test_what_is_damaged_on_the_way_is_no_entry(place: str, tmp_path: Path) -> None:
    from obstore.store import LocalStore

    from producer.store.shared import open_shared

    if place.startswith("s3:"):
        pytest.skip("one kind of place is enough")
    store = Store(tmp_path / "one", place)
    LocalStore(place, mkdir=True).put(f"{CLIPS}/{KEY[:2]}/{KEY}", b"x" * 99)
    assert store.get(CLIPS, KEY) is None
    assert open_shared(place).get(CLIPS, KEY) is None
    entry = store.put(CLIPS, KEY, {}, b"whole")
    assert open_shared(place).get(CLIPS, KEY) is not None
    assert store.get(CLIPS, KEY) == entry


def test_an_entry_damaged_here_is_brought_again(machines: tuple[Store, Store]) -> None:
    one, _ = machines
    entry = one.put(CLIPS, KEY, {}, b"sound")
    one.path(CLIPS, KEY).write_bytes(b"damaged")
    assert one.get(CLIPS, KEY) == entry


def test_a_store_is_opened_again_by_its_places(machines: tuple[Store, Store]) -> None:
    one, _ = machines
    entry = one.put(CLIPS, KEY, {}, b"sound")
    again = pickle.loads(pickle.dumps(one))
    assert (again.folder, again.shared, again.used) == (one.folder, one.shared, set())
    assert again.get(CLIPS, KEY) == entry


def test_a_place_that_does_not_answer(
    nobody: None,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAQUITEPUBLIC00042")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very/secret")
    with pytest.raises(StoreUnavailable, match=r"s3://none .*no connection") as told:
        Store(tmp_path, "s3://none").get(CLIPS, KEY)
    assert told.value.exit_code == 4
    assert "very/secret" not in str(told.value)
