"""What `make soak` does, small."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.outages import KINDS, through_an_outage
from tests.soak.rows import Row, table
from tests.soak.soak import through_a_narrow_door, through_trouble


def test_nothing_is_lost_and_nothing_wrong_is_kept(tmp_path: Path) -> None:
    result = through_trouble(tmp_path, 60, share=0.4)
    assert len(result.faults) >= 15
    assert result.failures == ()
    assert result.wrong == ()


def test_no_more_is_asked_for_than_the_service_bears(tmp_path: Path) -> None:
    result = through_a_narrow_door(tmp_path, 60, answer_s=0.1)
    assert result.refused_later < 0.15


@pytest.mark.parametrize("kind", KINDS)
def test_an_outage_of_seconds_loses_nothing(tmp_path: Path, kind: str) -> None:
    row = through_an_outage(tmp_path, kind, 3, count=80)
    assert row.is_reached, row


def test_the_table_says_what_was_not_reached() -> None:
    rows = [Row("a", "1 | 2"), Row("c", "3", is_reached=False)]
    assert [Row.of_line(row.line()) for row in rows] == rows
    assert table(rows).splitlines()[2:] == ["| a | 1 / 2 |", "| c | 3 **not reached** |"]
