"""Findings as a producer reads them."""

from __future__ import annotations

from producer.commands.findings import counted, findings_text
from producer.model import Change, Finding, FindingKind
from producer.publish.manifest import findings_json

MISSING = [
    Finding(FindingKind.MISSING, f"turn {n} has no English", 2 * n, n, "en") for n in range(1, 31)
]
SLIP = Finding(
    FindingKind.TYPING, "turn 4, English: 'teh' has a slip", 8, 4, "en", Change("teh", "the", 0)
)
TERM = Finding(FindingKind.TERM, "'Loess' stands here only", 5, 2, "zh", doubtful=True)


def test_few_findings_are_told_in_full() -> None:
    assert findings_text(findings_json([*MISSING[:2], SLIP]), "  ").splitlines() == [
        "  missing (2)",
        "    line 2: turn 1 has no English",
        "    line 4: turn 2 has no English",
        "  typing",
        "    line 8: turn 4, English: 'teh' has a slip",
        "      change 'teh' to 'the'",
    ]


def test_many_of_a_kind_are_one_with_their_count_and_lines() -> None:
    lines = findings_text(findings_json([*MISSING, SLIP])).splitlines()
    assert lines[0] == "missing (30)"
    assert lines[4].startswith("  and 27 more in lines 8, 10, 12, ")
    assert lines[4].endswith("and 15 others: --all tells each")
    assert lines[5] == "typing"


def test_what_is_often_wrong_is_told_where_all_is_asked_for() -> None:
    entries = findings_json([TERM, *MISSING])
    text = findings_text(entries)
    assert "Loess" not in text
    assert text.endswith("1 more that are often false alarms: --all shows them")
    assert counted(entries) == "30 missing"
    everything = findings_text(entries, show_all=True)
    assert "Loess" in everything
    assert everything.count("has no English") == 30
    assert counted(entries, show_all=True) == "30 missing, 1 term"
