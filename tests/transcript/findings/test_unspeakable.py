"""Text that no voice can say."""

from __future__ import annotations

import pytest

from producer.transcript.findings.unspeakable import speech
from tests.transcript.findings.pairs import pair, script_of


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See https://example.org/a/b?c=1 for it.", "'https://example.org/a/b?c=1' is said as"),
        ("It was raining [3], they say [4].", "'[3]' is not said, '[4]' is not said"),
        ("What a day 🎉!", "'🎉' is not said"),
        ("| Year | Boats |", "(table)"),
    ],
)
def test_what_is_said_instead(text: str, said: str) -> None:
    [finding] = speech(script_of({"en": text}))
    assert finding.kind == "speech"
    assert said in finding.message


def test_in_chinese() -> None:
    [finding] = speech(pair("下雨了①，他说。", "It rained, he said."))
    assert (finding.language, "①" in finding.message) == ("zh", True)


@pytest.mark.parametrize(
    "text", ["97-acre, CAR-T, 2019–2024, 5%, “so” — he said…", "He wrote to Mr. Smith & Co."]
)
def test_what_a_voice_can_say(text: str) -> None:
    assert [f.message for f in speech(script_of({"en": text}))] == []
