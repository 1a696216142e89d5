"""What is kept is recalled under its key alone, and its loss costs nothing but time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.store.recollection import keep, program, recall


@given(content=st.binary(), key=st.from_regex("[0-9a-f]{8}", fullmatch=True))
def test_what_is_kept_is_recalled(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, key: str
) -> None:
    file = Path(tmp_path_factory.mktemp("kept")) / "a" / "b.json"
    file.parent.parent.mkdir(exist_ok=True)
    assert recall(file, key) is None
    keep(file, key, content)
    assert recall(file, key) == content
    assert recall(file, key + "0") is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    keep(tmp_path / "file" / "b.json", "key", b"content")
    assert recall(tmp_path / "file" / "b.json", "key") is None
    assert recall(tmp_path, "key") is None


def test_the_program_is_the_same_as_long_as_it_runs() -> None:
    assert program() == program()
