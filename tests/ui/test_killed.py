"""The server killed in the middle of things: what the page said was saved is saved, and nothing is half made."""

import re
import sqlite3
import time

import pytest
from driving import by_article, choose, on_screen, opened, sign_in
from playwright.sync_api import expect

from classifier.flow import versions
from classifier.flow.alone import at_work
from classifier.flow.ingest import ingest
from classifier.store import LabelStore

COUNT = 12


def said(n):
    return f"The lane is {n} metres wide, I measured it"


@pytest.fixture
def path(server, toy_home):
    comments = "\n".join(f"Writer{n} says:\n{said(n)}\n" for n in range(COUNT))
    (toy_home / "seeds" / "long.txt").write_text(f"The lane\n\nIt is wide.\n\n{COUNT} Comments\n\n{comments}")
    store = toy_home / "labels" / "belowline.db"
    with LabelStore(store) as opened_store:
        ingest([toy_home / "seeds" / "long.txt"], opened_store)
    return store


def labelled(path):
    with LabelStore(path) as store:
        texts = {comment.comment_id: comment.text for comment in store.comments()}
        return [(texts[act.comment_id], act.annotator, act.label) for act in store.history()]


def test_every_correction_the_page_acknowledged_outlives_the_server(server, page, path):
    acknowledged = []
    for cut in (5, 9):
        opened(page, server.url)
        sign_in(page)
        choose(page, "Queue", "One article")
        choose(page, "Article", f"{COUNT} comments")
        on_screen(page, said(len(acknowledged)))
        page.locator(".comment-text").first.click()
        while len(acknowledged) < cut:
            page.keyboard.press("2")
            acknowledged.append((said(len(acknowledged)), "ann", "against"))
            on_screen(page, said(len(acknowledged)))
        page.keyboard.press("1")
        server.kill()
        found = labelled(path)
        unheard = [(said(cut), "ann", "for")]
        assert found in (acknowledged, acknowledged + unheard)
        acknowledged = found
        with sqlite3.connect(path) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        server.start()
    by_article(page, server)


def until_at(models, step):
    """Wait until a retraining has come to a step, which may be too short for the page to show."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        work = at_work(models)
        if work and work.steps and work.steps[-1].startswith(step):
            return
    raise AssertionError(f"no retraining came to: {step}")


def test_a_retraining_that_was_killed_leaves_no_half_made_model_and_can_be_done_again(server, page, toy_home):
    models = toy_home / "models"
    before = versions.open_version(models).name
    for step in ("reading the texts", "judging it"):
        opened(page, f"{server.url}/models")
        page.get_by_role("button", name="Retrain").click()
        until_at(models, step)
        server.kill()
        assert versions.open_version(models).name == before
        for version in versions.versions(models):
            version.model()
        server.start()
    opened(page, f"{server.url}/models")
    expect(page.get_by_text(f"Model in use: {before}")).to_be_visible()
    page.get_by_role("button", name="Retrain").click()
    expect(page.get_by_text(re.compile("held-out rows in common|activated|nothing has changed"))).to_be_visible(
        timeout=120_000
    )
