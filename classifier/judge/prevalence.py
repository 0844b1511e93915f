"""How large the share of each label is in a discussion, which counting the model's labels gets wrong.

Counted labels repeat the model's errors: where off-topic comments are rare, most comments called
off-topic are something else. Held-out rows show how the model errs, and the estimate here corrects for
it: probabilistic adjusted classify and count (PACC), after Forman, *Quantifying counts and costs via
classification*, 2008, and Bella et al., *Quantification via probability estimators*, 2010, with QuaPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

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
class Tally:
    """What is counted in a discussion, of any size; all that its shares are estimated from.

    Attributes
    ----------
    known : array of int, shape (labels,)
        Comments people gave each label.
    proposed : array of int, shape (labels,)
        The other comments, by the label the model proposes.
    sums : array of float, shape (labels,)
        What the model gave each label in the other comments, added up.
    """

    known: NDArray[np.intp]
    proposed: NDArray[np.intp]
    sums: Floats

    @classmethod
    def of(cls, probabilities: Floats, known: NDArray[Any] | None = None) -> Self:
        """The tally of comments one by one.

        Parameters
        ----------
        probabilities : array of float, shape (comments, labels)
            What the model gave each comment.
        known : array of int, shape (comments,), optional
            Position of the label a person gave a comment; -1 where nobody did.

        Examples
        --------
        >>> Tally.of(np.array([[0.8, 0.2], [0.7, 0.3], [0.6, 0.4]]), np.array([-1, 1, -1])).proposed
        array([2, 0])
        """
        total, size = probabilities.shape
        known = np.full(total, -1) if known is None else known
        rest = probabilities[known < 0]
        return cls(
            np.bincount(known[known >= 0], minlength=size),
            np.bincount(rest.argmax(axis=1), minlength=size),
            rest.sum(axis=0),
        )


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
    >>> tally = Tally.of(np.array([[0.8, 0.2]] * 3 + [[0.2, 0.8]]))
    >>> [round(share.value, 2) for share in Quantifier(answers, sure).estimate(["a", "b"], tally)]
    [0.75, 0.25]
    """

    answers: NDArray[np.intp]
    probabilities: Floats

    def estimate(self, names: Sequence[str], tally: Tally) -> list[Share]:
        """Share of each label in a discussion: what people labelled is counted, the rest estimated.

        Parameters
        ----------
        names : sequence of str
            Labels in order.
        tally : Tally

        Returns
        -------
        list of Share
            In the order of the names.
        """
        unknown = int(tally.proposed.sum())
        total = max(int(tally.known.sum()) + unknown, 1)
        certain, part = tally.known / total, unknown / total
        counted = certain + tally.proposed / total
        point, low, high = self._unknown(tally.sums / unknown, unknown) if unknown else (np.zeros(len(names)),) * 3
        figures = zip(certain + part * point, certain + part * low, certain + part * high, counted, strict=True)
        return [Share(name, *map(float, row)) for name, row in zip(names, figures, strict=True)]

    def _unknown(self, mean: Floats, comments: int) -> tuple[Floats, Floats, Floats]:
        from quapy.method.aggregative import PACC

        raw = _solved(PACC.getPteCondEstim(np.arange(len(mean)), self.answers, self.probabilities), mean)
        point = on_simplex(raw)
        lowest, highest = np.percentile(self._errors(point, comments), [2.5, 97.5], axis=0)
        return point, np.clip(raw - highest, 0, point), np.clip(raw - lowest, point, 1)

    def _errors(self, shares: Floats, comments: int) -> Floats:
        """Errors of the estimate for discussions with these shares, drawn from the held-out rows."""
        rng = np.random.default_rng(SEED)
        pools = [self.probabilities[self.answers == label] for label in range(len(shares))]
        drawn = rng.multinomial(comments, shares, RESAMPLES)
        seen = np.sum([_resampled(rng, pool, drawn[:, label]) for label, pool in enumerate(pools)], axis=0) / comments
        again = [_resampled(rng, pool, np.full(RESAMPLES, len(pool))) / len(pool) for pool in pools]
        return _solved(np.stack(again, axis=2), seen) - drawn / comments


def _resampled(rng: np.random.Generator, pool: Floats, sizes: NDArray[np.intp]) -> Floats:
    """Sums of so many rows of a pool drawn with replacement, shape (sizes, labels)."""
    return np.asarray(rng.multinomial(sizes, np.full(len(pool), 1 / len(pool))) @ pool)


def _solved(errors: Floats, observed: Floats) -> Floats:
    """Shares that, with errors like these, give the means observed; not yet held within 0 and 1."""
    return np.asarray((np.linalg.pinv(errors, rtol=1e-12) @ observed[..., None])[..., 0])


def on_simplex(shares: Floats) -> Floats:
    """The nearest shares of which none is below 0 and which add up to 1."""
    from quapy.functional import normalize_prevalence

    return np.asarray(normalize_prevalence(shares, method="mapsimplex"), dtype=np.float64)
