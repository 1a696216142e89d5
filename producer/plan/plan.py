"""What is to be made, decided before anything is: an outline, and who speaks it with which voices.

A plan finds every problem. It writes nothing and speaks nothing. Whether a service answers is told
by the first that it is asked to speak, not by a probe: one bad answer says little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from producer import casting, synthesis
from producer.casting import Cast
from producer.engines.base import Engine
from producer.errors import EngineUnavailable, ProducerError
from producer.model import Delivery, Script, Speaker, Utterance, Voice
from producer.plan.editions import EditionForm, Hearing, hearings
from producer.plan.engine_choice import AUTO, SUBSTITUTES, ask, chosen_name, make_engine
from producer.plan.neighbours import spoken_together
from producer.plan.outline import Outline, cast_needs, outline, refuse_unconfirmed
from producer.plan.pairs import PairedScript
from producer.plan.passages import PassageId, Said, is_notice, said_in, with_takes
from producer.plan.request import Request
from producer.progress import Progress
from producer.publish.manifest import Manifest
from producer.show.show import Show
from producer.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is decided before anything is spoken.

    `paired` tells which sentences mean the same in two languages. `passages` has the sentences of
    each passage that some edition needs, in order; `order` the passages of each edition as they
    will be heard. `missing_characters` are those of the clips that are missing, as the engine's
    service bills them. `previous` is the episode's last manifest, `date` when it is published, if
    that is given. `source` is the transcript as the manifest names it, `file` what was read: it or
    its script. `may_fall_back` says that another engine may speak if this one has never answered
    (see `plan_substitutes`), from the same `outline`.
    """

    outline: Outline = field(repr=False)
    may_fall_back: bool = False
    show: Show
    script: Script
    paired: PairedScript
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
    forms: Mapping[str, EditionForm]
    hearings: Mapping[str, tuple[Hearing, ...]]
    missing_clips: int
    missing_characters: int
    jobs: int
    source: str
    file: Path
    season: int | None = None
    number: int | None = None
    previous: Manifest | None = None
    cluster: str = ""
    date: datetime | None = None

    @property
    def store(self) -> Store:
        """Where the episode's clips and segments are."""
        return self.outline.store

    @property
    def utterances(self) -> list[Utterance]:
        """All that is to be spoken, at every rate at which it is heard."""
        usual = [sentence.utterance for passage in self.passages.values() for sentence in passage]
        paced = dict.fromkeys(
            self.utterance(hearing)
            for in_order in self.hearings.values()
            for hearing in in_order
            if hearing.rate_percent
        )
        for utterance in usual:
            paced.pop(utterance, None)
        return [*usual, *paced]

    @property
    def recorded_sentences(self) -> int:
        """How many sentences a person says who has been recorded."""
        return sum(
            sentence.utterance.take is not None
            for passage in self.passages.values()
            for sentence in passage
        )

    def utterance(self, hearing: Hearing) -> Utterance:
        """What is spoken for a hearing: as usual where the engine cannot change its rate."""
        usual = self.passages[hearing.passage][hearing.index].utterance
        if not hearing.rate_percent or not self._changes_rate(hearing):
            return usual
        pace = usual.delivery.pace * (1 + hearing.rate_percent / 100)
        delivery = replace(usual.delivery, rate_percent=round(100 * pace) - 100)
        return replace(usual, delivery=delivery)

    def tempo(self, hearing: Hearing) -> float:
        """How many times as fast as its clip a hearing is to sound."""
        return 1.0 if self._changes_rate(hearing) else 1 + hearing.rate_percent / 100

    def _changes_rate(self, hearing: Hearing) -> bool:
        """Whether what is spoken for a hearing has its rate already."""
        take = self.passages[hearing.passage][hearing.index].utterance.take
        return self.engine.changes_rate and take is None

    def delivery(self, pid: PassageId) -> Delivery:
        """The voice of a passage."""
        return self.deliveries[self.speakers[pid]][pid[1]]

    def name_of(self, pid: PassageId) -> str:
        """A passage as a person would name it."""
        number, language = pid
        place = "the disclosure" if is_notice(number, self.script) else f"turn {number}"
        return f"{place} ({self.speakers[pid]}, {language})"


@dataclass(slots=True)
class _Run:
    """What the plans of one run know of each other: the cast file as it is and with everybody who
    has been met, the folders that are taken, the engines, and which do not answer and why. Where
    `is_answering` is given, services are asked too. `before` is the plan before an edit."""

    is_answering: Callable[[Engine], None] | None = None
    before: Plan | None = None
    loaded_cast: Cast | None = None
    cast: Cast | None = None
    folders: set[Path] = field(default_factory=set)
    engines: dict[str, Engine] = field(default_factory=dict)
    away: dict[str, EngineUnavailable | None] = field(default_factory=dict)

    def engine(self, name: str, show: Show) -> Engine:
        if name not in self.engines:
            engine, earlier = make_engine(name, show), self.before.engine if self.before else None
            is_same = type(earlier) is type(engine) and earlier.settings == engine.settings
            self.engines[name] = earlier if earlier and is_same else engine
        return self.engines[name]

    def ask(self, engine: Engine) -> None:
        """Raise `EngineUnavailable` if `engine` could not speak when it was first asked."""
        if engine.name not in self.away:
            self.away[engine.name] = None
            try:
                (self.is_answering or ask)(engine)
            except EngineUnavailable as error:
                self.away[engine.name] = error
        if (away := self.away[engine.name]) is not None:
            raise away


def plan(
    request: Request,
    progress: Progress,
    asked: Callable[[Engine], None] | None = None,
    script: Script | None = None,
    before: Plan | None = None,
) -> Plan:
    """Understand the transcript, choose engine and voices, and find every problem.

    Where `asked` is given, it is called to see whether a service answers; it may remember that.
    `script` is the transcript's where it has been read already, `before` the plan before an edit of
    it, of which all is taken over that concerns other turns. Raises `InputError`, `UsageError` or
    `EngineUnavailable`.
    """
    return _plan(request, progress, _Run(asked, before), script)


def plan_all(requests: Iterable[Request], progress: Progress) -> list[Plan | ProducerError]:
    """The plans of episodes of one show that are to be made together, or why there is none.

    New speakers get one voice in all of them, and none takes another's folder."""
    run = _Run()
    requests = list(requests)
    plans: list[Plan | ProducerError] = []
    progress.start("reading", len(requests))
    for request in requests:
        try:
            plans.append(_plan(request, progress, run))
        except ProducerError as error:
            plans.append(error)
        progress.advance("reading", request.transcript.name)
    return plans


def _plan(
    request: Request,
    progress: Progress,
    run: _Run,
    script: Script | None = None,
) -> Plan:
    episode = outline(
        request,
        progress,
        cast=run.loaded_cast,
        taken=run.folders,
        script=script,
        before=run.before.paired if run.before else None,
    )
    run.loaded_cast = episode.cast
    if not request.unconfirmed:
        refuse_unconfirmed(episode)
    planned = _with_chosen_engine(episode, progress, run)
    if request.max_requests_per_minute is not None:
        planned.engine.max_requests_per_minute = request.max_requests_per_minute
    run.cast = planned.cast
    run.folders.add(planned.folder)
    return planned


def _with_chosen_engine(episode: Outline, progress: Progress, run: _Run) -> Plan:
    """The plan with the engine asked for. An engine on this machine is asked whether it can speak,
    a service only where the caller has a memory for that: then "auto" takes another for the whole
    episode if the edge service does not answer."""
    show, asked = episode.show, episode.request.engine
    engine = run.engine(chosen_name(asked, show), show)
    if not engine.voices():
        run.ask(engine)  # which says what is missing, as casting cannot
    is_auto = (asked or show.settings.engine) == AUTO
    planned = plan_with(engine, episode, cast=run.cast, before=run.before)
    planned = replace(planned, may_fall_back=is_auto)
    if not planned.missing_clips or engine.draft:
        return planned
    if engine.patience_s and run.is_answering is None:
        return planned
    try:
        run.ask(engine)
    except EngineUnavailable as error:
        if not is_auto:
            error.advice = error.advice or "For a draft meanwhile: --engine espeak"
            raise
        return plan_substitutes([planned], error, progress)[0]
    return planned


def plan_substitutes(
    plans: Sequence[Plan], away: EngineUnavailable, progress: Progress
) -> list[Plan]:
    """The same episodes of a show, spoken by another engine since theirs is `away`: by the first
    of `SUBSTITUTES` that answers."""
    substitute = _substitute(plans[0].show, away, progress)
    cast, planned = plans[-1].cast, []
    for original in plans:
        # With the voices of the first engine known, everybody keeps the gender they have there.
        voices = original.engine.voices()
        planned.append(plan_with(substitute, original.outline, voices, cast=cast))
        cast = planned[-1].cast
    return planned


def _substitute(show: Show, away: EngineUnavailable, progress: Progress) -> Engine:
    """Who speaks instead of an engine that is `away`; the last of all is not asked."""
    *others, last = SUBSTITUTES
    advice = ""
    for name in others:
        engine = make_engine(name, show)
        try:
            ask(engine)
        except EngineUnavailable as error:
            advice = f" {error.advice or error}"
        else:
            progress.note(f"{away.engine} does not answer ({away.reason}). {name} speaks instead.")
            return engine
    progress.note(
        f"The {away.engine} service does not answer ({away.reason}). What is made now becomes a "
        f"DRAFT spoken by {last}: for proofing, marked as such and left out of feeds.{advice}"
    )
    return make_engine(last, show)


def _said_genders(
    script: Script, people: Sequence[Speaker], cast: Cast, engine: Engine
) -> dict[str, str]:
    """What the text says of the genders of those who have no voice of the engine yet."""
    names = cast.names(people)
    new = [
        speaker.id
        for speaker in people
        if not cast.part_of(names[speaker.id], speaker).voices.get(engine.name)
    ]
    if not new:
        return {}
    # Once a show has its cast, this is not needed.
    from producer.proposals import propose_genders

    return propose_genders(script, new)


def plan_with(
    engine: Engine,
    episode: Outline,
    known: Sequence[Voice] = (),
    *,
    cast: Cast | None = None,
    before: Plan | None = None,
) -> Plan:
    """The plan of an outline with `engine`, which is not asked whether it answers: this takes no
    time that a person would notice. `known` are voices of other engines, which tell the genders of
    those who are cast there. `cast` is the outline's with whom the same run has met before,
    `before` the plan before an edit.

    Raises `InputError` for voices in the cast file that there are not."""
    show, script, request = episode.show, episode.script, episode.request
    voices = (*engine.voices(), *known)
    casting.require_voices(show.cast_file, episode.cast, voices)
    loaded = episode.cast if cast is None else cast
    people, needs = cast_needs(script, show.settings)
    chosen = casting.assign(
        loaded,
        people,
        needs,
        engine.name,
        voices,
        same_voice=request.same_voice,
        locales=script.locales,
        genders=_said_genders(script, people, loaded, engine),
    )
    speakers = episode.speakers
    unchanged = _said_before(before, episode, engine, chosen.deliveries) if before else {}
    passages: dict[PassageId, tuple[Said, ...]] = {}
    for pid in episode.needed:
        if (said := unchanged.get(pid)) is None:
            deliveries = chosen.deliveries[speakers[pid]]
            said = said_in(pid, script, show.settings, engine, deliveries, episode.terms)
            said = with_takes(said, pid, speakers[pid], episode.takes)
            if engine.speaks_together:
                said = spoken_together(said, show.settings.speaking)
        passages[pid] = said
    in_order = {
        name: hearings(form, episode.order[name], passages, episode.paired, script)
        for name, form in episode.forms.items()
    }
    previous = episode.previous
    planned = Plan(
        outline=episode,
        show=show,
        script=script,
        paired=episode.paired,
        slug=episode.slug,
        folder=episode.folder,
        engine=engine,
        cast=chosen.cast,
        loaded_cast=loaded,
        new_cast=chosen.new,
        speakers=speakers,
        deliveries=chosen.deliveries,
        passages=passages,
        order=episode.order,
        forms=episode.forms,
        hearings=in_order,
        missing_clips=0,
        missing_characters=0,
        jobs=request.processes,
        cluster=request.cluster,
        season=request.season or (previous.season if previous else None),
        number=request.number or (previous.number if previous else None),
        source=episode.source,
        file=episode.request.transcript,
        previous=previous,
        date=request.date,
    )
    lacking = synthesis.missing(planned.utterances, engine, episode.store)
    characters = sum(engine.billed_characters(utterance.text) for utterance in lacking)
    return replace(planned, missing_clips=len(lacking), missing_characters=characters)


def _said_before(
    before: Plan,
    episode: Outline,
    engine: Engine,
    deliveries: Mapping[str, Mapping[str, Delivery]],
) -> Mapping[PassageId, tuple[Said, ...]]:
    """The passages that are said as in the plan `before` an edit: those of turns that are as they
    were, by the same voices."""
    earlier, turns = before.outline, episode.script.turns
    is_same = (
        engine is before.engine
        and episode.terms.entries == earlier.terms.entries
        and episode.takes == earlier.takes
        and episode.show.settings == earlier.show.settings
        and len(turns) == len(before.script.turns)
    )
    if not is_same:
        return {}
    unchanged = {
        turn.number
        for turn, old in zip(turns, before.script.turns, strict=True)
        if turn == old and deliveries.get(turn.speaker) == before.deliveries.get(turn.speaker)
    }
    return {pid: said for pid, said in before.passages.items() if pid[0] in unchanged}
