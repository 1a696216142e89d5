"""Missing passages → translations, by any server with OpenAI's chat interface.

| file       | what                                                             |
|------------|------------------------------------------------------------------|
| service.py | which server, model and key: show.toml and the environment       |
| prompt.py  | what a server is asked, and what of its answer is used           |
| wording.py | better words for title, show notes, keywords and chapters        |
| chat.py    | one question over HTTP: deadlines, retry, what a refusal means   |

What a machine wrote stays marked in the script until a person has confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from producer.errors import TranslatorUnavailable
from producer.model import Script, Turn
from producer.progress import Progress
from producer.translation.chat import Chat, Refused
from producer.translation.prompt import Tell, messages, reading
from producer.translation.service import Service, service_of
from producer.translation.wording import ProposedText, better_words

__all__ = [
    "ProposedText",
    "Service",
    "Translation",
    "better_words",
    "missing",
    "service_of",
    "translate",
]


@dataclass(frozen=True, slots=True)
class Translation:
    """What a run came to: the script with what was `made`, by turn and language, and why other
    passages `failed`. `ended` is what kept the rest from being asked for."""

    script: Script
    made: tuple[tuple[int, str], ...]
    failed: Mapping[tuple[int, str], str]
    ended: TranslatorUnavailable | None = None


def missing(script: Script) -> list[tuple[int, str]]:
    """Turns and the languages that they lack."""
    return [
        (turn.number, language)
        for turn in script.turns
        for language in script.languages
        if language not in turn.passages
    ]


async def translate(
    script: Script,
    service: Service,
    terms: Mapping[str, Sequence[str]],
    tell: Tell,
    keep: Callable[[Script], None],
    progress: Progress,
    passages: Sequence[tuple[int, str]] | None = None,
) -> Translation:
    """Ask `service` for every passage that `script` lacks, or for those `passages` of them (turn
    number, language), one after the other, since each is context for the next. `keep` is given the
    script after each, so that nothing is lost.

    `terms` are the lexicon's, by language; `tell` says which of two languages a text is in.
    """
    places = missing(script) if passages is None else passages
    translated: list[tuple[int, str]] = []
    failed: dict[tuple[int, str], str] = {}
    ended = None
    progress.start("translating", len(places))
    async with Chat(service) as chat:
        for number, language in places:
            turn = script.turns[number - 1]
            source = _source(turn, script)
            try:
                passage = await chat.ask(
                    messages(script, turn, source, language, terms.get(language, ())),
                    reading(script, turn, source, language, terms.get(language, ()), tell),
                    f"turn {number}, {language}",
                )
            except Refused as error:
                failed[number, language] = str(error)
            except TranslatorUnavailable as error:
                ended = error
                break
            else:
                script = _with(script, turn, language, passage)
                translated.append((number, language))
                keep(script)
            progress.advance("translating", f"turn {number}, {language}")
    return Translation(script, tuple(translated), failed, ended)


def _source(turn: Turn, script: Script) -> str:
    """The language to translate from: one that a person wrote, if there is."""
    there = [language for language in script.languages if language in turn.passages]
    return min(there, key=lambda language: language in turn.unconfirmed)


def _with(script: Script, turn: Turn, language: str, passage: tuple[str, ...]) -> Script:
    passages = {**turn.passages, language: passage}
    changed = replace(
        turn,
        passages={lang: passages[lang] for lang in script.languages if lang in passages},
        unconfirmed=turn.unconfirmed | {language},
    )
    at = turn.number - 1
    return replace(script, turns=(*script.turns[:at], changed, *script.turns[at + 1 :]))
