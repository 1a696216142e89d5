"""What is done: edits of the script, the cast and the lexicon, listening, and making."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from starlette.responses import JSONResponse, Response

from producer import feeds as feeds_
from producer import lexicon
from producer.errors import InputError, UsageError
from producer.lexicon import Entry
from producer.model import Change, Script, Segment, clean_text
from producer.passages import PassageId, Said, as_said
from producer.plan import Plan
from producer.review import edits, imports, listening, turns, views
from producer.review.asked import Asked
from producer.review.edits import Place
from producer.review.listening import Heard
from producer.review.pages import changed, delivery_of


def set_text(asked: Asked) -> Response:
    turn, language = asked.number("turn"), asked.text("language")
    edit = edits.set_text(turn, language, asked.text("text"))
    return _edited(asked, edit, f"the text of turn {turn} ({language})")


def confirm(asked: Asked) -> Response:
    turn, language = asked.number("turn"), asked.text("language")
    what = f"turn {turn} ({language}) is confirmed"
    return _edited(asked, edits.confirm(turn, language), what)


def move(asked: Asked) -> Response:
    place, to = _sentence(asked), asked.text("to")
    if to not in ("previous", "next"):
        raise UsageError("sentences are moved to the previous or the next turn")
    towards: Literal["previous", "next"] = "next" if to == "next" else "previous"
    other = place.turn + (1 if to == "next" else -1)
    what = f"text of turn {place.turn} moved to turn {other} ({place.language})"
    return _edited(asked, edits.move(place, towards), what)


def leave_unspoken(asked: Asked) -> Response:
    place = _sentence(asked)
    whole = asked.values.get("what") == "line"
    edit = edits.leave_unspoken(place, "line" if whole else "sentence")
    return _edited(asked, edit, f"a line of turn {place.turn} is not spoken ({place.language})")


def set_turn(asked: Asked) -> Response:
    """Who speaks a turn, and the chapter that begins there."""
    turn, speaker = asked.number("turn"), _speaker(asked)
    titles = asked.named("title_")

    def edit(script: Script) -> Script:
        return edits.set_chapter(turn, titles)(edits.set_speaker(turn, speaker)(script))

    return _edited(asked, edit, f"speaker and chapter of turn {turn}")


def split(asked: Asked) -> Response:
    """A turn becomes two."""
    turn = asked.number("turn")
    at = {lang: asked.number(f"at_{lang}") for lang in asked.named("at_")}
    edit = turns.split(turn, at, _speaker(asked))
    return _edited(asked, edit, f"turn {turn} is split", Place(turn + 1, ""))


def join(asked: Asked) -> Response:
    """A turn is joined to the one before."""
    place, script = _sentence(asked), asked.review.desk.recent(asked.item).script
    edit, what = turns.join(place.turn), f"turn {place.turn} is joined to turn {place.turn - 1}"
    there = script.turns[place.turn - 2 : place.turn - 1] if place.turn > 1 else ()
    texts = [text for turn in there for text in turn.passages.get(place.language, ())]
    before = sum(map(len, edits.sentences(texts, place.language)))
    at = Place(place.turn - 1, place.language, before + place.sentence)
    return _edited(asked, edit, what, at)


def add(asked: Asked) -> Response:
    """A new turn is written."""
    number = asked.number("number")
    edit = turns.add(number, _speaker(asked), asked.named("text_"))
    return _edited(asked, edit, f"turn {number} is new", Place(number, ""))


def remove(asked: Asked) -> Response:
    turn = asked.number("turn")
    return _edited(asked, turns.remove(turn), f"turn {turn} is removed", Place(turn, ""))


def shift(asked: Asked) -> Response:
    """A turn changes places with its neighbour."""
    place, to = _sentence(asked), asked.text("to")
    if to not in ("up", "down"):
        raise UsageError("turns are moved up or down")
    towards: Literal["up", "down"] = "up" if to == "up" else "down"
    at = replace(place, turn=place.turn + (1 if to == "down" else -1))
    return _edited(asked, turns.shift(place.turn, towards), f"turn {place.turn} is moved {to}", at)


def set_title(asked: Asked) -> Response:
    return _edited(asked, edits.set_title(asked.named("title_")), "the title")


def apply_change(asked: Asked) -> Response:
    """Do what a finding proposes."""
    paragraph = asked.number("paragraph") if asked.values.get("paragraph") else None
    change = Change(asked.text("before"), asked.text("after"), paragraph)
    turn = asked.number("turn")
    edit = edits.apply_change(turn, asked.values.get("language", ""), change)
    return _edited(asked, edit, f"the proposed change of turn {turn}")


def set_voice(asked: Asked) -> Response:
    desk, item = asked.review.desk, asked.item
    before = desk.recent(item)
    speaker, language = asked.text("speaker"), asked.text("language")
    delivery = delivery_of(asked)
    what = f"the voice of {views.names(before.script, speaker)} in {language}"
    desk.set_voice(item, asked.seen, speaker, language, delivery, what)
    return changed(asked, before, f"Changed: {what} is {delivery.voice}.")


def add_term(asked: Asked) -> Response:
    desk = asked.review.desk
    before = desk.recent(asked.item)
    language, term, spoken = asked.text("language"), asked.text("term"), asked.text("spoken")
    case = True if "case" in asked.values else None
    desk.add_term(asked.seen, language, term, spoken, case=case)
    return changed(asked, before, f"In the lexicon: “{term}” is spoken “{spoken}”.")


def undo(asked: Asked) -> Response:
    desk, item = asked.review.desk, asked.item
    before = desk.recent(item)
    return changed(asked, before, f"Undone: {desk.undo(item)}.")


def redo(asked: Asked) -> Response:
    desk, item = asked.review.desk, asked.item
    before = desk.recent(item)
    return changed(asked, before, f"Redone: {desk.redo(item)}.")


def speak(asked: Asked) -> Response:
    """A passage, made if it is not yet there."""
    plan, pid = _spoken(asked)
    return _heard(listening.passage(plan, pid, asked.store))


def retake(asked: Asked) -> Response:
    """A passage, or with "spoken" a sentence of it, spoken anew."""
    plan, pid = _spoken(asked)
    sentence = asked.number("spoken") if asked.values.get("spoken") else None
    return _heard(listening.retake(plan, pid, asked.store, sentence))


def audition(asked: Asked) -> Response:
    """A sentence with another voice, or with a term said otherwise."""
    plan, pid = _spoken(asked)
    said = plan.passages[pid]
    number = asked.number("spoken") if asked.values.get("spoken") else 0
    if not 0 <= number < len(said):
        raise UsageError("there is no such sentence")
    utterance = said[number].utterance
    if "voice" in asked.values:
        delivery = delivery_of(asked)
        if delivery.voice not in {voice.name for voice in plan.engine.voices()}:
            raise UsageError(f"there is no voice '{delivery.voice}'")
        utterance = replace(utterance, delivery=delivery)
    if asked.values.get("as"):
        utterance = replace(utterance, text=_said_as(asked, plan, said[number]))
    return _heard(listening.audition(plan, utterance, asked.store))


def make(asked: Asked) -> Response:
    """Begin to make the episode."""
    review, item = asked.review, asked.item
    review.desk.forget_engines()
    job = review.jobs.start(item.id, review.desk.request(item, review.desk.show))
    return JSONResponse(job.as_json())


def write_feeds(asked: Asked) -> Response:
    """Write the feeds of all finished episodes that are no drafts."""
    desk = asked.review.desk
    of = desk.show
    feeds = feeds_.write_feeds(of, desk.output(of))
    return asked.review.page("feeds.html", feeds=feeds)


def cancel(asked: Asked) -> Response:
    asked.review.jobs.cancel()
    return Response(status_code=204)


def take_in(asked: Asked) -> Response:
    """A transcript that was sent becomes one of the show's."""
    if asked.upload is None:
        raise UsageError("no file was chosen")
    name, content = asked.upload
    desk = asked.review.desk
    file = imports.take_in(name, content, desk, asked.store)
    item = next(i for i in desk.items().values() if i.transcript.resolve() == file.resolve())
    return Response(status_code=303, headers={"Location": f"/episodes/{item.id}"})


def _edited(asked: Asked, edit: edits.Edit, what: str, at: Place | None = None) -> Response:
    desk, item = asked.review.desk, asked.item
    before = desk.recent(item)
    desk.edit_script(item, asked.seen, edit, what)
    return changed(asked, before, f"Changed: {what}.", at)


def _speaker(asked: Asked) -> str:
    """Who speaks: somebody new, or else one of those that there are."""
    return clean_text(asked.values.get("new_speaker", "")) or asked.text("speaker")


def _sentence(asked: Asked) -> Place:
    return Place(asked.number("turn"), asked.text("language"), asked.number("sentence"))


def _spoken(asked: Asked) -> tuple[Plan, PassageId]:
    """The plan, and the passage that is asked for."""
    opened = asked.review.desk.recent(asked.item)
    plan = opened.plan
    if plan is None:
        raise InputError(opened.problem)
    pid = asked.number("turn"), asked.text("language")
    if pid not in plan.passages:
        raise UsageError(f"turn {pid[0]} has nothing that is spoken in '{pid[1]}'")
    return plan, pid


def _said_as(asked: Asked, plan: Plan, said: Said) -> str:
    """The sentence with a term said as the form has it, and all else as it is."""
    language, voice = said.utterance.language, said.utterance.delivery.voice
    tried = Entry(language, clean_text(asked.text("term")), clean_text(asked.text("as")))
    held = lexicon.load(plan.show.lexicon_file).entries
    others = (e for e in held if (e.language, e.term) != (tried.language, tried.term))
    terms = lexicon.Lexicon((*others, tried))
    return as_said(said.written, language, terms, engine=plan.engine.name, voice=voice).text


def _heard(heard: Heard) -> Response:
    return JSONResponse(
        {
            "src": f"/sound/{heard.segment.key}",
            "duration_ms": heard.duration_ms,
            "sentences": _timings(heard.segment),
            "spoken": heard.spoken,
            "same": heard.same,
        }
    )


def _timings(segment: Segment) -> list[tuple[int, int]]:
    return [(timing.start_ms, timing.end_ms) for timing in segment.sentences]
