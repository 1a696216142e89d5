"""How long it is silent before a sentence: as long as people are, and never twice the same.

What decides are the texts on both sides and the place: between sentences, paragraphs, turns,
languages. On top of it a pause is some per cent shorter or longer, by the digest of the clip behind
it, so that the same clips give the same bytes.
"""

from __future__ import annotations

import hashlib
import re

from producer.show.pauses import Pauses

_SHORT_WORDS, _SHORT_CHARACTERS = 3, 4
_CHARACTER = r"\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CHARACTER}]|[^\W{_CHARACTER}_]+(?:['’-][^\W{_CHARACTER}_]+)*")
_CLOSERS = " \"'”’」』）)】》〉］]〕»*_"
_QUESTION_MARKS = ("?", "？", "؟", ";", "\u037e")
_TRAILING = ("…", "...", "。。。", "—", "–", "―", "--")
_HESITATION = re.compile(r"(?:…|\.{3}|。。。|—|–(?=\s)|--)(?=\W{0,60}\w)")


def before_sentence_ms(pauses: Pauses, before: str, digest: str, *, begins_paragraph: bool) -> int:
    """The pause between the sentence `before` and the next one of its passage, whose clip has
    the `digest`. All texts are as they are written."""
    if begins_paragraph:
        base_ms = pauses.paragraph_ms
    else:
        base_ms = pauses.short_sentence_ms if is_short(before) else pauses.sentence_ms
    return _varied(pauses, base_ms + _trailing_ms(pauses, before), digest)


def before_passage_ms(
    pauses: Pauses, before: str, passage: tuple[str, ...], digest: str, *, same_turn: bool
) -> int:
    """The pause between the sentence `before` and a `passage` of sentences, of the same turn in
    another language or of another turn. The `digest` is that of its first clip."""
    if same_turn:
        base_ms = pauses.language_ms
    else:
        base_ms = pauses.answer_ms if is_question(before) else pauses.turn_ms
        if len(passage) == 1 and is_short(passage[0]):
            base_ms = min(base_ms, pauses.backchannel_ms)
    return _varied(pauses, base_ms + _trailing_ms(pauses, before), digest)


def before_pair_ms(pauses: Pauses, before: str, digest: str, *, inside: bool) -> int:
    """The pause between the sentence `before` and the next pair of the same turn, or, `inside` of a
    pair, the other language. The `digest` is that of the clip behind it."""
    base_ms = pauses.inside_pair_ms if inside else pauses.pair_ms
    return _varied(pauses, base_ms + _trailing_ms(pauses, before), digest)


def longest_inside_ms(pauses: Pauses, sentence: str) -> int:
    """How long silence inside of a spoken `sentence` may be."""
    return pauses.hesitation_ms if _HESITATION.search(sentence) else pauses.clause_ms


def is_short(sentence: str) -> bool:
    """Whether a sentence has three words or fewer, or four Chinese or Japanese characters."""
    words = _WORD.findall(sentence)
    characters = sum(len(word) == 1 and word >= "\u3040" for word in words)
    if characters:
        return len(words) <= _SHORT_CHARACTERS
    return len(words) <= _SHORT_WORDS


def is_question(sentence: str) -> bool:
    return sentence.rstrip(_CLOSERS).endswith(_QUESTION_MARKS)


def _trailing_ms(pauses: Pauses, sentence: str) -> int:
    return pauses.trailing_ms if sentence.rstrip(_CLOSERS).endswith(_TRAILING) else 0


def _varied(pauses: Pauses, pause_ms: int, digest: str) -> int:
    """`pause_ms`, evenly spread over all that the variation allows."""
    number = int.from_bytes(hashlib.sha256(digest.encode()).digest()[:4], "big")
    return round(pause_ms * (1 + pauses.variation_percent / 100 * (number / 0xFFFFFFFF * 2 - 1)))
