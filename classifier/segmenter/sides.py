"""The two registers of one page: how its own lines above differ from its own lines beneath."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from classifier.segmenter.page import COMPARED, Page
from classifier.segmenter.register import INDEX, MEASURED
from classifier.segmenter.signing import Signing

#: Lines of common ground each side starts from, so that few lines do not make a register.
GROUND = 3.0
#: Words of common ground each side starts from.
GROUND_WORDS = 60.0

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,!?;:…\"“”'’‘()–—-]+")
_STYLE = [INDEX[name] for name in COMPARED if not name.startswith("byline_")]


def side_evidence(page: Page, evidence: np.ndarray, signing: Signing) -> np.ndarray:
    """Log-odds that a row belongs to the lower side, by its style and by its words: shape (rows, 2).

    Parameters
    ----------
    page : Page
    evidence : array of shape (rows,)
        Log-odds that a reader wrote the line, judged without knowing the page's own habits.
    signing : Signing
        Repeated bylines, which tell most rows of a page apart from the start.
    """
    if not page.lines:
        return np.zeros((0, 2))
    lower = _beneath(evidence, signing)
    prose = np.array([byline is None or not byline.strong for byline in page.bylines], dtype=float)
    return np.column_stack([_by_style(page, lower, prose), _by_words(page, lower, prose)])


def _beneath(evidence: np.ndarray, signing: Signing) -> np.ndarray:
    """Probability of each row to stand beneath the seam, over all places where it may be."""
    total = np.concatenate([[0.0], np.cumsum(np.tanh(evidence / 2))])
    change = total[-1] - 2 * total[:-1]
    change[0] = -np.inf if len(change) > 1 else 0.0
    if signing.rows:
        last = signing.rows[0] if signing.start is None else signing.start
        change[max(last, 1) + 1 :] = -np.inf
        if signing.start is not None and last > 0:
            change[:last] = -np.inf
    share = np.exp(change - change.max())
    return np.cumsum(share / share.sum())


def _by_style(page: Page, lower: np.ndarray, prose: np.ndarray) -> np.ndarray:
    style = page.measured[:, _STYLE]
    spread = style.std(axis=0)
    style = (style - style.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    above, beneath = ((weight * prose)[:, None] for weight in (1 - lower, lower))
    # A row is judged by the others of its side.
    upper = ((above * style).sum(axis=0) - above * style) / (above.sum() - above + GROUND)
    under = ((beneath * style).sum(axis=0) - beneath * style) / (beneath.sum() - beneath + GROUND)
    odds = ((style - upper) ** 2 - (style - under) ** 2).sum(axis=1) / 2
    return np.clip(odds / len(_STYLE) ** 0.5, -6.0, 6.0)


def _by_words(page: Page, lower: np.ndarray, prose: np.ndarray) -> np.ndarray:
    words = [Counter(_WORD.findall(line[:MEASURED].lower())) for line in page.lines]
    number = {word: place for place, word in enumerate(set().union(*words))}
    rows = np.repeat(np.arange(len(words)), [len(found) for found in words])
    columns = np.array([number[word] for found in words for word in found], dtype=int)
    counts = np.array([count for found in words for count in found.values()], dtype=float)
    if not len(counts):
        return np.zeros(len(words))
    usual = np.bincount(columns, counts, len(number)) / counts.sum()
    odds = np.zeros(len(words))
    for side, sign in ((lower * prose, 1.0), ((1 - lower) * prose, -1.0)):
        known = np.bincount(columns, counts * side[rows], len(number))[columns] - counts * side[rows]
        size = np.bincount(rows, counts * side[rows], len(words))
        rest = (size.sum() - size)[rows]
        share = (known + GROUND_WORDS * usual[columns]) / (rest + GROUND_WORDS)
        odds += sign * np.bincount(rows, counts * np.log(share), len(words))
    length = np.bincount(rows, counts, len(words))
    return np.clip(odds / np.sqrt(np.maximum(length, 1)), -6.0, 6.0)
