"""Numbers as they are read in Chinese, for voices that cannot read digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.speech.han_numbers import numbers_in_han


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026年有3个人。", "二零二六年有三个人。"),
        ("第2个和2个。", "第二个和两个。"),
        ("1,200人，占12.5%。", "一千二百人，占百分之十二点五。"),
        ("105和10，015。", "一百零五和十，零一五。"),
        ("10000万、20010。", "一万万、二万零一十。"),
        ("CD19和B12很好。", "CD一九和B一二很好。"),
        ("没有数字。", "没有数字。"),
    ],
)
def test_numbers_in_place(written: str, read: str) -> None:
    assert numbers_in_han(written) == read


@given(st.text("0123456789.,%万年个第好aB ", max_size=30))
def test_no_digit_stays(text: str) -> None:
    assert not any(character in "0123456789" for character in numbers_in_han(text))
