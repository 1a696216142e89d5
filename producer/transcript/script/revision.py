"""A script file revised: what is not changed stays as a person laid it out.

A file is its front matter, a block per turn with the chapter above it, and the credits. A block
that says what it said is taken over as it stands, with its wrapped lines, be it under another
number; the others are written anew. In the front matter only those keys are that have changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from producer.model import Script
from producer.transcript.script.front_matter import FENCE
from producer.transcript.script.script_file import dumped_blocks, joined_blocks, parse

_TURN = re.compile(r"\s*##\s")
_NUMBER = re.compile(r"^(\s*##\s+)(\d+)(\s*·)", re.MULTILINE)
_CHAPTER_OR_CREDITS = re.compile(r"\s*#\s+(\[|Credits\s*$)")


def revised(text: str, script: Script, path: Path) -> str:
    """The script file `text`, which is at `path`, changed so that it reads as `script`. Raises
    `InputError` where it is no script file, or `script` cannot be written as one."""
    settings, *blocks = dumped_blocks(script)
    fresh = joined_blocks([settings, *blocks])
    meant = parse(fresh, path)
    as_dumped, as_laid_out = dumped_blocks(parse(text, path)), _blocks(text)
    if len(as_dumped) != len(as_laid_out):
        return fresh
    pairs = list(zip(as_dumped, as_laid_out, strict=True))
    unchanged = {_unnumbered(dumped): laid_out for dumped, laid_out in pairs} | dict(pairs)
    laid_out_blocks = [
        unchanged.get(block, unchanged.get(_unnumbered(block), block)) for block in blocks
    ]
    taken = [
        _numbered(laid_out, block) for laid_out, block in zip(laid_out_blocks, blocks, strict=True)
    ]
    front = _merged(as_laid_out[0], settings) if settings != as_dumped[0] else as_laid_out[0]
    revised_text = joined_blocks([front, *taken])
    return revised_text if parse(revised_text, path) == meant else fresh


def _blocks(text: str) -> list[str]:
    """The front matter, each turn with the chapter above it, and the credits if there are any, as a
    person laid them out."""
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


def _unnumbered(block: str) -> str:
    return _NUMBER.sub(r"\1\3", block, count=1)


def _numbered(block: str, like: str) -> str:
    """`block` under the number that its turn has in `like`, unless it has none."""
    number = _NUMBER.search(like)
    return _NUMBER.sub(rf"\g<1>{number[2]}\3", block, count=1) if number else block


def _merged(front: str, new_front: str) -> str:
    """The front matter `front` with the values of `wanted`; `wanted` itself where that fails."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document, values = (
            tomlkit.parse("\n".join(text.split("\n")[1:-1]) + "\n") for text in (front, new_front)
        )
        _update(document, values)
        return f"{FENCE}\n{document.as_string().strip()}\n{FENCE}"
    except (TOMLKitError, LookupError, TypeError, ValueError, AttributeError):
        return new_front


def _update(table: MutableMapping[str, Any], values: Mapping[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if isinstance(present := table.get(key), MutableMapping) and isinstance(value, Mapping):
            _update(present, value)
        elif present != value:
            table[key] = value
