"""How right a model is: figures with intervals, as pure functions of arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

#: Resamples of a bootstrap interval and the seed they are drawn with.
RESAMPLES = 1000
SEED = 20

#: Bins of the expected calibration error.
BINS = 15


@dataclass(frozen=True)
class Figure:
    """A figure and its 95% bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True)
class HeadReport:
    """Figures of one head.

    Attributes
    ----------
    confusion : list of list of int
        Rows are the true labels, columns the model's, both in the order of `names`.
    labels : dict of str to dict of str to Figure
        Per label `precision`, `recall` and `f1`.
    support : dict of str to int
        Rows of each true label.
    recall_gap : Figure or None
        Recall of the first of two opposed labels minus that of the second.
    """

    names: tuple[str, ...]
    rows: int
    macro_f1: Figure
    accuracy: Figure
    expected_calibration_error: Figure
    labels: dict[str, dict[str, Figure]]
    support: dict[str, int]
    confusion: list[list[int]]
    recall_gap: Figure | None = None
    opposed: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        return asdict(self)


def report(
    names: Sequence[str],
    answers: NDArray[np.intp],
    probabilities: NDArray[np.float64],
    opposed: Sequence[str] = (),
) -> HeadReport:
    """Figures of one head on labelled rows.

    Parameters
    ----------
    names : sequence of str
        Labels in order.
    answers : array of int, shape (rows,)
        Position of each true label.
    probabilities : array of float, shape (rows, labels)
    opposed : sequence of str, optional
        Two labels of opposite sides, whose recalls are compared.

    Returns
    -------
    HeadReport

    Raises
    ------
    ValueError
        When there are no rows.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7]])
    >>> report(["yes", "no"], np.array([0, 1, 1, 1]), shares).macro_f1.value
    0.733...
    """
    if not len(answers):
        raise ValueError("no rows to report on")
    size = len(names)
    guesses = probabilities.argmax(axis=1)
    counts = confusion_matrix(answers, guesses, labels=np.arange(size))
    resampled = _resampled_counts(counts)
    values, spread = _rates(counts[None]), _rates(resampled)
    gap = None
    if opposed:
        first, second = (list(names).index(name) for name in opposed)
        gap = _figure(*(rates["recall"][:, first] - rates["recall"][:, second] for rates in (values, spread)))
    return HeadReport(
        names=tuple(names),
        rows=len(answers),
        macro_f1=_figure(values["macro_f1"], spread["macro_f1"]),
        accuracy=_figure(values["accuracy"], spread["accuracy"]),
        expected_calibration_error=calibration_error(answers, probabilities),
        labels={
            name: {key: _figure(values[key][:, at], spread[key][:, at]) for key in ("precision", "recall", "f1")}
            for at, name in enumerate(names)
        },
        support={name: int(total) for name, total in zip(names, counts.sum(axis=1), strict=True)},
        confusion=counts.tolist(),
        recall_gap=gap,
        opposed=tuple(opposed),
    )


def calibration_error(answers: NDArray[np.intp], probabilities: NDArray[np.float64], bins: int = BINS) -> Figure:
    """Expected calibration error of the most probable label, over bins of equal width.

    Notes
    -----
    Naeini, Cooper and Hauskrecht, *Obtaining Well Calibrated Probabilities Using Bayesian Binning*, AAAI 2015.
    """
    confidence = probabilities.max(axis=1)
    right = (probabilities.argmax(axis=1) == answers).astype(float)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = right - confidence

    def error(weights: NDArray[np.float64]) -> float:
        return float(np.abs(np.bincount(place, weights * gap, bins)).sum() / weights.sum())

    rng = np.random.default_rng(SEED)
    rows = len(answers)
    draws = [error(np.bincount(rng.integers(0, rows, rows), minlength=rows).astype(float)) for _ in range(RESAMPLES)]
    return Figure(error(np.ones(rows)), *_interval(np.array(draws)))


def reliability(
    answers: NDArray[np.intp], probabilities: NDArray[np.float64], bins: int = 10
) -> list[dict[str, float]]:
    """Points of a reliability diagram: per bin of confidence the mean confidence, share right and rows."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == answers
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        {
            "confidence": float(confidence[place == at].mean()),
            "right": float(right[place == at].mean()),
            "rows": int((place == at).sum()),
        }
        for at in range(bins)
        if (place == at).any()
    ]


def paired_difference(answers: NDArray[np.intp], first: NDArray[np.float64], second: NDArray[np.float64]) -> Figure:
    """Macro-F1 of the second model minus that of the first on the same rows, with its interval.

    Parameters
    ----------
    answers : array of int, shape (rows,)
    first, second : array of float, shape (rows, labels)
    """
    size = first.shape[1]
    cells = (answers * size + first.argmax(axis=1)) * size + second.argmax(axis=1)
    counts = np.bincount(cells, minlength=size**3)
    draws = np.random.default_rng(SEED).multinomial(len(answers), counts / len(answers), RESAMPLES)
    both = np.concatenate([counts[None], draws]).reshape(-1, size, size, size)
    difference = _rates(both.sum(axis=2))["macro_f1"] - _rates(both.sum(axis=3))["macro_f1"]
    return Figure(float(difference[0]), *_interval(difference[1:]))


def _resampled_counts(counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Confusion matrices of resampled rows, shape (resamples, labels, labels)."""
    rows = int(counts.sum())
    draws = np.random.default_rng(SEED).multinomial(rows, counts.ravel() / rows, RESAMPLES)
    return draws.reshape(-1, *counts.shape)


def _rates(counts: NDArray[np.intp]) -> dict[str, NDArray[np.float64]]:
    """Rates of stacked confusion matrices; a label that neither stands nor is guessed is left out."""
    hits = np.diagonal(counts, axis1=1, axis2=2).astype(float)
    actual, guessed = counts.sum(axis=2), counts.sum(axis=1)
    f1 = 2 * hits / np.maximum(actual + guessed, 1)
    present = (actual + guessed) > 0
    return {
        "precision": hits / np.maximum(guessed, 1),
        "recall": hits / np.maximum(actual, 1),
        "f1": f1,
        "macro_f1": f1.sum(axis=1) / present.sum(axis=1),
        "accuracy": hits.sum(axis=1) / counts.sum(axis=(1, 2)),
    }


def _figure(values: NDArray[np.float64], draws: NDArray[np.float64]) -> Figure:
    return Figure(float(values[0]), *_interval(draws))


def _interval(draws: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.percentile(draws, [2.5, 97.5])
    return float(low), float(high)


def length_only(answers: NDArray[np.intp], words: NDArray[np.intp]) -> float:
    """Cross-validated macro-F1 of a logistic regression that sees only the logarithm of the word count.

    Parameters
    ----------
    answers : array of int, shape (rows,)
    words : array of int, shape (rows,)
        Words of each text.

    Returns
    -------
    float
        What a label set gives away by length alone; 0 where there are too few rows to tell.
    """
    counts = np.bincount(answers) if len(answers) else np.zeros(0)
    if (counts > 0).sum() < 2 or counts[counts > 0].min() < 5:
        return 0.0
    guesses = cross_val_predict(
        LogisticRegression(), np.log(np.maximum(words, 1)).reshape(-1, 1), answers, cv=StratifiedKFold(5)
    )
    return float(f1_score(answers, guesses, average="macro"))
