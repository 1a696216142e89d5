"""What an episode becomes whose service begins with a bad answer: no draft, whatever it was."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from producer.engines.edge import EdgeEngine, EdgeSettings
from producer.model import Delivery, Utterance
from producer.pipeline import make, plan
from producer.plan.request import Request
from producer.progress import Silent
from producer.store import Store
from producer.synthesis import synthesize
from tests.helpers.making import SHORT, a_show
from tests.soak.trouble import FAULTS, REFUSALS
from tests.standin import Answer, EdgeStandIn, Fault, faults
from tests.standin.server import speak


def first(service: EdgeStandIn, kind: str) -> None:
    """Have the service's first connection go wrong."""
    if kind in REFUSALS:
        service.refuse = lambda c: REFUSALS[kind] if c.number == 1 else None
    else:
        service.faults = lambda r: FAULTS[kind] if r.connection.number == 1 else None


@pytest.mark.parametrize("kind", [*REFUSALS, *FAULTS])
def test_one_bad_first_answer_is_followed_by_good_ones(
    edge_service: EdgeStandIn, tmp_path: Path, kind: str
) -> None:
    first(edge_service, kind)
    engine = EdgeEngine(EdgeSettings(idle_timeout_s=0.5, total_timeout_s=1.5))
    engine.retry_wait_s = 0.05
    text = "细胞治疗的历史比很多人想象的要长。"
    utterance = Utterance("edge", "zh", Delivery("zh-CN-XiaoxiaoNeural"), text)
    result = synthesize([utterance], engine, Store(tmp_path), Silent(), briefly=True)
    assert result.spoken == 1
    assert len(edge_service.connections) >= 2


async def late(answer: Answer) -> None:
    """Longer than a probe once waited."""
    await asyncio.sleep(3.6)
    await speak(answer)


@pytest.mark.parametrize("fault", [faults.no_audio, late])
@pytest.mark.parametrize("engine", ["auto", "edge"])
def test_it_does_not_make_an_episode_a_draft(
    edge_service: EdgeStandIn, tmp_path: Path, fault: Fault, engine: str
) -> None:
    edge_service.faults = lambda r: fault if r.connection.number == 1 else None
    show = a_show(tmp_path, editions=["zh"])
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    episode = make(plan(Request(transcript=file, show=show, engine=engine), Silent()), Silent())
    assert (episode.manifest.as_json()["engine"], episode.manifest.as_json()["draft"]) == (
        "edge",
        False,
    )


def test_a_dry_run_needs_no_network(edge_service: EdgeStandIn, tmp_path: Path) -> None:
    edge_service.resolves = False
    show = a_show(tmp_path)
    file = show.folder / "talk.txt"
    file.write_text(SHORT, encoding="utf-8")
    assert plan(Request(transcript=file, show=show, engine="edge"), Silent()).missing_clips == 12
    assert not edge_service.connections
