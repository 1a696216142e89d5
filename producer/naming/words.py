"""Tables of words."""

from __future__ import annotations

from collections.abc import Mapping


def by_word(classes: Mapping[str, str]) -> dict[str, str]:
    """The class of each word, from classes with their words, between which are spaces."""
    return {word: name for name, words in classes.items() for word in words.split()}
