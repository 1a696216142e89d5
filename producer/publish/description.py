"""What a feed says about an episode: paragraphs of plain text, kept within Apple's limit."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from html import escape
from itertools import accumulate

from producer.wordings import Wording, wording

MOST_BYTES = 4_000
"""Apple's limit for a description (https://podcasters.apple.com/support/823-podcast-requirements)."""

_BETWEEN = "\n\n"
_HAN = r"\u3000-\u9fff\uac00-\ud7af\uf900-\uffef"
_WORD = re.compile(rf"(?<!\s)\s*(?:[{_HAN}][\ufe00-\ufe0f\U000e0100-\U000e01ef]*|[^\s{_HAN}]+)")
"""What a text may be cut behind: a Han character, or a run of others without white space."""


def describe(
    languages: Sequence[str],
    *,
    title: str,
    about: Mapping[str, str],
    speakers: Sequence[Mapping[str, str]],
    disclosure: Mapping[str, str],
    locales: Mapping[str, str],
    draft: bool,
    timestamps: str,
    credits: Sequence[str],
) -> list[str]:
    """The paragraphs: what it is `about`, else who speaks (names by language); the disclosure;
    chapters as `timestamps`; credits. `title` is there where nothing else is.

    Joined by two line breaks they take at most `MOST_BYTES`, escaped or not. What gives way is
    the end of the chapters and credits, then of `about`; the disclosure stays.
    """
    words = {la: wording(la, locales.get(la, "")) for la in languages}
    notices = [known.draft for known in words.values() if draft and known]
    notices += [disclosure[la].strip() for la in languages if la in disclosure]
    sentences = [about[la].strip() for la in languages if la in about]
    if not sentences and speakers:
        sentences = [_with([names[la] for names in speakers], words[la]) for la in languages]
    notice = shortened("\n".join(filter(None, notices)), MOST_BYTES)
    head = shortened(_BETWEEN.join(sentences), MOST_BYTES - _size(_BETWEEN + notice))
    ending = _BETWEEN.join(filter(None, [timestamps, "\n".join(credits)]))
    ending = shortened(ending, MOST_BYTES - _size(2 * _BETWEEN + head + notice))
    description = _BETWEEN.join(filter(None, [head, notice, ending]))
    paragraphs = (paragraph.strip() for paragraph in re.split(r"\n{2,}", description))
    return [paragraph for paragraph in paragraphs if paragraph] or [title]


def _with(names: Sequence[str], words: Wording | None) -> str:
    return words.people + words.comma.join(names) if words else ", ".join(names)


def shortened(text: str, limit: int) -> str:
    """`text`, or its beginning with "…" where it takes more than `limit` bytes as XML that holds
    HTML, cut between words or Han characters."""
    if _size(text) <= limit:
        return text
    most = bisect_right(list(accumulate(map(_size, text))), limit - _size("…"))
    ends = [word.end() for word in _WORD.finditer(text, 0, most + 1) if word.end() <= most]
    beginning = text[: ends[-1] if ends else most].rstrip()
    return f"{beginning}…" if beginning else ""


def _size(text: str) -> int:
    return len(escape(escape(text, quote=False), quote=False).encode())
