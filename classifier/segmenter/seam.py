"""Where the readers begin: the decision of the whole page, "nowhere" among its outcomes.

Three fitted sums of trees, one above the other. The first gives every line its evidence, the
log-odds that a reader wrote it, from its own register and from how it differs from the page's opening.
The second scores every line as the first comment, from the evidence summed over each side and near the
seam, and from what stands directly above and beneath it. The third says whether the page has comments at all.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np

from classifier.errors import BundleError
from classifier.segmenter.page import PLACED_NAMES, Page, place
from classifier.segmenter.register import NAMES
from classifier.segmenter.trees import Trees

#: Version of the file of weights; a file of another version is refused.
FORMAT = 1

#: Evidence of one line counts no more than this, so that no single line can decide a page.
CAP = 4.0

_SEAM_NAMES = (
    "log_words",
    "sentence_length",
    "capitals",
    "closed",
    "closed_exclaiming",
    "closed_asking",
    "closed_colon",
    "lower_start",
    "quote_start",
    "bullet_start",
    "address_start",
    "label_start",
    "first_is_i",
    "first_is_greeting",
    "first_is_answer",
    "digits",
    "indent",
    "blanks_before",
    "byline_dated",
    "byline_says",
    "byline_name",
    "byline_button",
    "byline_header",
    "rate_i",
    "rate_you",
    "rate_thanks",
    "rate_page",
    "rate_praise",
    "rate_answer",
    "mark_quote",
    "mark_exclamation",
    "url",
    "date",
    "clock",
    "seen_before",
    "seen_in_opening",
    "seen_after",
    "seen_next_to_it",
    "names_a_commenter",
    "names_the_author",
    "shape_count",
    "shape_dated_count",
    "shape_first",
    "quotes_above",
)
_SEAM_COLUMNS = [PLACED_NAMES.index(name) for name in _SEAM_NAMES]
_FAR = 99.0
#: Columns of `seam_features` that sum up the page rather than describe the lines at the seam.
_SUMMARY = 41
_EVERYWHERE = 10**7


@dataclass(frozen=True, slots=True)
class Decision:
    """What the page decides.

    Attributes
    ----------
    first : int or None
        Row (not line number) of the first comment among the filled lines; None for no comments.
    probability : float
        That the page has comments.
    seam : array of shape (rows,)
        Probability of each row to be the first comment; adds up to `probability`.
    unsure : bool
        Whether a person should be asked.
    """

    first: int | None
    probability: float
    seam: np.ndarray
    unsure: bool

    def is_comment(self) -> np.ndarray:
        """Probability of each row to stand at or beneath the seam: shape (rows,)."""
        return np.clip(np.cumsum(self.seam), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers.

    Attributes
    ----------
    line, seam, page : Trees
        The three sums, each giving log-odds.
    sharpness : float
        What the scores of the seams are multiplied with before they become probabilities.
    threshold, sure : tuple of float
        From which probability on the page has comments; below and above which nobody need be asked.
    fitted_on : str
        Digest of what they were fitted on.
    """

    line: Trees
    seam: Trees
    page: Trees
    sharpness: float
    threshold: float
    sure: tuple[float, float]
    fitted_on: str


def decide(page: Page, weights: Weights | None = None) -> Decision:
    """Decide where the comments of a page begin.

    Parameters
    ----------
    page : Page
    weights : Weights, optional
        Those shipped with the program by default.
    """
    rows = len(page.lines)
    if rows < 2:
        return Decision(None, 0.0, np.zeros(rows), False)
    weights = weights or shipped_weights()
    placed = place(page)
    evidence = line_evidence(placed, weights.line)
    around = seam_features(page, placed, evidence)
    scores = seam_scores(around, weights.seam)
    probability = float(_logistic(weights.page(page_features(around, scores, evidence)[None, :]))[0])
    shares = np.exp(weights.sharpness * (scores - scores.max()))
    first = int(np.argmax(scores)) if probability >= weights.threshold else None
    unsure = weights.sure[0] < probability < weights.sure[1]
    return Decision(first, probability, probability * shares / shares.sum(), unsure)


def line_evidence(placed: np.ndarray, line: Trees) -> np.ndarray:
    """Log-odds that a reader wrote the line, capped: shape (rows,)."""
    return np.clip(line(placed), -CAP, CAP)


def seam_scores(around: np.ndarray, seam: Trees) -> np.ndarray:
    """Log-odds of each row to be the first comment: shape (rows,). An article has at least one line."""
    scores = seam(around)
    scores[0] = -20.0
    return scores


def seam_features(page: Page, placed: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """What speaks for a seam directly above each row: shape (rows, features)."""
    own = placed[:, _SEAM_COLUMNS]
    register = placed[:, : len(NAMES)]
    change = _window(register, 0, 6) - _window(register, -6, 0)
    # What stands first is the summary that `page_features` takes from here.
    blocks = [_sums(evidence), _bylines(page), own, _shifted(own, 1), _shifted(own, -1), change]
    return np.hstack(blocks)


def _sums(evidence: np.ndarray) -> np.ndarray:
    """Evidence over windows above and beneath each seam, and the score of the seam as a change point."""
    count = len(evidence)
    places = np.arange(count)
    soft = np.tanh(evidence / 2)
    readers = (evidence > 0).astype(float)
    columns = [evidence]
    for width in (1, 2, 3, 5, 10, _EVERYWHERE):
        columns += [_window(evidence, -width, 0), _window(evidence, 0, width)]
    for values in (soft, readers):
        columns += [_window(values, -_EVERYWHERE, 0), _window(values, 0, _EVERYWHERE)]
    columns += [_window(readers, -8, 0), _window(readers, 0, 8), _window(evidence, 1, 2)]
    for values in (evidence, soft):
        total = np.concatenate([[0.0], np.cumsum(values)])
        change = total[-1] - 2 * total[:-1]
        rank = np.argsort(np.argsort(-change, kind="stable"), kind="stable")
        columns += [change - change.max(), change / count, np.full(count, change.max()), rank.astype(float)]
    columns += [np.log1p(places), np.log1p(count - places), places / count]
    return np.column_stack(columns)


def _bylines(page: Page) -> np.ndarray:
    """Where the nearest bylines stand, and how dense they are above and beneath."""
    kinds = [byline.kind if byline else "" for byline in page.bylines]
    strong = np.array([kind in ("dated", "says") for kind in kinds], dtype=float)
    name = np.array([kind == "name" for kind in kinds], dtype=float)
    beneath = np.concatenate([np.cumsum(strong[::-1])[::-1]])
    columns = [strong.sum() - beneath, beneath]
    for width in (5, 20, _EVERYWHERE):
        columns += [_window(strong, -width, 0), _window(strong, 0, width)]
    columns += [
        _window(name, -20, 0),
        _window(name, 0, 20),
        _distance(strong[::-1])[::-1],
        _distance(strong, own=False),
    ]
    return np.column_stack(columns)


def _distance(flags: np.ndarray, own: bool = True) -> np.ndarray:
    """How many rows back the last flagged row stands; the row itself counts where `own` is true."""
    away = np.full(len(flags), _FAR)
    last = _FAR
    for row, flag in enumerate(flags):
        if flag and own:
            last = 0.0
        away[row] = last
        last = 1.0 if flag else min(last + 1, _FAR)
    return away


def _shifted(rows: np.ndarray, by: int) -> np.ndarray:
    """Rows moved down by `by` places (up where negative), with zeros where nothing stands."""
    moved = np.zeros_like(rows)
    if by > 0:
        moved[by:] = rows[:-by]
    else:
        moved[:by] = rows[-by:]
    return moved


def _window(values: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Mean of the rows from `start` to before `stop` of each row's own place; 0 where there are none.

    Examples
    --------
    >>> _window(np.array([1.0, 3.0, 5.0]), 1, 3)
    array([4., 5., 0.])
    """
    count = len(values)
    sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
    places = np.arange(count)
    low, high = np.clip(places + start, 0, count), np.clip(places + stop, 0, count)
    size = np.maximum(high - low, 1)
    return (sums[high] - sums[low]) / (size if values.ndim == 1 else size[:, None])


def page_features(around: np.ndarray, scores: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """What speaks for comments anywhere on the page: shape (features,)."""
    best = int(np.argmax(scores))
    top = np.sort(np.concatenate([scores, np.full(5, -20.0)]))[::-1][:5]
    above, beneath = evidence[:best], evidence[best:]
    summary = [
        float(np.logaddexp.reduce(scores)),
        top[0],
        top[0] - top[1],
        top[:5].mean(),
        beneath.mean(),
        above.mean() if best else 0.0,
        np.tanh(beneath / 2).sum(),
        (beneath > 0).mean(),
        (above > 0).mean() if best else 0.0,
        evidence.max(),
        (evidence > 0).mean(),
        np.log1p(len(evidence)),
        np.log1p(len(beneath)),
        evidence[-3:].mean(),
        evidence[-1],
    ]
    return np.concatenate([summary, around[best, :_SUMMARY]])


def _logistic(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


@functools.cache
def shipped_weights() -> Weights:
    """The weights shipped with the program."""
    return weights_from(json.loads(files(__package__).joinpath("weights.json").read_text("utf-8")))


def weights_from(numbers: dict[str, Any]) -> Weights:
    """Weights of the content of a file of weights.

    Raises
    ------
    BundleError
        When the file is of another format, or was fitted for other measures.
    """
    remedy = "fit the segmenter again with benchmarks/segmenter.py --fit"
    if numbers.get("format") != FORMAT:
        raise BundleError(f"segmenter weights of format {numbers.get('format')}, not {FORMAT}", remedy=remedy)
    if numbers.get("measures") != list(PLACED_NAMES):
        raise BundleError("segmenter weights fitted for other measures", remedy=remedy)
    return Weights(
        *(Trees.from_lists(numbers[name]) for name in ("line", "seam", "page")),
        sharpness=float(numbers["sharpness"]),
        threshold=float(numbers["threshold"]),
        sure=(float(numbers["sure"][0]), float(numbers["sure"][1])),
        fitted_on=str(numbers["fitted_on"]),
    )
