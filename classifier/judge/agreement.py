"""How far annotators agree, beyond what chance alone would bring about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Draws of an interval, and their seed.
RESAMPLES = 1000
SEED = 13


@dataclass(frozen=True)
class Agreement:
    """Agreement of two or more annotators on one head.

    Attributes
    ----------
    items : int
        Items with at least two votes.
    observed : float
        Share of items on which the first two votes are the same.
    kappa : float
        Cohen's kappa of the first and second votes.
    alpha : float
        Krippendorff's alpha of all votes, nominal.
    kappa_interval, alpha_interval : (float, float)
        Their 95% intervals, from drawing the items again.
    disagreements : list of ((str, str), int)
        First and second votes that differ, most frequent first.
    """

    items: int
    observed: float
    kappa: float
    alpha: float
    kappa_interval: tuple[float, float]
    alpha_interval: tuple[float, float]
    disagreements: list[tuple[tuple[str, str], int]]


def agreement(votes: Sequence[Sequence[str]]) -> Agreement | None:
    """Agreement on items with two or more votes; None where there are none.

    Parameters
    ----------
    votes : sequence of sequence of str
        Per item the labels given, the writer's first, in the order of the annotators.

    Notes
    -----
    Cohen, *A coefficient of agreement for nominal scales*, 1960; Krippendorff, *Content Analysis*, 1980;
    computed by NLTK. Kappa and alpha are 1 where everyone agrees on everything.

    Examples
    --------
    >>> found = agreement([["yes", "yes"], ["no", "no"], ["yes", "no"], ["no", "no"]])
    >>> found.items, found.observed, round(found.kappa, 2), found.disagreements
    (4, 0.75, 0.5, [(('yes', 'no'), 1)])
    """
    from nltk.metrics.agreement import AnnotationTask

    shared = [list(item) for item in votes if len(item) >= 2]
    if not shared:
        return None
    pairs = Counter((item[0], item[1]) for item in shared)
    differing = [(pair, count) for pair, count in pairs.most_common() if pair[0] != pair[1]]
    rows = [(f"annotator {who}", str(n), label) for n, item in enumerate(shared) for who, label in enumerate(item)]
    first_two = [row for row in rows if row[0] in ("annotator 0", "annotator 1")]
    names = sorted({label for _, _, label in rows})
    one_label = len(names) == 1
    return Agreement(
        items=len(shared),
        observed=1 - sum(count for _, count in differing) / len(shared),
        kappa=1.0 if one_label else float(AnnotationTask(data=first_two).kappa()),
        alpha=1.0 if one_label else float(AnnotationTask(data=rows).alpha()),
        kappa_interval=_interval(shared, names, _kappas),
        alpha_interval=_interval(shared, names, _alphas),
        disagreements=differing,
    )


def confusion(pairs: Iterable[tuple[str, str]], names: Sequence[str]) -> NDArray[np.int64]:
    """How often each label of the first annotator met each label of the second: shape (labels, labels).

    Parameters
    ----------
    pairs : iterable of (str, str)
        Both labels, an item.
    names : sequence of str
        The labels in their order.

    Examples
    --------
    >>> confusion([("yes", "no"), ("no", "no")], ["yes", "no"]).tolist()
    [[0, 1], [0, 1]]
    """
    counts = Counter(pairs)
    return np.array([[counts[first, second] for second in names] for first in names], dtype=np.int64)


def _interval(
    items: Sequence[Sequence[str]], names: Sequence[str], figures: Callable[[Floats, Floats], Floats]
) -> tuple[float, float]:
    """95% interval of a figure, from how often each kind of item is drawn when the items are drawn again."""
    kinds = Counter(tuple(item) for item in items)
    counts = np.array(list(kinds.values()))
    tables = np.array([_table(kind, names, figures) for kind in kinds])
    draws = np.random.default_rng(SEED).multinomial(len(items), counts / counts.sum(), RESAMPLES)
    found = figures(draws.astype(float), tables)
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def _table(kind: Sequence[str], names: Sequence[str], figures: Callable[[Floats, Floats], Floats]) -> Floats:
    """What one item adds: to the confusion of its first two votes, or to the coincidences of all of them."""
    table = np.zeros((len(names), len(names)))
    pairs = [(0, 1)] if figures is _kappas else permutations(range(len(kind)), 2)
    for one, other in pairs:
        table[names.index(kind[one]), names.index(kind[other])] += 1 if figures is _kappas else 1 / (len(kind) - 1)
    return table


def _kappas(draws: Floats, tables: Floats) -> Floats:
    """Cohen's kappa of each draw: shape (draws,)."""
    joint = np.tensordot(draws, tables, 1)
    total = joint.sum(axis=(1, 2))
    seen = np.trace(joint, axis1=1, axis2=2) / total
    chance = (joint.sum(axis=1) * joint.sum(axis=2)).sum(axis=1) / total**2
    return _beyond_chance(seen, chance)


def _alphas(draws: Floats, tables: Floats) -> Floats:
    """Krippendorff's nominal alpha of each draw: shape (draws,)."""
    joint = np.tensordot(draws, tables, 1)
    votes = joint.sum(axis=2)
    total = votes.sum(axis=1)
    seen = np.trace(joint, axis1=1, axis2=2) / total
    chance = (votes * (votes - 1)).sum(axis=1) / (total * (total - 1))
    return _beyond_chance(seen, chance)


def _beyond_chance(seen: Floats, chance: Floats) -> Floats:
    return np.where(chance < 1, (seen - chance) / np.where(chance < 1, 1 - chance, 1), 1.0)
