"""What the server does before anybody comes."""

import pytest
from conftest import PAGE
from streamlit.testing.v1 import AppTest

from classifier.flow.ingest import ingest
from classifier.store import LabelStore
from classifier.store.queries import Queries
from classifier.ui import server


@pytest.fixture
def home(toy_home):
    (toy_home / "seeds" / "lane.txt").write_text(PAGE)
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        ingest([toy_home / "seeds"], store)
    return toy_home


def look():
    return AppTest.from_function(server._look, default_timeout=60, args=("review",)).run()


def test_the_first_visitor_finds_the_comments_in_order_already(home, monkeypatch):
    server.look_at_pages()
    monkeypatch.setattr(Queries, "uncertain", lambda *_: pytest.fail("ordered again"))
    shown = look()
    assert not shown.exception
    assert shown.selectbox(key="queue-name").value == "uncertain"


def test_a_page_that_fails_is_not_in_the_way_of_the_server(home, monkeypatch):
    (home / "labels" / "belowline.db").write_text("no store")
    server.look_at_pages()
    assert look().exception
