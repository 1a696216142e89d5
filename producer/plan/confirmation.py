"""What is proposed for a transcript, and what becomes of it when a person has confirmed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from producer import casting
from producer.engines.length import typical_ms
from producer.model import Script
from producer.plan.outline import cast_needs, read_script
from producer.plan.slug import source_of
from producer.proposals import Sheet, propose
from producer.proposals.confirmed import confirmed
from producer.publish.chapters import choose_chapters
from producer.show.show import Show
from producer.store import write_atomically
from producer.transcript.readers.decoding import decode, load
from producer.transcript.script import script_file
from producer.transcript.script.revision import revised


def sheet_for(script: Script, show: Show) -> Sheet:
    """What is proposed for the episode of `script`. Chapters begin where they would in an episode
    whose passages take as long as most voices take; genders that the cast says stand."""
    lengths_ms = {
        turn.number: sum(
            typical_ms(text) for paragraphs in turn.passages.values() for text in paragraphs
        )
        for turn in script.turns
    }
    cast = casting.load(show.cast_file)
    names = cast.names(script.speakers)
    return propose(
        script,
        chapter_starts=sorted(choose_chapters(script.turns, lengths_ms)),
        known_genders={
            speaker.id: member.gender
            for speaker in script.speakers
            if (member := cast.parts.get(names[speaker.id]))
        },
    )


def proposed_sheet(
    file: Path, show: Show, *, languages: Sequence[str] | None = None
) -> tuple[Script, Sheet]:
    """The script in `file`, and what is proposed for it. Raises `InputError`."""
    script = read_script(file, show, languages=languages)
    return script, sheet_for(script, show)


def confirm(script: Script, sheet: Sheet, file: Path, target: Path, show: Show) -> list[Path]:
    """Write what a person has confirmed: the script in `file` with it to `target`, names and
    genders to the cast. Gives the files that were written. Raises `InputError`, `CannotWrite`."""
    is_source = target.exists() and target.samefile(file)
    source = script.source or ("" if is_source else source_of(file, show.folder))
    after = replace(confirmed(script, sheet), source=source)
    if is_source:
        text = revised(decode(load(target), target), after, target)
    else:
        text = script_file.dump(after)
        script_file.parse(text, target)
    written = [target]
    if confirm_cast(script, sheet, show):
        written.append(show.cast_file)
    write_atomically(target, text.encode())
    return written


def confirm_cast(script: Script, sheet: Sheet, show: Show) -> bool:
    """Write names and genders of the confirmed `sheet` to the cast; True if there was something to
    write. Raises `InputError`."""
    loaded = cast = casting.load(show.cast_file)
    people, _ = cast_needs(script, show.settings)
    names = cast.names(people)
    by_id = {speaker.id: speaker for speaker in people}
    for person in sheet.people:
        name = names[person.speaker]
        member = cast.part_of(name, by_id[person.speaker])
        # Names that say no more than the transcript does are the transcript's.
        spelled = {lang: p.text for lang, p in person.names.items() if p.text}
        spellings = spelled if any(text != person.speaker for text in spelled.values()) else {}
        member = replace(
            member,
            gender=person.gender.text or member.gender,
            names={**member.names, **spellings},
        )
        cast = cast.with_part(name, member)
    return casting.save(show.cast_file, cast, loaded)
