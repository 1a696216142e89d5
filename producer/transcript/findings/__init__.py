"""What a producer should know before a word is spoken. Each finding says what to do.

Most findings follow from the Script alone, so that a transcript and its script file have the
same. To add a kind, write a function Script → findings in a module of its own and name it in
`CHECKS`. What only the reading of a file tells is in `reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from producer.model import Finding, Script
from producer.transcript.findings.heard import heard_in_one_language
from producer.transcript.findings.label_slips import labels
from producer.transcript.findings.lengths import lengths
from producer.transcript.findings.missing import missing
from producer.transcript.findings.numbers import numbers
from producer.transcript.findings.paragraphs import paragraphs
from producer.transcript.findings.swapped import swapped
from producer.transcript.findings.terms import terms
from producer.transcript.findings.typing import typing
from producer.transcript.findings.unconfirmed import unconfirmed
from producer.transcript.findings.unspeakable import speech

Check = Callable[[Script], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    missing,
    heard_in_one_language,
    unconfirmed,
    swapped,
    labels,
    lengths,
    paragraphs,
    numbers,
    terms,
    speech,
    typing,
)


def checked(script: Script) -> Script:
    """`script` with what `CHECKS` find beside its own findings, in the order of the file."""
    findings = [*script.findings, *(finding for check in CHECKS for finding in check(script))]
    return replace(
        script, findings=tuple(sorted(findings, key=lambda f: (f.line or 0, f.turn or 0)))
    )
