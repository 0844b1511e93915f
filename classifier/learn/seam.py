"""Fit the numbers by which the segmenter finds where the readers begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from sklearn.tree import DecisionTreeRegressor

from classifier.records import digest
from classifier.segmenter import seam
from classifier.segmenter.page import Page, measure_page, place
from classifier.segmenter.register import NAMES
from classifier.segmenter.trees import Trees

#: Lines of either side that a page gives to the fit of the line model, so that long pages do not rule.
LINES_A_SIDE = 40
FOLDS = 3
#: Lines from the seam that count as near it.
NEAR = 6

#: Share of the decisions a person need not look at that are to be right.
RIGHT = 0.9
#: How many pages a corrected one counts for.
COUNTS = 6.0

#: How much of the additional trees is tried, until no other page is lost by them.
PARTS = (1.0, 0.6, 0.35, 0.2)

_MORE = {"n_estimators": 40, "learning_rate": 0.15, "max_depth": 3, "min_samples_leaf": 4, "max_features": 0.3}
_LINE = {"max_iter": 220, "learning_rate": 0.06, "max_leaf_nodes": 20, "min_samples_leaf": 35}
_REGISTER = {"max_iter": 120, "learning_rate": 0.07, "max_leaf_nodes": 15, "min_samples_leaf": 40}
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
    judged: Sequence[bool] | None = None,
    fitted_on: str = "",
) -> seam.Weights:
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
    judged : sequence of bool, optional
        Pages by which it is judged how sure a decision must be; all by default.
    fitted_on : str
        Digest of the pages, for the record.

    Returns
    -------
    classifier.segmenter.seam.Weights
    """
    counts = np.ones(len(pages)) if weights is None else np.asarray(weights, dtype=float)
    placed = [place(page) for page in pages]
    folds = list(GroupKFold(min(FOLDS, len(set(groups)))).split(pages, groups=groups))
    (line, register), evidence = _fit_lines(placed, firsts, counts, folds, seed)
    around = [seam.seam_features(*row) for row in zip(pages, placed, evidence, strict=True)]
    places, scores = _fit_seams(pages, around, evidence, firsts, counts, folds, seed)
    whole = np.array([seam.page_features(*row) for row in zip(pages, scores, evidence, strict=True)])
    has_comments = np.array([first is not None for first in firsts])
    sharpness = _sharpness(scores, firsts)
    probability = np.zeros(len(pages))
    for train, held in folds:
        model = _boosted(whole[train], has_comments[train], counts[train], seed, _PAGE)
        probability[held] = seam.logistic(model(whole[held]))
    rows = zip(pages, probability, scores, strict=True)
    made = [seam.decided(page, p, p * seam.shares(score, sharpness), threshold) for page, p, score in rows]
    return seam.Weights(
        line=line,
        register=register,
        seam=places,
        page=_boosted(whole, has_comments, counts, seed, _PAGE),
        sharpness=sharpness,
        threshold=threshold,
        sure=sure_from(made, firsts, judged),
        fitted_on=fitted_on,
    )


def sure_from(
    made: Sequence[seam.Decision],
    firsts: Sequence[int | None],
    judged: Sequence[bool] | None = None,
    *,
    right: float = RIGHT,
) -> tuple[float, float]:
    """Confidence from which on decisions are right as often as wanted, without comments and with some.

    Parameters
    ----------
    made : sequence of Decision
        Made by weights that were not fitted on the pages.
    firsts : sequence of int or None
        Row of the first comment of each page; a decision beside it counts as right.
    judged : sequence of bool, optional
    right : float

    Examples
    --------
    >>> made = [seam.Decision(None, p, np.zeros(2), False) for p in (0.1, 0.2, 0.3, 0.4)]
    >>> sure_from(made, [None, None, None, 1], right=1.0)[0]
    0.7
    """
    counted = [True] * len(made) if judged is None else judged
    rows = [(d, is_right(d, first)) for d, first, count in zip(made, firsts, counted, strict=True) if count]
    none, some = (
        [(d.confidence, hit) for d, hit in rows if (d.first is not None) == found] for found in (False, True)
    )
    return _lowest(none, right), _lowest(some, right)


def is_right(made: seam.Decision, first: int | None) -> bool:
    """Whether a decision names the row of the first comment or the one beside it, or rightly none."""
    if made.first is None or first is None:
        return made.first is first
    return abs(made.first - first) <= 1


def _lowest(rows: Sequence[tuple[float, bool]], right: float) -> float:
    """The lowest confidence such that those with no less are right as often as wanted; 1 where none is."""
    hits, lowest = 0, 1.0
    for number, (confidence, hit) in enumerate(sorted(rows, reverse=True), 1):
        hits += hit
        if hits >= right * number:
            lowest = confidence
    return float(lowest)


@dataclass(frozen=True, slots=True)
class Marked:
    """A page and the row of its first comment, as a person has set it.

    Attributes
    ----------
    page : Page
    first : int or None
        Row among the filled lines; None where the page has no comments.
    """

    page: Page
    first: int | None


def marked(lines: Sequence[str], first_line: int | None) -> Marked:
    """A page of physical lines whose comments begin on a line, counted from 1; on none where it is None.

    Raises
    ------
    ValueError
        When the page ends above that line.

    Examples
    --------
    >>> marked(["Snow", "", "It snowed.", "", "So pretty!"], 5).first
    2
    """
    page = measure_page(lines)
    if first_line is None:
        return Marked(page, None)
    row = int(np.searchsorted(page.numbers, first_line))
    if row == len(page.numbers):
        raise ValueError(f"no line of the page is filled from line {first_line} on")
    return Marked(page, row)


def refit(
    weights: seam.Weights,
    own: Sequence[Marked],
    corrected: Sequence[Marked],
    *,
    counts: float = COUNTS,
    seed: int = 0,
) -> seam.Weights:
    """Weights that also know pages people have corrected.

    The trees that judge lines stay as they are. To those that judge seams and pages a few more are added,
    which start from what the given weights say, so that nothing these know is lost.

    Parameters
    ----------
    weights : classifier.segmenter.seam.Weights
        Those to start from, as shipped.
    own : sequence of Marked
        Pages that hold the additional trees to what is known: half of them by being fitted with, half by
        being looked at afterwards, none of which may be lost.
    corrected : sequence of Marked
    counts : float
        How many of the other pages a corrected one counts for.
    seed : int

    Returns
    -------
    classifier.segmenter.seam.Weights
        Those given where no page is corrected.
    """
    if not corrected:
        return weights
    seen = [_Seen.by(one, weights) for one in [*corrected, *own[::2]]]
    share = np.array([counts] * len(corrected) + [1.0] * len(own[::2]))
    chosen = [_chosen_seams(one.evidence, one.first, seed + n) for n, one in enumerate(seen)]
    rows = np.vstack([one.around[some] for one, some in zip(seen, chosen, strict=True)])
    labels = np.concatenate([some == _row(one.first) for one, some in zip(seen, chosen, strict=True)])
    places = _boosted_on(weights.seam, rows, labels, np.repeat(share, [len(some) for some in chosen]), seed)
    made = replace(weights, seam=weights.seam + places)
    has_comments = np.array([one.first is not None for one in seen])
    page = _boosted_on(weights.page, np.array([one.whole(made) for one in seen]), has_comments, share, seed)
    corrections = digest(*("\n".join(one.page.lines) + f"\n{one.first}" for one in corrected))
    named = replace(weights, fitted_on=f"{weights.fitted_on}+{corrections[:16]}")
    return _held_back(named, places, page, [_Seen.by(one, weights) for one in own[1::2]])


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page with what stays the same however its seam is judged."""

    page: Page
    first: int | None
    evidence: np.ndarray
    around: np.ndarray

    @classmethod
    def by(cls, one: Marked, weights: seam.Weights) -> _Seen:
        placed = place(one.page)
        evidence = seam.line_evidence(placed, weights.line, weights.register)
        return cls(one.page, one.first, evidence, seam.seam_features(one.page, placed, evidence))

    def whole(self, weights: seam.Weights) -> np.ndarray:
        scores = seam.seam_scores(self.page, self.around, weights.seam)
        return seam.page_features(self.page, scores, self.evidence)

    def is_missed(self, weights: seam.Weights) -> bool:
        scores = seam.seam_scores(self.page, self.around, weights.seam)
        whole = seam.page_features(self.page, scores, self.evidence)
        probability = float(seam.logistic(weights.page(whole[None, :]))[0])
        return seam.decided(self.page, probability, seam.shares(scores, 1.0), weights.threshold).first != self.first


def _held_back(weights: seam.Weights, places: Trees, page: Trees, others: Sequence[_Seen]) -> seam.Weights:
    """Weights with as much of the additional trees as costs none of the pages that took no part."""
    before = sum(one.is_missed(weights) for one in others)
    made = weights
    for part in PARTS:
        made = replace(weights, seam=weights.seam + part * places, page=weights.page + part * page)
        if sum(one.is_missed(made) for one in others) <= before:
            break
    return made


def _boosted_on(start: Trees, rows: np.ndarray, labels: np.ndarray, share: np.ndarray, seed: int) -> Trees:
    """A few trees that predict what those given do not."""
    if labels.all() or not labels.any():
        return Trees.of_nodes(0.0, [])
    model = GradientBoostingClassifier(init=_Start(start), random_state=seed, **_MORE)
    model.fit(rows, labels.astype(int), sample_weight=share / share.mean())
    more = [_nodes(tree, model.learning_rate) for tree in model.estimators_[:, 0]]
    return Trees.of_nodes(0.0, more)


class _Start(ClassifierMixin, BaseEstimator):
    """The trees to start from, in the form the library asks for."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees

    def fit(self, rows: np.ndarray, labels: np.ndarray, sample_weight: np.ndarray | None = None) -> _Start:
        self.classes_ = np.unique(labels)
        return self

    def predict_proba(self, rows: np.ndarray) -> np.ndarray:
        positive = seam.logistic(self.trees(rows))
        return np.column_stack([1 - positive, positive])


def _nodes(tree: DecisionTreeRegressor, rate: float) -> dict[str, np.ndarray]:
    nodes = tree.tree_
    leaf = nodes.children_left < 0
    return {
        "feature": np.where(leaf, -1, nodes.feature),
        "threshold": np.where(leaf, 0, nodes.threshold),
        "left": np.where(leaf, 0, nodes.children_left),
        "right": np.where(leaf, 0, nodes.children_right),
        "value": np.where(leaf, rate * nodes.value[:, 0, 0], 0),
    }


def _fit_lines(
    placed: Sequence[np.ndarray],
    firsts: Sequence[int | None],
    counts: np.ndarray,
    folds: Sequence[tuple[np.ndarray, np.ndarray]],
    seed: int,
) -> tuple[tuple[Trees, Trees], list[np.ndarray]]:
    """The two line models, and the evidence of every page from models fitted on the others.

    They are fitted on pages with comments only: an article's lines would otherwise count once more for
    every copy without comments, and teach that a page has none.
    """
    chosen = [
        _chosen_lines(len(rows), first, seed + number)
        for number, (rows, first) in enumerate(zip(placed, firsts, strict=True))
    ]

    def fitted(members: Iterable[int]) -> tuple[Trees, Trees]:
        members = [m for m in members if firsts[m] is not None]
        rows = np.vstack([placed[m][chosen[m]] for m in members])
        labels = np.concatenate([chosen[m] >= _row(firsts[m]) for m in members])
        share = np.concatenate([counts[m] * _line_weights(chosen[m], _row(firsts[m])) for m in members])
        own = rows[:, : len(NAMES)]
        return _boosted(rows, labels, share, seed, _LINE), _boosted(own, labels, share, seed, _REGISTER)

    evidence: list[np.ndarray] = [np.zeros((0, 2))] * len(placed)
    for train, held in folds:
        models = fitted(train)
        for m in held:
            evidence[m] = seam.line_evidence(placed[m], *models)
    return fitted(range(len(placed))), evidence


def _fit_seams(
    pages: Sequence[Page],
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

    def fitted(members: Iterable[int]) -> Trees:
        members = list(members)
        rows = np.vstack([around[m][chosen[m]] for m in members])
        labels = np.concatenate([chosen[m] == _row(firsts[m]) for m in members])
        share = np.concatenate([np.full(len(chosen[m]), counts[m]) for m in members])
        return _boosted(rows, labels, share, seed, _SEAM)

    scores: list[np.ndarray] = [np.zeros(0)] * len(around)
    for train, held in folds:
        model = fitted(train)
        for m in held:
            scores[m] = seam.seam_scores(pages[m], around[m], model)
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


def _line_weights(chosen: np.ndarray, first: float) -> np.ndarray:
    """What each chosen line counts: less on long pages, more near the seam, where the decision is made."""
    return np.where(np.abs(chosen - first) <= NEAR, 3.0, 1.0) / max(len(chosen), 1) ** 0.5


def _chosen_seams(evidence: np.ndarray, first: int | None, seed: int) -> np.ndarray:
    """Rows of a page that the seam model is fitted on: the likely ones, those around the true one, a few others."""
    count = len(evidence)
    if count < 2:
        return np.zeros(0, dtype=int)
    rng = np.random.default_rng(seed)
    total = np.concatenate([[0.0], np.cumsum(np.tanh(seam.both(evidence) / 2))])
    change = (total[-1] - 2 * total[:-1])[1:]
    likely = np.argsort(-change, kind="stable")[:25] + 1
    others = rng.choice(np.arange(1, count), min(10, count - 1), replace=False)
    around = np.arange(0) if first is None else np.arange(max(first - 8, 1), min(first + 9, count))
    return np.unique(np.concatenate([likely, others, around])).astype(int)


def _boosted(rows: np.ndarray, labels: np.ndarray, share: np.ndarray, seed: int, settings: dict[str, Any]) -> Trees:
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
    trees = []
    for (predictor,) in model._predictors:
        nodes, leaf = predictor.nodes, predictor.nodes["is_leaf"].astype(bool)
        trees.append(
            {
                "feature": np.where(leaf, -1, nodes["feature_idx"]),
                "threshold": np.where(leaf, 0, nodes["num_threshold"]),
                "left": np.where(leaf, 0, nodes["left"]),
                "right": np.where(leaf, 0, nodes["right"]),
                "value": np.where(leaf, nodes["value"], 0),
            }
        )
    return Trees.of_nodes(np.ravel(model._baseline_prediction)[0], trees)


def _sharpness(scores: Sequence[np.ndarray], firsts: Sequence[int | None]) -> float:
    """The factor by which the scores of seams predict best when they are turned into probabilities."""
    pairs = [(row, first) for row, first in zip(scores, firsts, strict=True) if first is not None]

    def loss(factor: float) -> float:
        return sum(np.logaddexp.reduce(factor * row) - factor * row[first] for row, first in pairs)

    return float(min(np.arange(0.3, 2.01, 0.05).round(2), key=loss))
