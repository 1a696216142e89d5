"""What is shown: the list of transcripts, a transcript, and parts of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response

from producer.check import State
from producer.errors import InputError
from producer.model import Delivery
from producer.passages import PassageId
from producer.publish import manifest
from producer.publish.feed import feed_file, published_items
from producer.review import views
from producer.review.asked import Asked
from producer.review.desk import Desk, Item, Missing, Opened
from producer.review.edits import Place
from producer.series import Standing, made_from, title_of
from producer.slug import source_of
from producer.timing import clock
from producer.transcript.decoding import MAX_BYTES
from producer.transcript.readers import READERS


@dataclass(frozen=True, slots=True)
class Row:
    """A transcript in the list. Without a `standing` it is still to be found out where it stands;
    one that is not `readable` cannot be opened."""

    item: Item
    title: str
    turns: int = 0
    standing: Standing | None = None
    readable: bool = True


def transcripts(asked: Asked) -> Response:
    """All transcripts of the show. Those that have to be read for it come later, by `row`."""
    review, of = asked.review, asked.review.desk.show
    output = review.desk.output(of)
    folders = made_from(output)
    rows = []
    for item in review.desk.items().values():
        made = folders.get(source_of(item.transcript, of.folder), ())
        found = review.shelf.known(review.desk.request(item, of), made)
        rows.append(_row(review.desk, item, found) if found else Row(item, item.file.name))
    return review.page(
        "transcripts.html",
        show=of.settings.title_in("en"),
        rows=rows,
        seeds=review.desk.seeds,
        suffixes=",".join(READERS),
        most_bytes=MAX_BYTES,
        feeds=sorted(path.name for path in output.glob(feed_file("*"))),
    )


def row(asked: Asked) -> Response:
    """A transcript in the list, with where it stands."""
    review, item, of = asked.review, asked.item, asked.review.desk.show
    output = review.desk.output(of)
    made = made_from(output).get(source_of(item.transcript, of.folder), ())
    request = review.desk.request(item, of)
    found = review.shelf.standing(request, made, published_items(output))
    return review.page("row.html", row=_row(review.desk, item, found))


def _row(desk: Desk, item: Item, standing: Standing) -> Row:
    if not standing.problem:
        return Row(item, standing.title, standing.turns, standing)
    try:
        script = desk.script(item.file)
    except InputError:
        return Row(item, item.file.name, 0, standing, readable=False)
    return Row(item, title_of(script), len(script.turns), standing)


def episode(asked: Asked) -> Response:
    """A transcript: its turns, cast, findings, and what can be done."""
    return asked.review.page("episode.html", **_shown(asked, asked.review.desk.open(asked.item)))


def changed(asked: Asked, before: Opened, message: str, at: Place | None = None) -> HTMLResponse:
    """Those parts of the page that an edit has changed. `at` is where the chosen sentence is now,
    if it is not where it was."""
    after = asked.review.desk.open(asked.item)
    old, new = views.turns(before), views.turns(after)
    same_number = len(old) == len(new)
    return asked.review.page(
        "changed.html",
        message=message,
        at=at,
        all_turns=not same_number,
        some_turns=[n for o, n in zip(old, new, strict=False) if o != n] if same_number else [],
        **_shown(asked, after),
    )


def _shown(asked: Asked, opened: Opened) -> dict[str, Any]:
    review = asked.review
    _, findings = views.findings(opened.script)
    history, paths = review.desk.history(), review.desk.paths(opened.item).values()
    last, undone = history.last(paths), history.last_undone(paths)
    settings = opened.show.settings
    plan = opened.plan
    return {
        "opened": opened,
        "item": opened.item,
        "script": opened.script,
        "plan": plan,
        "files": {
            "script": _from_the_show(opened.item.script, opened),
            "transcript": _from_the_show(opened.item.transcript, opened),
        },
        "seen": opened.seen,
        "turns": views.turns(opened),
        "cast": views.cast(opened),
        "findings": findings,
        "undo": last.what if last else "",
        "redo": undone.what if undone else "",
        "editions": list(plan.order) if plan else [],
        "pauses": settings.pauses,
        "made": plan is not None and plan.previous is not None,
        "oob": False,
    }


def _from_the_show(path: Path, opened: Opened) -> Path:
    """`path` as it is written from the show's folder on, if it is inside."""
    whole, folder = path.resolve(), opened.show.folder.resolve()
    return whole.relative_to(folder) if whole.is_relative_to(folder) else path


def facts(asked: Asked) -> Response:
    """What has changed without an edit: what is spoken, and that there is an episode."""
    shown = _shown(asked, asked.review.desk.open(asked.item))
    return asked.review.page("refreshed.html", **{**shown, "oob": True})


def turn(asked: Asked) -> Response:
    """One turn, as it is when an edit is given up."""
    opened = asked.review.desk.recent(asked.item)
    number = turn_number(asked, opened)
    values = _shown(asked, opened)
    return asked.review.page("turn.html", **values, turn=values["turns"][number - 1])


def voices(asked: Asked) -> Response:
    """Voices for a speaker in a language, to be heard with a sentence and chosen."""
    opened = asked.review.desk.recent(asked.item)
    plan = opened.plan
    speaker, language = asked.text("speaker"), asked.text("language")
    if plan is None:
        raise InputError(opened.problem)
    current = plan.deliveries.get(speaker, {}).get(language)
    if current is None:
        raise Missing(f"{speaker} has no voice in {language}")
    taken = {
        held[language].voice: views.names(opened.script, who)
        for who, held in plan.deliveries.items()
        if who != speaker and language in held
    }
    fitting = [voice for voice in plan.engine.voices() if voice.speaks(language)]
    return asked.review.page(
        "voices.html",
        item=opened.item,
        speaker=speaker,
        names=views.names(opened.script, speaker),
        language=language,
        current=current,
        rate=_percent(current.rate),
        pitch=_percent(current.pitch),
        volume=_percent(current.volume),
        taken=taken,
        voices=sorted(fitting, key=lambda voice: voice.language != language),
        place=_place(asked, opened, speaker, language),
    )


def term(asked: Asked) -> Response:
    """How a term is to be spoken, with the sentence that it stands in."""
    opened = asked.review.desk.recent(asked.item)
    number, language = turn_number(asked, opened), language_of(asked, opened)
    chosen = asked.values.get("term", "").strip()
    return asked.review.page(
        "term.html",
        item=opened.item,
        turn=number,
        language=language,
        sentence=asked.number("sentence"),
        term=chosen[:100],
        file=opened.show.lexicon_file,
    )


def made(asked: Asked) -> Response:
    """What the finished episode is: editions, sound, files."""
    opened = asked.review.desk.open(asked.item)
    told = _manifest(opened)
    assert opened.plan is not None
    slug = opened.plan.slug
    job = asked.review.jobs.latest
    latest = job if job and job.item == opened.item.id and job.state == "done" else None
    page = told.get("page", {}).get("file", "")
    return asked.review.page(
        "made.html",
        item=opened.item,
        slug=slug,
        told=told,
        clock=clock,
        job=latest,
        page=page if (opened.plan.folder / page).is_file() else "",
    )


def checks(asked: Asked) -> Response:
    """What `producer check` says of the finished episode."""
    opened = asked.review.desk.recent(asked.item)
    _manifest(opened)
    assert opened.plan is not None
    report = asked.review.shelf.report(opened.plan.folder)
    return asked.review.page("checks.html", report=report, State=State)


def plot(asked: Asked) -> Response:
    """The picture of the finished episode's sound."""
    opened = asked.review.desk.recent(asked.item)
    _manifest(opened)
    assert opened.plan is not None
    return FileResponse(asked.review.shelf.plot(opened.plan.folder, asked.store))


def _manifest(opened: Opened) -> Mapping[str, Any]:
    """The manifest of the finished episode. Raises `Missing` where there is none."""
    told = manifest.load(opened.plan.folder) if opened.plan else None
    if told is None:
        raise Missing("there is no finished episode of this transcript yet")
    return told


def turn_number(asked: Asked, opened: Opened) -> int:
    """The turn that is asked for. Raises `Missing` where there is none."""
    number = asked.number("turn")
    if not 1 <= number <= len(opened.script.turns):
        raise Missing(f"there is no turn {number}")
    return number


def language_of(asked: Asked, opened: Opened) -> str:
    """The language that is asked for. Raises `Missing` for one that the script does not have."""
    language = asked.text("language")
    if language not in opened.script.languages:
        raise Missing(f"there is no language '{language}'")
    return language


def _place(asked: Asked, opened: Opened, speaker: str, language: str) -> PassageId | None:
    """A passage of `speaker` in `language`: the turn asked about, or else the first one."""
    turns = [t for t in opened.script.turns if t.speaker == speaker and language in t.passages]
    if not turns:
        return None
    wanted = asked.values.get("turn", "")
    found = next((t for t in turns if str(t.number) == wanted), turns[0])
    return found.number, language


def _percent(signed: str) -> int:
    """The number in "+10%" or "-5Hz"."""
    return int(signed.rstrip("%Hz"))


def delivery_of(asked: Asked) -> Delivery:
    """The delivery in a form's fields "voice", "rate", "pitch" and "volume"."""
    return Delivery(
        asked.text("voice"),
        f"{_within(asked.number('rate'), 90):+d}%",
        f"{_within(asked.number('pitch'), 90):+d}Hz",
        f"{_within(asked.number('volume'), 90):+d}%",
    )


def _within(number: int, most: int) -> int:
    return max(-most, min(number, most))
