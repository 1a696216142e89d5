"""The tools of the tests see what they are to see."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import in_a_thread
from tests.helpers.vnu import complaints

_BARE = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>x</title><main><h1>x</h1>"


def test_axe_names_an_element_that_cannot_be_read(tab: Page) -> None:
    tab.set_content(f"{_BARE}<p style='color:#aaa'>grey")
    assert violations(tab) == ["color-contrast: ['p']"]
    tab.set_content(f"{_BARE}<p style='color:#444'>grey")
    assert violations(tab) == []


def test_vnu_names_what_is_not_html(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(f"{_BARE}</main>", "utf-8")
    bad.write_text(f"{_BARE}<bold>no</bold></main>", "utf-8")
    assert not complaints(good)
    assert "bold" in complaints(bad)[0]


def test_asyncio_runs_in_another_thread(tab: Page) -> None:
    async def answer() -> int:
        return 42

    assert in_a_thread(lambda: asyncio.run(answer())) == 42
    assert tab.evaluate("6 * 7") == 42
