"""Numbers in texts: what they are worth, with their units, alike in Chinese and in English.

To add a language, write `find(text)` in a module of its own and name it in `FINDERS`; without
one, only digits are seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from producer.speech import REMEMBERED
from producer.transcript.quantities import chinese_numbers, digits, english_numbers
from producer.transcript.quantities.quantity import Quantity
from producer.transcript.quantities.ranges import with_shared_units

FINDERS: dict[str, Callable[[str], Iterable[Quantity]]] = {
    "zh": chinese_numbers.find,
    "yue": chinese_numbers.find,
    "en": english_numbers.find,
}

_PLAIN_FORMS: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)},
    **{0x2009: " ", 0xA0: " "},
    # Regular expressions that ignore case take these for letters of number words: "ſeven".
    **{ord("ſ"): "s", ord("ı"): "i", ord("İ"): "I", 0x212A: "K"},
}


def knows_words(language: str) -> bool:
    """Whether numbers in words are seen in `language`."""
    return language in FINDERS


@lru_cache(maxsize=REMEMBERED)
def quantities(text: str, language: str, *, in_words: bool = True) -> tuple[Quantity, ...]:
    """The numbers in `text`, in order; with `in_words` off in digits only. They are asked for when
    sentences are paired and when pairs are compared."""
    plain = text if text.isascii() else text.translate(_PLAIN_FORMS)
    taken, remainder = digits.take(plain)
    finder = FINDERS.get(language) if in_words else None
    all_quantities = [*taken, *(finder(remainder) if finder else digits.find(remainder, language))]
    return tuple(
        with_shared_units(text, sorted(all_quantities, key=lambda quantity: quantity.start))
    )
