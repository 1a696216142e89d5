"""Roles in a conversation, by which transcripts often name who speaks: "Host", 记者, "Q"."""

from __future__ import annotations

import re

from producer.model import joint
from producer.naming.words import by_word

ROLES = (
    "host|co-?host|guest|interviewer|interviewee|moderator|presenter|anchor|reporter|"
    "journalist|narrator|speaker|voice|caller|listener|audience|expert|panelist|student|"
    "teacher|professor|doctor|patient|nurse|man|woman|person|participant|q|a|"
    "presentador|presentadora|entrevistador|entrevistadora|entrevistado|entrevistada|invitado|"
    "invitada|moderador|moderadora|periodista|público|animateur|animatrice|invitée?|journaliste|"
    "présentateur|présentatrice|intervieweur|intervieweuse|moderatorin|gast|interviewerin|"
    "journalistin|sprecher|sprecherin|conduttore|conduttrice|ospite|intervistatore|"
    "intervistatrice|giornalista|apresentador|apresentadora|convidado|convidada|"
    "ведущий|ведущая|гость|гостья|журналист|журналистка|корреспондент|司会|司会者|聞き手|ゲスト|"
    "インタビュアー|진행자|사회자|게스트|기자|مقدم|مقدمة|ضيف|ضيفة"
)
"""Parts in a conversation, in languages other than Chinese; alternatives of a regular
expression."""

HAN_ROLES = (
    "主持人|主持|主播|嘉宾|采访者|采访人|受访者|被采访者|被访者|访谈者|访谈人|提问者|记者|旁白|"
    "解说|画外音|讲者|主讲人|演讲者|发言人|说话人|讲话人|听众|观众|专家|学生|老师|教授|"
    "医生|护士|患者|病人|男声|女声|男|女|问|答|"
    "嘉賓|来宾|來賓|採訪者|採訪人|受訪者|被採訪者|被訪者|訪談者|訪談人|記者|解說|畫外音|講者|主講人|演講者|"
    "發言人|說話人|講話人|聽眾|觀眾|專家|學生|老師|醫生|護士|男聲|女聲|問"
)
"""The same in Chinese."""


QUESTION_AND_ANSWER = frozenset(
    {"question", "answer", "提问", "回答", "提問", "问者", "問者", "答者"}
)
"""Roles that come in turns, or else words of running text."""

_ROLE = re.compile(
    rf"(?:{ROLES}|user|host|client|customer|agent)(?:[ _-]?#? ?\d{{1,3}}|[ _-][A-Z])?"
    rf"|(?:{HAN_ROLES}|用户|用戶|客户|客服|同学|参会人|成员)"
    r" ?(?:\d{1,3}|[A-Z一二三四五甲乙丙丁])?",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"([^()（）]*[^()（）\s]) ?[(（]([^()（）]+)[)）]")
_BOTH = re.compile(r" ?[/／|｜] ?")


_NUMBERED_QUESTION = re.compile(r"(q|a|question|answer|问|答|問|提问|回答) ?\d{1,3}", re.IGNORECASE)


def without_number(label: str) -> str:
    """A question or an answer without its number: whoever asks Q1 asks Q2 too."""
    numbered = _NUMBERED_QUESTION.fullmatch(label)
    return numbered[1] if numbered else label


def is_role(label: str) -> bool:
    """Whether a label is a role alone, maybe numbered: "Host", "Speaker 2", 嘉宾甲."""
    return _ROLE.fullmatch(label) is not None


_IN_CHINESE = {
    "host": "主持人",
    "co-host": "联合主持人",
    "guest": "嘉宾",
    "guest host": "客座主持人",
    "narrator": "旁白",
    "reporter": "记者",
    "author": "作者",
}
"""Parts that podcasts have (https://podcasttaxonomy.com)."""


def role_name(role: str, language: str) -> str:
    """A person's part as listeners in `language` read it: "host" is 主持人 in Chinese."""
    return _IN_CHINESE.get(role.casefold(), role) if language == "zh" else role


def in_brackets(text: str, language: str) -> str:
    """`text` in brackets behind a name."""
    return f" ({text})" if joint(language) else f"（{text}）"


def person(name: str) -> str:
    """The person whom a speaker's name names, and "" where it has only roles. Names in several
    languages stand with a slash between them, a role's person in brackets: "Host (Anna)"."""
    names = _BOTH.split(name)
    people = [_person(name) for name in names]
    return name if people == names else " / ".join(dict.fromkeys(filter(None, people)))


def _person(name: str) -> str:
    if (possessive := _WHOSE.fullmatch(name)) and _is_role(possessive[1]):
        name = possessive[2].strip()
    return "" if _is_role(name) else name


def _is_role(name: str) -> bool:
    return is_role(name) or name.casefold() in QUESTION_AND_ANSWER


_ANYBODY = frozenset({"speaker", "voice", "person", "说话人", "發言人", "发言人", "說話人"})


def is_anybody(label: str) -> bool:
    """Whether a label may stand for whoever speaks, as in captions that name only some."""
    return label.casefold() in _ANYBODY


ROLE_CLASSES = by_word(
    {
        "host": "host moderator presenter anchor 主持人 主持 主播 司会",
        "guest": "guest 嘉宾 嘉賓 来宾 來賓 ゲスト",
        "interviewer": "interviewer 采访者 采访人 访谈者 访谈人 提问者 聞き手",
        "interviewee": "interviewee 受访者 被采访者 被访者",
        "reporter": "reporter journalist 记者 記者",
        "question": "q 问 問",
        "answer": "a 答",
        "speaker": "speaker 说话人 发言人 讲话人 說話人",
        "expert": "expert 专家 專家",
        "patient": "patient 患者 病人",
        "student": "student 学生 學生",
        "teacher": "teacher 老师 老師 先生",
        "audience": "audience listener 听众 观众 聽眾 觀眾",
    }
)
"""Roles that are the same part in two languages, by the role in lower case."""


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
