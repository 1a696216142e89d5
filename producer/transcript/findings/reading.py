"""What only the reading of a transcript tells, such as labels that a Script no longer has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from producer.languages import language_name
from producer.model import Finding, FindingKind, Turn
from producer.transcript.pairs.halves import Parting
from producer.transcript.people.folding import Fold
from producer.transcript.people.name_matching import MatchReason

_SHOWN = 5


def no_title(stem: str, where: str) -> Finding:
    """`where` says how this kind of file sets one."""
    return Finding(
        FindingKind.NO_TITLE,
        f"there is no title, so the episode is called '{stem}' after its file: "
        f"set one with {where}, or with --title",
        1,
    )


def no_labels(line: int) -> Finding:
    return Finding(
        FindingKind.NO_LABELS,
        "no speaker is named, so the narrator speaks all: begin each turn with a label, "
        "such as 'Anna: …' or '主持人：…'",
        line,
    )


def by_bold(line: int) -> Finding:
    return Finding(
        FindingKind.NO_LABELS,
        "no speaker is named: what is bold is taken for the questions of one person, and what "
        "stands below for the answers of another. If others speak too, or to call them by their "
        "names, begin each turn with a label, such as 'Anna: …' or '主持人：…'",
        line,
    )


def no_label(turn: Turn) -> Finding:
    return Finding(
        FindingKind.NO_LABEL,
        f"turn {turn.number} stands in the conversation but names no speaker, so the narrator "
        "speaks it: begin it with a label, or with 'Narrator:' if that is meant",
        turn.line,
        turn.number,
    )


def label_mismatch(turn: Turn, first: str, second: str) -> Finding:
    return Finding(
        FindingKind.LABEL_MISMATCH,
        f"turn {turn.number} is labelled '{first}' in one language and '{second}' in the other, "
        f"and is spoken by '{turn.speaker}': use the same pair of labels throughout",
        turn.line,
        turn.number,
    )


def not_spoken(kind: FindingKind, name: str, entries: Sequence[tuple[int, str]]) -> list[Finding]:
    """One finding of all that was taken out, as (line, text), so that a talk full of laughter is
    not a list of them."""
    if not entries:
        return []
    shown = ", ".join(f"{text} in line {line}" for line, text in entries[:_SHOWN])
    more = f" and {len(entries) - _SHOWN} more" if len(entries) > _SHOWN else ""
    return [Finding(kind, f"{name} are not spoken: {shown}{more}", entries[0][0])]


def out_of_step(parting: Parting, languages: Sequence[str]) -> Finding:
    """Where the conversation in one language and that in the other part."""
    unpaired = "; ".join(
        f"line {pair.line}, {'/'.join(map(language_name, pair.passages))}: "
        f"{pair.label or 'nobody'} “{_begin(next(iter(pair.passages.values()))[0])}”"
        for pair in parting.alone[:_SHOWN]
    )
    more = len(parting.alone) - _SHOWN
    last = parting.before.lines if parting.before else {}
    since = " and ".join(f"{lines[-1]}" for lines in last.values())
    behind = parting.behind.lines if parting.behind else {}
    until = " and ".join(f"{lines[0]}" for lines in behind.values())
    return Finding(
        FindingKind.OUT_OF_STEP,
        f"{' and '.join(map(language_name, languages))} part "
        f"{f'behind lines {since}' if since else 'at the beginning'}: without counterpart "
        f"{unpaired}{f' and {more} more' if more > 0 else ''}; they agree again "
        f"{f'at lines {until}' if until else 'nowhere'}. Add what is missing, or label the turns",
        parting.alone[0].line,
    )


def _begin(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def folded(folds: Iterable[Fold]) -> Iterator[Finding]:
    """People who have several labels, each with the rule by which it is taken for theirs."""
    by_person: dict[str, list[Fold]] = {}
    for fold in folds:
        if fold.rule is MatchReason.ALIAS:
            continue  # somebody has said so
        by_person.setdefault(fold.person, []).append(fold)
    for person, entries in by_person.items():
        rules = "; ".join(f"'{fold.label}' ({fold.rule.value})" for fold in entries)
        yield Finding(
            FindingKind.SAME_SPEAKER,
            f"taken for '{person}': {rules}. If they are two people, give them names that differ",
            min(fold.line for fold in entries),
        )


def unspeakable(line: int, text: str) -> Finding:
    return Finding(
        FindingKind.UNSPEAKABLE,
        f"'{text}' holds nothing that can be spoken and is kept among the credits: "
        "write what is to be said, or remove the line",
        line,
    )
