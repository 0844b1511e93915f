import numpy as np
import pytest

from classifier.judge.contradiction import standing

NAMES = ("a", "b", "c")


@pytest.fixture
def judged():
    """Labels, and a calibrated model that errs on a third of them, less sure where it errs."""
    rng = np.random.default_rng(3)
    answers = np.tile(np.arange(3), 200)
    sure = rng.uniform(0.4, 0.99, 600)
    said = np.where(rng.random(600) < sure, answers, (answers + rng.integers(1, 3, 600)) % 3)
    shares = np.repeat((1 - sure)[:, None] / 2, 3, axis=1)
    shares[np.arange(600), said] = sure
    return answers, shares


def test_honest_labels_stand(judged):
    found = standing(NAMES, *judged)
    assert not found.contradicts
    assert 0.3 < found.kappa < 0.8


@pytest.mark.parametrize("kind", ["exchanged", "shifted", "one label", "random"])
def test_labels_that_know_nothing_or_the_opposite_contradict(kind, judged):
    answers, shares = judged
    turned = {
        "exchanged": np.array([1, 0, 2])[answers],
        "shifted": (answers + 1) % 3,
        "one label": np.zeros_like(answers),
        "random": np.random.default_rng(0).integers(0, 3, 600),
    }[kind]
    assert standing(NAMES, turned, shares).contradicts


def test_few_labels_are_not_judged(judged):
    answers, shares = judged
    assert not standing(NAMES, ((answers + 1) % 3)[:29], shares[:29]).contradicts


def test_errors_picked_out_and_put_right_do_not_contradict(judged):
    answers, shares = judged
    wrong = shares.argmax(axis=1) != answers
    usual = shares[wrong].max(axis=1)
    picked = wrong & (np.arange(600) % 2 == 0)
    assert standing(NAMES, answers[picked], shares[picked]).contradicts
    assert not standing(NAMES, answers[picked], shares[picked], usual).contradicts
    assert standing(NAMES, (answers + 1) % 3, shares, usual).contradicts
