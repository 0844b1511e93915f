import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.judge.agreement import agreement


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
