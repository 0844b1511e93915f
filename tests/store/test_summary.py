"""Figures of a whole store."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.codebook import Head, Label
from classifier.records import Comment, Document, Score
from classifier.store import LabelStore
from classifier.store.summary import COMMENTS, DAY, DOCUMENT, Summary, held, share, sure

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HEADS = [
    Head(name, "?", (), tuple(Label(label, "", label, (), (), "#000000", "") for label in ("yes", "no")))
    for name in ("side", "worth" + "x" * 59)
]
SIDE, WORTH = (head.name for head in HEADS)


def put(store, documents):
    """Documents of (day, probability of yes for either head) by comment."""
    for n, rows in enumerate(documents):
        sha256 = f"{n:064x}"
        comments = [
            Comment(f"c{n}-{m}", f"page{n}", sha256, m + 1, m + 1, "Words", posted_at=day)
            for m, (day, _) in enumerate(rows)
        ]
        store.add_document(Document(f"page{n}", sha256, "text", "…"), [], comments, NOW)
        store.add_scores(
            Score(comment.comment_id, "v1", {head: {"yes": p, "no": 1 - p} for head in (SIDE, WORTH)})
            for comment, (_, p) in zip(comments, rows, strict=True)
        )


def summary(store):
    return Summary(store, HEADS, "v1")


ROWS = [[("2026-01-02T10:00", 0.9), ("2026-01-02", 0.8), (None, 0.3)], [("yesterday", 0.6)], []]


def test_comments_are_counted_by_document_day_and_label(store_place):
    with LabelStore(store_place) as store:
        put(store, ROWS)
        found = summary(store).proposals({SIDE: 0.85, WORTH: 0.0})
    rows = {(row[DOCUMENT][-1], row[DAY], row[SIDE]): row for row in found}
    assert {key: row[COMMENTS] for key, row in rows.items()} == {
        ("0", "2026-01-02", "yes"): 2,
        ("0", None, "no"): 1,
        ("1", None, "yes"): 1,
    }
    both = rows["0", "2026-01-02", "yes"]
    assert both[share(SIDE, "yes")] == pytest.approx(1.7)
    assert both[share(WORTH, "no")] == pytest.approx(0.3)
    assert (both[sure(SIDE)], both[sure(WORTH)]) == (1, 2)


def test_what_people_labelled_stands_beside_what_was_proposed(store_place):
    with LabelStore(store_place) as store:
        put(store, ROWS)
        store.annotate("c0-0", SIDE, "no", "ann", NOW)
        store.annotate("c0-0", SIDE, "yes", "ann", NOW)
        store.annotate("c0-2", WORTH, "yes", "ann", NOW)
        store.annotate("c1-0", SIDE, "no", "bob", NOW)
        store.undo("bob", NOW)
        found = summary(store).corrections({})
        assert summary(store).labelled() == 2
    said = {(row[DOCUMENT][-1], row[SIDE], row[held(SIDE)], row[held(WORTH)]): row[COMMENTS] for row in found}
    assert said == {("0", "yes", "yes", None): 1, ("0", "no", None, "yes"): 1, ("1", "yes", None, None): 1}


def test_comments_of_another_version_are_left_out(tmp_path):
    with LabelStore(tmp_path / "labels.db") as store:
        put(store, ROWS)
        assert Summary(store, HEADS, "v2").proposals({}) == []
        assert summary(store).documents() == 3
        assert summary(store).names([f"{1:064x}"]) == {f"{1:064x}": (None, "page1")}


@given(st.lists(st.lists(st.tuples(st.none() | st.dates().map(str), st.floats(0, 1)), max_size=6), max_size=4))
def test_no_comment_is_lost_or_counted_twice(documents):
    with LabelStore("sqlite:///:memory:") as store:
        put(store, documents)
        found = summary(store).proposals({})
    days = Counter(day for rows in documents for day, _ in rows)
    assert Counter({day: sum(row[COMMENTS] for row in found if row[DAY] == day) for day in days}) == days
    assert sum(row[share(SIDE, "yes")] for row in found) == pytest.approx(
        sum(p for rows in documents for _, p in rows)
    )
