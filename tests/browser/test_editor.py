"""What makes the review page an editor: findings with buttons, voices to choose among, and a place
that is kept in a long script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from producer.review.server import Server
from producer.transcript.reading import read
from tests.browser.axe import violations
from tests.browser.episodes import TALK
from tests.browser.test_review import Producer
from tests.review.serving import serving
from tests.standin.chat import MODEL, ChatServer

LACKING = "\n本：我们还会回来的。\n\n安娜：一定，下个月见。\n"
"""Two turns more, without English."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "show.toml").write_text('title = "夜谈"\nauthor = "Night House"\n', "utf-8")
    with serving(tmp_path) as started:
        yield started


def test_what_is_found_has_buttons(tab: Page, tmp_path: Path) -> None:
    """Findings spoke of `--missing`, which is typed in a terminal."""
    with ChatServer({"我们还会回来的。": "We shall be back."}) as chat:
        (tmp_path / "show.toml").write_text(
            f'title = "夜谈"\n[translate]\nurl = "{chat.address}"\nmodel = "{MODEL}"\n', "utf-8"
        )
        with serving(tmp_path) as server:
            producer = Producer(tab, tmp_path)
            producer.take_in(server, TALK + LACKING)
            expect(tab.locator("#turns")).not_to_contain_text("--missing")
            lacking = tab.locator("#turn-6 .finding").filter(has_text="There is no English yet.")
            lacking.get_by_role("button", name="Translate").click()
            producer.told("turn 6 is translated (en)")
            turn = read(producer.script).turns[5]
            assert turn.passages["en"] == ("We shall be back.",)
            assert "en" in turn.unconfirmed
            producer.settled()
            tab.locator("#turn-6 .finding").get_by_role("button", name="Accept").click()
            producer.told("turn 6 (en) is confirmed")
            assert not read(producer.script).turns[5].unconfirmed
            producer.settled()
            tab.locator("#turn-7 .finding").first.get_by_role("button", name="Leave out").click()
            producer.told("turn 7 is removed")
            assert len(read(producer.script).turns) == 6
            assert violations(tab) == []


def test_voices_are_filtered_and_heard_in_both_languages(
    server: Server, tab: Page, tmp_path: Path
) -> None:
    producer = Producer(tab, tmp_path)
    producer.take_in(server, TALK)
    producer.choose(2, "en", 0)
    producer.press("v")
    cards = tab.locator(".voices li:visible")
    expect(cards.first).to_be_visible()
    every = cards.count()
    tab.get_by_label("Gender").select_option("female")
    expect(cards).not_to_have_count(every)
    assert {card.get_attribute("data-gender") for card in cards.all()} == {"female"}
    tab.get_by_label("Gender").select_option("")
    tab.get_by_label("Accent").select_option("en-US")
    assert {card.get_attribute("data-locale") for card in cards.all()} == {"en-US"}
    tab.evaluate("window.audio.defaultPlaybackRate = 4")
    tab.get_by_role("button", name="Both languages, with tone-650").click()
    chinese = tab.locator("#turn-2 .passage[data-language=zh] .s.playing")
    expect(chinese).to_be_visible(timeout=20_000)
    tab.evaluate("window.audio.pause()")


def test_terms_that_voices_misread_are_offered(server: Server, tab: Page, tmp_path: Path) -> None:
    producer = Producer(tab, tmp_path)
    producer.take_in(server, TALK.replace("Galileo", "The ESA and NASA, or Galileo,"))
    producer.choose(4, "en", 0)
    producer.press("l")
    tab.get_by_text("terms that voices tend to misread").click()
    offered = tab.locator(".suggestions button").first
    term = offered.inner_text()
    offered.click()
    expect(tab.get_by_label("As it is written")).to_have_value(term)
    expect(tab.get_by_label("As it is to be spoken")).to_be_focused()


def test_a_file_s_name_is_no_title_after_an_edit_either(
    server: Server, tab: Page, tmp_path: Path
) -> None:
    """The finding vanished with the first edit, and the file's name was published."""
    producer = Producer(tab, tmp_path)
    producer.take_in(server, TALK.partition("\n\n")[2].replace("## ", "### "))
    expect(tab.locator("#facts .finding")).to_contain_text("there is no title")
    producer.choose(1, "en", 0)
    producer.press("Enter")
    tab.keyboard.type(" Look up.")
    producer.press("Enter")
    producer.told("a sentence of turn 1 (en)")
    expect(tab.locator("#facts .finding").filter(has_text="there is no title")).to_be_visible()
    assert read(producer.script).untitled


def test_the_place_is_kept_in_400_turns(server: Server, tab: Page, tmp_path: Path) -> None:
    talk = "# 长谈 | A Long Talk\n\n" + "\n\n".join(
        f"{'安娜' if n % 2 else '本'}：这是第{n}段，说的是茶。我们慢慢说。\n"
        f"{'Anna' if n % 2 else 'Ben'}: This is passage {n}, about tea. We talk slowly."
        for n in range(1, 401)
    )
    producer = Producer(tab, tmp_path)
    producer.take_in(server, talk)
    expect(tab.locator(".turn")).to_have_count(400)
    sentence = tab.locator("#turn-237 .passage[data-language=en] .s").nth(1)
    sentence.scroll_into_view_if_needed()
    sentence.click()
    producer.press("Enter")
    tab.keyboard.type(" Indeed.")
    before = sentence.bounding_box()
    producer.press("Enter")
    producer.told("a sentence of turn 237 (en)")
    for key, told in (("Control+z", "Undone"), ("Control+y", "Redone")):
        producer.settled()
        expect(tab.locator("#turn-237 .s.chosen")).to_be_in_viewport()
        producer.press(key)
        producer.told(told)
    after = tab.locator("#turn-237 .s.chosen").bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 60
    producer.press("o")
    expect(tab.locator("#panel")).to_have_class(re.compile("open"))
    tab.set_viewport_size({"width": 390, "height": 844})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 0
