"""Rules for all languages: marks that are written for the eye alone."""

from __future__ import annotations

import re

from producer.speech.rule import Rule

_PATH = r"(?:[/?#](?:[\w\-.~:/?#@!$&'()*+,;=%\[\]]*[A-Za-z0-9/=_#&-])?)"
_DOMAINS = "com|org|net|edu|gov|int|info|io|ai|app|dev|cn|tw|hk|jp|uk|de|fr|es|eu"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"

_EMOJI = "\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_EMOJI_JOINTS = "\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f"

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_STOPS = ".,;:!?)”’'\"…。，；：！？）》」』"

_PLAIN_TAGS = "b|i|u|em|strong|sup|sub|br|p|span"
_COMMANDS = (
    "pause|break|silence|style|emotion|mood|tone|voice|rate|speed|pitch|volume|emphasis|effect|sfx"
    "|sound|music|fade|停顿|停頓|暂停|暫停|语气|語氣|情绪|情緒|语速|語速|音量|音效|音乐|音樂|重音"
)
"""What stands before a colon in directions that no rule here knows: `[sfx: door]`."""


def _host(match: re.Match[str]) -> str:
    return match["host"].removeprefix("www.")


def without_hyphens(match: re.Match[str]) -> str:
    return match.group().replace("-", " ")


RULES = (
    # Links: [text](address), [1](address), <address>, address, doi.
    Rule("footnote", re.compile(r"\[\^?\d{1,3}\]\(https?://[^\s()]{1,2000}\)")),
    Rule(
        "markup",
        re.compile(r"!?\[(?=[^\]\[]{1,300}\]\((?:https?://|www\.|mailto:)[^\s()]+\))"),
        needs="[",
    ),
    Rule("markup", re.compile(r"\]\((?:https?://|www\.|mailto:)[^\s()]{1,2000}\)")),
    Rule(
        "link",
        re.compile(
            rf"<?(?<![A-Za-z0-9])(?:https?|ftp)://(?P<host>{_HOST})(?::\d{{1,5}})?{_PATH}?>?",
            re.ASCII | re.IGNORECASE,
        ),
        _host,
        needs=("://",),
    ),
    Rule(
        "link",
        re.compile(rf"(?<![A-Za-z0-9@./])(?P<host>www\.{_HOST}){_PATH}?", re.ASCII | re.I),
        _host,
    ),
    Rule(
        "link",
        re.compile(
            rf"(?<![A-Za-z0-9@./-])(?P<host>(?:[a-z0-9-]{{1,60}}\.){{1,5}}(?:{_DOMAINS}))"
            rf"(?=[/?#]){_PATH}",
            re.ASCII,
        ),
        _host,
        needs="/?#",
    ),
    Rule(
        "link",
        re.compile(r"(?<!\w)doi:\s?10\.\d{4,9}/\S{0,200}[A-Za-z0-9]", re.IGNORECASE),
        needs="/",
    ),
    # Footnotes: [1], [2,3], [4–6], [^1], [注1]; ① and ¹ behind a word.
    Rule(
        "footnote",
        re.compile(
            r"[\[［〔](?:注?\d{1,3}(?:\s?[,，、–—-]\s?\d{1,3}){0,20}|\^[^\]\s]{1,30})[\]］〕]"
        ),
    ),
    Rule("footnote", re.compile(r"(?<=[^\s:：;；,，、。（(])[①-⑳❶-➓]+")),
    Rule(
        "footnote",
        re.compile(
            rf"(?:(?<=[a-z]{{3}})|(?<=[\u3400-\u9fff])|(?<=[{re.escape(_STOPS)}]))"
            rf"[{_SUPERSCRIPTS}]{{1,3}}(?![\w{_SUPERSCRIPTS}⁺⁻])"
        ),
        needs=_SUPERSCRIPTS,
    ),
    Rule("footnote", re.compile("[†‡※]+")),
    # Emoji, and shapes that adorn.
    Rule("emoji", re.compile(f"(?:[{_EMOJI}][{_EMOJI_JOINTS}]*)+|[\ufe0e\ufe0f\u20e3]+")),
    Rule("symbol", re.compile("[\u25a0-\u25ff•▪©®™]+")),
    # Markdown and HTML.
    Rule("markup", re.compile(r"^(?:#{1,6}\s|>\s(?!\d)|[*-]\s)")),
    Rule("markup", re.compile(r"\*{2,}|`+|~{2,}|_{2,}(?=\w)|(?<=\w)_{2,}"), needs="*`~_"),
    Rule("markup", re.compile(r"(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"), needs="*"),
    Rule("markup", re.compile(r"(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w)"), needs="_"),
    Rule("markup", re.compile(rf"</?(?:{_PLAIN_TAGS})\s?/?>", re.IGNORECASE)),
    Rule(
        "tag",
        re.compile(
            rf"</?(?!(?:{_PLAIN_TAGS})[\s/>])[A-Za-z][\w:.-]{{0,40}}"
            rf"(?:\s{{1,3}}[\w:.-]{{1,40}}\s?=\s?(?:\"[^\"<>]{{0,200}}\"|'[^'<>]{{0,200}}'|[^\s<>\"']{{1,99}}))"
            rf"{{0,9}}\s{{0,3}}/?>"
            rf"|[\[【［](?:{_COMMANDS})(?:\s?[:：=]\s?|\s(?=[\d.一二两三四五六七八九十半]))"
            rf"[^\[\]【】［］]{{1,80}}[\]】］]",
            re.IGNORECASE,
        ),
        needs="<[【［",
    ),
    Rule("markup", re.compile(r"(?<!\w)#(?=[^\W\d_])"), needs="#"),
    Rule("table", re.compile(r"^\s?(?:\|\s?)+|(?<![|\s])\s?(?:\|\s?)+$"), needs="|"),
    # CAR-T and PD-1 have no minus in them.
    Rule(
        "acronym",
        re.compile(
            r"(?<![A-Za-z\d-])(?![IVX]{1,5}-[IVX]{1,5}(?![A-Za-z\d]))"
            r"(?![A-Z]{2,20}\d{1,3}-[A-Z]{1,4}\d)[A-Z]{2,20}\d{0,3}"
            r"(?:-(?:\d{1,4}[A-Z]?|[A-Z]{1,4}\d{0,4}|[A-Z][A-Za-z]{1,2}[A-Z]|[α-ω])(?![A-Za-z\d]))"
            r"{1,3}"
        ),
        without_hyphens,
        needs="-",
    ),
)
