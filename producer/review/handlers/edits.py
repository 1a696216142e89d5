"""Edits of the script, the cast and the lexicon, and their undoing."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from starlette.responses import Response

from producer import recordings
from producer.errors import UsageError
from producer.listening import accept_clip
from producer.model import Change, Script, clean_text
from producer.review import view_models
from producer.review.editing import pair_edits, passage_edits, speaker_edits, turn_edits
from producer.review.editing.directions import edited
from producer.review.editing.passage_edits import ScriptEdit, SentencePlace
from producer.review.handlers.pages import changed
from producer.review.handlers.previews import delivery_of
from producer.review.requests import PageRequest
from producer.review.translating import translated


def set_text(request: PageRequest) -> Response:
    turn, language = request.number("turn"), request.text("language")
    edit = passage_edits.set_text(turn, language, request.text("text"))
    return _edited(request, edit, f"the text of turn {turn} ({language})", touched=turn)


def set_sentence(request: PageRequest) -> Response:
    """A sentence is written anew in its place."""
    place = _sentence(request)
    edit = passage_edits.set_sentence(place, request.text("text"))
    description = f"a sentence of turn {place.turn} ({place.language})"
    return _edited(request, edit, description, place, touched=place.turn)


def replace_all(request: PageRequest) -> Response:
    """A text is replaced wherever it stands in a language, or in all."""
    old, new = request.text("find"), request.text("replacement")
    script = request.review.workspace.recent(request.item).script
    language = request.values.get("language", "")
    languages = [language] if language else script.languages
    count = sum(passage_edits.count(script, each, old) for each in languages)
    if not count:
        raise UsageError(f"“{old}” stands nowhere there")
    shown = ", ".join(languages)
    if count == 1:
        description = f"“{old}” is now “{new}” ({shown}), once"
    else:
        description = f"“{old}” is now “{new}” ({shown}), {count} times"
    return _edited(request, passage_edits.replace_all(languages, old, new), description)


def rename_speaker(request: PageRequest) -> Response:
    """A speaker is called otherwise wherever listeners read the name."""
    workspace, item, speaker = request.review.workspace, request.item, request.text("speaker")
    names, description = request.named("name_"), f"the names of {speaker}"
    before = workspace.recent(item)
    in_cast = workspace.names_in_cast(item, speaker)
    new = {
        language: name
        for language in in_cast
        if (name := clean_text(names.pop(language, "")))
        and name != before.script.speaker(speaker).names.get(language)
    }
    if not new:
        return _edited(request, speaker_edits.rename(speaker, names), description)
    workspace.rename_in_cast(item, request.seen, speaker, new, description)
    edit = speaker_edits.rename(speaker, names)
    if edit(before.script) != before.script:
        workspace.edit_script(item, request.seen, edit, description)
    return changed(request, before, f"Changed: {description}.")


def merge_speakers(request: PageRequest) -> Response:
    """All that a speaker says is said by another one, who is the same person."""
    speaker, into = request.text("speaker"), request.text("into")
    return _edited(request, speaker_edits.merge(speaker, into), f"{speaker} is the same as {into}")


def confirm_sheet(request: PageRequest) -> Response:
    """What was proposed for the episode, as a person has confirmed it."""
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    workspace.confirm_sheet(item, request.seen, request.named("line_"))
    return changed(request, before, "Confirmed: title, names, notes, keywords and chapters.")


def keep_finding(request: PageRequest) -> Response:
    """A finding is looked at and nothing is done about it: it is not shown any more."""
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    workspace.keep_finding(item, request.text("finding"))
    return changed(request, before, "The text stays as it is.")


def accept_sound(request: PageRequest) -> Response:
    """A person has listened to what the ear did not understand: it is as it should be."""
    before = request.review.workspace.recent(request.item)
    if before.plan is None or not accept_clip(before.plan.folder, request.text("clip")):
        raise UsageError("nobody has listened to that sentence")
    return changed(request, before, "Accepted: it is said as it should be.")


def set_take(request: PageRequest) -> Response:
    """A sentence of a recording is heard in place of the voice that is cast, or no longer."""
    # With all that hears and decodes, as few pages need.
    from producer.episode.recorded import accept

    workspace = request.review.workspace
    before = workspace.recent(request.item)
    folders = {folder.name: folder for folder in recordings.folders(workspace.show.recordings)}
    folder = folders.get(request.text("recording"))
    recording = recordings.load_recording(folder) if folder else None
    if recording is None:
        raise UsageError("there is no such recording")
    taken = bool(request.values.get("taken"))
    accept(recording, [request.number("number")], taken=taken)
    message = "It is said in person now." if taken else "The voice that is cast says it now."
    return changed(request, before, message)


def translate(request: PageRequest) -> Response:
    """A passage that is missing is translated, for a person to confirm."""
    before = request.review.workspace.recent(request.item)
    turn, language = request.number("turn"), request.text("language")
    passage = translated(before, turn, language)
    description = f"turn {turn} is translated ({language}): read it, then accept it"
    return _edited(request, passage_edits.set_translation(turn, language, passage), description)


def confirm(request: PageRequest) -> Response:
    turn, language = request.number("turn"), request.text("language")
    description = f"turn {turn} ({language}) is confirmed"
    return _edited(request, passage_edits.confirm(turn, language), description)


def move(request: PageRequest) -> Response:
    place, to = _sentence(request), request.text("to")
    if to not in ("previous", "next"):
        raise UsageError("sentences are moved to the previous or the next turn")
    towards: Literal["previous", "next"] = "next" if to == "next" else "previous"
    neighbour = place.turn + (1 if to == "next" else -1)
    description = f"text of turn {place.turn} moved to turn {neighbour} ({place.language})"
    return _edited(request, passage_edits.move(place, towards), description)


def leave_unspoken(request: PageRequest) -> Response:
    place = _sentence(request)
    entire_line = request.values.get("what") == "line"
    edit = passage_edits.leave_unspoken(place, "line" if entire_line else "sentence")
    return _edited(request, edit, f"a line of turn {place.turn} is not spoken ({place.language})")


def mend_pair(request: PageRequest) -> Response:
    """The pair of a sentence is joined, split or shifted."""
    place, deed = _sentence(request), request.text("deed")
    chosen = next((each for each in pair_edits.PAIR_DEEDS if each == deed), None)
    if chosen is None:
        raise UsageError("pairs are joined, split, or shifted to the previous or next one")
    opened = request.review.workspace.recent(request.item)
    if opened.plan is None:
        raise UsageError(opened.problem or "there are no pairs")
    turns = opened.plan.paired.turns
    shown = turns[place.turn - 1].pairs if 1 <= place.turn <= len(turns) else ()
    edit = pair_edits.mend_pair(place, chosen, shown)
    return _edited(request, edit, f"the pairs of turn {place.turn}")


def set_turn(request: PageRequest) -> Response:
    """Who speaks a turn, and the chapter that begins there."""
    turn, speaker = request.number("turn"), _speaker(request)
    titles = request.named("title_")

    def edit(script: Script) -> Script:
        return passage_edits.set_chapter(turn, titles)(
            passage_edits.set_speaker(turn, speaker)(script)
        )

    return _edited(request, edit, f"speaker and chapter of turn {turn}")


def split(request: PageRequest) -> Response:
    """A turn becomes two."""
    turn = request.number("turn")
    at = {lang: request.number(f"at_{lang}") for lang in request.named("at_")}
    edit = turn_edits.split(turn, at, _speaker(request))
    return _edited(request, edit, f"turn {turn} is split", SentencePlace(turn + 1, ""))


def join(request: PageRequest) -> Response:
    """A turn is joined to the one before."""
    place, script = _sentence(request), request.review.workspace.recent(request.item).script
    edit, description = (
        turn_edits.join(place.turn),
        f"turn {place.turn} is joined to turn {place.turn - 1}",
    )
    there = script.turns[place.turn - 2 : place.turn - 1] if place.turn > 1 else ()
    texts = [text for turn in there for text in turn.passages.get(place.language, ())]
    before = sum(map(len, passage_edits.sentences(texts, place.language)))
    at = SentencePlace(place.turn - 1, place.language, before + place.sentence)
    return _edited(request, edit, description, at)


def add(request: PageRequest) -> Response:
    """A new turn is written."""
    number = request.number("number")
    edit = turn_edits.add(number, _speaker(request), request.named("text_"))
    return _edited(request, edit, f"turn {number} is new", SentencePlace(number, ""))


def remove(request: PageRequest) -> Response:
    turn = request.number("turn")
    return _edited(
        request, turn_edits.remove(turn), f"turn {turn} is removed", SentencePlace(turn, "")
    )


def shift(request: PageRequest) -> Response:
    """A turn changes places with its neighbour."""
    place, to = _sentence(request), request.text("to")
    if to not in ("up", "down"):
        raise UsageError("turns are moved up or down")
    towards: Literal["up", "down"] = "up" if to == "up" else "down"
    at = replace(place, turn=place.turn + (1 if to == "down" else -1))
    turn = place.turn
    description = f"turn {turn} is moved down" if to == "down" else f"turn {turn} is moved up"
    return _edited(request, turn_edits.shift(turn, towards), description, at)


def set_title(request: PageRequest) -> Response:
    return _edited(request, passage_edits.set_title(request.named("title_")), "the title")


def apply_change(request: PageRequest) -> Response:
    """Do what a finding proposes."""
    paragraph = request.number("paragraph") if request.values.get("paragraph") else None
    change = Change(request.text("before"), request.text("after"), paragraph)
    turn = request.number("turn")
    edit = passage_edits.apply_change(turn, request.values.get("language", ""), change)
    return _edited(request, edit, f"the proposed change of turn {turn}")


def set_voice(request: PageRequest) -> Response:
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    speaker, language = request.text("speaker"), request.text("language")
    delivery = delivery_of(request)
    whose = view_models.names(before.script, speaker)
    description = f"the voice of {whose} in {language} is {delivery.voice}"
    workspace.set_voice(item, request.seen, speaker, language, delivery, description)
    return changed(request, before, f"Changed: {description}.")


def add_term(request: PageRequest) -> Response:
    workspace = request.review.workspace
    before = workspace.recent(request.item)
    language, term, spoken = request.text("language"), request.text("term"), request.text("spoken")
    case = True if "case" in request.values else None
    workspace.add_term(request.seen, language, term, spoken, case=case)
    return changed(request, before, f"In the lexicon: “{term}” is spoken “{spoken}”.")


def undo(request: PageRequest) -> Response:
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    return changed(request, before, f"Undone: {workspace.undo(item)}.")


def redo(request: PageRequest) -> Response:
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    return changed(request, before, f"Redone: {workspace.redo(item)}.")


def _edited(
    request: PageRequest,
    edit: ScriptEdit,
    description: str,
    at: SentencePlace | None = None,
    touched: int | None = None,
) -> Response:
    workspace, item = request.review.workspace, request.item
    before = workspace.recent(item)
    # An edit of what is not there any more is refused by whoever writes it.
    is_current = item.script.exists() and request.seen.get("script") == before.seen["script"]
    if not is_current or edited(edit, before.script) != before.script:
        workspace.edit_script(item, request.seen, edit, description)
    return changed(request, before, f"Changed: {description}.", at, touched)


def _speaker(request: PageRequest) -> str:
    """Who speaks: somebody new, or else one of those that there are."""
    return clean_text(request.values.get("new_speaker", "")) or request.text("speaker")


def _sentence(request: PageRequest) -> SentencePlace:
    return SentencePlace(
        request.number("turn"), request.text("language"), request.number("sentence")
    )
