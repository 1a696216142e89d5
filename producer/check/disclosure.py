"""Whether listeners and machines are told that the voices are synthetic, as laws and platforms ask.

China, in force since 2025-09-01: GB 45438-2025 (网络安全技术 人工智能生成合成内容标识方法). Audio
has a spoken notice at its beginning, at its end or between, with one of 人工智能 or AI and one of
生成 or 合成. A field AIGC of the metadata holds JSON with Label (1 for what is generated for sure,
2 for what may be, 3 for what is suspected to be), ContentProducer and ProduceID. For MP3 the
practice guide TC260-PG-20258A puts it into an ID3v2 TXXX frame with the description AIGC.

European Union, since 2026-08-02: Regulation (EU) 2024/1689, Art. 50(2), marks that machines read.
Apple: synthetic voices are disclosed in the audio and in the metadata.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from producer.check.id3 import Tag
from producer.check.manifest import ClaimedCue
from producer.check.report import APPLE, CHINA, EUROPE, CheckLine, judged, not_applicable, some
from producer.model import NARRATOR

_CHINESE = frozenset({"zh", "yue"})
_NAMES_AI = re.compile(r"人工智[能慧]|(?<![A-Za-z])AI(?![A-Za-z])")
_NAMES_SYNTHESIS = re.compile("生成|合成")
_SPOKEN = "人工智能 or AI, and 生成 or 合成, spoken"
_MARK = "AIGC with Label, ContentProducer and ProduceID"
_LABELS = ("1", "2", "3")
_DIGITAL_SOURCE = "trainedalgorithmicmedia"
_JSON_LD = '<script type="application/ld+json">'
_WORDING = (
    "Let `text` of [disclosure] in show.toml name 人工智能 or AI and 生成 or 合成, as the default "
    "does, and make the episode again"
)
_SPEAK = "Set `spoken = true` in [disclosure] of show.toml and make the episode again"
_AGAIN = "Make the episode again with `producer make`"


def notice_lines(
    languages: Sequence[str], cues: Sequence[ClaimedCue] | None
) -> Iterator[CheckLine]:
    """What is asked of the notice that is heard in an edition with `languages`; `cues` are None
    where none are known."""
    in_each = "in every language"
    if cues is None:
        yield not_applicable("spoken notice", "no sentences known", _SPOKEN, CHINA)
        yield not_applicable("notice", "no sentences known", in_each, APPLE)
        return
    notices = {
        language: " ".join(c.text for c in cues if _is_notice(c) and c.language == language)
        for language in languages
    }
    chinese = [language for language in languages if language in _CHINESE]
    if chinese:
        problems = [p for language in chinese if (p := _wording_problem(notices[language]))]
        yield judged(
            "spoken notice",
            not problems,
            problems[0] if problems else notices[chinese[0]],
            _SPOKEN,
            CHINA,
            advice=_WORDING if any(notices[language] for language in chinese) else _SPEAK,
        )
    else:
        yield not_applicable("spoken notice", "nothing in Chinese", _SPOKEN, CHINA)
    silent = [language for language in languages if not notices[language]]
    yield judged(
        "notice",
        not silent,
        f"none in {some(silent)}" if silent else ", ".join(languages),
        in_each,
        APPLE,
        advice=_SPEAK,
    )


def tag_lines(tag: Tag | None) -> Iterator[CheckLine]:
    """What is asked of the marks in an MP3's tag."""
    own: Mapping[str, str] = tag.own if tag else {}
    content = own.get("AI-CONTENT", "")
    yield judged(
        "AI disclosure",
        bool(content),
        f"AI-CONTENT: {content}" if content else "none",
        "synthetic voices disclosed",
        APPLE,
        advice=_AGAIN,
    )
    mark = own.get("AIGC", "")
    problem = _mark_problem(mark)
    yield judged("AIGC mark", not problem, problem or mark, _MARK, CHINA, advice=_AGAIN)
    marked = [name for name in ("AIGC", "AI-CONTENT") if own.get(name)]
    yield judged(
        "machine-readable mark",
        bool(marked),
        ", ".join(marked) or "none",
        "in the file's metadata",
        EUROPE,
        advice=_AGAIN,
    )


def page_line(page: str) -> CheckLine:
    """What is asked of the episode's page: that its data for machines say where the sound comes
    from (https://schema.org/digitalSourceType)."""
    sources = list(_digital_sources(page))
    marked = [source for source in sources if _DIGITAL_SOURCE in source.lower()]
    return judged(
        "machine-readable mark",
        bool(marked),
        marked[0] if marked else some(sources) or "none",
        "digitalSourceType trainedAlgorithmicMedia",
        EUROPE,
        advice=_AGAIN,
    )


def _is_notice(cue: ClaimedCue) -> bool:
    return cue.turn == 0 or cue.speaker == NARRATOR


def _wording_problem(notice: str) -> str:
    if not notice:
        return "none in Chinese"
    if not _NAMES_AI.search(notice):
        return f"neither 人工智能 nor AI in “{notice}”"
    if not _NAMES_SYNTHESIS.search(notice):
        return f"neither 生成 nor 合成 in “{notice}”"
    return ""


def _mark_problem(mark: str) -> str:
    if not mark:
        return "none"
    try:
        fields: Any = json.loads(mark)
        fields = fields.get("AIGC", fields)
        missing = [n for n in ("ContentProducer", "ProduceID") if not str(fields.get(n, ""))]
        label = fields.get("Label")
    except (ValueError, AttributeError, RecursionError):
        return f"it is no JSON object: {mark}"
    if label not in _LABELS:
        return f"Label is {label!r}"
    return f"without {' and '.join(missing)}" if missing else ""


def _digital_sources(page: str) -> Iterator[str]:
    """All values of digitalSourceType in the JSON-LD of a page."""
    _, _, after = page.partition(_JSON_LD)
    try:
        yield from _values(json.loads(after.partition("</script>")[0]), "digitalSourceType")
    except (ValueError, RecursionError):
        return


def _values(value: Any, key: str) -> Iterator[str]:
    children: Iterable[Any] = ()
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            yield value[key]
        children = value.values()
    elif isinstance(value, list):
        children = value
    for child in children:
        yield from _values(child, key)
