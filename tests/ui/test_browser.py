"""The loop as a person goes through it, in a real browser."""

import re

from playwright.sync_api import Page, expect

from classifier.flow import versions


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')).to_be_visible()
    return page


def card_of(page: Page, text: str):
    """The card of the comment with that text."""
    return page.locator('[class*="st-key-comment-"]').filter(has_text=text)


def choice(page: Page, text: str, label: str):
    """The button of a label on the card of the comment with that text."""
    return card_of(page, text).get_by_role("radio", name=label, exact=True)


def is_chosen(page: Page, text: str, label: str):
    expect(card_of(page, text).get_by_text(re.compile("reviewed by ann"))).to_be_visible()
    expect(choice(page, text, label)).to_be_checked()


def sign_in(page: Page):
    page.get_by_role("textbox", name="Your name").fill("ann")
    page.get_by_role("textbox", name="Your name").press("Enter")


def test_a_correction_lasts_is_learnt_and_makes_a_new_version(server, page, toy_home):
    opened(page, server.url)
    sign_in(page)
    choice(page, "Build the lane", "Undecided").click()
    expect(page.get_by_text(re.compile("Saved: line 7 is Undecided"))).to_be_visible()
    expect(page.get_by_text("1 of 3 comments reviewed")).to_be_visible()

    page.reload()
    is_chosen(page, "Build the lane", "Undecided")

    server.kill()
    server.start()
    opened(page, server.url)
    is_chosen(page, "Build the lane", "Undecided")

    before = versions.open_version(toy_home / "models").name
    opened(page, f"{server.url}/models")
    expect(page.get_by_text(f"Model in use: {before}")).to_be_visible()
    page.get_by_role("button", name="Retrain").click()
    expect(page.get_by_text(re.compile("held-out rows in common|activated"))).to_be_visible(timeout=120_000)
    expect(page.get_by_text("macro-F1 before").or_(page.locator("canvas").nth(1)).first).to_be_visible()
    names = [version.name for version in versions.versions(toy_home / "models")]
    assert len(names) == 2
    for name in names:
        expect(page.get_by_text(name).first).to_be_visible()


def test_undo_takes_the_correction_back(server, page):
    opened(page, server.url)
    sign_in(page)
    choice(page, "When will the works", "For").click()
    expect(page.get_by_text("1 of 3 comments reviewed")).to_be_visible()
    page.get_by_role("button", name="Undo my last correction").click()
    expect(page.get_by_text("0 of 3 comments reviewed")).to_be_visible()


def test_nothing_in_a_comment_is_markup(server, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, server.url)
    expect(page.get_by_text("<b>A waste</b> of paint & ![money](http://localhost/x.png) $x^2$")).to_be_visible()
    assert not [url for url in asked if url.endswith("x.png")]


def test_a_narrow_screen_shows_every_label(server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, server.url)
    for label in ("For", "Against", "Undecided"):
        button = choice(page, "When will the works", label)
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


def test_the_overview_counts_every_comment(server, page):
    opened(page, f"{server.url}/overview")
    expect(page.get_by_text("3 comments")).to_be_visible()
    expect(page.get_by_text("Position", exact=True)).to_be_visible()
