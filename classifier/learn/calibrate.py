"""Probabilities that mean what they say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

#: Share of errors allowed among labels the model calls sure.
ERROR_RATE = 0.2


def softmax(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds as probabilities, each row adding up to 1.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0]]))
    array([[0.5, 0.5]])
    """
    return np.exp(log_odds - logsumexp(log_odds, axis=1, keepdims=True))


def fit_temperature(log_odds: NDArray[np.float64], answers: NDArray[np.intp]) -> float:
    """The number to divide log-odds by so that held-out probabilities are as likely as can be.

    Parameters
    ----------
    log_odds : array of float, shape (texts, labels)
        Of texts the model was not fitted on.
    answers : array of int, shape (texts,)
        Position of each text's label.

    Returns
    -------
    float
        Between 0.05 and 20; 1 where there is nothing to learn from.

    Notes
    -----
    Guo, Pleiss, Sun and Weinberger, *On Calibration of Modern Neural Networks*, ICML 2017.

    Examples
    --------
    >>> odds = np.array([[2.0, 0.0], [0.0, 2.0], [2.0, 0.0], [2.0, 0.0]])
    >>> fit_temperature(odds, np.array([0, 1, 0, 1])) > 1
    True
    """
    if not len(answers):
        return 1.0

    def loss(log_temperature: float) -> float:
        scaled = log_odds / np.exp(log_temperature)
        return float(np.mean(logsumexp(scaled, axis=1) - scaled[np.arange(len(answers)), answers]))

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def unsure_below(
    probabilities: NDArray[np.float64], answers: NDArray[np.intp], error_rate: float = ERROR_RATE
) -> float:
    """The confidence from which at most a stated share of labels is wrong.

    Parameters
    ----------
    probabilities : array of float, shape (texts, labels)
        Of texts the model was not fitted on.
    answers : array of int, shape (texts,)
    error_rate : float
        Between 0 and 1.

    Returns
    -------
    float
        Labels with a smaller probability are to be called unsure; 1 where no confidence is enough.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.55, 0.45]])
    >>> unsure_below(shares, np.array([0, 0, 0, 1]))
    0.8
    """
    confidence = probabilities.max(axis=1)
    order = np.argsort(-confidence, kind="stable")
    wrong = (probabilities.argmax(axis=1) != answers)[order]
    rates = np.cumsum(wrong) / np.arange(1, len(answers) + 1)
    enough = np.flatnonzero(rates <= error_rate)
    return float(confidence[order][enough[-1]]) if len(enough) else 1.0
