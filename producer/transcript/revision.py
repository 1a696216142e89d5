"""A script file revised: what is not changed stays as a person laid it out.

A file is its front matter, a block per turn with the chapter above it, and the credits. A block
that says what it said is taken over as it stands, with its wrapped lines and the comments of the
front matter; the others are written anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from producer.model import Script
from producer.transcript.front_matter import FENCE
from producer.transcript.script_file import dump, parse

_TURN = re.compile(r"\s*##\s")
_CHAPTER_OR_CREDITS = re.compile(r"\s*#\s+(\[|Credits\s*$)")


def revised(text: str, script: Script, path: Path) -> str:
    """The script file `text`, which is at `path`, changed so that it reads as `script`. Raises
    `InputError` where it is no script file, or `script` cannot be written as one."""
    fresh = dump(script)
    meant = parse(fresh, path)
    as_dumped, as_laid_out = _blocks(dump(parse(text, path))), _blocks(text)
    if len(as_dumped) != len(as_laid_out):
        return fresh
    kept = dict(zip(as_dumped, as_laid_out, strict=True))
    whole = "\n\n".join(kept.get(block, block) for block in _blocks(fresh)) + "\n"
    return whole if parse(whole, path) == meant else fresh


def _blocks(text: str) -> list[str]:
    """The front matter, each turn, and the credits if there are any."""
    lines = text.splitlines()
    body = [number for number, line in enumerate(lines) if line.strip() == FENCE][1] + 1
    blocks = [lines[:body]]
    # A chapter begins a block, and the turn below it goes on with it.
    complete = True
    for line in lines[body:]:
        is_turn = _TURN.match(line) is not None
        if complete and (is_turn or _CHAPTER_OR_CREDITS.match(line)):
            blocks.append([])
            complete = False
        complete = complete or is_turn
        blocks[-1].append(line)
    return ["\n".join(block).strip() for block in blocks]
