"""How far annotators agree, beyond what chance alone would bring about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


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
    disagreements : list of ((str, str), int)
        First and second votes that differ, most frequent first.
    """

    items: int
    observed: float
    kappa: float
    alpha: float
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
    one_label = len({label for _, _, label in rows}) == 1
    return Agreement(
        items=len(shared),
        observed=1 - sum(count for _, count in differing) / len(shared),
        kappa=1.0 if one_label else float(AnnotationTask(data=first_two).kappa()),
        alpha=1.0 if one_label else float(AnnotationTask(data=rows).alpha()),
        disagreements=differing,
    )
