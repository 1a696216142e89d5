"""Descriptions keep Apple's limit, and the disclosure whatever else there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from producer.publish.description import MOST_BYTES, describe, shortened

DISCLOSURE = {"zh": "本节目中的声音由计算机合成。", "en": "The voices are computer-generated."}
TEXTS = st.text(st.sampled_from("a b\n茶市，。&<>🍵é\u0301"), max_size=60).map(lambda t: t * 40)


def described(
    languages: Sequence[str] = ("zh", "en"),
    *,
    about: Mapping[str, str] | None = None,
    timestamps: str = "",
    credits: Sequence[str] = (),
    draft: bool = False,
) -> list[str]:
    return describe(
        languages,
        title="茶 / Tea",
        about=about or {},
        speakers=[{"zh": "小梅", "en": "Mei"}, {"zh": "汤姆", "en": "Tom"}],
        disclosure=DISCLOSURE,
        locales={},
        draft=draft,
        timestamps=timestamps,
        credits=credits,
    )


def size(text: str) -> int:
    return len(escape(text, quote=False).encode())


def test_everything_stands_in_order_in_the_editions_languages() -> None:
    paragraphs = described(
        timestamps="00:00:00 开场\n00:01:00 茶", credits=["茶市广播"], draft=True
    )
    assert paragraphs == [
        "对话：小梅、汤姆",
        "With Mei, Tom",
        "草稿，仅供校对。\nA draft, for proofing only.\n" + "\n".join(DISCLOSURE.values()),
        "00:00:00 开场\n00:01:00 茶",
        "茶市广播",
    ]
    assert described(["en"], about={"zh": "关于茶", "en": "About tea\n\n\nand time"}) == [
        "About tea",
        "and time",
        DISCLOSURE["en"],
    ]


def test_the_title_stands_where_there_is_nothing_to_say() -> None:
    nothing = describe(
        ["en"],
        title="Tea",
        about={},
        speakers=[],
        disclosure={},
        locales={},
        draft=False,
        timestamps="",
        credits=[],
    )
    assert nothing == ["Tea"]


@given(about=TEXTS, timestamps=TEXTS, credits=TEXTS)
def test_the_limit_holds_and_the_disclosure_stays(
    about: str, timestamps: str, credits: str
) -> None:
    paragraphs = described(about={"zh": about}, timestamps=timestamps, credits=[credits])
    assert size("\n\n".join(paragraphs)) <= MOST_BYTES
    assert "\n".join(DISCLOSURE.values()) in paragraphs
    assert all(paragraphs)


@given(text=TEXTS, limit=st.integers(0, 3_000))
def test_a_shortened_text_is_a_beginning_that_ends_at_a_word(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert size(short) <= limit or short == ""
    if short != text:
        kept = short.removesuffix("…")
        assert text.startswith(kept)
        rest = text[len(kept) :]
        words_on = kept[-1:].isascii() and kept[-1:].isalnum() and rest[0].isascii()
        assert not (words_on and rest[0].isalnum() and any(c in "茶市 \n" for c in kept))


def test_words_are_not_cut_and_no_room_is_wasted() -> None:
    assert shortened("green tea and black tea", 19) == "green tea and…"
    assert shortened("绿茶和红茶", 12) == "绿茶和…"
    assert shortened("antidisestablishmentarianism", 10) == "antidis…"
    assert shortened("tea", 3) == "tea"
