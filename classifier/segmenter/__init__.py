"""`Document` → `Segment`s → `Comment`s."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from classifier.records import Comment, Document, Segment
from classifier.segmenter.plain import plain_segments
from classifier.segmenter.seam import Weights

__all__ = ["comments_of", "line_roles", "segment", "with_segments"]

Found = TypeVar("Found")


def with_segments(items: Iterable[Found], weights: Weights | None = None) -> Iterator[Found | Segment]:
    """What `read_documents` gives, with the segments of every page after it."""
    for item in items:
        yield item
        if isinstance(item, Document):
            yield from segment(item, weights)


def segment(document: Document, weights: Weights | None = None) -> tuple[Segment, ...]:
    r"""Divide a document into segments of one role each.

    Parameters
    ----------
    document : Document
    weights : Weights, optional
        By which the first comment of a text is found; those shipped with the program by default.

    Returns
    -------
    tuple of Segment
        In document order. Lines of one role that follow each other are one segment, but every comment
        is one of its own. None for a document whose segments are known from reading.

    Examples
    --------
    >>> page = Document("page.txt", "00", "text", "Bridge shut\n\nThe bridge was shut on Friday.\n")
    >>> [(part.role, part.start_line, part.end_line) for part in segment(page)]
    [('title', 1, 1), ('body', 3, 3)]
    """
    if not document.is_page:
        return ()
    if document.kind == "html":
        from classifier.segmenter.html import markup_segments

        return markup_segments(document)
    return plain_segments(document, weights)


def line_roles(document: Document) -> tuple[str | None, ...]:
    r"""Role of every physical line; None for a blank one.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of str or None

    Examples
    --------
    >>> line_roles(Document("page.txt", "00", "text", "Bridge shut\n\nThe bridge was shut on Friday.\n"))
    ('title', None, 'body')
    """
    lines = document.lines
    roles: list[str | None] = [None] * len(lines)
    for part in segment(document):
        for number in range(part.start_line, min(part.end_line, len(lines)) + 1):
            # In markup the lines of a body may enclose those of comments, which are the narrower.
            if lines[number - 1].strip() and roles[number - 1] != "comment":
                roles[number - 1] = part.role
    return tuple(roles)


def comments_of(source: Document | Iterable[Segment]) -> tuple[Comment, ...]:
    """Comments of a document, or of segments found before.

    Parameters
    ----------
    source : Document or iterable of Segment

    Returns
    -------
    tuple of Comment
    """
    parts = segment(source) if isinstance(source, Document) else source
    return tuple(part.comment() for part in parts if part.role == "comment" and part.comment_id is not None)
