"""Lines at either end of a comment that say who wrote it and when, or what can be done with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.segmenter.bylines import Byline
from classifier.segmenter.html.controls import PARTS_OF_LINE, is_button, is_furniture
from classifier.segmenter.html.credit import NOT_WHEN, bare_name
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.units import Unit

_SIGNATURE_LINE = re.compile(r"_{5,}|-{2,}\s*|—{2,}")


class Edges:
    """Reads the first and last lines of comments on one page."""

    def __init__(self, dates: Dates) -> None:
        self.dates = dates

    def trimmed(self, unit: Unit, lines: list[str]) -> list[str]:
        """Lines without those at either end that are about the comment; what they say is kept with it."""
        lines = _before_signature(lines)
        while lines and not self._is_said(unit, lines[0]) and self._is_head(unit, lines):
            self._take(unit, lines[0])
            lines = lines[1:]
        while len(lines) > 1 and self._is_foot(unit, lines[-1]):
            self._take(unit, lines[-1])
            lines = lines[:-1]
        return lines

    def learn(self, unit: Unit, line: str) -> None:
        """Take author and time from a line beside a comment's text."""
        if not is_furniture(line) and not NOT_WHEN.search(line):
            self._take(unit, line)

    def name_above_date(self, unit: Unit, lines: Sequence[str]) -> None:
        """Take as author the short line right above one with a date alone."""
        for place in range(min(5, len(lines) - 1)):
            if unit.author is None and self._names_who(lines[place:]):
                unit.author = bare_name(lines[place])

    def _is_said(self, unit: Unit, line: str) -> bool:
        """Whether a first line is the comment's own, as its part is called the text."""
        found = self.dates.byline(line)
        signs = unit.author is None and found is not None and found.kind == "dated" and found.author
        return unit.called and not signs

    def _is_head(self, unit: Unit, lines: Sequence[str]) -> bool:
        """Whether the first of some lines is about the comment."""
        line, found = lines[0], self.dates.byline(lines[0])
        if is_furniture(line) or (line.lower().startswith("re:") and len(lines) > 1):
            return True
        if len(lines) > 1 and bare_name(line) == unit.author:
            return True
        if len(lines) > 2 and unit.author is None and self._names_who(lines):
            unit.author = bare_name(line)
            return True
        return found is not None and self._heads(unit, found, lines)

    def _names_who(self, lines: Sequence[str]) -> bool:
        """Whether a short line stands right above one with a date alone."""
        if is_furniture(lines[0]) or len(lines[0].split()) > 6 or len(lines[0]) > 50 or self.dates.shows(lines[0]):
            return False
        return self._is_moment(lines[1])

    def _is_foot(self, unit: Unit, line: str) -> bool:
        if all(is_button(part) or self._is_moment(part) for part in PARTS_OF_LINE.split(line) if part):
            return not unit.called or is_furniture(line)
        found = self.dates.byline(line)
        return not unit.called and found is not None and found.kind not in ("name", "header")

    def _is_moment(self, text: str) -> bool:
        found = self.dates.byline(text)
        return found is not None and found.kind == "dated" and not found.author

    def _heads(self, unit: Unit, found: Byline, lines: Sequence[str]) -> bool:
        if found.kind == "header":
            return False
        if found.kind == "name":
            return found.author == unit.author or (unit.author is None and len(lines) > 1)
        return len(lines) > 1 or found.kind == "dated"

    def _take(self, unit: Unit, line: str) -> None:
        found = self.dates.byline(line)
        if found is not None:
            unit.author = unit.author or found.author
            unit.posted_at = unit.posted_at or self.dates.find(line)


def _before_signature(lines: list[str]) -> list[str]:
    """Lines above a rule that a board draws over what its members sign with."""
    for place, line in enumerate(lines):
        if place and len(lines) - place <= 6 and _SIGNATURE_LINE.fullmatch(line):
            return lines[:place]
    return lines
