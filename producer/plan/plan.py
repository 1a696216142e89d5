"""What is to be made, decided before anything is: script, slug, engine, cast, order.

A plan reads everything and finds every problem. It writes nothing and speaks nothing, but for
the one probe that tells whether a service answers.
"""

from __future__ import annotations

import asyncio
import difflib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from producer import casting, engines, lexicon, synthesis, transcript
from producer.casting import Cast
from producer.engines.base import Engine
from producer.errors import EngineUnavailable, InputError, ProducerError, UsageError
from producer.languages import parse_locale
from producer.model import (
    NARRATOR,
    Delivery,
    Script,
    Speaker,
    Utterance,
    Voice,
    clean_text,
    narrator,
)
from producer.plan.passages import OPENING, PassageId, Said, in_order, said_in, undisclosed
from producer.plan.show_files import require_materials
from producer.plan.slug import choose_slug, source_of
from producer.progress import Progress
from producer.render.edition import edition_languages
from producer.show import show
from producer.show.settings import Settings
from producer.show.show import Show
from producer.transcript.language.detection import languages_of


@dataclass(frozen=True, slots=True)
class Request:
    """What a producer asks for. None leaves it to show.toml or the transcript."""

    transcript: Path
    show: Show
    engine: str | None = None
    editions: tuple[str, ...] | None = None
    output: Path | None = None
    title: str | None = None
    missing: str | None = None
    jobs: int = 0
    same_voice: bool = False
    season: int | None = None
    number: int | None = None
    max_requests_per_minute: int | None = None
    unconfirmed: bool = False
    """Whether to speak what a machine translated and nobody has confirmed."""
    languages: tuple[str, ...] | None = None
    date: datetime | None = None
    cluster: str = ""
    """The address of a Dask scheduler whose workers are to speak and render; "" for none."""

    @property
    def processes(self) -> int:
        """How many may be at work here side by side: `jobs`, or with 0 one for each core."""
        return self.jobs or os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is decided before anything is spoken.

    `passages` has the sentences of each passage that some edition needs, in order; `order` the
    passages of each edition as they will be heard. `previous` is the episode's last manifest,
    `date` when it is published, if that is given.
    """

    show: Show
    script: Script
    slug: str
    folder: Path
    engine: Engine
    cast: Cast
    loaded_cast: Cast
    new_cast: tuple[tuple[str, str], ...]
    speakers: Mapping[PassageId, str]
    deliveries: Mapping[str, Mapping[str, Delivery]]
    passages: Mapping[PassageId, tuple[Said, ...]]
    order: Mapping[str, tuple[PassageId, ...]]
    missing_clips: int
    jobs: int
    source: str
    season: int | None = None
    number: int | None = None
    previous: Mapping[str, Any] | None = None
    cluster: str = ""
    date: datetime | None = None

    @property
    def utterances(self) -> list[Utterance]:
        return [said.utterance for passage in self.passages.values() for said in passage]

    def delivery(self, pid: PassageId) -> Delivery:
        """The voice of a passage."""
        return self.deliveries[self.speakers[pid]][pid[1]]

    def name_of(self, pid: PassageId) -> str:
        """A passage as a person would name it."""
        number, language = pid
        what = f"turn {number}" if number != OPENING else "the disclosure"
        return f"{what} ({self.speakers[pid]}, {language})"


@dataclass(slots=True)
class _Planned:
    """What the plans of one run know of each other: the cast with everybody who has been met,
    the folders that are taken, the engines, and which of them do not answer and why."""

    cast: Cast | None = None
    folders: set[Path] = field(default_factory=set)
    engines: dict[str, Engine] = field(default_factory=dict)
    asked: Callable[[Engine], None] | None = None
    away: dict[str, EngineUnavailable | None] = field(default_factory=dict)

    def engine(self, name: str, of: Show) -> Engine:
        if name not in self.engines:
            self.engines[name] = make_engine(name, of)
        return self.engines[name]

    def ask(self, engine: Engine) -> None:
        """Raise `EngineUnavailable` if `engine` could not speak when it was first asked."""
        if engine.name not in self.away:
            self.away[engine.name] = None
            try:
                (self.asked or ask)(engine)
            except EngineUnavailable as error:
                self.away[engine.name] = error
        if (away := self.away[engine.name]) is not None:
            raise away


def plan(
    request: Request, progress: Progress, asked: Callable[[Engine], None] | None = None
) -> Plan:
    """Understand the transcript, choose engine and voices, and find every problem.

    `asked` stands in for `ask` where its answer is remembered. Raises `InputError`, `UsageError`
    or `EngineUnavailable`.
    """
    return _plan(request, progress, _Planned(asked=asked))


def plan_all(requests: Iterable[Request], progress: Progress) -> list[Plan | ProducerError]:
    """The plans of episodes of one show that are to be made together, or why there is none.

    New speakers get one voice in all of them, none takes another's folder, and a service is
    asked once whether it answers."""
    planned = _Planned()
    plans: list[Plan | ProducerError] = []
    for request in requests:
        try:
            plans.append(_plan(request, progress, planned))
        except ProducerError as error:
            plans.append(error)
    return plans


def _plan(request: Request, progress: Progress, planned: _Planned) -> Plan:
    cast_for = _prepared(request, progress, planned)
    made = _with_engine(request, cast_for, progress, planned)
    if request.max_requests_per_minute is not None:
        made.engine.max_requests_per_minute = request.max_requests_per_minute
    planned.cast = made.cast
    planned.folders.add(made.folder)
    return made


def plan_with(
    engine: Engine, request: Request, progress: Progress, known: Sequence[Voice] = ()
) -> Plan:
    """The plan with `engine`, whatever `request` says of engines. It is not asked whether it
    answers, so this takes no time that a person would notice, and passages that nobody has
    confirmed are not refused. `known` are voices of other engines, which tell the genders of
    those who are cast there. Raises like `plan`."""
    return _prepared(replace(request, unconfirmed=True), progress, _Planned())(engine, known)


def _prepared(request: Request, progress: Progress, planned: _Planned) -> Callable[..., Plan]:
    """All of a plan that does not depend on the engine: what gives the plan with one."""
    settings = request.show.settings
    _refuse_misspelt_engines(request.show)
    require_materials(request.show)
    script = read_script(
        request.transcript, request.show, title=request.title, languages=request.languages
    )
    script = replace(script, findings=(*script.findings, *undisclosed(script, settings)))
    terms = lexicon.load(request.show.lexicon_file, engines=engines.engine_names())
    _refuse_missing(script, request.missing or settings.missing, request.transcript)
    origin = _origin(script, request.transcript, request.show.folder)
    output = request.output or request.show.output
    slug, previous = choose_slug(script, origin, request.show, output, planned.folders, progress)
    usual = settings.editions or (_usual_edition(script, settings),)
    names = (*(request.editions or usual), *_made_before(previous, output / slug))
    wanted = {n: _edition(n, request, script) for n in dict.fromkeys(names)}
    skip = (request.missing or settings.missing) == "skip"
    order = {
        name: in_order(script, languages, settings, skip=skip) for name, languages in wanted.items()
    }
    for name, passages in order.items():
        if all(number == OPENING for number, _ in passages):
            raise InputError(
                f"no turn is in all languages of the edition '{name}'",
                path=request.transcript,
                advice="Complete the transcript, or use --missing keep",
            )
    speakers = {
        **{(OPENING, language): NARRATOR for language in script.languages},
        **{(turn.number, lang): turn.speaker for turn in script.turns for lang in turn.passages},
    }
    needed = dict.fromkeys(sorted({pid for passages in order.values() for pid in passages}))
    if not request.unconfirmed:
        _refuse_unconfirmed(script, needed, request.transcript)

    def cast_for(engine: Engine, known: Sequence[Voice] = ()) -> Plan:
        voices = (*engine.voices(), *known)
        cast = planned.cast or casting.load(
            request.show.cast_file, engines=engines.engine_names(), voices=voices
        )
        people, needs = cast_needs(script, settings)
        chosen = casting.assign(
            cast,
            people,
            needs,
            engine.name,
            voices,
            same_voice=request.same_voice,
            locales=script.locales,
        )
        passages = {
            pid: said_in(
                pid,
                script,
                settings,
                engine.name,
                chosen.deliveries[speakers[pid]][pid[1]],
                terms,
            )
            for pid in needed
        }
        utterances = [said.utterance for passage in passages.values() for said in passage]
        lacking = synthesis.missing(utterances, engine, request.show.open_store())
        return Plan(
            show=request.show,
            script=script,
            slug=slug,
            folder=output / slug,
            engine=engine,
            cast=chosen.cast,
            loaded_cast=cast,
            new_cast=chosen.new,
            speakers=speakers,
            deliveries=chosen.deliveries,
            passages=passages,
            order=order,
            missing_clips=len(lacking),
            jobs=request.processes,
            cluster=request.cluster,
            season=request.season or (previous or {}).get("season"),
            number=request.number or (previous or {}).get("episode"),
            source=source_of(origin, request.show.folder),
            previous=previous,
            date=request.date,
        )

    return cast_for


def read_script(
    path: Path,
    of: Show | None = None,
    *,
    title: str | None = None,
    languages: Sequence[str] | None = None,
    untranslated: bool = False,
) -> Script:
    """The script of a transcript of the show `of`, under `title` if one is given ("中文 | English"
    for two), in the two `languages` or else those of the show, whose cast says who is who. One
    that is `untranslated` may lack one of the languages altogether."""
    of = of or Show(Path())
    people = [(name, *part.aliases) for name, part in casting.load(of.cast_file).parts.items()]
    tags = languages or of.settings.languages
    script = transcript.read(path, tags, people, untranslated=untranslated)
    title = clean_text(title or "")
    if not title:
        return script
    try:
        given = languages_of(script.languages).split(title)
    except InputError:
        # A script file may be in languages that nothing tells apart.
        given = {None: title}
    titles = {la: text for la in script.languages if (text := given.get(la) or given.get(None))}
    return replace(
        script,
        title=titles or {script.languages[0]: title},
        findings=tuple(f for f in script.findings if f.kind != "no-title"),
    )


def _edition(name: str, request: Request, script: Script) -> tuple[str, ...]:
    """The languages of an edition. Raises `UsageError`, or `InputError` with the line of show.toml
    that asks for it."""
    try:
        return edition_languages(name, script.languages)
    except UsageError as error:
        if name in (request.editions or ()):
            raise
        raise InputError(
            f"editions: {error.message} ({request.transcript})",
            path=request.show.file,
            line=request.show.line_of("editions", name),
            advice=f"{error.advice}. --edition asks for others",
        ) from error


def _usual_edition(script: Script, settings: Settings) -> str:
    """All languages, in the order of the settings if they are the script's."""
    wanted = tuple(parse_locale(tag)[0] for tag in settings.languages)
    same = set(wanted) == set(script.languages)
    return "-".join(wanted if same else script.languages)


def cast_needs(script: Script, settings: Settings) -> tuple[list[Speaker], dict[str, list[str]]]:
    """Who needs a voice, and speaker id → the languages in which: the same for all editions."""
    needs: dict[str, list[str]] = {}
    for turn in script.turns:
        heard = needs.setdefault(turn.speaker, [])
        heard += [lang for lang in turn.passages if lang not in heard]
    people = list(script.speakers)
    if settings.disclosure.spoken:
        needs[NARRATOR] = list(script.languages)
        if all(speaker.id != NARRATOR for speaker in people):
            people.append(narrator(script.languages))
    return people, needs


def make_engine(name: str, of: Show) -> Engine:
    """The engine `name` with its section of show.toml."""
    try:
        kind = engines.engine_class(name)
    except UsageError as error:
        if of.file is None or name != of.settings.engine:
            raise
        line = of.line_of("engine", name)
        raise InputError(error.message, path=of.file, line=line, advice=error.advice) from error
    section = dict(of.settings.engines.get(name, {}))
    refreshed = of.catalogue_file(name)
    if "catalogue" in kind.Settings.model_fields and refreshed.exists():
        section.setdefault("catalogue", refreshed)
    file = of.file or of.folder / "show.toml"
    return kind(show.validate(kind.Settings, section, file, f"engines.{name}"))


def _refuse_misspelt_engines(of: Show) -> None:
    """Settings of an engine that is written otherwise would be passed over. Those of one whose
    package is not installed here stay."""
    known = engines.engine_names()
    for name in of.settings.engines:
        meant = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
        if meant and name not in known:
            raise InputError(
                f"there is no engine '{name}' (did you mean '{meant[0]}'?)",
                path=of.file,
                line=of.line_of("engines", name),
                advice=f"There are {', '.join(known)}",
            )


def _with_engine(
    request: Request, cast_for: Callable[..., Plan], progress: Progress, planned: _Planned
) -> Plan:
    """The plan with the engine asked for. "auto" asks whether the edge service answers, if there
    is anything to speak, and takes espeak for the whole episode if it does not."""
    of = request.show
    name = request.engine or of.settings.engine
    engine = planned.engine("edge" if name == "auto" else name, of)
    if not engine.voices():
        planned.ask(engine)  # which says what is missing, as casting cannot
    made = cast_for(engine)
    if not made.missing_clips or engine.draft:
        return made
    try:
        planned.ask(engine)
    except EngineUnavailable as error:
        if name != "auto":
            error.advice = error.advice or "For a draft meanwhile: --engine espeak"
            raise
        if "espeak" not in planned.engines:
            progress.note(
                f"The edge service does not answer ({error.reason}). What is made now becomes a "
                "DRAFT spoken by espeak: for proofing, marked as such and left out of feeds."
            )
        # With edge's voices known, everybody keeps the gender they have there.
        return cast_for(planned.engine("espeak", of), engine.voices())
    return made


def ask(engine: Engine) -> None:
    """Raise `EngineUnavailable` if `engine` cannot speak now. Takes at most 5 s."""

    async def probe() -> None:
        try:
            await engine.probe()
        finally:
            await engine.aclose()

    asyncio.run(probe())


def _refuse_missing(script: Script, missing: str, path: Path) -> None:
    found = [f for f in script.findings if f.kind == "missing"]
    if missing == "fail" and found:
        raise InputError(
            "; ".join(f.message for f in found),
            path=path,
            line=found[0].line,
            advice="Complete the transcript, or use --missing keep or --missing skip",
        )


def _refuse_unconfirmed(script: Script, needed: Collection[PassageId], path: Path) -> None:
    found = [
        f for f in script.findings if f.kind == "unconfirmed" and (f.turn, f.language) in needed
    ]
    if found:
        places = "; ".join(f"turn {f.turn}, {f.language}, line {f.line}" for f in found)
        raise InputError(
            f"a machine translated what nobody has confirmed ({places})",
            path=path,
            line=found[0].line,
            advice="Read each passage and take 'unconfirmed' out of its mark, or speak them as "
            "they are with --unconfirmed",
        )


def _origin(script: Script, path: Path, folder: Path) -> Path:
    """The transcript that the script comes from: for a script file the one it was written from."""
    return folder / script.source if script.source else path


def _made_before(previous: Mapping[str, Any] | None, folder: Path) -> list[str]:
    """The editions that the episode has had: they stay true to the script together."""
    entries = previous["editions"] if previous else {}
    return [name for name, entry in entries.items() if (folder / entry["file"]).exists()]
