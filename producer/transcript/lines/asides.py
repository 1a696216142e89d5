"""Stage directions: (laughs), [applause], 【掌声】, *sighs*. They are not spoken.

A bracket is one by its words alone: all of them are known, and one says what is to be heard or
seen. Whatever else stands in brackets is content: (2019), (about 16 acres), （苦笑的人）.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from producer.languages import HAN
from producer.naming.roles import HAN_ROLES, ROLES
from producer.transcript.document import Line, Role
from producer.transcript.labels.label import Strength, candidate
from producer.transcript.language.detection import Languages

_BRACKETS = re.compile(
    r"\((?P<a>[^()（）\n]{1,40})\)|（(?P<b>[^()（）\n]{1,40})）|\[(?P<c>[^\[\]\n]{1,40})\]"
    r"|【(?P<d>[^【】\n]{1,40})】|［(?P<e>[^［］\n]{1,40})］|〔(?P<f>[^〔〕\n]{1,40})〕"
    r"|(?<!\*)\*(?!\s)(?P<g>[^*\n]{1,40})(?<!\s)\*(?!\*)"
)
_ROUND = ("a", "b")
_ENDS = tuple(":：.。!！?？…")

_ACTIONS = frozenset(
    (
        "laugh laughs laughing laughed laughter chuckle chuckles chuckling giggle giggles giggling "
        "sigh sighs sighing applause applauds applauding clapping claps crosstalk inaudible "
        "unintelligible indistinct unclear cough coughs coughing gasp gasps gasping sniff sniffs "
        "sniffles sob sobs sobbing whispers whispering smiles smiling nods nodding shrugs "
        "shrugging groans groaning yawns yawning sneezes sneezing inhales exhales weeps weeping "
        "grins grinning shouts shouting cheers cheering cries crying hesitates clears clearing"
    ).split()
)
_SOUNDS = frozenset(
    (
        "music silence pause pauses pausing noise noises beep beeps bleep bell phone door rings "
        "ringing plays playing opens closes slams knock knocks knocking static jingle intro outro "
        "throat breath overlapping"
    ).split()
)
"""What may be content in round brackets within a sentence: her subject (music)."""
_AROUND = frozenset(
    (
        "a the an and then both all everyone everybody he she they his her their him audience "
        "crowd softly loudly nervously quietly again together briefly slightly long short soft "
        "loud nervous warm light general more some with in on at for speech speaking voices "
        "talking background foreign language takes taking deep head hands heavily lightly begins "
        "starts stops continues fades out"
    ).split()
)
_HAN_ACTIONS = (
    "哄堂大笑|大笑|微笑|苦笑|轻笑|狂笑|偷笑|笑声|笑|掌声|鼓掌|叹气|叹息|咳嗽|清嗓子|哽咽|哭泣|哭|流泪"
    "|点头|摇头|欢呼|听不清楚?|模糊|无法听清|无法辨识|串音|沉默|拍手|打哈欠|耸肩"
    "|掌聲|笑聲|嘆氣|嘆息|點頭|搖頭|歡呼|聽不清楚?"
)
_HAN_SOUNDS = "音乐|音樂|停顿|停頓|停|静默|寂静|安静|噪音|杂音|铃声|敲门声|片头|片尾|电话响"
_HAN_AROUND = (
    "全场|全場|观众|觀眾|众人|众|眾|大家|两人|二人|三人|台下|现场|一起|同时|热烈|熱烈|雷鸣般|轻轻|轻"
    "|大声|小声|低声|长时间|长久|片刻|一阵|一会儿|了|着|著|地|的|声|响起|响|起|再次|又|爆发出"
)
_HAN_DIRECTION = re.compile(
    rf"(?P<who>{HAN_ROLES}|[{HAN}]{{2,5}}?)??(?:{_HAN_AROUND})*+"
    rf"(?P<it>{_HAN_ACTIONS}|{_HAN_SOUNDS})"
    rf"(?:(?:{_HAN_AROUND}|{_HAN_ACTIONS}|{_HAN_SOUNDS})|[，、,\s])*+"
)
_GAP = re.compile(r" (?=[,.;:!?，。、；：！？…)）])")
_LEADING = re.compile(r"^[,;，、；。. ]+(?=[^ ])")
_TWO_SPACES = re.compile(r" (?= )")
_TRAILING = re.compile(r" $")


def mark_directions(lines: Sequence[Line], _languages: Languages) -> list[Line]:
    """`lines` with their stage directions marked. One that holds nothing else is a direction as a
    whole."""
    return [line if line.level or line.role else _marked(line) for line in lines]


def _marked(line: Line) -> Line:
    if line.speaker and _directions(line.speaker):
        line = replace(line, speaker=_bare(line.speaker) or None)
    directions = _directions(line.speech)
    if not directions:
        return line
    line = line.without_all([(*place, Role.DIRECTION) for place in directions])
    if not any(map(str.isalnum, line.speech)):
        return replace(line, role=Role.DIRECTION)
    return tidied(line)


def _bare(speaker: str) -> str:
    for start, end in reversed(_directions(speaker)):
        speaker = speaker[:start] + speaker[end:]
    return " ".join(speaker.split())


def tidied(line: Line) -> Line:
    """`line` without the spaces and stops that stood around what is not spoken any more."""
    for pattern in (_LEADING, _GAP, _TWO_SPACES, _TRAILING):
        untidy = [(*match.span(), Role.MARK) for match in pattern.finditer(line.speech)]
        line = line.without_all(untidy)
    return line


def _directions(text: str) -> list[tuple[int, int]]:
    """Where in `text` stage directions stand."""
    places = []
    for match in _BRACKETS.finditer(text):
        # A few characters tell whether there are others.
        before = text[max(match.start() - 9, 0) : match.start()].strip()
        after = text[match.end() : match.end() + 9].strip(" .。")
        begins = not before or before.endswith(_ENDS)
        within = match.lastgroup in _ROUND and not begins and bool(after)
        if _is_direction(str(match[match.lastgroup or 0]), sounds=not within):
            places.append(match.span())
    return places


def _is_direction(text: str, *, sounds: bool) -> bool:
    """Whether the words in brackets say what is heard or seen; with `sounds` also those that may
    be content."""
    text = text.strip(" .。!！…~～")
    if han := _HAN_DIRECTION.fullmatch(text):
        who = han["who"]
        named = candidate(f"{who}：") if who else None
        known = not who or (named is not None and named.strength is Strength.CERTAIN)
        return known and (sounds or re.fullmatch(_HAN_ACTIONS, han["it"]) is not None)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
    if not 1 <= len(words) <= 6 or re.search(r"[^\w\s,'’.&:-]", text):
        return False
    if not sounds and any(word[0].isupper() for word in words[1:]):
        return False
    acting = _ACTIONS | _SOUNDS if sounds else _ACTIONS
    folded = [word.casefold() for word in words]
    return any(word in acting for word in folded) and all(
        word in _ACTIONS
        or word in _SOUNDS
        or word in _AROUND
        or (index == 0 and (original[0].isupper() or re.fullmatch(ROLES, word) is not None))
        for index, (word, original) in enumerate(zip(folded, words, strict=True))
    )
