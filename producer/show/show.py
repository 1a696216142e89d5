"""show.toml → Show: the settings of the series, all with defaults.

Every problem in the file is reported at once, with the nearest name that exists.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from pydantic import BaseModel, ValidationError

from producer.errors import InputError
from producer.show.problems import MOST_TOLD, in_words, refusal, settings_text
from producer.show.settings import Settings
from producer.show.toml import line_of, parse_toml
from producer.store import Store

COVER = "cover.jpg"
"""The show's cover as it is published, beside the feeds."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Show:
    """A show's folder and settings. All other places follow from the folder."""

    folder: Path
    settings: Settings = field(default_factory=Settings)
    file: Path | None = None

    @property
    def cast_file(self) -> Path:
        return self.folder / "voices" / "cast.toml"

    @property
    def lexicon_file(self) -> Path:
        return self.folder / "voices" / "lexicon.toml"

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
    def recordings(self) -> Path:
        """What people have said in person, a folder for each recording."""
        return self.folder / "recordings"

    @property
    def store(self) -> Path:
        return self.folder / ".producer"

    @property
    def shared_store(self) -> str:
        """The address of the place that shares the store's entries; a folder's path is absolute,
        for other processes. "" for none."""
        place = self.settings.store
        return place if not place or "://" in place else str(self.folder.absolute() / place)

    def open_store(self) -> Store:
        """The store, with its own account of what is used: an episode has one, `Plan.store`."""
        return Store(self.store, self.shared_store)

    def line_of(self, *keys: str) -> int | None:
        """The line of show.toml with the last of `keys` or the value that stands there, each
        sought from the one before it on."""
        text = self.file and settings_text(self.file)
        return line_of(text, keys) if text else None


def load(file: Path | None = None) -> Show:
    """The show of `file`, or that of the current folder, where show.toml may be missing.

    Raises `InputError` with all problems of the file.
    """
    if file is None:
        file = Path("show.toml")
        if not file.exists() and not file.is_symlink():
            return Show(Path())
    with suppress(OSError):
        if file.is_dir():
            file = file / "show.toml"
    settings = validate(Settings, read_toml(file), file)
    return Show(file.parent, settings, file)


def read_toml(file: Path) -> dict[str, Any]:
    """The content of a TOML file that a person wrote; raises `InputError`."""
    content = settings_text(file)
    if content is None:
        raise InputError("there is no such file", path=file)
    values = parse_toml(content, file)
    for name, text in _texts(values, ""):
        if control := _CONTROL.search(text):
            code = f"U+{ord(control[0]):04X}"
            raise InputError(f"{name}: there is a control character ({code})", path=file)
    return values


def _texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    """All texts in `value` with the names of their settings."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{name}.{key}" if name else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


def validate(model: type[_Model], values: Mapping[str, Any], file: Path, at: str = "") -> _Model:
    """`values`, which stand in `file`, as `model`; raises one `InputError` that names every
    problem below `at`."""
    try:
        return model.model_validate(dict(values), context={"folder": file.parent})
    except ValidationError as error:
        above = [*filter(None, at.split("."))]
        problems = [
            ([*above, *map(str, e["loc"])], _problem(model, [*above, *map(str, e["loc"])], at, e))
            for e in error.errors(include_url=False)[:MOST_TOLD]
        ]
        raise refusal(file, problems, error.error_count()) from error


def _problem(model: type[BaseModel], where: list[str], at: str, error: Mapping[str, Any]) -> str:
    name = ".".join(where)
    if error["type"] not in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{name}: {in_words(error)}"
    inner = where[len(list(filter(None, at.split(".")))) : -1]
    return f"there is no setting '{name}'{nearest(where[-1], setting_names(model, inner))}"


def setting_names(section: type[Any], path: Iterable[str] = ()) -> list[str]:
    """The names of the settings in a section, which is a model or a dataclass like `Sound`, or in
    the one inside of it that `path` leads to; none where that is no section."""
    kinds = _kinds(section)
    for step in path:
        kind = kinds.get(step)
        kinds = next(filter(None, map(_kinds, get_args(kind) or (kind,))), {})
    return list(kinds)


def _kinds(section: Any) -> dict[str, Any]:
    """What each setting of a section may be, by its name; nothing for what is no section."""
    if is_dataclass(section):
        return {name: kind for name, kind in get_type_hints(section).items() if name[0] != "_"}
    if isinstance(section, type) and issubclass(section, BaseModel):
        return {name: info.annotation for name, info in section.model_fields.items()}
    return {}


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name most like `name`, for the end of a message; maybe empty."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" (did you mean '{close[0]}'?)" if close else ""
