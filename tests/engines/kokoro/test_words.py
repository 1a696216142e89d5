"""Chinese words are cut as jieba cuts them, with less memory."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.engines.kokoro.words import Words, jieba_dictionary

jieba = pytest.importorskip("jieba", reason="needs the extra 'kokoro'")

FREQUENT = (
    "的一是不了在人有我他这中大来上个国说们为子和你地出道也时年得就那要下以生会自着去之过家学对可"
)


@cache
def words() -> Words:
    return Words(jieba_dictionary())


@cache
def his() -> Any:
    return jieba.Tokenizer()


@pytest.mark.parametrize(
    ("run", "cut"),
    [
        ("我来到北京清华大学", "我 来到 北京 清华大学"),
        ("研究生命的起源", "研究 生命 的 起源"),
        ("他从马上下来", "他 从 马上 下来"),
        ("二〇二六年", "二 〇 二 六年"),
        ("㐀是生僻字", "㐀 是 生僻字"),
        ("", ""),
    ],
)
def test_words_end_where_they_should(run: str, cut: str) -> None:
    assert words().cut(run) == cut.split()


HAN_CHARACTERS = st.sampled_from(FREQUENT) | st.characters(
    min_codepoint=0x4E00, max_codepoint=0x9FD5
)


@given(st.text(HAN_CHARACTERS, max_size=40))
def test_any_run_is_cut_as_jieba_cuts_it(run: str) -> None:
    assert words().cut(run) == his().lcut(run, HMM=False)
