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
_OPENERS = "\"'“‘„「『（(【《〈［[〔«¿¡*_"
_WIDE = "。！？｡"
_NARROW = ".!?…؟۔।॥։።"
_STOP = re.compile(rf"[{_WIDE}{_NARROW}](?:[{_WIDE}{_NARROW}{re.escape(_CLOSERS)}]| »)*")
_GREEK_STOP = re.compile(rf"[.!?…;\u037e][.!?…;\u037e{re.escape(_CLOSERS)}]*")
"""With the question mark, which looks like a semicolon."""

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NEXT_LETTER = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(\S)")
_LAST_WORD = re.compile(r"[\w.&°-]+$")
_ABBREVIATIONS = frozenset(
    "dr prof pro mr mrs ms messrs st jr sr rev hon gov gen col lt capt sgt pres sen rep "
    "vs etc cf ca al no nos vol vols fig figs eq ch sec pp ed eds approx est dept univ assn "
    "inc ltd co corp bros mt ft ave blvd e.g i.e a.m p.m ph.d m.d u.s u.k u.n e.u "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ABBREVIATIONS_OF = {
    "es": "ee sr sra srta sres dña lic uu ud uds núm pág tel avda ej aprox",
    "fr": "mme mlle mm env av apr ex hab",
    "de": "hr fr nr bzw usw str tel ggf evtl inkl vgl bd hrsg sog mind max abs allg bes",
    "it": "sig sigra dott dottssa avv ing pag es",
    "pt": "sr sra srta dra exa pág av",
    "nl": "dhr mevr nr blz bijv enz",
    "ru": "г гг ул им проф тыс млн млрд руб см стр др пр",
    "uk": "р рр вул ім проф тис млн млрд грн див",
}
_ORDINALS = frozenset("bs cs da de et fi hr hu is lv nb pl sk sl sr tr".split())
"""Languages in which "3." is "third"."""

_CLAUSE_ENDS = (r"[；;]", r"[，、：—–]|[,:](?!\d)", r"\s")


def split_sentences(paragraph: str, language: str) -> tuple[str, ...]:
    """The sentences of a clean paragraph in `language`, in order, each at most `LIMIT_BYTES` long
    and each speakable if the paragraph is. They are slices of the paragraph: only white space
    between them is left out."""
    stops = (_GREEK_STOP if language == "el" else _STOP).finditer(paragraph)
    cuts = [stop.end() for stop in stops if _ends_sentence(paragraph, stop, language)]
    sentences = _slices(paragraph, cuts)
    return tuple(part for whole in sentences for part in _within_limit(whole))


def _ends_sentence(text: str, stop: re.Match[str], language: str) -> bool:
    marks = "".join(mark for mark in stop.group() if mark not in _CLOSERS)
    closed = stop.group()[-1] in _CLOSERS
    before_han = _HAN.match(text, stop.end()) is not None
    if any(mark in _WIDE for mark in marks):
        # A quotation that ends before a Han character mostly goes on: “真的吗？”他问。
        return not (closed and before_han)
    if before_han:
        return not closed and all(mark in "!?" for mark in marks)
    return text[stop.end() : stop.end() + 1].isspace() and _ends_spaced(text, stop, marks, language)


def _ends_spaced(text: str, stop: re.Match[str], marks: str, language: str) -> bool:
    following = _NEXT_LETTER.match(text, stop.end())
    if following is None or following[1].islower():
        return False
    if marks != ".":
        return True
    word = _LAST_WORD.search(text, max(0, stop.start() - 20), stop.start())
    if word is None:
        return True
    token = word.group().lower()
    last = token.rsplit(".", 1)[-1]
    initial = len(last) == 1 and last.upper() != last
    ordinal = language in _ORDINALS and token.isdecimal() and len(token) < 3
    abbreviated = token in _ABBREVIATIONS or token in _ABBREVIATIONS_OF.get(language, "").split()
    return not (abbreviated or ordinal or (initial and token != "i"))


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
