"""What may be a speaker's label at the start of a line, by its shape.

A shape alone does not make a label: "Lisbon: a city of hills" has that of "Ben: a city of hills".
`evidence` decides, with the whole file in view.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from producer.languages import CASED, HAN, LATIN, UNCASED
from producer.model import NARRATOR, NARRATOR_LABELS
from producer.naming.roles import HAN_ROLES, QUESTION_AND_ANSWER, is_role, without_number
from producer.naming.surnames import COMPOUND_SURNAMES, SURNAMES
from producer.naming.titles import HAN_LABEL_TITLE, LABEL_TITLE
from producer.transcript.document import FIRST_SIGN, LAST_SIGN, SIGNS, Line, Role
from producer.transcript.labels.vocabulary import (
    CREDIT_WORDS,
    NEVER_LABELS,
    PARTICLES,
)
from producer.transcript.language.chinese_writing import simplified


class Strength(IntEnum):
    """How much the shape says for a label."""

    DOUBTFUL = 0
    WEAK = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line taken as label and text; `text` is empty where the label stands alone."""

    label: str
    text: str
    strength: Strength


_LABEL = r"[^:：]{1,40}?|[^:：()（）]{1,40}[(（][^:：()（）]{1,80}[)）]"
_DECORATION = re.compile(
    f"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d{chr(FIRST_SIGN)}-{chr(LAST_SIGN)}]+ ?"
)
"""Emoji and signs that set off who speaks, and directions before them."""
_PLAIN = re.compile(rf"({_LABEL})\s?[:：](?!//)\s*")
_BOLD = re.compile(r"(\*{1,3}|_{1,3})([^*:：]{1,40}?)\s?([:：]?)\s?(?:\1|\*{2})\s?([:：]?)\s*")

_BOLD_BEGINS = re.compile(r"\*\*(?=[^*:：]{1,40}[:：][^*])(?=[^*]*\*\*)")
"""`**Anna: Do you know** [the road](…)**?**`"""

_TITLED = re.compile(rf"(?:{LABEL_TITLE})(?:\. ?| )([{CASED}{HAN}].*)", re.IGNORECASE)
_HAN_SURNAME = rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}])"
_HAN_TITLED = re.compile(
    rf"(?:{_HAN_SURNAME}[{HAN}]{{0,2}}|[{HAN}]{{1,8}}[·・•][{HAN}·・•]{{1,12}}"
    rf"|[{LATIN}][{LATIN} .'’-]*) ?(?:{HAN_LABEL_TITLE})"
)
_HAN_FULL_NAME = re.compile(
    rf"{_HAN_SURNAME}[{HAN}]{{1,2}}|[{HAN}]{{1,8}}(?:[·・•][{HAN}]{{1,8}})+"
)
_HAN_NAME = re.compile(rf"[{HAN}]{{1,6}}(?:[-–][{HAN}]{{1,6}})?")
_CAPITALISED = re.compile(rf"[{CASED}](?:[{CASED}'’-]|\.(?!\.))*")
_UNCASED_NAME = re.compile(
    rf"(?![{HAN}·・]+$)[{UNCASED}·・]{{1,12}}(?: [{UNCASED}·・.]{{1,12}}){{0,2}}"
)
_UNCASED_TITLED = re.compile(
    r".+(?:さん|氏|様|先生|教授| ?(?:씨|님|교수|박사|기자))|(?:د\.|الدكتور|الدكتورة).+"
)
_KANA_PHRASE = re.compile(r".*[はがをにでともたるすいけ]")
"""Ends as a Japanese phrase does, but some names do."""

_HAN_CLAUSE = re.compile(
    "(?:尊敬|敬爱|亲爱)的.*"
    "|.*(?:在于|就是|也是|如下|例如|比如|诸如|认为|表示|指出|[说写问答]道|[^解]说)"
)
"""A salutation, or a clause that leads up to what follows: never a label."""

_HAN_PHRASE = re.compile(
    "[他她它我你您这那有是在把被让使就也还都又不没].*"
    "|.?如|.*[是说道讲问答想看于为下的了着过地得在有到出来上中里时后前]"
)
"""Begins or ends as a phrase does, but some names do: a label only where the file insists."""

_NICKNAME = re.compile(r"A [A-Z][a-z]{1,5}")
"""阿禾 is A He, but "A Man" may begin a sentence too."""
_NUMBERED = re.compile(
    r"(?:step|part|chapter|section|figure|fig\.?|table|episode|act|scene|day|lesson|rule|point|phase"
    r"|stage|option|case|no\.?|number)(?: (?:\d+|[ivx]+|[a-z]|one|two|three|four|five))?"
    r"|(?:the|a|an|my|our|dear|key|fun|bottom|main) .*|第.{1,4}"
    r"|第[一二三四五六七八九十百零〇两\d]{1,4} ?[章节節回部幕卷篇].*|[图表] ?\d+|步骤.*",
    re.IGNORECASE,
)
_WITH_NUMBER = re.compile(r"(?P<name>[^\d ]{1,30}?)[_-]?\d{1,4}")
"""小满2046, S1; a title or a part with a number has been looked at by then."""
_ANNOTATED = re.compile(r"([^()（）]*[^()（）\s]) ?[(（]([^()（）。！？!?]{1,80})[)）]")
"""安娜（主持人）, 主持人（安娜）, Anna (BBC)."""
_DESCRIBED = re.compile(r"([^,，()（）]{1,30}[^,，()（）\s])[,，] ?[^()（）。！？!?]{1,60}")
"""陈一帆，市民代表; Dr. Costa, University of Porto. Clauses look so too."""
_TWO_NAMES = re.compile(
    rf"(?P<han>[{HAN}·・]{{1,12}}) ?[/／|｜]? ?(?P<latin>[{LATIN}][{LATIN} .'’-]+)"
    rf"|(?P<latin2>[{LATIN}][{LATIN} .'’-]*?) ?[/／|｜] ?(?P<han2>[{HAN}·・]{{1,12}})"
)
_BETWEEN_NAMES = re.compile(r"[、,，/&和与]|\band\b")
_CAST = re.compile(rf"(?:{HAN_ROLES})[ /／]+[^。！？!?:：]{{2,60}}")
"""主持人 安娜"""
_BAR = re.compile(" ?[|｜] ?")
_PERSON = re.compile(r"([^()（）,，。:：]{2,30}?) ?[(（][^()（）]{1,80}[)）] ?[,，].*[^?？!！]")
"""卫兰（Orla Wayland），林业学院教授。"""
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SELDOM = CREDIT_WORDS | {"comment"}


@lru_cache(maxsize=65_536)
def candidate(text: str) -> Candidate | None:
    """The label with which `text` may begin, or None."""
    if decorated := _DECORATION.match(text):
        text = text[decorated.end() :]
    bold = _BOLD.match(text)
    if bold and (bold[3] or bold[4] or bold.end() == len(text)):
        label = bold[2].strip()
        strength = _strength(label)
        if strength in (Strength.WEAK, Strength.LIKELY) and (bold[3] or bold[4]):
            strength = Strength(strength + 1)
        match: re.Match[str] | None = bold
    else:
        if _BOLD_BEGINS.match(text):
            text = text[2:]
        match = _PLAIN.match(text)
        label = match[1].strip() if match else ""
        strength = _strength(label)
    if match is None or strength is None:
        return None
    behind = text[match.end() :]
    return Candidate(_label(label), behind if SIGNS.sub("", behind).strip() else "", strength)


def seems_labelled(line: Line) -> bool:
    """Whether a line names its speaker, by the format or, it may be, by its shape."""
    return line.speaker is not None or candidate(line.speech) is not None


def is_named_by_format(line: Line) -> bool:
    """Whether the format names the speaker, and not a label in the text."""
    return line.speaker is not None and all(span.role is not Role.LABEL for span in line.spans)


def names_in(label: str) -> tuple[str, str] | None:
    """The Chinese and the Latin name of a label that has both: `安娜/Anna`."""
    both = _TWO_NAMES.fullmatch(label)
    if not both:
        return None
    return (both["han"] or both["han2"]), (both["latin"] or both["latin2"])


def plainly_labelled(line: Line, declared: Container[str]) -> Candidate | None:
    """The label of a line that the format names the speaker of, or that begins with a name that
    the file has `declared`: that needs no shape."""
    if line.level or line.role:
        return None
    if line.speaker is not None:
        return Candidate(_label(line.speaker), line.speech, Strength.CERTAIN)
    shaped = candidate(line.speech)
    if shaped is None and (plain := _PLAIN.match(line.speech)):
        shaped = Candidate(plain[1].strip(), line.speech[plain.end() :], Strength.CERTAIN)
    return shaped if shaped and shaped.label in declared else None


def casts(line: Line, labels: Container[str]) -> bool:
    """Whether a line above the conversation says who has which part: `主持人：安娜`."""
    if not line.level and line.speaker is None and _CAST.fullmatch(line.speech):
        return True
    label = candidate(line.shown) or candidate(_BAR.sub("：", line.shown, count=1))
    if (
        line.level
        or is_named_by_format(line)
        or not label
        or not is_role(label.label.removesuffix("s"))
    ):
        return False
    described = _PERSON.fullmatch(label.text)
    if described and _is_person(described[1].strip(), labels):
        return True
    names = _BETWEEN_NAMES.split(_IN_BRACKETS.sub("", label.text))
    return all(_is_person(name.strip(), labels) for name in names)


def _is_person(name: str, labels: Container[str]) -> bool:
    label = candidate(f"{name}: ")
    said_twice = len(name) == 2 and name[0] == name[1]  # "谢谢" has the shape of a name.
    likely = label is not None and label.strength >= Strength.LIKELY and not said_twice
    return likely or name in labels


def _label(label: str) -> str:
    """The name alone; but of a part the name in brackets tells whose it is."""
    if (annotated := _ANNOTATED.fullmatch(label)) and not is_role(annotated[1]):
        label = annotated[1]
    if described := _DESCRIBED.fullmatch(label):
        label = described[1]
    label = without_number(label)
    return NARRATOR if label.casefold() in NARRATOR_LABELS else label


def remark_in(written: str) -> str:
    """What a label as it is written says in brackets of the person: 医生 of 张伟（医生）："""
    annotated = _ANNOTATED.fullmatch(written.strip("*_:： "))
    return annotated[2].strip() if annotated and not is_role(annotated[1]) else ""


def _strength(label: str) -> Strength | None:
    if annotated := _ANNOTATED.fullmatch(label):
        label = annotated[1]
    if described := _DESCRIBED.fullmatch(label):
        named = _strength(described[1])
        return Strength.DOUBTFUL if named and named >= Strength.LIKELY else None
    label = simplified(without_number(label))
    folded = label.casefold()
    if not label or folded in NEVER_LABELS:
        return None
    if is_role(label):
        return None if label in ("a", "q") else Strength.CERTAIN
    if _NICKNAME.fullmatch(label):
        return Strength.DOUBTFUL
    if _NUMBERED.fullmatch(label):
        return None
    if folded in _SELDOM:
        return Strength.DOUBTFUL
    if folded in QUESTION_AND_ANSWER:
        return Strength.WEAK
    if numbered := _WITH_NUMBER.fullmatch(label):
        named = _strength(numbered["name"])
        return None if named is None else min(named, Strength.WEAK)
    if both := names_in(label):
        han, latin = map(_strength, both)
        return None if han is None or latin is None else max(han, latin)
    if _HAN_TITLED.fullmatch(label) or (_TITLED.fullmatch(label) and _is_capitalised(label)):
        return Strength.CERTAIN
    if "·" in label or "・" in label or "•" in label:
        return Strength.LIKELY if _HAN_FULL_NAME.fullmatch(label) else None
    if _HAN_NAME.fullmatch(label):
        if _HAN_CLAUSE.fullmatch(label):
            return None
        if _HAN_PHRASE.fullmatch(label):
            return Strength.DOUBTFUL
        return Strength.LIKELY if _HAN_FULL_NAME.fullmatch(label) else Strength.WEAK
    if _is_capitalised(label):
        return Strength.LIKELY if " " in label else Strength.WEAK
    if _UNCASED_NAME.fullmatch(label):
        if _UNCASED_TITLED.fullmatch(label):
            return Strength.LIKELY
        return Strength.DOUBTFUL if _KANA_PHRASE.fullmatch(label) else Strength.WEAK
    return None


def _is_capitalised(label: str) -> bool:
    """One to five words, all with a capital but for particles."""
    words = label.split()
    return (
        1 <= len(words) <= 5
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(
            _CAPITALISED.fullmatch(word) and (word[0].isupper() or word in PARTICLES)
            for word in words
        )
    )
