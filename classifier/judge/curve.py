"""How a figure grows with the number of labels, and what more of them should bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Sizes a curve needs before anything can be said of the next one.
LEAST = 3
#: Resamples of the prediction's interval, and their seed.
RESAMPLES = 200
SEED = 7

_Law = tuple[float, float, float]


@dataclass(frozen=True)
class Forecast:
    """What a figure should be at a number of labels, with its 95% interval."""

    labels: int
    value: float
    low: float
    high: float


def forecast(sizes: Sequence[int], values: Sequence[float], at: int) -> Forecast | None:
    """Extend a learning curve to a number of labels; None where it has too few points.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of labels a model was fitted on.
    values : sequence of float
        Its figure on held-out rows, between 0 and 1.
    at : int
        Number of labels asked about.

    Notes
    -----
    An inverse power law, as in Figueroa et al., *Predicting sample size required for classification
    performance*, 2012; the interval comes from resampling what the curve leaves unexplained.

    Examples
    --------
    >>> found = forecast([100, 200, 400, 800], [0.5, 0.6, 0.65, 0.675], 1600)
    >>> 0.675 < found.value < 0.72
    True
    """
    if len(set(sizes)) < LEAST:
        return None
    curve, again, left, rng = _resampled(sizes, values)
    found = np.array([_law(at, *one) for one in again]) + rng.choice(left, RESAMPLES)
    low, high = np.percentile(found, [2.5, 97.5])
    value = float(_law(at, *curve))
    return Forecast(at, value, float(np.clip(low, 0, value)), float(np.clip(high, value, 1)))


def gain(sizes: Sequence[int], values: Sequence[float], more: int) -> Forecast | None:
    """How much a figure should rise with so many more labels than the most there are; None for too few points.

    Parameters
    ----------
    sizes : sequence of int
    values : sequence of float
        As for `forecast`.
    more : int

    Examples
    --------
    >>> found = gain([100, 200, 400, 800], [0.5, 0.6, 0.65, 0.675], 800)
    >>> 0 < found.low <= found.value <= found.high < 0.05
    True
    """
    if len(set(sizes)) < LEAST:
        return None
    now, at = max(sizes), max(sizes) + more
    curve, again, _, _ = _resampled(sizes, values)
    value = float(_law(at, *curve) - _law(now, *curve))
    low, high = np.percentile([_law(at, *one) - _law(now, *one) for one in again], [2.5, 97.5])
    return Forecast(at, value, float(min(low, value)), float(max(high, value)))


def _resampled(
    sizes: Sequence[int], values: Sequence[float]
) -> tuple[_Law, list[_Law], np.ndarray, np.random.Generator]:
    """The law of a curve, the laws of the same curve drawn again, and what the law leaves unexplained."""
    x, y = np.asarray(sizes, dtype=float), np.asarray(values, dtype=float)
    curve = _fitted(x, y)
    left = y - _law(x, *curve)
    # Three numbers are fitted, so what is left over understates the noise.
    left *= np.sqrt(len(x) / max(len(x) - 3, 1))
    rng = np.random.default_rng(SEED)
    again = [_fitted(x, _law(x, *curve) + rng.choice(left, len(x))) for _ in range(RESAMPLES)]
    return curve, again, left, rng


def _law(sizes: object, ceiling: float, gap: float, rate: float) -> np.ndarray:
    return np.asarray(ceiling - gap * np.power(np.asarray(sizes, dtype=float), -rate))


def _fitted(sizes: np.ndarray, values: np.ndarray) -> _Law:
    from scipy.optimize import least_squares

    start = [min(values.max() + 0.05, 1.0), 1.0, 0.5]
    found = least_squares(
        lambda law: _law(sizes, *law) - values, start, bounds=([0, 0, 0.05], [1, 50, 2]), method="trf"
    )
    return tuple(map(float, found.x))  # type: ignore[return-value]
