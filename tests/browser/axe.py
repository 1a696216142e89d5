"""What axe-core (https://github.com/dequelabs/axe-core) has against a page."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.helpers.programs import node_package


def violations(tab: Page) -> list[str]:
    """The serious and critical ones, each with the elements that it is about."""
    tab.evaluate(node_package("axe-core", "axe.min.js").read_text("utf-8"))
    found = tab.evaluate("axe.run()")
    return [
        f"{violation['id']}: {', '.join(str(node['target']) for node in violation['nodes'][:5])}"
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
