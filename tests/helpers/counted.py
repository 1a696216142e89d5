"""`producer` with a tone engine that takes its time and writes down what it is asked for, a line
each in $ASKED, whichever process asks: run as a program."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from producer import engines
from producer.engines.tone import ToneEngine
from producer.model import Clip, Utterance


class CountedEngine(ToneEngine):
    concurrency = 4

    async def speak(self, utterance: Utterance) -> Clip:
        with Path(os.environ["ASKED"]).open("a", encoding="utf-8") as file:
            file.write(f"{utterance.delivery.voice} {utterance.text}\n")
        await asyncio.sleep(0.05)
        return await super().speak(utterance)


if __name__ == "__main__":
    from producer.cli import app

    engines.BUILTIN["tone"] = "tests.helpers.counted:CountedEngine"
    app()
