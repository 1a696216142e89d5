"""The cast as a value, and how a speaker is found in it."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from producer.errors import UsageError
from producer.model import Delivery, Speaker, Voice, clean_text

_SAME_NAMES = {"azure": "edge"}
"""Engines whose voices have the names of another's: its cast serves them too."""

GENDERS = ("female", "male")


@dataclass(frozen=True, slots=True)
class Part:
    """What the cast says of one speaker. `voices` is engine → language → delivery; `gender` is
    "female", "male" or "" where nobody has said; `aliases` are other names of the speaker.
    `names` is what listeners read, per language; `role` ("host", "guest"), `link` and `picture`
    (web addresses) are what feeds say of the person, "" where nothing is known."""

    voices: Mapping[str, Mapping[str, Delivery]] = field(default_factory=dict)
    gender: str = ""
    aliases: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    link: str = ""
    picture: str = ""

    def delivery(self, engine: str, language: str) -> Delivery | None:
        own = self.voices.get(engine, {}).get(language)
        return own or self.voices.get(_SAME_NAMES.get(engine, ""), {}).get(language)

    def with_delivery(self, engine: str, language: str, delivery: Delivery) -> Part:
        languages = {**self.voices.get(engine, {}), language: delivery}
        return replace(self, voices={**self.voices, engine: languages})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who has which voice in which language, by the speaker's name in the cast."""

    parts: Mapping[str, Part] = field(default_factory=dict)

    def with_part(self, name: str, member: Part) -> Cast:
        return Cast({**self.parts, name: member})

    def names(self, speakers: Sequence[Speaker]) -> dict[str, str]:
        """The name in the cast of each of an episode's speakers, by speaker id.

        A speaker is found by id, then by any name, whatever its case, spaces and punctuation;
        who is not found goes by the id. No two speakers of an episode are one in the cast.
        """
        names = {s.id: s.id for s in speakers if s.id in self.parts}
        for speaker in speakers:
            if speaker.id in names:
                continue
            labels = {_folded(label) for label in (speaker.id, *speaker.names.values())}
            matching = (
                name
                for name, member in self.parts.items()
                if name not in names.values()
                and not labels.isdisjoint(
                    map(_folded, (name, *member.aliases, *member.names.values()))
                )
            )
            names[speaker.id] = next(matching, speaker.id)
        return names

    def named(self, speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
        """`speakers` with the names that listeners read, as far as the cast has them."""
        names = self.names(speakers)
        return tuple(
            replace(speaker, names={**speaker.names, **member.names})
            if (member := self.parts.get(names[speaker.id])) and member.names
            else speaker
            for speaker in speakers
        )

    def part_of(self, name: str, speaker: Speaker) -> Part:
        """The part under `name`, or a new one that knows the speaker's other names."""
        others = dict.fromkeys(name_ for name_ in speaker.names.values() if name_ != name)
        return self.parts.get(name) or Part(aliases=tuple(others))


def set_voice(
    cast: Cast,
    setting: str,
    speakers: Sequence[Speaker],
    languages: Sequence[str],
    voices: Sequence[Voice],
) -> Cast:
    """The cast with `setting`, which reads "Speaker:language=voice", done.

    The speaker may be any of the episode's `speakers` or of the cast, by id or by any name; the
    voice may be of any engine in `voices`. Rate, pitch and volume stay as they are. Raises
    `UsageError` with the nearest name that exists.
    """
    match = re.fullmatch(r"(.+)[:：]\s*([A-Za-z-]+)\s*=(.+)", clean_text(setting))
    if match is None:
        raise UsageError(f"'{setting}' sets no voice", advice="Write Speaker:language=voice")
    label, tag, voice_name = (clean_text(group) for group in match.groups())
    language = tag.lower().partition("-")[0]
    if language not in languages:
        raise UsageError(
            f"there is no language '{tag}' here", advice=f"There are {', '.join(languages)}"
        )
    voice = next((v for v in voices if v.name == voice_name), None)
    if voice is None:
        fitting = [v.name for v in voices if v.speaks(language)]
        engine_names = " or ".join(dict.fromkeys(v.engine for v in voices)) or "the engine"
        raise UsageError(
            f"{engine_names} has no voice '{voice_name}'",
            advice=f"{nearest(voice_name, fitting)}; --engine chooses another engine",
        )
    if not voice.speaks(language):
        raise UsageError(f"the voice '{voice.name}' speaks {voice.language}, not {language}")

    names = cast.names(speakers)
    known = {name: name for name in cast.parts}
    known |= {alias: name for name, member in cast.parts.items() for alias in member.aliases}
    known |= {label: names[s.id] for s in speakers for label in (s.id, *s.names.values())}
    by_label = {_folded(text): name for text, name in known.items()}
    name = known.get(label) or by_label.get(_folded(label))
    if name is None:
        raise UsageError(f"there is no speaker '{label}'", advice=nearest(label, known))
    speaker = next((s for s in speakers if names[s.id] == name), Speaker(name))
    member = cast.part_of(name, speaker)
    before = member.delivery(voice.engine, language) or Delivery(voice.name)
    delivery = replace(before, voice=voice.name)
    return cast.with_part(name, member.with_delivery(voice.engine, language, delivery))


def nearest(name: str, known: Iterable[str]) -> str:
    """Advice that names what is most like `name` among `known`."""
    by_fold = {each.casefold(): each for each in known}
    close = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.0)
    return f"The nearest known is '{by_fold[close[0]]}'" if close else "None is known"


def _folded(label: str) -> str:
    """What makes a name that name: its letters and digits, regardless of case."""
    folded = unicodedata.normalize("NFKC", label).casefold()
    return "".join(filter(str.isalnum, folded)) or folded
