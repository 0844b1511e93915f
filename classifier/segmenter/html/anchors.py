"""What each record of a list has once: a date, a button by which to answer, or its place beneath a heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice

from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.names import ANSWER, CONTAINER, HEADING, NEWEST
from classifier.segmenter.html.outline import Outline, one_line

#: Longest text that can be the date of a comment, with the name before it.
_LONGEST_DATE = 80
_LONGEST_BUTTON = 24
_NOT_WHEN = re.compile(
    r"\b(?:joined|join date|registered|since|member|mitglied|seit|founded|born|updated|©|edited)\b", re.I
)

#: Members of a list that no date tells, how far above it its heading stands, and what a member without a name can be.
_FEWEST = 3
_NEAR = 14
_ITEMS = frozenset(("li", "blockquote", "figure", "article", "section", "details"))

Key = tuple[str, ...]


class Anchors:
    """Finds the elements of a page from which records can be found, by where they stand."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.dates = dates

    def dated(self) -> dict[Key, list[int]]:
        """Elements that hold a date."""
        return self._standing(self._is_date, 2 * _LONGEST_DATE)

    def answered(self) -> dict[Key, list[int]]:
        """Elements by which one answers."""
        return self._standing(lambda piece, _: ANSWER.fullmatch(one_line(piece)) is not None, _LONGEST_BUTTON)

    def listed(self) -> dict[Key, list[int]]:
        """Elements side by side, all of a kind, under a heading that announces comments."""
        found = {}
        for number, children in enumerate(self.page.children):
            kinds = Counter((self.page.elements[child].tag, self.page.kind(child)) for child in children)
            kind, count = kinds.most_common(1)[0] if len(children) >= _FEWEST else (("", ""), 0)
            if count >= _FEWEST and (kind[1] or kind[0] in _ITEMS) and self._is_announced(children[0]):
                members = [child for child in children if self.page.elements[child].tag == kind[0]]
                found[(str(number), *kind)] = [n for n in members if self.page.kind(n) == kind[1]]
        return found

    def _is_announced(self, number: int) -> bool:
        """Whether an element stands in what is called after comments, or beneath a short line that announces them."""
        page, start = self.page, self.page.first[number]
        around = islice(page.above(number), 2)
        if any(CONTAINER(name) for above in around for name in page.names(above)):
            return True
        above = page.lines(max(0, start - _NEAR), start)[-2:]
        heads = [line for line in (*above, page.text(number)) if len(line.split()) <= 6]
        return any(HEADING.search(line) and not NEWEST.search(line) for line in heads)

    def _standing(self, wanted: Callable[[str, int], bool], longest: int) -> dict[Key, list[int]]:
        """Elements that hold a wanted piece of text, by what they and the one around them are."""
        page, found = self.page, dict[Key, list[int]]()
        places = (place for place, piece in enumerate(page.pieces) if 2 <= len(piece) <= longest)
        seen = {page.owner[place] for place in places if wanted(page.pieces[place], page.owner[place])}
        for number in sorted(seen):
            above = page.parent[number]
            key: Key = (page.elements[number].tag, page.kind(number))
            key += (page.elements[above].tag, page.kind(above)) if above >= 0 else ()
            found.setdefault(key, []).append(number)
        return found

    def _is_date(self, piece: str, owner: int) -> bool:
        element = self.page.elements[owner]
        if any(
            _NOT_WHEN.search(name) for n in (owner, self.page.parent[owner]) if n >= 0 for name in self.page.names(n)
        ):
            return False
        if element.tag == "time" or element.get("datetime") or element.get("data-utime"):
            return True
        if len(piece) < 24 and self.dates.shows(element.get("title") or ""):
            return True
        text = one_line(piece)
        if len(text) > _LONGEST_DATE or _NOT_WHEN.search(text) or not self.dates.shows(text):
            return False
        found = self.dates.byline(text)
        return found is not None and found.kind == "dated"
