"""One comment in the markup."""

from __future__ import annotations

from dataclasses import dataclass, field

from classifier.segmenter.html.outline import Outline


@dataclass(slots=True, eq=False)
class Unit:
    """One comment: a run of elements, mostly one, and what they say.

    Attributes
    ----------
    top, bottom : int
        First and last element, as the outline numbers them; what lies between is the comment and those nested in it.
    number : str or None
        By which the page numbers it.
    parent : Unit or None
    nested : list of Unit
        Comments inside it.
    named : bool
        Whether its markup calls it a comment.
    when : int or None
        Element that holds its time, where structure found it.
    called : bool
        Whether its text is in a part that is called so.
    """

    top: int
    bottom: int
    number: str | None = None
    parent: Unit | None = None
    nested: list[Unit] = field(default_factory=list)
    named: bool = True
    text: str = ""
    author: str | None = None
    posted_at: str | None = None
    votes: int | None = None
    when: int | None = None
    called: bool = False


def end_of(page: Outline, unit: Unit) -> int:
    """The piece of text after the last of a unit."""
    number = unit.bottom
    end = page.end[number]
    for above in page.above(number):
        if above < unit.top or page.last[above] > unit.bottom:
            break
        end = page.end[above]
    return end


def lines_of(page: Outline, unit: Unit) -> list[str]:
    """Lines of a unit without those of the ones nested in it."""
    spans = [(page.first[inner.top], page.end[inner.top]) for inner in unit.nested]
    return page.lines(page.first[unit.top], end_of(page, unit), spans)
