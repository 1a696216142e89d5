"""The transcripts of a show, and one of them opened for review."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from producer import casting, lexicon, transcript
from producer.engines import engine_names
from producer.engines.base import Engine
from producer.errors import EngineUnavailable, InputError, ProducerError, UsageError
from producer.model import Delivery, Script
from producer.plan.engine_choice import ask, chosen_name, make_engine
from producer.plan.outline import cast_needs, outline, read_script
from producer.plan.plan import Plan, plan, plan_with
from producer.plan.request import Request
from producer.plan.scripts import SCRIPT_SUFFIX, edited_script, script_beside, source_in
from producer.plan.slug import source_of
from producer.plan.status import transcripts
from producer.review.editing.file_history import History, digest, require_unchanged
from producer.review.editing.text import ScriptEdit
from producer.show import show
from producer.show.show import Show
from producer.store import write_atomically
from producer.transcript import is_script_file
from producer.transcript.readers.decoding import decode, load
from producer.transcript.script import script_file
from producer.transcript.script.revision import revised

_REMEMBERED_S = 60.0
"""So long an engine's answer to whether it can speak is taken for true."""

SeenDigests = Mapping[str, str]
"""The digests of an episode's files as a page showed them: "script", "transcript", "cast",
"lexicon", "settings"."""


class NotFound(ProducerError):
    """What a browser asks for is not there."""


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What `producer review` was told for all episodes; None leaves it to show.toml."""

    engine: str | None = None
    editions: tuple[str, ...] | None = None
    output: Path | None = None
    languages: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A transcript and the script file that edits go to, which need not be there yet. One that
    was written by hand is its own transcript."""

    transcript: Path
    script: Path

    @property
    def id(self) -> str:
        """What a browser calls it: no path comes from there."""
        return hashlib.sha256(str(self.transcript.resolve()).encode(errors="replace")).hexdigest()[
            :16
        ]

    @property
    def file(self) -> Path:
        """What is read."""
        return self.script if self.script.exists() else self.transcript


@dataclass(frozen=True, slots=True)
class OpenedItem:
    """An item as its files are now. `plan` is None where there is a `problem`; `notes` is what
    else a producer should know."""

    item: ReviewItem
    show: Show
    seen: SeenDigests
    script: Script
    plan: Plan | None
    problem: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _NoteCollector:
    """Progress of which only the notes matter."""

    messages: list[str] = field(default_factory=list)

    def start(self, stage: str, total: int) -> None: ...

    def advance(self, stage: str, doing: str = "") -> None: ...

    def note(self, message: str) -> None:
        self.messages.append(message)


class Workspace:
    """All that is under review: the transcripts in the show's seeds/, and `files` besides."""

    def __init__(
        self,
        show_file: Path | None,
        files: Iterable[Path] = (),
        options: ReviewOptions | None = None,
    ) -> None:
        self._show_file = show_file
        self._files = tuple(files)
        self.options = options or ReviewOptions()
        self._asked: dict[str, tuple[float, EngineUnavailable | None]] = {}
        self._read: dict[Path, tuple[str, Script]] = {}
        self._opened: dict[str, OpenedItem] = {}
        self._writing = threading.Lock()

    @property
    def show(self) -> Show:
        """The show as its settings are now."""
        return show.load(self._show_file)

    @property
    def seeds(self) -> Path:
        """Where transcripts are put."""
        return self.show.folder / "seeds"

    def output(self, show: Show) -> Path:
        return self.options.output or show.output

    def history(self) -> History:
        return History(self.show.open_store())

    def items(self) -> dict[str, ReviewItem]:
        """All items by id, those asked for first."""
        show = self.show
        written = sorted(show.folder.glob(f"*{SCRIPT_SUFFIX}"))
        files = list(dict.fromkeys([*self._files, *transcripts(self.seeds, show), *written]))
        scripts = [file for file in files if _is_script(file)]
        sources = {file: source for file in scripts if (source := source_in(file, show))}
        items: dict[str, ReviewItem] = {}
        for file in files:
            if file in scripts:
                item = ReviewItem(sources.get(file, file), file)
            else:
                own = (f for f, source in sources.items() if source.resolve() == file.resolve())
                item = ReviewItem(file, next(own, None) or self._script_of(file, show))
            items.setdefault(item.id, item)
        return items

    def _script_of(self, transcript: Path, show: Show) -> Path:
        """The script that the transcript's episode is made from, or will be."""
        with suppress(InputError):
            if script := edited_script(transcript, show, self.output(show)):
                return script
        return script_beside(transcript)

    def item(self, item_id: str) -> ReviewItem:
        """Raises `Missing` where there is none."""
        try:
            return self.items()[item_id]
        except KeyError:
            raise NotFound(
                "there is no such transcript", advice="It may have been removed: see the list"
            ) from None

    def paths(self, item: ReviewItem) -> dict[str, Path]:
        """The files that edits of `item` may change, by what they are."""
        show = self.show
        return {"script": item.script, "cast": show.cast_file, "lexicon": show.lexicon_file}

    def seen(self, item: ReviewItem) -> dict[str, str]:
        settings = self._show_file or self.show.folder / "show.toml"
        files = {**self.paths(item), "transcript": item.transcript, "settings": settings}
        return {name: digest(path) for name, path in files.items()}

    def script(self, file: Path) -> Script:
        """The script in `file`, read again only when it has changed. Raises `InputError`."""
        show = self.show
        key = f"{digest(file)} {digest(show.cast_file)} {show.settings.languages}"
        known, script = self._read.get(file, ("", None))
        if script is None or known != key:
            script = self._read_anew(file, show)
            self._read[file] = (key, script)
        return script

    def _read_anew(self, file: Path, show: Show) -> Script:
        languages = self.options.languages
        try:
            return read_script(file, show, languages=languages)
        except InputError as error:
            if error.path != show.cast_file or not file.name.endswith(SCRIPT_SUFFIX):
                raise
            # Of a script file the cast does not say who is who: it is shown though that is broken.
            return transcript.read(file, languages or show.settings.languages)

    def open(self, item: ReviewItem) -> OpenedItem:
        """`item` as it is now. Raises `InputError` where the script cannot be read."""
        # First the digests: what changes from here on is noticed when something is edited.
        seen = self.seen(item)
        show = self.show
        notes = _NoteCollector()
        # Only for looking and listening; `make` refuses what is missing or unconfirmed.
        lenient = "keep" if show.settings.missing == "fail" else None
        request = replace(self.request(item, show), unconfirmed=True, missing=lenient)
        episode_plan, problem = None, ""
        try:
            episode_plan = plan(request, notes, self._ask)
        except EngineUnavailable as error:
            problem = str(error)
            episode_plan = self._unasked(request, notes)
        except ProducerError as error:
            problem = str(error)
        script = episode_plan.script if episode_plan else self.script(item.file)
        noted = tuple(dict.fromkeys(notes.messages))
        opened = OpenedItem(item, show, seen, script, episode_plan, problem, noted)
        self._opened[item.id] = opened
        return opened

    def recent(self, item: ReviewItem) -> OpenedItem:
        """`item` as it was last opened, if its files are still the same: what is in the store or
        in output/ may have changed since."""
        opened = self._opened.get(item.id)
        return opened if opened and opened.seen == self.seen(item) else self.open(item)

    def request(self, item: ReviewItem, show: Show) -> Request:
        """What making the item's episode asks for."""
        options = self.options
        return Request(
            transcript=item.file,
            show=show,
            engine=options.engine,
            editions=options.editions,
            output=options.output,
            languages=options.languages,
        )

    def edit_script(
        self, item: ReviewItem, seen: SeenDigests, edit: ScriptEdit, description: str
    ) -> None:
        """Write the script file with `edit` done. Raises `ChangedMeanwhile`, and `InputError` or
        `UsageError` for an edit that cannot be."""
        with (
            self._writing,
            self.history().editing(item.script, seen.get("script", ""), description),
        ):
            if not item.script.exists():
                require_unchanged(item.transcript, seen.get("transcript", ""))
            before = self.script(item.file)
            source = before.source
            if not source and item.transcript != item.script:
                source = source_of(item.transcript, self.show.folder)
            after = replace(edit(before), source=source)
            if item.script.exists():
                text = revised(decode(load(item.script), item.script), after, item.script)
            else:
                text = script_file.dump(after)
                script_file.parse(text, item.script)
            write_atomically(item.script, text.encode())

    def set_voice(
        self,
        item: ReviewItem,
        seen: SeenDigests,
        speaker: str,
        language: str,
        delivery: Delivery,
        description: str,
    ) -> None:
        """Write into the cast file who is heard how. Raises `ChangedMeanwhile`, `InputError`, and
        `UsageError` for a voice that does not speak the language."""
        opened = self.recent(item)
        if opened.plan is None:
            raise InputError(opened.problem)
        show, engine = opened.show, opened.plan.engine
        people, needs = cast_needs(opened.script, show.settings)
        if language not in needs.get(speaker, ()):
            raise UsageError(f"'{speaker}' says nothing in '{language}'")
        if not any(v.name == delivery.voice and v.speaks(language) for v in engine.voices()):
            raise UsageError(f"{engine.name} has no voice '{delivery.voice}' for '{language}'")
        with (
            self._writing,
            self.history().editing(show.cast_file, seen.get("cast", ""), description),
        ):
            loaded = casting.load(show.cast_file, engines=engine_names(), voices=engine.voices())
            # With what the plan chose for the others: nobody's voice is to jump about.
            cast = opened.plan.cast
            name = cast.names(people)[speaker]
            voices = cast.part_of(name, next(s for s in people if s.id == speaker))
            voices = voices.with_delivery(engine.name, language, delivery)
            casting.save(show.cast_file, cast.with_part(name, voices), loaded)

    def add_term(
        self, seen: SeenDigests, language: str, term: str, spoken: str, *, case: bool | None = None
    ) -> None:
        """Write into the lexicon how a term is spoken. Raises `ChangedMeanwhile`, `InputError`."""
        file = self.show.lexicon_file
        description = f"how “{term}” is spoken"
        with self._writing, self.history().editing(file, seen.get("lexicon", ""), description):
            lexicon.add(file, language, term, spoken, case=case)

    def undo(self, item: ReviewItem) -> str:
        """Undo the last edit of the item's files; says what was undone."""
        with self._writing:
            undone = self.history().undo(self.paths(item).values())
        if undone is None:
            raise UsageError("there is nothing to undo")
        return undone.description

    def redo(self, item: ReviewItem) -> str:
        """Do again what was undone last; says what that is."""
        with self._writing:
            redone = self.history().redo(self.paths(item).values())
        if redone is None:
            raise UsageError("there is nothing to redo")
        return redone.description

    def forget_engines(self) -> None:
        """Ask engines anew whether they answer."""
        self._asked.clear()

    def _ask(self, engine: Engine) -> None:
        when, refusal = self._asked.get(engine.name, (float("-inf"), None))
        if time.monotonic() - when > _REMEMBERED_S:
            try:
                ask(engine)
                refusal = None
            except EngineUnavailable as error:
                refusal = error
            self._asked[engine.name] = (time.monotonic(), refusal)
        if refusal is not None:
            raise refusal

    def _unasked(self, request: Request, notes: _NoteCollector) -> Plan | None:
        """The plan with an engine that does not answer now: what is spoken can be heard."""
        try:
            engine = make_engine(chosen_name(request.engine, request.show), request.show)
            return plan_with(engine, outline(request, notes))
        except ProducerError:
            return None


def _is_script(file: Path) -> bool:
    try:
        return is_script_file(file)
    except InputError:
        return False
