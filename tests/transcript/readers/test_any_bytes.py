"""Whatever a file holds, its reader gives a document or says why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.errors import InputError
from producer.model import clean_text
from producer.transcript.conversation import understand
from producer.transcript.language.detection import languages_of
from producer.transcript.readers import READERS, reader

CASES = Path(__file__).parents[1] / "cases"

PIECES = st.one_of(
    st.sampled_from(
        [
            *("Anna", "安娜", "speaker", "zh", "en", "语言", "你好。", "Hello.", "00:00:01,000"),
            *(
                " --> ",
                "WEBVTT",
                "1",
                "-",
                "# ",
                "|",
                "<v Anna>",
                "</v>",
                "<p>",
                "<table>",
                "&amp;",
            ),
            *('"', "'", ",", "\t", ";", ":", "：", "{", "}", "[", "]", "(", ")", "+++", "---"),
            *("\n", "\n", "\n\n", "\r\n", "\r", "sep=;", "\ufeff", "\x00", "\x85", "９", "Ａ"),
        ]
    ),
    st.text(max_size=12),
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
ENCODED = st.builds(lambda text, encoding: text.encode(encoding, "replace"), TEXTS, ENCODINGS)


@st.composite
def damaged(draw: st.DrawFn, suffix: str) -> bytes:
    """A file of the cases with some of its bytes changed, or cut off."""
    file = draw(st.sampled_from(sorted(CASES.glob(f"*{suffix}")) or sorted(CASES.glob("*.txt"))))
    data = bytearray(file.read_bytes())
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data[: draw(st.integers(0, len(data)))])


@pytest.mark.parametrize("suffix", READERS)
@settings(deadline=None, max_examples=60)
@given(st.data())
def test_any_bytes_are_read_or_refused(suffix: str, data: st.DataObject) -> None:
    content = data.draw(st.one_of(ENCODED, st.binary(max_size=200), damaged(suffix)))
    path = Path(f"talk{suffix}")
    try:
        document = reader(suffix)(content, path, languages_of())
    except InputError as error:
        check(error, path)
        return
    assert all(line.text == clean_text(line.text) != "" for line in document.lines)
    try:
        understand(document, path)
    except InputError as error:
        check(error, path)


def check(error: InputError, path: Path) -> None:
    assert error.path == path
    assert "\n" not in str(error)
