import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_recall_fscore_support

from classifier.judge.metrics import calibration_error, paired_difference, reliability, report


def shares_for(guesses, size, sure=0.9):
    shares = np.full((len(guesses), size), (1 - sure) / (size - 1))
    shares[np.arange(len(guesses)), guesses] = sure
    return shares


PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60)


@given(PAIRS)
def test_figures_agree_with_scikit_learn(pairs):
    answers, guesses = map(np.array, zip(*pairs, strict=True))
    found = report("abcd", answers, shares_for(guesses, 4))
    assert found.macro_f1.value == pytest.approx(f1_score(answers, guesses, average="macro", zero_division=0))
    assert found.macro_f1.low <= found.macro_f1.high
    expected = precision_recall_fscore_support(answers, guesses, labels=range(4), zero_division=0)
    for at, name in enumerate("abcd"):
        figures = found.labels[name]
        values = [figures[key].value for key in ("precision", "recall", "f1")]
        assert values == pytest.approx([column[at] for column in expected[:3]])


def test_intervals_cover_as_often_as_they_say():
    """Of intervals for the accuracy of a known coin, about 95% hold the truth."""
    rng, held = np.random.default_rng(3), 0
    for _ in range(200):
        right = rng.random(150) < 0.7
        answers = rng.integers(0, 2, 150)
        found = report("ab", answers, shares_for(np.where(right, answers, 1 - answers), 2)).accuracy
        held += found.low <= 0.7 <= found.high
    assert 0.90 <= held / 200 <= 0.985


def test_certain_and_right_is_perfectly_calibrated():
    answers = np.array([0, 1, 2, 1])
    assert calibration_error(answers, shares_for(answers, 3, sure=1.0)).value == 0


def test_certain_and_wrong_is_not():
    answers = np.array([0, 1, 2, 1])
    assert calibration_error(answers, shares_for((answers + 1) % 3, 3, sure=1.0)).value == 1
    assert reliability(answers, shares_for((answers + 1) % 3, 3, sure=1.0))[0]["right"] == 0


def test_a_better_model_differs_by_more_than_nothing():
    rng = np.random.default_rng(0)
    answers = rng.integers(0, 3, 300)
    bad = np.where(rng.random(300) < 0.5, answers, (answers + 1) % 3)
    difference = paired_difference(answers, shares_for(bad, 3), shares_for(answers, 3))
    assert difference.low > 0
    same = paired_difference(answers, shares_for(bad, 3), shares_for(bad, 3))
    assert (same.value, same.low, same.high) == (0, 0, 0)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="no rows"):
        report("ab", np.zeros(0, dtype=int), np.zeros((0, 2)))
