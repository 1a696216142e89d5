"""A passage that is missing, from the service that the show names."""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict

from producer import lexicon
from producer.engines import engine_names
from producer.errors import ProducerError, UsageError
from producer.progress import Silent
from producer.review.review_items import OpenedItem
from producer.transcript.language.detection import likelier_language


def translated(opened: OpenedItem, turn: int, language: str) -> tuple[str, ...]:
    """The paragraphs that the service makes of a turn in a language that it lacks.

    Raises `UsageError` for a turn that has it, `InputError` where no service is set, and
    `ProducerError` for one that does not translate."""
    from producer import translation

    script, show = opened.script, opened.show
    if (turn, language) not in translation.missing(script):
        raise UsageError(f"turn {turn} has a text in '{language}' already")
    file = show.file or show.folder / "show.toml"
    service = translation.service_of(show.settings.translate, os.environ, file)
    terms: dict[str, list[str]] = defaultdict(list)
    for entry in lexicon.load(show.lexicon_file, engines=engine_names()).entries:
        terms[entry.language].append(entry.term)
    done = asyncio.run(
        translation.translate(
            script,
            service,
            terms,
            likelier_language,
            lambda _: None,
            Silent(),
            [(turn, language)],
        )
    )
    if (turn, language) not in done.made:
        reason = done.failed.get((turn, language)) or done.ended or "the service gave nothing"
        raise ProducerError(f"turn {turn} is not translated: {reason}")
    return done.script.turns[turn - 1].passages[language]
