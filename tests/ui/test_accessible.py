"""Every page under axe-core: what it calls critical or serious is mended, or Streamlit's own and named here."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from driving import opened
from playwright.sync_api import expect

from classifier.ui import pages

PAGES = [name if name != "review" else "" for name in pages()]

#: Rules that Streamlit's own parts break, and why they are left.
STREAMLITS: dict[str, str] = {}


def findings(page):
    for found in Axe().run(page).response["violations"]:
        if found["impact"] in ("critical", "serious") and found["id"] not in STREAMLITS:
            yield found["id"], [(node["target"], node["failureSummary"]) for node in found["nodes"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_closed_to_anybody(server, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for name in PAGES:
        opened(page, f"{server.url}/{name}")
        expect(page.locator("[data-testid=stMain] :is(p, h2, h3)").first).to_be_visible()
        found[name] = list(findings(page))
    assert {name: one for name, one in found.items() if one} == {}
