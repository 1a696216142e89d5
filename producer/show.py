"""show.toml → Show: the settings of the series, all with defaults.

Every problem in the file is reported at once, with the nearest name that exists.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from producer.errors import InputError
from producer.timing import FrameFormat

_LARGEST_BYTES = 1_000_000
_Model = TypeVar("_Model", bound=BaseModel)

Text = dict[str, str]
"""One text per language."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Pauses(_Section):
    """Silence between what is spoken, in ms from the last sound to the next."""

    sentence_ms: Annotated[int, Field(ge=150, le=10_000)] = 350
    paragraph_ms: Annotated[int, Field(ge=150, le=10_000)] = 600
    language_ms: Annotated[int, Field(ge=150, le=10_000)] = 700
    turn_ms: Annotated[int, Field(ge=150, le=10_000)] = 1_000


class Sound(_Section):
    """How loud and how encoded. Loudness is measured as mono."""

    target_lufs: Annotated[float, Field(ge=-31, le=-9)] = -16.0
    ceiling_dbtp: Annotated[float, Field(ge=-9, le=-0.1)] = -1.0
    rate_hz: Literal[44_100, 48_000] = 48_000
    bitrate_kbps: Literal[64, 96, 128] = 96

    @property
    def form(self) -> FrameFormat:
        return FrameFormat(self.rate_hz, self.bitrate_kbps)


class Disclosure(_Section):
    """What listeners are told about the voices, in the tags and, unless `spoken` is off, in
    each language of an edition before it begins."""

    spoken: bool = True
    text: Text = {
        "zh": "本节目中的声音由计算机合成。",
        "en": "The voices in this programme are computer-generated.",
    }


class Feed(_Section):
    """What feeds say of the series, and the web address below which output/ is published.

    Texts may be given per language or edition. `locales` is the language tag of a feed where
    the language alone is not enough. `guids` is each edition's podcast:guid: assigned once and
    kept when the feed moves, it comes from the feed's first address.
    """

    base_url: str = ""
    link: str = ""
    description: Text | str = ""
    category: str = ""
    subcategory: str = ""
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    email: str = ""
    copyright: str = ""
    locked: bool = True
    locales: Text = {"zh": "zh-cn"}
    guids: dict[str, UUID] = {}

    @field_validator("base_url", "link")
    @classmethod
    def _ascii_address(cls, url: str) -> str:
        """The address in ASCII, which is all that some directories take."""
        if not url:
            return url
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("a web address is needed, such as https://example.org/podcast")
        if parts.username or parts.password:
            raise ValueError("an address that everybody reads must not hold a password")
        host = parts.netloc.encode("idna").decode("ascii").lower()
        path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=")
        return urlunsplit((parts.scheme, host, path, quote(parts.query, safe="/%:@!$&=+,;?"), ""))

    @field_validator("base_url")
    @classmethod
    def _without_query(cls, url: str) -> str:
        if "?" in url:
            raise ValueError("files are to be found below it, so it cannot have a query ('?')")
        return url


class Settings(_Section):
    """The whole of show.toml."""

    title: Text | str = "Untitled show"
    author: str = ""
    engine: str = "auto"
    editions: tuple[str, ...] = ("zh-en",)
    missing: Literal["keep", "skip", "fail"] = "keep"
    pauses: Pauses = Pauses()
    sound: Sound = Sound()
    disclosure: Disclosure = Disclosure()
    cover: Path | None = None
    feed: Feed = Feed()
    engines: dict[str, dict[str, Any]] = {}

    @field_validator("editions")
    @classmethod
    def _editions(cls, editions: tuple[str, ...]) -> tuple[str, ...]:
        if not editions:
            raise ValueError("at least one edition is needed, such as zh-en")
        return editions

    def title_in(self, language: str) -> str:
        if isinstance(self.title, str):
            return self.title
        return self.title.get(language) or next(iter(self.title.values()), "")


@dataclass(frozen=True, slots=True)
class Show:
    """A show's folder and settings. All other places follow from the folder."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    file: Path | None = None

    @property
    def cast_file(self) -> Path:
        return self.folder / "voices" / "cast.toml"

    def catalogue_file(self, engine: str) -> Path:
        """Where a refreshed list of the engine's voices is kept."""
        return self.folder / "voices" / f"{engine}.json"

    @property
    def cover_file(self) -> Path | None:
        """The picture that `cover` names, from the show's folder on."""
        return self.folder / self.settings.cover if self.settings.cover else None

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def store(self) -> Path:
        return self.folder / ".producer"


def load(file: Path | None = None) -> Show:
    """The show of `file`, or that of the current folder, where show.toml may be missing.

    Raises `InputError` with all problems of the file.
    """
    if file is None:
        file = Path("show.toml")
        if not file.exists():
            return Show(Path())
    if file.is_dir():
        file = file / "show.toml"
    settings = validate(Settings, read_toml(file), file)
    return Show(file.parent, settings, file)


def read_toml(file: Path) -> dict[str, Any]:
    """The content of a TOML file that a person wrote; raises `InputError`."""
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise InputError("the file is too large for settings", path=file)
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError("there is no such file", path=file) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"it cannot be read ({error})", path=file) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"it is not valid TOML: {error}", path=file) from error


def validate(model: type[_Model], values: Mapping[str, Any], file: Path, at: str = "") -> _Model:
    """`values` as `model`; raises one `InputError` that names every problem below `at`."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        problems = [
            _problem(
                model, [*filter(None, at.split(".")), *map(str, e["loc"])], at, e["msg"], e["type"]
            )
            for e in error.errors(include_url=False)
        ]
        raise InputError("; ".join(problems), path=file) from error


def _problem(model: type[BaseModel], where: list[str], at: str, message: str, kind: str) -> str:
    name = ".".join(where)
    if kind != "extra_forbidden":
        return f"{name}: {message[0].lower()}{message[1:]}"
    inner = where[len(list(filter(None, at.split(".")))) : -1]
    return f"there is no setting '{name}'{nearest(where[-1], _fields(model, inner))}"


def _fields(model: type[BaseModel], path: Iterable[str]) -> Iterable[str]:
    for part in path:
        info = model.model_fields.get(part)
        if info is None or not (
            isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)
        ):
            return ()
        model = info.annotation
    return model.model_fields


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name most like `name`, for the end of a message; maybe empty."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{close[0]}'?)" if close else ""
