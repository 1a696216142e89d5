"""A voice in each language for every speaker of an episode who has none yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from producer.casting.cast import Cast, Part
from producer.errors import InputError
from producer.model import NARRATOR, Delivery, Speaker, Voice
from producer.naming.titles import genders_told

_FIRST_CHOICES = 4
"""So many of the fitting voices are tried before two episodes' guests share one: at the end of
a catalogue stand children and dialects."""

_HOMES = {"zh": "zh-CN"}
"""Languages of which nobody mixes regions in one conversation, and the region unless another is
asked for: a voice is shared at another pitch before one from Taiwan or of a dialect is taken."""

_OFFSETS = tuple((rate, pitch) for rate in (6, -6, 0) for pitch in (-12, 12, -24, 24))
"""Rate in percent and pitch in Hz for those who have to share a voice: enough to hear who is
who, little enough to sound natural."""


@dataclass(frozen=True, slots=True)
class Casting:
    """What `assign` decided. `deliveries` is speaker id → language → delivery, for all that the
    episode needs; `new` has the speaker id and language of those that the cast did not hold."""

    cast: Cast
    deliveries: Mapping[str, Mapping[str, Delivery]]
    new: tuple[tuple[str, str], ...]


def assign(
    cast: Cast,
    speakers: Sequence[Speaker],
    needs: Mapping[str, Sequence[str]],
    engine: str,
    voices: Sequence[Voice],
    *,
    same_voice: bool = False,
    locales: Mapping[str, str] | None = None,
    genders: Mapping[str, str] | None = None,
) -> Casting:
    """Give each of `speakers` a voice of `engine` in each language that it needs.

    `needs` is speaker id → languages. `voices` are in the order of preference; those of other
    engines only tell the gender of who is cast there. What the cast says stays. A new voice is one
    that nobody else in the episode has, of the speaker's gender; where there are not enough, a
    voice is shared at another pitch and rate. The gender is the cast's word, that of the voices the
    speaker has, that of a title ("Ms.", "先生"), or the one that the text says, as `genders` has it
    by speaker id; where none of these tells it, the one rarer in the episode, so that people are
    easy to tell apart. With `same_voice`, who has no voice yet gets a multilingual one for all
    languages, where there is one. Where a language has a locale in `locales` ("zh" → "zh-TW"), new
    voices are those of that locale, if there are any.

    The same arguments give the same result. Raises `InputError` when the engine has no voice
    for a language.
    """
    names = cast.names(speakers)
    parts = {s.id: cast.part_of(names[s.id], s) for s in speakers}
    stage = _Stage([v for v in voices if v.engine == engine], cast, engine, locales or {})
    for speaker in speakers:
        member = parts[speaker.id]
        present = {lang: member.delivery(engine, lang) for lang in needs.get(speaker.id, ())}
        stage.deliveries[speaker.id] = {lang: d for lang, d in present.items() if d is not None}
        if present:
            told_gender_ = (genders or {}).get(speaker.id, "")
            stage.genders[speaker.id] = _gender(speaker, member, voices) or told_gender_

    new = []
    for speaker in sorted(speakers, key=lambda s: s.id == NARRATOR):
        deliveries = stage.deliveries[speaker.id]
        languages = needs.get(speaker.id, ())
        missing = [lang for lang in languages if lang not in deliveries]
        if not missing:
            continue
        stage.genders[speaker.id] = stage.genders[speaker.id] or stage.rarer(speaker.id, missing)
        several = same_voice and len(languages) > 1
        shared = stage.shared(speaker.id, names[speaker.id], languages) if several else None
        member = parts[speaker.id]
        for language in missing:
            delivery = shared or stage.choose(speaker.id, names[speaker.id], language)
            deliveries[language] = delivery
            member = member.with_delivery(engine, language, delivery)
            new.append((speaker.id, language))
        cast = cast.with_part(names[speaker.id], member)
    return Casting(cast, stage.deliveries, tuple(new))


class _Stage:
    """The voices of one engine and who in the episode has which, while it is being cast."""

    def __init__(
        self, voices: Sequence[Voice], cast: Cast, engine: str, locales: Mapping[str, str]
    ) -> None:
        self.voices = voices
        self.cast = cast
        self.engine = engine
        self.locales = locales
        self._identities = {voice.name: voice.identity for voice in voices}
        self.deliveries: dict[str, dict[str, Delivery]] = {}
        self.genders: dict[str, str] = {}

    def rarer(self, speaker: str, languages: Sequence[str]) -> str:
        """The gender that fewest others in the episode have, of those with voices to spare in
        all `languages`."""
        others = Counter(gender for id_, gender in self.genders.items() if id_ != speaker)
        taken = self._taken(speaker)

        def cost(gender: str) -> tuple[int, int]:
            used_up = [
                all(v.identity in taken for v in self._fitting(la, gender)) for la in languages
            ]
            return sum(used_up), others[gender]

        pool = [voice for language in languages for voice in self._fitting(language, "")]
        genders = dict.fromkeys(voice.gender for voice in pool if voice.gender)
        return min(genders, key=cost, default="")

    def shared(self, speaker: str, name: str, languages: Sequence[str]) -> Delivery | None:
        """One delivery for all `languages`: the multilingual one that the speaker has, or a new
        one for who has none; rather a voice at home in one of them."""
        multilingual = [voice for voice in self.voices if voice.multilingual]
        multilingual.sort(key=lambda voice: voice.language not in languages)
        own = self.deliveries[speaker].values()
        if own:
            known = {voice.name for voice in multilingual}
            return next((delivery for delivery in own if delivery.voice in known), None)
        return self._best(speaker, name, _of_gender(self.genders[speaker], multilingual))

    def choose(self, speaker: str, name: str, language: str) -> Delivery:
        """A delivery in `language`, unlike anyone else's in the episode if at all possible."""
        pool = self._fitting(language, self.genders[speaker])
        delivery = self._best(speaker, name, pool)
        if delivery is None:
            known = ", ".join(sorted({voice.language for voice in self.voices}))
            raise InputError(
                f"the engine '{self.engine}' has no voice for the language '{language}'",
                advice=f"It speaks {known or 'nothing'}; choose another engine with --engine",
            )
        return delivery

    def _best(self, speaker: str, name: str, pool: Sequence[Voice]) -> Delivery | None:
        """The best of `pool`, which is in the order of preference, or None when it is empty."""
        here = self._taken(speaker)
        elsewhere = Counter(
            self._identity(delivery)
            for colleague, member in self.cast.parts.items()
            if colleague != name
            for delivery in member.voices.get(self.engine, {}).values()
        )

        def cost(rank: int) -> tuple[int, bool, int, int]:
            voice = pool[rank].identity
            return here[voice], rank >= _FIRST_CHOICES, elsewhere[voice], rank

        if not pool:
            return None
        plain = Delivery(pool[min(range(len(pool)), key=cost)].name)
        taken = {
            replace(delivery, voice=self._identity(delivery))
            for id_, deliveries in self.deliveries.items()
            if id_ != speaker
            for delivery in deliveries.values()
        }
        offset = (replace(plain, rate_percent=rate, pitch_hz=pitch) for rate, pitch in _OFFSETS)
        free = (
            delivery
            for delivery in (plain, *offset)
            if replace(delivery, voice=self._identity(delivery)) not in taken
        )
        return next(free, plain)

    def _identity(self, delivery: Delivery) -> str:
        """Which voice it is: some have two names."""
        return self._identities.get(delivery.voice, delivery.voice)

    def _taken(self, speaker: str) -> Counter[str]:
        """How many deliveries of others in the episode have a voice, by its identity."""
        return Counter(
            self._identity(delivery)
            for id_, deliveries in self.deliveries.items()
            if id_ != speaker
            for delivery in deliveries.values()
        )

    def _fitting(self, language: str, gender: str) -> list[Voice]:
        """Voices for `language` of `gender`; of any, where none is. Multilingual voices of
        another language serve only where no other does: they may slip out of the language."""
        locale = self.locales.get(language)
        local = [voice for voice in self.voices if voice.locale == locale]
        native = [voice for voice in self.voices if voice.language == language]
        if language in _HOMES:
            at_home = [voice for voice in native if voice.locale == _HOMES[language]]
            native = _of_gender(gender, at_home) or at_home or native
        pool = local or native or [voice for voice in self.voices if voice.speaks(language)]
        return _of_gender(gender, pool) or pool


def _of_gender(gender: str, voices: Sequence[Voice]) -> list[Voice]:
    return [voice for voice in voices if not gender or voice.gender in ("", gender)]


def told_gender(speaker: Speaker, member: Part) -> str:
    """The speaker's gender by the cast's word or a title, whatever voices the speaker has."""
    return _gender(speaker, replace(member, voices={}), ())


def _gender(speaker: Speaker, member: Part, voices: Iterable[Voice]) -> str:
    """The speaker's gender as far as somebody has said it, never guessed from a name."""
    if member.gender:
        return member.gender
    known = {(voice.engine, voice.name): voice.gender for voice in voices}
    for engine, deliveries in member.voices.items():
        for delivery in deliveries.values():
            if gender := known.get((engine, delivery.voice)):
                return gender
    labels = (speaker.id, *speaker.names.values(), *member.aliases)
    genders = genders_told(labels)
    return genders.pop() if len(genders) == 1 else ""
