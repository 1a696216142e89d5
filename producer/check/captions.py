"""Caption files, WebVTT and SRT, read as players read them."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from producer.check.manifest import ClaimedCue
from producer.check.report import (
    APPLE,
    MANIFEST,
    PLAYERS,
    CheckLine,
    State,
    judged,
    not_applicable,
    some,
)
from producer.timing import clock

LONGEST_MS, MOST_ROWS, ROW_CELLS = 7_000, 2, 42
"""The longest cue, the most rows it has, and the Latin characters of a row: half as many Han."""
SLACK_MS = 30
LATEST_MS = 100
"""Nobody who listens notices that captions are off by less."""
_SHOWN_BYTES = 50_000_000
_TIME = r"(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)%s(\d{3})"
_TIMES = {
    suffix: re.compile(rf"{_TIME % point}[ \t]+-->[ \t]+{_TIME % point}(?:[ \t].*)?", re.ASCII)
    for suffix, point in ((".vtt", r"\."), (".srt", ","))
}
_MARKUP = re.compile(r"<[^<>]*>")
_LANGUAGE = re.compile(r"<lang ([A-Za-z0-9-]+)>")
_TIMED = "Make the episode again: its captions are timed anew"
_CUT = "Break the sentence in the transcript, or report the case: captions are cut at clauses"


@dataclass(frozen=True, slots=True)
class ShownCaption:
    """A cue as it is shown: times in ms, `rows` without markup. `languages` are those of the rows,
    where they are marked."""

    start_ms: int
    end_ms: int
    rows: tuple[str, ...]
    languages: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.rows)


def read_captions(data: bytes, suffix: str) -> tuple[list[ShownCaption], list[str]]:
    """The cues of a file with the given suffix (".vtt" or ".srt"), and what is wrong with its
    form. Never raises."""
    vtt = suffix == ".vtt"
    problems: list[str] = []
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [f"it is not UTF-8 ({error.reason} at byte {error.start:,})"]
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if vtt and not re.match(r"WEBVTT(?:[ \t]|$)", rows[0]):
        problems.append("it does not begin with WEBVTT")
    captions: list[ShownCaption] = []
    for number, block in _blocks(rows[1:] if vtt else rows, 2 if vtt else 1):
        at = next((i for i, row in enumerate(block[:2]) if "-->" in row), None)
        if at is None:
            if not (vtt and (number == 2 or block[0].startswith(("NOTE", "STYLE", "REGION")))):
                problems.append(f"line {number}: a block without a time")
            continue
        times = _TIMES[suffix].fullmatch(block[at].strip())
        shown = block[at + 1 :]
        if times is None:
            problems.append(f"line {number + at}: “{block[at][:40]}” is no time")
        elif not shown:
            problems.append(f"line {number + at}: a cue without text")
        else:
            start, end = _ms(times.groups()[:4]), _ms(times.groups()[4:])
            captions.append(
                ShownCaption(
                    start, end, tuple(map(_shown, shown) if vtt else shown), _languages(shown)
                )
            )
    if not captions and not problems:
        problems.append("there is no cue in it")
    return captions, problems


def _blocks(rows: Sequence[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of rows that are not empty, each with the number of its first line."""
    block: list[str] = []
    for number, row in enumerate([*rows, ""], first):
        if row.strip():
            block.append(row)
        elif block:
            yield number - len(block), block
            block = []


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, ms = (int(number or 0) for number in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _languages(rows: Sequence[str]) -> tuple[str, ...]:
    """The language of each row: as marked, or that of the row above it; none where no row is."""
    languages: list[str] = []
    for row in rows:
        mark = _LANGUAGE.search(row)
        languages.append(mark[1] if mark else languages[-1] if languages else "")
    return tuple(languages) if any(languages) else ()


def _shown(row: str) -> str:
    return html.unescape(_MARKUP.sub("", row)).strip()


def _cells(row: str) -> int:
    """How wide a row is, in Latin characters."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in row
    )


def letters(texts: Iterable[str]) -> str:
    """Only the letters and digits of `texts`: what stays the same however they are cut."""
    return "".join(c for text in texts for c in text if unicodedata.category(c)[0] in "LN")


def lines(
    path: Path,
    duration_ms: int,
    spoken: Sequence[ClaimedCue] | None,
    partners: Sequence[ClaimedCue] | None = None,
) -> tuple[list[CheckLine], str]:
    """What is asked of a caption file, and a summary. `spoken` is what it should say, None where
    that is not known, and `partners` what means the same and stands beside it in a file of both
    languages."""
    data = path.read_bytes()[:_SHOWN_BYTES]
    captions, problems = read_captions(data, path.suffix)
    kind = "WebVTT" if path.suffix == ".vtt" else "SRT"
    longest = max((c.end_ms - c.start_ms for c in captions), default=0)
    summary = f"{len(captions)} cues, the longest {longest / 1000:.1f} s"
    judgements = [
        ("form", problems, kind, APPLE, "Make the episode again: its captions are written anew"),
        ("order", list(_order(captions)), "one after the other", PLAYERS, _TIMED),
        ("length", list(_too_long(captions)), f"at most {LONGEST_MS // 1000} s", PLAYERS, _CUT),
        ("place", list(_outside(captions, duration_ms)), "within the sound", PLAYERS, _TIMED),
        (
            "rows",
            list(_too_wide(captions)),
            f"at most {MOST_ROWS} of {ROW_CELLS} Latin or {ROW_CELLS // 2} Han",
            PLAYERS,
            _CUT,
        ),
    ]
    result = [
        judged(check, not wrong, some(wrong) if wrong else summary, expected, who, advice=advice)
        for check, wrong, expected, who, advice in judgements
    ]
    if spoken is None:
        result.append(not_applicable("text", "no episode.json", "as in episode.json", MANIFEST))
    elif partners is not None:
        result += _both_lines(captions, spoken, partners)
    else:
        text = text_line([caption.text for caption in captions], [c.text for c in spoken])
        untimely = [] if text.state is State.FAILED else list(_untimely(captions, spoken))
        result += [text, times_line(untimely)]
    return result, summary


def _both_lines(
    captions: Sequence[ShownCaption], spoken: Sequence[ClaimedCue], partners: Sequence[ClaimedCue]
) -> Iterator[CheckLine]:
    """What is asked of the text and times of captions in both languages: in each all that is said
    and all that means the same, and what is said when it is. A row that is too short to be cut as
    often as the other stays."""
    untimely: list[str] = []
    shown_texts: list[str] = []
    expected_texts: list[str] = []
    for language in dict.fromkeys(cue.language for cue in (*spoken, *partners)):
        expected = [cue for cue in (*spoken, *partners) if cue.language == language]
        expected.sort(key=lambda cue: cue.start_ms)
        rows = list(_new_rows(captions, language, letters(cue.text for cue in expected)))
        shown_texts += (row for caption in rows for row in caption.rows)
        expected_texts += (cue.text for cue in expected)
        if letters(row for caption in rows for row in caption.rows) == letters(
            cue.text for cue in expected
        ):
            untimely += _untimely(rows, expected, but=partners)
    text = text_line(shown_texts, expected_texts)
    yield text
    yield times_line([] if text.state is State.FAILED else untimely)


def _new_rows(
    captions: Iterable[ShownCaption], language: str, expected: str
) -> Iterator[ShownCaption]:
    """The rows in a language, but for those that only stay from the caption before."""
    at = 0
    before = ""
    for caption in captions:
        own = [
            row
            for row, its in zip(caption.rows, caption.languages, strict=False)
            if its == language
        ]
        text = letters(own)
        if own and (expected.startswith(text, at) or text != before):
            at += len(text)
            yield ShownCaption(caption.start_ms, caption.end_ms, tuple(own))
        before = text or before


def _order(captions: Sequence[ShownCaption]) -> Iterator[str]:
    before: ShownCaption | None = None
    for caption in captions:
        if caption.end_ms <= caption.start_ms:
            yield f"the cue at {clock(caption.start_ms)} ends before it begins"
        if before and caption.start_ms < before.start_ms:
            yield f"the cue at {clock(caption.start_ms)} is out of order"
        elif before and caption.start_ms < before.end_ms:
            yield f"the cues at {clock(before.start_ms)} and {clock(caption.start_ms)} overlap"
        before = caption


def _too_long(captions: Sequence[ShownCaption]) -> Iterator[str]:
    for caption in captions:
        length = caption.end_ms - caption.start_ms
        if length > LONGEST_MS:
            yield f"{length / 1000:.1f} s at {clock(caption.start_ms)}"


def _outside(captions: Sequence[ShownCaption], duration_ms: int) -> Iterator[str]:
    for caption in captions:
        if caption.end_ms > duration_ms + SLACK_MS:
            yield f"the cue at {clock(caption.start_ms)} ends behind {clock(duration_ms)}"


def _too_wide(captions: Sequence[ShownCaption]) -> Iterator[str]:
    for caption in captions:
        if len(caption.rows) > MOST_ROWS:
            yield f"{len(caption.rows)} rows at {clock(caption.start_ms)}"
        elif max(map(_cells, caption.rows)) > ROW_CELLS:
            yield f"a row of {max(map(len, caption.rows))} at {clock(caption.start_ms)}"


def _untimely(
    captions: Sequence[ShownCaption], spoken: Sequence[ClaimedCue], but: Sequence[ClaimedCue] = ()
) -> Iterator[str]:
    """The captions that begin before or after the sentence that holds their first letter, unless
    it is one of `but`, whose words do not sound."""
    silent = {id(cue) for cue in but}
    begins = list(accumulate((len(letters([cue.text])) for cue in spoken), initial=0))
    at = 0
    for caption in captions:
        size = len(letters(caption.rows))
        if size and at < begins[-1]:
            place = bisect_right(begins, at) - 1
            cue = spoken[place]
            # What is shown may wait for the first word, which may come after the sound begins.
            latest_ms = cue.first_word_ms if begins[place] == at else cue.end_ms
            off_ms = max(cue.start_ms - caption.start_ms, caption.start_ms - latest_ms)
            if off_ms > LATEST_MS and id(cue) not in silent:
                yield f"{off_ms} ms at {clock(caption.start_ms)}"
        at += size


def times_line(untimely: Sequence[str]) -> CheckLine:
    """Whether what is shown comes with what is said."""
    return judged(
        "times",
        not untimely,
        some(untimely) if untimely else "the same",
        "as in episode.json",
        MANIFEST,
        advice=_TIMED,
    )


def text_line(captioned: Iterable[str], spoken: Iterable[str]) -> CheckLine:
    """Whether `said`, however it is cut, is what the manifest has."""
    shown, expected = letters(captioned), letters(spoken)
    if shown == expected:
        measured = f"{len(shown):,} letters, the same"
    else:
        pairs = enumerate(zip(shown, expected, strict=False))
        at = next((i for i, (a, b) in pairs if a != b), min(len(shown), len(expected)))
        measured = f"it differs at “{shown[at : at + 20]}”"
    return judged(
        "text",
        shown == expected,
        measured,
        "as in episode.json",
        MANIFEST,
        advice="Make the episode again: its captions are written anew",
    )
