"""Shared comments: chosen by nobody, labelled blind, overruled by nobody."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_labels import filled

from classifier.errors import InputError
from classifier.store import LabelStore
from classifier.store.overlap import Overlap, labelled_by, overlap_of, set_overlap, shared_with
from classifier.store.votes import unresolved, votes

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 1, 3, tzinfo=UTC)


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        yield opened


def test_the_share_is_kept_with_who_set_it_and_what_was_set_before(store):
    assert overlap_of(store) == Overlap()
    set_overlap(store, 0.1, 3, False, "ann", NOW)
    set_overlap(store, 0.2, 2, True, "bob", LATER)
    assert overlap_of(store) == Overlap(0.2, 2, True, "bob", LATER)
    with store.engine.connect() as db:
        assert len(db.exec_driver_sql("SELECT * FROM settings").all()) == 2


@pytest.mark.parametrize(("share", "people"), [(-0.1, 2), (1.1, 2), (0.5, 1)])
def test_a_share_of_nobody_is_refused(store, share, people):
    with pytest.raises(InputError, match="two people or more"):
        set_overlap(store, share, people, True, "ann", NOW)
    assert overlap_of(store) == Overlap()


@given(st.floats(0, 1), st.floats(0, 1), st.sets(st.text(max_size=8), max_size=30))
def test_a_larger_share_holds_every_comment_of_a_smaller_one(one, other, ids):
    less, more = sorted((one, other))
    assert {key for key in ids if Overlap(less).holds(key)} <= {key for key in ids if Overlap(more).holds(key)}


def test_the_share_is_about_what_was_asked_for():
    held = sum(Overlap(0.2).holds(f"c{number}") for number in range(20_000))
    assert 0.19 < held / 20_000 < 0.21


def test_labels_of_shared_comments_stand_side_by_side(store):
    one, *_ = filled(store)
    set_overlap(store, 1.0, 2, True, "ann", NOW)
    store.annotate(one.comment_id, "h", "a", "ann", NOW, seen=0)
    act = store.annotate(one.comment_id, "h", "b", "bob", NOW, seen=0)
    assert (act.action, act.label, act.vote) == ("vote", "a", "b")
    assert store.annotate(one.comment_id, "h", "b", "bob", NOW, seen=0) is None
    held = store.labels()[one.comment_id]["h"]
    assert (held.label, held.annotator) == ("a", "ann")
    assert votes(store)[one.comment_id]["h"] == {"ann": "a", "bob": "b"}
    assert unresolved(store) == [(one.comment_id, "h")]


def test_a_late_label_does_not_upset_what_was_settled(store):
    one, *_ = filled(store)
    set_overlap(store, 1.0, 3, True, "ann", NOW)
    for who, label in (("ann", "a"), ("bob", "b")):
        store.annotate(one.comment_id, "h", label, who, NOW)
    store.settle(one.comment_id, "h", "b", "cy", NOW)
    store.annotate(one.comment_id, "h", "a", "dan", NOW)
    assert unresolved(store) == []
    assert store.labels()[one.comment_id]["h"].annotator == "cy"


def test_everybody_is_given_what_they_have_not_labelled_until_enough_have(store):
    one, two, three = (comment.comment_id for comment in filled(store))
    assert shared_with(store, "ann", ["h"]) == []
    set_overlap(store, 1.0, 2, True, "ann", NOW)
    assert set(shared_with(store, "ann", ["h"])) == {one, two, three}
    store.annotate(two, "h", "a", "ann", NOW)
    assert two not in shared_with(store, "ann", ["h"])
    assert shared_with(store, "bob", ["h"])[0] == two
    store.annotate(two, "h", "a", "bob", NOW)
    assert set(shared_with(store, "cy", ["h"])) == {one, three}


def test_a_comment_is_labelled_once_every_question_is_answered(store):
    one, *_ = (comment.comment_id for comment in filled(store))
    set_overlap(store, 1.0, 2, True, "ann", NOW)
    store.annotate(one, "h", "a", "ann", NOW)
    assert labelled_by(store, ["h", "g"], [one]) == {one: set()}
    assert one in shared_with(store, "ann", ["h", "g"])
    store.annotate(one, "g", "x", "ann", NOW)
    assert labelled_by(store, ["h", "g"], [one]) == {one: {"ann"}}
