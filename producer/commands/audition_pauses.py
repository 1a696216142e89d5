"""`producer audition --pauses`: hear two turns of a transcript with the pauses of each style."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from producer.errors import SynthesisFailed, UsageError

if TYPE_CHECKING:
    from producer.plan.plan import Plan
    from producer.show.show import Show

TURNS = 2


@dataclass(frozen=True, slots=True)
class PausesTrial:
    """Two turns with the pauses of a `style`, in `file`."""

    style: str
    file: str
    duration_ms: int


def audition_pauses(
    transcript: Path, first_turn: int, engine: str | None, show: Show, folder: Path
) -> list[PausesTrial]:
    """Speak two turns of a `transcript` from `first_turn` on, once, and write them into `folder`
    with the pauses of each style. What show.toml sets besides the style stays as it is."""
    from producer import synthesis
    from producer.episode.assembly import assemble
    from producer.plan.plan import plan as plan_episode
    from producer.plan.request import Request
    from producer.progress import Silent
    from producer.render.edition import write_mp3
    from producer.show.pauses import STYLES, Pauses
    from producer.workers.local import Workers

    request = Request(transcript=transcript, show=show, engine=engine)
    plan = _shortened(plan_episode(request, Silent()), first_turn)
    store = plan.store
    spoken = synthesis.synthesize(plan.utterances, plan.engine, store, Silent())
    if spoken.failures:
        lines = [f"{why}: “{u.text[:60]}”" for u, why in spoken.failures.items()]
        raise SynthesisFailed(lines, len(spoken.digests))
    own = _own_pauses(show)
    trials: list[PausesTrial] = []
    with Workers(plan.jobs) as workers:
        for style in STYLES:
            pauses = Pauses.model_validate({**own, "style": style})
            settings = show.settings.model_copy(update={"pauses": pauses})
            styled = replace(plan, show=replace(show, settings=settings))
            (edition,) = assemble(styled, spoken.digests, store, workers, Silent()).values()
            file = folder / f"pauses.{plan.slug}.{style}.mp3"
            write_mp3(file, b"", edition.stream, store)
            trials.append(PausesTrial(style, str(file), edition.form.frames_to_ms(edition.frames)))
    return trials


def _own_pauses(show: Show) -> dict[str, object]:
    """What show.toml sets otherwise than its style does."""
    from producer.show.pauses import STYLES

    pauses = show.settings.pauses
    styled = STYLES[pauses.style]
    values = pauses.model_dump(exclude={"style"})
    return {name: value for name, value in values.items() if value != styled.get(name)}


def _shortened(plan: Plan, first_turn: int) -> Plan:
    """`plan` with two turns of its first edition alone."""
    name, in_order = next(iter(plan.hearings.items()))
    numbers = dict.fromkeys(h.passage[0] for h in in_order if h.passage[0] >= first_turn)
    chosen = [*numbers][:TURNS]
    if not chosen:
        raise UsageError(f"there is no turn {first_turn}")
    hearings = tuple(hearing for hearing in in_order if hearing.passage[0] in chosen)
    passages = {hearing.passage: plan.passages[hearing.passage] for hearing in hearings}
    return replace(
        plan, passages=passages, order={name: tuple(passages)}, hearings={name: hearings}
    )
