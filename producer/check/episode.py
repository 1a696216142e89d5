"""A finished episode, or the MP3 of one edition: which files there are and what each must be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from producer.check import (
    captions,
    disclosure,
    heard_cues,
    listened,
    manifest,
    measured_sound,
    mp3,
    sidecars,
    tag,
)
from producer.check.id3 import read_tag
from producer.check.manifest import ClaimedEdition, ClaimedFile, ClaimedManifest
from producer.check.measured_sound import MeasuredSound
from producer.check.mp3 import Mp3
from producer.check.report import MANIFEST, CheckLine, Section, judged, not_applicable
from producer.languages import BILINGUAL

LENGTH_SLACK_MS = 30
_LARGEST_PAGE_BYTES = 50_000_000
_LOUDNESS_SLACK_LU, _PEAK_SLACK_DB = 0.5, 0.5
_AGAIN = "The file is not the one that was made: make the episode again"
_LISTED = ("length as listed", "size as listed", "hash as listed", "loudness as listed")
_LISTED_PEAK = "true peak as listed"
_AS_LISTED = "as in episode.json"


def check_episode(folder: Path) -> Iterator[Section]:
    """All sections of the episode whose episode.json is in `folder`."""
    claims = manifest.read_manifest(folder / manifest.FILE)
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    listening = listened.line(folder, claims.editions)
    yield Section(manifest.FILE, (*manifest.lines(claims, names), listening))
    if claims.head and claims.head.page:
        yield Section(claims.head.page.file, tuple(_page(folder, claims.head.page)), "the page")
    listed = {claim.file for claim in claims.editions.values()}
    others = [name for name in names if name.endswith(".mp3") and name not in listed]
    for name in (*(claim.file for claim in claims.editions.values()), *others):
        yield from check_mp3(folder / name, claims)


def check_mp3(path: Path, claims: ClaimedManifest | None = None) -> Iterator[Section]:
    """The sections of an edition's MP3 and of what lies beside it. `claims` is the manifest
    beside it, read here unless it is given."""
    if claims is None:
        claims = manifest.read_manifest(path.parent / manifest.FILE)
    edition = claims.edition_of(path.name) or ""
    claimed = claims.editions.get(edition)
    try:
        file = mp3.read_mp3(path)
    except OSError as error:
        yield Section(path.name, (_missing(str(error.strerror or error)),))
        return
    measured = measured_sound.measure(path)
    languages = list(dict.fromkeys(cue.language for cue in claimed.cues)) if claimed else []
    yield Section(
        path.name,
        (
            *mp3.lines(file),
            *_compared(file, measured, claimed),
            *measured_sound.lines(measured),
            *heard_cues.lines(
                measured,
                claimed.cues if claimed else None,
                claimed.unmatched_db if claimed else None,
            ),
            *disclosure.notice_lines(languages, claimed.cues if claimed else None),
            *tag.lines(
                file, read_tag(file.tag), languages, claimed, claims.draft if claimed else None
            ),
        ),
        sound=measured,
    )
    yield from _sidecars(path, file.duration_ms, claimed, languages)


def _page(folder: Path, claimed: ClaimedFile) -> Iterator[CheckLine]:
    yield from _identity(folder, claimed)
    try:
        with (folder / claimed.file).open("rb") as file:
            page = file.read(_LARGEST_PAGE_BYTES).decode("utf-8", "replace")
    except OSError:
        return  # The lines before have said so.
    yield disclosure.page_line(page)


def _missing(reason: str) -> CheckLine:
    return judged(
        "file", False, reason, "there, and readable", MANIFEST, advice="Make the episode again"
    )


def _compared(
    file: Mp3, measured: MeasuredSound, claimed: ClaimedEdition | None
) -> Iterator[CheckLine]:
    """The file against what the manifest says of it."""
    if claimed is None:
        for check in (*_LISTED, _LISTED_PEAK):
            yield not_applicable(check, "no episode.json", _AS_LISTED, MANIFEST)
        return
    by_frames, by_ear = file.duration_ms, measured.duration_ms
    apart = max(abs(by_frames - claimed.duration_ms), abs(by_ear - claimed.duration_ms))
    length, size, digest, loudness = _LISTED
    yield judged(
        length,
        apart <= LENGTH_SLACK_MS,
        f"{by_frames:,} ms of frames, {by_ear:,} ms of sound",
        f"{claimed.duration_ms:,} ± {LENGTH_SLACK_MS} ms",
        MANIFEST,
        advice=_AGAIN,
    )
    yield _same_size(size, file.size, claimed)
    yield _same_hash(digest, file.sha256, claimed)
    yield _near(loudness, measured.loudness_lufs, claimed.loudness_lufs, _LOUDNESS_SLACK_LU, "LUFS")
    yield _near(
        _LISTED_PEAK, measured.true_peak_dbtp, claimed.true_peak_dbtp, _PEAK_SLACK_DB, "dBTP"
    )


def _same_size(check: str, size: int, claimed: ClaimedFile) -> CheckLine:
    return judged(
        check,
        size == claimed.bytes,
        f"{size:,} bytes",
        f"{claimed.bytes:,} bytes",
        MANIFEST,
        advice=_AGAIN,
    )


def _same_hash(check: str, sha256: str, claimed: ClaimedFile) -> CheckLine:
    return judged(
        check,
        sha256 == claimed.sha256,
        f"{sha256[:12]}…",
        f"{claimed.sha256[:12]}…",
        MANIFEST,
        advice=_AGAIN,
    )


def _near(
    check: str, measured: float | None, claimed: float | None, slack: float, unit: str
) -> CheckLine:
    if measured is None or claimed is None:
        ok = measured is claimed
    else:
        ok = abs(measured - claimed) <= slack
    shown = ["silence" if v is None else f"{v:.1f} {unit}" for v in (measured, claimed)]
    return judged(check, ok, shown[0], f"{shown[1]} ± {slack}", MANIFEST, advice=_AGAIN)


def _identity(folder: Path, claimed: ClaimedFile) -> Iterator[CheckLine]:
    """Whether a file is the one that the manifest lists."""
    try:
        content = (folder / claimed.file).read_bytes()
    except OSError as error:
        yield _missing(str(error.strerror or error))
        return
    yield _same_size("size as listed", len(content), claimed)
    yield _same_hash("hash as listed", hashlib.sha256(content).hexdigest(), claimed)


def _sidecars(
    audio: Path, duration_ms: int, claimed: ClaimedEdition | None, languages: list[str]
) -> Iterator[Section]:
    """The files beside an edition's MP3: those that the manifest lists and those that are there."""
    listed = {file.file: file for file in claimed.sidecars} if claimed else {}
    there = {
        path.name
        for path in audio.parent.glob(f"{_escaped(audio.stem)}.*")
        if path.name.removeprefix(audio.stem).endswith(_SUFFIXES)
    }
    for name in sorted(listed.keys() | there):
        path = audio.parent / name
        lines = list(_identity(audio.parent, listed[name])) if name in listed else []
        summary = ""
        if path.is_file() and name.endswith(_SUFFIXES):
            judgements, summary = _content(path, audio.stem, duration_ms, claimed, languages)
            lines += judgements
        yield Section(name, tuple(lines), summary)
    if not listed and not there:
        yield Section(
            f"{audio.stem}.*",
            (not_applicable("captions", "none beside it", "captions, chapters, text", MANIFEST),),
        )


_CHAPTERS, _TRANSCRIPT = ".chapters.json", ".transcript.json"
_SUFFIXES = (".vtt", ".srt", _CHAPTERS, _TRANSCRIPT)


def _content(
    path: Path, stem: str, duration_ms: int, claimed: ClaimedEdition | None, languages: list[str]
) -> tuple[list[CheckLine], str]:
    if path.name.endswith(_CHAPTERS):
        return sidecars.chapters(path, duration_ms, claimed)
    if path.name.endswith(_TRANSCRIPT):
        return sidecars.transcript(path, duration_ms, claimed)
    language = path.stem.removeprefix(stem).removeprefix(".")
    if claimed is None:
        return captions.lines(path, duration_ms, None)
    if language == BILINGUAL:
        return captions.lines(path, duration_ms, claimed.cues, claimed.partners)
    if language in ("", *languages):
        return captions.lines(
            path, duration_ms, [cue for cue in claimed.cues if language in ("", cue.language)]
        )
    partners = [cue for cue in claimed.partners if cue.language == language]
    return captions.lines(path, duration_ms, partners or None)


def _escaped(stem: str) -> str:
    """`stem` without meaning for glob."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)
