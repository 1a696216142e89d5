"""What languages are called: told by names in texts, by tags of files, and by marks."""

from __future__ import annotations

import pytest

from producer.languages import KNOWN_AS, LANGUAGES, OWN_NAMES, language_named, language_tagged


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English (UK)", "en"),
        ("中文原文", "zh"),
        ("漢語", "zh"),
        ("日語", "ja"),
        ("西班牙语", "es"),
        ("Русский", "ru"),
        ("Swahili", "sw"),
        ("zh-CN", "zh"),
        ("Time", None),
        ("西班牙", None),
        ("", None),
    ],
)
def test_the_language_that_a_header_names(text: str, language: str | None) -> None:
    assert language_named(text) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-Hans", "zh"),
        ("chs", "zh"),
        ("eng", "en"),
        ("中文", "zh"),
        ("deu", "de"),
        ("final", None),
    ],
)
def test_the_language_that_a_files_tag_means(tag: str, language: str | None) -> None:
    assert language_tagged(tag) == language


@pytest.mark.parametrize("language", [*KNOWN_AS, *OWN_NAMES])
def test_every_language_is_known_by_what_it_is_called(language: str) -> None:
    assert language_named(LANGUAGES[language].name) == language
    assert language_tagged(LANGUAGES[language].code) == language
    if language in KNOWN_AS and language in OWN_NAMES:
        assert language_named(OWN_NAMES[language]) == language


def test_no_name_is_that_of_two_languages() -> None:
    names = [name for names in KNOWN_AS.values() for name in names.split()]
    assert len(names) == len(set(names))
