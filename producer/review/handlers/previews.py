"""What is heard on the page before there is an episode. All that renders it is imported by the
first of these requests: it takes longer than to show the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from producer import lexicon
from producer.errors import InputError, UsageError
from producer.lexicon import LexiconEntry
from producer.model import Delivery, clean_text
from producer.plan.passages import PassageId, Said, as_said
from producer.plan.plan import Plan
from producer.review.requests import PageRequest
from producer.spoken import Spoken

if TYPE_CHECKING:
    from producer.review.preview import PreviewSound

_MOST_OFF = 90
"""How far rate, pitch and volume go in either direction."""


def speak(request: PageRequest) -> Response:
    """A passage, made if it is not yet there."""
    from producer.review import preview

    plan, pid = _spoken(request)
    return _heard(preview.passage(plan, pid, request.store))


def retake(request: PageRequest) -> Response:
    """A passage, or with "spoken" a sentence of it, spoken anew."""
    from producer.review import preview

    plan, pid = _spoken(request)
    sentence = request.number("spoken") if request.values.get("spoken") else None
    return _heard(preview.retake(plan, pid, request.store, sentence))


def audition(request: PageRequest) -> Response:
    """A sentence with another voice, or with a term said otherwise."""
    from producer.review import preview

    plan, pid = _spoken(request)
    sentences = plan.passages[pid]
    number = request.number("spoken") if request.values.get("spoken") else 0
    if not 0 <= number < len(sentences):
        raise UsageError("there is no such sentence")
    utterance = sentences[number].utterance
    if "voice" in request.values:
        delivery = delivery_of(request)
        if delivery.voice not in {voice.name for voice in plan.engine.voices()}:
            raise UsageError(f"there is no voice '{delivery.voice}'")
        utterance = replace(utterance, delivery=delivery, take=None)
    if request.values.get("as"):
        pronounced = _said_as(request, plan, sentences[number])
        utterance = replace(
            utterance, text=pronounced.text, readings=pronounced.readings(), take=None
        )
    return _heard(preview.audition(plan, utterance, request.store))


def delivery_of(request: PageRequest) -> Delivery:
    """The delivery in a form's fields "voice", "rate", "pitch" and "volume"."""
    return Delivery(
        request.text("voice"),
        _within(request, "rate"),
        _within(request, "pitch"),
        _within(request, "volume"),
    )


def _within(request: PageRequest, name: str) -> int:
    """The number in a field, at most 90; 0 where it is empty."""
    number = request.number(name) if request.text(name) else 0
    return max(-_MOST_OFF, min(number, _MOST_OFF))


def _spoken(request: PageRequest) -> tuple[Plan, PassageId]:
    """The plan, and the passage that is asked for."""
    opened = request.review.workspace.recent(request.item)
    plan = opened.plan
    if plan is None:
        raise InputError(opened.problem)
    pid = request.number("turn"), request.text("language")
    if pid not in plan.passages:
        raise UsageError(f"turn {pid[0]} has nothing that is spoken in '{pid[1]}'")
    return plan, pid


def _said_as(request: PageRequest, plan: Plan, sentence: Said) -> Spoken:
    """The sentence with a term said as the form has it, and all else as it is."""
    language, voice = sentence.utterance.language, sentence.utterance.delivery.voice
    term, said = clean_text(request.text("term")), clean_text(request.text("as"))
    tried = LexiconEntry.of(language, term, said)
    entries = lexicon.load(plan.show.lexicon_file).entries
    others = (e for e in entries if (e.language, e.term) != (tried.language, tried.term))
    terms = lexicon.Lexicon((*others, tried))
    return as_said(
        *(sentence.written, language, terms),
        engine=plan.engine.name,
        voice=voice,
        alphabets=plan.engine.alphabets,
    )


def _heard(preview_sound: PreviewSound) -> Response:
    return JSONResponse(
        {
            "src": f"/sound/{preview_sound.key}",
            "duration_ms": preview_sound.duration_ms,
            "sentences": preview_sound.sentences,
            "spoken": preview_sound.spoken,
            "same": preview_sound.same,
        }
    )
