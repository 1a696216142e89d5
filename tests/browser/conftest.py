"""Debian's Chromium, driven by Playwright.

There is one browser for all tests of this folder, so pytest-xdist gives them to one process. While
it is open, asyncio counts as running in this thread: what a test makes with `asyncio.run` is to
be made in another one (`in_a_thread`) or by a program of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.helpers.programs import program

_Made = TypeVar("_Made")
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


def in_a_thread(work: Callable[[], _Made]) -> _Made:
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Sound plays without a click, but is not heard."""
    chromium = program("chromium")
    arguments = ["--autoplay-policy=no-user-gesture-required", "--mute-audio"]
    with sync_playwright() as playwright:
        # As root, which CI is, Chromium runs only without its sandbox.
        launched = playwright.chromium.launch(
            executable_path=chromium, args=arguments, chromium_sandbox=False
        )
        yield launched
        launched.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty page, as in a browser used for the first time. Whatever its scripts throw or
    complain of in the console fails the test."""
    with browser.new_context() as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        yield page
    assert not complaints
