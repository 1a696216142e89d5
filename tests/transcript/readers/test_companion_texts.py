"""A conversation in two files of text, one for each language."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from producer.errors import InputError
from producer.transcript.reading import read
from tests.helpers.reading import outline

ZH = [
    "# 河上的冰",
    "主持人：你第一次看见河水结冰是什么时候？",
    "伊沃：七岁那年冬天，1987年。",
    "整条河都白了，没有声音。",
    "主持人：你害怕吗？",
    "伊沃：不怕，我以为河睡着了。",
]
EN = [
    "# Ice on the River",
    "Host: When did you first see the river freeze?",
    "Ivo: In the winter when I was seven, in 1987.",
    "All of the river was white, and there was no sound.",
    "Host: Were you afraid?",
    "Ivo: No, I thought that the river was asleep.",
]
SAID = [
    ("主持人", {"zh": [ZH[1][4:]], "en": [EN[1][6:]]}),
    ("伊沃", {"zh": [ZH[2][3:], ZH[3]], "en": [EN[2][5:], EN[3]]}),
    ("主持人", {"zh": [ZH[4][4:]], "en": [EN[4][6:]]}),
    ("伊沃", {"zh": [ZH[5][3:]], "en": [EN[5][5:]]}),
]


def text(path: Path, paragraphs: list[str]) -> Path:
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path


def word(path: Path, paragraphs: list[str]) -> Path:
    document = docx.Document()
    document.add_heading(paragraphs[0].removeprefix("# "), 1)
    for paragraph in paragraphs[1:]:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


@pytest.mark.parametrize("english", ["en", "en-GB", "eng"])
def test_two_texts_are_one_conversation(english: str, tmp_path: Path) -> None:
    text(tmp_path / f"ice.{english}.md", EN)
    script = read(text(tmp_path / "ice.zh.md", ZH))
    assert script.title == {"zh": "河上的冰", "en": "Ice on the River"}
    assert outline(script) == SAID
    assert [turn.line for turn in script.turns] == [3, 5, 9, 11]
    assert not script.findings


def test_two_word_documents_are_one_conversation(tmp_path: Path) -> None:
    word(tmp_path / "ice.zh.docx", ZH)
    script = read(word(tmp_path / "ice.en.docx", EN))
    assert script.title == {"zh": "河上的冰", "en": "Ice on the River"}
    assert script.languages == ("en", "zh")
    assert [passages for _, passages in outline(script)] == [passages for _, passages in SAID]


def test_languages_are_those_of_the_names(tmp_path: Path) -> None:
    spanish = ["# Hielo", "Ana: ¿Cuándo se heló el río?", "Ivo: Hace mucho, en invierno."]
    english = ["# Ice", "Ana: When did the river freeze?", "Ivo: Long ago, in winter."]
    text(tmp_path / "ice.es.txt", spanish)
    script = read(text(tmp_path / "ice.en.txt", english))
    assert set(script.languages) == {"en", "es"}
    assert [set(turn.passages) for turn in script.turns] == [{"en", "es"}] * 2


def test_front_matter_gives_each_its_title(tmp_path: Path) -> None:
    text(tmp_path / "ice.en.md", ["---\ntitle: Ice on the River\n---", *EN[1:]])
    script = read(text(tmp_path / "ice.zh.md", ["---\ntitle: 河上的冰\n---", *ZH[1:]]))
    assert script.title == {"zh": "河上的冰", "en": "Ice on the River"}
    assert outline(script) == SAID


def test_a_file_in_both_languages_needs_no_other(tmp_path: Path) -> None:
    both = [each for pair in zip(ZH, EN, strict=True) for each in pair]
    alone = read(text(tmp_path / "alone.md", both))
    text(tmp_path / "ice.en.md", ["Host: Something else.", "Ivo: Yes, as it seems."])
    assert outline(read(text(tmp_path / "ice.zh.md", both))) == outline(alone)


def test_where_there_is_one_language_the_other_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="only in Chinese") as caught:
        read(text(tmp_path / "ice.md", ZH))
    assert "ice.zh.md" in str(caught.value.advice)
    assert "ice.en.md" in str(caught.value.advice)
