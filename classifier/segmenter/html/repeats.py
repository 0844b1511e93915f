"""Comments that no name tells: a structure repeated with a name, a date and a text in each.

Dates stand where a program has put them: those in the same place of the same structure belong to the same list.
From each date the record around it is found by climbing until the next one's begins; then the list is weighed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from classifier.segmenter.html.anchors import Anchors
from classifier.segmenter.html.controls import is_furniture
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.outline import Outline
from classifier.segmenter.html.units import Unit, lines_of
from classifier.segmenter.html.weight import Scales

#: What a list must weigh to be comments, with a date in each member and without.
ENOUGH = 1.0
ENOUGH_UNDATED = 3.0


class Repeats:
    """Finds lists of comments by their structure."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.anchors = Anchors(page, dates)
        self.scales = Scales(page, dates)
        self._kinds: dict[int, tuple[str, ...]] = {}

    def units(self) -> list[Unit]:
        """Comments of all lists that are some, in document order, with the comment that encloses each."""
        groups = [(ENOUGH, anchors) for anchors in self.anchors.dated().values()]
        groups += [(ENOUGH_UNDATED, anchors) for anchors in self.anchors.answered().values()]
        groups += [(ENOUGH_UNDATED, anchors) for anchors in self.anchors.listed().values()]
        weighed = [
            (weight, records)
            for enough, anchors in groups
            if len(records := self._records(anchors)) > 1 and (weight := self.scales.weight(records)) >= enough
        ]
        weighed.sort(key=lambda entry: -entry[0])
        taken: list[Unit] = []
        for _, records in weighed:
            if not _overlap(taken, records):
                taken += records
        return enclosed(sorted(taken, key=lambda unit: (unit.top, -unit.bottom)))

    def _records(self, anchors: Sequence[int]) -> list[Unit]:
        if len(anchors) < 2:
            return []
        tops = [self._climbed(anchor, anchors) for anchor in anchors]
        kinds = Counter(self._kind(top) for top in tops)
        steps = Counter(zip(map(self._kind, tops), map(self._steps, anchors, tops), strict=True))
        usual = {kind: far for (kind, far), _ in reversed(steps.most_common())}
        found = [self._of_kind(kind, usual[kind], anchors) for kind, _ in kinds.most_common(4)]
        found = [records for records in found if len(records) >= 0.8 * len(anchors)] or found[:1]
        records = max(found, key=lambda records: sum(self.page.words(top) for top in records))
        units = [Unit(top, self.page.last[top], named=False, when=anchor) for top, anchor in sorted(records.items())]
        units = enclosed(units)
        return self._runs(units) if self._only_heads(units) else units

    def _of_kind(self, kind: tuple[str, ...], steps: int, anchors: Sequence[int]) -> dict[int, int]:
        """Of each date the element of a kind around it, some steps up or the nearest; with its first date."""
        found: dict[int, int] = {}
        for anchor in anchors:
            around = [anchor, *self.page.above(anchor)]
            inside = next((n for n in (*around[steps : steps + 1], *around) if self._is_of(n, kind)), None)
            if inside is not None:
                found.setdefault(inside, anchor)
        return found

    def _steps(self, anchor: int, top: int) -> int:
        """How far above a date an element stands."""
        return sum(number >= top for number in self.page.above(anchor))

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
        kind = page.kind(number)
        inner = () if kind else tuple(page.elements[child].tag for child in page.children[number][:2])
        return (page.elements[number].tag, kind, *inner)

    def _only_heads(self, records: Sequence[Unit]) -> bool:
        """Whether what was found are headings, and the texts stand beside them."""
        if not records:
            return False
        return median(len(" ".join(lines_of(self.page, unit)).split()) for unit in records) <= 8 and all(
            len(lines_of(self.page, unit)) <= 2 for unit in records[:20]
        )

    def _runs(self, heads: Sequence[Unit]) -> list[Unit]:
        """Records made of a heading and what follows it up to the next one."""
        above = Counter(self.page.parent[head.top] for head in heads).most_common(1)[0][0]
        heads = [head for head in heads if self.page.parent[head.top] == above]
        siblings = self.page.children[above] if above >= 0 else []
        places = self._with_names_above(siblings, [bisect_left(siblings, head.top) for head in heads])
        spans = _spans(places, len(siblings), self._ends_below(siblings, places))
        spans = self._up_to_rules(siblings, places, spans)
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

    def _up_to_rules(
        self, siblings: Sequence[int], places: Sequence[int], spans: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Spans as far as the rule or blank line that stands above each head but the first."""
        tags = [self.page.elements[number].tag for number in siblings]
        rules = {tags[place - 1] for place in places[1:]}
        rule = rules.pop() if len(rules) == 1 else ""
        if rule not in ("hr", "br"):
            return spans
        ends = [tags.index(rule, start, stop) if rule in tags[start:stop] else stop for start, stop in spans]
        if any(end < stop - 1 for end, (_, stop) in zip(ends[:-1], spans, strict=False)):
            return spans
        return [(start, end) for (start, _), end in zip(spans, ends, strict=True)]

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
