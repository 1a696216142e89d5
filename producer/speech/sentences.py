"""A paragraph → its sentences.

A sentence is the unit of everything after it: one utterance, one clip, one cue. So an edit
speaks one sentence anew, the timeline is exact without an engine's help, and pauses between
sentences are ours. A boundary missed joins two sentences into one utterance, which nobody
hears; a boundary wrongly set stops a speaker after "Dr.", so in doubt there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from producer.model import is_speakable
from producer.speech.abbreviations import goes_on

LIMIT_BYTES = 2_500
"""Longest utterance in UTF-8 bytes. The edge client splits at 4,096 escaped bytes, but finds no
place to split in text without spaces."""

_CLOSERS = "\"'”’」』）)】》〉］]〕»*_"
_OPENERS = "\"'“‘„「『（(【《〈［[〔«¿¡*_"
_WIDE = "。！？｡"
_NARROW = ".!?…؟۔।॥։።"
_NOTE = r" ?[\[［]\d{1,3}(?: ?[,，–-] ?\d{1,3}){0,9}[\]］]"
"""A footnote mark, which belongs to the sentence before it."""
_SMILEY = r" [:;=]['-]?[()DP](?!\w)"
_BEHIND = rf"(?:{_NOTE}|{_SMILEY})*"
_STOP = re.compile(
    rf"(?P<stop>[{_WIDE}{_NARROW}](?:[{_WIDE}{_NARROW}{re.escape(_CLOSERS)}]| »)*){_BEHIND}"
)
_GREEK_STOP = re.compile(rf"(?P<stop>[.!?…;\u037e][.!?…;\u037e{re.escape(_CLOSERS)}]*){_BEHIND}")
"""With the question mark, which looks like a semicolon."""

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NEXT_LETTER = re.compile(rf"\s?[{re.escape(_OPENERS)}]*(?P<text>\S.{{0,20}})", re.DOTALL)
_TRAILING = ":;=),]"
"""Signs that begin no sentence, but end smileys and brackets."""
_GOES_ON = re.compile(r" \((?:1\d|20)\d\d[),;–-]")
"""The year of a work, whose title ends with a stop."""
_SPEAKING = re.compile(
    r"(?:I|[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15})?) "
    r"(?:say|said|ask|repl(?:y|ied)|answer|call|cr(?:y|ied)|shout|yell|whisper|add|beg[ai]n|start|"
    r"murmur|mutter|exclaim|explain|laugh|gasp|sigh|scream|howl|insist|snap)(?:s|ed)?\b"
)
"""Who said what stood in quotation marks: “Really?” Ann asked."""

_CONTEXT = 40
"""So many characters before a full stop say whether a sentence ends there."""

_CLAUSE_ENDS = (r"[；;]", r"[，、：—–]|[,:](?!\d)", r"\s")


@lru_cache(maxsize=16_384)
def split_sentences(paragraph: str, language: str) -> tuple[str, ...]:
    """The sentences of a clean paragraph in `language`, in order, each at most `LIMIT_BYTES` long
    and each speakable if the paragraph is. They are slices of the paragraph: only white space
    between them is left out."""
    cuts = [0]
    for stop in (_GREEK_STOP if language == "el" else _STOP).finditer(paragraph):
        if _ends_sentence(paragraph, cuts[-1], stop, language):
            cuts.append(stop.end())
    sentences = _slices(paragraph, cuts[1:])
    return tuple(piece for sentence in sentences for piece in _within_limit(sentence))


def _ends_sentence(text: str, start: int, stop: re.Match[str], language: str) -> bool:
    """Whether the sentence that begins at `start` ends with `stop`."""
    marks = "".join(mark for mark in stop["stop"] if mark not in _CLOSERS)
    closed = stop["stop"][-1] in _CLOSERS
    before_han = _HAN.match(text, stop.end()) is not None
    if any(mark in _WIDE for mark in marks):
        # A quotation that ends before a Han character mostly goes on: “真的吗？”他问。
        return not (closed and before_han)
    if before_han:
        return not closed and all(mark in "!?" for mark in marks)
    following = _NEXT_LETTER.match(text, stop.end())
    if following is None or not text[stop.end()].isspace() or following["text"][0].islower():
        return False
    if following["text"][0] in _TRAILING or _GOES_ON.match(following[0]):
        return False
    if marks != ".":
        return not (closed and _SPEAKING.match(following["text"]))
    beginning = max(start, stop.start() - _CONTEXT)
    return not goes_on(text[beginning : stop.start()], following["text"], language)


def _slices(text: str, cuts: list[int]) -> list[str]:
    """`text` cut at the offsets `cuts`, but not where a piece would have nothing to speak."""
    speakable_until = _speakable_until(text)
    pieces: list[str] = []
    start = seen = 0
    speakable = False
    for end in cuts:
        speakable = speakable or is_speakable(text[seen:end])
        seen = end
        if speakable and end < speakable_until:
            pieces.append(text[start:end].strip())
            start, speakable = end, False
    return [piece for piece in (*pieces, text[start:].strip()) if piece]


def _speakable_until(text: str) -> int:
    """The offset behind the last character that can be spoken."""
    return next((i for i in range(len(text), 0, -1) if is_speakable(text[i - 1])), 0)


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
    speakable_until = _speakable_until(text)
    for place in [*(p for p in places if p < speakable_until), len(text)]:
        if len(text[start:place].encode()) > LIMIT_BYTES and last > start:
            cuts.append(last)
            start = last
        last = place
    return cuts
