"""`producer audition --pauses`: two turns of one's own transcript, once for each style."""

from __future__ import annotations

from pathlib import Path

import pytest

from producer.commands.audition_pauses import audition_pauses
from producer.errors import UsageError
from producer.show.pauses import STYLES
from tests.helpers.making import SHORT, a_show, heard


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    file = tmp_path / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    return file


def test_two_turns_are_heard_with_the_pauses_of_each_style(
    transcript: Path, tmp_path: Path
) -> None:
    show = a_show(tmp_path)
    trials = audition_pauses(transcript, 1, "tone", show, tmp_path / "out")
    assert [trial.style for trial in trials] == [*STYLES]
    lengths = {}
    for trial in trials:
        lengths[trial.style] = len(heard(Path(trial.file))) / 48
        assert lengths[trial.style] == pytest.approx(trial.duration_ms, abs=30)
    assert lengths["calm"] > lengths["natural"] + 500
    assert lengths["natural"] > lengths["brisk"] + 500


def test_what_is_set_besides_the_style_stays(transcript: Path, tmp_path: Path) -> None:
    names = [name for name in STYLES["calm"] if name.endswith("_ms")]
    show = a_show(tmp_path, pauses={**dict.fromkeys(names, 700), "style": "calm"})
    trials = audition_pauses(transcript, 1, "tone", show, tmp_path / "out")
    assert len({trial.duration_ms for trial in trials}) == 1


def test_a_turn_that_is_not_there_is_refused(transcript: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="turn 9"):
        audition_pauses(transcript, 9, "tone", a_show(tmp_path), tmp_path / "out")
