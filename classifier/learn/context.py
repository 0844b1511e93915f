"""What the comment that is answered says about the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax
from sklearn.model_selection import GroupKFold

#: Answers with a known label below which nothing is learnt of them.
LEAST = 100
FOLDS = 5

#: Pull of the numbers to no effect of the context.
PENALTY = 1.0


@dataclass(frozen=True)
class Context:
    """How far the labels of a comment move those of the comments that answer it.

    Attributes
    ----------
    scale : float
        What the answer's own log-odds are multiplied by.
    follow : array of float, shape (labels, labels)
        Log-odds of each label of the answer (columns) for each label of what it answers (rows).
    """

    scale: float
    follow: NDArray[np.float64]

    def shares(self, own: NDArray[np.float64], parent: NDArray[np.float64]) -> NDArray[np.float64]:
        """Probabilities of answers in their context, shape (answers, labels).

        Parameters
        ----------
        own, parent : array of float, shape (answers, labels)
            Probabilities of the answers and of what they answer, each by its own text.

        Examples
        --------
        >>> opposing = Context(1.0, np.array([[-1.0, 1.0], [1.0, -1.0]]))
        >>> opposing.shares(np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]])).argmax()
        np.int64(1)
        """
        return np.exp(_log_shares(self, _log(own), _centred(parent)))


def fit_context(
    own: NDArray[np.float64],
    parent: NDArray[np.float64],
    answers: NDArray[np.intp],
    groups: Sequence[str],
    order: Sequence[int],
) -> Context | None:
    """Learn from labelled answers how labels follow each other; None where it does not help.

    Parameters
    ----------
    own, parent : array of float, shape (answers, labels)
        Probabilities by models that had not seen the texts.
    answers : array of int, shape (answers,)
    groups : sequence of str
        Answers of one group never stand on both sides of a fold.
    order : sequence of int
        For each label, the label of the mirror twin; what is learnt is the same for a twin.

    Returns
    -------
    Context or None
        None where there are fewer than `LEAST` answers, or where, in cross-validation, the labels of answers
        are no likelier with their context than without.
    """
    if len(answers) < LEAST or len(set(groups)) < 2:
        return None
    rows, mirror = np.arange(len(answers)), list(order)
    gain = 0.0
    for seen, held in GroupKFold(min(FOLDS, len(set(groups)))).split(rows, groups=list(groups)):
        found = _fitted(own[seen], parent[seen], answers[seen], mirror)
        at = answers[held][:, None]
        gain += float(np.take_along_axis(_log(found.shares(own[held], parent[held])), at, 1).sum())
        gain -= float(np.take_along_axis(_log(own[held]), at, 1).sum())
    return _fitted(own, parent, answers, mirror) if gain > 0 else None


def _fitted(
    own: NDArray[np.float64], parent: NDArray[np.float64], answers: NDArray[np.intp], mirror: list[int]
) -> Context:
    """Penalised maximum likelihood on answers and their mirror twins."""
    size = own.shape[1]
    odds = np.vstack([_log(own), _log(own)[:, mirror]])
    given = np.vstack([_centred(parent), _centred(parent)[:, mirror]])
    labels = np.concatenate([answers, np.array(mirror)[answers]])
    hits = np.eye(size)[labels]

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        context = Context(float(values[-1]), values[:-1].reshape(size, size))
        logs = _log_shares(context, odds, given)
        error = np.exp(logs) - hits
        slope = np.append((given.T @ error).ravel(), (error * odds).sum()) + PENALTY * (values - neutral)
        return float(PENALTY / 2 * np.sum((values - neutral) ** 2) - (logs * hits).sum()), slope

    neutral = np.append(np.zeros(size * size), 1.0)
    values = minimize(loss, neutral, jac=True, method="L-BFGS-B").x
    follow = values[:-1].reshape(size, size)
    return Context(float(values[-1]), (follow + follow[mirror][:, mirror]) / 2)


def _log_shares(context: Context, odds: NDArray[np.float64], given: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(log_softmax(context.scale * odds + given @ context.follow, axis=1))


def _log(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(shares, 1e-12))


def _centred(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return shares - 1 / shares.shape[1]
