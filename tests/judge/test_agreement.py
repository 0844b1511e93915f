import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.judge.agreement import _alphas, _kappas, _table, agreement


def test_nothing_shared_is_nothing_to_say():
    assert agreement([]) is None
    assert agreement([["a"], []]) is None


def test_everyone_agreeing_is_one():
    found = agreement([["a", "a"], ["b", "b", "b"]])
    assert (found.kappa, found.alpha, found.observed) == (1.0, 1.0, 1.0)
    assert agreement([["a", "a"]]).alpha == 1.0


def test_a_textbook_kappa():
    """Twenty of each agreement, five and ten of each disagreement: (0.7 - 0.5) / (1 - 0.5)."""
    votes = [["y", "y"]] * 20 + [["y", "n"]] * 5 + [["n", "y"]] * 10 + [["n", "n"]] * 15
    assert agreement(votes).kappa == pytest.approx(0.4)


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=3), min_size=1, max_size=20))
def test_never_more_than_one(votes):
    found = agreement(votes)
    assert found.alpha <= 1 + 1e-9
    assert found.kappa <= 1 + 1e-9
    assert found.items == len(votes)


VOTES = st.lists(st.lists(st.sampled_from("abc"), min_size=2, max_size=4), min_size=4, max_size=40)


@given(VOTES)
def test_what_is_drawn_again_is_the_figure_itself(votes):
    found = agreement(votes)
    names = sorted({label for item in votes for label in item})
    once = np.ones((1, len(votes)))
    for figures, value in ((_kappas, found.kappa), (_alphas, found.alpha)):
        tables = np.array([_table(item, names, figures) for item in votes])
        assert figures(once, tables)[0] == pytest.approx(value, abs=1e-9)


def test_intervals_hold_the_figure_and_narrow_with_more_items():
    votes = [["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"], ["a", "a"]]
    few, many = agreement(votes * 4), agreement(votes * 100)
    for found in (few, many):
        assert found.kappa_interval[0] < found.kappa < found.kappa_interval[1]
        assert found.alpha_interval[0] < found.alpha < found.alpha_interval[1]
    assert np.diff(many.alpha_interval) < np.diff(few.alpha_interval) / 3


def test_intervals_cover_the_true_agreement():
    rng = np.random.default_rng(1)
    truth = 0.6  # two annotators who both see the label with this probability, and else guess alike at random
    covered = 0
    for _ in range(200):
        seen = rng.random(120) < truth
        first = rng.integers(0, 2, 120)
        second = np.where(seen, first, rng.integers(0, 2, 120))
        low, high = agreement([[str(a), str(b)] for a, b in zip(first, second, strict=True)]).kappa_interval
        covered += low <= truth <= high
    assert 0.9 <= covered / 200 <= 0.99
