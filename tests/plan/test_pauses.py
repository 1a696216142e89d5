"""How long it is silent: the model's figures by themselves, and as ffmpeg hears them."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.plan import pauses
from producer.show.pauses import STYLES, Pauses
from tests.helpers.making import a_show, heard, make, mp3
from tests.standin import EdgeStandIn

DIGESTS = [hashlib.sha256(bytes([n // 256, n % 256])).hexdigest() for n in range(2_000)]
STYLE_NAMES = st.sampled_from([*STYLES])
EXACT = Pauses(variation_percent=0)

TALK = """\
# 早饭 | Breakfast

安娜：你早上吃什么？我每天早上都喝一碗热粥。
再加一个鸡蛋，有时候还有豆浆。
Anna: What do you have for breakfast? Every morning I have a bowl of hot porridge.
And an egg with it, now and then some soy milk too.

本：粥。
Ben: Porridge.

安娜：然后我去上班，走路大约要半个小时……路上还买一份报纸。
Anna: Then I walk to work, which takes half an hour or so… On the way I buy a newspaper.

本：我骑车去，路上要十分钟，天气好的时候很舒服。
Ben: I go by bicycle, which takes ten minutes and is a joy in fine weather.
"""


def between(before: str, *, paragraph: bool = False) -> int:
    return pauses.before_sentence_ms(EXACT, before, "", begins_paragraph=paragraph)


def turn(before: str, *passage: str, same_turn: bool = False) -> int:
    return pauses.before_passage_ms(EXACT, before, passage, "", same_turn=same_turn)


LONG = "We went down to the river after lunch."


def test_what_stands_on_both_sides_decides() -> None:
    assert between(LONG) == EXACT.sentence_ms > between("Yes.") == EXACT.short_sentence_ms
    assert between(LONG, paragraph=True) == between("Yes.", paragraph=True) == EXACT.paragraph_ms
    assert turn(LONG, LONG) == EXACT.turn_ms > turn("Did you?", LONG) == EXACT.answer_ms
    assert turn(LONG, "Right.") == turn("Did you?", "嗯。") == EXACT.backchannel_ms
    assert turn(LONG, "Right.", LONG) == EXACT.turn_ms
    assert turn("Did you?", LONG, same_turn=True) == EXACT.language_ms


@pytest.mark.parametrize("before", ["Well… ", "He said —", "“I wonder...”", "我想……", "可是——"])
def test_what_trails_off_is_followed_by_more_silence(before: str) -> None:
    words = pauses.is_short(before)
    least = EXACT.short_sentence_ms if words else EXACT.sentence_ms
    assert between(before) == least + EXACT.trailing_ms
    assert turn(before, LONG) == EXACT.turn_ms + EXACT.trailing_ms


@pytest.mark.parametrize(
    "sentence", ["No.", "I don't know.", "“Of course!”", "好。", "对，是的。", "四个字啊"]
)
def test_short_sentences(sentence: str) -> None:
    assert pauses.is_short(sentence)


@pytest.mark.parametrize("sentence", ["I do not know.", "五个字的话", "这是 PDF 文件吗", LONG])
def test_longer_sentences(sentence: str) -> None:
    assert not pauses.is_short(sentence)


@pytest.mark.parametrize("sentence", ["Really?", "“真的吗？”", "Why?!?", "(Is it?)"])
def test_questions(sentence: str) -> None:
    assert pauses.is_question(sentence)


def test_only_a_hesitation_is_left_long_inside_of_a_sentence() -> None:
    for sentence in ("I… I do.", "我——我不知道。", "It is – well – odd.", "So... no."):
        assert pauses.longest_inside_ms(EXACT, sentence) == EXACT.hesitation_ms
    for sentence in ("One, two, and three.", "一，二，三……", "I waited…", "A well-known 3–5 days."):
        assert pauses.longest_inside_ms(EXACT, sentence) == EXACT.clause_ms
    for style in STYLES.values():
        shortest_stop = 0.85 * style["short_sentence_ms"]
        assert style["clause_ms"] <= shortest_stop < style["hesitation_ms"]


@given(STYLE_NAMES, st.integers(0, 50), st.text(max_size=20), st.sampled_from(DIGESTS))
def test_a_pause_is_the_same_for_the_same_clip(
    style: str, percent: int, before: str, digest: str
) -> None:
    setting = Pauses.model_validate({"style": style, "variation_percent": percent})
    base = pauses.before_sentence_ms(
        setting.model_copy(update={"variation_percent": 0}), before, digest, begins_paragraph=False
    )
    pause = pauses.before_sentence_ms(setting, before, digest, begins_paragraph=False)
    assert abs(pause - base) <= base * percent / 100 + 1
    assert pause == pauses.before_sentence_ms(setting, before, digest, begins_paragraph=False)


@pytest.mark.parametrize("style", STYLES)
def test_pauses_are_spread_evenly_over_what_is_allowed(style: str) -> None:
    setting = Pauses.model_validate({"style": style})
    lengths = [
        pauses.before_sentence_ms(setting, LONG, digest, begins_paragraph=False)
        for digest in DIGESTS
    ]
    base = setting.sentence_ms
    assert mean(lengths) == pytest.approx(base, rel=0.01)
    shares = [(length / base - 0.85) / 0.3 for length in lengths]
    tenths = [sum(n / 10 <= share < (n + 1) / 10 for share in shares) for n in range(10)]
    assert min(tenths) > 0.07 * len(DIGESTS)
    assert max(tenths) < 0.13 * len(DIGESTS)


def test_styles_go_from_calm_to_brisk_and_settings_go_before_them() -> None:
    calm, natural, brisk = (STYLES[name] for name in ("calm", "natural", "brisk"))
    assert all(calm[name] > natural[name] > brisk[name] for name in natural)
    assert Pauses.model_validate({}) == Pauses() == Pauses.model_validate({"style": "natural"})
    mixed = Pauses.model_validate({"style": "calm", "turn_ms": 700})
    assert (mixed.turn_ms, mixed.sentence_ms) == (700, calm["sentence_ms"])


@pytest.mark.parametrize("style", STYLES)
def test_an_episode_has_the_pauses_of_its_style(
    style: str, tmp_path: Path, edge_service: EdgeStandIn
) -> None:
    """Spoken by the loopback service, whose voices put 100 ms before and 800 behind what they
    say, and measured in what ffmpeg decodes."""
    show = a_show(tmp_path, pauses={"style": style}, disclosure={"spoken": False})
    episode = make(show, TALK, engine="edge")
    assert edge_service.requests
    cues = episode.manifest.as_json()["editions"]["zh-en"]["cues"]
    lengths = STYLES[style]
    assert len(cues) == 13
    sounds = abs(heard(mp3(episode))) > 10 ** (-50 / 20)
    measured: list[tuple[str, float]] = []
    for before, after in pairwise(cues):
        middle = (before["end_ms"] + after["start_ms"]) // 2 * 48
        silent_before = sounds[:middle][::-1].argmax()
        silent_after = sounds[middle:].argmax()
        measured.append((_kind(before, after), (silent_before + silent_after) / 48))
    for kind, pause_ms in measured:
        trailing = "+" in kind
        base_ms = lengths[kind.rstrip("+")] + (lengths["trailing_ms"] if trailing else 0)
        # A frame of 24 ms between passages, an encoder's ringing round a sound.
        assert 0.85 * base_ms - 34 <= pause_ms <= 1.15 * base_ms + 10
    assert {kind for kind, _ in measured} >= {
        *("sentence_ms", "short_sentence_ms", "paragraph_ms", "language_ms", "turn_ms"),
        *("backchannel_ms", "sentence_ms+"),
    } - {"short_sentence_ms"}
    assert len({round(pause_ms) for _, pause_ms in measured}) > 8, "no metronome"


def _kind(before: dict[str, object], after: dict[str, object]) -> str:
    """The setting that is to decide between two cues."""
    text, following = str(before["text"]), str(after["text"])
    trailing = "+" if text.endswith("…") else ""
    if before["turn"] != after["turn"]:
        return "backchannel_ms" if following in ("粥。", "Porridge.") else f"turn_ms{trailing}"
    if before["language"] != after["language"]:
        return f"language_ms{trailing}"
    new = following.startswith(("再加", "And an egg"))
    return "paragraph_ms" if new else f"sentence_ms{trailing}"
