"""Decisions about the segments of a page are kept, hold, and lose no label."""

from datetime import UTC, datetime

import pytest

from classifier.errors import StoreError
from classifier.records import Document
from classifier.segmenter import comments_of, segment
from classifier.segmenter.beginning import beginning
from classifier.segmenter.corrected import SegmentationEvent, corrected
from classifier.store import LabelStore

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHA = "ab" * 32
TEXT = """Lane opened

The council opened the lane on Monday, the mayor said.

3 Comments

Ann says:
Build more of them!

Bob says:
A waste of paint.

Cy says:
When is the next one?
"""
PAGE = Document("lane.txt", SHA, "text", TEXT)


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        parts = segment(PAGE)
        opened.add_document(PAGE, parts, comments_of(parts), NOW, beginning(PAGE), keep_authors=True)
        yield opened


def did(kind, annotator="ann", **values):
    return SegmentationEvent(SHA, kind, annotator, NOW, **values)


def test_the_text_and_the_question_are_kept(store):
    assert store.document(SHA).text == TEXT
    (document,) = store.documents()
    assert document["beginning"]["line"] == 5
    assert "text" not in document


def test_a_moved_seam_holds_and_its_labels_return_when_it_is_undone(store):
    first, second, third = store.comments()
    store.annotate(first.comment_id, "h", "a", "ann", NOW)
    store.annotate(third.comment_id, "h", "b", "ann", NOW)
    event = store.correct_segmentation(did("seam", start_line=10, before="7", after="10"))
    assert [c.comment_id for c in store.comments()] == [second.comment_id, third.comment_id]
    assert set(store.labels()) == {third.comment_id}
    assert [c.comment_id for c, _ in store.corrections()] == [third.comment_id]
    assert len(store.history()) == 2
    undo = store.undo_segmentation(SHA, "ann", NOW)
    assert undo.undoes == event.event_id
    assert store.documents()[0]["decided"] == 0
    assert store.comments() == [first, second, third]
    assert set(store.labels()) == {first.comment_id, third.comment_id}
    assert store.undo_segmentation(SHA, "ann", NOW) is None
    assert [e.kind for e in store.segmentation_events(SHA)] == ["seam", "undo"]


def test_the_comments_are_those_of_the_events(store):
    store.correct_segmentation(did("join", start_line=7, end_line=11))
    store.correct_segmentation(did("role", start_line=13, end_line=14, before="comment", after="boilerplate"))
    expected = corrected(PAGE, store.found_segments(SHA), store.segmentation_events(SHA))
    assert store.segmentation(SHA) == expected
    assert store.comments() == list(comments_of(expected))
    assert len(store.comments()) == 1
    assert store.found_segments(SHA) == segment(PAGE)


def test_a_decision_over_one_not_seen_is_refused(store):
    event = store.correct_segmentation(did("accept"), seen=0)
    with pytest.raises(StoreError, match="ann has changed the segmentation meanwhile"):
        store.correct_segmentation(did("seam", "bob", start_line=10), seen=0)
    assert store.correct_segmentation(did("seam", "bob", start_line=10), seen=event.event_id)


def test_nobody_takes_back_what_another_did(store):
    store.correct_segmentation(did("seam", "bob", start_line=10))
    assert store.undo_segmentation(SHA, "ann", NOW) is None


def test_what_people_decided_holds_over_a_new_segmentation(store):
    store.correct_segmentation(did("seam", start_line=10))
    held = store.segmentation(SHA)
    found = [part for part in segment(PAGE) if part.role != "comment"]
    assert store.resegment(SHA, found) == held


def test_a_decision_about_an_unknown_page_is_refused(store):
    with pytest.raises(StoreError, match="has no document"):
        store.correct_segmentation(SegmentationEvent("ff" * 32, "accept", "ann", NOW))
