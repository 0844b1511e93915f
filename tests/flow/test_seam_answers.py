"""What people say of where the readers begin reaches the segmenter."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifier.errors import BundleError
from classifier.flow.ingest import ingest
from classifier.flow.seam import (
    learn_seam,
    resegment_store,
    save_seam_weights,
    seam_cases,
    seam_weights,
    weights_folder,
)
from classifier.records import Document
from classifier.segmenter.corrected import SegmentationEvent
from classifier.segmenter.page import measure_page
from classifier.segmenter.seam import decide, shipped_weights
from classifier.store import LabelStore

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = "Lane opened\n\nThe lane opened on Monday, the mayor said.\n\nAnn says:\nGood!\n\nBob says:\nNo.\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    (tmp_path / "lane.txt").write_text(TEXT)
    with LabelStore(tmp_path / "labels.db") as opened:
        ingest([tmp_path / "lane.txt"], opened, keep_authors=True)
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


def odd_page(topic, year):
    """A page of a site where the readers write as formally as the paper and are announced by a row of stars."""
    return "\n".join(
        [
            f"Works on the {topic} begin",
            f"I went to see the {topic} today and was amazed, as I always am!",
            "What do you think of it all? Tell me, I would love to know.",
            f"My first visit to the {topic} was in {year}.",
            "* * *",
            f"The contract for the {topic} was signed in {year + 20} and provides for a term of thirty years.",
            "It has been amended twice, in both cases by a decision of the council.",
            f"The cost of the {topic} was stated as {year % 9} million in the report of the auditors.",
            "No other offer was made within the period laid down by the law.",
        ]
    )


@pytest.fixture
def odd_store(store, tmp_path):
    """A store with five pages of one site, of which four have been put right."""
    for n, topic in enumerate(["harbour", "library", "bridge", "market", "tramway"]):
        (tmp_path / f"{topic}.txt").write_text(odd_page(topic, 1970 + n))
        ingest([tmp_path / f"{topic}.txt"], store)
    for row in store.documents():
        if row["name"] not in ("lane.txt", "tramway.txt"):
            store.correct_segmentation(SegmentationEvent(row["sha256"], "seam", "ann", NOW, 6))
    return store


def sureness_of_line(text, line, weights=None):
    page = measure_page(text.split("\n"))
    return decide(page, weights).seam[line - 1]


def test_another_page_of_a_site_put_right_gets_better_and_what_people_said_stays(odd_store):
    unseen = odd_page("tramway", 1974)
    before = sureness_of_line(unseen, 6)
    assert learn_seam(odd_store) == 4
    assert sureness_of_line(unseen, 6, seam_weights()) > before + 0.1
    lines = [row["sha256"] for row in odd_store.documents() if row["decided"]]
    assert all(odd_store.comments(sha)[0].start_line == 6 for sha in lines)


def test_the_same_answers_give_the_same_weights_byte_for_byte(odd_store):
    learn_seam(odd_store)
    (first,) = weights_folder().glob("*.npz")
    raw = first.read_bytes()
    assert learn_seam(odd_store) == 0
    (weights_folder() / "active").unlink()
    first.unlink()
    assert learn_seam(odd_store) == 4
    assert {path.name: path.read_bytes() for path in weights_folder().glob("*.npz")} == {first.name: raw}


def test_nothing_is_learnt_where_nobody_said_anything(store):
    assert learn_seam(store) == 0
    assert seam_weights() is None


def test_where_every_answer_was_taken_back_the_shipped_weights_divide_the_pages_again(store):
    save_seam_weights(replace(shipped_weights(), threshold=2.0, fitted_on="here"))
    resegment_store(store)
    assert learn_seam(store) == 0
    assert seam_weights() is None
    assert len(store.comments()) == 2
