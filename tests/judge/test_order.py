import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.judge.order import diverse_uncertain, in_random_order, likely_errors, most_uncertain, uncertainty


def shares(draws):
    rows = np.array(draws, dtype=float) + 0.01
    return rows / rows.sum(axis=1, keepdims=True)


HEADS = st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=30).map(shares)


@given(HEADS)
def test_every_order_holds_every_comment_once(head):
    texts = [f"comment number {n % 4}" for n in range(len(head))]
    ids = [f"id{n}" for n in range(len(head))]
    for order in (most_uncertain([head]), diverse_uncertain([head], texts, 3), in_random_order(ids)):
        assert sorted(order.tolist()) == list(range(len(head)))


@given(HEADS)
def test_uncertainty_stays_between_certain_and_even(head):
    assert ((uncertainty([head]) >= 0) & (uncertainty([head]) <= 1 + 1e-9)).all()


def test_a_comment_uncertain_on_one_head_alone_counts_as_uncertain():
    sure, unsure = np.array([[0.98, 0.02], [0.98, 0.02]]), np.array([[0.97, 0.03], [0.5, 0.5]])
    assert most_uncertain([sure, unsure]).tolist() == [1, 0]


def test_copies_of_one_text_do_not_fill_the_first_screen():
    texts = ["the same slogan sent again"] * 30 + ["a question about the bridge", "rain on the market tomorrow"]
    head = np.full((len(texts), 2), 0.5)
    first = diverse_uncertain([head], texts, 3)[:3]
    assert {30, 31} <= set(first.tolist())


def test_planted_label_errors_come_first():
    rng = np.random.default_rng(3)
    truth = rng.integers(0, 3, 300)
    probabilities = np.full((300, 3), 0.05)
    probabilities[np.arange(300), truth] = 0.9
    given_labels = truth.copy()
    planted = rng.choice(300, 12, replace=False)
    given_labels[planted] = (given_labels[planted] + 1) % 3
    assert set(likely_errors(given_labels, probabilities).tolist()) == set(planted.tolist())


@pytest.mark.parametrize("labels", [[-1, -1, -1], [1, 1, -1]])
def test_without_two_labels_nothing_is_called_an_error(labels):
    assert likely_errors(np.array(labels), np.full((3, 2), 0.5)).size == 0


def test_labels_that_nobody_has_given_yet_are_no_obstacle():
    probabilities = np.array([[0.9, 0.05, 0.05]] * 5 + [[0.05, 0.05, 0.9]] * 5)
    given_labels = np.array([0, 0, 0, 0, 2, 2, 2, 2, 2, 2])
    assert likely_errors(given_labels, probabilities).tolist() == [4]


def test_the_random_order_is_the_same_every_time_and_changes_with_the_seed():
    ids = [f"id{n}" for n in range(50)]
    assert in_random_order(ids).tolist() == in_random_order(ids).tolist()
    assert in_random_order(ids).tolist() != in_random_order(ids, "another").tolist()
    assert in_random_order(ids).tolist() != list(range(50))
