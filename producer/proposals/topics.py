"""What a passage says that it is about: "we talk about …", 围绕……展开, or a question in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from producer.languages import UNSPACED
from producer.proposals.quotes import quotation, sentences
from producer.proposals.sheet import Proposal

_ABOUT = {
    "zh": re.compile(
        r"(?:围绕|聚焦|谈谈|聊聊|聊一聊|谈一谈|谈论|探讨|讨论|话题是|主题是|关于)(?:的是)?"
        r"(?P<topic>[^,，。！？!?;；:：]{2,60}?)"
        r"(?=(?:等)?(?:展开|进行|这个话题|的话题|的问题|的话)|[,，。！？!?;；:：]|$)"
    ),
    "en": re.compile(
        r"\b(?:talk(?:ing|s)? about|discuss(?:ing|es)?|conversation (?:about|on)|"
        r"focus(?:es|ing)? on|"
        r"[Tt]oday['’]s (?:topic|subject) is|[Tt]oday we ask|[Tt]oday we look at)\s"
        r"(?P<topic>[^,.!?;:—]{3,80})"
    ),
}
_FILLERS = {
    "zh": re.compile(
        r"^(?:那么|那|所以|好的?|嗯|哦|啊|对|其实|另外|首先|最后|请问|我想问|我们)+[,，、]?"
    ),
    "en": re.compile(
        r"^(?:(?:so|well|and|but|okay|ok|now|right|yes|oh|then|first of all|finally)[,\s]+){1,3}",
        re.IGNORECASE,
    ),
}
_LONGEST_TOPIC = {True: 24, False: 60}
_LONGEST_QUESTION = {True: 26, False: 70}
_SHORTEST_QUESTION = {True: 5, False: 10}
"""Characters, by whether the language has no spaces."""


def stated_topic(text: str, language: str) -> Proposal | None:
    """What `text` says that it is about, with the sentence that says so."""
    pattern = _ABOUT.get(language)
    for match in pattern.finditer(text) if pattern else ():
        topic = shortened(match["topic"].strip(), language)
        if topic and not re.fullmatch(r"(?:it|this|that|them|这个?|那个?|它)", topic):
            return Proposal(topic, quotation(text, match.start(), match.end()))
    return None


def shortened(topic: str, language: str) -> str:
    """`topic` without the last members of its list while it is too long for a title; "" where one
    member alone is."""
    longest = _LONGEST_TOPIC[language in UNSPACED]
    members = re.split(r"\s?(、|与|和|及|,| and )\s?", topic)
    while len(topic) > longest and len(members) > 2:
        members = members[:-2]
        topic = "".join(f" {m} " if m == "and" else m for m in members).strip()
    return topic if len(topic) <= longest else ""


def question_in(texts: Iterable[str], language: str) -> str:
    """The first question that is short enough for a title, without the words that only lead up to
    it; "" where there is none."""
    wide = language in UNSPACED
    filler = _FILLERS.get(language)
    for text in texts:
        for begin, end in sentences(text):
            sentence = text[begin:end].strip()
            if not sentence.endswith(("?", "？")):
                continue
            question = filler.sub("", sentence) if filler else sentence
            if _SHORTEST_QUESTION[wide] <= len(question) <= _LONGEST_QUESTION[wide]:
                return question[0].upper() + question[1:]
    return ""
