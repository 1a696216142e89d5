"""An episode's editions → its files: MP3s with their tags, sidecars, and the manifest."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import accumulate, starmap
from typing import Any
from uuid import UUID, uuid5

from producer import __version__
from producer.episode.sidecars import caption_divisions, write_sidecars
from producer.model import NARRATOR, PairedTurn, Script, Speaker, Timeline, joint, narrator
from producer.plan.pairs import sentences
from producer.plan.passages import OPENING, closing, is_notice, paired_notice
from producer.plan.plan import Plan
from producer.plan.slug import source_of
from producer.plan.staleness import ingredients
from producer.publish import captions, manifest, page
from producer.publish.chapters import choose_chapters
from producer.publish.cover import cover_jpeg, small_cover
from producer.publish.manifest import EditionEntry, FileEntry, Manifest, SpeakerEntry
from producer.publish.pair_cues import pair_cues
from producer.publish.tags import Tags, tag_bytes
from producer.render.edition import Edition, timeline, waveform, write_mp3
from producer.show.show import COVER, Show
from producer.store import COVERS, Store, key_of, write_changed
from producer.workers.local import Runner, Task

_EPISODES = UUID("6c3f2a52-7d0e-5c1b-9a57-3d1f0f0b8a11")
"""The namespace of episodes' guids, chosen once."""

_WRITING_S = 0.05
"""What copying an MP3 and dividing some passages take, roughly."""

_BARS = 400
"""Of the page's waveform: about as many as can be told apart."""


def publish(plan: Plan, editions: Mapping[str, Edition], store: Store, workers: Runner) -> Manifest:
    """Write all files of the episode and give its manifest, which is written last."""
    created = _created(plan)
    cover = show_cover(plan.show, store)
    chosen = choose_chapters(plan.script.turns, _turn_lengths(editions.values()))
    turns = _paired_turns(plan)
    whens = {name: _timeline(plan, edition, chosen, turns) for name, edition in editions.items()}
    tags = {name: tag_bytes(_tags(plan, when, created, cover)) for name, when in whens.items()}
    audios = {
        name: _audio(_stem(plan, name), edition, whens[name], tags[name])
        for name, edition in editions.items()
    }
    # What takes longest is first, so that all are busy to the end.
    tasks: dict[str | int, Task[Any]] = {
        name: partial(write_mp3, plan.folder / audios[name].file, tags[name], edition.stream)
        for name, edition in editions.items()
    }
    divisions = caption_divisions(plan.folder, store.folder, whens.values())
    tasks |= enumerate(divisions.tasks())
    written_files = workers.here.run(tasks, store, lambda *_: None, each_s=_WRITING_S)
    divided = divisions.with_results(
        written_files[key] for key in written_files.keys() - editions.keys()
    )
    entries: dict[str, EditionEntry] = {}
    for name, edition in editions.items():
        when, segments = whens[name], [item.segment for _, item in edition.placed]
        names = _names(plan, plan.script.languages)
        beside = write_sidecars(plan.folder, _stem(plan, name), when, divided, names)
        entries[name] = EditionEntry.of_timeline(
            when,
            mp3=FileEntry.of_written(audios[name].file, written_files[name]),
            loudness_lufs=edition.loudness_lufs,
            true_peak_dbtp=max(segment.true_peak_dbtp for segment in segments),
            unmatched_db=edition.unmatched_db,
            sidecars=starmap(FileEntry.of_written, beside.items()),
        )
    shown = _page(plan, list(audios.values()), created, cover, store, turns)
    written = write_changed(plan.folder / shown.file, page.html(shown))
    episode = _manifest(plan, entries, created, FileEntry.of_written(shown.file, written))
    write_changed(plan.folder / manifest.FILE, manifest.dump(episode))
    return episode


def _paired_turns(plan: Plan) -> dict[int, PairedTurn]:
    """The pairs of all that is said, by turn; none where the script has one language."""
    script = plan.script
    if len(script.languages) < 2:
        return {}
    notices = (
        paired_notice(number, script, plan.show.settings) for number in (OPENING, closing(script))
    )
    return {turn.number: turn for turn in (*plan.paired.turns, *notices)}


def _timeline(
    plan: Plan,
    edition: Edition,
    chosen: Mapping[int, Mapping[str, str]],
    turns: Mapping[int, PairedTurn],
) -> Timeline:
    titles = {
        turn: _joined(title.get(language) for language in edition.languages)
        or next(iter(title.values()))
        for turn, title in chosen.items()
    }
    when = timeline(edition, titles)
    pairs = tuple(pair_cues(when.cues, turns)) if turns else ()
    return replace(when, title=plan.forms[edition.name].titles, pairs=pairs)


def _stem(plan: Plan, edition: str) -> str:
    """What the names of an edition's files begin with."""
    return f"{plan.slug}.{edition}"


def _names(plan: Plan, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    """What speakers are called: `names[speaker][language]`."""
    return {
        speaker.id: {language: speaker.name(language) for language in languages}
        for speaker in _speakers(plan)
    }


def _audio(stem: str, edition: Edition, when: Timeline, tag: bytes) -> page.Audio:
    return page.Audio(
        when,
        f"{stem}.mp3",
        len(tag) + edition.size,
        captions.file_names(stem, when),
        waveform(edition, _BARS).tolist(),
    )


def _page(
    plan: Plan,
    audios: Sequence[page.Audio],
    created: datetime,
    cover: bytes,
    store: Store,
    turns: Mapping[int, PairedTurn],
) -> page.Page:
    script, settings = plan.script, plan.show.settings
    notice = settings.disclosure.text
    people = {speaker.id: _about(plan, speaker.id) for speaker in script.speakers}
    return page.Page(
        slug=plan.slug,
        title={language: script.title_in(language) for language in script.languages},
        show={language: settings.title_in(language) for language in script.languages},
        languages=script.languages,
        names=_names(plan, script.languages),
        roles={id_: about["role"] for id_, about in people.items() if "role" in about},
        links={id_: about["link"] for id_, about in people.items() if "link" in about},
        credits=script.credits,
        disclosure={la: notice[la] for la in script.languages if notice.get(la)} or notice,
        draft=plan.engine.draft,
        created=created,
        cover=_small_cover(cover, store),
        editions=audios,
        notes={la: script.notes[la] for la in script.languages if script.notes.get(la)},
        season=plan.season,
        number=plan.number,
        base_url=settings.feed.base_url,
        cover_file=COVER,
        paired=turns,
        paragraphs={
            (turn.number, language): frozenset(accumulate(map(len, cut), initial=0))
            for turn in script.turns
            for language in turn.passages
            for cut in [sentences(turn, language)]
        },
    )


def _tags(plan: Plan, when: Timeline, created: datetime, cover: bytes) -> Tags:
    script, settings, languages = plan.script, plan.show.settings, when.languages
    people = [speaker for speaker in script.speakers if speaker.id != NARRATOR]
    return Tags(
        title=_titled(when, script),
        show=_joined(settings.title_in(language) for language in languages),
        artists=[_joined(s.name(language) for language in languages) for s in people],
        date=created.date().isoformat(),
        languages=languages,
        lyrics={language: _lyrics(when, script, language) for language in languages},
        disclosure={
            lang: text
            for lang in languages
            if (text := settings.disclosure.told(lang, script.locales.get(lang, "")))
        },
        chapters=when.chapters,
        draft=plan.engine.draft,
        cover=cover,
        episode=plan.number,
        season=plan.season,
        publisher=settings.author,
        provider=settings.disclosure.provider,
        identity=f"{_guid(plan, created)}.{when.edition}",
        copyright=settings.feed.copyright,
        software=f"producer {__version__}",
    )


def _manifest(
    plan: Plan, editions: Mapping[str, EditionEntry], created: datetime, page_file: FileEntry
) -> Manifest:
    script = plan.script
    return Manifest(
        slug=plan.slug,
        source=plan.source,
        script=_script_file(plan),
        guid=_guid(plan, created),
        season=plan.season,
        number=plan.number,
        title={language: script.title_in(language) for language in script.languages},
        languages=script.languages,
        locales=script.locales,
        engine=plan.engine.name,
        draft=plan.engine.draft,
        created=created,
        speakers=tuple(
            SpeakerEntry(
                id=speaker,
                name=name,
                **_about(plan, speaker),
                voices={la: d.voice for la, d in plan.deliveries[speaker].items()},
            )
            for speaker, name in _names(plan, script.languages).items()
        ),
        description=script.notes,
        keywords=script.keywords,
        credits=script.credits,
        findings=tuple(manifest.findings_json(script.findings)),
        ingredients=ingredients(plan),
        editions=editions,
        page=page_file,
    )


def _script_file(plan: Plan) -> str:
    """The script that the episode is made from, where that is not its transcript."""
    read = source_of(plan.file, plan.show.folder)
    return "" if read == plan.source else read


def _about(plan: Plan, speaker_id: str) -> dict[str, str]:
    """What the cast says of a person besides names and voices."""
    speaker = next((s for s in plan.script.speakers if s.id == speaker_id), None)
    name = plan.cast.names(plan.script.speakers).get(speaker_id) if speaker else None
    member = plan.cast.parts.get(name or "")
    details = (
        {"role": member.role, "link": member.link, "picture": member.picture} if member else {}
    )
    return {key: text for key, text in details.items() if text}


def _speakers(plan: Plan) -> list[Speaker]:
    """Everybody who is heard in some edition, in the order in which they are."""
    speaker_ids = dict.fromkeys(
        plan.speakers[pid] for order in plan.order.values() for pid in order
    )
    known = {speaker.id: speaker for speaker in plan.script.speakers}
    return [known.get(id_, narrator(plan.script.languages)) for id_ in speaker_ids]


def _created(plan: Plan) -> datetime:
    """When the episode is published: as given, else when it was first made, which making it again
    does not change."""
    if plan.date is not None:
        return plan.date if plan.date.tzinfo else plan.date.replace(tzinfo=UTC)
    if plan.previous is not None:
        return plan.previous.created
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.replace(microsecond=0)


def _guid(plan: Plan, created: datetime) -> str:
    """The episode's identity in feeds: given once, whatever becomes of its title and folder."""
    if plan.previous and plan.previous.guid:
        return plan.previous.guid
    return str(uuid5(_EPISODES, f"{plan.slug} {plan.source} {created.isoformat()}"))


def show_cover(show: Show, store: Store) -> bytes:
    """The show's cover as a JPEG, made fit or drawn once. Raises `InputError`."""
    file = show.cover_file
    picture = hashlib.sha256(file.read_bytes()).hexdigest() if file and file.is_file() else None
    title = show.settings.title
    key = key_of(version=1, picture=picture, file=str(file), title=title)
    stored = store.get(COVERS, key) or store.put(COVERS, key, {}, cover_jpeg(file, title))
    return stored.data


def require_cover(show: Show) -> None:
    """Raise `InputError` for a picture that cannot be the show's cover. Writes nothing."""
    if show.cover_file is not None:
        cover_jpeg(show.cover_file, show.settings.title)


def _small_cover(cover: bytes, store: Store) -> bytes:
    key = key_of(version=1, small=hashlib.sha256(cover).hexdigest())
    stored = store.get(COVERS, key) or store.put(COVERS, key, {}, small_cover(cover))
    return stored.data


def _turn_lengths(editions: Iterable[Edition]) -> dict[int, int]:
    """How long each turn sounds, all languages together, by its number."""
    lengths: dict[tuple[int, str, int, str], int] = {}
    for edition in editions:
        for _, item in edition.placed:
            for line, timing in zip(item.lines, item.segment.sentences, strict=True):
                length_ms = timing.end_ms - timing.start_ms
                # A sentence with a pause inside is heard in several parts.
                part = line.said.written
                lengths[line.turn, line.language, line.sentence, part] = length_ms
    by_turn: dict[int, int] = defaultdict(int)
    for (turn, _, _, _), length in lengths.items():
        by_turn[turn] += length
    return by_turn


def _titled(when: Timeline, script: Script) -> str:
    """The episode's title in an edition, with the edition's own."""
    title = _joined(script.title_in(language) for language in when.languages)
    own = _joined(when.title.get(language) for language in when.languages)
    return f"{title} – {own}" if own else title


def _lyrics(when: Timeline, script: Script, language: str) -> str:
    """What is spoken in one language, a line per turn."""
    # What is heard twice is written once.
    texts = dict.fromkeys(
        (cue.turn, cue.sentence, cue.text) for cue in when.cues if cue.language == language
    )
    lines: dict[int, list[str]] = {}
    for turn, _, text in texts:
        lines.setdefault(turn, []).append(text)
    gap = joint(language)
    return "\n".join(
        gap.join(texts)
        if is_notice(turn, script)
        else f"{script.speaker(script.turns[turn - 1].speaker).name(language)}: {gap.join(texts)}"
        for turn, texts in lines.items()
    )


def _joined(texts: Iterable[str | None]) -> str:
    return " / ".join(dict.fromkeys(filter(None, texts)))
