"""Whole talks as producers hand them in: every slip in them is found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.transcript import read

TALKS = Path(__file__).parent / "talks"

FOUND = {
    # Free translations: 两百斤 and a hundred kilos, 1.2 亩 and 800 square metres.
    "lighthouse.txt": [],
    # 一斤 is no pound; three miles for 五公里 and two days for 48小时 will do.
    "market.md": [("unit", 3, "en")],
    "batteries.txt": [
        ("label", 5, None),
        ("number", 6, "en"),
        ("speech", 1, "zh"),
        ("speech", 4, "zh"),
        ("speech", 6, "en"),
        ("speech", 6, "zh"),
        ("typing", 2, "zh"),
        ("typing", 8, "en"),
        ("typing", 8, "zh"),
        ("unit", 7, "en"),
    ],
    "baker.md": [("number", 3, "en")],
}


@pytest.mark.parametrize("name", FOUND)
def test_talk(name: str) -> None:
    found = [(f.kind, f.turn, f.language) for f in read(TALKS / name).findings]
    assert sorted(found, key=lambda f: (f[0], f[1], f[2] or "")) == FOUND[name]


def test_every_talk_is_read() -> None:
    assert {path.name for path in TALKS.iterdir()} == FOUND.keys()
