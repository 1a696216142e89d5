"""A paragraph → its sentences.

A sentence is the unit of everything after it: one utterance, one clip, one cue. So an edit
speaks one sentence anew, the timeline is exact without an engine's help, and pauses between
sentences are ours. A boundary missed joins two sentences into one utterance, which nobody
hears; a boundary wrongly set stops a speaker after "Dr.", so in doubt there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from producer.model import is_speakable

LIMIT_BYTES = 2_500
"""Longest utterance in UTF-8 bytes. The edge client splits at 4,096 escaped bytes, but finds no
place to split in text without spaces."""

_CLOSERS = "\"'”’」』）)】》〉］]〕»*_"
_OPENERS = "\"'“‘「『（(【《〈［[〔«*_"
_HAN = r"[\u3040-\u30ff\u3400-\u9fff]"
_BOUNDARY = re.compile(
    rf"""
    # A quotation that ends before a Han character mostly goes on: “真的吗？”他问。
    (?P<wide>[。！？｡]+[。！？｡!?….]*(?:[{re.escape(_CLOSERS)}]+(?!{_HAN})|(?![{re.escape(_CLOSERS)}])))
  | (?P<mark>[!?]+)(?={_HAN})
  | (?P<latin>[.!?…]+[{re.escape(_CLOSERS)}]*)(?=\s)
    """,
    re.VERBOSE,
)
_NEXT_LETTER = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(\S)")
_LAST_WORD = re.compile(r"[\w.&-]+$")
_ABBREVIATIONS = frozenset(
    "dr prof pro mr mrs ms messrs st jr sr rev hon gov gen col lt capt sgt pres sen rep "
    "vs etc cf ca al no nos vol vols fig figs eq ch sec pp ed eds approx est dept univ assn "
    "inc ltd co corp bros mt ft ave blvd e.g i.e a.m p.m ph.d m.d u.s u.k u.n e.u "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_CLAUSE_ENDS = (r"[；;]", r"[，,、：:—–]", r"\s")


def split_sentences(paragraph: str) -> tuple[str, ...]:
    """The sentences of a clean paragraph, in order, each at most `LIMIT_BYTES` long and each
    speakable if the paragraph is. They are slices of the paragraph: only white space between
    them is left out."""
    cuts = [
        match.end()
        for match in _BOUNDARY.finditer(paragraph)
        if match["latin"] is None or _ends_sentence(paragraph, match)
    ]
    sentences = _slices(paragraph, cuts)
    return tuple(part for whole in sentences for part in _within_limit(whole))


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    following = _NEXT_LETTER.match(text, match.end())
    if following is None or following[1].islower():
        return False
    if match["latin"][0] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if word is None or match["latin"].startswith(".."):
        return True
    token = word.group().lower()
    initial = len(token.rsplit(".", 1)[-1]) == 1 and token.isascii() and token[-1].isalpha()
    return not (token in _ABBREVIATIONS or (initial and token != "i"))


def _slices(text: str, cuts: list[int]) -> list[str]:
    """`text` cut at the offsets `cuts`, but not where a piece would have nothing to speak."""
    silent_from = next((i for i in range(len(text), 0, -1) if is_speakable(text[i - 1])), 0)
    pieces: list[str] = []
    start = 0
    for end in cuts:
        if end < silent_from and is_speakable(text[start:end]):
            pieces.append(text[start:end].strip())
            start = end
    return [piece for piece in (*pieces, text[start:].strip()) if piece]


def _within_limit(sentence: str) -> list[str]:
    """`sentence` cut at the weightiest punctuation that makes its pieces short enough."""
    if len(sentence.encode()) <= LIMIT_BYTES:
        return [sentence]
    for pattern in _CLAUSE_ENDS:
        cuts = _fewest_cuts(sentence, [m.end() for m in re.finditer(f"(?:{pattern})+", sentence)])
        pieces = _slices(sentence, cuts)
        if all(len(piece.encode()) <= LIMIT_BYTES for piece in pieces):
            return pieces
    return _slices(sentence, _fewest_cuts(sentence, range(1, len(sentence))))


def _fewest_cuts(text: str, places: Iterable[int]) -> list[int]:
    """As few of the offsets `places` as keep the pieces between them within the limit."""
    cuts: list[int] = []
    start = last = 0
    for place in [*places, len(text)]:
        if len(text[start:place].encode()) > LIMIT_BYTES and last > start:
            cuts.append(last)
            start = last
        last = place
    return cuts
