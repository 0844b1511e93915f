"""What everybody said is kept, whatever holds; where they differ, it is known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_labels import filled

from classifier.errors import StoreError
from classifier.records import Annotation
from classifier.store import LabelStore
from classifier.store.votes import (
    BESIDE,
    giving,
    held,
    is_unresolved,
    own_labels,
    settling,
    undoing,
    unresolved,
    votes,
    votes_of,
)

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
GIVEN = Annotation("c", "h", "label", None, None, "ann", NOW)


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        yield opened


def test_a_second_person_with_the_same_label_is_recorded_once(store):
    one, two, _ = filled(store)
    store.annotate(one.comment_id, "h", "a", "ann", NOW)
    act = store.annotate(one.comment_id, "h", "a", "bob", NOW, note="clear", queue="random")
    assert (act.action, act.label, act.replaced, act.vote, act.note) == ("confirm", "a", "a", "a", "clear")
    assert store.annotate(one.comment_id, "h", "a", "bob", NOW) is None
    assert votes(store) == {one.comment_id: {"h": {"ann": "a", "bob": "a"}}}
    assert unresolved(store) == []
    assert two.comment_id not in votes(store)


def test_different_labels_are_unresolved_until_they_are_the_same(store):
    one, two, _ = filled(store)
    store.annotate(one.comment_id, "h", "a", "ann", NOW)
    store.annotate(two.comment_id, "h", "a", "ann", NOW)
    store.annotate(one.comment_id, "h", "b", "bob", NOW)
    store.annotate(one.comment_id, "g", "x", "bob", NOW)
    store.annotate(two.comment_id, "h", "b", "bob", NOW)
    assert unresolved(store) == [(two.comment_id, "h"), (one.comment_id, "h")]
    store.annotate(one.comment_id, "h", "b", "ann", NOW)
    assert unresolved(store) == [(two.comment_id, "h")]


def test_an_adjudicator_settles_and_everybodys_label_is_kept(store):
    one, *_ = filled(store)
    store.annotate(one.comment_id, "h", "a", "ann", NOW)
    last = store.annotate(one.comment_id, "h", "b", "bob", NOW)
    act = store.settle(one.comment_id, "h", "a", "cy", NOW, note="it is irony", seen=last.act_id)
    assert (act.action, act.label, act.replaced, act.vote, act.note) == ("settle", "a", "b", None, "it is irony")
    assert store.settle(one.comment_id, "h", "a", "cy", NOW) is None
    assert unresolved(store) == []
    assert votes(store)[one.comment_id]["h"] == {"ann": "a", "bob": "b"}
    assert store.labels()[one.comment_id]["h"].label == "a"
    store.undo("cy", NOW)
    assert unresolved(store) == [(one.comment_id, "h")]
    assert store.labels()[one.comment_id]["h"].label == "b"


def test_an_adjudicator_who_has_not_seen_a_label_is_told(store):
    one, *_ = filled(store)
    first = store.annotate(one.comment_id, "h", "a", "ann", NOW)
    store.annotate(one.comment_id, "h", "b", "bob", NOW)
    with pytest.raises(StoreError, match="bob has labelled it b meanwhile"):
        store.settle(one.comment_id, "h", "a", "cy", NOW, seen=first.act_id)
    assert len(store.history()) == 2


def test_a_label_that_only_follows_settles_nothing(store):
    one, *_ = filled(store)
    store.annotate(one.comment_id, "h", "a", "ann", NOW)
    store.settle(one.comment_id, "h", "b", "cy", NOW)
    store.annotate(one.comment_id, "h", "c", "bob", NOW)
    assert unresolved(store) == [(one.comment_id, "h")]


#: Who does what, and whether several label the comment without seeing each other's labels.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["give", "give", "undo", "settle"]),
        st.sampled_from(["ann", "bob", "cy"]),
        st.sampled_from("abc"),
        st.booleans(),
    ),
    max_size=14,
)


def played(steps):
    """Acts that come of steps, and each person's own labels as they ought to be, oldest first."""
    acts, done, own = [], {"ann": [], "bob": [], "cy": []}, {}
    for kind, who, label, shared in steps:
        if kind == "undo":
            if not done[who]:
                continue
            act, before = done[who].pop()
            own[who] = before
            act = undoing(acts, act, NOW)
        else:
            given = replace(GIVEN, annotator=who, label=label)
            act = settling(acts, given) if kind == "settle" else giving(acts, replace(given, vote=label), shared)
            if act is None:
                continue
            done[who].append((replace(act, act_id=len(acts) + 1), own.get(who)))
            own[who] = label if kind == "give" else own.get(who)
        acts.append(replace(act, act_id=len(acts) + 1))
    return acts, {who: label for who, label in own.items() if label}


@given(STEPS)
def test_everybodys_own_label_is_what_they_last_gave_and_did_not_take_back(steps):
    acts, own = played(steps)
    assert {who: act.vote for who, act in votes_of(acts).items()} == own


@given(STEPS)
def test_a_label_holds_that_somebody_stands_behind_or_an_adjudicator_settled(steps):
    acts, own = played(steps)
    if not acts:
        return
    last = acts[-1]
    assert last.settled or last.label in (own.values() or {None})
    assert (held(acts).label if held(acts) else None) == last.label
    assert is_unresolved(acts) == (len(set(own.values())) > 1 and not last.settled)


@given(STEPS)
def test_acts_tell_what_each_of_them_replaced_and_those_beside_it_change_nothing(steps):
    acts, _own = played(steps)
    for before, act in zip([None, *acts], acts, strict=False):
        assert act.replaced == (before.label if before else None)
        if act.action in BESIDE:
            assert (act.label, act.settled) == (before.label, before.settled)


@given(STEPS)
def test_own_labels_are_worked_out_from_older_records(steps):
    acts, _own = played([(kind, who, label, False) for kind, who, label, _shared in steps if kind != "settle"])
    assert own_labels(replace(act, vote=None) for act in acts) == acts


@given(STEPS)
def test_what_people_say_blind_to_each_other_never_overrules(steps):
    acts, _own = played([(kind, who, label, True) for kind, who, label, _shared in steps if kind != "settle"])
    for number, act in enumerate(acts):
        others = votes_of(one for one in acts[:number] if one.annotator != act.annotator)
        if act.action == "label":
            assert act.replaced not in {one.vote for one in others.values()}
