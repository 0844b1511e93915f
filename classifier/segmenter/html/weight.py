"""How much speaks for repeated records being comments: what they say, are called, link to and stand beneath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from classifier.segmenter.html.columns import name_column
from classifier.segmenter.html.credit import author_of
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.names import (
    ABOUT_COMMENTS,
    ANSWER,
    CONTROL,
    HEADING,
    NEWEST,
    NO_COMMENTS,
    ONWARD,
    PERSON_LINK,
    Names,
)
from classifier.segmenter.html.outline import Outline, one_line
from classifier.segmenter.html.units import Unit, lines_of

_VOTES = Names(r"(?:^|[-_])(?:up|down|like|dislike|vote|votes|score|karma|plus|minus|thumb)")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PROSE = Names(r"(?:^|[-_])(?:entry-content|article-?_*body|post-?content|story|article-text)(?:$|[-_])")
#: Records that are looked at: more tell no more.
_SAMPLE = 40


class Scales:
    """Weighs lists of records of one page."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.dates = dates

    def weight(self, records: Sequence[Unit]) -> float:
        """How much speaks for a list being comments, less what speaks against it."""
        sample = records[:_SAMPLE]
        said = [lines_of(self.page, unit) for unit in sample]
        return (
            self._by_content(sample, said)
            + self._by_names(records)
            + self._by_links(sample)
            + self._by_heading(records)
            + self._by_controls(said)
        )

    def _by_content(self, records: Sequence[Unit], said: Sequence[list[str]]) -> float:
        authors = [self._author(unit, lines) for unit, lines in zip(records, said, strict=True)]
        named = [author for author in authors if author]
        prose = [sum(len(line.split()) for line in lines if self.dates.byline(line) is None) for lines in said]
        unlike = len(named) < 0.6 * len(records)
        if unlike:
            cells = name_column(self.page, self.dates, records)
            named = [self.page.text(cell) for cell in cells.values()] or list(
                filter(None, map(self._short_start, records))
            )
        if len(named) < (0.8 if unlike else 0.6) * len(records) or sum(words > 2 for words in prose) < 0.6 * len(
            records
        ):
            return -4.0
        few = len(set(named)) <= max(1, 0.5 * len(named)) and len(named) > 3
        alike = len({tuple(lines) for lines in said}) < 0.8 * len(said)
        return 1.0 - 1.0 * unlike - 1.5 * few - 2.0 * alike - 1.0 * (median(prose) > 400)

    def _author(self, unit: Unit, lines: Sequence[str]) -> str | None:
        if (
            len(lines) > 2
            and len(lines[0].split()) <= 6
            and not self.dates.shows(lines[0])
            and self.dates.shows(lines[1])
        ):
            return lines[0]
        for line in (*lines[:3], *lines[-3:]):
            found = self.dates.byline(line)
            if found is not None and found.author and found.kind in ("dated", "says", "name"):
                return found.author
        return author_of(self.page, self.dates, unit, range(unit.top, min(unit.bottom, unit.top + 40) + 1))

    def _short_start(self, unit: Unit) -> str | None:
        """The first words of a record where they stand alone and could be how somebody calls himself."""
        page = self.page
        start = page.first[unit.top]
        text = next(filter(None, map(one_line, page.pieces[start : min(start + 30, page.end[unit.top])])), "")
        return text if len(text.split()) <= 5 and len(text) <= 40 and not self.dates.shows(text) else None

    def _by_names(self, records: Sequence[Unit]) -> float:
        page, top = self.page, records[0].top
        around = [
            name
            for place, n in zip(range(7), (top, *page.above(top)), strict=False)
            for name in page.names(n)
            if place < 7
        ]
        inside = [name for n in range(top, min(records[0].bottom, top + 40) + 1) for name in page.names(n)]
        score = 3.0 * any(map(ABOUT_COMMENTS, around)) or 1.5 * any(map(ABOUT_COMMENTS, inside))
        score -= 3.0 * any(map(NO_COMMENTS, around)) + 1.0 * any(map(NO_COMMENTS, inside))
        score -= 2.0 * any(map(_PROSE, around))
        score += 1.0 * any(map(_VOTES, inside)) + 0.5 * any("avatar" in name for name in inside)
        return score

    def _by_links(self, records: Sequence[Unit]) -> float:
        page = self.page
        linked = headed = people = 0
        for unit in records:
            inner = [n for n in range(unit.top, unit.bottom + 1) if page.elements[n].tag == "a"]
            words = max(1, sum(len(line.split()) for line in lines_of(self.page, unit)))
            people += any(PERSON_LINK.search(page.elements[n].get("href") or "") for n in inner)
            outside = [n for n in inner if not PERSON_LINK.search(page.elements[n].get("href") or "#")]
            linked += any(self._leads_away(n) for n in outside) and words < 200
            headed += any(self._is_title(n) for n in range(unit.top, unit.bottom + 1))
        share = len(records) / 2
        return 1.0 * (people > share) - 2.0 * (linked > share) - 2.0 * (headed > share)

    def _leads_away(self, link: int) -> bool:
        """Whether a link is called as an article is, by neither a date nor what can be done here."""
        text = self.page.text(link)
        return len(text.split()) >= 3 and not self.dates.shows(text) and ANSWER.fullmatch(text) is None

    def _is_title(self, number: int) -> bool:
        """Whether an element is a heading that is neither a name nor a date."""
        page = self.page
        if page.elements[number].tag not in _HEADINGS:
            return False
        text = page.text(number)
        found = self.dates.byline(text)
        return len(text.split()) > 2 and (found is None or found.kind not in ("dated", "name", "says"))

    def _by_heading(self, records: Sequence[Unit]) -> float:
        """What stands just above the list, and whether one can write beneath it."""
        page = self.page
        start, stop = page.first[records[0].top], page.end[records[-1].top]
        above = [line for line in page.lines(max(0, start - 14), start) if len(line.split()) <= 12][-2:]
        score = 0.0
        for line in above:
            if HEADING.search(line):
                score += -6.0 if NEWEST.search(line) else 3.0
        owners = (page.owner[place] for place in range(stop, min(stop + 40, len(page.owner))))
        following = {page.elements[owner].tag for owner in owners}
        areas = any(
            page.elements[n].tag == "textarea"
            for n in range(records[-1].bottom, min(records[-1].bottom + 40, len(page)))
        )
        return score + 1.0 * (areas or "textarea" in following)

    def _by_controls(self, said: Sequence[list[str]]) -> float:
        """What can be clicked in each record: an answer speaks for comments, a way on for articles."""
        ends = [[part for line in lines[-4:] for part in re.split(r"\s*[|·•]\s*|\s{2,}", line)] for lines in said]
        answers = sum(any(ANSWER.fullmatch(part) for part in parts) for parts in ends)
        onward = sum(any(map(_leads_on, parts)) for parts in ends)
        return 2.5 * (answers > len(said) / 2) - 2.5 * (onward > len(said) / 2)


def _leads_on(text: str) -> bool:
    return len(text) < 30 and ONWARD.search(text) is not None and CONTROL.fullmatch(text) is None
