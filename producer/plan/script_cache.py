"""Transcripts understood before, so that `status` and `make` need not read them again.

Understanding a transcript takes most of the time of a run in which nothing has changed. What came
of it is kept in the show's store, one file for each transcript, under a key of all that it came
from: the bytes of the file and of those beside it that may hold its other language, what was
asked for, and the program's own modules. Whatever cannot be read or written there is read anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from producer.model import Finding, Script
from producer.plan.pairs import PairedScript
from producer.store import key_of
from producer.store.recollection import keep, program, recall
from producer.transcript.readers.companions import files_beside

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_FOLDER = "scripts"


def read(
    path: Path,
    languages: Sequence[str],
    people: Iterable[Iterable[str]],
    *,
    untranslated: bool,
    store: Path,
) -> Script:
    """The same as `reading.read`. Nothing is kept where there is no folder `store` yet."""
    groups = [[*names] for names in people]
    key = _key(path, languages, groups, untranslated=untranslated) if store.is_dir() else ""
    if not key:
        return _understood(path, languages, groups, untranslated=untranslated)
    file = store / _FOLDER / f"{key_of(path=str(path.resolve()), untranslated=untranslated)}.json"
    if (content := recall(file, key)) is not None:
        with suppress(ValueError):
            return _adapter().validate_json(content)
    script = _understood(path, languages, groups, untranslated=untranslated)
    keep(file, key, script_json(script))
    return script


def findings_in_pairs(
    path: Path, script: Script, paired: PairedScript, store: Path | None
) -> tuple[Finding, ...]:
    """The same as `found_in_pairs` of the transcript at `path`, kept in `store` if there is one."""
    if store is None or not store.is_dir():
        return _compared(script, paired)
    digest = hashlib.sha256(script_json(script)).hexdigest()
    key = key_of(program=program(), script=digest, pairs=paired.key)
    file = store / _FOLDER / f"{key_of(path=str(path.resolve()), what='pairs')}.json"
    if (content := recall(file, key)) is not None:
        with suppress(ValueError):
            return _findings_adapter().validate_json(content)
    findings = _compared(script, paired)
    keep(file, key, _findings_adapter().dump_json(findings))
    return findings


def _understood(
    path: Path, languages: Sequence[str], people: Sequence[Sequence[str]], *, untranslated: bool
) -> Script:
    # All readers, rules and findings take longer to import than many scripts to recall.
    from producer.transcript import reading

    return reading.read(path, languages, people, untranslated=untranslated)


def _compared(script: Script, paired: PairedScript) -> tuple[Finding, ...]:
    # As above.
    from producer.plan.pair_findings import found_in_pairs

    return tuple(found_in_pairs(script, paired))


def script_json(script: Script) -> bytes:
    """All that there is in a script."""
    return _adapter().dump_json(script)


def _key(
    path: Path, languages: Sequence[str], people: Sequence[Sequence[str]], *, untranslated: bool
) -> str:
    """What the script comes from; "" where the file cannot be read, which `reading.read` says
    better."""
    try:
        return key_of(
            program=program(),
            name=path.name,
            digest=_digest(path),
            beside=[[companion.name, _digest(companion)] for companion in files_beside(path)],
            languages=list(languages),
            people=people,
            untranslated=untranslated,
        )
    except (OSError, ValueError):
        return ""


def _digest(path: Path) -> str:
    if not path.is_file():
        raise OSError  # A pipe would be waited for.
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def _findings_adapter() -> TypeAdapter[tuple[Finding, ...]]:
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Finding, ...])


@cache
def _adapter() -> TypeAdapter[Script]:
    from pydantic import TypeAdapter

    return TypeAdapter(Script)
