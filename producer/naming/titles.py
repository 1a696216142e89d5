"""Titles that people are called by, before a name or behind it.

What titles have in common in any language is their kind: "professor", "doctor", "mr", "ms",
"office", and "other" for those of which each is its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from producer.naming.words import by_word

_BEFORE = by_word(
    {
        "professor": "pro prof professor",
        "doctor": "dr doctor",
        "mr": "mr mister sir lord",
        "ms": "ms mrs miss madam madame lady dame",
        "office": "academician president dean director chairman chair",
    }
)
_BEHIND = by_word(
    {
        "professor": "教授 副教授",
        "doctor": "博士 医生 醫生 医师 醫師 大夫",
        "mr": "先生",
        "ms": "女士 小姐 太太 夫人",
        "office": "院士 院长 院長 主任 校长 校長 会长 會長 主席 总裁 總裁 总经理 總經理 董事长 "
        "董事長",
        "other": "老师 老師 记者 記者 主编 主編 导演 導演 编辑 律师 律師 工程师 工程師 研究员 "
        "研究員",
    }
)
_BEFORE_IN_LABELS = by_word(
    {
        "professor": "profesor profesora professeur profa проф профессор",
        "doctor": "dra doktor dott dottssa доктор",
        "mr": "sr don señor herr monsieur m sig signor senhor г-н",
        "ms": "sra srta doña señora frau mme mlle sigra signora senhora г-жа",
        "other": "mx rev father sister captain capt judge senator minister ambassador",
    }
)
_BEHIND_IN_LABELS = by_word({"other": "博导 师傅 所长 馆长 经理 总监 总编 部长 局长 总"})
"""Besides, where a label is all that is asked about: in running text they mean too much else."""

_KINDS_IN_LABELS = {**_BEFORE, **_BEHIND, **_BEFORE_IN_LABELS, **_BEHIND_IN_LABELS}

_SELDOM_BEFORE_A_NAME = frozenset({"dean", "director", "chairman", "chair"})
"""Of which a label need not be that of a person: "Chair Yoga"."""


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


LATIN_TITLE = "Prof(?:essor)?|Pro|Dr|Doctor|Mr|Mister|Mrs|Ms|Miss|Madam|Sir|Academician|President"
HAN_TITLE = _alternatives(_BEHIND)
"""Titles in running text, as they are written there; alternatives of regular expressions."""

LABEL_TITLE = _alternatives({*_BEFORE, *_BEFORE_IN_LABELS} - _SELDOM_BEFORE_A_NAME)
HAN_LABEL_TITLE = _alternatives({*_BEHIND, *_BEHIND_IN_LABELS})
"""Titles in labels, before a name in lower case and behind one."""

FEMALE, MALE = "female", "male"
GENDER_OF_TITLE: Mapping[str, str] = {"mr": MALE, "ms": FEMALE}
"""By the kind of the title. Doctors and professors may be either."""


def kind_of_title(text: str) -> str:
    """Of which kind a title in running text is, "" for what is none."""
    stripped = text.strip(". ")
    return _BEHIND.get(stripped) or _BEFORE.get(stripped.casefold(), "")


def class_of_label_title(title: str) -> str:
    """What makes a title in a label the same as another one: its kind, or the title itself where
    its kind is that of many."""
    folded = title.casefold()
    kind = _KINDS_IN_LABELS.get(folded, "other")
    return folded if kind in ("office", "other") else kind


_TELLING = {
    FEMALE: re.compile(
        "(?<![A-Za-z])(?:Mrs|MRS|Ms|Miss|Madam|Madame|Mme|Lady|Dame)(?![A-Za-z])"
        r"|(?:女士|小姐|太太|夫人)(?!\w)"
    ),
    MALE: re.compile(r"(?<![A-Za-z])(?:Mr|MR|Mister|Sir|Lord)(?![A-Za-z])|先生(?!\w)"),
}


def genders_told(labels: Collection[str]) -> set[str]:
    """The genders that titles anywhere in `labels` tell. Dr., Prof., 教授 and names tell none."""
    return {gender for gender, pattern in _TELLING.items() if any(map(pattern.search, labels))}
