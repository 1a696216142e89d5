from __future__ import annotations

import pytest

from producer.transcript.language import languages_of

CHINESE_ENGLISH = languages_of()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("是的。", "zh"),
        ("Yes.", "en"),
        ("CAR-T、CAR-NK、TCR-T 都是细胞疗法。", "zh"),
        ("CAR-T、CAR-NK、TCR-T。", "zh"),
        ("OK。", "zh"),
        ("OK.", "en"),
        ("Robert Negrin 教授到访。", "zh"),
        ("The word 缘分 has no counterpart in English.", "en"),
        ("It’s a well-known café.", "en"),
        ("《》。", None),
        ("……", None),
        ("2024", None),
        ("", None),
        ("Привет", None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert CHINESE_ENGLISH.of(text) == language


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("夜航 | Night Flight", {"zh": "夜航", "en": "Night Flight"}),
        ("Night Flight / 夜航", {"zh": "夜航", "en": "Night Flight"}),
        ("Night | Flight", {"en": "Night | Flight"}),
        ("夜航 Night Flight", {"zh": "夜航 Night Flight"}),
        ("2024", {None: "2024"}),
    ],
)
def test_by_language(text: str, parts: dict[str | None, str]) -> None:
    assert CHINESE_ENGLISH.split(text) == parts
