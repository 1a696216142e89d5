from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.catalogue import dump_catalogue, load_catalogue
from producer.errors import InputError
from producer.model import Voice

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
VOICES = st.builds(
    Voice,
    engine=st.just("edge"),
    name=NAMES,
    locale=NAMES,
    gender=st.sampled_from(["female", "male", ""]),
    multilingual=st.booleans(),
    note=NAMES,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("catalogue")


@given(voices=st.lists(VOICES, min_size=1).map(tuple))
def test_what_is_written_is_read_back(folder: Path, voices: tuple[Voice, ...]) -> None:
    path = folder / "voices.json"
    path.write_text(dump_catalogue(voices), encoding="utf-8")
    assert load_catalogue(path) == voices


@given(
    content=st.binary()
    | st.sampled_from([b"[]", b'{"engine": "edge", "voices": []}', b'{"voices": 1}'])
)
def test_any_other_file_is_refused_with_its_name(folder: Path, content: bytes) -> None:
    path = folder / "other.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"other\.json"):
        load_catalogue(path)


def test_a_file_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_catalogue(folder / "none.json")
