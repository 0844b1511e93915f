"""How large the share of each label is in a discussion, which counting the model's labels gets wrong.

Counted labels repeat the model's errors: where off-topic comments are rare, most comments called
off-topic are something else. Held-out rows show how the model errs, and the estimate here corrects for
it: probabilistic adjusted classify and count (PACC), after Forman, *Quantifying counts and costs via
classification*, 2008, and Bella et al., *Quantification via probability estimators*, 2010, with QuaPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Resamples of an interval, and the seed they are drawn with.
RESAMPLES = 200
SEED = 5


@dataclass(frozen=True)
class Share:
    """Estimated share of one label with its 95% interval, and the share plain counting gives."""

    label: str
    value: float
    low: float
    high: float
    counted: float


@dataclass(frozen=True)
class Quantifier:
    """Estimates shares, having seen how a model errs on held-out rows.

    Parameters
    ----------
    answers : array of int, shape (rows,)
        Position of each held-out row's label; every label must occur.
    probabilities : array of float, shape (rows, labels)
        What the model gave the held-out rows.

    Examples
    --------
    >>> answers = np.array([0, 1] * 50)
    >>> sure = np.where(answers[:, None] == [0, 1], 0.8, 0.2)
    >>> shares = Quantifier(answers, sure).estimate(["a", "b"], np.array([[0.8, 0.2]] * 3 + [[0.2, 0.8]]))
    >>> [round(share.value, 2) for share in shares]
    [0.75, 0.25]
    """

    answers: NDArray[np.intp]
    probabilities: Floats

    def estimate(self, names: Sequence[str], probabilities: Floats, known: NDArray[Any] | None = None) -> list[Share]:
        """Share of each label in a discussion.

        Parameters
        ----------
        names : sequence of str
            Labels in order.
        probabilities : array of float, shape (comments, labels)
            What the model gave the discussion's comments.
        known : array of int, shape (comments,), optional
            Position of the label a person gave a comment; -1 where nobody did. Known labels are counted,
            the others estimated.

        Returns
        -------
        list of Share
            In the order of the names.
        """
        total, size = len(probabilities), len(names)
        known = np.full(total, -1) if known is None else known
        unknown = probabilities[known < 0]
        certain = np.bincount(known[known >= 0], minlength=size) / max(total, 1)
        counted = certain + np.bincount(unknown.argmax(axis=1), minlength=size) / max(total, 1)
        point, low, high = self._unknown(unknown) if len(unknown) else (np.zeros(size),) * 3
        part = len(unknown) / max(total, 1)
        figures = zip(certain + part * point, certain + part * low, certain + part * high, counted, strict=True)
        return [Share(name, *map(float, row)) for name, row in zip(names, figures, strict=True)]

    def _unknown(self, probabilities: Floats) -> tuple[Floats, Floats, Floats]:
        raw = _adjusted(self.answers, self.probabilities, probabilities)
        point = on_simplex(raw)
        pools = [np.flatnonzero(self.answers == label) for label in range(len(raw))]
        errors = np.array([self._error(point, pools, len(probabilities), n) for n in range(RESAMPLES)])
        lowest, highest = np.percentile(errors, [2.5, 97.5], axis=0)
        return point, np.clip(raw - highest, 0, point), np.clip(raw - lowest, point, 1)

    def _error(self, shares: Floats, pools: list[NDArray[np.intp]], comments: int, draw: int) -> Floats:
        """Error of the estimate for a discussion with these shares, drawn from the held-out rows."""
        rng = np.random.default_rng([SEED, draw])
        labels = rng.choice(len(shares), comments, p=shares)
        rows = np.concatenate([rng.choice(pool, (labels == at).sum()) for at, pool in enumerate(pools)])
        again = np.concatenate([rng.choice(pool, len(pool)) for pool in pools])
        truth = np.bincount(labels, minlength=len(shares)) / comments
        return _adjusted(self.answers[again], self.probabilities[again], self.probabilities[rows]) - truth


def _adjusted(answers: NDArray[np.intp], held_out: Floats, probabilities: Floats) -> Floats:
    """Shares that, with the held-out rows' errors, give the sums observed; not yet held within 0 and 1."""
    from quapy.method.aggregative import PACC

    errors = PACC.getPteCondEstim(np.arange(held_out.shape[1]), answers, held_out)
    solved, *_ = np.linalg.lstsq(errors, probabilities.mean(axis=0), rcond=None)
    return np.asarray(solved, dtype=np.float64)


def on_simplex(shares: Floats) -> Floats:
    """The nearest shares of which none is below 0 and which add up to 1."""
    from quapy.functional import normalize_prevalence

    return np.asarray(normalize_prevalence(shares, method="mapsimplex"), dtype=np.float64)
