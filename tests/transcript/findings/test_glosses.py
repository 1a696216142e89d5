"""What stands in brackets in one language only, and is no part of what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.model import FindingKind
from producer.transcript.findings.glosses import glosses, without_glosses
from producer.transcript.reading import read

TALK = """# 锁匠 | The Locksmith

Mira: Who brings you the oldest keys?

米拉：最老的钥匙是谁拿来的？（**译者注：她的店开了 38 年，见 [Key Museum](https://example.org/k?id=20240115)**）

Tomas: A widow from the upper town, every spring.

托马斯：上城的一位寡妇，每年春天都来。

Mira: And do they still open anything?

米拉：还能打开什么吗？（编者注：原文此处有笑声。）

Tomas: One does. It opens the bakery (the one by the bridge).

托马斯：有一把能。它能打开面包店（Backhaus，城里最老的一家，1871 年开张）。
"""


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("谷歌（Google）来了。", "zh", "谷歌来了。"),
        ("他走了（译者注：去了南方）。", "zh", "他走了。"),
        ("用的是GDP（国内生产总值）。", "zh", "用的是GDP。"),
        ("应该是杂货店（译者注：另一家（在河边）也叫这个）吧。", "zh", "应该是杂货店吧。"),
        ("他说（很慢地）好。", "zh", "他说（很慢地）好。"),
        ("那场危机（指 2008 年）以后", "zh", "那场危机以后"),
        ("The dike (堤坝) held.", "en", "The dike  held."),
        ("The dike (Translator's note: of 1954) held.", "en", "The dike  held."),
        ("The dike (it is old) held.", "en", "The dike (it is old) held."),
        ("一个(没有关上的Google", "zh", "一个(没有关上的Google"),
    ],
)
def test_glosses_are_told_from_what_is_said(text: str, language: str, shown: str) -> None:
    for start, end in reversed(glosses(text, language)):
        text = text[:start] + text[end:]
    assert text == shown


@given(st.text(alphabet="（()）[]【】ab中注：译者 "), st.sampled_from(["zh", "en"]))
def test_what_is_left_keeps_its_place(text: str, language: str) -> None:
    left = without_glosses(text, language)
    assert len(left) == len(text)
    assert all(a == b or a == " " for a, b in zip(left, text, strict=True))


def test_notes_make_no_findings_of_numbers_terms_and_lengths(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(TALK, "utf-8")
    about_the_text = {FindingKind.NUMBER, FindingKind.TERM, FindingKind.LENGTH, FindingKind.UNIT}
    assert [f.message for f in read(path).findings if f.kind in about_the_text] == []
