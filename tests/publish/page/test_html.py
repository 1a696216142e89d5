"""What programs read of an episode's page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from lxml import html as lxml_html

from producer.model import Chapter, Pair, PairedTurn, Timeline
from producer.publish.page import Audio, Page, html
from tests.helpers.timelines import NAMES, cue, timeline, timelines

ENGLISH = cue("Tea, please. 👩‍🌾 Now!", 6_000)
CHINESE = cue("请喝茶。", 1_000, language="zh")
BOTH = timeline([CHINESE, ENGLISH])


def audio(of: Timeline) -> Audio:
    stem = f"tea.{of.edition}"
    captions = [f"{stem}.vtt", *(f"{stem}.{la}.srt" for la in of.languages)]
    return Audio(of, f"{stem}.mp3", 1_500_000, captions, [-40.0, -16.0, -20.0])


def a_page(*timelines: Timeline, **changes: Any) -> Page:
    page = Page(
        slug="tea",
        title={"zh": "茶", "en": "Tea"},
        show={"zh": "茶馆", "en": "Teahouse"},
        languages=("zh", "en"),
        names=NAMES,
        credits=("Editor: somebody",),
        disclosure={"zh": "合成。", "en": "Generated."},
        draft=False,
        created=datetime(2026, 3, 4, tzinfo=UTC),
        cover=b"\xff\xd8",
        editions=[audio(each) for each in timelines or (BOTH,)],
    )
    return replace(page, **changes)


def read(page: Page) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(b"".join(html(page)))


def data(page: Page, kind: str = "application/json") -> Any:
    (text,) = read(page).xpath(f"//script[@type='{kind}']/text()")
    return json.loads(text)


def test_each_sentence_stands_once_in_its_language() -> None:
    english_only = timeline([replace(ENGLISH, start_ms=0, end_ms=1_000, words=())])
    page = a_page(BOTH, english_only)
    found = read(page).xpath("//a[@class='s']")
    assert [(a.text, a.xpath("ancestor::*[@lang][1]/@lang")[0]) for a in found] == [
        (CHINESE.text, "zh"),
        (ENGLISH.text, "en"),
    ]
    editions = data(page)["editions"]
    assert editions["zh-en"]["times"] == [0, 1_000, CHINESE.end_ms, 1, 6_000, ENGLISH.end_ms]
    assert editions["en"]["times"] == [1, 0, 1_000]
    assert editions["zh-en"]["wave"][:2] == [0, 69]


TURN = PairedTurn(
    1,
    {"zh": ("是。", "再见。", "明天见。"), "en": ("Yes. Yes!", "Goodbye.")},
    (Pair({"zh": (0,), "en": (0,)}), Pair({"zh": (1, 2), "en": (1,)})),
)


def test_pairs_are_rows_and_paragraphs_of_the_source_stay() -> None:
    cues = [
        replace(cue(text, 1_000 * n, language="zh"), sentence=n)
        for n, text in enumerate(TURN.sentences["zh"])
    ]
    begins = {(1, "zh"): frozenset({0, 2}), (1, "en"): frozenset({0})}
    page = a_page(timeline(cues), paired={1: TURN}, paragraphs=begins)
    rows = [
        {
            side.get("lang"): [
                (p.get("class"), [s.text for s in p.xpath("a[@class='s']")])
                for p in side.findall("p")
            ]
            for side in row.xpath("div")
        }
        for row in read(page).xpath("//div[@class='row pair']")
    ]
    assert rows == [
        {"zh": [("begins", ["是。"])], "en": [("begins", ["Yes. Yes!"])]},
        {"zh": [(None, ["再见。"]), ("begins", ["明天见。"])], "en": [(None, ["Goodbye."])]},
    ]
    # What no edition says can be read, and has no time.
    assert data(page)["editions"]["zh"]["times"][::3] == [0, 2, 3]
    assert data(page)["words"][1] == []


def test_words_are_counted_as_javascript_counts() -> None:
    flat = data(a_page())["words"][1]
    units = ENGLISH.text.encode("utf-16-le")
    words = [
        units[2 * start : 2 * end].decode("utf-16-le")
        for start, end in zip(flat[::3], flat[1::3], strict=True)
    ]
    assert words == ["Tea", "please", "Now"]
    assert flat[2::3] == [mark.start_ms - ENGLISH.start_ms for mark in ENGLISH.words]


def test_addresses_are_given_once_there_are_some() -> None:
    at_home = read(a_page())
    assert not at_home.xpath("//link[@rel='canonical'] | //meta[contains(@content, 'example')]")
    page = a_page(base_url="https://example.org/talks", cover_file="cover.jpg", number=3, season=2)
    away = read(page)
    og = {m.get("property"): m.get("content") for m in away.xpath("//meta[@property]")}
    assert og["og:url"] == "https://example.org/talks/tea/tea.html"
    assert og["og:audio"] == "https://example.org/talks/tea/tea.zh-en.mp3"
    assert og["og:image"] == "https://example.org/talks/cover.jpg"
    assert (og["og:title"], og["og:site_name"]) == ("茶 / Tea", "茶馆 / Teahouse")
    said = data(page, "application/ld+json")
    assert (said["@type"], said["name"], said["episodeNumber"]) == ("PodcastEpisode", "茶 / Tea", 3)
    assert said["partOfSeason"]["seasonNumber"] == 2
    assert said["partOfSeries"]["name"] == "茶馆 / Teahouse"
    (media,) = said["associatedMedia"]
    assert media["contentUrl"] == og["og:audio"]
    assert media["contentSize"] == "1500000"
    assert re.fullmatch(r"PT[0-9]+\.[0-9]{3}S", media["duration"])
    assert [c["encodingFormat"] for c in media["caption"]] == [
        "text/vtt",
        "application/x-subrip",
        "application/x-subrip",
    ]


def test_a_draft_says_so_and_only_a_draft() -> None:
    assert "A draft" in read(a_page(draft=True)).text_content()
    assert "A draft" not in read(a_page()).text_content()
    assert "Generated." in read(a_page()).text_content()


@pytest.mark.parametrize(
    ("languages", "interface"),
    [(("zh", "en"), "zh"), (("en", "zh"), "en"), (("zh",), "zh"), (("fr", "de"), "en")],
)
def test_it_speaks_the_languages_that_it_knows(languages: tuple[str, ...], interface: str) -> None:
    cues = [cue("Oui.", 1_000 * n, language=la) for n, la in enumerate(languages)]
    texts = dict.fromkeys(languages, "x")
    page = a_page(timeline(cues), languages=languages, title=texts, show=texts, disclosure=texts)
    found = read(page)
    assert found.get("lang") == interface
    label = found.xpath("//label[input[@id='wanted']]")[0]
    wanted = [{"zh": "搜索", "en": "Search"}[la] for la in languages if la in ("zh", "en")]
    assert label.text_content().split() == (wanted or ["Search"])
    choices = found.xpath("//input[@name='show']/@value")
    assert choices == (["", *languages] if len(languages) > 1 else [])


def test_captions_and_chapters_are_linked() -> None:
    chapters = (Chapter(0, 5_000, "A"), Chapter(5_000, 7_000, "B & <b>"))
    found = read(a_page(replace(BOTH, chapters=chapters)))
    links = [(a.text, a.get("href")) for a in found.xpath("//nav//a")]
    assert links == [("A", "tea.zh-en.mp3#t=0"), ("B & <b>", "tea.zh-en.mp3#t=5")]
    downloads = found.xpath("//section[@class='downloads']//a/@href")
    names = ["tea.zh-en.mp3", "tea.zh-en.vtt", "tea.zh-en.zh.srt", "tea.zh-en.en.srt"]
    assert downloads == names


@given(timelines())
def test_all_that_is_heard_can_be_read(said: Timeline) -> None:
    page = a_page(said, languages=said.languages)
    found = [a.text for a in read(page).xpath("//a[@class='s']")]
    ordered = sorted(said.cues, key=lambda c: (c.turn, said.languages.index(c.language)))
    assert found == [c.text for c in ordered]
    numbers = data(page)["editions"][said.edition]["times"][::3]
    assert [found[number] for number in numbers] == [c.text for c in said.cues]


def test_people_and_notes_come_first_and_feeds_once_there_are_addresses() -> None:
    notes = {"zh": "谈谈茶。", "en": "About tea."}
    header = read(a_page(notes=notes)).find(".//header")
    assert header is not None
    assert header.xpath("string(.//p[@class='notes'])").split() == ["谈谈茶。", "About", "tea."]
    assert header.xpath(".//p[@class='people']")
    page = a_page(base_url="https://example.org/talks", cover_file="cover.jpg")
    feeds = read(page).xpath("//link[@type='application/rss+xml']/@href")
    assert feeds == ["https://example.org/talks/feed.zh-en.xml"]
    assert read(page).xpath("//a[@href='https://example.org/talks/feed.zh-en.xml']")
    (code,) = read(page).xpath("//details//code")
    frame = lxml_html.fromstring(code.text)
    assert (frame.tag, frame.get("src")) == ("iframe", "https://example.org/talks/tea/tea.html")
    assert not read(a_page()).xpath("//details//code")


def test_the_waveform_knows_who_speaks_and_where_nobody_does() -> None:
    edition = data(a_page())["editions"]["zh-en"]
    assert len(edition["voices"]) == len(edition["wave"])
    assert set(edition["voices"]) <= {-1, 0, 1, 2}


def test_people_have_their_parts_and_links() -> None:
    people = read(
        a_page(
            roles={"Mei": "host", "Tom": "Cellist"}, links={"Mei": "https://example.org/mei?a&b"}
        )
    ).xpath("//p[@class='people']")[0]
    assert people.text_content() == (
        "对话： With 小梅（主持人）、汤姆（Cellist） Mei & <Co> (host), Tom (Cellist)"
    )
    assert people.xpath(".//a/@href") == ["https://example.org/mei?a&b"] * 2
