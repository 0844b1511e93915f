"""Where the readers begin: the decision of the whole page, "nowhere" among its outcomes.

Three fitted sums of trees, one above the other. The first gives every line its evidence, the
log-odds that a reader wrote it, from its own register and from how it differs from the page's opening.
The second scores every line as the first comment, from the evidence summed over each side and near the
seam, and from what stands directly above and beneath it. The third says whether the page has comments at all.
"""

from __future__ import annotations

import functools
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import IO

import numpy as np

from classifier.errors import BundleError
from classifier.files import arrays_in
from classifier.records import digest
from classifier.segmenter.page import PLACED_NAMES, Page, place
from classifier.segmenter.register import INDEX, NAMES
from classifier.segmenter.sides import side_evidence
from classifier.segmenter.signing import LONGEST_COMMENT, signing_features, signing_of
from classifier.segmenter.trees import Trees

#: Version of the file of weights; a file of another version is refused.
FORMAT = 2

#: Evidence of one line counts no more than this, so that no single line can decide a page.
CAP = 4.0

#: Score of a row that cannot be the first comment.
IMPOSSIBLE = -20.0

#: What is added to the score of the first of the bylines that repeat.
FAVOUR = 2.0

_SEAM_NAMES = (
    "first_sentence",
    "first_sentence_exclaims",
    "last_sentence_asks",
    "starts_with_it",
    "starts_imperative",
    "rate_kin",
    "phrases_above",
    "in_title",
    "reader_start",
    "about_page",
    "invites",
    "footnote",
    "sign_off",
    "you_asked",
    "calls_a_name",
    "like_the_end",
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
_SPLIT_NAMES = (
    "log_words",
    "word_length",
    "capitals",
    "mark_curly_single",
    "mark_straight_single",
    "mark_quote",
    "rate_i",
    "rate_you",
    "rate_praise",
    "mark_exclamation",
    "rate_article",
    "indent",
    "blanks_before",
    "closed",
    "like_the_end",
)
_SPLIT_COLUMNS = [PLACED_NAMES.index(name) for name in _SPLIT_NAMES]
_FAR = 99.0
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
        Whether a person should be asked: `confidence` is lower than what was right nine times in ten.
    """

    first: int | None
    probability: float
    seam: np.ndarray
    unsure: bool

    @property
    def confidence(self) -> float:
        """Probability that there are no comments, or that they begin on that line or beside it, as decided."""
        return 1 - self.probability if self.first is None else _near(self.seam, self.first)

    def is_comment(self) -> np.ndarray:
        """Probability of each row to stand at or beneath the seam: shape (rows,)."""
        return np.clip(np.cumsum(self.seam), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted numbers.

    Attributes
    ----------
    line, register, seam, page : Trees
        The sums, each giving log-odds.
    sharpness : float
        What the scores of the seams are multiplied with before they become probabilities.
    threshold : float
        From which probability on the page has comments.
    sure : tuple of float
        Confidence from which on nobody need be asked: where no comments are found, and where some are.
    fitted_on : str
        Digest of what they were fitted on.
    """

    line: Trees
    register: Trees
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
    evidence = line_evidence(placed, weights.line, weights.register)
    around = seam_features(page, placed, evidence)
    scores = seam_scores(page, around, weights.seam)
    probability = float(logistic(weights.page(page_features(page, scores, evidence)[None, :]))[0])
    places = probability * shares(scores, weights.sharpness)
    return decided(page, probability, places, weights.threshold, weights.sure)


def decided(
    page: Page,
    probability: float,
    places: np.ndarray,
    threshold: float,
    sure: tuple[float, float] = (0.0, 0.0),
) -> Decision:
    """The decision that follows from the probabilities.

    Parameters
    ----------
    page : Page
    probability : float
        That the page has comments.
    places : array of shape (rows,)
        Probability of each row to be the first comment.
    threshold : float
    sure : tuple of float
        Confidence from which on nobody need be asked: where no comments are found, and where some are.
    """
    first = _first_of_its_bylines(page, int(np.argmax(places))) if probability >= threshold else None
    made = Decision(first, probability, places, False)
    return replace(made, unsure=made.confidence < sure[first is not None])


def _near(places: np.ndarray, row: int) -> float:
    """Probability that the seam is at a row or next to it."""
    return float(places[max(row - 1, 0) : row + 2].sum())


def _first_of_its_bylines(page: Page, row: int) -> int:
    """The row, or the name or number directly above it that belongs to the same byline."""
    for _ in range(2):
        byline, above = page.bylines[row], page.bylines[row - 1] if row > 1 else None
        if byline is None or above is None:
            break
        unsigned = byline.kind == "dated" and byline.author is None and above.kind in ("name", "says", "button")
        numbered = byline.kind in ("name", "says", "dated") and page.lines[row - 1].strip(" \t#.()").isdigit()
        if not (unsigned or numbered):
            break
        row -= 1
    return row


def line_evidence(placed: np.ndarray, line: Trees, register: Trees) -> np.ndarray:
    """Log-odds that a reader wrote the line, capped: shape (rows, 2).

    The first column judges the line in its place, the second by its register alone, which is less exact
    but does not drift with the page around it.
    """
    columns = [line(placed), register(placed[:, : len(NAMES)])]
    return np.clip(np.column_stack(columns), -CAP, CAP)


def both(evidence: np.ndarray) -> np.ndarray:
    """The two columns of `line_evidence` as one: shape (rows,)."""
    return 0.6 * evidence.sum(axis=1)


def seam_scores(page: Page, around: np.ndarray, seam: Trees) -> np.ndarray:
    """Log-odds of each row to be the first comment: shape (rows,). An article has at least one line."""
    scores = seam(around) + signed_places(page)
    scores[0] = IMPOSSIBLE
    return scores


def signed_places(page: Page) -> np.ndarray:
    """What bylines that repeat add to the score of each row: shape (rows,).

    Where they stand above comments, the first of them is favoured; where they stand beneath, the first comment
    begins above the first of them.
    """
    found, favour = signing_of(page), np.zeros(len(page.lines))
    if found.start is not None:
        favour[found.start] = FAVOUR
    elif found.rows:
        first = found.rows[0]
        favour[first:] = IMPOSSIBLE
        favour[: max(first - LONGEST_COMMENT, 0)] = IMPOSSIBLE
    return favour


def seam_features(page: Page, placed: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """What speaks for a seam directly above each row: shape (rows, features)."""
    own = placed[:, _SEAM_COLUMNS]
    whole, signing = both(evidence), signing_of(page)
    blocks = [
        _sums(whole),
        _each(evidence),
        _bylines(page),
        signing_features(page, signing),
        _sides(side_evidence(page, whole, signing)),
        _splits(whole, placed),
        own,
        _shifted(own, 1),
        _shifted(own, -1),
    ]
    return np.hstack(blocks)


def _each(evidence: np.ndarray) -> np.ndarray:
    """The columns of the evidence apart, over short windows and over either side."""
    windows = ((-1, 0), (0, 1), (-3, 0), (0, 3), (-_EVERYWHERE, 0), (0, _EVERYWHERE))
    return np.hstack([_window(evidence, start, stop) for start, stop in windows])


def _sides(sides: np.ndarray) -> np.ndarray:
    """The page's own registers near the seam and over either side, and as change points."""
    total = np.concatenate([np.zeros((1, 2)), np.cumsum(sides, axis=0)])
    change = total[-1] - 2 * total[:-1]
    return np.hstack([sides, _each(sides), change - change.max(axis=0), change / len(sides)])


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


def _splits(evidence: np.ndarray, placed: np.ndarray) -> np.ndarray:
    """How much better two means than one explain the page, split at each row, for the evidence and the registers."""
    columns = np.column_stack([evidence, placed[:, _SPLIT_COLUMNS]])
    spread = columns.std(axis=0)
    scaled = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1)
    count = len(scaled)
    above = np.concatenate([np.zeros_like(scaled[:1]), np.cumsum(scaled, axis=0)[:-1]])
    left = np.arange(count)[:, None]
    gain = above**2 / np.maximum(left, 1) + above**2 / np.maximum(count - left, 1)
    gain[0] = 0
    joint = gain[:, 1:].sum(axis=1)
    return np.column_stack([gain - gain.max(axis=0), gain[:, 0] / count, joint - joint.max(), joint / count])


def _bylines(page: Page) -> np.ndarray:
    """Where the nearest bylines stand, and how dense they are above and beneath."""
    kinds = [byline.kind if byline else "" for byline in page.bylines]
    strong = np.array([kind in ("dated", "says") for kind in kinds], dtype=float)
    name = np.array([kind == "name" for kind in kinds], dtype=float)
    beneath = np.concatenate([np.cumsum(strong[::-1])[::-1]])
    columns = [strong.sum() - beneath, beneath]
    for width in (5, 20, _EVERYWHERE):
        columns += [_window(strong, -width, 0), _window(strong, 0, width)]
    columns += [_window(name, -20, 0), _window(name, 0, 20)]
    columns += [_distance(strong[::-1])[::-1], _distance(strong, own=False)]
    return np.column_stack([*columns, _layout(page, strong)])


def _layout(page: Page, strong: np.ndarray) -> np.ndarray:
    """Whether bylines stand above or beneath what they sign, and how far apart, seen from each row."""
    count = len(strong)
    gaps = np.diff(page.numbers, prepend=page.numbers[0] - 1) - 1
    spaced = np.append(gaps, 1) > 0
    starts = [row for row in np.flatnonzero(strong) if row == 0 or not strong[row - 1]]
    ends = [row for row in np.flatnonzero(strong) if row == count - 1 or not strong[row + 1]]
    above = float(np.mean([spaced[row] for row in starts])) if starts else 0.0
    beneath = float(np.mean([spaced[row + 1] for row in ends])) if ends else 0.0
    apart = float(np.median(np.diff(starts))) if len(starts) > 1 else 0.0
    ahead = _distance(strong[::-1])[::-1]
    # A page whose last line is a byline signs beneath; one that leaves a line blank after bylines does too.
    signed = float(strong[-2:].any())
    page_wide = np.tile([above, beneath, beneath - above, apart, signed, strong[-1]], (count, 1))
    before_all = np.cumsum(strong) - strong == 0
    return np.column_stack([page_wide, ahead - apart, strong * signed, gaps, before_all & (ahead < apart + 1)])


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


def page_features(page: Page, scores: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """What speaks for comments anywhere on the page: shape (features,)."""
    return np.concatenate([_scored(scores, evidence), _signed(page, scores)])


def _signed(page: Page, scores: np.ndarray) -> np.ndarray:
    """Bylines on either side of the likeliest seam and at it, how much stands beneath it, and how sure it is."""
    best, count, found = int(np.argmax(scores)), len(scores), signing_of(page)
    strong = np.array([byline is not None and byline.strong for byline in page.bylines], dtype=float)
    beneath = [byline for byline in page.bylines[best:] if byline is not None]
    kinds = [
        byline.kind if (byline := page.bylines[row]) else "" for row in (best, min(best + 1, count - 1), count - 1)
    ]
    at_it = [float(kind == other) for kind in kinds for other in ("dated", "says", "name", "button")]
    lengths = np.array([len(line) for line in page.lines], dtype=float)
    share = shares(scores, 1.0)
    return np.array(
        [
            strong[:best].sum(),
            strong[best:].sum(),
            strong[best:].mean(),
            np.log1p(len(found.rows)),
            float(found.beneath),
            *at_it,
            page.measured[best, INDEX["indent"]],
            page.measured[best, INDEX["blanks_before"]],
            float(any(byline.posted_at is not None and "T" in byline.posted_at for byline in beneath)),
            float(any(byline.author for byline in beneath[:2])),
            np.log1p(lengths[:best].sum()),
            np.log1p(lengths[best:].sum()),
            np.log1p(lengths[best:].max()),
            -(share * np.log(share + 1e-9)).sum(),
            share[best],
            share[max(best - 1, 0) : best + 2].sum(),
        ]
    )


def _scored(scores: np.ndarray, evidence: np.ndarray) -> np.ndarray:
    """The scores of the likeliest seams, and the evidence on either side of the best."""
    best = int(np.argmax(scores))
    evidence = both(evidence)
    top = np.sort(np.concatenate([scores, np.full(5, IMPOSSIBLE)]))[::-1][:5]
    above, beneath = evidence[:best], evidence[best:]
    return np.array(
        [
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
    )


def shares(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """Scores of the rows as probabilities that add up to one: shape (rows,)."""
    odds = np.exp(sharpness * (scores - scores.max()))
    return odds / odds.sum()


def logistic(values: np.ndarray) -> np.ndarray:
    """Log-odds as probabilities."""
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


@functools.cache
def shipped_weights() -> Weights:
    """The weights shipped with the program."""
    return read_weights(io.BytesIO(files(__package__).joinpath("weights.npz").read_bytes()))


def read_weights(source: IO[bytes]) -> Weights:
    """Weights of a file of numbers, from which no code can be run.

    Raises
    ------
    BundleError
        When the file is cut short, of another format, or was fitted for other measures.
    """
    remedy = "fit the segmenter again with benchmarks/segmenter.py --fit"
    try:
        return weights_of(arrays_in(source.read()))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise BundleError("the segmenter's weights cannot be read", where="weights.npz", remedy=remedy) from error


def weights_of(arrays: Mapping[str, np.ndarray]) -> Weights:
    """Weights of the arrays of a file of weights."""
    facts = json.loads(str(arrays["facts"]))
    remedy = "fit the segmenter again with benchmarks/segmenter.py --fit"
    if facts["format"] != FORMAT:
        raise BundleError(f"segmenter weights of format {facts['format']}, not {FORMAT}", remedy=remedy)
    if facts["measures"] != digest(*PLACED_NAMES):
        raise BundleError("the segmenter's weights were fitted for other measures", remedy=remedy)
    return Weights(
        line=Trees.of_arrays(arrays, "line"),
        register=Trees.of_arrays(arrays, "register"),
        seam=Trees.of_arrays(arrays, "seam"),
        page=Trees.of_arrays(arrays, "page"),
        sharpness=facts["sharpness"],
        threshold=facts["threshold"],
        sure=(facts["sure"][0], facts["sure"][1]),
        fitted_on=facts["fitted_on"],
    )


def arrays_of(weights: Weights) -> dict[str, np.ndarray]:
    """Arrays of a file of weights, the opposite of `weights_of`."""
    facts = {
        "format": FORMAT,
        "measures": digest(*PLACED_NAMES),
        "sharpness": weights.sharpness,
        "threshold": weights.threshold,
        "sure": list(weights.sure),
        "fitted_on": weights.fitted_on,
    }
    trees = {"line": weights.line, "register": weights.register, "seam": weights.seam, "page": weights.page}
    kept = {key: array for name, sums in trees.items() for key, array in sums.arrays(name).items()}
    return {"facts": np.array(json.dumps(facts, sort_keys=True)), **kept}
