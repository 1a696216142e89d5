"""A recording of a script → its sentences, each cut out, to be confirmed by a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from producer import recordings
from producer.audio.encode import lossless
from producer.audio.pcm import Pcm, decode
from producer.errors import InputError, UsageError
from producer.listening import HEARD, HeardWord, compare
from producer.listening.ear import Ear
from producer.listening.placing import SaidSpan, places_of
from producer.model import Script
from producer.plan.passages import Said, is_notice
from producer.plan.plan import Plan
from producer.plan.request import Request
from producer.plan.status import plan_as_made
from producer.progress import Progress
from producer.recordings import RecordedSentence, Recording
from producer.recordings.cutting import Loudness, cut, length_ms
from producer.show.show import Show

_Wanted = tuple[int, str, Said]
"""A sentence that a recording should have: its turn, who says it, and what."""


def aligned(
    source: Path,
    transcript: Path,
    show: Show,
    language: str,
    speaker: str | None,
    model: str,
    progress: Progress,
) -> Recording:
    """Find the sentences of `transcript` in the recording `source`, which has what `speaker` says
    in `language`, or all speakers, and keep them with the show. What was accepted stays so as long
    as the recording is the same. Raises `InputError`, `UsageError`, `EngineUnavailable`."""
    audio = _read(source)
    sha256 = hashlib.sha256(audio).hexdigest()
    plan = plan_as_made(Request(transcript=transcript, show=show))
    wanted_sentences = list(_wanted(plan, language, speaker))
    ear = Ear(model)
    pcm = decode(audio)
    words = ear.words(audio, language, progress)
    places = places_of(
        [sentence.utterance.text for _, _, sentence in wanted_sentences], words, language
    )
    spans = _spans(places, words, pcm)
    progress.start("cutting", len(spans))
    folder = show.recordings / _name(source, language, speaker)
    before = recordings.load_recording(folder)
    accepted = _accepted(before) if before and before.sha256 == sha256 else set()
    sentences: list[RecordedSentence] = []
    cuts: list[bytes] = []
    for number, (start_ms, end_ms) in spans.items():
        turn, who, sentence = wanted_sentences[number]
        content = lossless(cut(pcm, start_ms, end_ms))
        hearing = ear.hear(content, language)
        outcome = compare(sentence.utterance.text, language, hearing)
        place = places[number]
        assert place is not None
        sentences.append(
            RecordedSentence(
                turn,
                who,
                sentence.written,
                start_ms,
                end_ms,
                round(max(0.0, min(place.share, 1 - outcome.share)), 2),
                outcome.state,
                hearing.text,
                f"{number + 1:04}.flac",
                hashlib.sha256(content).hexdigest(),
                (turn, sentence.written, start_ms, end_ms) in accepted,
            )
        )
        cuts.append(content)
        progress.advance("cutting", sentence.written)
    missing = tuple(
        sentence.written for n, (_, _, sentence) in enumerate(wanted_sentences) if n not in spans
    )
    recording = Recording(folder, source.name, sha256, language, tuple(sentences), missing)
    recordings.save_recording(recording, cuts)
    return recording


def accept(recording: Recording, numbers: Collection[int] | None, *, taken: bool) -> Recording:
    """Have the sentences with these `numbers`, from 1, heard in episodes, or not if not `taken`;
    without numbers all that a recogniser heard as they should be. Raises `UsageError`."""
    if numbers and not all(1 <= number <= len(recording.sentences) for number in numbers):
        raise UsageError(f"{recording.name} has {len(recording.sentences)} sentences")
    changed = replace(
        recording,
        sentences=tuple(
            replace(sentence, accepted=taken)
            if (number in numbers if numbers is not None else sentence.state == HEARD)
            else sentence
            for number, sentence in enumerate(recording.sentences, 1)
        ),
    )
    recordings.save_recording(changed)
    return changed


def recording_of(source: Path, show: Show, language: str, speaker: str | None) -> Recording | None:
    """What was found in a recording before, if it is still the same."""
    recording = recordings.load_recording(show.recordings / _name(source, language, speaker))
    if recording is None or hashlib.sha256(_read(source)).hexdigest() != recording.sha256:
        return None
    return recording


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise InputError(
            f"the recording cannot be read ({error.strerror or error})", path=source
        ) from error


def _name(source: Path, language: str, speaker: str | None) -> str:
    """The folder of a recording: of names in other letters their hash tells them apart."""
    named = f"{source.stem} {speaker or ''}"
    plain = "-".join([*re.findall("[a-z0-9]+", named.lower()), language])
    if named.isascii():
        return plain
    return f"{plain}-{hashlib.sha256(named.encode()).hexdigest()[:8]}"


def _accepted(recording: Recording) -> set[tuple[int, str, int, int]]:
    return {
        (each.turn, each.text, each.start_ms, each.end_ms)
        for each in recording.sentences
        if each.accepted
    }


def _wanted(plan: Plan, language: str, speaker: str | None) -> Sequence[_Wanted]:
    script = plan.script
    if language not in script.languages:
        raise UsageError(
            f"the script is not in '{language}'",
            advice=f"It is in {', '.join(script.languages)}: --language",
        )
    who = None if speaker is None else _speaker_id(script, speaker)
    wanted_sentences = [
        (pid[0], plan.speakers[pid], sentence)
        for pid, passage in sorted(plan.passages.items())
        if pid[1] == language
        and not is_notice(pid[0], script)
        and who in (None, plan.speakers[pid])
        for sentence in passage
    ]
    if not wanted_sentences:
        raise UsageError(f"{speaker or 'nobody'} says nothing in '{language}' in any edition")
    return wanted_sentences


def _speaker_id(script: Script, name: str) -> str:
    for speaker in script.speakers:
        if name.casefold() in {
            text.casefold() for text in (speaker.id, *speaker.names.values(), *speaker.labels)
        }:
            return speaker.id
    known = ", ".join(speaker.id for speaker in script.speakers)
    raise UsageError(f"nobody is called “{name}”", advice=f"There are {known}")


def _spans(
    places: Sequence[SaidSpan | None], words: Sequence[HeardWord], pcm: Pcm
) -> Mapping[int, tuple[int, int]]:
    """From where to where each sentence is cut, in ms, by its number."""
    loudness, end_of_all = Loudness(pcm), length_ms(pcm)
    spans: dict[int, tuple[int, int]] = {}
    for number, place in enumerate(places):
        if place is None:
            continue
        before = words[place.first - 1] if place.first else None
        after = words[place.last + 1] if place.last + 1 < len(words) else None
        first, last = words[place.first], words[place.last]
        earliest = before.start_ms if before else 0
        latest = after.end_ms if after else end_of_all
        start = loudness.begin_ms(first.start_ms, earliest)
        end = loudness.end_ms(last.end_ms, latest)
        if end > start:
            spans[number] = start, end
    return spans
