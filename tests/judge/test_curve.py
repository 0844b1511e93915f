import numpy as np
import pytest

from classifier.judge.curve import forecast

SIZES = [200, 400, 800, 1600, 3200]


def law(sizes):
    return 0.8 - 2 * np.asarray(sizes, dtype=float) ** -0.4


def test_a_clean_curve_is_extended_along_its_law():
    found = forecast(SIZES, law(SIZES), 6400)
    assert found.value == pytest.approx(law(6400), abs=0.01)
    assert found.high - found.low < 0.02


def test_the_interval_holds_what_comes_more_often_than_not():
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(40):
        noisy = law(SIZES) + rng.normal(0, 0.01, len(SIZES))
        found = forecast(SIZES, noisy, 6400)
        held += found.low <= law(6400) <= found.high
    assert held >= 30


def test_more_labels_never_promise_less():
    found = [forecast(SIZES, [0.5, 0.55, 0.6, 0.62, 0.63], at).value for at in (3200, 3400, 6400)]
    assert found == sorted(found)


def test_two_points_are_no_curve():
    assert forecast([100, 200], [0.4, 0.5], 300) is None
