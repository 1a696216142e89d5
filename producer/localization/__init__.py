"""What a person reads on the terminal, in their language.

Messages are built in English where something goes wrong, often in another process, and are kept
in logs and JSON as they are. So they are translated where they are shown, by the text itself: a
catalogue has the pattern of each message, such as "there is no engine '{engine}'", and its
translation with the same fields. Patterns are taken from the source (`make messages`), so
no code has to mark them. What the catalogue lacks is shown in English.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from producer.errors import ProducerError
from producer.localization.catalogue import Catalogue, read_po

_FOLDER = Path(__file__).parent / "catalogues"
_VARIABLES = "PRODUCER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"


def language(environment: Mapping[str, str] = os.environ) -> str:
    """The language that messages are shown in: that of `PRODUCER_LANG`, or else of the system's,
    if there is a catalogue for it; "en" otherwise."""
    setting = next(filter(None, map(environment.get, _VARIABLES)), "")
    name = setting.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return name if name.isalpha() and (_FOLDER / f"{name}.po").is_file() else "en"


def localized(text: str) -> str:
    """A message in the person's language. What is not known stays as it is; of a text of several
    lines each is looked up."""
    chosen = language()
    if chosen == "en" or not text:
        return text
    return _catalogue(chosen).translated(text)


def error_text(error: ProducerError) -> str:
    """What went wrong, where and what to do about it, in the person's language. In the whole the
    parts stand as they are, so each is put in its place."""
    text = str(error)
    if error.advice:
        english = error.advice.strip()
        advice = localized(english)
        if advice != english:
            text = text.replace(f". {english}", f"。{advice}").replace(english, advice)
    return text.replace(error.message, localized(error.message))


def page_text(pattern: str) -> str | None:
    """The translation of a text of the review page with the names of its fields in place; None
    where there is none, or the person reads English.

    These texts have a catalogue of their own: words such as "all" would else be found in the fields
    of other messages."""
    chosen = language()
    return None if chosen == "en" else _page_texts(chosen).get(pattern)


def localized_name(name: str) -> str:
    """The short name of what a check looks at, or of who asks for it. These words stand in the
    page's catalogue, for the same reason."""
    return page_text(name) or localized(name)


@cache
def _page_texts(name: str) -> dict[str, str]:
    return read_po((_FOLDER / f"{name}.page.po").read_text("utf-8"))


@cache
def _catalogue(name: str) -> Catalogue:
    return Catalogue(read_po((_FOLDER / f"{name}.po").read_text("utf-8")))
