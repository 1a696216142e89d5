"""What a page is told without asking: how the making goes on, and that a file has changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import StreamingResponse

from producer.review.requests import Review
from producer.review.review_items import ReviewItem

_TICK_S = 0.2
_TICKS_PER_LOOK = 5
"""Files are looked at once a second."""


async def stream(request: Request) -> StreamingResponse:
    """Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): "job"
    with the state of the latest job, "files" with the digests of the files of {item}, and
    "findings" when something else was found in its script than was told right after an edit."""
    review: Review = request.app.state.review
    item = await run_in_threadpool(review.workspace.item, request.path_params["item"])
    return StreamingResponse(_events(review, item), media_type="text/event-stream")


async def _events(review: Review, item: ReviewItem) -> AsyncIterator[str]:
    last_sent: dict[str, Any] = {}
    tick = 0
    yield "retry: 1000\n\n"
    while not review.stopping():
        now: dict[str, Mapping[str, Any]] = {}
        if review.jobs.latest is not None:
            now["job"] = review.jobs.latest.as_json()
        if tick % _TICKS_PER_LOOK == 0:
            now["files"] = await run_in_threadpool(review.workspace.seen, item)
            if await run_in_threadpool(_complete, review, item):
                now["findings"] = {"tick": tick}
        for kind, value in now.items():
            if last_sent.get(kind) != value:
                last_sent[kind] = value
                yield f"event: {kind}\ndata: {json.dumps(value)}\n\n"
        tick += 1
        await asyncio.sleep(_TICK_S)


def _complete(review: Review, item: ReviewItem) -> bool:
    return not review.stopping() and review.workspace.complete(item.script)
