"""What a label says of a person, and how names are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from producer.languages import HAN
from producer.naming.roles import is_role
from producer.naming.titles import HAN_TITLE, kind_of_title

ORGANISATION = (
    "Hospital|Medical|University|College|School|Group|Center|Centre|Institute|Society|"
    "Foundation|Company|Laboratory|Laboratories|Lab|Award|Prize|Museum|Library"
)
"""What the name of an organisation goes on with; alternatives of a regular expression."""

_ORGANISATIONS = re.compile(
    rf"\s*(?:{ORGANISATION})\b"
    r"|(?:医院|醫院|医疗|醫療|集团|集團|大学|大學|学院|學院|公司|中心|基金|研究所|实验室|奖|血液病)"
)


def names_organisation(text: str, end: int) -> bool:
    """Whether the name that ends at `end` goes on as that of an organisation."""
    return _ORGANISATIONS.match(text, end) is not None


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of a person: the kind of title, and the name without it, which is ""
    where the label is a role alone. `full` says that it has more than a surname or a given name."""

    title: str
    name: str
    full: bool


def parse_label(label: str) -> Label:
    """A speaker's label such as "Prof. Lu", "Anna", 陆教授 or "Host"."""
    if is_role(label):
        return Label("", "", False)
    han = re.fullmatch(rf"([{HAN}·]{{1,12}}?)\s?({HAN_TITLE})?", label)
    if han:
        title = kind_of_title(han[2] or "")
        return Label(title, han[1], len(han[1]) > 1 and not (title and len(han[1]) == 1))
    words = [word for word in re.split(r"[.\s,]+", label) if word]
    title = ""
    while words and (kind := kind_of_title(words[0])):
        title = title or kind
        words.pop(0)
    return Label(title, " ".join(words), len(words) > 1)


def romanised(name: str) -> str:
    """A Chinese name in Latin letters, surname first: 陆佩华 → "Lu Peihua"."""
    surname, first_name = anyascii(name[0]), anyascii(name[1:]).replace(" ", "")
    return f"{surname.capitalize()} {first_name.capitalize()}".strip()


@lru_cache(maxsize=50_000)
def letters(name: str) -> str:
    """What two spellings of one name have in common: its letters in Latin, each word for itself,
    in alphabetical order."""
    words = romanised(name).split() if re.fullmatch(f"[{HAN}]+", name) else name.split()
    return " ".join(sorted(re.sub(r"\W", "", anyascii(word)).casefold() for word in words))
