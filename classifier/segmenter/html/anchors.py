"""What each record of a list has once: a date, or a button by which to answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.names import ANSWER, kind_of
from classifier.segmenter.html.outline import Outline, one_line

#: Longest text that can be the date of a comment, with the name before it.
_LONGEST_DATE = 80
_LONGEST_BUTTON = 24
_NOT_WHEN = re.compile(
    r"\b(?:joined|join date|registered|since|member|mitglied|seit|founded|born|updated|©|edited)\b", re.I
)

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

    def _standing(self, wanted: Callable[[str, int], bool], longest: int) -> dict[Key, list[int]]:
        """Elements that hold a wanted piece of text, by what they and the one around them are."""
        page, found = self.page, dict[Key, list[int]]()
        places = (place for place, piece in enumerate(page.pieces) if 2 <= len(piece) <= longest)
        seen = {page.owner[place] for place in places if wanted(page.pieces[place], page.owner[place])}
        for number in sorted(seen):
            above = page.parent[number]
            key: Key = (page.elements[number].tag, kind_of(page.tokens[number]))
            key += (page.elements[above].tag, kind_of(page.tokens[above])) if above >= 0 else ()
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
