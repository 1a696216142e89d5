"""Whether somebody has listened to what an episode says: sound alone says nothing of words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from producer.check.manifest import ClaimedEdition
from producer.check.report import MANIFEST, CheckLine, judged, not_applicable

REPORT = "listening.json"
_CHECK, _EXPECTED = "listened to", "every sentence as it is written"


def line(folder: Path, editions: Mapping[str, ClaimedEdition]) -> CheckLine:
    """What the file that `listen` leaves says of these `editions`."""
    try:
        content: Any = json.loads((folder / REPORT).read_bytes())
        known = content["editions"]
        counts = [int(content[state]) for state in ("heard", "doubtful", "wrong")]
    except (OSError, ValueError, LookupError, TypeError):
        return _unknown("nobody has: only that there is sound was looked at")
    if not all(known.get(name) == edition.sha256 for name, edition in editions.items()):
        return _unknown("not since it was made anew")
    heard, doubtful, wrong = counts
    return judged(
        _CHECK,
        wrong == 0,
        f"{heard} heard, {doubtful} doubtful, {wrong} wrong",
        _EXPECTED,
        MANIFEST,
        advice="`producer listen` says which; speak them again, or accept them on the review page",
    )


def _unknown(why: str) -> CheckLine:
    return not_applicable(_CHECK, why, _EXPECTED, MANIFEST, advice="producer listen")
