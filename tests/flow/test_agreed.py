"""How far people agree, and what each of them has labelled."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.codebook import parse_codebook
from classifier.flow.agreed import AWAY, LEAST, Labelling, head_agreement, labelling, labels_side_by_side
from classifier.records import Comment, Document
from classifier.store import LabelStore
from classifier.store.overlap import overlap_of, set_overlap

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LABELS = "".join(f'[[heads.labels]]\nname = "{name}"\ndefinition = "d"\n' for name in "abc")
HEAD = parse_codebook(f'name = "b"\nversion = "1"\n[[heads]]\nname = "h"\n{LABELS}').heads[0]
SAID = st.lists(
    st.dictionaries(st.sampled_from(["ann", "bob", "cy"]), st.sampled_from("abc"), max_size=3), max_size=20
)


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        comments = [Comment(f"c{n}", "p", "ab" * 32, n, n, f"Text {n}") for n in range(1, 40)]
        opened.add_document(Document("p", "ab" * 32, "text", "…"), [], comments, NOW)
        yield opened


@given(SAID)
def test_every_pair_of_two_people_is_counted_once_in_its_cell(said):
    found = head_agreement(said, HEAD, ["ann", "bob"])
    both = [(one["ann"], one["bob"]) for one in said if {"ann", "bob"} <= one.keys()]
    assert found.comments == found.confusion.sum() == len(both)
    for row, first in enumerate(HEAD.names):
        for column, second in enumerate(HEAD.names):
            assert found.confusion[row, column] == both.count((first, second))
    assert (found.figures is None) == (len(both) < LEAST)


@given(SAID)
def test_every_pair_among_several_people_is_counted_once_above_the_diagonal(said):
    found = head_agreement(said, HEAD, ["ann", "bob", "cy"])
    pairs = sum(len(one) * (len(one) - 1) // 2 for one in said)
    assert found.confusion.sum() == pairs
    assert not any(found.confusion[row, column] for row in range(3) for column in range(row))
    assert found.same == pytest.approx(found.confusion.trace() / max(pairs, 1))


def test_figures_of_two_people_do_not_depend_on_a_third():
    said = [{"ann": "abc"[n % 3], "bob": "abc"[n % 2], "cy": "c"} for n in range(12)]
    without = [{who: one[who] for who in ("ann", "bob")} for one in said]
    assert head_agreement(said, HEAD, ["ann", "bob"]).figures == head_agreement(without, HEAD, ["ann", "bob"]).figures


def test_only_what_was_labelled_blind_is_compared_unless_all_is_asked_for(store):
    set_overlap(store, 0.5, 2, True, "ann", NOW)
    keys = [comment.comment_id for comment in store.comments()]
    shared = [key for key in keys if overlap_of(store).holds(key)]
    assert 0 < len(shared) < len(keys)
    for key in keys:
        store.annotate(key, "h", "a", "ann", NOW)
        store.annotate(key, "h", "b", "bob", NOW)
    store.annotate(keys[0], "g", "a", "ann", NOW)
    assert labels_side_by_side(store, True) == {"h": [{"ann": "a", "bob": "b"}] * len(shared)}
    assert labels_side_by_side(store, False) == {"h": [{"ann": "a", "bob": "b"}] * len(keys)}


def test_what_each_person_has_labelled(store):
    for number, seconds in enumerate((0, 4, 10, 10 + AWAY, 86_400), 1):
        store.annotate(f"c{number}", "h", "a", "ann", NOW + timedelta(seconds=seconds))
    store.annotate("c1", "h", "b", "bob", NOW + timedelta(days=2))
    store.annotate("c2", "h", "a", "bob", NOW + timedelta(days=2, seconds=3))
    store.annotate("c3", "h", "b", "bob", NOW + timedelta(days=2, seconds=9))
    store.settle("c3", "h", "a", "cy", NOW + timedelta(days=3))
    assert labelling(store) == [Labelling("ann", 5, 2, 5.0, 5, 1), Labelling("bob", 3, 1, 4.5, 3, 1)]


def test_who_has_taken_everything_back_has_nothing_that_stands(store):
    store.annotate("c1", "h", "a", "ann", NOW)
    store.undo("ann", NOW)
    assert labelling(store) == [Labelling("ann", 1, 1, None, 0, 0)]
