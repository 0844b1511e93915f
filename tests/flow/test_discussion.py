"""Figures of a discussion, against counting its comments one by one."""

from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.flow.discussion import LENGTHS, PERIOD, PERIODS, discussion, quantifier_of
from classifier.flow.versions import open_version
from classifier.store.summary import COMMENTS, DAY, DOCUMENT, held, share, sure


def rows_of(comments, head, labelled_only=False):
    """Rows as the store adds them up, of comments (document, day, probabilities, label of a person or None)."""
    found = {}
    for document, day, shares, label in comments:
        if labelled_only and label is None:
            continue
        proposed = head.names[int(np.argmax(shares))]
        key = (document, day, proposed, label if labelled_only else None)
        row = found.setdefault(
            key, {DOCUMENT: document, DAY: day, head.name: proposed, COMMENTS: 0, sure(head.name): 0}
        )
        if labelled_only:
            row[held(head.name)] = label
        row[COMMENTS] += 1
        row[sure(head.name)] += int(max(shares) >= 0.5)
        for name, p in zip(head.names, shares, strict=True):
            row[share(head.name, name)] = row.get(share(head.name, name), 0.0) + p
    return list(found.values())


def made(comments, head):
    return discussion(rows_of(comments, head), rows_of(comments, head, labelled_only=True), [head])


SHARES = st.lists(st.floats(0.05, 1), min_size=3, max_size=3).map(lambda row: [p / sum(row) for p in row])
COMMENT = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from([None, "2026-01-01", "2026-01-02"]),
    SHARES,
    st.sampled_from([None, None, "for", "against", "undecided"]),
)


@given(comments=st.lists(COMMENT, max_size=12))
def test_what_people_say_takes_the_place_of_what_was_proposed(comments, toy_book):
    (head,) = toy_book.heads
    found = made(comments, head)
    assert found.comments == len(comments)
    assert found.reviewed == sum(label is not None for *_, label in comments)
    tally = found.tally(head)
    known = Counter(label for *_, label in comments if label)
    assert dict(zip(head.names, tally.known.tolist(), strict=True)) == {name: known[name] for name in head.names}
    rest = [shares for *_, shares, label in comments if label is None]
    assert tally.proposed.sum() == len(rest)
    assert tally.sums.sum() == pytest.approx(len(rest))
    for document in found.documents:
        assert found.part(DOCUMENT, document).comments == sum(one[0] == document for one in comments)


def test_how_sure_the_model_is_counts_only_its_own(toy_book):
    (head,) = toy_book.heads
    comments = [("a", None, [0.8, 0.1, 0.1], "for"), ("a", None, [0.4, 0.3, 0.3], None)]
    assert made(comments, head).sure(head) == 0.0
    assert made(comments[:1], head).sure(head) == 0.0


def test_shares_are_counted_where_errors_are_not_known(toy_book):
    (head,) = toy_book.heads
    found = made([("a", None, [0.8, 0.1, 0.1], None), ("a", None, [0.8, 0.1, 0.1], "against")], head)
    assert [(s.label, s.value, s.low, s.high) for s in found.shares(head, None)] == [
        ("for", 0.5, 0.0, 1.0),
        ("against", 0.5, 0.0, 1.0),
        ("undecided", 0.0, 0.0, 1.0),
    ]


def test_shares_of_a_part_hold_the_counted_truth(toy_book, toy_models):
    (head,) = toy_book.heads
    found = made([("a", None, [0.8, 0.1, 0.1], "for")] * 3, head)
    quantifier = quantifier_of(open_version(toy_models), head)
    assert [share.value for share in found.shares(head, quantifier)] == [1.0, 0.0, 0.0]


@given(days=st.lists(st.dates(min_value=date(1990, 1, 1)).map(str), min_size=1, max_size=8))
def test_periods_are_few_and_lose_no_dated_comment(days, toy_book):
    (head,) = toy_book.heads
    found = made([("a", day, [0.8, 0.1, 0.1], None) for day in [*days, None]], head)
    dated, length = found.periods()
    assert dated.comments == len(days)
    assert length in LENGTHS
    assert length == "year" or dated.cells[PERIOD].nunique() <= PERIODS


def test_a_short_discussion_goes_by_days_and_a_date_that_is_none_by_no_period(toy_book):
    (head,) = toy_book.heads
    comments = [("a", day, [0.8, 0.1, 0.1], None) for day in ("2026-01-01", "2026-01-20", "2026-99-99", None)]
    dated, length = made(comments, head).periods()
    assert (dated.comments, length) == (2, "day")
    assert made(comments[2:], head).periods()[0].comments == 0
