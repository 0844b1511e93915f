"""How the tests drive a page."""

import re
from contextlib import suppress

from playwright.sync_api import Locator, Page, TimeoutError, expect


def settled(page: Page) -> Page:
    expect(page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    # Parts of the page whose code has not come yet.
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    return page


def drawn_again(page: Page):
    """Wait until the page has begun to be drawn anew, which takes it a moment, and has come to rest."""
    with suppress(TimeoutError):
        page.locator('[data-testid="stApp"][data-test-script-state="running"]').wait_for(timeout=2_000)
    settled(page)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    return settled(page)


def choose(page: Page, field: str, option: str):
    """Pick an option of a select box."""
    pick(page.get_by_role("combobox", name=field), page.get_by_role("option", name=option))
    settled(page)


def pick(box: Locator, option: Locator):
    """Open a box and click an option; a page that is drawn again meanwhile closes the box, so it is opened again."""
    for _ in range(5):
        box.click()
        try:
            option.click(timeout=6_000)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"no {option} in {box}")


def by_article(page: Page, server) -> Page:
    """The review page, going through the comments in the order of the article."""
    opened(page, server.url)
    sign_in(page)
    choose(page, "Queue", "One article")
    on_screen(page, "Build the lane")
    return page


def card_of(page: Page):
    return page.locator('[class*="st-key-comment-"]')


def on_screen(page: Page, text: str):
    expect(card_of(page).locator(".comment-text", has_text=text)).to_be_visible()
    settled(page)


def label(page: Page, name: str):
    return card_of(page).get_by_role("button", name=re.compile(name))


def press(page: Page, key: str):
    """Press a key outside every field, once the page has come to rest."""
    settled(page)
    page.locator(".comment-text, [data-testid=stAlert]").first.click()
    page.keyboard.press(key)


def sign_in(page: Page, name: str = "ann"):
    page.get_by_role("textbox", name="Your name").fill(name)
    page.get_by_role("textbox", name="Your name").press("Enter")
    drawn_again(page)
