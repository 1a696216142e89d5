"""Whole talks as producers hand them in: every slip in them is found, and nothing else is.

`talks/<name>.json` has the kind, turn and language of each finding. Two of them tempt: in
lighthouse.txt, 两百斤 and a hundred kilos, 1.2 亩 and 800 square metres are free translations; in
market.md 一斤 is no pound, while three miles for 五公里 and two days for 48小时 will do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from producer.transcript.reading import read
from tests.helpers.golden import golden_cases, require_all_used

TALKS = Path(__file__).parent / "talks"
CASES = golden_cases(TALKS)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_talk(case: dict[str, Any]) -> None:
    findings = [[f.kind, f.turn, f.language] for f in read(TALKS / case["file"]).findings]
    assert sorted(findings, key=str) == sorted(case["findings"], key=str)


def test_every_talk_is_read() -> None:
    require_all_used(TALKS, CASES)
