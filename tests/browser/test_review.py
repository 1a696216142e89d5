"""A producer's round on the review page, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from producer import casting, lexicon
from producer.review.server import Server
from producer.transcript.reading import read
from producer.transcript.script.set_pairs import sentence_pairs
from tests.browser.axe import violations
from tests.browser.conftest import in_a_thread
from tests.browser.episodes import TALK, hostile_talk
from tests.helpers.vnu import complaints
from tests.review.hearings import made, unclear
from tests.review.serving import serving


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "show.toml").write_text(
        'title = "夜谈"\nauthor = "Night House"\n[feed]\nbase_url = "https://example.org/talks"\n'
        'description = "Talks."\ncategory = "Science"\nemail = "a@example.org"\n',
        encoding="utf-8",
    )
    with serving(tmp_path) as started:
        yield started


class Producer:
    """Somebody at the review page of a transcript."""

    def __init__(self, tab: Page, folder: Path) -> None:
        self.tab = tab
        self.folder = folder

    @property
    def script(self) -> Path:
        (file,) = (self.folder / "seeds").glob("*.script.md")
        return file

    def take_in(self, server: Server, text: str) -> None:
        """Send the transcript from the list, which opens it."""
        self.tab.goto(server.url)
        file = self.folder / "stars.txt"
        file.write_text(text, encoding="utf-8")
        self.tab.get_by_label("File").set_input_files(file)
        self.tab.get_by_role("button", name="Add to seeds/").click()
        expect(self.tab.locator(".turn").first).to_be_visible()
        self.tab.wait_for_load_state()
        # What is proposed can be confirmed later.
        self.tab.get_by_role("button", name="Later").click()

    def choose(self, turn: int, language: str, sentence: int = 0) -> None:
        place = f"#turn-{turn} .passage[data-language={language}] .s"
        self.tab.locator(place).nth(sentence).click()
        expect(self.tab.locator(place).nth(sentence)).to_be_focused()

    def press(self, key: str) -> None:
        self.tab.keyboard.press(key)

    def told(self, text: str) -> None:
        """Wait until the page says so."""
        expect(self.tab.locator("#message")).to_contain_text(text, timeout=20_000)

    def settled(self) -> None:
        """Wait until what came is at work: a button is there a moment before a click on it does
        anything."""
        busy = ("request", "swapping", "settling", "added")
        classes = ", ".join(f".htmx-{name}" for name in busy)
        expect(self.tab.locator(classes)).to_have_count(0)

    def hears(self) -> None:
        """Wait until something sounds."""
        for _ in range(400):
            if self.tab.evaluate("(a => !a.paused && a.currentTime > 0)(window.audio)"):
                return
            self.tab.wait_for_timeout(50)
        raise AssertionError("silence")


@pytest.fixture
def producer(server: Server, tab: Page, tmp_path: Path) -> Producer:
    """Somebody who has just taken a transcript in."""
    producer = Producer(tab, tmp_path)
    producer.take_in(server, TALK)
    return producer


def test_a_producers_round(producer: Producer, server: Server, tab: Page, tmp_path: Path) -> None:
    # Hear a sentence, then mend it.
    producer.choose(2, "en", 1)
    producer.press(" ")
    producer.hears()
    expect(tab.locator(".s.playing")).to_have_text("To be exact, it isn't a star but a planet.")
    producer.press("e")
    box = tab.get_by_role("textbox", name="English of turn 2")
    box.fill("That is Venus. It is a planet.")
    producer.press("Control+Enter")
    producer.told("the text of turn 2 (en)")
    assert read(producer.script).turns[1].passages["en"] == ("That is Venus. It is a planet.",)

    # Hear another voice with this very sentence, and choose it.
    producer.choose(2, "en", 0)
    producer.press("v")
    tab.get_by_role("button", name="Hear tone-650").click()
    producer.hears()
    tab.get_by_role("button", name="Choose tone-650").click()
    producer.told("is tone-650")
    held = casting.load(tmp_path / "voices" / "cast.toml").parts["本"].delivery("tone", "en")
    assert held is not None
    assert held.voice == "tone-650"

    # Say how a word is spoken, and hear it before and after.
    word = tab.locator("#turn-2 .passage[data-language=en] .s").first
    box_of = word.bounding_box()
    assert box_of is not None
    word.dblclick(position={"x": 62, "y": box_of["height"] / 2})
    tab.get_by_role("button", name="Lexicon").click()
    term = tab.get_by_label("As it is written")
    expect(term).to_have_value("Venus")
    tab.get_by_role("button", name="As it is now").click()
    producer.hears()
    tab.get_by_label("As it is to be spoken").fill("VEE-nus")
    tab.get_by_role("button", name="As it would be").click()
    producer.hears()
    tab.get_by_role("button", name="Add to the lexicon").click()
    producer.told("“Venus” is spoken “VEE-nus”")
    (entry,) = lexicon.load(tmp_path / "voices" / "lexicon.toml").entries
    assert (entry.term, entry.spoken) == ("Venus", "VEE-nus")
    expect(word).to_have_attribute("title", "Spoken: That is VEE-nus.")

    # Make the episode, look at it, open it.
    tab.get_by_role("button", name="Make the episode").click()
    expect(tab.get_by_role("heading", name="Finished episode")).to_be_visible(timeout=60_000)
    expect(tab.locator("#panel tbody").first).to_contain_text("zh-en")
    expect(tab.get_by_role("heading", name="Checks")).to_contain_text("passed", timeout=30_000)
    assert violations(tab) == []
    tab.get_by_role("link", name="Open the episode's page").click()
    expect(tab).to_have_title(re.compile("Stars at Night"))
    tab.keyboard.press(" ")
    expect(tab.locator("#transcript [aria-current]")).to_be_visible()

    # The list tells where it stands, as soon as that has been found out.
    tab.goto(server.url)
    expect(tab.locator(".transcripts .state")).to_have_text("draft")
    expect(tab.get_by_role("link", name="Stars at Night")).to_be_visible()


def test_sentences_move_and_every_edit_is_undone(producer: Producer, tab: Page) -> None:
    before = tab.locator("#turns :is(.s, h2)").all_text_contents()
    producer.choose(1, "en", 1)
    producer.press("]")
    producer.told("moved to turn 2")
    expect(tab.locator("#turn-2 .passage[data-language=en]")).to_contain_text("What is the bright")
    producer.choose(3, "zh", 1)
    producer.press("x")
    producer.told("is not spoken")
    expect(tab.locator("#credits")).to_contain_text("先看月亮，再看木星。")
    producer.choose(5, "en", 0)
    producer.press("c")
    tab.get_by_role("textbox", name="English", exact=True).fill("Dawn")
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator("#turn-5 h2")).to_contain_text("Dawn")
    undo = tab.get_by_role("button", name="Undo")
    undo.click()
    expect(tab.locator("#turn-5")).not_to_contain_text("Dawn")
    producer.settled()
    undo.click()
    expect(tab.locator("#turn-3")).to_contain_text("先看月亮，再看木星。")
    producer.settled()
    undo.click()
    producer.told("Undone")
    expect(tab.get_by_role("button", name="Undo")).to_be_disabled()
    assert tab.locator("#turns :is(.s, h2)").all_text_contents() == before


def test_turns_are_mended_with_the_keyboard(producer: Producer, tab: Page) -> None:
    before = tab.locator("#turns :is(.s, h2, .speaker)").all_text_contents()
    producer.choose(3, "en", 1)
    producer.press("s")
    expect(tab.get_by_role("combobox", name="Chinese")).to_be_focused()
    expect(tab.get_by_role("combobox", name="Chinese").locator(":checked")).to_have_text(
        "先看月亮，再看木星。"
    )
    tab.get_by_label("or somebody new").fill("Cleo")
    producer.press("Enter")
    producer.told("turn 3 is split")
    expect(tab.locator("#turn-4 .speaker")).to_have_text("Cleo")
    expect(tab.locator("#turn-4 .s.chosen")).to_have_text("First the moon, then Jupiter.")
    expect(tab.locator(".s.chosen")).to_be_focused()
    producer.press("J")
    producer.told("turn 4 is moved down")
    expect(tab.locator("#turn-5 .speaker")).to_have_text("Cleo")
    expect(tab.locator("#turn-5 .s.chosen")).to_be_focused()
    producer.press("-")
    producer.told("turn 5 is joined to turn 4")
    expect(tab.locator("#turn-4 .s.chosen")).to_have_text("First the moon, then Jupiter.")
    producer.press("n")
    tab.get_by_role("textbox", name="English", exact=True).fill("And the stars?")

    # What is being written is not swept away by an edit beside it.
    tab.locator("#turn-2 .s").first.click()
    producer.press("Delete")
    producer.told("First save or give up")
    expect(tab.get_by_role("textbox", name="English", exact=True)).to_be_focused()
    producer.press("Control+Enter")
    producer.told("turn 5 is new")
    expect(tab.locator("#turn-5 .s.chosen")).to_have_text("And the stars?")
    expect(tab.locator("#turn-5 .s.chosen")).to_be_focused()
    expect(tab.locator("#panel")).to_be_hidden()

    # A form that counts turns as they were goes when they are numbered anew.
    tab.locator("#turn-2 .s").first.click()
    producer.press("c")
    expect(tab.get_by_role("heading", name="Turn 2")).to_be_visible()
    tab.locator("#turn-1 .s").first.click()
    producer.press("Delete")
    producer.told("turn 1 is removed")
    expect(tab.locator("#panel")).to_be_hidden()
    expect(tab.locator("#turn-1 .s.chosen")).to_be_focused()
    after = tab.locator("#turns :is(.s, h2, .speaker)").all_text_contents()
    for key, pressed, shown in (("u", "undo", before), ("U", "redo", after)):
        for _ in range(5):
            with tab.expect_response(f"**/{pressed}"):
                producer.press(key)
            producer.settled()
        expect(tab.get_by_role("button", name=pressed.title())).to_be_disabled()
        assert tab.locator("#turns :is(.s, h2, .speaker)").all_text_contents() == shown


def test_a_pair_is_heard_and_mended_with_the_keyboard(producer: Producer, tab: Page) -> None:
    producer.choose(2, "zh", 1)
    chinese, english = (
        tab.locator(f"#turn-2 .passage[data-language={la}] .s") for la in ("zh", "en")
    )
    expect(english.nth(1)).to_have_class(re.compile("beside"))
    expect(english.nth(0)).not_to_have_class(re.compile("beside"))
    chinese.nth(0).hover()
    expect(english.nth(0)).to_have_class(re.compile("beside"))
    tab.keyboard.press("b")
    heard = []
    for sentence in chinese.nth(1), english.nth(1):
        expect(sentence).to_have_class(re.compile("playing"), timeout=20_000)
        heard.append(sentence.inner_text())
    assert heard == ["其实它不是恒星，是一颗行星。", "To be exact, it isn't a star but a planet."]
    expect(tab.locator(".s.playing")).to_have_count(0)
    assert tab.evaluate("window.audio.paused")
    producer.choose(2, "en", 1)
    producer.press("<")
    producer.told("the pairs of turn 2")
    expect(chinese.nth(1)).to_have_class(re.compile("lone"))
    assert pairs(producer) == [{"zh": (0,), "en": (0, 1)}, {"zh": (1,), "en": ()}]
    assert "[pairs]" in producer.script.read_text("utf-8")
    producer.choose(2, "zh", 1)
    producer.press("+")
    expect(chinese.nth(1)).not_to_have_class(re.compile("lone"))
    assert pairs(producer) == [{"zh": (0, 1), "en": (0, 1)}]
    producer.press("/")
    expect(english.nth(1)).to_have_attribute("data-pair", "1")
    assert pairs(producer) == [{"zh": (0,), "en": (0,)}, {"zh": (1,), "en": (1,)}]
    for pair in ("0", "0", "1"):
        producer.settled()
        producer.press("u")
        expect(english.nth(1)).to_have_attribute("data-pair", pair)
    assert not list((producer.folder / "seeds").glob("*.script.md"))


def test_what_the_ear_did_not_understand_is_settled(tab: Page, tmp_path: Path) -> None:
    request = in_a_thread(lambda: made(tmp_path))
    unclear(request)
    with serving(tmp_path) as server:
        producer = Producer(tab, tmp_path)
        tab.goto(server.address(request.transcript))
        finding = tab.locator("#turn-2 .finding").filter(has_text="The ear: wrong (missing)")
        finding.get_by_role("button", name="Play").click()
        producer.hears()
        expect(tab.locator(".s.playing")).to_have_text("我每天喝三杯。")
        finding.get_by_role("button", name="Take again").click()
        producer.told("Spoken anew: the engine gave the same sound.")
        finding.get_by_role("button", name="Lexicon: “三杯” = san1 bei1").click()
        expect(tab.get_by_label("As it is written")).to_have_value("三杯")
        expect(tab.get_by_label("As it is to be spoken")).to_have_value("san1 bei1")
        tab.get_by_role("button", name="As it would be").click()
        producer.hears()
        assert violations(tab) == []
        tab.get_by_role("button", name="Add to the lexicon").click()
        producer.told("“三杯” is spoken")
        (entry,) = lexicon.load(tmp_path / "voices" / "lexicon.toml").entries
        assert (entry.term, entry.pinyin) == ("三杯", "san1 bei1")
        finding.get_by_role("button", name="Accept").click()
        producer.told("Accepted: it is said as it should be.")
        expect(finding).to_have_count(0)
        tab.reload()
        expect(tab.locator("#turn-2 .s").first).to_be_visible()
        expect(finding).to_have_count(0)


def pairs(producer: Producer) -> list[dict[str, tuple[int, ...]]]:
    """What is set for the second turn in the script file."""
    return sentence_pairs(read(producer.script).turns[1])


def test_another_editors_change_is_noticed_and_kept(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    # Not the tab of other tests, which takes a refusal in the console for a failure.
    with browser.new_context() as context:
        tab = context.new_page()
        producer = Producer(tab, tmp_path)
        producer.take_in(server, TALK)
        producer.choose(1, "en", 0)
        producer.press("e")
        tab.get_by_role("textbox").fill("Mine.")
        producer.press("Control+Enter")
        producer.told("Changed")
        expect(tab.locator(".s.chosen")).to_be_focused()
        producer.press("e")
        expect(tab.get_by_role("textbox")).to_have_value("Mine.")
        by_hand = producer.script.read_text("utf-8").replace("Mine.", "Theirs.")
        producer.script.write_text(by_hand, encoding="utf-8")
        tab.get_by_role("textbox").fill("Mine again.")
        producer.told("changed by another editor")
        with tab.expect_response("**/text") as answer:
            producer.press("Control+Enter")
        assert answer.value.status == 409
        expect(tab.get_by_role("textbox")).to_have_value("Mine again.")
        assert producer.script.read_text("utf-8") == by_hand
        tab.get_by_role("button", name="Reload").click()
        expect(tab.locator("#turn-1")).to_contain_text("Theirs.")


@pytest.mark.usefixtures("producer")
def test_passages_are_played_one_after_another(tab: Page) -> None:
    tab.evaluate("window.audio.defaultPlaybackRate = 4")
    tab.get_by_role("button", name="Play from turn 4 on").click()
    for turn, language in ((4, "zh"), (4, "en"), (5, "zh")):
        lit = f"#turn-{turn} .passage[data-language={language}] .s.playing"
        expect(tab.locator(lit)).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(
    ("edition", "heard"),
    [
        ("zh-en-pairs", [("zh", 0), ("en", 0), ("zh", 1), ("en", 1)]),
        ("learn", [("en", 0), ("zh", 0), ("en", 0), ("en", 1)]),
    ],
)
def test_an_edition_of_any_order_is_listened_to(
    tab: Page, tmp_path: Path, edition: str, heard: list[tuple[str, int]]
) -> None:
    """A name was taken for languages, so that nothing was heard of editions with one of its own."""
    (tmp_path / "show.toml").write_text(
        f'title = "夜谈"\neditions = ["{edition}"]\n[edition.zh-en-pairs]\njoin_ms = 0\n'
        '[edition.learn]\norder = ["en", "zh", "en"]\nby = "pair"\njoin_ms = 0\n',
        encoding="utf-8",
    )
    with serving(tmp_path) as server:
        Producer(tab, tmp_path).take_in(server, TALK)
        tab.evaluate(_LISTEN)
        tab.get_by_role("button", name="Play turn 2", exact=True).click()
        lit: list[list[str]] = []
        for _ in range(400):
            lit = tab.evaluate("window.lit")
            if len(lit) >= len(heard):
                break
            tab.wait_for_timeout(50)
        assert [(la, int(number)) for la, number in lit][: len(heard)] == heard
        tab.evaluate("window.audio.pause()")


_LISTEN = """() => {
  window.lit = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!target.matches(".s.playing")) continue;
      const now = [target.closest(".passage").dataset.language, target.dataset.sentence];
      window.lit.push(now);
    }
  }).observe(document.getElementById("turns"), { subtree: true, attributeFilter: ["class"] });
}"""


def test_a_file_that_is_too_large_is_not_sent(server: Server, tab: Page, tmp_path: Path) -> None:
    tab.goto(server.url)
    file = tmp_path / "large.txt"
    file.write_bytes(b"Anna: Hello.\n" * 1_600_000)
    tab.get_by_label("File").set_input_files(file)
    told = "large.txt is too large: it has 20.8 MB, and at most 20 MB are read."
    expect(tab.get_by_role("status")).to_contain_text(told)
    tab.get_by_role("button", name="Add to seeds/").click()
    assert told in tab.get_by_label("File").evaluate("input => input.validationMessage")
    assert tab.url == f"{server.url}/"
    file = tmp_path / "small.txt"
    file.write_text(TALK, encoding="utf-8")
    tab.get_by_label("File").set_input_files(file)
    expect(tab.get_by_role("status")).to_have_text("At most 20 MB.")
    tab.get_by_role("button", name="Add to seeds/").click()
    expect(tab.locator(".turn").first).to_be_visible()


def test_hostile_texts_stay_texts(server: Server, tab: Page, tmp_path: Path) -> None:
    producer = Producer(tab, tmp_path)
    producer.take_in(server, hostile_talk())
    tab.once("dialog", lambda _: pytest.fail("a script ran"))
    producer.choose(2, "en")
    producer.press("e")
    text = "</textarea><script>document.title='owned'</script><img src=x onerror=alert(1)>\u202e"
    tab.get_by_role("textbox").fill(text)
    producer.press("Control+Enter")
    producer.told("Changed")
    expect(tab.locator("#turn-2 .passage[data-language=en]")).to_contain_text("</textarea><script>")
    expect(tab.locator(".s.chosen")).to_be_focused()
    producer.press("v")
    expect(tab.get_by_role("heading", name="Voice of")).to_be_visible()
    assert "owned" not in tab.title()
    assert tab.locator("main img, main svg, main script, main b, main i").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (1400, "dark"), (320, "light")])
def test_everybody_can_use_it(
    producer: Producer, tab: Page, tmp_path: Path, width: int, scheme: str
) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    producer.choose(1, "en", 0)
    for key, heading in (("v", "Voice of"), ("s", "Split turn 1"), ("n", "New turn")):
        producer.press(key)
        expect(tab.get_by_role("heading", name=heading)).to_be_visible()
        assert violations(tab) == []
        wide = tab.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0
        producer.press("Escape")
    tab.get_by_role("link", name="Transcripts").click()
    expect(tab.locator("tr[data-hx-get]")).to_have_count(0)  # A row that is replaced has no colour.
    assert violations(tab) == []
    tab.go_back()
    page = tmp_path / "page.html"
    page.write_text(tab.request.get(tab.url).text(), encoding="utf-8")
    assert complaints(page) == []


UNTITLED = """\
今晚,本台邀请天文馆的 Nora Vance 教授与观测站站长秦若兰教授对谈,两人围绕城市里的星空展开讨论。

Prof.Qin：欢迎 Nora Vance 教授。城市里的星空很淡,她却找得到每一颗星。
Prof.Qin: Welcome, Professor Nora Vance. City skies are pale, but Professor Vance finds her stars.

Prof.Vance：谢谢秦若兰教授。城市里的星空要等。
Prof.Vance: Thank you, Professor Qin. City skies need patience, and City skies need dark.
"""


def test_the_sheet_is_confirmed_and_the_first_making_ends_well(
    server: Server, tab: Page, tmp_path: Path
) -> None:
    """The first making ended in "The cast file has been changed by another editor"."""
    producer = Producer(tab, tmp_path)
    tab.goto(server.url)
    file = tmp_path / "x07.txt"
    file.write_text(UNTITLED, encoding="utf-8")
    tab.get_by_label("File").set_input_files(file)
    tab.get_by_role("button", name="Add to seeds/").click()
    title = tab.get_by_role("textbox", name="title (English)")
    expect(tab.get_by_role("textbox", name="Prof.Qin: name (Chinese)")).to_have_value("秦若兰")
    expect(tab.get_by_label("Prof.Vance: gender")).to_have_value("female")
    title.fill("City Skies")
    tab.get_by_label("Prof.Qin: gender").select_option("female")
    tab.get_by_role("button", name="Confirm", exact=True).click()
    producer.told("Confirmed")
    expect(tab.locator("#sheet")).to_be_empty()
    script = read(producer.script)
    assert script.title["en"] == "City Skies"
    assert not any(finding.kind == "no-title" for finding in script.findings)
    assert casting.load(tmp_path / "voices" / "cast.toml").parts["Prof.Qin"].gender == "female"
    tab.get_by_role("button", name="Make the episode").click()
    expect(tab.locator("#job")).to_contain_text("starting the engine")
    producer.told("The episode is made.")
    tab.wait_for_timeout(1_500)
    expect(tab.locator("#message")).not_to_contain_text("another editor")
    assert not violations(tab)


def test_a_text_is_edited_in_its_place_and_nothing_is_lost(producer: Producer, tab: Page) -> None:
    producer.choose(2, "en", 0)
    producer.press("Enter")
    tab.keyboard.type(" Look.")
    producer.press("Enter")
    producer.told("a sentence of turn 2 (en)")
    assert read(producer.script).turns[1].passages["en"][0].startswith("That is Venus. Look.")
    producer.settled()
    # Undone and done again with the keys of any editor.
    producer.press("Control+z")
    producer.told("Undone")
    expect(tab.locator("#turn-2")).not_to_contain_text("Look.")
    producer.settled()
    producer.press("Control+y")
    producer.told("Redone")
    producer.settled()
    # A passage that is saved as it was is closed, and nothing is said to have changed.
    producer.choose(2, "en", 0)
    producer.press("e")
    tab.get_by_role("textbox", name="English of turn 2").press("Control+Enter")
    producer.told("Nothing has changed.")
    expect(tab.locator("#turn-2 form.edit")).to_have_count(0)


def test_voices_leave_the_keys_to_the_page(producer: Producer, tab: Page) -> None:
    """The caret stood in "Rate", so that the next key was typed there and no voice was chosen."""
    producer.choose(2, "en", 0)
    producer.press("v")
    expect(tab.locator("#panel h2")).to_contain_text("Voice of")
    producer.settled()
    producer.press("j")
    expect(tab.get_by_label("Rate %")).to_have_value("0")
    tab.get_by_role("button", name="Choose tone-650").click()
    producer.told("is tone-650")


def test_what_is_sought_is_found_and_replaced_everywhere(producer: Producer, tab: Page) -> None:
    producer.choose(1, "zh", 0)
    producer.press("Control+f")
    tab.get_by_label("Find", exact=True).fill("moon")
    tab.get_by_role("button", name="Find next").click()
    expect(tab.locator("#find-count")).to_contain_text("2 sentences have it.")
    expect(tab.locator("#turn-3 .s.chosen")).to_contain_text("moon")
    tab.get_by_label("Replace with").fill("lamp")
    tab.get_by_role("button", name="Replace all").click()
    producer.told("“moon” is now “lamp” (zh, en), 2 times")
    texts = "".join(t for turn in read(producer.script).turns for t in turn.passages["en"])
    assert "moon" not in texts
    assert "four large lamps" in texts


def test_nothing_is_covered_by_the_bars(producer: Producer, tab: Page) -> None:
    """A message made the bar above higher, and the tools of a chosen sentence the one below: the
    head of the panel and its last voices were behind them."""
    tab.set_viewport_size({"width": 1200, "height": 600})
    producer.choose(2, "en", 0)
    producer.press("Enter")
    tab.keyboard.type(" Look.")
    producer.press("Enter")
    producer.told("a sentence of turn 2 (en)")
    tab.locator("#turn-4 .s").last.click()
    producer.press("v")
    tab.get_by_role("button", name="Choose tone-350").wait_for()
    panel = tab.locator("#panel").bounding_box()
    message, tools = tab.locator("#message").bounding_box(), tab.locator("#tools").bounding_box()
    assert panel
    assert message
    assert tools
    assert message["y"] + message["height"] <= panel["y"]
    assert panel["y"] + panel["height"] <= tools["y"]


def test_the_outline_and_the_findings_are_a_key_away(producer: Producer, tab: Page) -> None:
    producer.press("o")
    tab.locator("#panel").get_by_role("button", name="The telescope").click()
    expect(tab.locator("#turn-3 .s.chosen")).to_have_count(1)
    producer.press(",")
    expect(tab.locator("#turn-1 .finding")).to_be_focused()
    tab.locator("#turn-1 .finding").get_by_role("button", name="Keep").click()
    producer.told("The text stays as it is.")
    expect(tab.locator("#turn-1 .finding")).to_have_count(0)


def test_a_speaker_is_renamed_and_two_are_one(producer: Producer, tab: Page) -> None:
    """A new name made a second person."""
    producer.choose(2, "en", 0)
    producer.press("c")
    tab.get_by_label("Name in English").fill("Benedict Moor")
    tab.get_by_role("button", name="Rename everywhere").click()
    producer.told("the names of 本")
    script = read(producer.script)
    assert script.speaker("本").names["en"] == "Benedict Moor"
    assert len(script.speakers) == 2
    producer.settled()
    producer.choose(2, "en", 0)
    producer.press("c")
    tab.get_by_role("button", name="Merge").click()
    producer.told("本 is the same as 安娜")
    assert {turn.speaker for turn in read(producer.script).turns} == {"安娜"}
