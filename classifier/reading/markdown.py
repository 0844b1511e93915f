"""Marks of Markdown: links and strong words become the words in them, rules and fences of code are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LINK = re.compile(r'(?<!!)\[([^\[\]]{1,300})\]\([^()\s]{0,2000}(?:\s{1,5}"[^"]{0,200}")?\)')
_STRONG = re.compile(r"(\*\*|(?<!\w)__)(?=[^\s*_])(.{1,200}?)(?<=\S)\1")
#: A line drawn between paragraphs, or under a heading.
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={2,}[ \t]*|-{2,}[ \t]*)")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<about>[^`]*)")


@dataclass(frozen=True, slots=True)
class Blocks:
    """Lines of a document in Markdown that are no prose, by their numbers from 1.

    Attributes
    ----------
    rules : frozenset of int
        Lines drawn between paragraphs and under headings.
    verbatim : frozenset of int
        Lines of fenced code with their fences.
    """

    rules: frozenset[int] = frozenset()
    verbatim: frozenset[int] = frozenset()


def blocks_of_lines(lines: Sequence[str], skip: int = 0) -> Blocks:
    """Which lines of a document in Markdown are no prose.

    Parameters
    ----------
    lines : sequence of str
    skip : int
        Lines of front matter at the top.

    Returns
    -------
    Blocks

    Examples
    --------
    >>> blocks_of_lines(["Bridge shut", "===", "It was.", "", "---", "```", "---", "```"])
    Blocks(rules=frozenset({2, 5}), verbatim=frozenset({8, 6, 7}))
    """
    rules, verbatim, fence = set(), set(), ""
    for number, line in enumerate(lines[skip:], skip + 1):
        found = _FENCE.fullmatch(line)
        if fence:
            verbatim.add(number)
            closes = found and found["fence"].startswith(fence) and not found["about"].strip()
            fence = "" if closes else fence
        elif found:
            verbatim.add(number)
            fence = found["fence"]
        elif _RULE.fullmatch(line):
            rules.add(number)
    return Blocks(frozenset(rules), frozenset(verbatim))


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
