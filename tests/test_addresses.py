"""Addresses are taken, made usable, or refused with what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.addresses import public_address, server_address

NONE = [
    *("", "ours", "http://", "ftp://a/v1", "https://[::", "http://[::1", "//a/b"),
    *("http://a..b/v1", f"http://{'a' * 70}/v1", "http://c:99999", "http://c:x/v1", "http://c:0"),
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_is_refused(text: str) -> None:
    for read in public_address, server_address:
        with pytest.raises(ValueError, match="a web address is needed"):
            read(text)


@pytest.mark.parametrize("text", ["http://a:b@c/v1", "https://c/v1?key=x", "http://c/v1#x"])
def test_a_server_has_an_address_alone(text: str) -> None:
    with pytest.raises(ValueError, match="an address alone"):
        server_address(text)


def test_an_address_is_made_usable() -> None:
    assert server_address(" http://localhost:11434/v1/ ") == "http://localhost:11434/v1"
    assert public_address("https://Bücher.example/ä b/") == (
        "https://xn--bcher-kva.example/%C3%A4%20b"
    )


@given(st.text() | st.text("htps:/[]@.a1%?#é "))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for read in public_address, server_address:
        try:
            address = read(text)
        except ValueError:
            continue
        assert read(address) == address
        assert read is server_address or address.isascii()
