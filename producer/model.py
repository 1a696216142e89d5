"""The words of the project as frozen values. Imports nothing of the project.

A language is its BCP 47 primary tag in lower case ("zh", "en"). Texts are clean: no control
characters, no line breaks, no white space at either end, never empty (see `clean_text`).
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NARRATOR = "Narrator"
"""Id of the speaker of text that nobody in the conversation says."""

_UNSPEAKABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
"""Controls, lone surrogates, byte order marks and Unicode's noncharacters."""


def clean_text(text: str) -> str:
    """`text` as one clean line: what is no character removed, runs of white space folded to one
    space, none at the ends. Idempotent."""
    return " ".join(_UNSPEAKABLE.sub("", " ".join(text.split())).split())


def is_speakable(text: str) -> bool:
    """Whether a voice can say anything of `text`: it has a letter or a number."""
    return any(map(str.isalnum, text))


def joint(language: str) -> str:
    """What stands between two sentences of `language`."""
    return "" if language in ("zh", "yue", "ja") else " "


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks. `names` holds the name per language where the transcript gives one, `labels`
    all that stand for the speaker there, in any language."""

    id: str
    names: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = field(default=(), compare=False)

    def name(self, language: str) -> str:
        return self.names.get(language, self.id)


_NARRATORS = {
    **{"en": "Narrator", "es": "Narrador", "fr": "Narrateur", "de": "Erzähler", "pt": "Narrador"},
    **{"it": "Narratore", "nl": "Verteller", "sv": "Berättare", "pl": "Narrator", "tr": "Anlatıcı"},
    **{"zh": "旁白", "yue": "旁白", "ja": "ナレーター", "ko": "내레이터", "ar": "الراوي"},
    **{"ru": "Рассказчик", "uk": "Оповідач"},
}
NARRATOR_LABELS = frozenset(name.casefold() for name in _NARRATORS.values())
"""What stands before the narrator's text in a transcript, in lower case."""


def narrator(languages: Iterable[str]) -> Speaker:
    return Speaker(NARRATOR, {la: _NARRATORS[la] for la in languages if la in _NARRATORS})


@dataclass(frozen=True, slots=True)
class Direction:
    """What a passage has for whoever speaks it: silence for `pause_ms`, or from here on a `style`
    such as "excited", to the end of the passage or the next one. It stands before the character
    `offset` of the paragraph with the index `paragraph`, or behind its last."""

    paragraph: int = 0
    offset: int = 0
    pause_ms: int = 0
    style: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch: a passage, as a tuple of paragraphs, in each language it has.

    `number` counts from 1. `heading` is the chapter title that stands before the turn, per
    language. `unconfirmed` names the languages whose passage a machine wrote and no person has
    confirmed. `pair_ends` are the pairs that a person has set: for each language where the sides of
    the pairs end, one after the other, in its paragraphs joined by line breaks; an empty side ends
    where the one before does. `line` is where the turn begins in the file it was read from, `lines`
    where each paragraph of `passages` does; what was not read from a file has none. `directions`
    are those of each passage, in order, and `pause_ms` is silence asked for before the turn.
    """

    number: int
    speaker: str
    passages: Mapping[str, tuple[str, ...]]
    heading: Mapping[str, str] = field(default_factory=dict)
    unconfirmed: frozenset[str] = frozenset()
    pair_ends: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    line: int | None = field(default=None, compare=False)
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False)
    directions: Mapping[str, tuple[Direction, ...]] = field(default_factory=dict)
    pause_ms: int = 0

    def __hash__(self) -> int:
        """What is derived from a turn is remembered for as long as the turn stays as it is."""
        return hash((self.number, self.speaker, frozenset(self.passages.values())))


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences of a turn that mean the same in two languages. `sentences` has their numbers by
    language, from 0 within the turn and language; a side is empty where nothing there means what
    the other says. `confidence` is how likely the pair is right; 1 where a person has set it."""

    sentences: Mapping[str, tuple[int, ...]]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PairedTurn:
    """The sentences of a turn by language, and its pairs, in which each of them is once. `is_set`
    says that a person has paired them."""

    number: int
    sentences: Mapping[str, tuple[str, ...]]
    pairs: tuple[Pair, ...]
    is_set: bool = False

    def __hash__(self) -> int:
        return hash((self.number, frozenset(self.sentences.values())))


@dataclass(frozen=True, slots=True)
class Change:
    """A proposed change: `before` becomes `after`.

    `before` stands exactly once in the paragraph with index `paragraph` of the finding's turn
    and language. Where `paragraph` is None, it is the label of the turn's speaker.
    """

    before: str
    after: str
    paragraph: int | None = None


class FindingKind(StrEnum):
    """What a finding is about, by the stable short name that JSON has."""

    NO_TITLE = "no-title"
    """The file names no title."""

    NO_LABELS = "no-labels"
    """Nobody is named in the whole transcript."""

    NO_LABEL = "no-label"
    """A turn among others names nobody."""

    LABEL_MISMATCH = "label-mismatch"
    """A turn has two people's labels."""

    SAME_SPEAKER = "same-speaker"
    """Several labels are taken for one person's."""

    LABEL = "label"
    """A label is like another, or none."""

    LAYOUT = "layout"
    """Another layout of the languages fits as well."""

    SHIFTED = "shifted"
    """The languages may be shifted against each other."""

    UNPAIRED = "unpaired"
    """Many turns have no counterpart in the other language."""

    LONE_LABEL = "lone-label"
    """A label stands once, and much below it."""

    OUT_OF_STEP = "out-of-step"
    """The languages part, and agree again later."""

    MISSING = "missing"
    """A turn lacks a language."""

    ONE_LANGUAGE = "one-language"
    """Somebody is heard in one language only."""

    UNCONFIRMED = "unconfirmed"
    """A machine translated, and nobody has read it."""

    SWAPPED = "swapped"
    """Text stands in the place of the other language."""

    LENGTH = "length"
    """A pair's lengths are far apart."""

    PARAGRAPHS = "paragraphs"
    """A pair's paragraphs are not as many."""

    OMITTED = "omitted"
    """A sentence stands in one language only."""

    NUMBER = "number"
    """A number stands in one language only."""

    UNIT = "unit"
    """The same number has another unit."""

    TERM = "term"
    """A name or term stands in one language only."""

    SPEECH = "speech"
    """Text that no voice can say."""

    TYPING = "typing"
    """Typing errors, each with its correction."""

    UNSPEAKABLE = "unspeakable"
    """A turn without anything to say."""

    TIME_STAMPS = "time-stamps"
    """Times that are not spoken."""

    STAGE_DIRECTIONS = "stage-directions"
    """Directions that are not spoken."""

    LEFT_OUT = "left-out"
    """Other lines that are not spoken."""

    NO_DISCLOSURE = "no-disclosure"
    """Listeners are not told that voices are synthetic."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the transcript that a producer should know.

    `turn` is the turn's number and `language` the passage's, where it concerns one.
    """

    kind: FindingKind
    message: str
    line: int | None = None
    turn: int | None = None
    language: str | None = None
    change: Change | None = None
    doubtful: bool = False
    """Whether more than one in ten of its like proved wrong on real documents, so that it is shown
    only where all findings are asked for."""


@dataclass(frozen=True, slots=True)
class Script:
    """The conversation understood. `languages` in the order in which the transcript has them,
    `locales` more exactly where it is known ("zh" → "zh-TW").

    `untitled` says that `title` is only the name of the file. `credits` are lines that belong to
    the document but that nobody speaks. `notes` (what the episode is about) and `keywords` are per
    language. `source` is the transcript that a script file was written from, as a path in the
    show's folder.
    """

    title: Mapping[str, str]
    languages: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    turns: tuple[Turn, ...]
    credits: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    source: str = ""
    locales: Mapping[str, str] = field(default_factory=dict)
    untitled: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """The title in `language`, else in the first language that has one."""
        return self.title.get(language) or next(iter(self.title.values()))

    def speaker(self, speaker_id: str) -> Speaker:
        return next(s for s in self.speakers if s.id == speaker_id)


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in an engine's catalogue. `gender` is "female", "male" or "" where unknown."""

    engine: str
    name: str
    locale: str
    gender: str = ""
    multilingual: bool = False
    note: str = ""
    same_as: str = field(default="", compare=False)
    """What this voice and another name of it have in common; "" where it has one name only."""

    @property
    def identity(self) -> str:
        """Equal for two names of the same voice, and for nothing else of an engine."""
        return self.same_as or self.name

    @property
    def language(self) -> str:
        """What the voice is at home in: those of Hong Kong speak Cantonese."""
        return "yue" if self.locale == "zh-HK" else self.locale.split("-")[0].lower()

    def speaks(self, language: str) -> bool:
        """Whether it reads texts in `language`: in Hong Kong, written Chinese is read in
        Cantonese, so casting takes such a voice for Chinese only when asked to."""
        own = self.language
        return self.multilingual or own == language or (own == "yue" and language == "zh")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A voice and how it speaks, as a difference from how it speaks by itself: more is faster,
    higher, louder."""

    voice: str
    rate_percent: int = 0
    pitch_hz: int = 0
    volume_percent: int = 0

    @property
    def pace(self) -> float:
        """How many times as fast as by itself: 1.1 for 10 % faster."""
        return 1 + self.rate_percent / 100


@dataclass(frozen=True, slots=True)
class Take:
    """A sentence as somebody has said it before a microphone: the path of its file, and the
    SHA-256 of that in hexadecimal."""

    file: str = field(compare=False)
    sha256: str


@dataclass(frozen=True, slots=True)
class Phonemes:
    """How the characters from `start` to before `end` of a text sound: `sounds` in an `alphabet`,
    "pinyin" (syllables with the numbers of their tones, "chan2 yu2") or "ipa"."""

    start: int
    end: int
    alphabet: str
    sounds: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a voice says in one language: a sentence, or what one request to an engine speaks.

    `before` and `after` are what it is spoken with, in one request with the `text`, down to the
    spaces between; the clip is cut out of what comes. An engine is asked for `whole` utterances.
    `readings` of the text, in order, are in alphabets that the engine knows. Where there is a
    `take`, that is heard instead, and no engine is asked; either is whole. `style` is how it is
    said ("excited"), for engines that have styles."""

    engine: str
    language: str
    delivery: Delivery
    text: str
    before: str = ""
    after: str = ""
    readings: tuple[Phonemes, ...] = ()
    take: Take | None = None
    style: str = ""

    @property
    def whole(self) -> Utterance:
        """All that one request speaks."""
        return self if self.is_whole else self._saying(self.before + self.text + self.after)

    @property
    def alone(self) -> Utterance:
        """The text spoken by itself."""
        return self if self.is_whole else self._saying(self.text)

    @property
    def is_whole(self) -> bool:
        return not self.before and not self.after

    def _saying(self, text: str) -> Utterance:
        return replace(self, text=text, before="", after="")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word in the audio of a clip: start and end in ms from the first decoded sample."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Marks(Sequence[Mark]):
    """The words of a sentence, kept in a tenth of the room that tuples of `Mark` take: an episode
    has tens of thousands. `times` are start and end of each in ms, one after the other, to which
    `later_ms` is added. Equal to any sequence of the same marks."""

    texts: tuple[str, ...]
    times: array[int]
    later_ms: int = 0

    @classmethod
    def of(cls, marks: Sequence[Mark], later_ms: int = 0) -> Marks:
        """`marks`, and so much later."""
        if isinstance(marks, Marks):
            return cls(marks.texts, marks.times, marks.later_ms + later_ms)
        times = array("i", [ms for mark in marks for ms in (mark.start_ms, mark.end_ms)])
        return cls(tuple(sys.intern(mark.text) for mark in marks), times, later_ms)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> Mark: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Mark, ...]: ...
    def __getitem__(self, place: int | slice) -> Mark | tuple[Mark, ...]:
        if isinstance(place, slice):
            return tuple(self[i] for i in range(len(self))[place])
        i = range(len(self))[place]
        start_ms, end_ms = self.times[2 * i], self.times[2 * i + 1]
        return Mark(start_ms + self.later_ms, end_ms + self.later_ms, self.texts[i])

    def __iter__(self) -> Iterator[Mark]:
        # Also without it, but three times as slow.
        later_ms, times = self.later_ms, iter(self.times)
        for text, start_ms, end_ms in zip(self.texts, times, times, strict=True):
            yield Mark(start_ms + later_ms, end_ms + later_ms, text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _marks, (self.texts, self.times.tobytes(), self.later_ms)


def _marks(texts: tuple[str, ...], times: bytes, later_ms: int) -> Marks:
    return Marks(tuple(map(sys.intern, texts)), array("i", times), later_ms)


@dataclass(frozen=True, slots=True)
class Clip:
    """The audio of an utterance as the engine gave it (MP3 or WAV bytes), with its word marks
    in the order of time; engines without marks give none."""

    audio: bytes
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """When a sentence sounds, in ms from the start of its segment as players decode it.
    `estimated` says that the times of its words are."""

    start_ms: int
    end_ms: int
    words: Sequence[Mark]
    estimated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A sentence, or several with music under them, as MP3 frames of `size` bytes in all, which
    stay in the store under `key`.

    `lead_ms` and `tail_ms` are the silence before the first and after the last sound. `levels`
    is the momentary loudness in LUFS every 100 ms, shape (n,). `limited_db` is the most that
    the limiter took from a peak.
    """

    key: str
    frames: int
    size: int
    lead_ms: int
    tail_ms: int
    sentences: tuple[Timing, ...]
    levels: NDArray[np.float32]
    true_peak_dbtp: float
    limited_db: float


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence on an edition's timeline. `turn` is 0 for what stands outside the turns.
    `text` is as written, and so are `words` where the engine's marks can be led back to it;
    their times may be `estimated`. `sentence` is its number in its passage, from 0."""

    turn: int
    language: str
    speaker: str
    start_ms: int
    end_ms: int
    text: str
    words: Sequence[Mark] = ()
    estimated: bool = False
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class PairCues:
    """A pair as it is heard in one language. `partners` are its sentences in the other one, which
    share the time of what is `heard`; there are none where nothing there means the same."""

    heard: tuple[Cue, ...]
    partners: tuple[Cue, ...] = ()

    @property
    def start_ms(self) -> int:
        return self.heard[0].start_ms


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the timeline with a title in the edition's language or languages."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What sounds when in an edition. All times in ms from the first decoded sample. `title` is the
    edition's own, by language, if it has one. `pairs` have all `cues` with what means the same;
    there are none where the script has one language."""

    edition: str
    languages: tuple[str, ...]
    duration_ms: int
    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[PairCues, ...] = ()

    @property
    def partners(self) -> tuple[Cue, ...]:
        """What means the same as what sounds, in the language that does not, and then."""
        return tuple(cue for pair in self.pairs for cue in pair.partners)

    @property
    def unheard(self) -> tuple[str, ...]:
        """The languages that never sound in it, though they have partners of what does."""
        shown = dict.fromkeys(cue.language for pair in self.pairs for cue in pair.partners)
        return tuple(language for language in shown if language not in self.languages)
