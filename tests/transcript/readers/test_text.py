"""Text as people write and break it: wrapped lines, front matter, Markdown's marks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from textwrap import dedent, fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.errors import InputError
from producer.transcript.document import Document
from producer.transcript.language.detection import languages_of
from producer.transcript.readers.text import read_text

LONG = (
    "The ferry leaves at six, when the fog is still so thick that the captain counts the bells "
    "of the buoys instead of looking for them, and nobody on board has ever thought that strange."
)
HAN = (
    "渡船六点开，雾还很浓，船长不看浮标，只听它们的铃声，数着一声一声过去，"
    "船上的人谁也不觉得奇怪，大家都在喝茶，等天亮起来，等对岸的灯。"
)


def document(text: str, name: str = "talk.md") -> Document:
    return read_text(dedent(text).encode(), Path(name), languages_of())


def texts(text: str, name: str = "talk.md") -> list[str]:
    return [line.text for line in document(text, name).lines]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_wrapped_lines_are_one_paragraph(width: int) -> None:
    line = f"安娜：{HAN}"
    han = "\n".join(line[i : i + width // 2] for i in range(0, len(line), width // 2))
    wrapped = f"{han}\n\n{fill('Anna: ' + LONG, width)}\n\n{fill('Ben: ' + LONG, width)}\n"
    assert texts(wrapped)[-2:] == [f"Anna: {LONG}", f"Ben: {LONG}"]
    assert texts(wrapped)[0] == f"安娜：{HAN}"


@pytest.mark.parametrize(
    "text",
    [
        f"Anna: {LONG}\n{LONG}\nBen: {LONG}\n{LONG}\n",
        "Roses are red\nviolets are blue\nsugar is sweet\nand so are you\n",
        "你好\n我们开始吧\n今天说船\n船在雾里\n",
        "Anna: Hello there\nBen: Hello to you\nAnna: Good night\nBen: Sleep well\n",
        "- one thing that is rather long\n- another that is long\n- a third thing, the longest\n",
    ],
)
def test_lines_that_are_paragraphs_stay_so(text: str) -> None:
    assert texts(text, "talk.txt") == text.splitlines()


@given(st.lists(st.sampled_from([LONG, HAN, "Yes.", "是的。", "Anna:", "", "# 雾", "| a | b |"])))
def test_no_word_is_lost_by_joining(lines: list[str]) -> None:
    text = "\n".join(fill(line, 50) for line in lines)
    kept = "".join([*texts(text, "talk.txt"), *document(text, "talk.txt").credits])
    assert Counter(re.findall(r"\w", kept)) == Counter(re.findall(r"\w", text))


FRONT = {
    "yaml": """\
        ---
        title: 雾 | Fog
        date: 2024-05-01
        speakers:
          - 安娜 / Anna
          - Ben
        ---
        """,
    "yaml-nested": """\
        ---
        title:
          zh: 雾
          en: "Fog"
        # a comment
        date: '2024-05-01'
        speakers: {Anna: 安娜, Ben: Ben}
        ---
        """,
    "yaml-per-language": """\
        ---
        title_zh: 雾
        title_en: Fog
        speakers: [Anna / 安娜, Ben]
        date: 2024-05-01
        ---
        """,
    "toml": """\
        +++
        date = 2024-05-01
        [title]
        zh = "雾"
        en = "Fog"
        [speakers]
        Anna = {zh = "安娜"}
        Ben = {}
        +++
        """,
}


@pytest.mark.parametrize("front", FRONT.values(), ids=FRONT.keys())
def test_front_matter(front: str) -> None:
    found = document(dedent(front) + "ben: Hi.\n")
    assert found.titles == {"zh": "雾", "en": "Fog"}
    assert {frozenset(speaker.names.values()) for speaker in found.speakers} == {
        frozenset({"Anna", "安娜"}),
        frozenset({"Ben"}),
    }
    assert found.credits == ("date: 2024-05-01",)
    [line] = found.lines
    assert (line.number, line.text) == (dedent(front).count("\n") + 1, "ben: Hi.")


@pytest.mark.parametrize(
    "text",
    ["---\nAnna said something.\n---\nHi.", "---\n\nHi.\n\n---", "---\ntitle: no end\n", "+++\n"],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    assert texts(text) == [line for line in text.splitlines() if line]


def test_broken_toml_is_named_by_line() -> None:
    with pytest.raises(InputError, match="no valid TOML") as caught:
        document("+++\ntitle = 雾\n+++\n")
    assert caught.value.line == 2


def test_marks_of_markdown() -> None:
    assert texts("Fog\n===\n\nPart one\n---\n\n> - Anna: Hi.\n> Ben: Hello.\n\n---\n") == [
        *("Fog", "Part one", "Anna: Hi.", "Ben: Hello.", "---")
    ]
    assert [line.level for line in document("Fog\n===\n\nPart one\n---\n").lines] == [1, 2]
    assert texts("- Anna: Hi.\n- 3 degrees", "talk.txt") == ["Anna: Hi.", "- 3 degrees"]
