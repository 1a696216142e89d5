"""How long it is silent between what is spoken: a section of show.toml."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

_NATURAL = {
    "sentence_ms": 500,
    "short_sentence_ms": 420,
    "paragraph_ms": 900,
    "answer_ms": 600,
    "backchannel_ms": 450,
    "turn_ms": 900,
    "language_ms": 750,
    "inside_pair_ms": 450,
    "pair_ms": 800,
    "trailing_ms": 250,
    "clause_ms": 350,
    "hesitation_ms": 900,
}
STYLES = MappingProxyType(
    {
        "calm": {
            "sentence_ms": 680,
            "short_sentence_ms": 560,
            "paragraph_ms": 1_200,
            "answer_ms": 800,
            "backchannel_ms": 600,
            "turn_ms": 1_200,
            "language_ms": 1_000,
            "inside_pair_ms": 600,
            "pair_ms": 1_100,
            "trailing_ms": 350,
            "clause_ms": 450,
            "hesitation_ms": 1_200,
        },
        "natural": _NATURAL,
        "brisk": {
            "sentence_ms": 350,
            "short_sentence_ms": 300,
            "paragraph_ms": 620,
            "answer_ms": 420,
            "backchannel_ms": 320,
            "turn_ms": 640,
            "language_ms": 540,
            "inside_pair_ms": 320,
            "pair_ms": 560,
            "trailing_ms": 160,
            "clause_ms": 250,
            "hesitation_ms": 650,
        },
    }
)
"""What each style sets. The natural pauses are those inside of passages that edge voices speak as
wholes: 380 to 650 ms between sentences, up to 1,060 with some voices."""


class Pauses(BaseModel):
    """Silence in ms from the last sound to the next. `style` sets all of them; what is named
    besides goes before it. The least that can be asked for between passages is what the margins
    of clips and the encoder's delay take up.

    `sentence_ms` is between sentences, `short_sentence_ms` behind one of three words or fewer,
    `paragraph_ms` before a new paragraph. `answer_ms` is before the turn behind a question,
    `backchannel_ms` the most before a turn that is one short sentence, `turn_ms` before any other
    turn, `language_ms` before the same turn in another language. In editions by pair,
    `inside_pair_ms` is before the same sentences in the other language, and `pair_ms` before the
    next pair. `trailing_ms` is added behind an
    ellipsis or a dash. Each pause is up to `variation_percent` shorter or longer.

    Inside of what an engine speaks at once, silence is cut to `clause_ms`, or to `hesitation_ms`
    where the sentence has an ellipsis or a dash.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: Literal["calm", "natural", "brisk"] = "natural"
    sentence_ms: Annotated[int, Field(ge=150, le=10_000)] = _NATURAL["sentence_ms"]
    short_sentence_ms: Annotated[int, Field(ge=150, le=10_000)] = _NATURAL["short_sentence_ms"]
    paragraph_ms: Annotated[int, Field(ge=150, le=10_000)] = _NATURAL["paragraph_ms"]
    answer_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["answer_ms"]
    backchannel_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["backchannel_ms"]
    turn_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["turn_ms"]
    language_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["language_ms"]
    inside_pair_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["inside_pair_ms"]
    pair_ms: Annotated[int, Field(ge=200, le=10_000)] = _NATURAL["pair_ms"]
    trailing_ms: Annotated[int, Field(ge=0, le=5_000)] = _NATURAL["trailing_ms"]
    clause_ms: Annotated[int, Field(ge=120, le=10_000)] = _NATURAL["clause_ms"]
    hesitation_ms: Annotated[int, Field(ge=120, le=10_000)] = _NATURAL["hesitation_ms"]
    variation_percent: Annotated[int, Field(ge=0, le=50)] = 15

    @model_validator(mode="before")
    @classmethod
    def _with_style(cls, section: Any) -> Any:
        """The section with what its style sets and it does not name."""
        if not isinstance(section, dict):
            return section
        return {**STYLES.get(str(section.get("style", "natural")), {}), **section}
