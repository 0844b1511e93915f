"""A document of plain lines → its segments: the decision of the page, then the roles on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from classifier.reading.markdown import blocks_of_lines, words_of_lines
from classifier.reading.pages import front_matter_lines
from classifier.records import Document, Segment, comment_id
from classifier.segmenter.furniture import CERTAIN, article_roles
from classifier.segmenter.page import MOST_LINES, Page, measure_page
from classifier.segmenter.seam import Decision, Weights, decide
from classifier.segmenter.threads import Voice, voices


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of one role before they become a segment."""

    role: str
    numbers: tuple[int, ...]
    confidence: float
    voice: Voice | None = None
    code: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A document measured: how many lines of front matter it has, its prose, and which of its lines are code."""

    skip: int
    page: Page
    code: frozenset[int] = frozenset()


def plain_segments(document: Document, weights: Weights | None = None) -> tuple[Segment, ...]:
    """Segments of a document of plain lines, in document order."""
    return as_segments(document, lines_of(document), _spans_of(document, weights))


def joins_of(document: Document) -> dict[int, list[tuple[int, str]]]:
    r"""Lines that were joined into one comment, and what speaks for it.

    Parameters
    ----------
    document : Document
        One of plain lines.

    Returns
    -------
    dict of int to list of tuple of int and str
        Under the first line of each comment of several lines: each further line and why it belongs to the one
        above it.

    Examples
    --------
    >>> joins_of(Document("page.txt", "00", "text", "Bridge shut\n\nThe bridge was shut on Friday.\n"))
    {}
    """
    joins = {}
    for span in _spans_of(document):
        if span.voice is not None and span.voice.joined:
            numbers = dict(zip(span.voice.rows, span.numbers, strict=True))
            joins[span.numbers[0]] = [(numbers[row], reason) for row, reason in span.voice.joined]
    return joins


def lines_of(document: Document) -> Sequence[str]:
    """Lines of a document, those of Markdown without the marks of links and strong words."""
    return words_of_lines(document.lines) if document.kind == "markdown" else document.lines


def _spans_of(document: Document, weights: Weights | None = None) -> list[Span]:
    lines = lines_of(document)
    found = measured(document, lines)
    return spans(lines, found, decide(found.page, weights))


def measured(document: Document, lines: Sequence[str]) -> Measured:
    """A document measured, rules and code of one in Markdown as if they were blank."""
    if document.kind != "markdown":
        return Measured(0, measure_page(lines))
    skip = front_matter_lines(document.text)
    blocks = blocks_of_lines(lines, skip)
    hidden = blocks.rules | blocks.verbatim
    prose = ["" if number in hidden else line for number, line in enumerate(lines, 1)]
    return Measured(skip, measure_page(prose, skip), blocks.verbatim)


def spans(lines: Sequence[str], document: Measured, decision: Decision) -> list[Span]:
    """Spans of a page, in page order; every filled line is in exactly one."""
    page, skip = document.page, document.skip
    first = len(page.lines) if decision.first is None else decision.first
    beneath = decision.is_comment()
    above = _article_spans(page, first, 1 - beneath)
    found, others = voices(page, first) if first < len(page.lines) else ([], [])
    spoken = [
        Span("comment", _numbers(page, voice.rows), float(beneath[voice.rows].mean()), voice) for voice in found
    ]
    hidden = _hidden(lines, document)
    beside = [page.numbers[row] for row in others] + [number for number in hidden if number not in document.code]
    front = tuple(number for number in range(1, skip + 1) if lines[number - 1].strip())
    matter = [Span("metadata", front, CERTAIN)] if front else []
    furniture = [Span("boilerplate", (number,), CERTAIN) for number in beside]
    whole = sorted([*matter, *above, *spoken, *furniture], key=lambda span: span.numbers[0])
    return _with_rest(lines, _with_code(whole, [number for number in hidden if number in document.code]), page)


def _with_code(found: list[Span], code: Sequence[int]) -> list[Span]:
    """Spans with the lines of code that stand beneath each; code above all others is a body."""
    held: dict[int, list[int]] = {}
    for number in code:
        place = max((place for place, span in enumerate(found) if span.numbers[0] < number), default=-1)
        held.setdefault(place, []).append(number)
    loose = [Span("body", tuple(held[-1]), CERTAIN)] if -1 in held else []
    return loose + [replace(span, code=tuple(held.get(place, ()))) for place, span in enumerate(found)]


def _hidden(lines: Sequence[str], document: Measured) -> list[int]:
    """Filled lines that were measured as blank ones."""
    known = set(document.page.numbers)
    last = document.page.numbers[-1] if len(known) == MOST_LINES else len(lines)
    return [n for n in range(document.skip + 1, last + 1) if n not in known and lines[n - 1].strip()]


def _numbers(page: Page, rows: Sequence[int]) -> tuple[int, ...]:
    return tuple(page.numbers[row] for row in rows)


def _article_spans(page: Page, first: int, certain: np.ndarray) -> list[Span]:
    roles = article_roles(page.lines[:first], page.bylines[:first])
    found: list[Span] = []
    start = 0
    for row in range(1, first + 1):
        if row == first or roles[row][0] != roles[start][0]:
            rows = range(start, row)
            confidence = float(np.mean([roles[r][1] * certain[r] for r in rows]))
            found.append(Span(roles[start][0], _numbers(page, rows), confidence))
            start = row
    return found


def _with_rest(lines: Sequence[str], found: list[Span], page: Page) -> list[Span]:
    """Lines beyond those that were measured have the role of the last one that was."""
    if len(page.numbers) < MOST_LINES:
        return found
    rest = tuple(number for number in range(page.numbers[-1] + 1, len(lines) + 1) if lines[number - 1].strip())
    if not rest:
        return found
    role = found[-1].role
    if role == "comment":
        return found + [Span(role, (number,), found[-1].confidence, Voice([], [])) for number in rest]
    return [*found[:-1], Span(role, found[-1].numbers + rest, found[-1].confidence)]


def as_segments(document: Document, lines: Sequence[str], found: Sequence[Span]) -> tuple[Segment, ...]:
    """Segments of spans, with the ids and threads of their comments."""
    seen: dict[str, int] = {}
    ids: list[str] = []
    segments = []
    for span in found:
        text = "\n".join(lines[number - 1].strip() for number in _text_lines(span))
        extra: dict[str, Any] = {}
        if span.voice is not None:
            ordinal = seen[text] = seen.get(text, -1) + 1
            ids.append(comment_id(document.sha256, text, ordinal))
            parent = span.voice.answers
            extra = {
                "comment_id": ids[-1],
                "author": span.voice.author,
                "posted_at": span.voice.posted_at,
                "parent_id": None if parent is None else ids[parent],
            }
        numbers = sorted((*span.numbers, *span.code))
        start, end = numbers[0], numbers[-1]
        confidence = round(min(max(span.confidence, 0.0), 1.0), 4)
        segments.append(Segment(document.name, document.sha256, span.role, start, end, text, confidence, **extra))
    return tuple(segments)


def _text_lines(span: Span) -> Sequence[int]:
    """Lines of a span that are its text: for a comment, those that are not about it."""
    said: Sequence[int] = span.numbers
    if span.voice is not None and span.voice.about:
        by_row = dict(zip(span.voice.rows, span.numbers, strict=True))
        said = [by_row[row] for row in span.voice.said] or said
    return sorted((*said, *span.code))
