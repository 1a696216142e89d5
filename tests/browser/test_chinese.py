"""The review page in Chinese: whatever it shows, in all its states, is Chinese but for what a
person has written, names of voices, and terms that have no Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from producer.review.server import Server
from tests.browser.episodes import TALK
from tests.review.serving import serving

_SHOWN = """() => {
  const foreign = (element) => element.closest("script, style, bdi, code, kbd, textarea, svg")
    || element.closest("[lang]").lang !== "zh" || element.closest(".voice, .voices strong, h1")
    || element.closest("h2 span, #turns h2, #credits li, #job p")
    || element.closest("details td:nth-child(3), details td:nth-child(4)");
  const shown = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (text.data.trim() && !foreign(text.parentElement)) shown.push(text.data);
  }
  for (const element of document.querySelectorAll("[title], [aria-label]")) {
    if (!foreign(element)) shown.push(element.title, element.ariaLabel ?? "");
  }
  return shown.map((text) => text.trim().replace(/\\s+/g, " "));
}"""
"""Texts of the page, and what is told of its elements."""

_NAMES = re.compile(
    r"/\S+:|--\w+|Anna|Ben(?:edict)?|Narrator|tone(?:-\d+)?|AIGC|Ctrl|Esc|Delete|shift|MP3|"
    r"LUFS|dBTP|Looking up|"
    r"The telescope|Going home|large\.txt|seeds/|voices/cast\.toml|aliases|multilingual|"
    r"https?:\S+|feed\.\S+|[a-z]{2}-[A-Z]{2}|(?:zh|en)(?:-en)?\b|stars-at-night\S*|“.*?”|\d+ days"
)
_ENGLISH = re.compile("[A-Za-z]{3,}")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("PRODUCER_LANG", "zh")
    (tmp_path / "show.toml").write_text(
        'title = "夜谈"\nauthor = "夜间之家"\n[feed]\nbase_url = "https://example.org/talks"\n'
        'description = "夜谈。"\ncategory = "Science"\nemail = "a@example.org"\n',
        encoding="utf-8",
    )
    with serving(tmp_path) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """What the server refuses is complained of in the console too: it is read on the page here."""
    with browser.new_context() as context:
        yield context.new_page()


class Reader:
    """Somebody who reads whatever the page shows."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.english: dict[str, None] = {}

    def reads(self) -> None:
        for text in self.tab.evaluate(_SHOWN):
            if _ENGLISH.search(_NAMES.sub("", text)):
                self.english[text] = None

    def chooses(self, turn: int, language: str, sentence: int = 0) -> None:
        place = f"#turn-{turn} .passage[data-language={language}] .s"
        self.tab.locator(place).nth(sentence).click()

    def presses(self, key: str) -> None:
        self.tab.keyboard.press(key)
        self.waits()
        self.reads()

    def waits(self) -> None:
        """Until what was asked for is there."""
        self.tab.wait_for_timeout(100)
        expect(self.tab.locator(".htmx-request")).to_have_count(0)

    def sends(self, form: str) -> None:
        self.tab.locator(f"{form} .main").click()
        self.waits()
        self.reads()


def test_every_state_of_the_page_is_chinese(server: Server, page: Page, tmp_path: Path) -> None:
    tab, reader = page, Reader(page)
    tab.goto(server.url)
    reader.reads()
    large, talk = tmp_path / "large.txt", tmp_path / "stars.txt"
    large.write_bytes(b"Anna: Hello.\n" * 1_600_000)
    talk.write_text(TALK + "\n本：我们还会回来的。\n", encoding="utf-8")
    tab.locator("input[type=file]").set_input_files(large)
    reader.reads()
    tab.locator("input[type=file]").set_input_files(talk)
    tab.locator("form button").click()
    expect(tab.locator("#sheet .main")).to_be_visible()
    tab.locator("#sheet textarea").first.wait_for()
    reader.reads()
    reader.sends("#sheet")

    # What is asked for.
    for key in ("o", "v", "s", "n", "c", "l", "Control+f"):
        reader.chooses(2, "en")
        reader.presses(key)
    for sought in ("moon", "star", "nowhere"):
        tab.locator("[name=find]").fill(sought)
        tab.locator("[data-do=find-next]").click()
        reader.reads()
    reader.chooses(2, "en")
    reader.presses(" ")
    tab.evaluate("window.audio.pause()")
    reader.presses("r")
    reader.presses(",")
    for _ in range(3):
        reader.presses(".")

    # What is edited, undone and done again.
    for language, sentence, key in (
        *(("en", 0, "]"), ("en", 0, "["), ("en", 0, "-"), ("en", 0, "K"), ("en", 0, "J")),
        *(("en", 0, "x"), ("zh", 0, "X"), ("en", 1, "+"), ("en", 1, "<"), ("en", 0, "Delete")),
    ):
        reader.chooses(2, language, sentence)
        reader.presses(key)
        reader.presses("u")
    reader.presses("U")
    reader.presses("u")
    reader.chooses(2, "en")
    reader.presses("e")
    tab.locator("form.edit textarea").fill("That is Venus.")
    tab.locator("#turn-3 .s").first.click()
    reader.presses("Delete")  # Refused: something is being written.
    tab.locator("form.edit textarea").press("Control+Enter")
    reader.waits()
    reader.reads()
    for key in ("s", "n", "c"):
        reader.chooses(3, "en")
        reader.presses(key)
        if key == "n":
            tab.locator("#panel textarea").last.fill("Something new.")
        reader.sends("#panel")
    reader.chooses(3, "en")
    reader.presses("c")
    tab.locator("#panel [name=name_en]").fill("Benedict")
    tab.locator("#panel form button").nth(2).click()
    reader.waits()
    reader.reads()
    reader.chooses(2, "en")
    reader.presses("v")
    tab.locator(".voices button[name=voice]").nth(3).click()
    reader.waits()
    reader.reads()
    reader.chooses(2, "en")
    reader.presses("l")
    tab.locator("#term-form [name=term]").fill("Venus")
    tab.locator("#term-form input[name=spoken]").fill("VEE-nus")
    reader.sends("#term-form")
    while tab.locator("#turns .finding button").count():
        tab.locator("#turns .finding button").first.click()
        reader.waits()
        reader.reads()

    # What is made.
    tab.keyboard.press("Escape")
    tab.locator("#make").click()
    for _ in range(1_200):
        reader.reads()
        if tab.locator("#panel h3").count():
            break
        tab.wait_for_timeout(50)
    expect(tab.locator("#panel details table").first).to_be_attached(timeout=30_000)
    reader.reads()
    tab.locator("#feeds button").click()
    reader.waits()
    reader.reads()
    tab.goto(server.url)
    expect(tab.locator("tr[data-hx-get]")).to_have_count(0)
    reader.reads()
    assert not reader.english, "\n".join(reader.english)


def test_an_address_that_leads_nowhere_is_told_in_chinese(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/episodes/nothing")
    expect(page.locator(".problem")).to_contain_text("没有这份文字稿")
