"""What reading comes to beside documents and comments: what was opened, said and set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Reject:
    """Something that could not be used, set aside with its reason."""

    input: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.input}{'' if self.line is None else f', line {self.line}'}: {self.reason}"


@dataclass(frozen=True)
class Note:
    """Something to be said of an input once it has been read.

    Attributes
    ----------
    name : str
        Name of the input.
    text : str
        What had to be assumed, or how much was passed over and why.
    """

    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


@dataclass(frozen=True)
class Opened:
    """A document or table that could be read, before its comments.

    Attributes
    ----------
    notes : tuple of str
        What had to be assumed in reading it.
    """

    name: str
    sha256: str
    notes: tuple[str, ...] = ()


def counted(name: str, counts: Counter[str]) -> Iterator[Note]:
    """One note for each reason that was counted, in the order in which they were met.

    Examples
    --------
    >>> [str(note) for note in counted("blog.xml", Counter({"comments marked as spam passed over": 3}))]
    ['blog.xml: comments marked as spam passed over: 3']
    """
    for reason, count in counts.items():
        yield Note(name, f"{reason}: {count:,}")
