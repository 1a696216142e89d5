"""What `make` says of plans and episodes, as text and as JSON."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from producer.commands import console
from producer.commands.findings import findings_text
from producer.localization import localized
from producer.timing import clock

if TYPE_CHECKING:
    from pathlib import Path

    from producer.errors import ProducerError
    from producer.pipeline import Episode, Plan

_MOST_SHOWN = 12
_SHORT_MS = 600_000
"""Shorter episodes have their length told in tenths of a minute."""


def plan_text(plan: Plan, *, all_findings: bool = False) -> str:
    from producer.model import NARRATOR

    script = plan.script
    people = [(s, lang, d.voice) for s, ds in plan.deliveries.items() for lang, d in ds.items()]
    characters = sum(len(u.text) for u in plan.utterances)
    lines = [
        f"{' / '.join(dict.fromkeys(script.title.values()))} → {plan.folder}/",
        f"  {len(script.turns)} turns, {len(plan.utterances)} sentences, {characters} characters; "
        f"{plan.missing_clips} to be spoken by {plan.engine.name}{_cost(plan)}",
        f"  {localized('editions:')} {', '.join(_with_length(plan, name) for name in plan.order)}",
        "  cast:",
        console.table(
            [
                ("   ", "narrator" if s == NARRATOR else s, lang, voice, _new(plan, s, lang))
                for s, lang, voice in people
            ]
        ),
    ]
    if otherwise := _said_otherwise(plan):
        rows = [
            ("   ", la, f"{n} ×", was, "→", pronounced or "–")
            for la, was, pronounced, n in otherwise
        ]
        lines += ["  said otherwise than written:", console.table(rows[:_MOST_SHOWN])]
        if len(rows) > _MOST_SHOWN:
            lines.append(f"    and {len(rows) - _MOST_SHOWN} more: --json has them all")
    if script.findings:
        text = findings_text(_findings_json(plan), "    ", show_all=all_findings)
        lines += ["  findings:", text]
    return "\n".join(lines)


def _cost(plan: Plan) -> str:
    """What the service will ask, where a price is set."""
    if not (price := plan.engine.settings.price_per_million) or not plan.missing_clips:
        return ""
    cost = plan.missing_characters * price / 1e6
    return (
        f" for about {max(cost, 0.01):.2f} {plan.engine.settings.currency} "
        f"({plan.missing_characters} characters as it counts them)"
    )


def _with_length(plan: Plan, edition: str) -> str:
    """An edition with how long it will be, as most voices speak."""
    from producer.engines.length import typical_ms

    passages = [plan.passages[pid] for pid in plan.order[edition]]
    ms = sum(typical_ms(each.utterance.text) for passage in passages for each in passage)
    ms += plan.show.settings.pauses.turn_ms * len(passages)
    minutes = f"{ms / 60_000:.{1 if ms < _SHORT_MS else 0}f}"
    return localized(f"{edition} (about {minutes} min)")


def _said_otherwise(plan: Plan) -> list[tuple[str, str, str, int]]:
    """Language, what is written and what is said instead, and how often, the most frequent
    first."""
    counts = Counter(
        (
            language,
            sentence.written[replacement.start : replacement.end].strip(),
            replacement.spoken.strip(),
        )
        for (_, language), passage in plan.passages.items()
        for sentence in passage
        for replacement in sentence.spoken.replaced
    )
    return [(*pair, count) for pair, count in counts.most_common() if pair[1] != pair[2]]


def _new(plan: Plan, speaker: str, language: str) -> str:
    return "new" if (speaker, language) in plan.new_cast else ""


def plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "slug": plan.slug,
        "folder": str(plan.folder),
        "engine": plan.engine.name,
        "editions": list(plan.order),
        "utterances": len(plan.utterances),
        "to_speak": plan.missing_clips,
        "characters_to_speak": plan.missing_characters,
        "cast": {s: {la: d.voice for la, d in ds.items()} for s, ds in plan.deliveries.items()},
        "said_otherwise": [
            {"language": language, "written": written, "spoken": pronounced, "count": count}
            for language, written, pronounced, count in _said_otherwise(plan)
        ],
        "findings": _findings_json(plan),
    }


def episode_json(episode: Episode) -> dict[str, Any]:
    from producer.publish import manifest

    return {
        "slug": episode.manifest.slug,
        "folder": str(episode.folder),
        "manifest": str(episode.folder / manifest.FILE),
        "engine": episode.manifest.engine,
        "draft": episode.manifest.draft,
        "clips": {"spoken": episode.spoken, "reused": episode.reused},
        "notes": list(episode.notes),
        "editions": {
            name: {
                key: value
                for key, value in entry.as_json().items()
                if key not in ("cues", "partners", "chapters")
            }
            | {"file": str(episode.folder / entry.file)}
            for name, entry in episode.manifest.editions.items()
        },
    }


def episode_text(plan: Plan, episode: Episode, *, all_findings: bool = False) -> str:
    entries = episode.manifest
    draft = f"  {localized('DRAFT')}" if entries.draft else ""
    rows = [
        (
            "   ",
            str(episode.folder / entry.file),
            clock(entry.duration_ms),
            f"{entry.bytes / 1e6:.1f} MB",
            f"{entry.loudness_lufs:.1f} LUFS",
            f"peak {entry.true_peak_dbtp:.1f} dBTP",
        )
        for entry in entries.editions.values()
    ]
    lines = [
        f"{' / '.join(dict.fromkeys(entries.title.values()))}{draft}",
        console.table(rows),
        f"    {episode.spoken} clips spoken by {entries.engine}, {episode.reused} from the store",
    ]
    if plan.recorded_sentences:
        lines.append(
            f"    {plan.recorded_sentences} sentences are said in person, from recordings/"
        )
    if entries.page is not None:
        lines.append(f"    page: {episode.folder / entries.page.file}")
    if plan.new_cast:
        lines.append(f"    new voices in {plan.show.cast_file}: change them there at any time")
    lines += [f"    {line}" for line in _about_genders(plan)]
    lines += [f"    {note}" for note in episode.notes]
    if plan.script.findings:
        text = findings_text(_findings_json(plan), "    ", show_all=all_findings)
        lines += ["  findings:", text]
    lines += ["  next:", *(f"    {step}" for step in _next_steps(plan, episode))]
    return "\n".join(lines)


def _about_genders(plan: Plan) -> list[str]:
    """Who has a new voice though nobody has said whether it is a woman's or a man's."""
    from producer.casting import told_gender
    from producer.model import NARRATOR

    names = plan.loaded_cast.names(plan.script.speakers)
    new = {speaker for speaker, _ in plan.new_cast if speaker != NARRATOR}
    unknown = [
        speaker.id
        for speaker in plan.script.speakers
        if speaker.id in new
        and not told_gender(speaker, plan.loaded_cast.part_of(names[speaker.id], speaker))
    ]
    if not unknown:
        return []
    from producer.proposals import propose_genders

    told_by_text = propose_genders(plan.script, unknown)
    unsaid = [speaker for speaker in unknown if speaker not in told_by_text]
    if not unsaid:
        return []
    return [
        f"not known whether women or men, so chosen to be easy to tell apart: {', '.join(unsaid)} "
        f'(set gender = "female" or "male" in {plan.show.cast_file})'
    ]


def _next_steps(plan: Plan, episode: Episode) -> list[str]:
    """The two most useful commands now."""
    source = str(plan.show.folder / plan.source)
    if not Path(source).is_file():
        source = str(plan.file)
    steps = {
        shlex.join(["producer", "start", source]): "gives it a title, and names",
        shlex.join(["producer", "review", source]): "hear it, and mend it in the browser",
        shlex.join(["producer", "check", str(episode.folder)]): "measures what was made",
        "producer feed": "writes the feeds",
    }
    if not plan.script.untitled:
        steps.pop(shlex.join(["producer", "start", source]))
    if episode.manifest.draft or not plan.show.settings.feed.base_url:
        steps.pop("producer feed")
    elif not plan.script.untitled:
        steps.pop(shlex.join(["producer", "review", source]))
    return [f"{command}  {localized(purpose)}" for command, purpose in list(steps.items())[:2]]


def _findings_json(plan: Plan) -> list[dict[str, Any]]:
    from producer.publish.manifest import findings_json

    return findings_json(plan.script.findings)


HEADER = ("", "episode", "editions", "length", "clips", "")
"""Of the table of many episodes."""


def made_row(episode: Episode) -> tuple[str, ...]:
    """An episode in the table of many."""
    entries = episode.manifest
    longest_ms = max(entry.duration_ms for entry in entries.editions.values())
    spoken = f"{episode.spoken} spoken" if episode.spoken else "from the store"
    remarks = ["DRAFT"] if entries.draft else []
    count = sum(not finding["doubtful"] for finding in entries.findings)
    remarks += [f"{count} finding{'s' if count > 1 else ''}"] if count else []
    return (
        "made",
        str(episode.folder),
        ", ".join(entries.editions),
        clock(longest_ms),
        spoken,
        ", ".join(remarks),
    )


def failed_row(transcript: Path, error: ProducerError) -> tuple[str, ...]:
    """A transcript of which nothing was made."""
    why = str(error).removeprefix(f"{transcript}:").splitlines()[0].strip()
    return ("FAILED", str(transcript), "", "", "", f"line {why}" if why[:1].isdigit() else why)
