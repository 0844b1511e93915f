import numpy as np
import pytest

from classifier.judge.prevalence import Quantifier, Tally

NAMES = ["a", "b", "c"]
HITS = np.array([[2.0, 0.3, 0.0], [0.2, 1.4, 0.6], [0.0, 0.5, 1.2]])


def model(labels, rng):
    """Probabilities of an imperfect model whose ways of erring are known."""
    odds = HITS[labels] + rng.normal(0, 1.0, (len(labels), 3))
    shares = np.exp(odds)
    return shares / shares.sum(axis=1, keepdims=True)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """500 discussions of 30 to 300 comments with any shares: 93% to 97% of the intervals hold the true share."""
    rng = np.random.default_rng(1)
    held, counted_errors, errors = [], [], []
    for _ in range(500):
        answers = rng.integers(0, 3, 600)
        quantifier = Quantifier(answers, model(answers, rng))
        labels = rng.choice(3, rng.integers(30, 300), p=rng.dirichlet(np.ones(3)))
        truth = np.bincount(labels, minlength=3) / len(labels)
        for share, true in zip(quantifier.estimate(NAMES, Tally.of(model(labels, rng))), truth, strict=True):
            held.append(share.low - 1e-9 <= true <= share.high + 1e-9)
            errors.append(abs(share.value - true))
            counted_errors.append(abs(share.counted - true))
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(errors) < 0.6 * np.mean(counted_errors)


def test_what_people_labelled_is_counted_and_not_estimated():
    rng = np.random.default_rng(2)
    answers = rng.integers(0, 3, 300)
    quantifier = Quantifier(answers, model(answers, rng))
    labels = np.array([0, 0, 1, 2])
    shares = quantifier.estimate(NAMES, Tally.of(model(labels, rng), labels))
    for share, true in zip(shares, (0.5, 0.25, 0.25), strict=True):
        assert (share.value, share.low, share.high, share.counted) == pytest.approx((true,) * 4)


def test_estimates_are_shares():
    rng = np.random.default_rng(3)
    answers = rng.integers(0, 3, 300)
    shares = Quantifier(answers, model(answers, rng)).estimate(NAMES, Tally.of(model(np.zeros(20, dtype=int), rng)))
    assert sum(share.value for share in shares) == pytest.approx(1)
    assert all(0 <= share.low <= share.value <= share.high <= 1 for share in shares)
