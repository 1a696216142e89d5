"""Forms for the text and the turns of a script."""

from __future__ import annotations

from starlette.responses import Response

from producer.publish.chapters import first_clause
from producer.review.asked import Asked
from producer.review.desk import Missing
from producer.review.edits import sentences
from producer.review.pages import language_of, turn_number
from producer.review.turns import counterpart


def passage_form(asked: Asked) -> Response:
    """A passage as a text to be edited."""
    opened = asked.review.desk.recent(asked.item)
    number, language = turn_number(asked, opened), language_of(asked, opened)
    paragraphs = opened.script.turns[number - 1].passages.get(language, ())
    return asked.review.page(
        "passage_form.html",
        item=opened.item,
        turn=number,
        language=language,
        text="\n\n".join(paragraphs),
    )


def turn_form(asked: Asked) -> Response:
    """Who speaks a turn, and the chapter that begins there."""
    opened = asked.review.desk.recent(asked.item)
    number = turn_number(asked, opened)
    turn = opened.script.turns[number - 1]
    suggested = {lang: first_clause(texts[0]) for lang, texts in turn.passages.items() if texts}
    return asked.review.page(
        "turn_form.html",
        item=opened.item,
        turn=turn,
        languages=opened.script.languages,
        speakers=opened.script.speakers,
        suggested=suggested,
    )


def title_form(asked: Asked) -> Response:
    """The title per language."""
    opened = asked.review.desk.recent(asked.item)
    return asked.review.page("title_form.html", item=opened.item, script=opened.script)


def split_form(asked: Asked) -> Response:
    """Where a turn is split in each language, and who goes on."""
    opened = asked.review.desk.recent(asked.item)
    number, language = turn_number(asked, opened), language_of(asked, opened)
    turn, sentence = opened.script.turns[number - 1], asked.number("sentence")
    chosen = turn.passages.get(language, ())
    if not 0 <= sentence < sum(map(len, sentences(chosen, language))):
        raise Missing(f"turn {number} has no such sentence")
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
    return asked.review.page(
        "split_form.html",
        item=opened.item,
        turn=turn,
        speakers=opened.script.speakers,
        texts=texts,
        at=at,
    )


def new_turn_form(asked: Asked) -> Response:
    """A turn that is not there yet, beside one that is."""
    opened = asked.review.desk.recent(asked.item)
    number = turn_number(asked, opened)
    return asked.review.page(
        "new_turn_form.html",
        item=opened.item,
        turn=opened.script.turns[number - 1],
        languages=opened.script.languages,
        speakers=opened.script.speakers,
    )
