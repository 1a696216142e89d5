"""Which of what may be names are labels, with the whole file in view: one vote for all `SHAPES`."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from producer.transcript.document import Line, Role
from producer.transcript.labels.label import Candidate, Strength, plainly_labelled, remark_in
from producer.transcript.labels.shapes import SHAPES, Shape
from producer.transcript.language.detection import Languages

_NEVER = 2.0
_SHARE_IF_RECURRING = {
    Strength.DOUBTFUL: 1 / 2,
    Strength.WEAK: 1 / 4,
    Strength.LIKELY: 1 / 5,
    Strength.CERTAIN: 0.0,
}
_SHARE_IF_SINGLE = {
    Strength.DOUBTFUL: _NEVER,
    Strength.WEAK: 2 / 3,
    Strength.LIKELY: 1 / 3,
    Strength.CERTAIN: 0.0,
}
"""The share of the beginnings in its language that must carry a candidate, for it to be a label."""

_LEAST = 4
_LEAST_NAMES = 2
_MOST_ONCE = 1 / 3
"""So many of the lines in a shape that is not telling may hold what stands there once."""
_MOST_PARAGRAPHS = 8
"""For each line with a name, on the average."""
_NEARLY_ALL = 0.9
_WORDS = re.compile(r"[ ·・•]")
_ENDS_SENTENCE = re.compile(r"[。！？!?.…][\"'”’」』）)\]*_]*$")


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph that may be labelled; its language is that of what the label governs."""

    named: Candidate | None
    language: str
    block: int

    @property
    def is_lone_label(self) -> bool:
        return self.named is not None and not self.named.text


def with_labels(
    lines: Sequence[Line],
    languages: Languages,
    *,
    apart: bool = False,
    declared: Collection[str] = (),
) -> list[Line]:
    """`lines`, each that begins with a label with the name as its speaker, and the label marked.

    The telling ones of `SHAPES` are voted on together and then each of the others, in their order;
    the first that a line has counts. `declared` names need no vote. With the languages `apart`, in
    halves or one of them absent, whoever is first in a block begins, or where no blank lines are,
    in any line.
    """
    lines = [with_label(line, plainly_labelled(line, declared)) for line in lines]
    telling = [shape for shape in SHAPES if shape.telling]
    for shapes in (telling, *([shape] for shape in SHAPES if not shape.telling)):
        candidates = _candidates(lines, shapes)
        for index in labels_among(lines, candidates, shapes[0], languages, apart=apart):
            lines[index] = with_label(lines[index], candidates[index])
    for left in (_in_both, _written_twice, _beside_labels):
        candidates = _candidates(lines, telling)
        for index in left(lines, candidates, languages):
            lines[index] = with_label(lines[index], candidates[index])
    return _told_apart(lines)


def _told_apart(lines: Sequence[Line]) -> list[Line]:
    """`lines`, with the remark in brackets as part of a label where it tells two people of one
    name apart: 张伟（医生） and 张伟（老师） come again and again, and 张伟 never alone."""
    remarks: dict[int, str] = {}
    by_name: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for index, line in enumerate(lines):
        if line.speaker is not None and (written := "".join(line.marked(Role.LABEL))):
            remarks[index] = remark_in(written)
            by_name[line.speaker][remarks[index]] += 1
    apart = {
        name
        for name, counts in by_name.items()
        if len(counts) > 1 and min(counts.values()) > 1 and all(counts)
    }
    return [
        replace(line, speaker=f"{line.speaker} ({remarks[index]})")
        if line.speaker in apart and index in remarks
        else line
        for index, line in enumerate(lines)
    ]


def _in_both(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], languages: Languages
) -> list[int]:
    """Those `candidates` left that come again and again with a name before the line beside them
    too, in the other language."""
    spoken = [i for i, line in enumerate(lines) if line.role is None and not line.level]
    twice: set[int] = set()
    for index, beside in pairwise(spoken):
        both = [(lines[i], candidates.get(i)) for i in (index, beside)]
        if any(named is None and line.speaker is None for line, named in both):
            continue
        tags = [_language(line, named, languages) for line, named in both]
        if None not in tags and tags[0] != tags[1]:
            twice |= {index, beside} & candidates.keys()
    alone = Counter(candidates[i].label for i in candidates.keys() - twice)
    paired = Counter(candidates[i].label for i in twice)
    return [
        index
        for index in twice
        if paired[label := candidates[index].label] >= _LEAST
        and candidates[index].strength > Strength.DOUBTFUL
        and _NEARLY_ALL * (paired[label] + alone[label]) <= paired[label]
    ]


def _written_twice(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], languages: Languages
) -> list[int]:
    """Those `candidates` left that stand word for word before a passage and before its translation
    below it: `Bob: 你好。` and `Bob: Hello.` Two names at least are so, for a word such as "AI"
    that both languages have may begin an item of a list."""
    spoken = [i for i, line in enumerate(lines) if line.role is None and not line.level]
    twice: set[int] = set()
    for above, below in pairwise(spoken):
        first, second = candidates.get(above), candidates.get(below)
        if first is None or second is None or first.label != second.label:
            continue
        tags = [_language(lines[i], candidates[i], languages) for i in (above, below)]
        if (
            first.text
            and second.text
            and min(first.strength, second.strength) > Strength.DOUBTFUL
            and None not in tags
            and tags[0] != tags[1]
        ):
            twice |= {above, below}
    names = {candidates[index].label for index in twice}
    counts = Counter(named.label for named in candidates.values())
    paired = Counter(candidates[index].label for index in twice)
    sure = {name for name in names if paired[name] == counts[name]}
    return [i for i in twice if candidates[i].label in sure] if len(sure) >= _LEAST_NAMES else []


def _beside_labels(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], languages: Languages
) -> list[int]:
    """Those `candidates` left that stand once and are labels all the same: what holds another
    label as the full name does, or begins a passage whose counterpart in the other language begins
    with a label."""
    labels = {line.speaker for line in lines if line.speaker is not None}
    spoken = [i for i, line in enumerate(lines) if line.role is None and not line.level]
    place = {index: n for n, index in enumerate(spoken)}
    first = next((i for i in spoken if lines[i].speaker is not None), len(lines))
    return [
        index
        for index, named in candidates.items()
        if named.text
        and named.strength >= Strength.LIKELY
        and (
            (
                not labels.isdisjoint(_WORDS.split(named.label))
                # Above all others a name may stand in the title: `Ann Reed: The lost tape`.
                and (index > first or _ENDS_SENTENCE.search(named.text) is not None)
            )
            or any(
                _answers(lines[index], named, lines[beside], languages)
                for beside in spoken[max(place[index] - 1, 0) : place[index] + 2]
            )
        )
    ]


def _answers(line: Line, named: Candidate, beside: Line, languages: Languages) -> bool:
    """Whether `beside` is labelled, and in the other language than `line`."""
    if beside.speaker is None or abs(line.block - beside.block) > 1:
        return False
    tags = _language(line, named, languages), _language(beside, None, languages)
    return None not in tags and tags[0] != tags[1]


def _candidates(lines: Sequence[Line], shapes: Sequence[Shape]) -> dict[int, Candidate]:
    """What may be a name in the lines with these indices, in the first of `shapes` that has one."""
    unnamed = [(i, line) for i, line in enumerate(lines) if line.speaker is None and not line.role]
    names = {i: next(filter(None, (s.read(line) for s in shapes)), None) for i, line in unnamed}
    return {index: named for index, named in names.items() if named}


def with_label(line: Line, named: Candidate | None) -> Line:
    """`line` with the label that `named` tells; a heading that is a label is none any more."""
    if named is None:
        return line
    start = line.speech.find(named.text) if named.text else len(line.speech)
    end = start + len(named.text)
    marked = line.without(end, len(line.speech), Role.LABEL).without(0, start, Role.LABEL)
    return replace(marked, speaker=named.label, level=0)


def labels_among(
    lines: Sequence[Line],
    candidates: Mapping[int, Candidate],
    shape: Shape,
    languages: Languages,
    *,
    apart: bool = False,
) -> set[int]:
    """The indices of those `candidates`, read in `shape` from the lines with their indices, that
    are labels."""
    candidates = _of_one_kind(lines, candidates)
    if not candidates or not (shape.telling or _recur(lines, candidates, languages)):
        return set()
    if shape.alone:
        return _above_speech(lines, candidates)
    labels = _by_place(_places(lines, candidates, languages), apart)
    return {index for index, named in candidates.items() if named.label in labels}


def _of_one_kind(
    lines: Sequence[Line], candidates: Mapping[int, Candidate]
) -> Mapping[int, Candidate]:
    """`candidates` without the headings of levels in which no name comes again: chapters."""
    counts = Counter((lines[index].level, named.label) for index, named in candidates.items())
    levels = {level for (level, _), count in counts.items() if count > 1 or not level}
    return {i: named for i, named in candidates.items() if lines[i].level in levels}


def _recur(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], languages: Languages
) -> bool:
    """Whether names come again and again in a shape, as items and subjects hardly do: two of them
    at least, in more lines than are labelled otherwise in the same languages."""
    spoken = {i: line for i, line in enumerate(lines) if line.role is None and not line.level}
    counts = Counter(named.label for named in candidates.values())
    recurring = [index for index, named in candidates.items() if counts[named.label] > 1]
    if len({candidates[index].label for index in recurring}) < _LEAST_NAMES:
        return False
    tags = {
        index: _language(line, candidates.get(index), languages) for index, line in spoken.items()
    }
    shown = Counter(tags.get(index) for index in candidates)
    held = {tag for tag, count in shown.items() if 4 * count >= len(candidates)}
    everywhere = None in held
    beside = [line for index, line in spoken.items() if everywhere or tags[index] in held]
    labelled = sum(line.speaker is not None for line in beside)
    return len(recurring) >= max(
        _LEAST,
        labelled + 1,
        len(beside) / _MOST_PARAGRAPHS,
        (1 - _MOST_ONCE) * len(candidates),
    )


def _above_speech(lines: Sequence[Line], candidates: Mapping[int, Candidate]) -> set[int]:
    """The names that stand alone above what is said: those that come again; and of others those
    that open a block, where nearly all blocks open so or a name is likely."""
    counts = Counter(named.label for named in candidates.values())
    names = {index for index, named in candidates.items() if counts[named.label] > 1}
    last = len(lines) - 1
    if any(i < last and (i + 1 in names or _is_heading(lines[i + 1])) for i in names):
        return set()
    first = min(names)
    opening = {
        index
        for index in range(first + 1, len(lines))
        if lines[index - 1].block != lines[index].block
    }
    everywhere = len(opening & candidates.keys()) >= _NEARLY_ALL * len(opening)
    names |= {
        index
        for index in opening & candidates.keys()
        if index < last
        and lines[index + 1].block == lines[index].block
        and (everywhere or candidates[index].strength >= Strength.LIKELY)
    }
    return names - {last}


def _is_heading(line: Line) -> bool:
    return line.level > 0 and line.speaker is None


def _by_place(places: Sequence[_Place], apart: bool) -> set[str]:
    """The names that are labels by where they stand.

    A label stands where someone begins: after the other language, after another label, or first
    in its block. In a language whose passages are labelled most beginnings carry one, in a
    language whose passages are not hardly any does. So the weaker a shape is, and the less often
    it occurs, the more of the beginnings must carry a label.
    """
    begins: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    strengths: dict[str, Strength] = {}
    stands_in: defaultdict[str, list[str]] = defaultdict(list)
    after_other_language: set[str] = set()
    opening: Counter[str] = Counter()
    opening_labelled: Counter[str] = Counter()
    opens: set[str] = set()
    seen: set[tuple[int, str]] = set()
    before: _Place | None = None
    blocks = len({place.block for place in places})
    for place in places:
        named = place.named
        switches = before is None or before.language != place.language
        if apart and before is not None:
            switches = switches or place.block != before.block or blocks == 1
        after_label = before is not None and before.named is not None and not before.is_lone_label
        begins[place.language] += switches or (after_label and named is not None)
        if (place.block, place.language) not in seen:
            seen.add((place.block, place.language))
            opening[place.language] += 1
            opening_labelled[place.language] += named is not None
            opens |= {named.label} if named else set()
        if named:
            labelled[place.language] += switches or after_label
            if _counts(named.strength, switches, after_label, before, place):
                stands_in[named.label].append(place.language)
                if switches:
                    after_other_language.add(named.label)
                strengths[named.label] = max(
                    named.strength, strengths.get(named.label, Strength.DOUBTFUL)
                )
        before = place

    sure = {
        language
        for label, strength in strengths.items()
        if strength is Strength.CERTAIN
        for language, count in Counter(stands_in[label]).items()
        if count >= _LEAST
    }

    def is_label(label: str) -> bool:
        strength, where = strengths[label], stands_in[label]
        if (
            strength is Strength.LIKELY
            and len(where) >= _LEAST
            and sure.issuperset(where)
            and label in after_other_language
        ):
            return True  # who answers a host that is named so again and again
        share = max(labelled[lang] / max(begins[lang], 1) for lang in where)
        if label in opens and opening[where[0]] > 2:
            share = max(share, opening_labelled[where[0]] / opening[where[0]])
        if len(where) > 1:
            return share >= _SHARE_IF_RECURRING[strength]
        if strength is Strength.WEAK and (
            label not in after_other_language or labelled[where[0]] < 2
        ):
            return False  # a second paragraph, or the only such shape in its language
        return share >= _SHARE_IF_SINGLE[strength]

    return set(filter(is_label, strengths))


def _counts(
    strength: Strength, switches: bool, after_label: bool, before: _Place | None, place: _Place
) -> bool:
    """Whether a candidate stands where one of its strength may be a label."""
    if switches or strength is Strength.CERTAIN:
        return True
    if strength is Strength.DOUBTFUL or before is None or before.is_lone_label:
        return False
    return after_label or before.block != place.block


def _places(
    lines: Sequence[Line], candidates: Mapping[int, Candidate], languages: Languages
) -> list[_Place]:
    """The paragraphs that have letters, in order."""
    places: list[_Place] = []
    following: str | None = None
    for index, line in reversed([*enumerate(lines)]):
        if line.level or line.role or line.speaker is not None:
            continue
        named = candidates.get(index)
        language = _language(line, named, languages)
        if named and not language:
            language = languages.of_name(named.label) if named.text else following
        following = language or following
        if language:
            places.append(_Place(named, language, line.block))
    return places[::-1]


def _language(line: Line, named: Candidate | None, languages: Languages) -> str | None:
    return line.language or languages.of(named.text if named else line.speech)
