"""How a page signs its comments: the byline that repeats, and on which side of what it signs it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.segmenter.bylines import BUTTON, HEADER, NUMBERING, Byline, shape
from classifier.segmenter.page import Page

#: Rows of one comment that are told apart; longer ones count as this long.
LONGEST_COMMENT = 24

_NAME = "\u2402"
_FURNITURE = re.compile(
    r"\W{0,3}(?:the )?comments? (?:to|for|on) this (?:entry|post) (?:are|is) closed\W{0,3}"
    r"|\W{0,3}(?:comments? (?:are|is) closed|leave a (?:comment|reply)|post a comment|newer|older|next|previous"
    r"|home)\b.{0,30}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Signing:
    """The bylines of a page that repeat.

    Attributes
    ----------
    rows : tuple of int
        Rows of the byline that repeats most; empty where none does.
    beneath : bool
        Whether the bylines stand beneath what they sign.
    start : int or None
        Row on which the first signed comment starts, byline included, where bylines stand above.
    """

    rows: tuple[int, ...] = ()
    beneath: bool = False
    start: int | None = None


def signing_of(page: Page) -> Signing:
    """How a page signs its comments.

    Examples
    --------
    >>> from classifier.segmenter.page import measure_page
    >>> lines = ["Snow", "It snowed.", "Nice!", "Posted by: Ann | May 3, 2012", "Brr", "Posted by: Bo | May 4, 2012"]
    >>> signing_of(measure_page(lines))
    Signing(rows=(3, 5), beneath=True, start=None)
    """
    rows = _repeated(page)
    if not rows:
        return Signing()
    beneath = _ends_with(page, rows)
    return Signing(rows, beneath, None if beneath else _start(page, rows))


def _repeated(page: Page) -> tuple[int, ...]:
    """Rows of the pattern of byline that is met most often, the lower one where two are met as often."""
    patterns: dict[str, list[int]] = {}
    for row, byline in enumerate(page.bylines):
        if byline is not None and byline.strong:
            patterns.setdefault(pattern(page.lines[row], byline), []).append(row)
    best = max(patterns.values(), key=lambda rows: (len(rows), rows[0]), default=[])
    rows = _without_the_article(best)
    return tuple(rows) if len(rows) > 1 else ()


def _without_the_article(rows: Sequence[int]) -> Sequence[int]:
    """Without the article's own byline, at the top and far above the others."""
    apart = np.diff(rows)
    own = len(rows) > 1 and rows[0] < 4 and apart[0] > 2 * (np.median(apart[1:]) if len(apart) > 1 else 2)
    return rows[1:] if own else rows


def pattern(line: str, byline: Byline) -> str:
    """What a byline shares with the others of its page: all but the name, the date and the numbers.

    Examples
    --------
    >>> pattern("Posted by: old miner, at May 3, 2012", Byline("dated", "old miner"))
    'Posted a ␂ at D'
    """
    named = NUMBERING.sub("", line.strip())
    if byline.author and byline.author in named:
        named = named.replace(byline.author, _NAME)
    return re.sub(f"{_NAME}.*{_NAME}", _NAME, shape(named)) if byline.author else shape(named)


def _ends_with(page: Page, rows: Sequence[int]) -> bool:
    """Whether nothing that is said follows the last byline."""
    return not any(_is_said(page, row) for row in range(rows[-1] + 1, len(page.lines)))


def _is_said(page: Page, row: int) -> bool:
    byline, line = page.bylines[row], page.lines[row].strip()
    if byline is not None and (byline.strong or byline.kind == "button"):
        return False
    return not (_FURNITURE.fullmatch(line) or BUTTON.fullmatch(line) or HEADER.fullmatch(line))


def _start(page: Page, rows: Sequence[int]) -> int:
    """The first byline, or the name or number that most bylines of the page have directly above them."""
    start = rows[0]
    for step in (1, 2):
        above = [page.bylines[row - step] for row in rows[1:] if row >= step]
        kinds = Counter(byline.kind if byline else "" for byline in above)
        kind, count = kinds.most_common(1)[0] if kinds else ("", 0)
        byline = page.bylines[rows[0] - step] if rows[0] > step else None
        usual = kind in ("name", "says", "dated") and count > 0.6 * len(above)
        if not (usual and byline is not None and byline.kind == kind):
            break
        start = rows[0] - step
    return start


def signing_features(page: Page, found: Signing) -> np.ndarray:
    """What the bylines that repeat say of each row as the first comment: shape (rows, 9)."""
    count = len(page.lines)
    features = np.zeros((count, 9))
    features[:, 0] = np.log1p(len(found.rows))
    if not found.rows:
        return features
    places = np.arange(count)
    first = found.rows[0]
    features[:, 1] = 1 if found.beneath else -1
    features[:, 2] = np.clip(places - first, -12, 12)
    features[:, 3] = len(found.rows) / max(count - first, 1)
    if found.start is not None:
        features[:, 4] = np.clip(places - found.start, -12, 12)
        features[:, 5] = places == found.start
    else:
        lengths, spaced = _lengths(page, found.rows), _spaced(page)
        features[:, 6] = _length_prior(first, count, lengths)
        features[:, 7] = _layout_prior(first, found.rows, spaced)
        features[:, 8] = features[:, 6] + features[:, 7]
    return features


def _lengths(page: Page, rows: Sequence[int]) -> np.ndarray:
    return np.clip(np.diff(rows), 1, LONGEST_COMMENT)


def _spaced(page: Page) -> np.ndarray:
    """Whether a line is left blank above each row."""
    return np.diff(page.numbers, prepend=page.numbers[0] - 2) > 1


def _length_prior(first: int, count: int, lengths: np.ndarray) -> np.ndarray:
    """Log-probability of each row to open the first comment, by how long the others of the page are."""
    usual = 0.5 ** np.arange(LONGEST_COMMENT)
    seen = np.bincount(lengths, minlength=LONGEST_COMMENT + 1)[1:]
    share = np.log((seen + 2 * usual / usual.sum() + 0.02) / (len(lengths) + 2.5))
    prior = np.full(count, -8.0)
    for size in range(1, min(LONGEST_COMMENT, first) + 1):
        prior[first - size] = share[size - 1]
    return prior


def _layout_prior(first: int, rows: Sequence[int], spaced: np.ndarray) -> np.ndarray:
    """How much better the blank lines above the first byline fit, if each row opened the first comment."""
    opening = np.array([spaced[row + 1] for row in rows[:-1] if row + 1 < len(spaced)])
    signing = set(rows)
    inner = np.array([spaced[r] for r in range(rows[0] + 1, rows[-1]) if r not in signing and r - 1 not in signing])
    opens, goes_on = _share(opening), _share(inner)
    prior = np.full(len(spaced), -8.0)
    inside = 0.0
    for row in range(first - 1, max(first - LONGEST_COMMENT, 0) - 1, -1):
        prior[row] = np.log(opens if spaced[row] else 1 - opens) + inside
        inside += np.log(goes_on if spaced[row] else 1 - goes_on) - np.log(0.5)
    return np.clip(prior, -8.0, 8.0)


def _share(flags: np.ndarray) -> float:
    return float((flags.sum() + 0.5) / (len(flags) + 1.0))
