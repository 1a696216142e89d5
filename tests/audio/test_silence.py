"""What is cut of a clip: silence, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.audio.pcm import Pcm, Samples
from producer.audio.silence import LEAD_MS, TAIL_MS, Cuts, find_cuts
from producer.timing import ms_to_samples, samples_to_ms
from tests.helpers.signals import noise, speech, tone

RATE = 24_000
HOP_MS = 5
RATES = st.sampled_from([16_000, 22_050, 24_000, 44_100, 48_000])


def silence(ms: int, rate: int = RATE) -> Samples:
    return np.zeros(ms_to_samples(ms, rate), np.int16)


def sound(ms: int, rate: int = RATE, level_dbfs: float = -12) -> Samples:
    """A tone that is loud from its first sample to its last."""
    return tone(1_000, rate, ms / 1000, level_dbfs)


def kept_of(pcm: Pcm, longest_ms: int = 350) -> Samples:
    return np.concatenate([pcm.samples[a:b] for a, b in find_cuts(pcm, longest_ms).kept])


@st.composite
def clips(draw: st.DrawFn) -> tuple[Pcm, list[int]]:
    """Sounds with silences before, between and after: the clip and the ms of each part, silence
    and sound in turn."""
    rate = draw(RATES)
    parts_ms = [draw(st.integers(0, 1_200))]
    for _ in range(draw(st.integers(1, 4))):
        parts_ms += [draw(st.integers(20, 400)), draw(st.integers(0, 1_200))]
    parts = [(sound, silence)[n % 2 == 0](ms, rate) for n, ms in enumerate(parts_ms)]
    hiss = np.random.default_rng(1).integers(-3, 4, sum(map(len, parts)))
    quiet = draw(st.booleans())
    samples = np.concatenate(parts) + (hiss.astype(np.int16) if quiet else np.int16(0))
    return Pcm(np.asarray(samples, np.int16), rate), parts_ms


@given(clips(), st.integers(0, 1_500))
def test_all_that_sounds_is_kept_and_no_silence_beyond_what_is_set(
    made: tuple[Pcm, list[int]], longest_ms: int
) -> None:
    pcm, _ = made
    cuts = find_cuts(pcm, longest_ms)
    rate = pcm.rate
    loud = np.flatnonzero(np.abs(pcm.samples) > 100)
    inside = np.zeros(len(pcm.samples), bool)
    for start, end in cuts.kept:
        assert 0 <= start < end <= len(pcm.samples)
        inside[start:end] = True
    assert inside[loud].all()
    assert inside.sum() == cuts.samples
    kept = pcm.samples[inside]
    heard = np.flatnonzero(np.abs(kept) > 100)
    hop = ms_to_samples(HOP_MS, rate)
    # A sound is known to the hop.
    assert 0 <= heard[0] - cuts.lead <= hop
    assert 0 <= len(kept) - 1 - heard[-1] - cuts.tail <= hop
    assert cuts.lead <= ms_to_samples(LEAD_MS, rate)
    assert cuts.tail <= ms_to_samples(TAIL_MS, rate)
    longest = max(ms_to_samples(longest_ms, rate), ms_to_samples(LEAD_MS + TAIL_MS, rate))
    assert np.diff(heard).max(initial=0) <= longest + 2 * hop


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
@pytest.mark.parametrize("longest_ms", [150, 350, 600])
def test_a_silence_inside_is_cut_to_exactly_what_is_set(rate: int, longest_ms: int) -> None:
    # All parts are whole hops, so that the sounds are known to the sample.
    hop = ms_to_samples(HOP_MS, rate)
    word, gap = np.full(40 * hop, 8_000, np.int16), np.zeros(160 * hop, np.int16)
    cuts = find_cuts(Pcm(np.concatenate([word, gap, word]), rate), longest_ms)
    assert cuts.samples == 80 * hop + ms_to_samples(longest_ms, rate)
    assert (cuts.lead, cuts.tail) == (0, 0)
    short = np.zeros(longest_ms // HOP_MS * hop, np.int16)
    whole = Pcm(np.concatenate([word, short, word]), rate)
    assert find_cuts(whole, longest_ms).kept == ((0, len(whole.samples)),)


def test_margins_are_those_set() -> None:
    pcm = Pcm(np.concatenate([silence(500), sound(200), silence(900)]), RATE)
    cuts = find_cuts(pcm, 350)
    assert cuts.kept == ((460 * 24, 780 * 24),)
    assert (cuts.lead, cuts.tail) == (LEAD_MS * 24, TAIL_MS * 24)


def test_what_is_shorter_than_a_margin_is_kept() -> None:
    pcm = Pcm(np.concatenate([silence(15), sound(200), silence(30)]), RATE)
    cuts = find_cuts(pcm, 350)
    assert cuts.kept == ((0, len(pcm.samples)),)
    assert (cuts.lead, cuts.tail) == (15 * 24, 30 * 24)


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
@pytest.mark.parametrize("vowel_dbfs", [-6, -20, -35])
def test_a_weak_consonant_at_either_end_is_kept(rate: int, vowel_dbfs: float) -> None:
    """A fricative 38 dB below the vowel is the weakest that speech has."""
    hiss = noise(rate, 0.15, vowel_dbfs - 3 - 38)
    vowel = sound(300, rate, vowel_dbfs)
    pcm = Pcm(np.concatenate([silence(600, rate), hiss, vowel, hiss, silence(900, rate)]), rate)
    ((start, end),) = find_cuts(pcm, 350).kept
    begins = ms_to_samples(600, rate)
    ends = begins + 2 * len(hiss) + len(vowel)
    hop = ms_to_samples(HOP_MS, rate)
    assert begins - ms_to_samples(LEAD_MS, rate) - hop <= start <= begins - hop
    assert ends + hop <= end <= ends + ms_to_samples(TAIL_MS, rate) + hop


def test_the_noise_of_a_codec_is_silence() -> None:
    still = noise(RATE, 0.6, -75)
    pcm = Pcm(np.concatenate([still, sound(300), still]), RATE)
    ((start, end),) = find_cuts(pcm, 350).kept
    assert (start, end) == ((600 - LEAD_MS) * 24, (900 + TAIL_MS) * 24)


@pytest.mark.parametrize("floor_db", [-30, -36, -42, -48])
def test_a_floor_of_noise_is_silence(floor_db: float) -> None:
    """Other servers have one far above that of edge; trimming stopped altogether there."""
    words = [sound(260), silence(900), sound(300)]
    clean = np.concatenate([silence(700), *words, silence(800)])
    hiss = noise(RATE, len(clean) / RATE, -15 + floor_db)[: len(clean)]
    noisy = Pcm(np.asarray(clean + hiss, np.int16), RATE)
    wanted = find_cuts(Pcm(clean, RATE), 350)
    cuts = find_cuts(noisy, 350)
    assert len(cuts.kept) == len(wanted.kept) == 2
    for ours, theirs in zip(cuts.kept, wanted.kept, strict=True):
        assert np.abs(np.subtract(ours, theirs)).max() <= 2 * ms_to_samples(HOP_MS, RATE)


def test_what_dies_away_is_no_noise() -> None:
    vowel = sound(300)
    falling = tone(900, RATE, 0.4, -12) * 10 ** (-np.linspace(0, 40, round(RATE * 0.4)) / 20)
    clip = Pcm(np.concatenate([vowel, falling.astype(np.int16)]), RATE)
    assert find_cuts(clip, 350).kept == ((0, len(clip.samples)),)


@pytest.mark.parametrize(
    "samples", [np.zeros(0, np.int16), np.zeros(1, np.int16), np.zeros(24_001, np.int16)]
)
def test_a_silent_clip_keeps_nothing(samples: Samples) -> None:
    assert find_cuts(Pcm(samples, RATE), 350) == Cuts((), 0, 0, RATE)


@given(clips(), st.lists(st.integers(-100, 8_000), min_size=2))
def test_a_moment_moves_with_its_sound(made: tuple[Pcm, list[int]], moments: list[int]) -> None:
    pcm, parts_ms = made
    cuts = find_cuts(pcm, 350)
    end_ms = samples_to_ms(cuts.samples, pcm.rate)
    moved = [cuts.moved_ms(ms) for ms in sorted(moments)]
    assert moved == sorted(moved)
    assert 0 <= moved[0] <= moved[-1] <= end_ms
    at_ms = 0
    for number, ms in enumerate(parts_ms):
        if number % 2:
            # Within a sound nothing is cut, so time goes on as before.
            assert abs(cuts.moved_ms(at_ms + ms) - cuts.moved_ms(at_ms) - ms) <= 1
        at_ms += ms


def test_a_moment_inside_a_cut_is_at_the_cut() -> None:
    pcm = Pcm(np.concatenate([sound(200), silence(1_000), sound(200)]), RATE)
    cuts = find_cuts(pcm, 300)
    (_, first_end), (second_start, _) = cuts.kept
    assert cuts.moved_ms(first_end // 24) == 400
    assert cuts.moved_ms((first_end + second_start) // 48) == 400
    assert cuts.moved_ms(1_200) == 500
    assert cuts.moved_ms(1_400) == 700


def test_speech_loses_its_silence_alone() -> None:
    pcm = Pcm(np.concatenate([silence(700), speech(RATE, 6), silence(800)]), RATE)
    kept = kept_of(pcm)
    assert np.sum(kept.astype(float) ** 2) == np.sum(pcm.samples.astype(float) ** 2)
    assert len(kept) < len(pcm.samples) - ms_to_samples(1_200, RATE)
