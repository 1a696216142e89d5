"""One sentence out of a clip of several, cut in the silence between their words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from producer.audio.encode import lossless
from producer.audio.pcm import Pcm, UnreadableAudio, decode
from producer.audio.silence import LEAD_MS, TAIL_MS, find_stretches
from producer.model import Clip, Mark, Utterance
from producer.spoken import located
from producer.timing import ms_to_samples

LEAST_MS = LEAD_MS + TAIL_MS
"""What stays of a silence at the ends of two sentences: in a shorter one a cut would be heard."""

_Word = tuple[Mark, int]
"""A word, and where it begins in the text."""


def cut_out(clip: Clip, utterance: Utterance) -> Clip | None:
    """The `utterance` out of the clip of its whole, or None where no silence parts it from the
    rest, or nobody knows where."""
    begin, end = len(utterance.before), len(utterance.before + utterance.text)
    text = utterance.whole.text
    words = [(mark, at) for mark, at in located(text, clip.marks) if at is not None]
    try:
        pcm = decode(clip.audio)
    except UnreadableAudio:
        return None
    start_ms = _cut_ms(pcm, words, begin) if utterance.before else 0
    end_ms = _cut_ms(pcm, words, end) if utterance.after else pcm.duration_ms
    if start_ms is None or end_ms is None:
        return None
    marks = tuple(
        Mark(max(0, mark.start_ms - start_ms), min(mark.end_ms, end_ms) - start_ms, mark.text)
        for mark in clip.marks
        if start_ms <= _middle_ms(mark) < end_ms
    )
    samples = pcm.samples[ms_to_samples(start_ms, pcm.rate) : ms_to_samples(end_ms, pcm.rate)]
    return Clip(lossless(Pcm(samples, pcm.rate)), marks)


def _cut_ms(pcm: Pcm, words: Sequence[_Word], at: int) -> int | None:
    """Where to cut between the words before and behind a place in the text: in the longest
    silence from the middle of the one to the middle of the other."""
    before = [mark for mark, place in words if place < at]
    after = [mark for mark, place in words if place >= at]
    if not before or not after:
        return None
    earliest, latest = _middle_ms(before[-1]), _middle_ms(after[0])
    silences = [
        (max(start, earliest), min(end, latest))
        for (_, start), (end, _) in pairwise(find_stretches(pcm, LEAST_MS))
    ]
    start_ms, end_ms = max(silences, key=lambda s: s[1] - s[0], default=(0, 0))
    if end_ms - start_ms < LEAST_MS:
        return None
    return end_ms - (end_ms - start_ms) * LEAD_MS // LEAST_MS


def _middle_ms(mark: Mark) -> int:
    return (mark.start_ms + mark.end_ms) // 2
