"""A conversation in one language, which is to be translated, is read as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from producer.transcript.conversation import understand
from producer.transcript.document import Document, split_lines
from tests.helpers.reading import Outline, outline, read_string, unaccounted
from tests.transcript.test_generated import CHINESE, ENGLISH, NAMES, conversations
from tests.transcript.test_layouts import LAYOUTS


@settings(deadline=None)
@given(
    conversations(),
    st.sampled_from(["zh", "en"]),
    st.sampled_from(["{}: {}", "{}：{}", "**{}:** {}", "{}：\n{}"]),
)
def test_labels_tell_the_turns(
    turns: list[tuple[int, dict[str, list[str]]]], language: str, label: str
) -> None:
    blocks = []
    expected: Outline = []
    for speaker, passages in turns:
        name = NAMES[speaker][language == "en"]
        first, *others = passages[language]
        blocks.append("\n".join([label.format(name, first), *others]))
        expected.append((name, {language: passages[language]}))
    text = "# 夜航 | Night Flight\n\n" + "\n\n".join(blocks)
    script = understand(Document(split_lines(text)), Path("talk.txt"), untranslated=True)
    assert outline(script) == expected
    assert script.languages[0] == language
    assert len(script.languages) == 2
    assert unaccounted(text, script) == []


@pytest.mark.parametrize(("language", "texts"), [("zh", CHINESE), ("en", ENGLISH)])
def test_without_labels_each_block_is_a_turn(language: str, texts: list[str]) -> None:
    text = "# 夜航 | Night Flight\n\n" + "\n\n".join(texts)
    script = understand(Document(split_lines(text)), Path("talk.txt"), untranslated=True)
    assert outline(script) == [("Narrator", {language: [passage]}) for passage in texts]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_in_two_languages_is_read_as_ever(layout: str) -> None:
    text = LAYOUTS[layout][0]
    lines = split_lines("\n".join(line.strip() for line in text.splitlines()))
    script = understand(Document(lines), Path("talk.txt"), untranslated=True)
    assert outline(script) == outline(read_string("\n".join(map(str.strip, text.splitlines()))))
