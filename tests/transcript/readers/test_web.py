"""Web pages: the article and its title, what was taken for no part of it, what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from producer.errors import InputError
from producer.transcript.document import Document
from producer.transcript.language.detection import languages_of
from producer.transcript.readers.web import read_web

TALK = [
    "<p>安娜：你看见那只船了吗？</p><p>Anna: Did you see that boat?</p>",
    "<p>本：哪一只？海上有三只。</p><p>Ben: Which one? There are three of them.</p>",
]


def read(text: str | bytes, name: str = "talk.html") -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    return read_web(data, Path(name), languages_of())


def page(*parts: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><article>{''.join(parts)}</article></body></html>"


def test_paragraphs_and_breaks_are_lines() -> None:
    document = read(
        page(*TALK, "<p>安娜：红的那只，<br/>\n  没有帆。</p><ul><li>Ben: Gone.</li></ul>")
    )
    assert [(line.text, line.block) for line in document.lines[-3:]] == [
        ("安娜：红的那只，", document.lines[-3].block),
        ("没有帆。", document.lines[-3].block),
        ("Ben: Gone.", document.lines[-1].block),
    ]
    assert document.lines[-1].block != document.lines[-3].block


def test_paragraphs_that_are_bold_from_beginning_to_end_are_told() -> None:
    bold = "<p><b>你在找什么？</b><br/><strong>What do you</strong> <b>look for?</b></p>"
    document = read(page(*TALK, bold, "<p><b>海</b>蛞蝓，很小的那种。</p><p>Sea <b>slugs</b>.</p>"))
    assert [line.text for line in document.lines if line.bold] == [
        "你在找什么？",
        "What do you look for?",
    ]


@pytest.mark.parametrize(
    ("head", "first", "title"),
    [
        ("<title>船 | The Boat</title>", "", {"zh": "船", "en": "The Boat"}),
        ("<title>船 | The Boat</title>", "<h1>三只船 Three</h1>", {}),
        ("<meta property='og:title' content='船'><title>船 - 报</title>", "", {"zh": "船"}),
    ],
)
def test_title(head: str, first: str, title: dict[str, str]) -> None:
    document = read(page(first, *TALK * 2, head=head))
    assert document.titles == title
    assert [line.text for line in document.lines if line.level == 1] == ["三只船 Three"] * bool(
        first
    )


def test_what_is_left_out_of_the_middle_is_said() -> None:
    aside = "<aside class='related sidebar'><p>Read also: ten more boats for you</p></aside>"
    document = read(page(TALK[0], aside, TALK[1]))
    assert len(document.lines) == 4
    [finding] = document.findings
    assert finding.kind == "left-out"
    assert "'Read also: ten more boats for you'" in finding.message


@pytest.mark.parametrize(
    "data",
    [
        page(*TALK, head='<meta charset="gbk">').encode("gbk"),
        page(*TALK, head='<meta charset="big5">').encode("big5", "replace"),
        page(*TALK, head='<meta charset="gb2312">').encode(),
        page(*TALK).encode("utf-16"),
        page(*TALK).encode("gb18030"),
        page(*TALK, head='<meta charset="no-such">').encode(),
    ],
    ids=["gbk", "big5", "declared-wrongly", "utf-16", "undeclared", "unknown"],
)
def test_encodings(data: bytes) -> None:
    assert [line.text for line in read(data).lines][1] == "Anna: Did you see that boat?"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Anna: Hello.\n", "no web page: it has no tags"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "Rename it to talk.vtt"),
        ("<html><body></body></html>", "no article was found"),
        ("<html>" + "<p>" * 400_000, "too long"),
        ("<html><body>" + "<div>" * 5_000 + "deep", "no article was found"),
    ],
)
def test_what_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert says in str(caught.value)
    assert caught.value.advice


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(InputError, match=r"pip install .*\[web\]") as caught:
        read(page(*TALK))
    assert caught.value.exit_code == 3
