"""What the layout that was chosen leaves open: another that fits as well, pairs that may be
shifted, and labels that stand once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from producer.languages import language_names
from producer.model import Finding, FindingKind, Turn


def close_layouts(layout: str, next_best: str, line: int, pairs: Sequence[str]) -> Finding:
    """`pairs` has the first places in which the two layouts differ, for people."""
    return Finding(
        FindingKind.LAYOUT,
        f"the lines were taken for {layout}, but {next_best} fits as well and pairs otherwise at "
        f"{'; '.join(pairs)}: look at these, and label the turns or leave a blank line between "
        "them. `producer script --explain` says why",
        line,
    )


def shifted(turn: Turn, languages: Sequence[str], shared: Sequence[str]) -> Finding:
    """`shared` are numbers and names that stand in one language a turn before the other."""
    return Finding(
        FindingKind.SHIFTED,
        f"{language_names(languages)} may be shifted from line {turn.line} on: "
        f"{', '.join(shared)} stand in neighbouring turns. Look for a line that lacks its "
        "translation, or stands there too much",
        turn.line,
        turn.number,
    )


def unpaired(alone: Sequence[Turn], turns: int) -> Finding:
    """`alone` are the turns that lack a language, of all `turns`."""
    return Finding(
        FindingKind.UNPAIRED,
        f"{len(alone)} of {turns} turns lack one of the languages, first turn {alone[0].number}: "
        "where the file has both, they are set in a way that was not understood. Give each turn a "
        "label, or a blank line before it and its translation below it; `producer script "
        "--explain` says how the lines were taken",
        alone[0].line,
    )


def seldom_named(labels: Sequence[str], speakers: int, line: int) -> Finding:
    return Finding(
        FindingKind.LONE_LABEL,
        f"{len(labels)} of {speakers} speakers are named once only, such as "
        f"{', '.join(repr(label) for label in labels[:3])}: if these are no people but fields, "
        "headings or words that are explained, remove the colon behind them, or the lines",
        line,
    )


def lone_label(label: str, line: int, turns: int) -> Finding:
    return Finding(
        FindingKind.LONE_LABEL,
        f"'{label}' stands once as a label and would speak the {turns} turns below it: label the "
        "turns of others, or give the label to a line of its own if it is a heading",
        line,
    )


def explained(costs: Mapping[str, float]) -> str:
    """Named costs for people, the greatest first."""
    ordered = sorted(costs.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {amount:.1f}" for name, amount in ordered) or "nothing against it"
