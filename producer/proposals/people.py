"""Titles, surnames and the parts of labels by which people are named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from producer.languages import HAN
from producer.roles import is_role

_LATIN_TITLES = {
    **dict.fromkeys(("pro", "prof", "professor"), "professor"),
    **dict.fromkeys(("dr", "doctor"), "doctor"),
    **dict.fromkeys(("mr", "mister", "sir", "lord"), "mr"),
    **dict.fromkeys(("ms", "mrs", "miss", "madam", "madame", "lady", "dame"), "ms"),
    **dict.fromkeys(
        ("academician", "president", "dean", "director", "chairman", "chair"), "office"
    ),
}
"""Titles that stand before a name, in lower case, and of which kind they are."""

_HAN_TITLES = {
    "教授": "professor",
    **dict.fromkeys(("博士", "医生", "醫生", "大夫"), "doctor"),
    "先生": "mr",
    **dict.fromkeys(("女士", "小姐", "太太", "夫人"), "ms"),
    **dict.fromkeys(("院士", "院长", "院長", "主任", "校长", "校長", "会长", "會長"), "office"),
    **dict.fromkeys(("主席", "总裁", "總裁", "总经理", "總經理", "董事长", "董事長"), "office"),
    **dict.fromkeys(("老师", "老師", "记者", "記者", "主编", "主編", "导演", "導演"), "other"),
    **dict.fromkeys(("编辑", "律师", "律師", "工程师", "工程師", "研究员", "研究員"), "other"),
}
"""Titles that stand behind a Chinese name, and of which kind they are."""

HAN_TITLE = "|".join(sorted(_HAN_TITLES, key=len, reverse=True))
LATIN_TITLE = "Prof(?:essor)?|Pro|Dr|Doctor|Mr|Mister|Mrs|Ms|Miss|Madam|Sir|Academician|President"
"""Alternatives of regular expressions."""

FEMALE, MALE = "female", "male"
GENDER_OF_TITLE = {"mr": MALE, "ms": FEMALE}

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
    "万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包"
    "宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解艾尤阳"
    "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬和"
    "張劉陳楊黃趙吳孫馬鄭謝羅許韓馮鄧蕭葉蘇魏呂盧鍾譚陸範賈韋鄒龍賀顧龔萬錢嚴湯"
)
"""The commoner Chinese surnames of one character."""

ORGANISATION = (
    "Hospital|Medical|University|College|School|Group|Center|Centre|Institute|Society|"
    "Foundation|Company|Laboratory|Laboratories|Lab|Award|Prize|Museum|Library"
)
"""What the name of an organisation goes on with; alternatives of a regular expression."""

_ORGANISATIONS = re.compile(
    rf"\s*(?:{ORGANISATION})\b"
    r"|(?:医院|醫院|医疗|醫療|集团|集團|大学|大學|学院|學院|公司|中心|基金|研究所|实验室|奖|血液病)"
)


def names_organisation(text: str, end: int) -> bool:
    """Whether the name that ends at `end` goes on as that of an organisation."""
    return _ORGANISATIONS.match(text, end) is not None


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says of a person: the kind of title, and the name without it, which is ""
    where the label is a role alone. `full` says that it has more than a surname or a given name."""

    title: str
    name: str
    full: bool


def parse_label(label: str) -> Label:
    """A speaker's label such as "Prof. Lu", "Anna", 陆教授 or "Host"."""
    if is_role(label):
        return Label("", "", False)
    han = re.fullmatch(rf"([{HAN}·]{{1,12}}?)\s?({HAN_TITLE})?", label)
    if han:
        title = _HAN_TITLES.get(han[2] or "", "")
        return Label(title, han[1], len(han[1]) > 1 and not (title and len(han[1]) == 1))
    words = [word for word in re.split(r"[.\s,]+", label) if word]
    title = ""
    while words and words[0].casefold() in _LATIN_TITLES:
        title = title or _LATIN_TITLES[words.pop(0).casefold()]
    return Label(title, " ".join(words), len(words) > 1)


def kind_of_title(text: str) -> str:
    """Of which kind a title is, "" for none."""
    stripped = text.strip(". ")
    return _HAN_TITLES.get(stripped) or _LATIN_TITLES.get(stripped.casefold(), "")


def romanised(name: str) -> str:
    """A Chinese name in Latin letters, surname first: 陆佩华 → "Lu Peihua"."""
    surname, first_name = anyascii(name[0]), anyascii(name[1:]).replace(" ", "")
    return f"{surname.capitalize()} {first_name.capitalize()}".strip()


@lru_cache(maxsize=50_000)
def letters(name: str) -> str:
    """What two spellings of one name have in common: its letters in Latin, each word for itself,
    in alphabetical order."""
    words = romanised(name).split() if re.fullmatch(f"[{HAN}]+", name) else name.split()
    return " ".join(sorted(re.sub(r"\W", "", anyascii(word)).casefold() for word in words))


ROLE_NAMES = (
    ("host", "主持人"),
    ("guest", "嘉宾"),
    ("interviewer", "采访者"),
    ("interviewee", "受访者"),
    ("moderator", "主持人"),
    ("reporter", "记者"),
    ("journalist", "记者"),
    ("question", "问"),
    ("answer", "答"),
)
"""Roles in English and in Chinese, the commoner first."""


def role_in(label: str, language: str) -> str:
    """What the role in `label` is called in `language`, "" where that is not known here."""
    for english, chinese in ROLE_NAMES:
        if label.casefold() == english or label == chinese:
            return {"en": english.capitalize(), "zh": chinese}.get(language, "")
    return ""
