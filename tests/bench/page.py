"""`python -m tests.bench.page`: how long an episode's page takes to write and to open.

The time to open is that from the navigation to when the script has run and the first frame is
painted, on the clock of Debian's Chromium; the median of several.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from producer.model import Chapter, Cue, Timeline
from producer.publish.page import Audio, Page, html
from tests.bench.material import SENTENCES
from tests.helpers.programs import program
from tests.helpers.timelines import cue

_SENTENCES_PER_PASSAGE, _PAUSE_MS = 3, 600
_OPEN = """() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
  const [entry] = performance.getEntriesByType("navigation");
  done([entry.domInteractive, entry.domContentLoadedEventEnd, performance.now()]);
})))"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hours", type=float, nargs="*", default=[1, 4])
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="producer-bench-") as name, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program("chromium"), chromium_sandbox=False)
        for hours in options.hours:
            measure(browser, Path(name), hours, options.runs)
        browser.close()


def measure(browser: Browser, folder: Path, hours: float, runs: int) -> None:
    page = episode(hours)
    began = time.perf_counter()
    content = b"".join(html(page))
    written_ms = 1000 * (time.perf_counter() - began)
    file = folder / page.file
    file.write_bytes(content)
    times = np.median([opened(browser, file.as_uri()) for _ in range(runs)], axis=0)
    deep = statistics.median(
        opened(browser, f"{file.as_uri()}#t={3000 * hours:.0f}")[2] for _ in range(runs)
    )
    sentences = sum(len(audio.timeline.cues) for audio in page.editions[:1])
    print(f"{hours:g} h, {sentences} sentences, {len(content) / 1e6:.2f} MB")
    print(f"  written in {written_ms:.0f} ms")
    print(
        f"  DOM there {times[0]:.0f} ms, scripts run {times[1]:.0f} ms, painted {times[2]:.0f} ms"
    )
    print(f"  painted when opened at a moment far behind {deep:.0f} ms")


def opened(browser: Browser, url: str) -> list[float]:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(url, wait_until="domcontentloaded")
        times: list[float] = tab.evaluate(_OPEN)
        return times


def episode(hours: float) -> Page:
    """A conversation of so many hours in three editions."""
    both = conversation(hours)
    editions = [both, *(alone(both, language) for language in both.languages)]
    return Page(
        slug="long-talk",
        title={"zh": "听声音", "en": "Listening"},
        show={"zh": "茶馆", "en": "Teahouse"},
        languages=both.languages,
        names={"Mei": {"zh": "小梅", "en": "Mei"}, "Tom": {"zh": "汤姆", "en": "Tom"}},
        credits=(),
        disclosure={"zh": "声音由计算机合成。", "en": "The voices are computer-generated."},
        draft=False,
        created=datetime(2026, 1, 1, tzinfo=UTC),
        cover=bytes(20_000),
        editions=[
            Audio(each, f"long-talk.{each.edition}.mp3", 1, [], [-20.0, -17.0] * 200)
            for each in editions
        ],
    )


def conversation(hours: float) -> Timeline:
    cues: list[Cue] = []
    now = turn = 0
    while now < hours * 3_600_000:
        turn += 1
        for language, text in SENTENCES.items():
            for number in range(_SENTENCES_PER_PASSAGE):
                said = cue(
                    text.format(n=turn * 10 + number),
                    now,
                    language=language,
                    turn=turn,
                    speaker="Mei" if turn % 2 else "Tom",
                )
                said = replace(said, sentence=number)
                cues.append(said)
                now = said.end_ms + _PAUSE_MS
    starts = range(0, now, now // 24)
    chapters = tuple(Chapter(ms, ms + now // 24, f"第{ms}章 / Part {ms}") for ms in starts)
    return Timeline("zh-en", ("zh", "en"), now, tuple(cues), chapters)


def alone(both: Timeline, language: str) -> Timeline:
    cues = tuple(cue for cue in both.cues if cue.language == language)
    return replace(both, edition=language, languages=(language,), cues=cues)


if __name__ == "__main__":
    main()
