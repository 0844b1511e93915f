"""A saved web page → its segments: comments by the markup that holds them, title and body by trafilatura.

Comment systems name what they are in classes and ids, number their comments, and repeat one structure for
each. A comment is found by any of these, its text, author, time and votes by the parts inside it, its parent by
reference, by what encloses it or by how far it is set in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from classifier.records import Document, Segment, comment_id
from classifier.segmenter.html.article import article_segments, cut_out
from classifier.segmenter.html.dates import Dates, saved_at
from classifier.segmenter.html.lined import lined
from classifier.segmenter.html.linked import Linked, linked_comments, plain
from classifier.segmenter.html.marked import Marked
from classifier.segmenter.html.names import GONE
from classifier.segmenter.html.opened import opened
from classifier.segmenter.html.outline import Element, Outline, is_stuffed, parsed
from classifier.segmenter.html.parts import Reader
from classifier.segmenter.html.repeats import Repeats
from classifier.segmenter.html.threads import threaded
from classifier.segmenter.html.units import Unit

__all__ = ["markup_segments"]

#: Elements nested in each other beyond which a page is a trap or a ruin, and only its text is read.
_DEEPEST = 250
#: Elements beyond which it is one too; no page with ten thousand comments has as many.
_MOST = 250_000


def markup_segments(document: Document) -> tuple[Segment, ...]:
    """Segments of a web page, in the order of its source; their lines are those of the source.

    Lines of a source may hold several segments or parts of none.
    """
    if is_stuffed(document.text):
        return _text_only(document)
    tree = parsed(document.text)
    if tree is None:
        return ()
    page = Outline(opened(tree))
    if page.deepest > _DEEPEST or len(page) > _MOST:
        return _text_only(document)
    units = comment_units(page, _dates_of(page, document))
    if not units:
        page, units = _by_lines(page, document)
    comments = _comment_segments(document, page, units) or _linked_segments(document, linked_comments(tree))
    cut_out(page, units)
    parts = [*article_segments(document, page.elements[0]), *comments]
    return tuple(sorted(parts, key=lambda part: part.start_line))


def _by_lines(page: Outline, document: Document) -> tuple[Outline, list[Unit]]:
    """Comments of a page that only line breaks divide, and the page with a block for each line if it has some."""
    broken = lined(page.elements[0])
    if broken is None:
        return page, []
    divided = Outline(broken)
    units = _spoken_by_structure(divided, _dates_of(divided, document))
    return (divided, units) if units else (page, [])


def comment_units(page: Outline, dates: Dates) -> list[Unit]:
    """Comments of a page in document order, each with its parts and the one it answers."""
    spoken = _spoken(page, dates, Marked(page).units()) or _spoken_by_structure(page, dates)
    threaded(page, spoken)
    return spoken


def _spoken_by_structure(page: Outline, dates: Dates) -> list[Unit]:
    return _spoken(page, dates, Repeats(page, dates).units())


def _spoken(page: Outline, dates: Dates, units: list[Unit]) -> list[Unit]:
    """Units with their parts filled in, without those that say nothing."""
    Reader(page, dates).fill(units)
    spoken = [unit for unit in units if unit.text and not _is_gone(unit)]
    silent = set(units).difference(spoken)
    for unit in spoken:
        while unit.parent is not None and unit.parent in silent:
            unit.parent = unit.parent.parent
    return spoken


def _is_gone(unit: Unit) -> bool:
    """Whether nobody's name and a note are all that is left of a comment."""
    return GONE.fullmatch(unit.text) is not None and (unit.author is None or GONE.fullmatch(unit.author) is not None)


def _dates_of(page: Outline, document: Document) -> Dates:
    short = (piece.strip() for piece in page.pieces if 5 < len(piece) < 80)
    return Dates(_language_of(page.elements[0]), short, _saved(document))


def _saved(document: Document) -> datetime | None:
    """When a page was saved, as its archive says or the program that saved it."""
    return datetime.fromisoformat(document.saved) if document.saved else saved_at(document.text)


def _language_of(tree: Element) -> str | None:
    for element in (tree, *tree.iter("meta")):
        found = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
        if not found and (element.get("property") or element.get("http-equiv") or "").lower() in (
            "og:locale",
            "content-language",
        ):
            found = element.get("content")
        if found:
            return str(found)
    return None


def _text_only(document: Document) -> tuple[Segment, ...]:
    """One segment with all text of a page that is nested beyond reason, deeper than its tree goes."""
    text = plain(re.sub(r"^\s*<!doctype[^>]*>", "", document.text, flags=re.I))
    count = len(document.lines)
    return (Segment(document.name, document.sha256, "body", 1, count, text, 0.5),) if text else ()


def _comment_segments(document: Document, page: Outline, units: Sequence[Unit]) -> list[Segment]:
    ids = _ids(document, [unit.text for unit in units])
    known = dict(zip(units, ids, strict=True))
    return [
        Segment(
            document=document.name,
            sha256=document.sha256,
            role="comment",
            start_line=(lines := _source_lines(page, unit))[0],
            end_line=lines[1],
            text=unit.text,
            confidence=0.97 if unit.number else 0.9 if unit.named else 0.8,
            comment_id=own,
            author=unit.author,
            posted_at=unit.posted_at,
            parent_id=_parent_id(unit, known),
            votes=unit.votes,
        )
        for unit, own in zip(units, ids, strict=True)
    ]


def _ids(document: Document, texts: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    ids = []
    for text in texts:
        seen[text] = seen.get(text, -1) + 1
        ids.append(comment_id(document.sha256, text, seen[text]))
    return ids


def _parent_id(unit: Unit, known: dict[Unit, str]) -> str | None:
    above = unit.parent
    while above is not None and above not in known:
        above = above.parent
    return None if above is None else known[above]


def _source_lines(page: Outline, unit: Unit) -> tuple[int, int]:
    start = page.elements[unit.top].sourceline or 1
    last = unit.bottom if not unit.nested else max(unit.top, unit.nested[0].top - 1)
    return start, max(start, page.elements[last].sourceline or start)


def _linked_segments(document: Document, comments: Sequence[Linked]) -> list[Segment]:
    ids = _ids(document, [comment.text for comment in comments])
    known = dict(zip(comments, ids, strict=True))
    return [
        Segment(
            document=document.name,
            sha256=document.sha256,
            role="comment",
            start_line=comment.line,
            end_line=comment.line,
            text=comment.text,
            confidence=0.95,
            comment_id=own,
            author=comment.author,
            posted_at=comment.posted_at,
            parent_id=None if comment.parent is None else known[comment.parent],
            votes=comment.votes,
        )
        for comment, own in zip(comments, ids, strict=True)
    ]
