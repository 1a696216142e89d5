"""What players show of an MP3: title, cover, chapters. And what listeners must be told."""

from __future__ import annotations

import io
import re
import struct
import warnings
from collections.abc import Iterator, Sequence

from PIL import Image

from producer.check import disclosure
from producer.check.id3 import Tag, TagChapter
from producer.check.manifest import ClaimedEdition
from producer.check.mp3 import Mp3
from producer.check.report import APPLE, MANIFEST, PLAYERS, CheckLine, judged, not_applicable, some
from producer.timing import clock

COVER_PIXELS = (1400, 3000)
"""Side of a cover, from and to (Apple)."""
_AGAIN = "Make the episode again with `producer make`"
_TEXTS = {"title": "TIT2", "artist": "TPE1", "album": "TALB"}
_CHAPTERS = "in order, titled, within the sound"
_MOST_CHAPTERS = 255
"""An ID3 table of contents holds no more (https://id3.org/id3v2-chapters-1.0)."""


def lines(
    mp3: Mp3,
    tag: Tag | None,
    languages: Sequence[str],
    claimed: ClaimedEdition | None,
    draft: bool | None,
) -> Iterator[CheckLine]:
    """What platforms ask of the tag. `languages` are those of the edition, and `draft` whether
    the episode is one, where that is known."""
    version = tag.version if tag else ""
    yield judged(
        "ID3v2",
        version == "2.3" and not (tag and tag.problem),
        f"ID3v{version}{', ' + tag.problem if tag.problem else ''}" if tag else "no tag",
        "ID3v2.3",
        PLAYERS,
        advice=f"{_AGAIN}: players lose long chapter titles of ID3v2.4",
    )
    yield judged(
        "ID3v1",
        not mp3.id3v1,
        "there is one" if mp3.id3v1 else "none",
        "none",
        PLAYERS,
        advice="It cuts titles short and garbles Chinese: make the episode again",
    )
    texts = tag.texts if tag else {}
    for check, frame in _TEXTS.items():
        yield _present(check, texts.get(frame, ""), "some text")
    genre = texts.get("TCON", "")
    yield judged("genre", genre == "Podcast", genre or "none", "Podcast", PLAYERS, advice=_AGAIN)
    language = texts.get("TLAN", "")
    yield judged(
        "language",
        bool(re.fullmatch("[a-z]{3}", language)),
        language or "none",
        "one code of ISO 639-2",
        PLAYERS,
        advice=_AGAIN,
    )
    yield _lyrics(tag, languages)
    yield from disclosure.tag_lines(tag)
    if tag:
        yield _draft("DRAFT" in tag.own, draft)
    yield cover_line(tag.cover if tag else None)
    yield from _chapters(tag, mp3.duration_ms, claimed)


def _present(check: str, text: str, expected: str) -> CheckLine:
    return judged(check, bool(text.strip()), text or "none", expected, PLAYERS, advice=_AGAIN)


def _draft(marked: bool, draft: bool | None) -> CheckLine:
    """A draft must be marked as one, and a finished episode must not."""
    measured = "marked as a draft" if marked else "not marked as a draft"
    if marked and draft is not False:
        why = "Make it with a voice engine such as edge"
        return not_applicable("for publication", measured, "no draft", MANIFEST, advice=why)
    expected = "marked as a draft" if draft else "no draft"
    return judged(
        "for publication", marked == bool(draft), measured, expected, MANIFEST, advice=_AGAIN
    )


def _lyrics(tag: Tag | None, languages: Sequence[str]) -> CheckLine:
    present = [language for language, text in (tag.lyrics if tag else ()) if text.strip()]
    return judged(
        "lyrics",
        bool(present) and len(set(present)) >= len(languages),
        ", ".join(present) or "none",
        "the spoken text in each language",
        PLAYERS,
        advice=_AGAIN,
    )


def cover_line(cover: tuple[str, bytes] | None) -> CheckLine:
    """A line about cover art, given as type and bytes."""
    low, high = COVER_PIXELS
    expected = f"square, {low} to {high} px, RGB"
    if cover is None:
        return not_applicable("cover", "none inside: players show the feed's", expected, APPLE)
    mime, data = cover
    problem, measured = _picture(data)
    if not problem and mime not in ("image/jpeg", "image/png"):
        problem = f"its type is given as {mime!r}"
    return judged(
        "cover",
        not problem,
        ", ".join(filter(None, (measured, problem))),
        expected,
        APPLE,
        advice="Set `cover` in show.toml to such a picture and make the episode again",
    )


def _picture(data: bytes) -> tuple[str, str]:
    """What is wrong with a cover, if anything, and what it is."""
    low, high = COVER_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
                width, height = picture.size
                measured = f"{picture.format} {width} × {height} {picture.mode}"
                if width != height:
                    return "it is not square", measured
                if not low <= width <= high:
                    return f"it is too {'small' if width < low else 'large'}", measured
                if picture.mode != "RGB":
                    return "it is not RGB", measured
                picture.load()
                return "", measured
    except (
        OSError,
        ValueError,
        SyntaxError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        return f"it cannot be read ({error})", ""


def _chapters(
    tag: Tag | None, duration_ms: int, claimed: ClaimedEdition | None
) -> Iterator[CheckLine]:
    chapters = tag.chapters if tag else ()
    listed = claimed.chapters if claimed else ()
    expected = listed[:_MOST_CHAPTERS]
    if not chapters and not expected:
        for check in "chapters", "chapter contents":
            yield not_applicable(check, "no chapters", _CHAPTERS, PLAYERS)
    else:
        wrong = list(_chapter_problems(chapters, duration_ms))
        yield judged(
            "chapters",
            not wrong,
            some(wrong) if wrong else f"{len(chapters)}, to {clock(chapters[-1].end_ms)}",
            _CHAPTERS,
            PLAYERS,
            advice=_AGAIN,
        )
        yield _contents(tag, [c.id for c in sorted(chapters, key=lambda c: c.start_ms)])
    if claimed is None:
        yield not_applicable(
            "chapters as listed", "no episode.json", "as in episode.json", MANIFEST
        )
        return
    in_manifest = [(c.start_ms, c.end_ms, c.title) for c in expected]
    in_tag = sorted((c.start_ms, c.end_ms, c.title) for c in chapters)
    differences = [
        f"chapter {number}: {tagged} instead of {claimed_chapter}"
        for number, (claimed_chapter, tagged) in enumerate(
            zip(in_manifest, in_tag, strict=False), 1
        )
        if claimed_chapter != tagged
    ]
    if len(in_manifest) != len(in_tag):
        differences.append(f"{len(in_tag)} instead of {len(in_manifest)}")
    as_many = f"{len(in_tag)}, the same"
    if len(listed) > len(expected):
        as_many += f"; a tag holds no more, episode.json and the page have all {len(listed)}"
    yield judged(
        "chapters as listed",
        not differences,
        some(differences, 1) if differences else as_many,
        "as in episode.json",
        MANIFEST,
        advice=_AGAIN,
    )


def _chapter_problems(chapters: Sequence[TagChapter], duration_ms: int) -> Iterator[str]:
    if not chapters:
        yield "none"
    before = 0
    for chapter in chapters:
        name = f"“{chapter.title}”" if chapter.title else chapter.id
        if not chapter.title.strip():
            yield f"{name} has no title"
        if chapter.start_ms < before:
            yield f"{name} is out of order"
        if chapter.end_ms <= chapter.start_ms:
            yield f"{name} ends before it begins"
        if chapter.end_ms > duration_ms:
            yield f"{name} ends {chapter.end_ms - duration_ms} ms behind the sound"
        before = chapter.start_ms


def _contents(tag: Tag | None, ids: Sequence[str]) -> CheckLine:
    contents = tag.contents if tag else None
    if contents is None:
        measured, ok = "no CTOC frame", False
    else:
        ok = contents.top_level and contents.ordered and list(contents.children) == list(ids)
        kind = [
            w
            for w, is_so in (("top-level", contents.top_level), ("ordered", contents.ordered))
            if is_so
        ]
        measured = f"{len(contents.children)} entries, {' and '.join(kind) or 'no order'}"
    return judged(
        "chapter contents",
        ok,
        measured,
        "one top-level, ordered CTOC",
        PLAYERS,
        advice=_AGAIN,
    )
