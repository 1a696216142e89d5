"""Web pages that were saved as HTML: the article, without menus and comments."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from producer.errors import InputError
from producer.model import Finding, FindingKind
from producer.transcript.document import Document, clean
from producer.transcript.language.detection import Languages
from producer.transcript.readers.body import Body
from producer.transcript.readers.decoding import decode
from producer.transcript.readers.kinds import WEB, kind_of_text, wrong_suffix
from producer.transcript.readers.tables import Row

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.IGNORECASE)
_DATA = re.compile(r"""data:[\w/+.-]+;base64,[^"'()\s<>]+""")
"""Pictures within the page, often most of it."""
_MAX_TAGS = 50_000
_MAX_TAG = 50_000
"""Characters of a tag with its attributes, for which a parser looks in a list."""
_MAX_CHARACTERS = 3_000_000
"""Of text, without programs and styles."""
_TAG = re.compile(
    r"<(?:html|body|head|div|p|h[1-6]|article|section|span|table|br)\b", re.IGNORECASE
)
_BLOCKS = "p h1 h2 h3 h4 h5 h6 li td th figcaption blockquote dt dd pre div section".split()
_MAX_BLOCKS = 10_000
_QUOTED = 3


def read_web(data: bytes, path: Path, languages: Languages) -> Document:
    """Raises `InputError` where there is no article, or nothing installed that finds it."""
    text = _DATA.sub("", _decode(data, path))
    if not text.strip():
        return Document(())
    page = _page(text, path)
    article, title = _article(page, path)
    body = Body(languages)
    for number, element in enumerate(article, start=1):
        _add(body, number, element)
    has_title = any(line.level == 1 for line in body.lines)
    return Document(
        tuple(body.lines),
        titles={} if has_title else _titles(page, title, languages),
        credits=tuple(body.credits),
        findings=(*body.findings, *_left_out(page, article)),
        languages=body.declared,
    )


def _page(text: str, path: Path) -> HtmlElement:
    """The page, with every innermost block as a paragraph: some editors write sections alone."""
    from lxml import etree, html

    kind = kind_of_text(text)
    if kind not in (None, WEB):
        raise wrong_suffix(kind, path)
    if not _TAG.search(text):
        raise InputError(
            "the file is no web page: it has no tags", path=path, advice="Name a text .txt"
        )
    longest = max(part.find(">") for part in text.split("<"))
    if text.count("<") > _MAX_TAGS or longest > _MAX_TAG:
        raise _too_long(path)
    try:
        page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError) as error:
        raise _no_article(path) from error
    etree.strip_elements(page, "script", "style", "svg", etree.Comment, with_tail=False)
    if sum(map(len, page.itertext())) > _MAX_CHARACTERS:
        raise _too_long(path)
    for element in page.iter("div", "section"):
        if _is_innermost(element):
            element.tag = "p"
    return page


def _is_innermost(element: HtmlElement) -> bool:
    return next(element.iterdescendants(*_BLOCKS), None) is None


def _decode(data: bytes, path: Path) -> str:
    declared = _CHARSET.search(data[:4_096])
    if declared and not data.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        name = declared[1].decode("ascii", "replace").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, ValueError):
            pass  # Pages are not always in what they say.
    return decode(data, path)


def _article(page: HtmlElement, path: Path) -> tuple[_Element, str]:
    """The article as trafilatura's elements, and the page's title."""
    try:
        import trafilatura
    except ImportError as error:
        from producer.installation import install_command

        raise InputError(
            "what finds the article in a web page is not installed",
            path=path,
            advice=f"Install it: {install_command('web')} (or save the page as text)",
        ) from error
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        # Formatting keeps headings and line breaks; recall is for short answers.
        extracted = trafilatura.bare_extraction(
            deepcopy(page),
            favor_recall=True,
            include_comments=False,
            include_formatting=True,
            with_metadata=True,
        )
    except (ValueError, RecursionError, TypeError, AttributeError, LookupError) as error:
        raise _no_article(path) from error
    if extracted is None or isinstance(extracted, dict) or extracted.body is None:
        raise _no_article(path)
    return extracted.body, clean(extracted.title or "")


def _too_long(path: Path) -> InputError:
    return InputError(
        "the web page is too long",
        path=path,
        advice="Copy the conversation from the browser into a .txt file",
    )


def _no_article(path: Path) -> InputError:
    return InputError(
        "no article was found in the web page",
        path=path,
        advice="Copy the conversation from the browser into a .txt file",
    )


def _titles(page: HtmlElement, headline: str, languages: Languages) -> dict[str | None, str]:
    """The page's title in both languages, or what trafilatura takes for it, which may have cut
    the second one off as the name of a site."""
    page_title = page.xpath("string(//meta[@property='og:title']/@content)") or page.xpath(
        "string(//title)"
    )
    both = languages.split(clean(str(page_title)))
    if len(both) > 1:
        return both
    return languages.split(headline) if headline else {}


def _add(body: Body, number: int, element: _Element) -> None:
    """An element of the article, as a block of its own."""
    match element.tag:
        case "head":
            body.add(number, _text(element), int((element.get("rend") or "h2")[-1]))
        case "table":
            cells = ([*row.iter("cell")] for row in element.iter("row"))
            body.table([Row(number, tuple(map(_text, row))) for row in cells])
        case "list" | "quote" if len(element):
            for child in element:
                _add(body, number, child)
        case _:
            body.add(number, _text(element), bold=_is_bold(element))
    body.add(number, "")


def _is_bold(element: _Element) -> bool:
    """Whether all text of a paragraph is."""
    others = [child for child in element if child.tag != "lb"]
    outside = [element.text, *(child.tail for child in element)]
    return (
        bool(others)
        and all(child.tag == "hi" and child.get("rend") == "#b" for child in others)
        and not any(text and text.strip() for text in outside)
    )


def _text(element: _Element) -> str:
    return "".join(_parts(element))


def _parts(element: _Element) -> Iterator[str]:
    """White space in HTML is a space; a break, and a paragraph within, is a line."""
    if element.tag in ("lb", "p", "item"):
        yield "\n"
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _parts(child)
        yield " ".join((child.tail or "").split("\n"))


def _left_out(page: HtmlElement, article: _Element) -> Iterator[Finding]:
    """What stands in the page between the beginning and the end of the article, and not in it."""
    article_text = _squeezed(_text(article))
    blocks = [
        block
        for element in islice(page.iter(*_BLOCKS), _MAX_BLOCKS)
        if _is_innermost(element) and (block := clean(str(element.text_content())))
    ]
    within = [index for index, block in enumerate(blocks) if _squeezed(block) in article_text]
    lost = [
        block
        for block in (blocks[within[0] : within[-1]] if within else ())
        if _squeezed(block) not in article_text
    ]
    if lost:
        shown = ", ".join(f"'{block[:40]}'" for block in lost[:_QUOTED])
        more = f" and {len(lost) - _QUOTED} more" if len(lost) > _QUOTED else ""
        yield Finding(
            FindingKind.LEFT_OUT,
            f"taken for no part of the article and not spoken: {shown}{more}",
            1,
        )


def _squeezed(text: str) -> str:
    return "".join(text.split())
