"""Comments that their markup names: numbered ids, classes, schema.org."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import accumulate

from classifier.segmenter.html.names import (
    ANOTHER_PAGE,
    CONTAINER,
    FORM,
    NEWEST,
    SAID_BY,
    SCHEMA,
    TEXT,
    UNIT,
    number_in,
)
from classifier.segmenter.html.outline import Element, Outline
from classifier.segmenter.html.units import Unit

_UNITS = frozenset(
    ["li", "div", "article", "section", "dd", "dt", "tr", "td", "blockquote", "details", "table", "dl"]
)
_POST = re.compile(r"(?:js-)?(?:post|message|msg|reply|p\d)", re.I)
_NEWEST_NAME = re.compile(r"recent|latest|widget_|newest", re.I)


class Marked:
    """Finds the elements of a page that are called a comment."""

    def __init__(self, page: Outline) -> None:
        self.page = page

    def units(self) -> list[Unit]:
        """Comments in document order, each once, with the comment that encloses it."""
        found = [number for number in range(len(self.page)) if self._is_unit(number)]
        return self._without_wrappers(self._nested(self._without_holders(found)))

    @cached_property
    def numbers(self) -> list[str | None]:
        """Number of the comment that each element is by its id."""
        keys = ("id", "data-comment-id", "data-id", "name", "thingid")
        return [
            number_in(*map(element.get, keys)) if may_be_unit(element.tag) else None for element in self.page.elements
        ]

    @cached_property
    def _areas(self) -> list[int]:
        """How many fields to write in stand in front of each element."""
        return [0, *accumulate(element.tag == "textarea" for element in self.page.elements)]

    @cached_property
    def _alike(self) -> dict[int, Counter[str]]:
        """Of each element: how many of its children bear each class."""
        counts: dict[int, Counter[str]] = {}
        for above, tokens in zip(self.page.parent, self.page.tokens, strict=True):
            counts.setdefault(above, Counter()).update(set(tokens))
        return counts

    def _is_unit(self, number: int) -> bool:
        element = self.page.elements[number]
        if not may_be_unit(element.tag) or not element.attrib:
            return False
        tokens = self.page.classes(number)
        names = (element.get("id") or "", *tokens)
        if ANOTHER_PAGE & set(tokens) or any(FORM(name) for name in names):
            return False
        if SCHEMA.search(element.get("itemtype") or element.get("typeof") or ""):
            return True
        if not self._called(number) or self._is_newest(number):
            return False
        if number_in(element.get("id")):
            return self._post_is_comment(number)
        return not self._holds_form(number) and self._in_comments(number)

    def _called(self, number: int) -> bool:
        """Whether an element's own names say that it is a comment."""
        element, tokens = self.page.elements[number], self.page.classes(number)
        if "-" in element.tag and element.get("author") and element.get("created"):
            return True
        if element.get("role") == "comment" or is_labelled(element):
            return True
        return number_in(element.get("id")) is not None or any(UNIT(token) for token in tokens)

    def _is_newest(self, number: int) -> bool:
        """Whether an element stands in a list of what was said lately on other pages."""
        for place, above in enumerate(self.page.above(number)):
            names = self.page.names(above)
            if place < 4 and any(_NEWEST_NAME.search(name) for name in names):
                return True
            if place >= 4:
                break
        above = self.page.parent[number]
        if above < 0:
            return False
        start = self.page.first[above]
        heading = " ".join(self.page.pieces[max(0, start - 6) : start])
        return NEWEST.search(heading) is not None and "omment" in heading

    def _post_is_comment(self, number: int) -> bool:
        """An id like ``post-12`` is the article's on a blog and a reply's in a forum."""
        page = self.page
        if not _POST.match(page.elements[number].get("id")):
            return True
        tokens = page.tokens[number]
        if any(UNIT(token) for token in tokens):
            return True
        if "type-post" in tokens or "hentry" in tokens:
            return False
        cousins = self._numbered_cousins.get(_key(page, number), [])
        return len(cousins) > 1

    @cached_property
    def _numbered_cousins(self) -> dict[tuple[str, str], list[int]]:
        """Elements whose ids number them, by what they are otherwise."""
        found: dict[tuple[str, str], list[int]] = {}
        for number, own in enumerate(self.numbers):
            if own is not None:
                found.setdefault(_key(self.page, number), []).append(number)
        return found

    def _holds_form(self, number: int) -> bool:
        page = self.page
        last = page.last[number]
        if self._areas[last + 1] == self._areas[number]:
            return False
        return not any(TEXT(name) for inner in range(number + 1, last + 1) for name in page.classes(inner))

    def _in_comments(self, number: int) -> bool:
        """A bare class ``comment`` is one only beside others or in something that holds comments."""
        if self.numbers[number] or is_labelled(self.page.elements[number]):
            return True
        for place, above in enumerate(self.page.above(number)):
            if place == 5:
                break
            if any(CONTAINER(name) or UNIT(name) for name in self.page.names(above)):
                return True
        alike = self._alike[self.page.parent[number]]
        return any(alike[token] > 1 for token in self.page.tokens[number])

    def _nested(self, marked: list[int]) -> list[Unit]:
        """Units of marked elements: what encloses nothing else of its own is but a wrapper or a part."""
        units: list[Unit] = []
        open_units: list[tuple[int, Unit]] = []
        for element in marked:
            while open_units and not self.page.holds(open_units[-1][0], element):
                open_units.pop()
            above = open_units[-1][1] if open_units else None
            number = self.numbers[element]
            if above is not None and self._same_comment(above, element, number):
                above.number = above.number or number
                open_units.append((element, above))
                continue
            unit = Unit(element, self._bottom(element), number, above)
            if above is not None:
                above.nested.append(unit)
            open_units.append((element, unit))
            units.append(unit)
        return units

    def _bottom(self, element: int) -> int:
        """Last element of a comment; a term of a list of definitions is followed by what is said under it."""
        page, bottom = self.page, self.page.last[element]
        if page.elements[element].tag != "dt":
            return bottom
        while bottom + 1 < len(page) and page.elements[bottom + 1].tag == "dd":
            bottom = page.last[bottom + 1]
        return bottom

    def _without_holders(self, marked: list[int]) -> list[int]:
        """Marked elements without those that only hold several others: no number, and no prose before the first."""
        return [
            element
            for place, element in enumerate(marked)
            if self.numbers[element]
            or self._inside(marked, place, element) < 2
            or self._prose_before(element, marked[place + 1])
        ]

    def _inside(self, marked: list[int], place: int, element: int) -> int:
        """How many marked elements stand directly in one; counting stops at two."""
        count, last = 0, self.page.last[element]
        following = place + 1
        while following < len(marked) and marked[following] <= last and count < 2:
            count += 1
            following = bisect_left(marked, self.page.last[marked[following]] + 1, following)
        return count

    def _same_comment(self, above: Unit, element: int, number: str | None) -> bool:
        """Whether an element inside a comment is a part of it rather than an answer to it."""
        if number is not None and above.number is not None:
            return number.split("_")[0] == above.number.split("_")[0]
        if above.nested or self._is_another(above.top, element):
            return False
        if number is not None or above.number is None:
            return not self._prose_before(above.top, element)
        return "comment" not in map(str.lower, self.page.tokens[element]) or not self._prose_before(
            above.top, element
        )

    def _is_another(self, outer: int, inner: int) -> bool:
        """Whether an element stands, after some words, in one that is called just the same."""
        page = self.page
        before = page.words_before[page.first[inner]] - page.words_before[page.first[outer]]
        return before > 0 and bool(page.tokens[inner]) and page.tokens[outer] == page.tokens[inner]

    def _prose_before(self, outer: int, inner: int) -> bool:
        """Whether an element has prose of its own in front of the one it encloses."""
        before = self.page.words_before
        return before[self.page.first[inner]] - before[self.page.first[outer]] > 12

    def _without_wrappers(self, units: list[Unit]) -> list[Unit]:
        """Units without those that have hardly a word of their own beside the ones they enclose."""
        wrappers = {unit for unit in units if self._only_wraps(unit)}
        kept = [unit for unit in units if unit not in wrappers]
        for unit in kept:
            unit.nested = []
            while unit.parent is not None and unit.parent in wrappers:
                unit.parent = unit.parent.parent
            if unit.parent is not None:
                unit.parent.nested.append(unit)
        return kept

    def _only_wraps(self, unit: Unit) -> bool:
        """Whether a unit says next to nothing beside what it encloses."""
        own = self.page.words(unit.top) - sum(self.page.words(inner.top) for inner in unit.nested)
        return bool(unit.nested) and unit.number is None and own < 4 + 3 * len(unit.nested)


def is_labelled(element: Element) -> bool:
    """Whether an element's label for those who do not see it says whose comment it is."""
    label = element.get("aria-label") or ""
    return element.get("role") in ("article", "comment", "listitem") and SAID_BY.match(label) is not None


def may_be_unit(tag: str) -> bool:
    """Whether an element of some tag can be a comment."""
    return tag in _UNITS or "-" in tag


def _key(page: Outline, number: int) -> tuple[str, str]:
    tokens = page.tokens[number]
    return page.elements[number].tag, tokens[0] if tokens else ""
