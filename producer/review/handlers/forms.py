"""Forms for the text and the turns of a script."""

from __future__ import annotations

from starlette.responses import Response

from producer.publish.chapters import first_clause
from producer.review.editing.passage_edits import sentences
from producer.review.editing.turn_edits import counterpart
from producer.review.handlers.pages import language_of, turn_number
from producer.review.requests import PageRequest
from producer.review.review_items import NotFound
from producer.transcript.script.script_file import written_passage


def passage_form(request: PageRequest) -> Response:
    """A passage as a text to be edited."""
    opened = request.review.workspace.recent(request.item)
    number, language = turn_number(request, opened), language_of(request, opened)
    paragraphs = written_passage(opened.script.turns[number - 1], language)
    return request.review.page(
        "passage_form.html",
        item=opened.item,
        turn=number,
        language=language,
        text="\n\n".join(paragraphs),
    )


def turn_form(request: PageRequest) -> Response:
    """Who speaks a turn, and the chapter that begins there."""
    opened = request.review.workspace.recent(request.item)
    number = turn_number(request, opened)
    turn = opened.script.turns[number - 1]
    suggested = {lang: first_clause(texts[0]) for lang, texts in turn.passages.items() if texts}
    return request.review.page(
        "turn_form.html",
        item=opened.item,
        turn=turn,
        languages=opened.script.languages,
        speakers=opened.script.speakers,
        speaker=opened.script.speaker(turn.speaker),
        suggested=suggested,
    )


def title_form(request: PageRequest) -> Response:
    """The title per language."""
    opened = request.review.workspace.recent(request.item)
    return request.review.page("title_form.html", item=opened.item, script=opened.script)


def find_form(request: PageRequest) -> Response:
    """What is sought, and what is to stand there instead."""
    opened = request.review.workspace.recent(request.item)
    return request.review.page(
        "find_form.html", item=opened.item, languages=opened.script.languages
    )


def split_form(request: PageRequest) -> Response:
    """Where a turn is split in each language, and who goes on."""
    opened = request.review.workspace.recent(request.item)
    number, language = turn_number(request, opened), language_of(request, opened)
    turn, sentence = opened.script.turns[number - 1], request.number("sentence")
    chosen = turn.passages.get(language, ())
    if not 0 <= sentence < sum(map(len, sentences(chosen, language))):
        raise NotFound(f"turn {number} has no such sentence")
    at = {
        lang: sentence
        if lang == language
        else counterpart(chosen, sentence, language, paragraphs, lang)
        for lang, paragraphs in turn.passages.items()
    }
    texts = {
        lang: [text for paragraph in sentences(paragraphs, lang) for text in paragraph]
        for lang, paragraphs in turn.passages.items()
    }
    return request.review.page(
        "split_form.html",
        item=opened.item,
        turn=turn,
        speakers=opened.script.speakers,
        texts=texts,
        at=at,
    )


def new_turn_form(request: PageRequest) -> Response:
    """A turn that is not there yet, beside one that is."""
    opened = request.review.workspace.recent(request.item)
    number = turn_number(request, opened)
    return request.review.page(
        "new_turn_form.html",
        item=opened.item,
        turn=opened.script.turns[number - 1],
        languages=opened.script.languages,
        speakers=opened.script.speakers,
    )
