"""A document of plain lines → its segments: the decision of the page, then the roles on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classifier.reading.markdown import words_of_lines
from classifier.reading.pages import front_matter_lines
from classifier.records import Document, Segment, comment_id
from classifier.segmenter.furniture import CERTAIN, article_roles
from classifier.segmenter.page import Page, measure_page
from classifier.segmenter.seam import Decision, Weights, decide
from classifier.segmenter.threads import Voice, voices


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of one role before they become a segment."""

    role: str
    numbers: tuple[int, ...]
    confidence: float
    voice: Voice | None = None


def plain_segments(document: Document, weights: Weights | None = None) -> tuple[Segment, ...]:
    """Segments of a document of plain lines, in document order."""
    return as_segments(document, _lines_of(document), _spans_of(document, weights))


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


def _lines_of(document: Document) -> Sequence[str]:
    return words_of_lines(document.lines) if document.kind == "markdown" else document.lines


def _spans_of(document: Document, weights: Weights | None = None) -> list[Span]:
    lines = _lines_of(document)
    skip = front_matter_lines(document.text) if document.kind == "markdown" else 0
    page = measure_page(lines, skip)
    return spans(lines, skip, page, decide(page, weights))


def spans(lines: Sequence[str], skip: int, page: Page, decision: Decision) -> list[Span]:
    """Spans of a page, in page order; every filled line is in exactly one."""
    first = len(page.lines) if decision.first is None else decision.first
    beneath = decision.is_comment()
    above = _article_spans(page, first, 1 - beneath)
    found, others = voices(page, first) if first < len(page.lines) else ([], [])
    spoken = [
        Span("comment", _numbers(page, voice.rows), float(beneath[voice.rows].mean()), voice) for voice in found
    ]
    beside = [Span("boilerplate", (page.numbers[row],), CERTAIN) for row in others]
    front = tuple(number for number in range(1, skip + 1) if lines[number - 1].strip())
    matter = [Span("metadata", front, CERTAIN)] if front else []
    whole = sorted([*matter, *above, *spoken, *beside], key=lambda span: span.numbers[0])
    return _with_rest(lines, whole, page)


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
    last = page.numbers[-1] if page.numbers else 0
    rest = tuple(number for number in range(last + 1, len(lines) + 1) if lines[number - 1].strip())
    if not rest or not found:
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
        start, end = span.numbers[0], span.numbers[-1]
        confidence = round(min(max(span.confidence, 0.0), 1.0), 4)
        segments.append(Segment(document.name, document.sha256, span.role, start, end, text, confidence, **extra))
    return tuple(segments)


def _text_lines(span: Span) -> Sequence[int]:
    """Lines of a span that are its text: for a comment, those that are not about it."""
    if span.voice is None or not span.voice.about:
        return span.numbers
    by_row = dict(zip(span.voice.rows, span.numbers, strict=True))
    return [by_row[row] for row in span.voice.said] or span.numbers
