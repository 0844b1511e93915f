# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
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
_CONTENT_OR_NOT = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"\b[A-Z][^\W\d_]{2,}")
_CALLS = re.compile(
    r"^(?:@|(?:hi|hey|hello|dear|thanks|thank you|yes|no|well|sorry|nice|congrats|congratulations),? )?(?P<who>[A-Za-z][\w.]{1,19})\s*(?:[,!:–—]|-\s|\.\.)",
    re.I,
)
_FUNCTION_WORDS = frozenset().union(*CLASSES.values())

#: Measures that are also taken relative to the opening and over the neighbours.
COMPARED = (
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
    "reader_start",
    "about_page",
)
COMPARED_COLUMNS = [INDEX[name] for name in COMPARED]
_PLACED = (
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
    "repeats_a_line",
    "calls_a_name",
    "like_the_end",
    "phrases_above",
    "in_title",
)
#: Names of the measures of a line in its place, in their order.
PLACED_NAMES = (*NAMES, *_PLACED, *(f"{name}_from_opening" for name in COMPARED))


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
    compared = own[:, COMPARED_COLUMNS]
    opening = compared[_opening_lines(own)].mean(axis=0)
    return np.hstack([own, _placed(page), compared - opening])


def _opening_lines(own: np.ndarray) -> np.ndarray:
    """Rows of the first lines that are prose; the first lines of all where there is none."""
    prose = np.flatnonzero(own[:, INDEX["log_words"]] > math.log1p(12))
    return prose[:OPENING] if len(prose) else np.arange(min(len(own), OPENING))


def _placed(page: Page) -> np.ndarray:
    words = [_content_words(line) for line in page.lines]
    first, last = _first_and_last(words)
    opening: set[str] = set().union(*words[:OPENING])
    shapes = [shape(line) if len(line) <= LONGEST and len(line.split()) <= 14 else "" for line in page.lines]
    counts, whole = Counter(filter(None, shapes)), Counter(page.lines)
    shape_first: dict[str, int] = {}
    for row, pattern in enumerate(shapes):
        shape_first.setdefault(pattern, row)
    commenters = {b.author for b in page.bylines if b and b.author and b.strong}
    names = _names_at_the_top(page)
    phrases = [_phrases(line) for line in page.lines]
    first_phrase, _ = _first_and_last(phrases)
    title = words[0] if words else set()
    called = Counter(name for line in page.lines for name in _called(line))
    likeness = _like_the_end(page.measured)
    above = "\n".join(page.lines[:400])[:200_000]
    rows = []
    for row, (found, line) in enumerate(zip(words, page.lines, strict=True)):
        size = max(len(found), 1)
        byline = page.bylines[row]
        alike = counts.get(shapes[row], 0)
        beside: set[str] = set().union(*words[max(row - 2, 0) : row], *words[row + 1 : row + 3])
        rows.append(
            (
                sum(first[word] < row for word in found) / size,
                sum(word in opening for word in found) / size,
                sum(last[word] > row for word in found) / size,
                len(found & beside) / size,
                any(name in commenters for name in _starts(line)),
                any(word in names for word in _CAPITALISED.findall(line[:200])),
                math.log1p(alike),
                math.log1p(alike) if byline is not None and byline.strong else 0.0,
                alike > 2 and shape_first[shapes[row]] == row,
                _quotes(line, above),
                whole[line] > 1,
                any(called[name] > 1 for name in _called(line)),
                likeness[row],
                _share_met_before(phrases[row], first_phrase, row),
                len(found & title) / size,
            )
        )
    return np.array(rows, dtype=float)


def _content_words(line: str) -> set[str]:
    return {word for word in _CONTENT.findall(line[:3000].lower()) if word not in _FUNCTION_WORDS}


def _first_and_last(words: Sequence[set[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Row in which each word is met first, and last."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for row, found in enumerate(words):
        for word in found:
            first.setdefault(word, row)
            last[word] = row
    return first, last


def _names_at_the_top(page: Page) -> set[str]:
    """Words that may be the name of who wrote the page, from the lines about it at its top."""
    about = [
        byline.author
        for byline in page.bylines[:8]
        if byline is not None and byline.author and byline.kind in ("dated", "says")
    ]
    return {word for author in about for word in _CAPITALISED.findall(author)}


def _phrases(line: str) -> set[str]:
    """Runs of three words of a line."""
    words = _CONTENT_OR_NOT.findall(line[:1500].lower())
    return {" ".join(words[place : place + 3]) for place in range(len(words) - 2)}


def _share_met_before(found: set[str], first: dict[str, int], row: int) -> float:
    return sum(first[phrase] < row for phrase in found) / max(len(found), 1)


def _called(line: str) -> set[str]:
    """Name a line calls at its start: ``Ada,`` or ``Hi Ada``."""
    found = _CALLS.match(line.strip())
    return {found["who"].casefold()} if found and found["who"].casefold() not in _FUNCTION_WORDS else set()


def _like_the_end(measured: np.ndarray) -> np.ndarray:
    """How much nearer each row is to the last rows than to the first ones, in standard deviations."""
    edge = max(min(len(measured) // 4, 12), 1)
    columns = measured[:, COMPARED_COLUMNS]
    spread = columns.std(axis=0) + 1e-6
    head, tail = columns[:edge].mean(axis=0), columns[-edge:].mean(axis=0)
    apart = (tail - head) / spread
    middle = (tail + head) / 2
    return ((columns - middle) / spread * apart).sum(axis=1) / (np.linalg.norm(apart) + 1e-6)


def _quotes(line: str, above: str) -> bool:
    """Whether a line in quotation marks is found without them further up."""
    text = line.strip()
    if text[:1] not in "\"'“‘«>":
        return False
    quoted = text.strip("\"'“”‘’«»>… ")[:60]
    return len(quoted) > 25 and 0 <= above.find(quoted) < above.find(text[:200])


def _starts(line: str) -> tuple[str, ...]:
    """What may be a name at the start of a line."""
    head = line.strip().lstrip("@").split()[:3]
    return tuple(" ".join(head[:size]).rstrip(",:-–—.!") for size in range(1, len(head) + 1))
