"""Comments that no name tells: a structure repeated with a name, a date and a text in each.

Dates stand where a program has put them: those in the same place of the same structure belong to the same list.
From each date the record around it is found by climbing until the next one's begins; then the list is weighed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from classifier.segmenter.html.controls import is_furniture
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.names import (
    ABOUT_COMMENTS,
    ANSWER,
    AUTHOR,
    CONTROL,
    HEADING,
    NEWEST,
    NO_COMMENTS,
    ONWARD,
    PERSON_LINK,
    Names,
    kind_of,
)
from classifier.segmenter.html.outline import Outline, one_line
from classifier.segmenter.html.units import Unit

#: Longest text that can be the date of a comment, with the name before it.
_LONGEST_DATE = 80
_NOT_WHEN = re.compile(
    r"\b(?:joined|join date|registered|since|member|mitglied|seit|founded|born|updated|©|edited)\b", re.I
)
_VOTES = Names(r"(?:^|[-_])(?:up|down|like|dislike|vote|votes|score|karma|plus|minus|thumb)")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PROSE = Names(r"(?:^|[-_])(?:entry-content|article-?_*body|post-?content|story|article-text)(?:$|[-_])")
#: What a list must weigh to be comments.
ENOUGH = 1.0


class Repeats:
    """Finds lists of comments by their structure."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.dates = dates
        self._kinds: dict[int, tuple[str, ...]] = {}

    def units(self) -> list[Unit]:
        """Comments of all lists that are some, in document order, with the comment that encloses each."""
        weighed = []
        for anchors in self._dated().values():
            records = self._records(anchors)
            if len(records) > 1:
                weighed.append((self.weight(records), records))
        weighed.sort(key=lambda entry: -entry[0])
        taken: list[Unit] = []
        for weight, records in weighed:
            if weight >= ENOUGH and not _overlap(taken, records):
                taken += records
        return enclosed(sorted(taken, key=lambda unit: (unit.top, -unit.bottom)))

    def _dated(self) -> dict[tuple[str, ...], list[int]]:
        """Elements that hold a date, by where they stand."""
        page, found = self.page, dict[tuple[str, ...], list[int]]()
        seen: set[int] = set()
        for place, piece in enumerate(page.pieces):
            if 2 <= len(piece) <= 2 * _LONGEST_DATE and self._is_date(piece, page.owner[place]):
                seen.add(page.owner[place])
        for number in sorted(seen):
            above = page.parent[number]
            key: tuple[str, ...] = (page.elements[number].tag, kind_of(page.tokens[number]))
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

    def _records(self, anchors: Sequence[int]) -> list[Unit]:
        if len(anchors) < 2:
            return []
        tops = [self._climbed(anchor, anchors) for anchor in anchors]
        kinds = Counter(self._kind(top) for top in tops)
        found = [self._of_kind(kind, anchors) for kind, _ in kinds.most_common(4)]
        found = [records for records in found if len(records) >= 0.8 * len(anchors)] or found[:1]
        records = max(found, key=lambda records: sum(self.page.words(top) for top in records))
        units = [Unit(top, self.page.last[top], named=False, when=anchor) for top, anchor in sorted(records.items())]
        units = enclosed(units)
        return self._runs(units) if self._only_heads(units) else units

    def _of_kind(self, kind: tuple[str, ...], anchors: Sequence[int]) -> dict[int, int]:
        """Of each date the nearest element around it that is of a kind, which no other date has; with the date."""
        found: dict[int, int] = {}
        for anchor in anchors:
            inside = next((n for n in (anchor, *self.page.above(anchor)) if self._is_of(n, kind)), None)
            if inside is not None:
                found.setdefault(inside, anchor)
        return found

    def _is_of(self, number: int, kind: tuple[str, ...]) -> bool:
        """Whether an element is of a kind, or of a variety of it that bears a class more."""
        own = self._kind(number)
        return own == kind or (
            own[0] == kind[0]
            and len(kind) == 2 == len(own)
            and bool(kind[1])
            and set(kind[1].split()) < set(own[1].split())
        )

    def _climbed(self, anchor: int, anchors: Sequence[int]) -> int:
        """The widest element around a date that holds no other date of its list."""
        top = anchor
        for above in self.page.above(anchor):
            if bisect_left(anchors, self.page.last[above] + 1) - bisect_left(anchors, above) > 1:
                break
            top = above
        return top

    def _kind(self, number: int) -> tuple[str, ...]:
        known = self._kinds.get(number)
        if known is None:
            known = self._kinds[number] = self._kind_of(number)
        return known

    def _kind_of(self, number: int) -> tuple[str, ...]:
        page = self.page
        kind = kind_of(page.tokens[number])
        inner = () if kind else tuple(page.elements[child].tag for child in page.children[number][:2])
        return (page.elements[number].tag, kind, *inner)

    def _only_heads(self, records: Sequence[Unit]) -> bool:
        """Whether what was found are headings, and the texts stand beside them."""
        if not records:
            return False
        return median(len(" ".join(self.lines(unit)).split()) for unit in records) <= 8 and all(
            len(self.lines(unit)) <= 2 for unit in records[:20]
        )

    def _runs(self, heads: Sequence[Unit]) -> list[Unit]:
        """Records made of a heading and what follows it up to the next one."""
        above = Counter(self.page.parent[head.top] for head in heads).most_common(1)[0][0]
        heads = [head for head in heads if self.page.parent[head.top] == above]
        siblings = self.page.children[above] if above >= 0 else []
        places = self._with_names_above(siblings, [bisect_left(siblings, head.top) for head in heads])
        spans = _spans(places, len(siblings), self._ends_below(siblings, places))
        usual = self._usual(siblings, spans)
        records = []
        for head, (start, stop) in zip(heads, spans, strict=True):
            members = [siblings[place] for place in range(start, stop)]
            members = self._while_usual(members, usual, head.top)
            records.append(Unit(members[0], self.page.last[members[-1]], named=False, when=head.when))
        return records

    def _with_names_above(self, siblings: Sequence[int], places: list[int]) -> list[int]:
        """Places of heads, a line up where the line above each date is a name."""
        above = [self.page.text(siblings[place - 1]) if place else "" for place in places]
        short = [0 < len(line) <= 50 and len(line.split()) <= 6 and not is_furniture(line) for line in above]
        gaps = [later - place for place, later in pairwise(places)]
        if sum(short) < 0.8 * len(places) or min(gaps, default=0) < 3 or len(set(above)) < 0.5 * len(above):
            return places
        return [place - own for place, own in zip(places, short, strict=True)]

    def _ends_below(self, siblings: Sequence[int], places: Sequence[int]) -> bool:
        """Whether the line with name and date stands beneath its text: nothing follows the last one."""
        after = siblings[places[-1] + 1 :]
        return not any(self.page.words(number) for number in after) and places[0] > 0

    def _usual(self, siblings: Sequence[int], spans: Sequence[tuple[int, int]]) -> set[str]:
        """Tags inside the records whose two ends are known."""
        inner = spans[:-1] if spans[0][0] >= 0 else spans[1:]
        return {self.page.elements[siblings[place]].tag for start, stop in inner for place in range(start, stop)}

    def _while_usual(self, members: list[int], usual: set[str], head: int) -> list[int]:
        """Elements next to a head as far as they are of the tags that records have."""
        at = members.index(head)
        low, high = at, at
        while high + 1 < len(members) and self.page.elements[members[high + 1]].tag in usual:
            high += 1
        while low > 0 and self.page.elements[members[low - 1]].tag in usual:
            low -= 1
        return members[low : high + 1]

    def lines(self, unit: Unit) -> list[str]:
        """Lines of a record without those of the ones nested in it."""
        page = self.page
        spans = [(page.first[inner.top], page.end[inner.top]) for inner in unit.nested]
        start = page.first[unit.top]
        stop = page.end[unit.top] if page.last[unit.top] == unit.bottom else self._end_of_run(unit)
        return page.lines(start, stop, spans)

    def _end_of_run(self, unit: Unit) -> int:
        return end_of(self.page, unit)

    def weight(self, records: Sequence[Unit]) -> float:
        """How much speaks for a list being comments, less what speaks against it."""
        sample = records[:40]
        said = [self.lines(unit) for unit in sample]
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
            named = list(filter(None, map(self._short_start, records)))
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
        for line in (*lines[:3], *lines[-2:]):
            found = self.dates.byline(line)
            if found is not None and found.author and found.kind in ("dated", "says", "name"):
                return found.author
        inner = range(unit.top, min(unit.bottom, unit.top + 40) + 1)
        called = (n for n in inner if any(AUTHOR(name) for name in self.page.names(n)))
        return next((text for n in called if 0 < len(text := self.page.text(n)) < 60), None)

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
            words = max(1, sum(len(line.split()) for line in self.lines(unit)))
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


def end_of(page: Outline, unit: Unit) -> int:
    """The piece of text after the last of a unit."""
    number = unit.bottom
    end = page.end[number]
    for above in page.above(number):
        if above < unit.top or page.last[above] > unit.bottom:
            break
        end = page.end[above]
    return end


def _spans(places: Sequence[int], count: int, below: bool) -> list[tuple[int, int]]:
    """First and next place of each record among its siblings, where `places` are those of the heads."""
    if below:
        return list(zip([0, *(place + 1 for place in places[:-1])], [place + 1 for place in places], strict=True))
    return list(zip(places, [*places[1:], count], strict=True))


def _overlap(taken: Sequence[Unit], records: Sequence[Unit]) -> bool:
    """Whether some records stand where others are that were taken before."""
    return any(unit.top <= other.bottom and other.top <= unit.bottom for unit in taken for other in _ends(records))


def _ends(records: Sequence[Unit]) -> Iterator[Unit]:
    """One span from the first to the last of some records."""
    yield Unit(min(unit.top for unit in records), max(unit.bottom for unit in records))


def enclosed(units: list[Unit]) -> list[Unit]:
    """Units in document order, each told which one encloses it and which it encloses."""
    open_units: list[Unit] = []
    for unit in units:
        unit.nested = []
        while open_units and open_units[-1].bottom < unit.top:
            open_units.pop()
        unit.parent = open_units[-1] if open_units else None
        if unit.parent is not None:
            unit.parent.nested.append(unit)
        open_units.append(unit)
    return units
