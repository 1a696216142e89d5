"""Lines that name their language, and names that are a language's too."""

from __future__ import annotations

import pytest

from producer.transcript.document import split_lines
from producer.transcript.language.detection import languages_of
from producer.transcript.lines.language_tags import mark_language_tags
from tests.helpers.reading import kinds, outline, read_string


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("中：", "英："),
        ("中文: ", "English: "),
        ("[ZH] ", "[EN] "),
        ("【中】", "【英】"),
        ("CN：", "EN："),
        ("原文：", "en: "),
    ],
)
def test_tags_of_languages(zh: str, en: str) -> None:
    script = read_string(
        f"# 桥\n安娜：\n{zh}水涨了？\n{en}The water rises?\n\n本：\n{zh}OK.\n{en}OK.\n\n"
        f"安娜：\n{zh}快跑。\n{en}Run."
    )
    assert outline(script) == [
        ("安娜", {"zh": ["水涨了？"], "en": ["The water rises?"]}),
        ("本", {"zh": ["OK."], "en": ["OK."]}),
        ("安娜", {"zh": ["快跑。"], "en": ["Run."]}),
    ]
    assert kinds(script) == []


@pytest.mark.parametrize(
    "text",
    [
        "中：你好。\n英：Hello.",
        "中文：很难。\n英文：也难。\n中文：真的。\n英文：真的。",
        "English: hard.\nEnglish: very hard.\n中文难。",
    ],
)
def test_too_few_or_wrong_ones_are_none(text: str) -> None:
    lines = list(split_lines(text))
    assert mark_language_tags(lines, languages_of()) == lines
