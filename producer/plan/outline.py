"""What is to be made as far as it depends on no engine: script, slug, editions and their order.

An outline reads the transcript, the lexicon and what was made before, and finds every problem in
them. It writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from producer import casting, engines, lexicon, recordings
from producer.casting import Cast
from producer.errors import InputError, UsageError
from producer.languages import parse_locale
from producer.lexicon import Lexicon
from producer.model import NARRATOR, FindingKind, Script, Speaker, clean_text, narrator
from producer.plan import script_cache
from producer.plan.editions import EditionForm, edition_form
from producer.plan.engine_choice import refuse_misspelt_engines
from producer.plan.pairs import PairedScript, paired
from producer.plan.passages import (
    OPENING,
    PassageId,
    closing,
    in_order,
    is_notice,
    undisclosed,
    unvoiced_quotations,
)
from producer.plan.request import Request
from producer.plan.show_files import require_show_files
from producer.plan.slug import choose_slug, source_of
from producer.progress import Progress
from producer.publish.manifest import Manifest
from producer.recordings import Takes
from producer.show.settings import Settings
from producer.show.show import Show
from producer.store import Store
from producer.transcript.language.detection import languages_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a plan with any engine has in common.

    `paired` tells which sentences mean the same in both languages. `cast` is the cast file as it
    is, `takes` what people have said in person. `order` has the passages of each edition as they
    will be heard, and `needed` all of them once. `previous` is the episode's last manifest, None
    for a new episode. `source` is the transcript as a manifest names it. `store` is the one that
    the episode is made from, from here to its end, and so knows all that it uses."""

    request: Request
    store: Store = field(repr=False, compare=False)
    script: Script
    paired: PairedScript
    terms: Lexicon
    takes: Takes
    cast: Cast
    slug: str
    folder: Path
    source: str
    previous: Manifest | None
    forms: Mapping[str, EditionForm]
    order: Mapping[str, tuple[PassageId, ...]]

    @property
    def show(self) -> Show:
        return self.request.show

    @property
    def needed(self) -> tuple[PassageId, ...]:
        """The passages that some edition has, by turn and language."""
        return tuple(sorted({pid for passages in self.order.values() for pid in passages}))

    @property
    def speakers(self) -> dict[PassageId, str]:
        """Who says each passage of the script, and the narrator the disclosure."""
        script = self.script
        return {
            **{
                (number, language): NARRATOR
                for number in (OPENING, closing(script))
                for language in script.languages
            },
            **{(turn.number, la): turn.speaker for turn in script.turns for la in turn.passages},
        }


def outline(
    request: Request,
    progress: Progress,
    *,
    cast: Cast | None = None,
    taken: Collection[Path] = (),
    script: Script | None = None,
    before: PairedScript | None = None,
) -> Outline:
    """Read and understand what `request` names. `cast` is the cast file's and `script` the
    transcript's, if they have been read already, `before` the pairs that it had before an edit; the
    folders in `taken` belong to other episodes of the same run.

    Raises `InputError` and `UsageError`."""
    show = request.show
    settings = show.settings
    refuse_misspelt_engines(show)
    require_show_files(show)
    if cast is None:
        cast = casting.load(show.cast_file, engines=engines.engine_names())
    if script is None:
        script = read_script(
            request.transcript, show, cast=cast, title=request.title, languages=request.languages
        )
    store = show.open_store()
    both = paired(script, store, before)
    more = (
        *undisclosed(script, settings),
        *unvoiced_quotations(script),
        *script_cache.findings_in_pairs(
            request.transcript, script, both, store.folder if before is None else None
        ),
    )
    script = replace(script, findings=(*script.findings, *more))
    terms = lexicon.load(show.lexicon_file, engines=engines.engine_names())
    missing = request.missing or settings.missing
    _refuse_missing(script, missing, request.transcript)
    origin = _origin(script, request.transcript, show.folder)
    output = request.output or show.output
    slug, previous = choose_slug(
        script,
        origin,
        show,
        output,
        taken,
        progress,
        replaces=request.replaces,
        same_as=request.same_as,
    )
    usual = settings.editions or (_usual_edition(script, settings),)
    names = (*(request.editions or usual), *_earlier_editions(previous, output / slug))
    forms = {name: _edition(name, request, script) for name in dict.fromkeys(names)}
    order = {
        name: in_order(script, form.order, settings, skip=missing == "skip")
        for name, form in forms.items()
    }
    for name, passages in order.items():
        if all(is_notice(number, script) for number, _ in passages):
            raise InputError(
                f"no turn is in all languages of the edition '{name}'",
                path=request.transcript,
                advice="Complete the transcript, or use --missing keep",
            )
    return Outline(
        request=request,
        store=store,
        script=script,
        paired=both,
        terms=terms,
        takes=recordings.takes(show.recordings),
        cast=cast,
        slug=slug,
        folder=output / slug,
        source=source_of(origin, show.folder),
        previous=previous,
        forms=forms,
        order=order,
    )


def read_script(
    path: Path,
    show: Show | None = None,
    *,
    cast: Cast | None = None,
    title: str | None = None,
    languages: Sequence[str] | None = None,
    untranslated: bool = False,
) -> Script:
    """The script of a transcript of `show`, under `title` if one is given ("中文 | English"
    for two), in the two `languages` or else those of the show, whose cast says who is who. One
    that is `untranslated` may lack one of the languages altogether. `cast` is the file's, if
    it has been read already."""
    show = show or Show(Path())
    cast = casting.load(show.cast_file) if cast is None else cast
    people = [
        (name, *member.aliases, *member.names.values()) for name, member in cast.parts.items()
    ]
    tags = languages or show.settings.languages
    script = script_cache.read(path, tags, people, untranslated=untranslated, store=show.store)
    script = replace(script, speakers=cast.named(script.speakers))
    title = clean_text(title or "")
    if not title:
        return script
    try:
        title_by_language = languages_of(script.languages).split(title)
    except InputError:
        # A script file may be in languages that nothing tells apart.
        title_by_language = {None: title}
    titles = {
        la: text
        for la in script.languages
        if (text := title_by_language.get(la) or title_by_language.get(None))
    }
    return replace(
        script,
        title=titles or {script.languages[0]: title},
        untitled=False,
        findings=tuple(f for f in script.findings if f.kind != FindingKind.NO_TITLE),
    )


def _edition(name: str, request: Request, script: Script) -> EditionForm:
    """What an edition is. Raises `UsageError`, or `InputError` with the line of show.toml
    that asks for it."""
    try:
        return edition_form(name, request.show.settings, script.languages)
    except UsageError as error:
        if name in (request.editions or ()):
            raise
        raise InputError(
            f"editions: {error.message} ({request.transcript})",
            path=request.show.file,
            line=request.show.line_of("editions", name),
            advice=f"{error.advice}. --edition asks for others",
        ) from error


def _usual_edition(script: Script, settings: Settings) -> str:
    """All languages, in the order of the settings if they are the script's."""
    tags = tuple(parse_locale(tag)[0] for tag in settings.languages)
    same = set(tags) == set(script.languages)
    return "-".join(tags if same else script.languages)


def cast_needs(script: Script, settings: Settings) -> tuple[list[Speaker], dict[str, list[str]]]:
    """Who needs a voice, and speaker id → the languages in which: the same for all editions."""
    needs: dict[str, list[str]] = {}
    for turn in script.turns:
        languages = needs.setdefault(turn.speaker, [])
        languages += [lang for lang in turn.passages if lang not in languages]
    people = list(script.speakers)
    if settings.disclosure.spoken:
        needs[NARRATOR] = list(script.languages)
        if all(speaker.id != NARRATOR for speaker in people):
            people.append(narrator(script.languages))
    return people, needs


def _refuse_missing(script: Script, missing: str, path: Path) -> None:
    findings = [finding for finding in script.findings if finding.kind == FindingKind.MISSING]
    if missing == "fail" and findings:
        raise InputError(
            "; ".join(finding.message for finding in findings),
            path=path,
            line=findings[0].line,
            advice="Complete the transcript, or use --missing keep or --missing skip",
        )


def refuse_unconfirmed(outline: Outline) -> None:
    """Raise `InputError` where an edition would speak what a machine has translated and nobody has
    confirmed."""
    findings = [
        finding
        for finding in outline.script.findings
        if finding.kind == FindingKind.UNCONFIRMED
        and (finding.turn, finding.language) in outline.needed
    ]
    if findings:
        places = "; ".join(f"turn {f.turn}, {f.language}, line {f.line}" for f in findings)
        raise InputError(
            f"a machine translated what nobody has confirmed ({places})",
            path=outline.request.transcript,
            line=findings[0].line,
            advice="Read each passage and take 'unconfirmed' out of its mark, or speak them as "
            "they are with --unconfirmed",
        )


def _origin(script: Script, path: Path, folder: Path) -> Path:
    """The transcript that the script comes from: for a script file the one it was written from."""
    return folder / script.source if script.source else path


def _earlier_editions(previous: Manifest | None, folder: Path) -> list[str]:
    """The editions that the episode has had: they stay true to the script together."""
    entries = previous.editions if previous else {}
    return [name for name, entry in entries.items() if (folder / entry.file).exists()]
