"""What `make soak` does, small."""

from __future__ import annotations

from pathlib import Path

from tests.soak.soak import through_a_narrow_door, through_trouble


def test_nothing_is_lost_and_nothing_wrong_is_kept(tmp_path: Path) -> None:
    result = through_trouble(tmp_path, 60, share=0.4)
    assert len(result.faults) >= 15
    assert result.failures == ()
    assert result.wrong == ()


def test_no_more_is_asked_for_than_the_service_bears(tmp_path: Path) -> None:
    result = through_a_narrow_door(tmp_path, 60, answer_s=0.1)
    assert result.refused_later < 0.15
