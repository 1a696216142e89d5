"""The sections and settings of show.toml, all with defaults, as models that check them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
)

from producer.addresses import public_address, server_address
from producer.buckets import parsed
from producer.errors import UsageError
from producer.languages import DEFAULT, parse_languages
from producer.show.pauses import Pauses
from producer.show.sound import Sound
from producer.wordings import WORDINGS

Text = dict[str, str]
"""One text per language."""


def _one_or_each(value: object) -> object:
    each = value.values() if isinstance(value, dict) else (value,)
    if not all(isinstance(text, str) for text in each):
        raise ValueError('it is to be a text, or one per language: {zh = "…", en = "…"}')
    return value


AnyText = Annotated[Text | str, BeforeValidator(_one_or_each)]
"""One text per language, or one for all."""


def _inside(file: Path) -> Path:
    if file.anchor or ".." in file.parts or file == Path():
        raise ValueError("it is to be a file in the show's folder: copy it there, or link it")
    return file


OwnFile = Annotated[Path, AfterValidator(_inside)]
"""A file in the show's folder, named from there on."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _percent(rate: object) -> object:
    """ "-15%" → -15"""
    if isinstance(rate, str) and (match := re.fullmatch(r"([+-]?\d{1,3})\s*%", rate.strip())):
        return int(match[1])
    return rate


Rate = Annotated[int, BeforeValidator(_percent), Field(ge=-50, le=100)]
"""How much faster than usual, in percent: a text such as "-15%", or a number."""


class EditionSettings(_Section):
    """An edition of the show's own. `order` has the languages in which each turn, paragraph or pair
    of sentences is heard, `rate` how fast by language: one rate for each time, the last for all
    more. `repeat_gap` is the silence to say a sentence oneself, times its length. Pairs that take
    less than `join_ms` are joined with the next. `title` follows the episode's."""

    order: tuple[str, ...] = ()
    by: Literal["turn", "paragraph", "pair"] | None = None
    rate: dict[str, tuple[Rate, ...]] = {}
    repeat_gap: Annotated[float, Field(ge=0, le=5)] = 0.0
    join_ms: Annotated[int, Field(ge=0, le=60_000)] = 2_000
    title: AnyText = ""


class Piece(_Section):
    """Music of the producer's: a file of any format, from the show's folder. Its loudness is
    `level_db` above or below that of speech; no more than `longest_ms` of it is played."""

    file: OwnFile
    level_db: Annotated[float, Field(ge=-40, le=6)] = -4.0
    longest_ms: Annotated[int, Field(ge=100, le=600_000)] = 60_000
    fade_in_ms: Annotated[int, Field(ge=0, le=60_000)] = 20
    fade_out_ms: Annotated[int, Field(ge=0, le=60_000)] = 1_500


class Sting(Piece):
    """A short sound between turns, or between the languages of a turn."""

    between: Literal["turns", "languages"] = "turns"
    level_db: Annotated[float, Field(ge=-40, le=6)] = -8.0
    longest_ms: Annotated[int, Field(ge=100, le=10_000)] = 3_000
    fade_out_ms: Annotated[int, Field(ge=0, le=10_000)] = 200


class Bed(Piece):
    """Music under the first passages, up to the first turn, and under the last passage. It
    sounds alone for `before_ms` and `after_ms` and goes down by `duck_db` under speech."""

    level_db: Annotated[float, Field(ge=-40, le=6)] = -8.0
    longest_ms: Annotated[int, Field(ge=1_000, le=600_000)] = 300_000
    fade_in_ms: Annotated[int, Field(ge=0, le=60_000)] = 500
    fade_out_ms: Annotated[int, Field(ge=0, le=60_000)] = 2_500
    before_ms: Annotated[int, Field(ge=0, le=60_000)] = 3_000
    after_ms: Annotated[int, Field(ge=0, le=60_000)] = 4_000
    duck_db: Annotated[float, Field(ge=0, le=40)] = 12.0
    attack_ms: Annotated[int, Field(ge=0, le=5_000)] = 300
    release_ms: Annotated[int, Field(ge=0, le=10_000)] = 800


class Music(_Section):
    """All optional."""

    intro: Piece | None = None
    outro: Piece | None = None
    sting: Sting | None = None
    bed: Bed | None = None


_DISCLOSURE = {tag: wording.disclosure for tag, wording in WORDINGS.items()}


class Speaking(_Section):
    """How much is asked of a voice at once, where it can be told apart again afterwards (engine
    edge). A short sentence, of up to three words or four Chinese characters, loses its melody, and
    at times its language, when it stands alone: with "neighbour" it is spoken with the sentence
    behind or before it, with "sentence" nevertheless alone, and with "paragraph" each paragraph
    is spoken as a whole. `paragraph_voices` are asked for paragraphs whatever `together` says.
    """

    together: Literal["neighbour", "sentence", "paragraph"] = "neighbour"
    paragraph_voices: tuple[str, ...] = ()


class Disclosure(_Section):
    """What listeners are told about the voices, in the tags and, unless `spoken` is off, in
    each language of an edition before it begins; with `at_end` once more when it is over. `text`
    is by language or locale: what it does not name keeps its default, where there is one, and an
    empty one is left out. `provider` is the name or code of whoever answers for the synthesis, as
    the mark in the MP3 gives it; the show's author, unless it is set."""

    spoken: bool = True
    at_end: bool = False
    provider: str = ""
    text: Text = _DISCLOSURE

    @field_validator("text")
    @classmethod
    def _with_defaults(cls, text: Text) -> Text:
        """Defaults for what is not named: "zh" is for "zh-TW" too."""
        unnamed = {tag: t for tag, t in _DISCLOSURE.items() if tag.partition("-")[0] not in text}
        return unnamed | text

    def told(self, language: str, locale: str = "") -> str:
        """The text in `language`, and "" where nothing is to be told, or nothing known."""
        return self.text.get(locale, self.text.get(language, ""))


class Feed(_Section):
    """What feeds say of the series, and the web address below which output/ is published. As long
    as `new_base_url` is set, feeds tell apps that they have moved there.

    Texts may be given per language or edition. `locales` is the language tag of a feed where
    that of its episodes will not do. `guids` is each edition's podcast:guid: assigned once and
    kept when the feed moves, it comes from the feed's first address.
    """

    base_url: str = ""
    new_base_url: str = ""
    link: str = ""
    description: AnyText = ""
    category: str = ""
    subcategory: str = ""
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    email: str = ""
    copyright: str = ""
    locked: bool = True
    locales: Text = {}
    guids: dict[str, UUID] = {}
    hubs: tuple[str, ...] = ()
    podping: str = ""

    @field_validator("hubs")
    @classmethod
    def _hub_addresses(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(public_address, urls))

    @field_validator("podping")
    @classmethod
    def _podping_address(cls, url: str) -> str:
        return server_address(url) if url else url

    @field_validator("base_url", "new_base_url", "link")
    @classmethod
    def _ascii_address(cls, url: str) -> str:
        return public_address(url) if url else url

    @field_validator("base_url", "new_base_url")
    @classmethod
    def _without_query(cls, url: str) -> str:
        if "?" in url:
            raise ValueError("files are to be found below it, so it cannot have a query ('?')")
        return url


class Translate(_Section):
    """The server that translates what is missing: any with OpenAI's chat interface. `url` goes
    up to what precedes "/chat/completions". The key is better placed in the environment, since
    show.toml is often shared. `timeout_s` is for one passage."""

    url: str = ""
    model: str = ""
    key: SecretStr = SecretStr("")
    attempts: Annotated[int, Field(ge=1, le=20)] = 4
    timeout_s: Annotated[float, Field(gt=0, le=3_600)] = 120.0

    @field_validator("url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        return server_address(url) if url else url


class Original(_Section):
    """What people have said in person (`producer align`), softly under its translation: `under` is
    how many dB below it, such as −18; unset for silence. Heard in editions that do not have the
    original language itself."""

    under: Annotated[float, Field(ge=-40, le=0)] | None = None


def shared_place(address: str) -> str:
    """The address of a folder or bucket, as `Settings.store` has it; raises `ValueError`."""
    if not address:
        return address
    try:
        scheme, place = parsed(address)
    except UsageError as error:
        raise ValueError(str(error)) from error
    return str(Path(place).expanduser()) if scheme == "file" else address


class Listen(_Section):
    """Whether `make` listens to what it has spoken, with one of the models `whisper-…`. A sentence
    that is wrong is spoken again up to `takes` times. With `required`, no feed is written with an
    episode that has a wrong sentence, or that nobody has listened to. `listen = true` stands for
    `always`.
    """

    always: bool = False
    model: str = "whisper-base"
    takes: Annotated[int, Field(ge=0, le=10)] = 2
    required: bool = False


def _listen(value: object) -> object:
    return {"always": value} if isinstance(value, bool) else value


class Settings(_Section):
    """The whole of show.toml."""

    title: AnyText = "Untitled show"
    author: str = ""
    engine: str = "auto"
    languages: tuple[str, ...] = DEFAULT
    """Of transcripts that declare no others: two tags, such as es and en, or zh-TW and en-GB, whose
    regions say which voices to prefer."""
    editions: tuple[str, ...] = ()
    """None stands for one that has the languages in their order."""
    missing: Literal["keep", "skip", "fail"] = "keep"
    edition: dict[str, EditionSettings] = {}
    """Editions of the show's own, by their names."""
    pauses: Pauses = Pauses()
    speaking: Speaking = Speaking()
    sound: Sound = Sound()
    music: Music = Music()
    disclosure: Disclosure = Disclosure()
    cover: OwnFile | None = None
    feed: Feed = Feed()
    translate: Translate = Translate()
    original: Original = Original()
    listen: Annotated[Listen, BeforeValidator(_listen)] = Listen()
    store: str = ""
    """A folder, from the show's on, or bucket that shares clips and segments with other machines;
    "" for none."""
    engines: dict[str, dict[str, Any]] = {}

    @field_validator("languages")
    @classmethod
    def _languages(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        return parse_languages(languages)

    @field_validator("editions")
    @classmethod
    def _editions(cls, editions: tuple[str, ...]) -> tuple[str, ...]:
        if not editions:
            raise ValueError("at least one edition is needed, such as zh-en")
        return editions

    @field_validator("edition")
    @classmethod
    def _edition_names(cls, edition: dict[str, EditionSettings]) -> dict[str, EditionSettings]:
        for name in edition:
            if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", name):
                raise ValueError(
                    f"'{name}' is to be made of a–z, 0–9 and '-': it is part of files' names"
                )
        return edition

    @field_validator("store")
    @classmethod
    def _place(cls, store: str) -> str:
        return shared_place(store)

    def title_in(self, language: str) -> str:
        if isinstance(self.title, str):
            return self.title
        return self.title.get(language) or next(iter(self.title.values()), "")
