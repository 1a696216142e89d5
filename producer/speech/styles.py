"""How something is said, by the words that transcripts have for it: "excitedly", 轻声地.

The names are those of Azure's styles where it has one (Speech Synthesis Markup Language, Adjust
speaking styles), which are plain words that other engines understand as well.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

NEUTRAL = "neutral"
"""As usual again."""

STYLES: dict[str, str] = {
    NEUTRAL: r"neutral(?:ly)?|normal(?:ly)?|平常|平静如常|正常",
    "affectionate": r"affectionate(?:ly)?|lovingly|fondly|深情|宠溺|寵溺",
    "angry": r"angry|angrily|furious(?:ly)?|irritated(?:ly)?|annoyed|生气|生氣|愤怒|憤怒|恼火|惱火",
    "calm": r"calm(?:ly)?|relaxed|平静|平靜|冷静|冷靜|镇定|鎮定",
    "cheerful": r"cheerful(?:ly)?|happy|happily|joyful(?:ly)?|upbeat|merrily|brightly"
    r"|开心|開心|高兴|高興|愉快|欢快|歡快|快乐|快樂",
    "confused": r"confused(?:ly)?|puzzled|困惑|疑惑",
    "curious": r"curious(?:ly)?|好奇",
    "depressed": r"depressed|dejected(?:ly)?|gloomy|gloomily|沮丧|沮喪|低落",
    "disappointed": r"disappointed(?:ly)?|失望",
    "disgruntled": r"disgruntled|grumpy|grumpily|sulkily|不满|不滿|不耐烦|不耐煩",
    "embarrassed": r"embarrassed|sheepish(?:ly)?|awkwardly|shyly|尴尬|尷尬|害羞|不好意思",
    "empathetic": r"empathetic(?:ally)?|compassionate(?:ly)?|sympathetic(?:ally)?|同情|关切|關切",
    "envious": r"envious(?:ly)?|jealous(?:ly)?|羡慕|羨慕|嫉妒",
    "excited": r"excited(?:ly)?|thrilled|enthusiastic(?:ally)?|兴奋|興奮|激动|激動|热情|熱情",
    "fearful": r"fearful(?:ly)?|scared|frightened|nervous(?:ly)?|anxious(?:ly)?"
    r"|害怕|恐惧|恐懼|紧张|緊張",
    "friendly": r"friendly|warm|warmly|kindly|友好|亲切|親切",
    "gentle": r"gentle|gently|soft|softly|tender(?:ly)?|soothing(?:ly)?|quietly"
    r"|温柔|溫柔|轻柔|輕柔|轻声|輕聲|柔声|柔聲",
    "hopeful": r"hopeful(?:ly)?|optimistic(?:ally)?|充满希望|充滿希望|期待",
    "playful": r"playful(?:ly)?|teasing(?:ly)?|amused|俏皮|调皮|調皮",
    "proud": r"proud(?:ly)?|自豪|骄傲|驕傲",
    "quick": r"quick(?:ly)?|hurried(?:ly)?|rapidly|急促|急忙",
    "sad": r"sad(?:ly)?|sorrowful(?:ly)?|mournful(?:ly)?|tearful(?:ly)?"
    r"|悲伤|悲傷|难过|難過|伤心|傷心",
    "sarcastic": r"sarcastic(?:ally)?|ironic(?:ally)?|wryly|dryly|讽刺|諷刺|嘲讽|嘲諷",
    "serious": r"serious(?:ly)?|solemn(?:ly)?|gravely|严肃|嚴肅|认真|認真|郑重|鄭重",
    "shouting": r"shout(?:s|ing)?|yell(?:s|ing)?|loudly|大喊|喊叫|高声|高聲|大声|大聲",
    "slow": r"slow|slowly|缓慢|緩慢|慢慢",
    "surprised": r"surprised|amazed|astonished|in surprise|惊讶|驚訝|吃惊|吃驚|惊喜|驚喜",
    "terrified": r"terrified|惊恐|驚恐",
    "thoughtful": r"thoughtful(?:ly)?|pensive(?:ly)?|若有所思|沉思",
    "tired": r"tired(?:ly)?|weary|wearily|exhausted|疲惫|疲憊|疲倦",
    "unfriendly": r"unfriendly|coldly|冷淡|冷漠",
    "whispering": r"whisper(?:s|ed|ing)?|in a whisper|hushed"
    r"|低语|低語|耳语|耳語|悄声|悄聲|小声|小聲"
    r"|低声|低聲",
}
"""Style → the words for it."""

_WORDS = "|".join(f"(?P<s{number}>{words})" for number, words in enumerate(STYLES.values()))
_MANNER = (
    r"(?:(?:style|emotion|mood|tone|manner|语气|語氣|情绪|情緒|情感|风格|風格)\s?[:：=]\s?)?"
    r"(?:(?:very|more|quite|rather|slightly|suddenly|almost|still|a bit|a little|in an?|with an?"
    r"|speaks?|speaking|says?|saying) |很|非常|十分|有点|有點|有些|略带|略帶|稍微|突然|用|以)*+"
    rf"(?:{_WORDS})"
    r"(?: (?:voice|tone|again)|地?(?:说道?|說道?|讲|講)|的?(?:语气|語氣|口吻|声音|聲音)(?:说|說)?"
    r"|地|的|着|著)?"
)
_BETWEEN = re.compile(r"\s?[,，、;；]\s?| and ")


@lru_cache(maxsize=4096)
def style_of(words: str) -> str:
    """The style that `words` in brackets ask for, the first of several; "" where one of them is no
    such word."""
    styles = [_style_of(word) for word in _BETWEEN.split(words)]
    return styles[0] if all(styles) else ""


@cache
def _manner() -> re.Pattern[str]:
    """Longer to compile than most scripts, which ask for no style, take to be opened."""
    return re.compile(_MANNER, re.IGNORECASE)


def _style_of(words: str) -> str:
    match = _manner().fullmatch(words)
    if match is None:
        return ""
    return next(name for n, name in enumerate(STYLES) if match[f"s{n}"] is not None)
