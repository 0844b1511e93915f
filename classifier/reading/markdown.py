"""Marks of Markdown that stand inside a line: links and strong words become the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINK = re.compile(r'(?<!!)\[([^\[\]]{1,300})\]\([^()\s]{0,2000}(?:\s{1,5}"[^"]{0,200}")?\)')
_STRONG = re.compile(r"(\*\*|(?<!\w)__)(?=[^\s*_])(.{1,200}?)(?<=\S)\1")


def words_of_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of Markdown without the marks of links and strong words; pictures stay as they are.

    Parameters
    ----------
    lines : iterable of str

    Returns
    -------
    tuple of str
        As many; none is empty that was not.

    Examples
    --------
    >>> words_of_lines(["**Ann** says:", "See [the plan](http://example.org/plan).", "![A bridge](b.jpg)"])
    ('Ann says:', 'See the plan.', '![A bridge](b.jpg)')
    """
    return tuple(_words(line) if "[" in line or "**" in line or "__" in line else line for line in lines)


def _words(line: str) -> str:
    words = _STRONG.sub(r"\2", _LINK.sub(r"\1", line))
    return words if words.strip() else line
