"""Where the readers begin, as a question a person can answer: the likely lines and how sure the page is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.records import Document
from classifier.segmenter.page import Page
from classifier.segmenter.plain import lines_of, measured
from classifier.segmenter.seam import Decision, Weights, decide, shipped_weights

#: Kinds of documents whose lines are those of the text; the others have the markup to go by.
LINED = ("text", "markdown")

#: Lines named to the person who is asked.
CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the segmenter thinks of where the readers begin.

    Attributes
    ----------
    line : int or None
        Physical line of the first comment; None for no comments.
    probability : float
        That this answer is right.
    unsure : bool
        Whether a person should be asked.
    candidates : tuple of (int, float)
        The likeliest lines with their probabilities, likeliest first.
    model : str
        Which weights thought so.
    """

    line: int | None
    probability: float
    unsure: bool
    candidates: tuple[tuple[int, float], ...]
    model: str


def beginning(document: Document, weights: Weights | None = None) -> Beginning | None:
    r"""Where the readers of a document begin, and how sure that is.

    Parameters
    ----------
    document : Document
    weights : Weights, optional
        Those shipped with the program by default.

    Returns
    -------
    Beginning or None
        None for a document whose markup says it.

    Raises
    ------
    BundleError
        When the weights cannot be read.

    Examples
    --------
    >>> page = Document("page.txt", "00", "text", "Bridge shut\n\nThe bridge was shut on Friday.\n")
    >>> beginning(page).line is None
    True
    """
    if document.kind not in LINED:
        return None
    weights = weights or shipped_weights()
    page = measured(document, lines_of(document)).page
    decision = decide(page, weights)
    candidates = _candidates(page, decision)
    if decision.first is None:
        return Beginning(None, 1 - decision.probability, decision.unsure, candidates, weights.fitted_on)
    line = page.numbers[decision.first]
    return Beginning(line, dict(candidates)[line], decision.unsure, candidates, weights.fitted_on)


def _candidates(page: Page, decision: Decision) -> tuple[tuple[int, float], ...]:
    """The line decided on, then the likeliest others; rows of its byline count for the line decided on."""
    order = [int(row) for row in np.argsort(-decision.seam, kind="stable") if decision.seam[row] > 0]
    found = {}
    if decision.first is not None:
        own = [row for row in order if decision.first <= row <= order[0]]
        found[decision.first] = float(decision.seam[own].sum())
        order = [row for row in order if row not in own]
    found |= {row: float(decision.seam[row]) for row in order[: CANDIDATES - len(found)]}
    return tuple((page.numbers[row], round(share, 4)) for row, share in found.items())
