"""Who wrote the records of a list, where nothing is called so: the same part in each holds another short text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.segmenter.html.controls import is_furniture
from classifier.segmenter.html.credit import may_name
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.outline import Outline
from classifier.segmenter.html.units import Unit

#: Records by which a column can be told.
_FEWEST = 3
_LONGEST = 40
_SAMPLE = 200

Key = tuple[str, str, str, str]


def name_column(page: Outline, dates: Dates, units: Sequence[Unit]) -> dict[Unit, int]:
    """Of each record the element that holds its author's name; none where no part of the records could.

    Examples
    --------
    >>> from classifier.segmenter.html.outline import parsed
    >>> page = Outline(parsed("<ul><li><p>Yes.<i>ann</i><li><p>No!<i>bob</i><li><p>Why?<i>eve</i></ul>"))
    >>> items = [n for n in range(len(page)) if page.elements[n].tag == "li"]
    >>> found = name_column(page, Dates("en"), [Unit(n, page.last[n]) for n in items])
    >>> [page.text(part) for part in found.values()]
    ['ann', 'bob', 'eve']
    """
    if len(units) < _FEWEST:
        return {}
    rows = [_cells(page, unit) for unit in units]
    shared = Counter(key for row in rows[:_SAMPLE] for key in row)
    often = [key for key, count in shared.items() if count >= 0.8 * min(len(units), _SAMPLE)]
    for key in often:
        cells = {unit: row[key] for unit, row in zip(units, rows, strict=True) if key in row}
        if _are_names([page.text(part) for part in cells.values()], dates):
            return cells
    return {}


def _cells(page: Outline, unit: Unit) -> dict[Key, int]:
    """Innermost elements of a record by what they and the ones around them are, as far as no two are alike."""
    stop = unit.nested[0].top if unit.nested else unit.bottom + 1
    leaves = [n for n in range(unit.top, stop) if page.last[n] == n and 0 < page.words(n) <= 7]
    keys = [_key(page, n) for n in leaves]
    counts = Counter(keys)
    return {key: n for key, n in zip(keys, leaves, strict=True) if counts[key] == 1}


def _key(page: Outline, number: int) -> Key:
    above = page.parent[number]
    around = (page.elements[above].tag, page.kind(above)) if above >= 0 else ("", "")
    return page.elements[number].tag, page.kind(number), *around


def _are_names(texts: Sequence[str], dates: Dates) -> bool:
    """Whether texts are short, mostly unlike each other, often like names and never what a site puts there."""
    usual = Counter(texts).most_common(1)[0][1]
    likely = [may_name(text, dates) and len(text) <= _LONGEST and not is_furniture(text) for text in texts]
    named = sum(found is not None and found.kind == "name" for found in map(dates.byline, texts))
    return sum(likely) >= 0.9 * len(texts) and usual <= max(1, 0.5 * len(texts)) and named >= 0.3 * len(texts)
