"""Lines that only line breaks and rules divide, made blocks of their own."""

from __future__ import annotations

import copy
from itertools import groupby

from classifier.segmenter.html.outline import BLOCKS, Element

#: Breaks in one element from which its lines are worth it.
_FEWEST = 4
_BREAKS = frozenset(("br", "hr"))


def lined(tree: Element) -> Element | None:
    """A copy of a tree in which each line of a broken text is a paragraph; None where no text is much broken.

    Where two breaks made a blank line one of them stays.

    Examples
    --------
    >>> from lxml import etree, html
    >>> page = html.fromstring("<div><b>Ann</b> on Monday<br>No.<br><br><b>Bob</b><br>Yes.<hr></div>")
    >>> etree.tostring(lined(page), encoding="unicode", method="html")
    '<div><p><b>Ann</b> on Monday</p><p>No.</p><br><p><b>Bob</b></p><p>Yes.</p><hr></div>'
    """
    if not any(map(_is_broken, tree.iter())):
        return None
    made = copy.deepcopy(tree)
    for element in [element for element in made.iter() if _is_broken(element)]:
        _divide(element)
    return made


def _is_broken(element: Element) -> bool:
    return element.tag != "p" and sum(child.tag in _BREAKS for child in element) >= _FEWEST


def _divide(element: Element) -> None:
    """Put each line of an element into a paragraph."""
    children, text = list(element), element.text
    for child in children:
        element.remove(child)
    element.text = None
    line = _Line(element, text)
    for blocks, group in groupby(children, key=lambda child: child.tag in BLOCKS):
        for child in group:
            tail, child.tail = child.tail, None
            if blocks:
                line = line.ended(child, tail)
            else:
                line.add(child, tail)
    line.close()


class _Line:
    """A paragraph as it grows, put into an element only when something is in it."""

    def __init__(self, around: Element, text: str | None, after: str = "") -> None:
        self.around = around
        self.paragraph = around.makeelement("p")
        self.paragraph.text = text
        self.paragraph.sourceline = around.sourceline
        self.after = after

    def add(self, child: Element, tail: str | None) -> None:
        if not self._filled():
            self.paragraph.sourceline = child.sourceline
        self.paragraph.append(child)
        child.tail = tail

    def ended(self, block: Element, tail: str | None) -> _Line:
        filled, broken = self.close(), block.tag == "br"
        if not broken or (not filled and self.after == "br"):
            self.around.append(block)
        line = _Line(self.around, tail, after="blank" if broken and not filled else block.tag)
        line.paragraph.sourceline = block.sourceline
        return line

    def close(self) -> bool:
        if self._filled():
            self.around.append(self.paragraph)
        return self._filled()

    def _filled(self) -> bool:
        return len(self.paragraph) > 0 or bool((self.paragraph.text or "").strip())
