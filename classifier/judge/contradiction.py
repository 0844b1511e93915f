"""How far a source's labels agree with a model that has not seen them, and whether they contradict it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

#: Labels of a head below which nothing is said of their source.
LEAST = 30

#: Agreement beyond chance (Cohen's kappa) that a source must be able to have.
BOUND = 0.2

#: Standard errors by which a source must miss a bound.
ERRORS = 3.0

#: Labels of each of two kinds from which it is asked whether a source has exchanged them.
LEAST_OF_A_PAIR = 10


@dataclass(frozen=True)
class Standing:
    """Agreement of some labels with a model that has not seen them.

    Attributes
    ----------
    rows : int
    agreement : float
        Share of rows on which both say the same.
    kappa : float
        Cohen's kappa, which is 0 for labels that know nothing.
    at_most : float
        What the kappa of such labels could be, `ERRORS` standard errors above.
    exchanged : tuple of (str, str)
        Labels that stand for each other more often than not.
    errors_alone : bool
        Whether all of it could be the errors of the model, picked out to be put right.
    """

    rows: int
    agreement: float
    kappa: float
    at_most: float
    exchanged: tuple[tuple[str, str], ...]
    errors_alone: bool = False

    @property
    def contradicts(self) -> bool:
        """Whether the labels are many and further from the model than hard comments and other eyes explain."""
        return self.rows >= LEAST and not self.errors_alone and (self.at_most < BOUND or bool(self.exchanged))


def standing(
    names: Sequence[str],
    answers: NDArray[np.intp],
    probabilities: NDArray[np.float64],
    usual: NDArray[np.float64] | None = None,
) -> Standing:
    """Agreement of labels with a model that has not seen them.

    Parameters
    ----------
    names : sequence of str
        Labels of the head.
    answers : array of int, shape (rows,)
        Position of each row's label.
    probabilities : array of float, shape (rows, labels)
    usual : array of float, optional
        How sure the model is where it errs on the labels of others. With it, labels of somebody who has only
        put errors right are told from labels that are wrong: of errors the model is less sure.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.2, 0.8]] * 40)
    >>> standing(("yes", "no"), np.array([0, 1] * 40), shares).contradicts
    False
    >>> found = standing(("yes", "no"), np.array([1, 0] * 40), shares)
    >>> found.contradicts, found.agreement, found.exchanged
    (True, 0.0, (('yes', 'no'),))
    """
    rows, chosen = len(answers), probabilities.argmax(axis=1)
    same = float((chosen == answers).mean())
    labels = len(names)
    chance = float(np.bincount(answers, minlength=labels) @ np.bincount(chosen, minlength=labels)) / rows**2
    beyond = max(1 - chance, 1e-9)
    error = _error(same, rows) / beyond
    kappa = (same - chance) / beyond
    exchanged = tuple((names[one], names[other]) for one, other in _exchanged(answers, probabilities))
    alone = usual is not None and not _surer(probabilities[chosen != answers].max(axis=1), usual)
    return Standing(rows, same, kappa, kappa + ERRORS * error, exchanged, alone)


def _surer(own: NDArray[np.float64], usual: NDArray[np.float64]) -> bool:
    """Whether a model is surer in some rows than it usually is where it errs."""
    if len(usual) < LEAST or not len(own):
        return True
    return bool(own.mean() - ERRORS * usual.std() / np.sqrt(len(own)) > usual.mean())


def _exchanged(answers: NDArray[np.intp], probabilities: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    for pair in combinations(range(probabilities.shape[1]), 2):
        kinds = [(answers == label, label, other) for label, other in (pair, pair[::-1])]
        counts = [int(rows.sum()) for rows, _, _ in kinds]
        if min(counts) < LEAST_OF_A_PAIR:
            continue
        shares = [float((probabilities[rows, own] > probabilities[rows, other]).mean()) for rows, own, other in kinds]
        errors = [_error(share, count) for share, count in zip(shares, counts, strict=True)]
        error = float(np.hypot(errors[0], errors[1])) / 2
        if sum(shares) / 2 + ERRORS * error < 0.5:
            yield pair


def _error(share: float, count: int) -> float:
    """Standard error of a share, never nothing for few rows."""
    steadied = (share * count + 1) / (count + 2)
    return float(np.sqrt(steadied * (1 - steadied) / count))
