"""A page made ready for the decision: its filled lines, measured alone and against the lines around them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.segmenter.bylines import LONGEST, Byline, byline_of, shape, writes_day_first
from classifier.segmenter.register import CLASSES, INDEX, NAMES, measures

#: Filled lines that are measured. No saved page has more; what follows has the role of the last of them.
MOST_LINES = 6000

#: Prose lines at the top that stand for the article's own register.
OPENING = 6

_CONTENT = re.compile(r"[^\W\d_]{4,}")
_FUNCTION_WORDS = frozenset().union(*CLASSES.values())

#: Measures that are also taken relative to the opening and over the neighbours.
_COMPARED = (
    "log_words",
    "word_length",
    "sentence_length",
    "capitals",
    "digits",
    "long_words",
    "lower_start",
    "closed",
    "doubled_marks",
    "dots",
    "glued",
    "past",
    "contraction",
    "rate_i",
    "rate_we",
    "rate_you",
    "rate_he",
    "rate_thanks",
    "rate_praise",
    "rate_answer",
    "rate_page",
    "rate_opinion",
    "rate_slang",
    "rate_greeting",
    "rate_report",
    "rate_article",
    "rate_preposition",
    "rate_negation",
    "mark_quote",
    "mark_exclamation",
    "mark_question_mark",
    "mark_comma",
    "mark_dash",
    "mark_curly_single",
    "mark_straight_single",
    "indent",
    "blanks_before",
    "byline_dated",
    "byline_says",
    "byline_name",
    "byline_button",
)
_COLUMNS = [INDEX[name] for name in _COMPARED]
_PLACED = (
    "seen_before",
    "seen_in_opening",
    "seen_after",
    "names_an_author",
    "shape_count",
    "shape_dated_count",
    "shape_first",
    "quotes_above",
    "lines_before",
    "lines_after",
)
#: Names of the measures of a line in its place, in their order.
PLACED_NAMES = (
    *NAMES,
    *_PLACED,
    *(f"{name}_from_opening" for name in _COMPARED),
    *(f"{name}_two_before" for name in _COMPARED),
    *(f"{name}_three_after" for name in _COMPARED),
)


@dataclass(frozen=True, slots=True)
class Page:
    """The filled lines of a document, measured.

    Attributes
    ----------
    numbers : tuple of int
        Physical line numbers of the filled lines, from 1.
    lines : tuple of str
        The filled lines.
    bylines : tuple of Byline or None
    measured : array of shape (lines, NAMES)
    """

    numbers: tuple[int, ...]
    lines: tuple[str, ...]
    bylines: tuple[Byline | None, ...]
    measured: np.ndarray


def measure_page(physical: Sequence[str], skip: int = 0) -> Page:
    """Measure the filled lines of a document.

    Parameters
    ----------
    physical : sequence of str
        All its lines.
    skip : int
        Lines at the top that take no part, such as front matter.
    """
    numbers, blanks, run = [], [], 0
    for number, line in enumerate(physical[skip:], skip + 1):
        if not line or line.isspace():
            run += 1
            continue
        numbers.append(number)
        blanks.append(run if numbers[1:] else 0)
        run = 0
        if len(numbers) == MOST_LINES:
            break
    lines = [physical[number - 1] for number in numbers]
    day_first = writes_day_first(lines)
    bylines = [byline_of(line, day_first=day_first) if len(line) <= 4 * LONGEST else None for line in lines]
    return Page(tuple(numbers), tuple(lines), tuple(bylines), measures(lines, bylines, blanks))


def place(page: Page) -> np.ndarray:
    """Measures of every line in its place: shape (lines, `PLACED_NAMES`)."""
    own = page.measured
    if not len(own):
        return np.zeros((0, len(PLACED_NAMES)))
    compared = own[:, _COLUMNS]
    opening = compared[_opening_lines(own)].mean(axis=0)
    return np.hstack(
        [
            own,
            _placed(page),
            compared - opening,
            window_mean(compared, -2, 0),
            window_mean(compared, 1, 4),
        ]
    )


def _opening_lines(own: np.ndarray) -> np.ndarray:
    """Rows of the first lines that are prose; the first lines of all where there is none."""
    prose = np.flatnonzero(own[:, INDEX["log_words"]] > math.log1p(12))
    return prose[:OPENING] if len(prose) else np.arange(min(len(own), OPENING))


def window_mean(rows: np.ndarray, start: int, stop: int) -> np.ndarray:
    """Mean of the rows from `start` to before `stop` of each row's own place; 0 where there are none.

    Examples
    --------
    >>> window_mean(np.array([[1.0], [3.0], [5.0]]), 1, 3).ravel()
    array([4., 5., 0.])
    """
    count = len(rows)
    sums = np.vstack([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    places = np.arange(count)
    low, high = np.clip(places + start, 0, count), np.clip(places + stop, 0, count)
    return (sums[high] - sums[low]) / np.maximum(high - low, 1)[:, None]


def _placed(page: Page) -> np.ndarray:
    words = [
        {word for word in _CONTENT.findall(line[:3000].lower()) if word not in _FUNCTION_WORDS} for line in page.lines
    ]
    count = len(words)
    last = {word: row for row, found in enumerate(words) for word in found}
    first: dict[str, int] = {}
    for row, found in enumerate(words):
        for word in found:
            first.setdefault(word, row)
    opening = set().union(*words[:OPENING])
    shapes = [shape(line) if len(line) <= LONGEST else "" for line in page.lines]
    short = [s if len(line.split()) <= 14 else "" for s, line in zip(shapes, page.lines, strict=True)]
    counts = Counter(filter(None, short))
    first_of = {s: row for row, s in reversed(list(enumerate(short)))}
    authors = {b.author for b in page.bylines if b and b.author and b.strong}
    rows = []
    above = "\n".join(page.lines[:400])[:200_000]
    for row, (found, line) in enumerate(zip(words, page.lines, strict=True)):
        size = max(len(found), 1)
        byline = page.bylines[row]
        quoted = line.strip().strip("\"'“”‘’«»>… ")[:60]
        rows.append(
            (
                sum(first[word] < row for word in found) / size,
                sum(word in opening for word in found) / size,
                sum(last[word] > row for word in found) / size,
                any(line.strip().startswith(name) for name in _starts(line) if name in authors),
                math.log1p(counts.get(short[row], 0)),
                math.log1p(counts.get(short[row], 0)) if byline is not None and byline.strong else 0.0,
                bool(short[row]) and counts[short[row]] > 2 and first_of[short[row]] == row,
                len(quoted) > 25 and line.lstrip()[:1] in "\"'“‘«>" and 0 <= above.find(quoted) < above.find(line.strip()[:200]),
                math.log1p(row),
                math.log1p(count - row),
            )
        )
    return np.array(rows, dtype=float)


def _starts(line: str) -> tuple[str, ...]:
    """What may be a name at the start of a line."""
    head = line.strip().lstrip("@").split()[:3]
    return tuple(" ".join(head[:size]).rstrip(",:-–—.!") for size in range(1, len(head) + 1))
