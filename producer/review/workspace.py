"""The transcripts of a show, and one of them opened for review."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from producer import casting, lexicon
from producer.engines import engine_names
from producer.engines.base import Engine
from producer.errors import EngineUnavailable, InputError, ProducerError, UsageError
from producer.model import Delivery, Script
from producer.plan.confirmation import confirm_cast, sheet_for
from producer.plan.engine_choice import ask, chosen_name, make_engine
from producer.plan.outline import cast_needs, outline, read_script
from producer.plan.plan import Plan, plan, plan_with
from producer.plan.request import Request
from producer.plan.scripts import SCRIPT_SUFFIX, edited_script, script_beside, source_in
from producer.plan.slug import source_of
from producer.plan.status import transcripts
from producer.proposals.confirmed import confirmed
from producer.proposals.items import with_texts
from producer.review.editing.directions import edited
from producer.review.editing.file_history import History, digest, require_unchanged
from producer.review.editing.passage_edits import ScriptEdit
from producer.review.editing.recheck import rechecked
from producer.review.review_items import (
    NotFound,
    OpenedItem,
    ReviewItem,
    ReviewOptions,
    SeenDigests,
)
from producer.review.view_models import ShownItem
from producer.show import show
from producer.show.show import Show
from producer.store import write_atomically
from producer.transcript import reading
from producer.transcript.readers.decoding import decode, load
from producer.transcript.script import script_file
from producer.transcript.script.detection import is_script_file
from producer.transcript.script.revision import revised

_REMEMBERED_ITEMS_S = 2.0
"""So long the transcripts of the show are not looked for again: a page asks several times."""

_QUIET_S = 1.5
"""So long after the last edit a script is checked whole."""

_PREPARED_S = 10.0
"""So long what was found out before anybody asked is shown to who asks first."""

_REMEMBERED_S = 60.0
"""So long an engine's answer to whether it can speak is taken for true."""


@dataclass(slots=True)
class _NoteCollector:
    """Progress of which only the notes matter."""

    messages: list[str] = field(default_factory=list)

    def start(self, stage: str, total: int) -> None: ...

    def advance(self, stage: str, doing: str = "", audio_ms: int = 0) -> None: ...

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
        self._unchecked: dict[Path, float] = {}
        self._found_items: tuple[float, dict[str, ReviewItem]] = (float("-inf"), {})
        self.shown: dict[str, ShownItem] = {}
        """What a page has last been shown, by the id of the item."""
        self._opened: dict[str, OpenedItem] = {}
        self._prepared: dict[str, float] = {}
        self._writing = threading.Lock()
        self._opening: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

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
        when, known = self._found_items
        item = known.get(item_id)
        if item and time.monotonic() - when < _REMEMBERED_ITEMS_S and item.file.exists():
            return item
        items = self.items()
        self._found_items = time.monotonic(), items
        try:
            return items[item_id]
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
        key = self._key(file)
        known, script = self._read.get(file, ("", None))
        if script is None or known != key:
            script = self._read_anew(file, show)
            self._read[file] = (key, script)
        return script

    def _key(self, file: Path) -> str:
        """What a script depends on."""
        show = self.show
        return f"{digest(file)} {digest(show.cast_file)} {show.settings.languages}"

    def _read_anew(self, file: Path, show: Show) -> Script:
        languages = self.options.languages
        try:
            return read_script(file, show, languages=languages)
        except InputError as error:
            if error.path != show.cast_file or not file.name.endswith(SCRIPT_SUFFIX):
                raise
            # Of a script file the cast does not say who is who: it is shown though that is broken.
            return reading.read(file, languages or show.settings.languages)

    def open(self, item: ReviewItem) -> OpenedItem:
        """`item` as it is now. Raises `InputError` where the script cannot be read."""
        # Who comes while another thread opens it waits, and takes over what that one finds out.
        with self._opening[item.id]:
            prepared = time.monotonic() - self._prepared.pop(item.id, float("-inf")) < _PREPARED_S
            if prepared and self._opened[item.id].seen == self.seen(item):
                return self._opened[item.id]
            opened = self._opened[item.id] = self._open(item)
        return opened

    def prepare(self, item: ReviewItem) -> None:
        """Open `item` for whoever asks for it soon. Raises `InputError` as `open` does."""
        with self._opening[item.id]:
            self._opened[item.id] = self._open(item)
            self._prepared[item.id] = time.monotonic()

    def _open(self, item: ReviewItem) -> OpenedItem:
        # First the digests: what changes from here on is noticed when something is edited.
        seen = self.seen(item)
        show = self.show
        notes = _NoteCollector()
        # Only for looking and listening; `make` refuses what is missing or unconfirmed.
        lenient = "keep" if show.settings.missing == "fail" else None
        request = replace(self.request(item, show), unconfirmed=True, missing=lenient)
        episode_plan, problem = None, ""
        script = self.script(item.file)
        earlier = self._opened.get(item.id)
        before = earlier.plan if earlier else None
        try:
            episode_plan = plan(request, notes, self._ask, script, before)
            if before is None:
                # They take a third of the time that a first opening takes.
                episode_plan.paired.keep_if_possible(episode_plan.store)
        except EngineUnavailable as error:
            problem = str(error)
            episode_plan = self._unasked(request, notes, script)
        except ProducerError as error:
            problem = str(error)
        script = episode_plan.script if episode_plan else script
        noted = tuple(dict.fromkeys(notes.messages))
        kept_findings = frozenset(self._kept(item))
        return OpenedItem(item, show, seen, script, episode_plan, problem, noted, kept_findings)

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
            after = replace(edited(edit, before), source=source)
            if item.script.exists():
                text = revised(decode(load(item.script), item.script), after, item.script)
            else:
                text = script_file.dump(after)
                script_file.parse(text, item.script)
            write_atomically(item.script, text.encode())
            if before.source:
                # Soon all is checked again; until then the other turns keep what was found.
                self._read[item.script] = (self._key(item.script), rechecked(before, after))
                self._unchecked[item.script] = time.monotonic()

    def complete(self, file: Path) -> bool:
        """Check a script whole of which only the edited turns have been checked, as soon as nobody
        edits it any more; whether something else was found."""
        if time.monotonic() - self._unchecked.get(file, float("inf")) < _QUIET_S:
            return False
        if self._unchecked.pop(file, None) is None:
            return False
        key = self._key(file)
        quick = self._read.get(file, ("", None))
        script = self._read_anew(file, self.show)
        if key != self._key(file):
            return False
        self._read[file] = (key, script)
        return quick[1] is None or quick[1].findings != script.findings

    def _kept_file(self, item: ReviewItem) -> Path:
        return self.show.open_store().folder / "review" / "kept" / f"{item.id}.json"

    def _kept(self, item: ReviewItem) -> list[str]:
        """The findings that somebody has looked at and left as they are, by their keys."""
        try:
            keys = json.loads(self._kept_file(item).read_bytes())
        except (OSError, ValueError):
            return []
        return [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []

    def keep_finding(self, item: ReviewItem, key: str) -> None:
        """Do not show a finding any more."""
        keys = dict.fromkeys([*self._kept(item), key])
        write_atomically(self._kept_file(item), json.dumps(list(keys)).encode())

    def confirm_sheet(self, item: ReviewItem, seen: SeenDigests, texts: Mapping[str, str]) -> None:
        """Write what a person has confirmed to the script and the cast. Raises `ChangedMeanwhile`,
        `InputError`, and `UsageError` for a line that the sheet does not have."""
        script = self.script(item.file)
        show = self.show
        try:
            sheet = with_texts(sheet_for(script, show), texts)
        except (KeyError, ValueError) as error:
            raise UsageError(
                f"the sheet is another one now ({error})", advice="Reload the page"
            ) from error
        with self.history().editing(show.cast_file, seen.get("cast", ""), "names and genders"):
            confirm_cast(script, sheet, show)
        self.edit_script(
            item, seen, lambda before: confirmed(before, sheet), "title, names, notes and chapters"
        )

    def names_in_cast(self, item: ReviewItem, speaker: str) -> frozenset[str]:
        """The languages in which the cast says what listeners read as the speaker's name: there
        it goes before what the script says."""
        opened = self.recent(item)
        if opened.plan is None:
            return frozenset()
        cast = casting.load(opened.show.cast_file)
        people, _ = cast_needs(opened.script, opened.show.settings)
        part = cast.parts.get(cast.names(people).get(speaker, speaker))
        return frozenset(part.names if part else ())

    def rename_in_cast(
        self,
        item: ReviewItem,
        seen: SeenDigests,
        speaker: str,
        names: Mapping[str, str],
        description: str,
    ) -> None:
        """Write a speaker's names per language into the cast file, in which there are some. Raises
        `ChangedMeanwhile`, `InputError`."""
        opened = self.recent(item)
        show = opened.show
        with (
            self._writing,
            self.history().editing(show.cast_file, seen.get("cast", ""), description),
        ):
            cast = casting.load(show.cast_file)
            people, _ = cast_needs(opened.script, show.settings)
            name = cast.names(people)[speaker]
            part = cast.parts[name]
            renamed = replace(part, names={**part.names, **names})
            casting.save(show.cast_file, cast.with_part(name, renamed), cast)

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

    def _unasked(self, request: Request, notes: _NoteCollector, script: Script) -> Plan | None:
        """The plan with an engine that does not answer now: what is spoken can be heard."""
        try:
            engine = make_engine(chosen_name(request.engine, request.show), request.show)
            return plan_with(engine, outline(request, notes, script=script))
        except ProducerError:
            return None


def _is_script(file: Path) -> bool:
    try:
        return is_script_file(file)
    except InputError:
        return False
