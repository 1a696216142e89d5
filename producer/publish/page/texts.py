"""What the page itself says, in the languages that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from producer.languages import OWN_NAMES
from producer.model import Timeline
from producer.publish.page.markup import Html, el, join

_TEXTS = {
    "zh": {
        "draft": "草稿，仅供校对。",
        "editions": "版本",
        "people": "对话：",
        "back": "后退 15 秒",
        "forward": "前进 15 秒",
        "speed": "速度",
        "subscribe": "订阅",
        "embed": "嵌入网页",
        "no-ranges": "这个网站不能从中间播放，请先下载 MP3。",
        "position": "播放位置",
        "chapters": "章节",
        "transcript": "文字稿",
        "to-transcript": "跳到文字稿",
        "show": "显示",
        "all": "全部",
        "practice": "字幕和练习",
        "veil": "点按前隐藏",
        "nothing": "不隐藏",
        "caption": "字幕",
        "search": "搜索",
        "previous": "上一处",
        "next": "下一处",
        "play": "播放",
        "link": "此刻或所选句子的链接",
        "copied": "链接已复制。",
        "address": "链接在地址栏中。",
        "downloads": "下载",
        "captions": "字幕",
        "credits": "制作",
        "keys": "键盘快捷键",
        "keys-on": "启用单字符快捷键",
        "key-space": "播放或暂停",
        "key-arrows": "后退或前进 5 秒",
        "key-jk": "下一句、上一句",
        "key-chapters": "上一章、下一章",
        "key-e": "换版本",
        "key-l": "换语言",
        "key-t": "听这一句的另一种语言",
        "key-o": "看这一句的另一种语言",
        "key-search": "搜索",
        "key-c": "回到正在播放的句子",
    },
    "en": {
        "draft": "A draft, for proofing only.",
        "editions": "Editions",
        "people": "With ",
        "back": "15 seconds back",
        "forward": "15 seconds forward",
        "speed": "Speed",
        "subscribe": "Subscribe",
        "embed": "Embed in a page",
        "no-ranges": "This host cannot play from the middle: download the MP3 first.",
        "position": "Position",
        "chapters": "Chapters",
        "transcript": "Transcript",
        "to-transcript": "Go to the transcript",
        "show": "Show",
        "all": "All",
        "practice": "Captions and practice",
        "veil": "Hide until tapped",
        "nothing": "Nothing",
        "caption": "Captions",
        "search": "Search",
        "previous": "Previous",
        "next": "Next",
        "play": "Play",
        "link": "Link to this moment or quotation",
        "copied": "The link is copied.",
        "address": "The link is in the address bar.",
        "downloads": "Downloads",
        "captions": "captions",
        "credits": "Credits",
        "keys": "Keyboard",
        "keys-on": "Use keys of one character",
        "key-space": "play or pause",
        "key-arrows": "5 seconds back or forward",
        "key-jk": "next and previous sentence",
        "key-chapters": "previous and next chapter",
        "key-e": "next edition",
        "key-l": "next language",
        "key-t": "hear the sentence in the other language",
        "key-o": "see the sentence in the other language",
        "key-search": "search",
        "key-c": "back to the sentence that is playing",
    },
}


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's texts for an episode in `languages`: in all of them if they are known, each to be
    hidden with its language; else in the first one that is, or in English."""

    languages: Sequence[str]

    @property
    def spoken(self) -> list[str]:
        known = [language for language in self.languages if language in _TEXTS]
        return known if known and len(known) == len(self.languages) else [*known, "en"][:1]

    def text(self, key: str) -> Html:
        """For the page: an element per language."""
        if len(self.spoken) == 1:
            return el("span", self.plain(key), lang=self.spoken[0])
        return join((el("span", _TEXTS[la][key], lang=la, class_="l") for la in self.spoken), " ")

    def plain(self, key: str) -> str:
        """For an attribute, which has one language: the first."""
        return _TEXTS[self.spoken[0]][key]


def edition_name(timeline: Timeline) -> Html:
    """An edition by its languages' own names, and its title if it has one."""
    named = join((el("span", own_name(la), lang=la) for la in timeline.languages), " · ")
    titles = {la: timeline.title[la] for la in timeline.languages if timeline.title.get(la)}
    own = [el("span", title, lang=la) for la, title in titles.items()]
    return join([named, join(own, " / ")], " – ") if own else named


def own_name(language: str) -> str:
    return OWN_NAMES.get(language, language)
