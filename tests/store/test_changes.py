"""What two versions label differently."""

from datetime import UTC, datetime

import pytest

from classifier.records import Comment, Document, Score
from classifier.store import LabelStore
from classifier.store.changes import Change, Changes

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OLD = [0.9, 0.8, 0.3, 0.6, 0.7]
NEW = [0.2, 0.1, 0.4, 0.7, None]


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        comments = [
            Comment(f"c{n}", "a", "a" * 64, n + 1, n + 1, "Words", parent_id="c0" if n == 2 else None)
            for n in range(len(OLD))
        ]
        opened.add_document(Document("a", "a" * 64, "text", "…"), [], comments, NOW)
        for version, shares in (("v1", OLD), ("v2", NEW)):
            opened.add_scores(
                Score(f"c{n}", version, {"side": {"yes": p, "no": 1 - p}})
                for n, p in enumerate(shares)
                if p is not None
            )
        yield opened


def test_changes_are_counted_by_label(store):
    assert Changes(store, "v1", "v2").counts() == [Change("side", "yes", "no", 2)]
    assert Changes(store, "v2", "v1").counts() == [Change("side", "no", "yes", 2)]
    assert Changes(store, "v1", "v1").counts() == []


def test_pages_have_the_surest_first_and_lose_nothing(store):
    changes = Changes(store, "v1", "v2")
    (change,) = changes.counts()
    pages = [changes.page(change, start, 1) for start in (0, 1, 2)]
    assert [[row["comment_id"] for row in page] for page in pages] == [["c1"], ["c0"], []]
    assert (pages[0][0]["before"], pages[0][0]["after"]) == pytest.approx((0.8, 0.9))
    assert changes.page(change) == [*pages[0], *pages[1]]


def test_a_sample_holds_the_comments_of_the_lowest_ids(store):
    assert Changes(store, "v1", "v2", sample=1).counts() == [Change("side", "yes", "no", 1)]
    assert Changes(store, "v1", "v2", sample=4).unscored("v2") == []
    assert Changes(store, "v1", "v2", sample=5).unscored("v2") == ["c4"]
    assert Changes(store, "v1", "v2").comments() == len(OLD)


def test_what_is_answered_is_known(store):
    assert Changes(store, "v1", "v2").parents(["c1", "c2"]) == ["c0"]
