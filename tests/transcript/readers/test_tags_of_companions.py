"""Caption files beside each other, by the tags that people give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.transcript.reading import read
from tests.helpers.reading import outline

ZH = """WEBVTT

00:00:01.000 --> 00:00:03.000
采访者：这张网多大了？

00:00:03.000 --> 00:00:05.000
比我大。

00:00:05.000 --> 00:00:07.000
WEAVER：我父亲织的。

00:00:07.000 --> 00:00:09.000
采访者：现在谁织？

00:00:09.000 --> 00:00:11.000
WEAVER：我儿子。
"""
EN = """WEBVTT

00:00:01.000 --> 00:00:03.000
INTERVIEWER: How old is this net?

00:00:03.000 --> 00:00:05.000
Older than I am.

00:00:05.000 --> 00:00:07.000
WEAVER: My father made it.

00:00:07.000 --> 00:00:09.000
INTERVIEWER: And who does now?

00:00:09.000 --> 00:00:11.000
WEAVER: My son.
"""


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("cn", "en"),
        ("chs", "eng"),
        ("cht", "en_US"),
        ("zho", "en"),
        ("chi", "eng"),
        ("中文", "英文"),
    ],
)
def test_companions_by_tags(chinese: str, english: str, tmp_path: Path) -> None:
    (tmp_path / f"net.{chinese}.vtt").write_text(ZH, encoding="utf-8")
    (tmp_path / f"net.{english}.vtt").write_text(EN, encoding="utf-8")
    script = read(tmp_path / f"net.{chinese}.vtt")
    assert set(script.title.values()) == {"net"}
    assert [speaker for speaker, _ in outline(script)] == ["采访者", "WEAVER"] * 2
    assert all(set(passages) == {"zh", "en"} for _, passages in outline(script))
