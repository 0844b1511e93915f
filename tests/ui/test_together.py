"""Two people at the same comments at the same time: nothing is lost, mixed up or overwritten unseen."""

import re

import pytest
from driving import choose, opened, settled, sign_in
from playwright.sync_api import expect

from classifier.flow.ingest import ingest
from classifier.store import LabelStore

COUNT = 50
KEYS = {"1": "for", "2": "against", "3": "undecided"}


def said(article, n):
    return f"This is remark {n} of those beneath the {article} article"


@pytest.fixture
def store(server, toy_home):
    """Three articles with fifty comments each."""
    for article in ("first", "second", "common"):
        comments = "\n".join(f"Writer{n} says:\n{said(article, n)}\n" for n in range(COUNT))
        text = f"The {article} lane\n\nIt is wide.\n\n{COUNT} Comments\n\n{comments}"
        (toy_home / "seeds" / f"{article}.txt").write_text(text)
    with LabelStore(toy_home / "labels" / "belowline.db") as opened_store:
        ingest([toy_home / "seeds"], opened_store)
        yield opened_store


@pytest.fixture
def two(server, browser, store):
    """The review page, open for ann and for bob."""
    pages = []
    for name in ("ann", "bob"):
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        opened(page, server.url)
        sign_in(page, name)
        choose(page, "Queue", "One article")
        pages.append(page)
    yield pages
    for page in pages:
        page.context.close()


def go_to(page, article):
    choose(page, "Article", article)
    on_card(page, article, 0)
    page.locator(".comment-text").first.click()


def on_card(page, article, n):
    expect(page.locator(".comment-text").first).to_have_text(said(article, n))
    settled(page)


def acts(store):
    texts = {comment.comment_id: comment.text for comment in store.comments()}
    return [(texts[act.comment_id], act.annotator, act.replaced, act.label) for act in store.history()]


def test_two_hundred_corrections_on_different_and_on_the_same_comments(two, store):
    ann, bob = two
    go_to(ann, "first")
    go_to(bob, "second")
    for n in range(COUNT):
        for page, article, key in ((ann, "first", "123"[n % 3]), (bob, "second", "231"[n % 3])):
            on_card(page, article, n)
            page.keyboard.press(key)
    for page in two:
        expect(page.get_by_text("The end of this queue")).to_be_visible()
    wanted = [(said("first", n), "ann", None, KEYS["123"[n % 3]]) for n in range(COUNT)]
    wanted += [(said("second", n), "bob", None, KEYS["231"[n % 3]]) for n in range(COUNT)]
    assert sorted(acts(store)) == sorted(wanted)

    for page in two:
        go_to(page, "common")
    for n in range(COUNT):
        first, second = "123"[n % 3], "231"[n % 3]
        on_card(ann, "common", n)
        on_card(bob, "common", n)
        ann.keyboard.press(first)
        on_card(ann, "common", n + 1) if n + 1 < COUNT else expect(ann.get_by_text("The end of this")).to_be_visible()
        bob.keyboard.press(second)
        expect(bob.get_by_text(re.compile("reviewed by ann"))).to_be_visible()
        expect(
            bob.get_by_text(re.compile(f"Not saved: .*ann has labelled it {KEYS[first]} meanwhile")).last
        ).to_be_visible()
        bob.keyboard.press(second)
    expect(bob.get_by_text("The end of this queue")).to_be_visible()
    common = [act for act in acts(store) if "common" in act[0]]
    assert common == [
        act
        for n in range(COUNT)
        for act in (
            (said("common", n), "ann", None, KEYS["123"[n % 3]]),
            (said("common", n), "bob", KEYS["123"[n % 3]], KEYS["231"[n % 3]]),
        )
    ]
