"""Fit the numbers by which the segmenter finds where the readers begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from classifier.segmenter import seam
from classifier.segmenter.page import PLACED_NAMES, Page, place
from classifier.segmenter.trees import Trees

#: Lines of either side that a page gives to the fit of the line model, so that long pages do not rule.
LINES_A_SIDE = 40
FOLDS = 5

_LINE = {"max_iter": 160, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 40}
_SEAM = {"max_iter": 200, "learning_rate": 0.05, "max_leaf_nodes": 12, "min_samples_leaf": 20}
_PAGE = {"max_iter": 70, "learning_rate": 0.06, "max_leaf_nodes": 6, "min_samples_leaf": 15}


def fit_seam(
    pages: Sequence[Page],
    firsts: Sequence[int | None],
    groups: Sequence[str],
    weights: Sequence[float] | None = None,
    *,
    seed: int = 0,
    threshold: float = 0.5,
) -> dict[str, Any]:
    """Fit the three sums of trees of `classifier.segmenter.seam`.

    What a sum is given from the one beneath it is always predicted for pages of groups that the one
    beneath was not fitted on, as it will be for pages nobody has seen.

    Parameters
    ----------
    pages : sequence of Page
    firsts : sequence of int or None
        Row of the first comment of each page; None where it has none.
    groups : sequence of str
        Site of each page.
    weights : sequence of float, optional
        How much each page counts; 1 by default.
    seed : int
    threshold : float
        From which probability on a page has comments.

    Returns
    -------
    dict
        Numbers that `classifier.segmenter.seam.weights_from` reads, but for `fitted_on`.
    """
    counts = np.ones(len(pages)) if weights is None else np.asarray(weights, dtype=float)
    placed = [place(page) for page in pages]
    folds = list(GroupKFold(min(FOLDS, len(set(groups)))).split(pages, groups=groups))
    line, evidence = _fit_lines(placed, firsts, counts, folds, seed)
    around = [seam.seam_features(*row) for row in zip(pages, placed, evidence, strict=True)]
    places, scores = _fit_seams(around, evidence, firsts, counts, folds, seed)
    whole = np.array([seam.page_features(*row) for row in zip(around, scores, evidence, strict=True)])
    has_comments = np.array([first is not None for first in firsts])
    page = _boosted(whole, has_comments, counts, seed, _PAGE)
    return {
        "format": seam.FORMAT,
        "measures": list(PLACED_NAMES),
        "line": line.as_lists(),
        "seam": places.as_lists(),
        "page": page.as_lists(),
        "sharpness": _sharpness(scores, firsts),
        "threshold": threshold,
        "sure": [threshold / 2, 1 - (1 - threshold) / 2],
    }


def _fit_lines(
    placed: Sequence[np.ndarray],
    firsts: Sequence[int | None],
    counts: np.ndarray,
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
    seed: int,
) -> tuple[Trees, list[np.ndarray]]:
    """The line model, and the evidence of every page from a model fitted on the others."""
    chosen = [
        _chosen_lines(len(rows), first, seed + number)
        for number, (rows, first) in enumerate(zip(placed, firsts, strict=True))
    ]

    def fitted(members: Sequence[int]) -> Trees:
        rows = np.vstack([placed[m][chosen[m]] for m in members])
        labels = np.concatenate([chosen[m] >= _row(firsts[m]) for m in members])
        share = np.concatenate(
            [np.full(len(chosen[m]), counts[m] / max(len(chosen[m]), 1) ** 0.5) for m in members]
        )
        return _boosted(rows, labels, share, seed, _LINE)

    evidence: list[np.ndarray] = [np.zeros(0)] * len(placed)
    for train, held in folds:
        model = fitted(train)
        for m in held:
            evidence[m] = seam.line_evidence(placed[m], model)
    return fitted(range(len(placed))), evidence


def _fit_seams(
    around: Sequence[np.ndarray],
    evidence: Sequence[np.ndarray],
    firsts: Sequence[int | None],
    counts: np.ndarray,
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
    seed: int,
) -> tuple[Trees, list[np.ndarray]]:
    """The seam model, and the scores of every page from a model fitted on the others."""
    chosen = [
        _chosen_seams(rows, first, seed + number)
        for number, (rows, first) in enumerate(zip(evidence, firsts, strict=True))
    ]

    def fitted(members: Sequence[int]) -> Trees:
        rows = np.vstack([around[m][chosen[m]] for m in members])
        labels = np.concatenate([chosen[m] == _row(firsts[m]) for m in members])
        share = np.concatenate([np.full(len(chosen[m]), counts[m]) for m in members])
        return _boosted(rows, labels, share, seed, _SEAM)

    scores: list[np.ndarray] = [np.zeros(0)] * len(around)
    for train, held in folds:
        model = fitted(train)
        for m in held:
            scores[m] = seam.seam_scores(around[m], model)
    return fitted(range(len(around))), scores


def _row(first: int | None) -> float:
    return np.inf if first is None else first


def _chosen_lines(count: int, first: int | None, seed: int) -> np.ndarray:
    """Rows of a page that the line model is fitted on: all near the seam, some of the rest."""
    rng = np.random.default_rng(seed)
    edge = count if first is None else first
    near = np.arange(max(edge - 12, 0), min(edge + 16, count))
    sides = [np.arange(edge), np.arange(edge, count)]
    some = [rng.choice(side, min(len(side), LINES_A_SIDE), replace=False) for side in sides]
    return np.unique(np.concatenate([near, *some])).astype(int)


def _chosen_seams(evidence: np.ndarray, first: int | None, seed: int) -> np.ndarray:
    """Rows of a page that the seam model is fitted on: the likely ones, those around the true one, a few others."""
    count = len(evidence)
    if count < 2:
        return np.zeros(0, dtype=int)
    rng = np.random.default_rng(seed)
    total = np.concatenate([[0.0], np.cumsum(np.tanh(evidence / 2))])
    change = (total[-1] - 2 * total[:-1])[1:]
    likely = np.argsort(-change, kind="stable")[:25] + 1
    others = rng.choice(np.arange(1, count), min(10, count - 1), replace=False)
    around = np.arange(0) if first is None else np.arange(max(first - 8, 1), min(first + 9, count))
    return np.unique(np.concatenate([likely, others, around])).astype(int)


def _boosted(
    rows: np.ndarray, labels: np.ndarray, share: np.ndarray, seed: int, settings: dict[str, Any]
) -> Trees:
    model = HistGradientBoostingClassifier(
        **settings, l2_regularization=5.0, max_features=0.25, early_stopping=False, random_state=seed
    )
    model.fit(rows, labels, sample_weight=share / share.mean())
    trees = _as_trees(model)
    if not np.allclose(trees(rows[:200]), model.decision_function(rows[:200]), atol=1e-3):
        raise RuntimeError("the exported trees do not answer as the fitted ones")
    return trees


def _as_trees(model: HistGradientBoostingClassifier) -> Trees:
    # scikit-learn has no public way to its histogram trees; `_boosted` compares the answers.
    nodes = [predictors[0].nodes for predictors in model._predictors]
    leaf = [tree["is_leaf"].astype(bool) for tree in nodes]
    return Trees.from_lists(
        {
            "base": float(np.ravel(model._baseline_prediction)[0]),
            "feature": [
                np.where(end, -1, tree["feature_idx"]).tolist() for tree, end in zip(nodes, leaf, strict=True)
            ],
            "threshold": [
                np.where(end, 0, tree["num_threshold"]).tolist()
                for tree, end in zip(nodes, leaf, strict=True)
            ],
            "left": [np.where(end, 0, tree["left"]).tolist() for tree, end in zip(nodes, leaf, strict=True)],
            "right": [
                np.where(end, 0, tree["right"]).tolist() for tree, end in zip(nodes, leaf, strict=True)
            ],
            "value": [_short(np.where(end, tree["value"], 0)) for tree, end in zip(nodes, leaf, strict=True)],
        }
    )


def _short(values: np.ndarray) -> list[float]:
    """Numbers to as many digits as the decision needs, to keep the file small."""
    return [float(f"{value:.6g}") for value in values]


def _sharpness(scores: Sequence[np.ndarray], firsts: Sequence[int | None]) -> float:
    """The factor by which the scores of seams predict best when they are turned into probabilities."""
    pairs = [(row, first) for row, first in zip(scores, firsts, strict=True) if first is not None]

    def loss(factor: float) -> float:
        return sum(np.logaddexp.reduce(factor * row) - factor * row[first] for row, first in pairs)

    return float(min(np.arange(0.3, 2.01, 0.05).round(2), key=loss))
