"""A page for a team: nobody sees a word who has not logged in and been named."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import PAGE
from driving import card_of, label, opened, settled
from playwright.sync_api import Page, expect
from provider import Provider
from serving import Server

import classifier
from classifier.flow.access import ADJUDICATOR, ANNOTATOR, OWNER, ROLES
from classifier.store import LabelStore
from classifier.ui import articles, gate, models, relabel, state


@pytest.fixture
def provider():
    with Provider() as running:
        yield running


@pytest.fixture
def team(toy_home, tmp_path, provider):
    """The review page on every address of this machine, for one person."""
    (toy_home / "seeds" / "lane.txt").write_text(PAGE)
    running = Server()
    running.url = f"http://localhost:{running.port}"
    (tmp_path / ".streamlit").mkdir()
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.write_text(provider.secrets(running.port, ["ann@example.org"], 'role_claim = "work.role"'))
    surroundings = {**os.environ, "PYTHONPATH": str(Path(classifier.__file__).parents[1])}
    running.start("--address", "0.0.0.0", cwd=tmp_path, env=surroundings)
    yield running
    running.kill()


def door(page: Page, url: str):
    page.goto(url)
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    settled(page)


@pytest.mark.parametrize("address", ["", "/review", "/articles", "/models"])
def test_without_logging_in_there_is_nothing_but_a_door(team, page, address):
    door(page, f"{team.url}{address}")
    assert "lane" not in page.inner_text("body")
    assert page.get_by_role("link", name="Models").count() == 0


def test_who_is_named_gets_in_and_labels_under_their_own_name(team, page, provider, toy_home):
    provider.claims = {"email": "Ann@example.org", "email_verified": True}
    door(page, team.url)
    page.get_by_role("button", name="Log in").click()
    expect(card_of(page).first).to_be_visible()
    settled(page)
    assert page.get_by_role("textbox", name="Your name").count() == 0
    label(page, "Undecided").click()
    expect(page.get_by_text("Saved:")).to_be_visible()
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        assert {act.annotator for act in store.history()} == {"Ann@example.org"}


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "bob@example.org", "email_verified": True},
        {"email": "ann@example.org", "email_verified": False},
        {"name": "ann@example.org"},
    ],
)
def test_who_is_not_named_stays_outside(team, page, provider, claims):
    provider.claims = claims
    door(page, team.url)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("not on the list")).to_be_visible()
    assert "lane" not in page.inner_text("body")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_under_another_name_the_page_does_not_answer(team, page):
    page.goto(team.url.replace("localhost", "127.0.0.2"))
    page.wait_for_timeout(3000)
    assert page.get_by_role("button", name="Log in").count() == 0


@pytest.fixture
def disputed(team, toy_home):
    """A store in which ann and bob differ on the first comment."""
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        (key, *_) = (comment.comment_id for comment in store.comments())
        for who, name in (("ann", "for"), ("bob", "against")):
            store.annotate(key, "position", name, who, datetime(2026, 3, 1, tzinfo=UTC))
        yield store


def entered(page: Page, team, provider, claims):
    provider.claims = {"email_verified": True, **claims}
    door(page, team.url)
    page.get_by_role("button", name="Log in").click()
    expect(card_of(page).first).to_be_visible()


def test_an_adjudicator_by_claim_settles_but_does_not_retrain(team, page, provider, disputed):
    entered(page, team, provider, {"email": "cy@example.com", "work": {"role": ["adjudicator"]}})
    opened(page, f"{team.url}/models")
    expect(page.get_by_role("button", name="Retrain")).to_be_disabled()
    opened(page, f"{team.url}/articles")
    expect(page.get_by_text("Add pages")).to_have_count(0)
    opened(page, f"{team.url}/agreement")
    expect(page.get_by_text("Nothing is shared yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Set", exact=True)).to_have_count(0)
    page.locator('[class*="st-key-dispute-position"]').get_by_role("button", name=re.compile("Against")).click()
    expect(page.get_by_text("People differ on nothing")).to_be_visible()
    assert [(act.action, act.annotator) for act in disputed.history()][2:] == [("settle", "cy@example.com")]


def test_an_annotator_sees_how_much_is_unresolved_and_no_more(team, page, provider, disputed):
    entered(page, team, provider, {"email": "ann@example.org"})
    opened(page, f"{team.url}/agreement")
    expect(page.get_by_text("not trained with until they are settled: position of 1")).to_be_visible()
    expect(page.get_by_text("Adjudicators settle them here")).to_be_visible()
    assert page.locator('[class*="st-key-dispute-position"]').count() == 0


COMMENT = SimpleNamespace(comment_id="c1", start_line=7)
ACTS = {
    "label": (ANNOTATOR, lambda: state.correct(COMMENT, "position", "for", None)),
    "flag": (ANNOTATOR, lambda: state.mark("c1", "flag")),
    "undo": (ANNOTATOR, state.undo),
    "divide": (ANNOTATOR, lambda: state.decide(None, 0)),
    "undo a division": (ANNOTATOR, lambda: state.undo_decision("ab")),
    "settle": (ADJUDICATOR, lambda: state.settle(COMMENT, "position", "for", None, 0)),
    "relabel": (ADJUDICATOR, lambda: relabel._relabel([], {}, "position", "for")),
    "share": (OWNER, lambda: state.share(0.5, 2, True)),
    "retrain": (OWNER, lambda: models._start(SimpleNamespace(start=lambda _place: pytest.fail("it was started")))),
    "activate": (OWNER, lambda: models._use("v1")),
    "upload": (OWNER, lambda: articles._add([("page.txt", b"words")], "")),
}


@pytest.mark.parametrize("role", [None, *ROLES])
@pytest.mark.parametrize("act", ACTS)
def test_every_act_asks_for_the_role_it_takes_whatever_the_page_shows(monkeypatch, act, role):
    wanted, done = ACTS[act]
    said = []
    monkeypatch.setattr(gate, "role", lambda: role)
    monkeypatch.setattr(state, "notice", said.append)
    monkeypatch.setattr(articles.st, "error", lambda words, **_: said.append(words.replace("\\", "")))
    if role is not None and ROLES.index(role) >= ROLES.index(wanted):
        gate.require(wanted)
        return
    monkeypatch.setattr(state, "store", lambda: pytest.fail("something was written"))
    monkeypatch.setattr(models.versions, "activate", lambda *_: pytest.fail("something was activated"))
    done()
    (words,) = said
    assert re.search(rf"this takes an? {wanted}; you are {role or 'nobody'} here", words)
