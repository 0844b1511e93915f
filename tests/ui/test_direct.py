"""`streamlit run app.py` without the command that knows how to serve the page."""

import urllib.error
import urllib.request

import pytest
from conftest import PAGE
from driving import card_of, settled
from playwright.sync_api import expect
from serving import Server

from classifier import places
from classifier.flow.ingest import ingest
from classifier.store import LabelStore


@pytest.fixture
def direct(toy_home):
    (toy_home / "seeds" / "lane.txt").write_text(PAGE)
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        ingest([toy_home / "seeds"], store)
    running = Server()

    def start(*flags):
        given = [f"--server.port={running.port}", "--server.headless=true", *flags]
        running.run("-m", "streamlit", "run", str(places.page_script()), *given)
        return running

    yield start
    running.kill()


def test_it_is_for_this_machine_alone_and_takes_no_forged_uploads(direct, page):
    server = direct()
    page.goto(server.url)
    expect(card_of(page).first).to_be_visible()
    settled(page)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(server.url.replace("127.0.0.1", "127.0.0.2"), timeout=2)
    forged = urllib.request.Request(f"{server.url}/_stcore/upload_file/a/b", b"x", method="PUT")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(forged, timeout=5)
    assert refused.value.code in (400, 403)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_where_others_could_reach_it_nothing_is_shown(direct, page, address):
    server = direct(f"--server.address={address}")
    page.goto(server.url)
    expect(page.get_by_text("Nothing is shown")).to_be_visible()
    settled(page)
    assert "lane" not in page.inner_text("body")
    assert page.get_by_role("link", name="Models").count() == 0
