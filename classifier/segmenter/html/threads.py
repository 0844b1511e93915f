"""Who answers whom: by reference, by what encloses what, or by how far a comment is set in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import takewhile

from classifier.segmenter.html.outline import Outline
from classifier.segmenter.html.units import Unit

_ABOVE_NAME = re.compile(r"parent|reply[-_]?to|in[-_ ]?reply|^data-to(?:-?p?id)?$", re.I)
_ID_NAME = re.compile(r"^(?:id|name|thingid|data-[\w-]*id|data-id|data-cid|data-fullname|data-[a-z]+)$", re.I)
_ID_END = re.compile(r"(?:^|[-_a-z/=])(\d+|[0-9a-f]{8,}[-0-9a-f]*|t1_\w+)$", re.I)
_LONG_ID = re.compile(r"\d{2,}|[0-9a-f]{8,}[-0-9a-f]*|t1_\w+", re.I)
_SAYS_UP = re.compile(r"\W*(?:parent\W*$|(?:in )?reply(?:ing)? to\b|in response to\b)", re.I)
_LEVEL_CLASS = re.compile(r"^(.*?(?:depth|level|indent|child))[-_]?(\d{1,2})$", re.I)
_LEVEL_NAMES = ("data-depth", "data-level", "depth", "aria-level", "indent")
_OFFSET = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(\d+)", re.I)
_ANSWERS = re.compile(r"child|repl(?:y|ies)|indent|respon|antwort|thread|nested|answer|sub|vlozh|cavab|cevap", re.I)


def threaded(page: Outline, units: Sequence[Unit]) -> None:
    """Give units the parents that references, neighbours and indentation show."""
    _by_reference(page, units)
    if any(unit.parent is not None for unit in units):
        return
    _by_neighbour(page, units)
    if not any(unit.parent is not None for unit in units):
        _by_level(page, units)


def _by_reference(page: Outline, units: Sequence[Unit]) -> None:
    known: dict[str, Unit] = {}
    for unit in units:
        for key in _ids(page, unit):
            known.setdefault(key, unit)
    spoken: dict[str, Unit] = {}
    for unit in units:
        above = next((known[number] for number in _references(page, unit) if number in known), None)
        above = above or next((spoken[name] for name in _answered(page, unit) if name in spoken), None)
        if above is not None and above.top < unit.top:
            unit.parent = above
        if unit.author:
            spoken[unit.author.casefold()] = unit


def _ids(page: Outline, unit: Unit) -> Iterator[str]:
    if unit.number:
        yield unit.number
    for key, value in page.elements[unit.top].attrib.items():
        found = _ID_END.search(value) if _ID_NAME.match(key) and not _ABOVE_NAME.search(key) else None
        if found and _LONG_ID.fullmatch(found[1]):
            yield found[1]


def _references(page: Outline, unit: Unit) -> Iterator[str]:
    """Numbers of the comment that a comment says it answers."""
    for number in _inside(unit):
        element = page.elements[number]
        values = [value for key, value in element.attrib.items() if _ABOVE_NAME.search(key)]
        if leads_up(page, number):
            values.append(element.get("href") or "")
        for value in values:
            found = _ID_END.search(value)
            if found:
                yield found[1]


def _answered(page: Outline, unit: Unit) -> Iterator[str]:
    """Names of those whom a comment says it answers."""
    for number in _inside(unit):
        if leads_up(page, number):
            yield _SAYS_UP.sub("", page.text(number), count=1).strip(" @:").casefold()


def _inside(unit: Unit) -> range:
    """The first elements of a comment, up to the one nested in it."""
    return range(unit.top, min([unit.bottom + 1, unit.top + 61, *(inner.top for inner in unit.nested[:1])]))


def leads_up(page: Outline, number: int) -> bool:
    """Whether an element is a link to what a comment answers."""
    element = page.elements[number]
    if element.tag != "a":
        return False
    called = (*page.names(number), element.get("title") or "")
    return any(map(_ABOVE_NAME.search, called)) or _SAYS_UP.match(page.text(number)) is not None


def _by_neighbour(page: Outline, units: Sequence[Unit]) -> None:
    """A block that follows a comment, and is called after answers, holds its answers."""
    open_units: list[Unit] = []
    for unit in units:
        while open_units and not _follows(page, open_units[-1], unit):
            open_units.pop()
        unit.parent = open_units[-1] if open_units else None
        open_units.append(unit)


def _follows(page: Outline, above: Unit, unit: Unit) -> bool:
    """Whether a comment stands in a block beside another, rather than beside it itself."""
    around = page.parent[above.top]
    if around < 0 or not page.holds(around, unit.top) or page.parent[unit.top] == around:
        return False
    if _alike(page, around, page.parent[unit.top]):
        return True
    between = [number for number in page.above(unit.top) if number > around and not _alike(page, above.top, number)]
    return any(_ANSWERS.search(name) for number in between for name in page.names(number))


def _alike(page: Outline, outer: int, inner: int) -> bool:
    """Whether an element inside another is of the same kind: a list in a list."""
    kind = page.kind(outer)
    return bool(kind) and page.elements[outer].tag == page.elements[inner].tag and kind == page.kind(inner)


def _by_level(page: Outline, units: Sequence[Unit]) -> None:
    """How far each comment is set in, as the first of several ways of saying so that varies."""
    stated = [dict(_levels(page, unit, top)) for unit, top in zip(units, _wrappers(page, units), strict=True)]
    for way in sorted({way for levels in stated for way in levels}):
        levels = [own.get(way, 0) for own in stated]
        if len(set(levels)) > 1 and sum(way in own for own in stated) > len(units) / 2:
            _stack(units, levels)
            return


def _wrappers(page: Outline, units: Sequence[Unit]) -> list[int]:
    """Of each comment the widest element around it that holds no other."""
    tops = [unit.top for unit in units]
    found = []
    for top in tops:
        around = takewhile(lambda n: bisect_left(tops, page.last[n] + 1) - bisect_left(tops, n) == 1, page.above(top))
        found.append(min((top, *around)))
    return found


def _levels(page: Outline, unit: Unit, wrapper: int) -> Iterator[tuple[str, int]]:
    for number in range(wrapper, min(unit.bottom, unit.top + 6) + 1):
        element = page.elements[number]
        for token in page.tokens[number]:
            found = _LEVEL_CLASS.match(token)
            if found:
                yield f"1 {found[1]}", int(found[2])
        for name in _LEVEL_NAMES:
            value = element.get(name) or ""
            if value.isdigit():
                yield f"0 {name}", int(value)
        offset = _OFFSET.search(element.get("style") or "")
        if offset and number <= unit.top:
            yield "2 offset", int(offset[1])
        if element.tag == "img" and element.get("height") == "1" and (element.get("width") or "").isdigit():
            yield "3 width", int(element.get("width"))


def _stack(units: Sequence[Unit], levels: Sequence[int]) -> None:
    above: list[tuple[int, Unit]] = []
    for unit, level in zip(units, levels, strict=True):
        while above and above[-1][0] >= level:
            above.pop()
        unit.parent = above[-1][1] if above else None
        above.append((level, unit))
