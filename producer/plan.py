"""What is to be made, decided before anything is: script, slug, engine, cast, order.

A plan reads everything and finds every problem. It writes nothing and speaks nothing, but for
the one probe that tells whether a service answers.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anyascii import anyascii

from producer import casting, engines, lexicon, show, synthesis, transcript
from producer.casting import Cast
from producer.edition import edition_languages
from producer.engines.base import Engine
from producer.errors import EngineUnavailable, InputError
from producer.languages import parse_locale
from producer.materials import require_materials
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
from producer.passages import OPENING, PassageId, Said, in_order, said_in
from producer.progress import Progress
from producer.publish import manifest
from producer.show import Settings, Show
from producer.store import Store
from producer.transcript.language import languages_of

_SLUG_LENGTH = 80


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


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is decided before anything is spoken.

    `passages` has the sentences of each passage that some edition needs, in order; `order` the
    passages of each edition as they will be heard. `previous` is the episode's last manifest.
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


def plan(
    request: Request, progress: Progress, asked: Callable[[Engine], None] | None = None
) -> Plan:
    """Understand the transcript, choose engine and voices, and find every problem.

    `asked` stands in for `ask` where its answer is remembered. Raises `InputError`, `UsageError`
    or `EngineUnavailable`.
    """
    name = request.engine or request.show.settings.engine
    cast_for = _prepared(request, progress)
    made = _with_engine(name, request.show, cast_for, progress, asked or ask)
    if request.max_requests_per_minute is not None:
        made.engine.max_requests_per_minute = request.max_requests_per_minute
    return made


def plan_with(
    engine: Engine, request: Request, progress: Progress, known: Sequence[Voice] = ()
) -> Plan:
    """The plan with `engine`, whatever `request` says of engines. It is not asked whether it
    answers, so this takes no time that a person would notice, and passages that nobody has
    confirmed are not refused. `known` are voices of other engines, which tell the genders of
    those who are cast there. Raises like `plan`."""
    return _prepared(replace(request, unconfirmed=True), progress)(engine, known)


def _prepared(request: Request, progress: Progress) -> Callable[..., Plan]:
    """All of a plan that does not depend on the engine: what gives the plan with one."""
    settings = request.show.settings
    require_materials(request.show)
    script = read_script(
        request.transcript, request.show, title=request.title, languages=request.languages
    )
    terms = lexicon.load(request.show.lexicon_file, engines=engines.engine_names())
    _refuse_missing(script, request.missing or settings.missing, request.transcript)
    origin = _origin(script, request.transcript, request.show.folder)
    output = request.output or request.show.output
    slug, previous = _slug(script, origin, request.show, output, progress)
    usual = settings.editions or (_usual_edition(script, settings),)
    names = (*(request.editions or usual), *_made_before(previous, output / slug))
    wanted = {n: edition_languages(n, script.languages) for n in dict.fromkeys(names)}
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
        cast = casting.load(request.show.cast_file, engines=engines.engine_names(), voices=voices)
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
        lacking = synthesis.missing(utterances, engine, Store(request.show.store))
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
            jobs=request.jobs or os.cpu_count() or 1,
            season=request.season or (previous or {}).get("season"),
            number=request.number or (previous or {}).get("episode"),
            source=source_of(origin, request.show.folder),
            previous=previous,
        )

    return cast_for


def read_script(
    path: Path,
    of: Show | None = None,
    *,
    title: str | None = None,
    languages: Sequence[str] | None = None,
) -> Script:
    """The script of a transcript of the show `of`, under `title` if one is given ("中文 | English"
    for two), in the two `languages` or else those of the show."""
    of = of or Show(Path())
    script = transcript.read(path, languages or of.settings.languages)
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
    kind = engines.engine_class(name)
    section = dict(of.settings.engines.get(name, {}))
    refreshed = of.catalogue_file(name)
    if "catalogue" in kind.Settings.model_fields and refreshed.exists():
        section.setdefault("catalogue", refreshed)
    file = of.file or of.folder / "show.toml"
    return kind(show.validate(kind.Settings, section, file, f"engines.{name}"))


def _with_engine(
    name: str,
    of: Show,
    cast_for: Callable[..., Plan],
    progress: Progress,
    ask: Callable[[Engine], None],
) -> Plan:
    """The plan with the engine `name`. "auto" asks the edge service once whether it answers, if
    there is anything to speak, and takes espeak for the whole episode if it does not."""
    if name != "auto":
        made = cast_for(make_engine(name, of))
        if made.missing_clips and not made.engine.draft:
            ask(made.engine)
        return made
    made = cast_for(make_engine("edge", of))
    if not made.missing_clips:
        return made
    try:
        ask(made.engine)
    except EngineUnavailable as error:
        progress.note(
            f"The edge service does not answer ({error.reason}). This episode becomes a DRAFT "
            "spoken by espeak: for proofing, marked as such and left out of feeds."
        )
        # With edge's voices known, everybody keeps the gender they have there.
        return cast_for(make_engine("espeak", of), made.engine.voices())
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


def source_of(origin: Path, folder: Path) -> str:
    """Where the transcript lies, from the show's folder if it is inside."""
    resolved, base = origin.resolve(), folder.resolve()
    source = resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else origin.name
    # A name that is no Unicode is not found by it later, like that of a file from elsewhere.
    return source.encode(errors="replace").decode()


def _slug(
    script: Script, origin: Path, of: Show, output: Path, progress: Progress
) -> tuple[str, dict[str, Any] | None]:
    """The episode's slug and last manifest.

    A transcript in the show's folder keeps its slug when its title changes, and another one with
    the same title gets a slug of its own. One from elsewhere is known by its title alone, for
    next week's file may have the same name.
    """

    def is_mine(previous: Mapping[str, Any] | None) -> bool:
        source = of.folder / previous.get("source", "") if previous else origin
        return source.is_file() and origin.is_file() and source.samefile(origin)

    slug = wanted = slugify(script.title.get("en") or script.title_in(script.languages[0]))
    previous = manifest.load(output / slug)
    if previous is None or not is_mine(previous):
        for file in sorted(output.glob(f"*/{manifest.FILE}")):
            try:
                other = manifest.load(file.parent)
            except InputError as error:
                progress.note(f"{error}. Other episodes are made nevertheless.")
                continue
            if other is not None and is_mine(other):
                return file.parent.name, other
    number = 1
    while previous and not is_mine(previous) and (of.folder / previous.get("source", "")).is_file():
        number += 1
        slug = f"{wanted}-{number}"
        previous = manifest.load(output / slug)
    return slug, previous


def slugify(title: str) -> str:
    """`title` as a name for files and addresses: a–z, 0–9 and -; never empty."""
    spaced = "".join(f" {anyascii(c)} " if ord(c) > 0x2E7F else anyascii(c) for c in title)
    words = re.findall(r"[a-z0-9]+", spaced.lower().replace("'", ""))
    return "-".join(words)[:_SLUG_LENGTH].strip("-") or "episode"


def _made_before(previous: Mapping[str, Any] | None, folder: Path) -> list[str]:
    """The editions that the episode has had: they stay true to the script together."""
    entries = previous["editions"] if previous else {}
    return [name for name, entry in entries.items() if (folder / entry["file"]).exists()]
