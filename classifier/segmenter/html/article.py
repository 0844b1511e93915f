"""Title and body of what is left of a page when its comments are cut out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.records import Document, Segment
from classifier.segmenter.html.linked import plain
from classifier.segmenter.html.names import CONTAINER, FORM
from classifier.segmenter.html.outline import Element, Outline, one_line
from classifier.segmenter.html.units import Unit

_HOLDERS = frozenset(["div", "section", "ul", "ol", "dl", "aside", "form", "details"])
_CALLED = re.compile(r"comment|kommentar|opinion|discussion-list", re.I)
#: Words that may stand around comments, as headings and buttons, and go with them.
_AROUND = 25
#: Elements of an article beyond which its text is taken as it stands, for looking at each costs too much.
_MOST = 50_000


def cut_out(page: Outline, units: Sequence[Unit]) -> None:
    """Take comments and what stands around them out of a tree, so that they cannot leak into the body."""
    roots = [unit for unit in units if unit.parent is None or unit.top > unit.parent.bottom]
    doomed = [number for unit in roots for number in _tops(page, unit)]
    doomed += _holders(page, roots)
    doomed += [
        number for number in range(len(page)) if page.elements[number].tag in _HOLDERS and _is_furniture(page, number)
    ]
    last = -1
    for number in sorted(set(doomed)):
        if number > last:
            _remove(page.elements[number])
            last = page.last[number]


def _tops(page: Outline, unit: Unit) -> list[int]:
    """Elements side by side that make up a unit."""
    found, number = [], unit.top
    while number <= unit.bottom:
        found.append(number)
        number = page.last[number] + 1
    return found


def _holders(page: Outline, units: Sequence[Unit]) -> list[int]:
    """Elements that hold hardly anything but comments."""
    said: dict[int, int] = {}
    for unit in units:
        words = sum(page.words(number) for number in _tops(page, unit))
        for above in page.above(unit.top):
            said[above] = said.get(above, 0) + words
            if page.words(above) - said[above] > 5000:
                break
    tags = ("html", "body", "main")
    return [
        number
        for number, words in said.items()
        if page.words(number) - words <= _AROUND
        and page.elements[number].tag not in tags
        and not _has_title(page, number)
    ]


def _has_title(page: Outline, number: int) -> bool:
    return any(page.elements[inner].tag == "h1" for inner in range(number, page.last[number] + 1))


def _is_furniture(page: Outline, number: int) -> bool:
    names = page.names(number)
    marked = any(FORM(name) or (CONTAINER(name) and _CALLED.search(name)) for name in names)
    return marked and page.words(number) < 500 and not _has_title(page, number)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def article_segments(document: Document, tree: Element) -> list[Segment]:
    """Title and body of a tree whose comments are cut out."""
    title, places, text = _title_of(tree), _places(tree), _text_of(tree)
    segments = []
    if title:
        line = places.get(_key(title), 1)
        segments.append(Segment(document.name, document.sha256, "title", line, line, title, 0.9))
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and title and _key(lines[0]) == _key(title):
        lines = lines[1:]
    if lines:
        spots = [places[_key(line)] for line in lines if _key(line) in places] or [1]
        body = "\n".join(lines)
        segments.append(Segment(document.name, document.sha256, "body", min(spots), max(spots), body, 0.9))
    return segments


def _text_of(tree: Element) -> str:
    from lxml.etree import tostring
    from trafilatura import bare_extraction

    if sum(1 for _ in tree.iter()) > _MOST:
        return plain(tostring(tree, encoding="unicode"))
    found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    return (found.text if found is not None else None) or ""


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text[:200])[:40].casefold()


def _places(tree: Element) -> dict[str, int]:
    """Source line of every block, by how its text begins."""
    places: dict[str, int] = {}
    for element in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote", "td", "pre", "figcaption", "div"):
        if element.text and not element.text.isspace():
            places.setdefault(_key(element.text), element.sourceline or 1)
    return places


def _title_of(tree: Element) -> str | None:
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title" and (meta.get("content") or "").strip():
            return one_line(meta.get("content"))
    for tag in ("h1", "title"):
        found = next(tree.iter(tag), None)
        text = "" if found is None else one_line(" ".join(found.itertext()))
        if text:
            return text
    return None
