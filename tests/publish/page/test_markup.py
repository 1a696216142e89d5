"""Texts stay texts."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from producer.publish.page.markup import Html, data, el, join, void

TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(["<script>", "</script>", "<!--", "-->", "&amp;", '"', "'", ">", "a"])
    ).map("".join),
).map(lambda text: text.replace("\r", "").replace("\x00", ""))


class Read(HTMLParser):
    """What a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS, TEXTS)
def test_a_text_is_what_is_read_back(text: str, value: str) -> None:
    read = Read(el("p", text, title=value))
    assert read.tags == [("p", {"title": value})]
    assert read.text == text


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_data_neither_ends_its_block_nor_begins_another(value: object) -> None:
    read = Read("".join(data(value, type="application/json")))
    assert [tag for tag, _ in read.tags] == ["script"]
    assert json.loads(read.text) == value


def test_html_is_not_escaped_again() -> None:
    assert el("p", el("b", "1 < 2"), " & ") == "<p><b>1 &lt; 2</b> &amp; </p>"
    assert join([Html("<i>"), "<i>"], "|") == "<i>|&lt;i&gt;"


def test_attributes_are_left_out_or_bare() -> None:
    assert void("input", checked=True, disabled=False, value=None, class_="a", data_x=0) == (
        '<input checked class="a" data-x="0">'
    )
