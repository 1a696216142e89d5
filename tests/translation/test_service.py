"""Which server is asked, and which key it gets to see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from producer.errors import InputError
from producer.show.settings import Settings
from producer.show.show import validate
from producer.translation.service import Service, service_of

TOML = Path("show.toml")


def service(environ: dict[str, str], **settings: Any) -> Service:
    of = validate(Settings, {"translate": settings}, TOML)
    return service_of(of.translate, environ, TOML)


MINE = {"url": "https://mine.example/v1/", "model": "m"}
OPENAI = {"OPENAI_BASE_URL": "https://open.example/v1", "OPENAI_API_KEY": "sk-open"}
OURS = {
    "PRODUCER_TRANSLATE_URL": "http://ours:1/v1",
    "PRODUCER_TRANSLATE_MODEL": "o",
    "PRODUCER_TRANSLATE_KEY": "k",
}


def test_the_environment_goes_before_settings_and_openai_comes_last() -> None:
    assert service({}, **MINE) == Service("https://mine.example/v1", "m")
    assert service(OURS | OPENAI, **MINE) == Service("http://ours:1/v1", "o", "k")
    assert service({"PRODUCER_TRANSLATE_KEY": " k "}, **MINE).key == "k"
    assert service(OPENAI, model="m") == Service("https://open.example/v1", "m", "sk-open")
    assert service({}, **MINE, key="s").key == "s"


def test_openais_key_goes_to_no_address_of_somebody_elses_settings() -> None:
    assert service(OPENAI, **MINE).key == ""
    assert service(OPENAI | {"PRODUCER_TRANSLATE_URL": "http://ours:1/v1"}, model="m").key == ""


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(service({}, **MINE, key="secret"))
    assert "secret" not in repr(validate(Settings, {"translate": {"key": "secret"}}, TOML))


@pytest.mark.parametrize(
    ("environ", "settings", "says"),
    [
        ({}, {}, "no server is set"),
        ({}, {"url": "http://a/v1"}, "no model is set for the translation by a"),
        ({"PRODUCER_TRANSLATE_URL": "ours"}, {"model": "m"}, "PRODUCER_TRANSLATE_URL cannot be"),
        ({"PRODUCER_TRANSLATE_KEY": "k\n2"}, MINE, "a character that no key has"),
        ({}, MINE | {"key": "钥匙"}, "a character that no key has"),
        ({"OPENAI_BASE_URL": "ftp://x"}, {"model": "m"}, "OPENAI_BASE_URL cannot be"),
    ],
)
def test_what_is_missing_is_named(
    environ: dict[str, str], settings: dict[str, str], says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        service(environ, **settings)
    assert str(caught.value).startswith("show.toml:")


@pytest.mark.parametrize("url", ["ours", "http://a:b@c/v1", "http://a..b/v1"])
def test_an_address_is_one(url: str) -> None:
    with pytest.raises(InputError, match=r"translate\.url: "):
        service({}, url=url, model="m")
