"""The pages of a subject that has no model yet: they work, and propose nothing."""

import shutil
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from classifier import places
from classifier.flow.ingest import ingest
from classifier.flow.serve import prepare
from classifier.flow.topic import Question, codebook_text, new_topic
from classifier.store import LabelStore

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "school-closure.jsonl"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """The review page of a new subject, with the comments of the worked example in it."""
    questions = [
        Question("stance", {"keep": "Wants it open.", "close": "Wants it shut."}, "Should it stay open?"),
        Question("tone", {"calm": "Is calm.", "angry": "Is angry."}),
    ]
    new_topic(tmp_path, codebook_text("school", questions))
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    monkeypatch.delenv("BELOWLINE_STORE", raising=False)
    shutil.copy(EXAMPLE, tmp_path / "comments.jsonl")
    said = []
    prepare(places.store_place(), said.append)
    assert said == []
    with LabelStore(places.store_place()) as store:
        ingest([tmp_path / "comments.jsonl"], store, {"article": "document"})
    config.set_option("server.address", "127.0.0.1")
    app = AppTest.from_file(str(places.page_script()), default_timeout=60)
    app.run()
    assert not app.exception
    return app


def buttons(page, name):
    return [button for button in page.button if button.label == name]


def labelled():
    with LabelStore(places.store_place()) as store:
        return store.history()


def test_nothing_is_proposed_and_labels_are_kept(page):
    captions = " ".join(caption.value for caption in page.caption)
    assert "the model says" not in captions
    assert "Should it stay open?" in captions
    buttons(page, "Keep")[0].click().run()
    assert not page.exception
    (act,) = labelled()
    assert (act.head, act.label, act.proposed, act.model_version) == ("stance", "keep", None, None)


def test_what_is_left_open_is_not_filled_in(page):
    buttons(page, "Save and next")[0].click().run()
    assert not page.exception
    assert labelled() == []
    buttons(page, "Keep")[0].click().run()
    buttons(page, "Calm")[0].click().run()
    assert [act.label for act in labelled()] == ["keep", "calm"]


def test_pages_that_show_proposals_wait_for_a_model(page, monkeypatch):
    from classifier import ui

    offered = []
    monkeypatch.setattr("streamlit.navigation", lambda pages, position: offered.extend(pages) or pages[0])
    page.run()
    names = {shown.url_path for shown in offered}
    assert "models" in names
    assert not names & set(ui._OF_A_MODEL)


def test_the_models_page_says_what_to_do(page):
    from classifier.ui import models

    alone = AppTest.from_function(_models_page, default_timeout=60).run()
    assert not alone.exception
    assert models._NO_MODEL in [info.value for info in alone.info]
    assert buttons(alone, "Retrain")


def _models_page():
    from classifier.ui.models import show

    show()
