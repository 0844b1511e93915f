"""In which order comments are worth a person's time; every function gives positions, the most rewarding first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.judge.doubt import doubtful
from classifier.records import digest

Floats = NDArray[np.float64]
Order = NDArray[np.intp]

#: The most uncertain comments among which different ones are sought.
POOL = 2000
#: Seed of the clusters.
SEED = 11


def uncertainty(heads: Sequence[Floats]) -> Floats:
    """How little the model knows about each comment: the highest entropy of any head over its possible maximum.

    Parameters
    ----------
    heads : sequence of array of float, shape (comments, labels)
        Probabilities, an array a head.

    Returns
    -------
    array of float, shape (comments,)
        Between 0, certain, and 1, all labels alike.

    Examples
    --------
    >>> uncertainty([np.array([[1.0, 0.0], [0.5, 0.5]])]).tolist()
    [0.0, 1.0]
    """
    from scipy.special import entr

    return np.max([entr(head).sum(axis=1) / np.log(head.shape[1]) for head in heads], axis=0)


def most_uncertain(heads: Sequence[Floats]) -> Order:
    """The comments the model knows least about first.

    Parameters
    ----------
    heads : sequence of array of float, shape (comments, labels)

    Returns
    -------
    array of int, shape (comments,)

    Examples
    --------
    >>> most_uncertain([np.array([[0.9, 0.1], [0.5, 0.5], [0.7, 0.3]])]).tolist()
    [1, 2, 0]
    """
    return np.argsort(-uncertainty(heads), kind="stable")


def diverse_uncertain(heads: Sequence[Floats], texts: Sequence[str], at_once: int = 20) -> Order:
    """Uncertain comments that differ from each other first, so that each teaches something new.

    The most uncertain comments are put into clusters by their words, and taken in turn from each.

    Parameters
    ----------
    heads : sequence of array of float, shape (comments, labels)
    texts : sequence of str
    at_once : int
        Clusters, as many as a person reviews before the model learns again.

    Returns
    -------
    array of int, shape (comments,)

    Notes
    -----
    After Xu et al., *Incorporating diversity and density in active learning for relevance feedback*, 2007.

    Examples
    --------
    >>> even = np.full((4, 2), 0.5)
    >>> order = diverse_uncertain([even], ["rain again", "rain again today", "goal by the keeper", "a late goal"], 2)
    >>> sorted(place // 2 for place in order[:2].tolist())
    [0, 1]
    """
    order = most_uncertain(heads)
    pool = order[:POOL]
    clusters = _clusters([texts[place] for place in pool], at_once)
    turns = _place_in_its_cluster(clusters)
    return np.concatenate([pool[np.argsort(turns, kind="stable")], order[POOL:]])


def likely_errors(given: NDArray[np.intp], probabilities: Floats) -> Order:
    """Labels that people gave and the model doubts most, first.

    Parameters
    ----------
    given : array of int, shape (comments,)
        Position of the label of each comment; -1 where nobody gave one, which is left out.
    probabilities : array of float, shape (comments, labels)
        Best from a model that did not learn from these labels.

    Returns
    -------
    array of int
        Positions of labelled comments whose label is likely wrong; may be empty.

    Notes
    -----
    Confident learning, Northcutt et al., 2021, with cleanlab.

    Examples
    --------
    >>> probabilities = np.array([[0.9, 0.1]] * 6 + [[0.1, 0.9]] * 6)
    >>> likely_errors(np.array([1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, -1]), probabilities).tolist()
    [0]
    """
    labelled = np.flatnonzero(given >= 0)
    present = np.unique(given[labelled])
    if len(present) < 2:
        return np.zeros(0, dtype=np.intp)
    answers = np.searchsorted(present, given[labelled])
    return labelled[doubtful(answers, _renormalised(probabilities[labelled][:, present]))]


def in_random_order(comment_ids: Sequence[str], seed: str = "") -> Order:
    """An order that has nothing to do with content, the same on every machine, for honest evaluation.

    Parameters
    ----------
    comment_ids : sequence of str
    seed : str

    Returns
    -------
    array of int, shape (comments,)

    Examples
    --------
    >>> sorted(in_random_order(["a", "b", "c"]).tolist())
    [0, 1, 2]
    """
    return np.array(sorted(range(len(comment_ids)), key=lambda n: digest(seed, comment_ids[n])), dtype=np.intp)


def _clusters(texts: Sequence[str], count: int) -> NDArray[np.intp]:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import HashingVectorizer

    words = HashingVectorizer(n_features=2**12, alternate_sign=False).transform(texts)
    count = min(count, len({row.indices.tobytes() + row.data.tobytes() for row in words}))
    if count < 2:
        return np.zeros(len(texts), dtype=np.intp)
    return np.asarray(KMeans(count, random_state=SEED, n_init=2).fit_predict(words), dtype=np.intp)


def _place_in_its_cluster(clusters: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many of the same cluster stand before each: shape (comments,)."""
    seen: dict[int, int] = {}
    turns = []
    for cluster in clusters.tolist():
        turns.append(seen.get(cluster, 0))
        seen[cluster] = turns[-1] + 1
    return np.array(turns, dtype=np.intp)


def _renormalised(probabilities: Floats) -> Floats:
    total = probabilities.sum(axis=1, keepdims=True)
    return np.where(total > 0, probabilities / np.where(total > 0, total, 1), 1 / probabilities.shape[1])
