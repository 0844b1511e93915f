"""A page for a team: nobody sees a word who has not logged in and been named."""

import os
from pathlib import Path

import pytest
from conftest import PAGE
from driving import card_of, label, settled
from playwright.sync_api import Page, expect
from provider import Provider
from serving import Server

import classifier
from classifier.store import LabelStore


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
    secrets.write_text(provider.secrets(running.port, ["ann@example.org"]))
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
