"""What is shown: the list of transcripts, a transcript, and parts of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response

from producer import lexicon
from producer.errors import InputError
from producer.plan.confirmation import sheet_for
from producer.plan.passages import PassageId, as_said
from producer.plan.slug import source_of
from producer.plan.status import Standing, made_from, title_of
from producer.proposals.items import lines as sheet_lines
from producer.publish import manifest
from producer.publish.feed import feed_file, published_items
from producer.publish.manifest import Manifest
from producer.review import view_models
from producer.review.editing.passage_edits import SentencePlace
from producer.review.requests import PageRequest
from producer.review.review_items import NotFound, OpenedItem, ReviewItem
from producer.review.view_models import ShownItem, TurnView
from producer.review.workspace import Workspace
from producer.timing import clock
from producer.transcript.readers import READERS
from producer.transcript.readers.decoding import MAX_BYTES

_MOST_SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A transcript in the list. Without a `standing` it is still to be found out where it stands;
    one that is not `readable` cannot be opened."""

    item: ReviewItem
    title: str
    turns: int = 0
    standing: Standing | None = None
    readable: bool = True


def transcripts(request: PageRequest) -> Response:
    """All transcripts of the show. Those that have to be read for it come later, by `row`."""
    review, show = request.review, request.review.workspace.show
    output = review.workspace.output(show)
    folders = made_from(output)
    rows = []
    for item in review.workspace.items().values():
        episode_folders = folders.get(source_of(item.transcript, show.folder), ())
        standing = review.episodes.known(review.workspace.request(item, show), episode_folders)
        rows.append(
            _row(review.workspace, item, standing)
            if standing
            else TranscriptRow(item, item.file.name)
        )
    return review.page(
        "transcripts.html",
        show=show.settings.title_in("en"),
        rows=rows,
        seeds=review.workspace.seeds,
        suffixes=",".join(READERS),
        most_bytes=MAX_BYTES,
        feeds=sorted(path.name for path in output.glob(feed_file("*"))),
    )


def row(request: PageRequest) -> Response:
    """A transcript in the list, with where it stands."""
    review, item, show = request.review, request.item, request.review.workspace.show
    output = review.workspace.output(show)
    episode_folders = made_from(output).get(source_of(item.transcript, show.folder), ())
    make_request = review.workspace.request(item, show)
    standing = review.episodes.standing(make_request, episode_folders, published_items(output))
    return review.page("row.html", row=_row(review.workspace, item, standing))


def _row(workspace: Workspace, item: ReviewItem, standing: Standing) -> TranscriptRow:
    if not standing.problem:
        return TranscriptRow(item, standing.title, standing.turns, standing)
    try:
        script = workspace.script(item.file)
    except InputError:
        return TranscriptRow(item, item.file.name, 0, standing, readable=False)
    return TranscriptRow(item, title_of(script), len(script.turns), standing)


def episode(request: PageRequest) -> Response:
    """A transcript: its turns, cast, findings, and what can be done."""
    workspace, item = request.review.workspace, request.item
    opened = workspace.open(item)
    turns = _turns(workspace, opened)
    return request.review.page("episode.html", **_shown(request, opened, turns))


def _turns(workspace: Workspace, opened: OpenedItem) -> Sequence[TurnView]:
    """The turns that a page is shown now."""
    turns = view_models.turns(opened, workspace.shown.get(opened.item.id))
    workspace.shown[opened.item.id] = ShownItem(opened, turns)
    return turns


def changed(
    request: PageRequest,
    before: OpenedItem,
    message: str,
    at: SentencePlace | None = None,
    touched: int | None = None,
) -> HTMLResponse:
    """Those parts of the page that an edit has changed. `at` is where the chosen sentence is now,
    if it is not where it was; the turn `touched` is sent though it is as before, to close what was
    open in it."""
    workspace, item = request.review.workspace, request.item
    after = workspace.open(item)
    shown = workspace.shown.get(item.id)
    old = shown.turns if shown else view_models.turns(before)
    new = _turns(workspace, after)
    has_changed = (after.seen, after.kept) != (before.seen, before.kept) or old != new
    return request.review.page(
        "changed.html",
        message=message if has_changed else "Nothing has changed.",
        at=at,
        **_differing(old, new, touched),
        **_shown(request, after, new),
    )


def _differing(
    old: Sequence[TurnView], new: Sequence[TurnView], touched: int | None = None
) -> dict[str, Any]:
    """Which turns a page that shows `old` is to be sent."""
    if len(old) != len(new):
        return {"all_turns": True, "some_turns": []}
    differing = [b for a, b in zip(old, new, strict=True) if a != b or b.number == touched]
    return {"all_turns": False, "some_turns": differing}


def _shown(
    request: PageRequest, opened: OpenedItem, turns: Sequence[TurnView] | None = None
) -> dict[str, Any]:
    """What the templates of a transcript's page ask for; `turns` if they are known already."""
    review = request.review
    _, findings = view_models.findings(opened.script)
    history, paths = review.workspace.history(), review.workspace.paths(opened.item).values()
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
        "turns": view_models.turns(opened) if turns is None else turns,
        "cast": view_models.cast(opened),
        "findings": findings,
        "undo": last.description if last else "",
        "redo": undone.description if undone else "",
        "editions": list(plan.forms.values()) if plan else [],
        "pauses": settings.pauses,
        "made": plan is not None and plan.previous is not None,
        "translates": bool(settings.translate.url),
        "oob": False,
    }


def _from_the_show(path: Path, opened: OpenedItem) -> Path:
    """`path` as it is written from the show's folder on, if it is inside."""
    resolved, folder = path.resolve(), opened.show.folder.resolve()
    return resolved.relative_to(folder) if resolved.is_relative_to(folder) else path


def facts(request: PageRequest) -> Response:
    """What has changed without an edit: what is spoken, and that there is an episode."""
    workspace, item = request.review.workspace, request.item
    opened = workspace.open(item)
    shown = workspace.shown.get(item.id)
    old = shown.turns if shown else []
    new = _turns(workspace, opened)
    values = {**_shown(request, opened, new), **_differing(old, new), "oob": True}
    return request.review.page("refreshed_page.html", **values)


def sheet(request: PageRequest) -> Response:
    """What is proposed for the episode, to be confirmed or changed line by line."""
    opened = request.review.workspace.recent(request.item)
    lines = list(sheet_lines(sheet_for(opened.script, opened.show)))
    return request.review.page("sheet.html", item=opened.item, lines=lines)


def turn(request: PageRequest) -> Response:
    """One turn, as it is when an edit is given up."""
    opened = request.review.workspace.recent(request.item)
    number = turn_number(request, opened)
    values = _shown(request, opened)
    return request.review.page("turn.html", **values, turn=values["turns"][number - 1])


def voices(request: PageRequest) -> Response:
    """Voices for a speaker in a language, to be heard with a sentence and chosen."""
    opened = request.review.workspace.recent(request.item)
    plan = opened.plan
    speaker, language = request.text("speaker"), request.text("language")
    if plan is None:
        raise InputError(opened.problem)
    current = plan.deliveries.get(speaker, {}).get(language)
    if current is None:
        raise NotFound(f"{speaker} has no voice in {language}")
    taken = {
        deliveries[language].voice: view_models.names(opened.script, who)
        for who, deliveries in plan.deliveries.items()
        if who != speaker and language in deliveries
    }
    fitting = [voice for voice in plan.engine.voices() if voice.speaks(language)]
    return request.review.page(
        "voices.html",
        item=opened.item,
        speaker=speaker,
        names=view_models.names(opened.script, speaker),
        language=language,
        current=current,
        rate=current.rate_percent,
        pitch=current.pitch_hz,
        volume=current.volume_percent,
        taken=taken,
        genders=sorted({voice.gender for voice in fitting if voice.gender}),
        locales=sorted({voice.locale for voice in fitting}),
        voices=sorted(fitting, key=lambda voice: voice.language != language),
        place=_place(request, opened, speaker, language),
    )


def term(request: PageRequest) -> Response:
    """How a term is to be spoken, with the sentence that it stands in."""
    opened = request.review.workspace.recent(request.item)
    number, language = turn_number(request, opened), language_of(request, opened)
    chosen = request.values.get("term", "").strip()
    return request.review.page(
        "term.html",
        item=opened.item,
        turn=number,
        language=language,
        sentence=request.number("sentence"),
        term=chosen[:100],
        spoken=request.values.get("as", "").strip()[:300],
        file=opened.show.lexicon_file,
        suggestions=_suggestions(opened, language),
    )


def _suggestions(opened: OpenedItem, language: str) -> list[tuple[str, str]]:
    """Terms that voices tend to misread and that have no entry yet, with what is said now."""
    terms = lexicon.load(opened.show.lexicon_file)
    return [
        (term.term, as_said(term.term, language, terms).text)
        for term in lexicon.suggest(opened.script)
        if term.language == language and not terms.has(language, term.term)
    ][:_MOST_SUGGESTIONS]


def made(request: PageRequest) -> Response:
    """What the finished episode is: editions, sound, files."""
    opened = request.review.workspace.open(request.item)
    entries = _manifest(opened)
    assert opened.plan is not None
    slug = opened.plan.slug
    job = request.review.jobs.latest
    latest = job if job and job.item == opened.item.id and job.state == "done" else None
    page = entries.page.file if entries.page else ""
    return request.review.page(
        "made.html",
        item=opened.item,
        slug=slug,
        told=entries,
        clock=clock,
        job=latest,
        page=page if (opened.plan.folder / page).is_file() else "",
    )


def checks(request: PageRequest) -> Response:
    """What `producer check` says of the finished episode."""
    from producer.check import State

    opened = request.review.workspace.recent(request.item)
    _manifest(opened)
    assert opened.plan is not None
    report = request.review.episodes.report(opened.plan.folder)
    return request.review.page("checks.html", report=report, State=State)


def plot(request: PageRequest) -> Response:
    """The picture of the finished episode's sound."""
    opened = request.review.workspace.recent(request.item)
    _manifest(opened)
    assert opened.plan is not None
    return FileResponse(request.review.episodes.plot(opened.plan.folder, request.store))


def _manifest(opened: OpenedItem) -> Manifest:
    """The manifest of the finished episode. Raises `Missing` where there is none."""
    entries = manifest.load(opened.plan.folder) if opened.plan else None
    if entries is None:
        raise NotFound("there is no finished episode of this transcript yet")
    return entries


def turn_number(request: PageRequest, opened: OpenedItem) -> int:
    """The turn that is request for. Raises `Missing` where there is none."""
    number = request.number("turn")
    if not 1 <= number <= len(opened.script.turns):
        raise NotFound(f"there is no turn {number}")
    return number


def language_of(request: PageRequest, opened: OpenedItem) -> str:
    """The language that is request for. Raises `Missing` for one that the script does not have."""
    language = request.text("language")
    if language not in opened.script.languages:
        raise NotFound(f"there is no language '{language}'")
    return language


def _place(
    request: PageRequest, opened: OpenedItem, speaker: str, language: str
) -> PassageId | None:
    """A passage of `speaker` in `language`: the turn asked about, or else the first one."""
    turns = [t for t in opened.script.turns if t.speaker == speaker and language in t.passages]
    if not turns:
        return None
    turn_asked = request.values.get("turn", "")
    turn = next((t for t in turns if str(t.number) == turn_asked), turns[0])
    return turn.number, language
