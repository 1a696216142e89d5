"""The review page in the language of whoever reads it, and what people wrote as they wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.review.localized_templates import rewritten, template_messages
from tests.review.serving import Client, a_transcript, episode, serving

TEMPLATES = sorted((Path(__file__).parents[2] / "producer" / "review" / "templates").glob("*.html"))


def test_the_page_is_in_chinese_and_a_transcript_is_not_translated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRODUCER_LANG", "zh")
    file = a_transcript(
        tmp_path, "# 声音 | Voices\n\nVoices: Make the episode.\n安娜：制作节目。\n"
    )
    with serving(tmp_path) as server:
        listed = Client(server.url).ask("/").text
        page = episode(server, file).page()
    assert '<html lang="zh">' in listed
    assert "添加文字稿" in listed
    assert "Add a transcript" not in listed
    assert ">制作节目</button>" in page
    assert 'aria-label="第 1 轮"' in page
    assert "Make the episode." in page
    assert "Voices" in page


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_without_translations_a_template_stays_as_it_is(file: Path) -> None:
    source = file.read_text("utf-8")
    assert rewritten(source, lambda _: None) == source


def test_a_text_with_expressions_is_one_message() -> None:
    source = '<p title="Play {{ a.b }}">\n{{ t.number }} of {{ f(x)|length }} sentences</p>'
    assert template_messages(source) == ["Play {b}", "{number} of {x} sentences"]
    chinese = {"Play {b}": "播放 {b}", "{number} of {x} sentences": "{x} 句中的 {number} 句"}
    assert rewritten(source, chinese.get) == (
        '<p title="播放 {{ a.b }}">\n{{ f(x)|length }} 句中的 {{ t.number }} 句</p>'
    )


@given(st.text(alphabet="<>{}%#\"= abP'\n", max_size=60))
def test_any_template_is_kept_byte_by_byte(source: str) -> None:
    assert rewritten(source, lambda _: None) == source
