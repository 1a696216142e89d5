"""The episode's page in Chromium, opened from disk."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.conftest import in_a_thread
from tests.browser.episodes import HOSTILE, TALK, Made, hostile_talk
from tests.helpers.making import a_show, make
from tests.helpers.vnu import complaints

TITLE = {"zh": "夜谈", "en": "Night talks"}


def made(folder: Path, text: str, editions: tuple[str, ...]) -> Made:
    show = a_show(folder, title=TITLE, feed={"base_url": "https://example.org/talks"})
    episode = in_a_thread(lambda: make(show, text, editions=editions))
    manifest = json.loads((episode.folder / "episode.json").read_text("utf-8"))
    return Made(episode.folder, manifest)


@pytest.fixture(scope="session")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("stars"), TALK, ("zh-en", "zh", "en"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("hostile"), hostile_talk(), ("zh-en",))


class Listener:
    """Somebody at the page of an episode."""

    def __init__(self, tab: Page, episode: Made, moment: str = "", rate: float = 0.1) -> None:
        """With a slow `rate`, what is looked at is still there when the machine is busy."""
        self.tab = tab
        tab.goto(episode.url + moment)
        tab.evaluate(
            """(rate) => {
              for (const audio of document.querySelectorAll("audio")) {
                audio.defaultPlaybackRate = audio.playbackRate = rate;
              }
            }""",
            rate,
        )

    @property
    def seconds(self) -> float:
        """Where the edition that is shown stands."""
        return float(self.tab.evaluate(f"{_AUDIO}.currentTime"))

    @property
    def edition(self) -> str:
        return str(self.tab.evaluate(f"{_AUDIO}.closest('figure').dataset.edition"))

    @property
    def playing(self) -> bool:
        return not self.tab.evaluate(f"{_AUDIO}.paused")

    @property
    def lit(self) -> str:
        """The sentence that is lit."""
        return self.tab.locator("#transcript [aria-current]").inner_text()

    def painted(self, name: str) -> list[str]:
        found: list[str] = self.tab.evaluate(
            f"[...(CSS.highlights.get('{name}') ?? [])].map(String)"
        )
        return found

    def until(self, condition: str) -> None:
        """Wait. Playwright's own way is to run texts in the page, which its policy forbids."""
        for _ in range(400):
            if self.tab.evaluate(condition):
                return
            self.tab.wait_for_timeout(50)
        raise AssertionError(f"never: {condition}")

    def comes_to(self, seconds: float) -> bool:
        """Whether the sound is there soon, and goes on from there."""
        self.until(f"{_AUDIO}.readyState > 1 && !{_AUDIO}.seeking")
        return seconds - 0.001 <= self.seconds < seconds + 3

    def press(self, key: str) -> None:
        self.tab.keyboard.press(key)

    def sentence(self, text: str) -> None:
        self.tab.locator("#transcript .s", has_text=re.compile(f"^{re.escape(text)}$")).click()


_AUDIO = "document.querySelector('figure:not([hidden]) audio')"


def test_it_plays_and_follows(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode, rate=3)
    sentences = episode.sentences("zh-en")
    second = sentences[1]
    assert not listener.playing
    listener.press(" ")
    listener.until(f"{_AUDIO}.currentTime > {second.start}")
    assert listener.playing
    listener.press(" ")
    assert not listener.playing
    assert listener.lit == next(s.text for s in reversed(sentences) if s.start <= listener.seconds)


def test_a_click_on_a_sentence_plays_it(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    for sentence in episode.sentences("zh-en")[5:8]:
        listener.sentence(sentence.text)
        assert listener.comes_to(sentence.start)
        assert listener.playing
        assert listener.lit == sentence.text
        assert tab.url.endswith(f"#t={sentence.start:g}")


def test_the_word_that_is_said_is_lit(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    words = [word for s in episode.sentences("zh-en")[2:9] for word in s.words]
    lit = tab.evaluate(
        f"""async (moments) => {{
          const audio = {_AUDIO}, lit = [];
          for (const moment of moments) {{
            audio.currentTime = moment;
            await new Promise((done) => audio.addEventListener("seeked", done, {{ once: true }}));
            lit.push([...CSS.highlights.get("word")].map(String).join("|"));
          }}
          return lit;
        }}""",
        [moment for moment, _ in words],
    )
    assert lit == [word for _, word in words]
    assert {"今", "tonight", "19", "planet"} <= set(lit)
    assert not listener.playing


def test_another_edition_goes_on_with_the_same_turn(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    both, english = episode.sentences("zh-en"), episode.sentences("en")
    chinese = next(s for s in both if s.turn == 4 and s.language == "zh")
    listener.sentence(chinese.text)
    tab.get_by_role("radio", name="English", exact=True).first.check()
    assert listener.edition == "en"
    assert listener.comes_to(next(s.start for s in english if s.turn == 4))
    assert listener.playing
    tab.get_by_role("radio", name="中文 · English").check()
    assert listener.edition == "zh-en"
    assert listener.comes_to(next(s.start for s in both if s.turn == 4 and s.language == "en"))


def test_a_sentence_that_the_edition_lacks_is_played_in_one_that_has_it(
    tab: Page, episode: Made
) -> None:
    listener = Listener(tab, episode)
    listener.press("e")
    assert listener.edition == "zh"
    sentence = next(s for s in episode.sentences("zh-en") if s.language == "en" and s.turn == 2)
    listener.sentence(sentence.text)
    assert listener.edition == "zh-en"
    assert listener.comes_to(sentence.start)


def test_the_waveform_seeks_and_is_a_slider(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    length = episode.manifest["editions"]["zh-en"]["duration_ms"] / 1000
    wave = tab.get_by_role("slider")
    expect(wave).to_have_attribute("aria-valuemax", str(round(length)))
    box = wave.bounding_box()
    assert box
    wave.click(position={"x": box["width"] * 0.75, "y": 5})
    assert abs(listener.seconds - 0.75 * length) < 0.02 * length
    assert wave.locator("path").first.get_attribute("d")
    wave.focus()
    listener.press("Home")
    assert listener.seconds == 0
    listener.press("ArrowRight")
    assert listener.seconds == 5
    expect(wave).to_have_attribute("aria-valuenow", "5")
    listener.press("End")
    assert abs(listener.seconds - length) < 0.1


def test_keys_do_what_the_page_says(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    sentences = episode.sentences("zh-en")
    chapters = episode.manifest["editions"]["zh-en"]["chapters"]
    for key, place in ("j", 0), ("j", 1), ("j", 2), ("k", 1):
        listener.press(key)
        assert listener.comes_to(sentences[place].start)
        assert listener.lit == sentences[place].text
    listener.press("]")
    assert listener.comes_to(chapters[1]["start_ms"] / 1000)
    tab.locator("figure:not([hidden]) audio").focus()
    edition = tab.locator("label", has=tab.locator("input[name=edition]:checked"))
    told = f"{edition.inner_text().strip()} – {chapters[1]['title']}"
    expect(tab.locator("#chapter")).to_have_text(told)
    listener.press("[")
    assert listener.comes_to(0)
    tab.locator("figure:not([hidden]) audio").blur()
    listener.press("ArrowRight")
    assert listener.comes_to(5)
    tab.get_by_role("radio", name="中文 · English").focus()
    listener.press("j")
    assert listener.lit == next(s.text for s in sentences if s.start > 5)
    listener.press("/")
    tab.keyboard.type("jek")
    assert listener.edition == "zh-en"
    assert tab.locator("#wanted").input_value() == "jek"
    tab.locator("#wanted").blur()
    listener.press("l")
    assert not tab.get_by_text(sentences[-1].text, exact=True).is_visible()
    tab.locator("details.js summary").click()
    tab.locator("#keys").uncheck()
    tab.locator("#keys").blur()
    listener.press("e")
    assert listener.edition == "zh-en"


def test_a_chapter_is_played_from_its_link(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    for chapter in reversed(episode.manifest["editions"]["zh-en"]["chapters"]):
        link = tab.get_by_role("link", name=chapter["title"])
        link.click()
        assert listener.comes_to(chapter["start_ms"] / 1000)
        assert listener.playing
        expect(link).to_have_attribute("aria-current", "true")
        assert tab.url.endswith(f"#t={chapter['start_ms'] / 1000:g}")


def test_one_language_or_both_are_shown(tab: Page, episode: Made) -> None:
    Listener(tab, episode)
    chinese, english = tab.locator(".side[lang=zh]"), tab.locator(".side[lang=en]")
    tab.locator("input[name=show][value=en]").check()
    assert (chinese.first.is_visible(), english.first.is_visible()) == (False, True)
    assert tab.locator("h1").inner_text() == "Stars at Night"
    tab.locator("input[name=show][value=zh]").check()
    assert (chinese.first.is_visible(), english.first.is_visible()) == (True, False)
    tab.locator("input[name=show][value='']").check()
    assert (chinese.first.is_visible(), english.first.is_visible()) == (True, True)


def side(tab: Page, text: str) -> Locator:
    """The language of a pair that a sentence is in."""
    return tab.locator(".side", has=tab.get_by_text(text, exact=True))


VENUS = {"zh": ["是金星。"], "en": ["That is Venus."]}
PLANET = {
    "zh": ["其实它不是恒星，是一颗行星。"],
    "en": ["To be exact, it isn't a star but a planet."],
}


def test_pairs_stand_side_by_side_and_are_lit_together(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    for pair in VENUS, PLANET:
        boxes = [side(tab, pair[la][0]).bounding_box() for la in ("zh", "en")]
        assert boxes[0]
        assert boxes[1]
        assert boxes[0]["y"] == boxes[1]["y"]
        assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    for language, other in ("zh", "en"), ("en", "zh"):
        listener.sentence(PLANET[language][0])
        assert listener.lit == PLANET[language][0]
        assert tab.locator("#transcript .partner").all_inner_texts() == PLANET[other]


def test_a_sentence_is_heard_and_seen_in_its_other_language(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    english = next(s for s in episode.sentences("zh-en") if s.text == PLANET["en"][0])
    listener.sentence(PLANET["zh"][0])
    listener.press("t")
    assert listener.comes_to(english.start)
    assert listener.lit == english.text
    listener.press("t")
    assert listener.lit == PLANET["zh"][0]
    tab.locator("input[name=show][value=zh]").check()
    tab.locator("input[name=show][value=zh]").blur()
    assert not side(tab, VENUS["en"][0]).is_visible()
    listener.sentence(VENUS["zh"][0])
    assert side(tab, VENUS["en"][0]).is_visible()
    listener.sentence(PLANET["zh"][0])
    assert side(tab, PLANET["en"][0]).is_visible()
    assert not side(tab, VENUS["en"][0]).is_visible()
    listener.press("o")
    assert not side(tab, PLANET["en"][0]).is_visible()


def test_the_other_language_is_hidden_until_it_is_tapped(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    tab.get_by_text("Captions and practice").click()
    tab.locator("input[name=veil][value=en]").check()
    veiled, seen = side(tab, VENUS["en"][0]), side(tab, VENUS["zh"][0])
    assert [veiled.evaluate(_FILTER), seen.evaluate(_FILTER)] == ["blur(6.8px)", "none"]
    listener.sentence(VENUS["en"][0])
    assert veiled.evaluate(_FILTER) == "none"
    assert not listener.playing
    listener.sentence(VENUS["en"][0])
    assert listener.lit == VENUS["en"][0]
    assert listener.playing
    tab.locator("input[name=veil][value='']").check()
    assert side(tab, PLANET["en"][0]).evaluate(_FILTER) == "none"


_FILTER = "(element) => getComputedStyle(element).filter"


def test_captions_are_chosen_on_the_page(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    tab.get_by_text("Captions and practice").click()
    listener.sentence(PLANET["zh"][0])
    caption = tab.locator("#caption")
    assert not caption.is_visible()
    for choice, shown in (
        ("en", PLANET["en"]),
        ("zh", PLANET["zh"]),
        ("zh en", [*PLANET["zh"], *PLANET["en"]]),
    ):
        tab.locator("#captions").select_option(choice)
        assert caption.locator("p").all_inner_texts() == shown
    listener.sentence(VENUS["en"][0])
    assert caption.locator("p").all_inner_texts() == [*VENUS["zh"], *VENUS["en"]]
    names = tab.locator(".downloads li").first.locator("a").all_inner_texts()
    assert "中文 + English VTT" in names


def test_an_episode_in_one_language_can_be_read_in_both(
    tab: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A sentence that nobody says is heard in the other language."""
    chinese = made(tmp_path_factory.mktemp("chinese"), TALK, ("zh",))
    listener = Listener(tab, chinese)
    listener.sentence(PLANET["en"][0])
    assert listener.lit == PLANET["zh"][0]
    assert listener.playing


def test_an_edition_by_pairs_is_followed(
    tab: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """All sentences of a turn were taken for its first one."""
    paired = made(tmp_path_factory.mktemp("pairs"), TALK, ("zh-en-pairs",))
    listener = Listener(tab, paired)
    sentences = paired.sentences("zh-en-pairs")
    assert sorted(tab.locator("#transcript .s").all_inner_texts()) == sorted(
        s.text for s in sentences
    )
    for sentence in sentences:
        listener.press("j")
        assert listener.lit == sentence.text
        assert listener.comes_to(sentence.start)


def test_search_finds_every_place(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    texts = [s.text for s in episode.sentences("zh-en")]
    wanted = tab.locator("#wanted")
    wanted.fill("STAR")
    assert len(listener.painted("found")) == sum(t.lower().count("star") for t in texts) > 1
    wanted.fill("木星")
    assert set(listener.painted("found")) == {"木星"}
    wanted.press("Enter")
    wanted.press("Enter")
    expect(tab.locator("#hits")).to_have_text("2 / 2")
    assert listener.painted("hit") == ["木星"]
    tab.locator("#play").click()
    assert listener.lit == [text for text in texts if "木星" in text][1]
    wanted.fill("(")
    assert listener.painted("found") == []


def test_a_link_leads_to_a_moment(tab: Page, episode: Made) -> None:
    sentence = episode.sentences("zh")[4]
    listener = Listener(tab, episode, f"#t={sentence.start:g}&e=zh")
    assert listener.edition == "zh"
    assert listener.comes_to(sentence.start)
    assert listener.lit == sentence.text
    assert not listener.playing
    tab.locator("#link").click()
    assert tab.url.endswith(f"#t={sentence.start:g}&e=zh")
    tab.evaluate("location.hash = 't=0:12.5'")
    listener.until(f"{_AUDIO}.currentTime === 12.5")
    assert listener.edition == "zh-en"
    for nonsense in ("t=", "t=x", "t=-4", "t=1e999", "t=NaN&e=<b>", "e=zh"):
        tab.evaluate("(hash) => { location.hash = hash; }", nonsense)
        assert listener.seconds == 12.5


def test_without_scripts_there_are_sound_text_and_links(browser: Browser, episode: Made) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(episode.url)
        assert tab.locator("audio").count() == 3
        for sentence in episode.sentences("zh-en"):
            assert tab.get_by_text(sentence.text, exact=True).first.is_visible()
        for useless in ".choice", "#wave", "search", "details.js":
            assert not tab.locator(useless).first.is_visible()
        for name in "zh-en", "zh", "en":
            links = tab.locator(f".chapters[data-edition={name}] a")
            assert [links.nth(i).get_attribute("href") for i in range(links.count())] == [
                f"stars-at-night.{name}.mp3#t={chapter['start_ms'] / 1000:g}"
                for chapter in episode.manifest["editions"][name]["chapters"]
            ]
        links.nth(1).click()
        tab.wait_for_url(re.compile(r"\.en\.mp3#t="))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_small_phone_shows_it_in_one_column(
    browser: Browser, episode: Made, scripts: bool
) -> None:
    phone: ViewportSize = {"width": 320, "height": 640}
    with browser.new_context(viewport=phone, java_script_enabled=scripts) as context:
        tab = context.new_page()
        tab.goto(episode.url)
        boxes = [
            tab.locator(f".turn:nth-of-type(3) .side[lang={la}]").first.bounding_box()
            for la in ("zh", "en")
        ]
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
        assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]  # type: ignore[index]
        widest = tab.locator("html").evaluate("html => html.scrollWidth")
        assert widest == 320


def test_a_wide_window_shows_both_languages_side_by_side(tab: Page, episode: Made) -> None:
    Listener(tab, episode)
    chinese, english = (
        tab.locator(f".turn .side[lang={la}]").nth(2).bounding_box() for la in ("zh", "en")
    )
    assert chinese
    assert english
    assert chinese["y"] == english["y"]
    assert chinese["x"] + chinese["width"] <= english["x"]


def test_what_is_said_stays_in_sight_unless_one_reads_elsewhere(
    browser: Browser, episode: Made
) -> None:
    phone: ViewportSize = {"width": 320, "height": 560}
    with browser.new_context(viewport=phone, reduced_motion="reduce") as context:
        listener = Listener(context.new_page(), episode)
        tab = listener.tab
        player = tab.locator("#player")
        sentences = episode.sentences("zh-en")
        for sentence in sentences:
            listener.press("j")
            assert listener.lit == sentence.text
            box, above = (
                tab.locator("#transcript [aria-current]").bounding_box(),
                player.bounding_box(),
            )
            assert box
            assert above
            assert above["y"] + above["height"] <= box["y"] < 560
        tab.evaluate("scrollTo(0, 0)")
        tab.evaluate(f"{_AUDIO}.currentTime = {sentences[4].start - 0.05}")
        listener.until(f"{_AUDIO}.currentTime > {sentences[4].start}")
        assert listener.playing
        expect(tab.locator("#transcript [aria-current]")).to_have_text(sentences[4].text)
        assert tab.evaluate("scrollY") == 0


@pytest.mark.parametrize("which", ["episode", "hostile"])
def test_nothing_is_asked_of_anybody(tab: Page, which: str, request: pytest.FixtureRequest) -> None:
    shown: Made = request.getfixturevalue(which)
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    listener = Listener(tab, shown)
    listener.press("j")
    listener.until(f"{_AUDIO}.currentTime > 0.01")
    folder = shown.folder.as_uri()
    assert len(asked) >= 2
    assert all(url.startswith((folder, "data:")) for url in asked)


_ASK = """async () => {
      const refused = [];
      document.addEventListener("securitypolicyviolation", (event) => {
        refused.push(event.effectiveDirective);
      });
      const image = new Image();
      image.src = "https://example.org/spy.gif";
      const audio = new Audio("https://example.org/spy.mp3");
      audio.load();
      const script = document.createElement("script");
      script.textContent = "document.title = 'owned'";
      document.body.append(script, image);
      for (let tries = 0; tries < 100 && refused.length < 3; tries++)
        await new Promise((done) => setTimeout(done, 100));
      return [refused.sort(), document.title.startsWith("owned")];
    }"""


def test_its_policy_forbids_to_ask(browser: Browser, episode: Made) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(episode.url)
        refused = tab.evaluate(_ASK)
    assert refused == [["img-src", "media-src", "script-src-elem"], False]


def test_hostile_texts_are_texts(tab: Page, hostile: Made) -> None:
    dialogs: list[str] = []
    tab.on("dialog", lambda dialog: dialogs.append(dialog.message))
    listener = Listener(tab, hostile)
    shown = tab.locator("#transcript .s").all_text_contents()
    assert sorted(shown) == sorted(s.text for s in hostile.sentences("zh-en"))
    everything = "".join(shown)
    for text in HOSTILE:
        assert " ".join(text.split()) in everything
    title = hostile.manifest["title"]
    assert tab.locator("h1").text_content() == title["zh"] + title["en"]
    assert title["en"] in tab.title()
    for _ in range(len(shown)):
        listener.press("j")
    assert dialogs == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 320)])
def test_axe_finds_nothing_serious(
    browser: Browser, episode: Made, scheme: str, width: int
) -> None:
    with browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 700},
    ) as context:
        tab = context.new_page()
        listener = Listener(tab, episode)
        listener.press("j")
        tab.locator("details.js summary").click()
        tab.get_by_text("Captions and practice").click()
        tab.locator("input[name=veil][value=en]").check()
        tab.locator("#captions").select_option("zh en")
        tab.locator("#wanted").fill("star")
        assert violations(tab) == []


def test_what_is_lit_can_be_read(browser: Browser, episode: Made) -> None:
    """axe does not see what is painted: text on it has a contrast of 4.5 to 1 (WCAG 1.4.3)."""
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
            tab = context.new_page()
            tab.goto(episode.url)
            colours = tab.evaluate(
                """() => {
                  const style = getComputedStyle(document.documentElement);
                  const names = ["paper", "ink", "accent", "lit", "partner"];
                  names.push("word", "on-word", "found");
                  return Object.fromEntries(
                    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
                }"""
            )
            for ink, ground in (
                *(("ink", "lit"), ("ink", "partner"), ("ink", "found"), ("on-word", "word")),
                *(("paper", "accent"), ("ink", "paper")),
            ):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (scheme, ink, ground)


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio of two colours as #rrggbb."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_focus_can_be_seen_on_all_that_takes_it(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    seen: set[str] = set()
    for _ in range(40):
        listener.press("Tab")
        name, outline = tab.evaluate(
            """() => [document.activeElement.id || document.activeElement.localName,
                      getComputedStyle(document.activeElement).outlineStyle]"""
        )
        assert outline != "none" or name == "audio", name  # whose parts show it
        seen.add(name)
    assert {"a", "input", "audio", "wave", "wanted", "next", "play", "link"} <= seen


def test_scrolling_is_not_animated_for_those_who_ask(browser: Browser, episode: Made) -> None:
    size: ViewportSize = {"width": 320, "height": 480}
    with browser.new_context(reduced_motion="reduce", viewport=size) as context:
        tab = context.new_page()
        listener = Listener(tab, episode)
        sentence = episode.sentences("zh-en")[6]
        tab.locator("#wanted").fill(sentence.text)
        tab.locator("#wanted").press("Enter")
        before = tab.evaluate("scrollY")
        tab.wait_for_timeout(300)
        assert before > 0.9 * tab.evaluate("scrollY") > 100
        assert listener.painted("hit") == [sentence.text]


def test_the_validator_finds_no_error(
    episode: Made, hostile: Made, tmp_path_factory: pytest.TempPathFactory
) -> None:
    english = made(tmp_path_factory.mktemp("english"), TALK, ("en",))
    pages = [each.folder / each.manifest["page"]["file"] for each in (episode, hostile, english)]
    assert complaints(*pages) == []


def test_the_bar_moves_by_15_seconds_and_sets_the_speed(tab: Page, episode: Made) -> None:
    listener = Listener(tab, episode)
    tab.locator("#forward").click()
    expect(tab.locator("#cannot")).to_be_empty()
    assert listener.seconds == pytest.approx(15, abs=1)
    tab.locator("#back").click()
    assert listener.seconds == pytest.approx(0, abs=1)
    tab.locator("#speed").select_option("1.5")
    rates = tab.evaluate("[...document.querySelectorAll('audio')].map((a) => a.playbackRate)")
    assert set(rates) == {1.5}


def test_on_a_phone_the_transcript_begins_on_the_first_screen(
    browser: Browser, episode: Made
) -> None:
    tab = browser.new_page(viewport=ViewportSize(width=390, height=844))
    tab.goto(episode.url)
    first = tab.locator("#transcript .s").first.bounding_box()
    assert first is not None
    assert first["y"] < 844
    tab.close()


def test_all_who_speak_have_their_share_of_the_waveform(tab: Page, episode: Made) -> None:
    """Where turns are as long as bars, each bar was taken for one voice's: the other's colour was
    nowhere."""
    Listener(tab, episode)
    bars = tab.evaluate(
        """() => {
          edition.wave = Array(400).fill(50);
          edition.voices = edition.wave.map((_, x) => (x < 40 ? -1 : x < 80 ? 1 : 1 + (x % 2)));
          wave.style.width = "400px";
          drawWave();
          const drawn = (name) => wave.querySelector(`path.${name}`).getAttribute("d");
          return ["voice1", "voice2"].map((name) => drawn(name).split("M").length - 1);
        }"""
    )
    assert bars[1] / sum(bars) == pytest.approx(160 / 360, abs=0.05)
