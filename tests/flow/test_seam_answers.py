"""What people say of where the readers begin reaches the segmenter."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifier.errors import BundleError
from classifier.flow.ingest import ingest
from classifier.flow.seam import resegment_store, save_seam_weights, seam_cases, seam_weights, weights_folder
from classifier.records import Document
from classifier.segmenter.corrected import SegmentationEvent
from classifier.segmenter.seam import shipped_weights
from classifier.store import LabelStore

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = "Lane opened\n\nThe lane opened on Monday, the mayor said.\n\nAnn says:\nGood!\n\nBob says:\nNo.\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    (tmp_path / "lane.txt").write_text(TEXT)
    with LabelStore(tmp_path / "labels.db") as opened:
        ingest([tmp_path / "lane.txt"], opened)
        yield opened


def sha_of(store):
    return store.documents()[0]["sha256"]


def test_a_page_nobody_has_judged_is_no_case(store):
    assert seam_cases(store) == []
    store.correct_segmentation(SegmentationEvent(sha_of(store), "role", "ann", NOW, 3, 3, "body", "caption"))
    assert seam_cases(store) == []


@pytest.mark.parametrize(("kind", "line", "expected"), [("accept", None, 5), ("seam", 8, 8), ("seam", None, None)])
def test_what_a_person_says_is_a_case(store, kind, line, expected):
    store.correct_segmentation(SegmentationEvent(sha_of(store), kind, "ann", NOW, line))
    assert seam_cases(store) == [(TEXT, expected)]


def test_an_answer_taken_back_is_no_case(store):
    store.correct_segmentation(SegmentationEvent(sha_of(store), "seam", "ann", NOW, 8))
    store.undo_segmentation(sha_of(store), "ann", NOW)
    assert seam_cases(store) == []


def test_weights_that_are_saved_are_used_from_then_on(store):
    assert seam_weights() is None
    assert len(store.comments()) == 2
    save_seam_weights(replace(shipped_weights(), threshold=2.0, fitted_on="here"))
    assert seam_weights().fitted_on == "here"
    assert resegment_store(store) == 1
    assert store.comments() == []
    assert store.documents()[0]["beginning"]["model"] == "here"


def test_damaged_weights_are_said_so(store):
    path = save_seam_weights(shipped_weights())
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(BundleError, match="to use the shipped weights"):
        seam_weights()
    assert (weights_folder() / "active").is_file()


def test_a_page_with_markup_is_no_case(store):
    page = Document("page.html", "cd" * 32, "html", "<p>One</p>")
    store.add_document(page, [], [], NOW)
    store.correct_segmentation(SegmentationEvent(page.sha256, "accept", "ann", NOW))
    assert seam_cases(store) == []
