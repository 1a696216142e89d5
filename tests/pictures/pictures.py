"""`make pictures`: the pictures that README shows, taken of the sample episode in Chromium."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.helpers.making import SEEDS, a_show, make
from tests.helpers.programs import program
from tests.review.serving import a_transcript, serving

HERE = Path(__file__).parent
TITLE = {"zh": "茶馆夜话", "en": "Teahouse Talks"}


DAY = 1_767_600_000
"""Seconds since 1970; without it every picture would show its own day."""


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(DAY)
    with tempfile.TemporaryDirectory(prefix="producer-pictures-") as folder:
        show = a_show(Path(folder), title=TITLE, author="Example House")
        transcript = a_transcript(
            show.folder, (SEEDS / "tea-market.txt").read_text("utf-8"), "tea-market.txt"
        )
        editions = ("zh-en", "zh", "en")
        episode = make(show, transcript, engine="espeak", editions=editions)
        page = (episode.folder / str(episode.manifest.as_json()["page"]["file"])).as_uri()
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path=program("chromium"), chromium_sandbox=False
            )
            wide = open_page(browser, page, 1080, 980, "light")
            go_to(wide, "声音工程师林越")
            take(wide, "page")
            phone = open_page(browser, page, 390, 980, "dark")
            go_to(phone, "竹子")
            take(phone, "page-phone")
            with serving(show.folder, engine="espeak") as server:
                review = open_page(browser, server.address(transcript), 1200, 690, "light")
                listen(review)
                take(review, "review", quality=65)
            browser.close()


def open_page(browser: Browser, url: str, width: int, height: int, scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=1.5,
    )
    tab = context.new_page()
    tab.goto(url)
    return tab


def listen(tab: Page) -> None:
    """Somebody listens to a sentence, after the voices of its speaker have been looked at."""
    words = tab.locator(".s", has_text="新市场有空调")
    words.click()
    tab.get_by_role("button", name="Voices").click()
    tab.get_by_role("heading", name="Voice of").wait_for()
    tab.mouse.move(0, 0)
    words.click()
    tab.get_by_role("button", name="Play", exact=True).click()
    tab.locator(".s.playing", has_text="新市场有空调").wait_for()
    tab.evaluate("document.querySelector('audio').pause()")


def go_to(tab: Page, words: str) -> None:
    """To the middle of the sentence that begins with `words`."""
    tab.locator("#transcript .s", has_text=words).click()
    tab.mouse.move(0, 0)
    tab.evaluate(
        """async () => {
          const audio = document.querySelector("audio");
          audio.pause();
          audio.currentTime += 3;
          await new Promise((done) => audio.addEventListener("seeked", done, { once: true }));
        }"""
    )


def take(tab: Page, name: str, quality: int = 80) -> None:
    """Write what is to be seen as a picture of at most 150 kB."""
    tab.wait_for_timeout(500)
    image = Image.open(io.BytesIO(tab.screenshot()))
    file = HERE / f"{name}.webp"
    image.save(file, "WEBP", quality=quality, method=6)
    assert file.stat().st_size < 150_000
    print(file)


if __name__ == "__main__":
    main()
