"""A served page and a browser to look at it with."""

import os

import pytest
from serving import CHROMIUM, Server, launched

PAGE = """The council met on Monday about the lane.

Members heard from the shops and from the school.

3 Comments

Ann says:
Build the lane, it is about time!

Bob says:
<b>A waste</b> of paint & ![money](http://localhost/x.png) $x^2$

Cy says:
When will the works be finished?
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            # Two browsers at once starve each other on a small machine.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium; skips where there is none, except in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium")
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)

    with sync_playwright() as playwright:
        opened = launched(playwright)
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A fresh browser page, wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def server(toy_home):
    """The review page of the toy subject, with one saved page in it."""
    (toy_home / "seeds" / "lane.txt").write_text(PAGE)
    running = Server()
    running.start()
    yield running
    running.kill()
