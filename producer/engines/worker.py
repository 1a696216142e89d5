"""Worker processes as an engine sees them: one request after the other, and what the library said
meanwhile.

A request is a line of JSON on its stdin. An answer is a line of JSON on its stdout, {"rate",
"bytes"}, then so many bytes of samples, 16-bit mono; or {"error"}. What comes on stderr before the
answer was said of it.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO, Any

from producer.engines.process import ended, started
from producer.errors import UtteranceFailed

_MOST_SAID_BYTES = 100_000


class Worker:
    """Messages call it `library`. Whoever stops waiting for an answer ends the worker: its next
    answer would be that of another request."""

    def __init__(self, process: asyncio.subprocess.Process, log: IO[bytes], library: str) -> None:
        self._process = process
        self._library = library
        self._log = log
        self._read_up_to = 0

    @classmethod
    async def start(cls, library: str, *command: str) -> Worker:
        """A worker that runs `command`."""
        log = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            process = await started(*command, stderr=log)
        except BaseException:
            log.close()
            raise
        return cls(process, log, library)

    async def ask(self, request: dict[str, Any]) -> tuple[int, bytes, str]:
        """Rate, samples and what the library said. Raises `UtteranceFailed` with the library's
        last words when it fails or its process ends."""
        into, out = self._process.stdin, self._process.stdout
        assert into is not None
        assert out is not None
        try:
            into.write(json.dumps(request).encode() + b"\n")
            await into.drain()
            answer = json.loads(await out.readuntil(b"\n"))
            samples = await out.readexactly(answer.get("bytes", 0))
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            await ended(self._process)
            printed = self._said().strip().splitlines()
            status = self._process.returncode
            raise UtteranceFailed(
                f"{self._library} ended ({printed[-1] if printed else f'status {status}'})"
            ) from None
        if "error" in answer:
            raise UtteranceFailed(f"{self._library} failed ({answer['error']})")
        return answer["rate"], samples, self._said()

    async def end(self) -> None:
        await ended(self._process)
        self._log.close()

    def _said(self) -> str:
        """What has come on stderr since the last time."""
        self._log.seek(self._read_up_to)
        printed = self._log.read(_MOST_SAID_BYTES)
        self._log.seek(0, 2)
        self._read_up_to = self._log.tell()
        return printed.decode(errors="replace")


class WorkerPool:
    """Workers that run `command`: as many as speak at once, each kept for the next utterance."""

    def __init__(self, library: str, *command: str) -> None:
        self._library = library
        self._command = command
        self.idle: list[Worker] = []

    @asynccontextmanager
    async def worker(self, timeout_s: float) -> AsyncIterator[Worker]:
        """A worker for one utterance, for `timeout_s` at most. One that did not get to an answer
        is ended. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout_s):
            worker = (
                self.idle.pop() if self.idle else await Worker.start(self._library, *self._command)
            )
            try:
                yield worker
            except BaseException:
                await worker.end()
                raise
            self.idle.append(worker)

    async def aclose(self) -> None:
        while self.idle:
            await self.idle.pop().end()
