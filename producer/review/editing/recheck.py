"""What is found in a script after an edit, at once: only the turns that the edit has changed are
checked, the others keep what was found in them."""

from __future__ import annotations

from dataclasses import replace

from producer.model import Script
from producer.transcript.findings import checked


def rechecked(before: Script, after: Script) -> Script:
    """`after`, an edit of `before`, with findings. What depends on turns elsewhere is as it was
    before the edit; where the edit has numbered turns anew, all is checked."""
    bare = replace(after, findings=())
    if len(before.turns) != len(after.turns):
        return checked(bare)
    edited = [new for old, new in zip(before.turns, after.turns, strict=True) if old != new]
    numbers = {turn.number for turn in edited}
    untouched = [finding for finding in before.findings if finding.turn not in numbers]
    if not edited:
        return replace(after, findings=tuple(untouched))
    local = checked(replace(bare, turns=tuple(edited))).findings
    findings = [*untouched, *(finding for finding in local if finding.turn in numbers)]
    ordered = sorted(findings, key=lambda finding: (finding.turn or 0, finding.line or 0))
    return replace(after, findings=tuple(ordered))
