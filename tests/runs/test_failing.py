"""A run whose service fails, from the command line: what is kept, said and written."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from producer.cli import app
from tests.helpers.making import SHORT
from tests.standin import EdgeStandIn, Refusal, faults

ARGUMENTS = ("make", "tea & talk.txt", "--engine", "edge")


@pytest.fixture(autouse=True)
def _show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tea & talk.txt").write_text(SHORT, encoding="utf-8")
    Path("show.toml").write_text("[engines.edge]\nattempts = 3\npatience_s = 2\n", encoding="utf-8")


def make(*options: str, code: int = 0) -> str:
    """All that is said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["producer", *ARGUMENTS, *options])
        result = CliRunner().invoke(app, [*ARGUMENTS, *options])
    assert result.exit_code == code, result.output
    return str(result.output)


def written() -> list[Path]:
    """Finished files of the episode."""
    return [path for path in Path().glob("output/*/*") if path.is_file()]


def test_a_failure_that_stays_keeps_all_else_and_says_how_to_go_on(
    edge_service: EdgeStandIn,
) -> None:
    edge_service.faults = lambda r: faults.no_audio if "三杯" in r.text else None
    said = make("--edition", "zh-en", code=1)
    assert "2 utterances could not be spoken (10 clips are kept)" in said
    assert "turn 2 (本, zh): the service sent no audio for the voice zh-CN-" in said
    assert "我每天喝三杯。" in said
    command = said.partition("To go on from there: ")[2].strip()
    assert shlex.split(command) == ["producer", *ARGUMENTS, "--edition", "zh-en"]
    assert not written()

    edge_service.faults = lambda _: None
    assert "2 clips spoken by edge, 10 from the store" in make("--edition", "zh-en")
    assert written()


def test_a_service_that_refuses_for_good_ends_the_run(edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda c: Refusal(403) if c.number > 6 else None
    said = make(code=4)
    assert "403" in said
    assert "Upgrade edge-tts" in said
    assert "What was spoken is kept: run the same command again" in said
    assert len(edge_service.connections) <= 40
    assert not written()

    edge_service.refuse = lambda _: None
    said = make()
    assert "clips spoken by edge" in said
    assert ", 0 from the store" not in said


def test_a_service_that_goes_away_ends_the_run(edge_service: EdgeStandIn) -> None:
    edge_service.refuse = lambda c: Refusal(500) if c.number > 6 else None
    said = make(code=4)
    assert "the engine 'edge' does not answer: the service answered 500" in said
    assert "What was spoken is kept" in said
    assert not written()


def test_no_more_requests_than_the_user_allows(edge_service: EdgeStandIn) -> None:
    make("--max-requests-per-minute", "600")
    connections = edge_service.connections
    assert len(connections) == 10, "two short sentences with those behind them"
    assert connections[-1].at - connections[0].at > 0.9 * 9 * 60 / 600
