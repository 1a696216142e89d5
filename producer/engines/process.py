"""Processes that native code works in, so that its crash is not ours."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import IO


async def started(
    *command: str, stderr: int | IO[bytes] = asyncio.subprocess.PIPE
) -> asyncio.subprocess.Process:
    """A process with pipes. Cancelled while it starts one, asyncio would wait for ever
    (github.com/python/cpython/issues/103847), so the start is completed first."""
    pipe = asyncio.subprocess.PIPE
    starting = asyncio.create_task(
        asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=stderr)
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await ended(await starting)
        raise


async def ended(process: asyncio.subprocess.Process) -> None:
    """Kill `process` unless it has ended, and give its pipes back."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
