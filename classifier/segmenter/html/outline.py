"""A page's tree laid flat: every element by its number, every piece of text by its place, in document order.

An element's descendants are the numbers up to its last, its text the pieces between its first and its end, so
that asking what is inside what costs nothing however deep or long a page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

from classifier.segmenter.html.names import kind_of, plainer

Element = Any

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "option",
        "textarea",
        "input",
        "object",
        "head",
    ]
)
_CODE = ("script", "style")
_SPACE = re.compile(r"\s+")
#: Attributes beside the class by which an element is called.
_NAMING = ("id", "itemprop", "property", "data-role", "slot", "part", "component", "data-component")
#: A piece of text that stands for the edge of a block.
EDGE = "\n"
#: Most characters of markup that are read; a page beyond is a trap or a ruin.
_LARGEST = 60_000_000
#: Attributes of one element beyond which a page is one too: each is compared with all before it.
_MOST_ATTRIBUTES = 1_000
#: A tag; a quotation mark opens a value only after an equals sign.
_TAG = re.compile(r"""<[A-Za-z](?:[^<>"'=]++|=\s*"[^"]*"|=\s*'[^']*'|[="'])*+""")
_QUOTED = re.compile(r"""=\s*(["']).*?\1""", re.S)


def parsed(text: str) -> Element | None:
    """Tree of a page's source; None where there is nothing to parse."""
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:_LARGEST].replace("\0", ""))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def is_stuffed(source: str) -> bool:
    """Whether an element has more attributes than any page has reason for.

    Examples
    --------
    >>> is_stuffed("<p class='a b'>Hello</p>"), is_stuffed("<p " + "a=1 " * 2_000)
    (False, True)
    """
    suspects = any(_has_many_attributes(source, found) for found in _TAG.finditer(source))
    return suspects and any(_has_many_attributes(source, found) for found in _tags(source))


def _has_many_attributes(source: str, tag: re.Match[str]) -> bool:
    start, end = tag.span()
    return end - start > 2 * _MOST_ATTRIBUTES and len(_QUOTED.sub(" ", source[start:end]).split()) > _MOST_ATTRIBUTES


def _tags(source: str) -> Iterator[re.Match[str]]:
    """Tags of a source; what a script or a style holds looks like some, and is none."""
    low, beyond = source.lower(), 0
    for found in _TAG.finditer(source):
        if found.start() >= beyond:
            yield found
            name = next((name for name in _CODE if low.startswith(name, found.start() + 1)), None)
            end = low.find(f"</{name}", found.end()) if name else found.end()
            beyond = len(source) if end < 0 else end


def one_line(text: str) -> str:
    """Text with each stretch of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def _called_in_tests(tree: Element) -> dict[Element, str]:
    """Of each element that a site's own tests call something: what."""
    return {element: element.get("data-testid") for element in tree.xpath("//*[@data-testid]")}


@lru_cache(maxsize=20_000)
def _classes(written: str) -> tuple[str, ...]:
    names = written.split()
    return (*names, *(plain for name in names for plain in plainer(name)))


def _begins(name: str, initials: str) -> bool:
    """Whether a name has some initials, and more letters."""
    words = name.split()
    found = "".join(word[0] for word in words[: len(initials)]) if words else ""
    return len(name.strip()) > len(initials) and found.casefold() == initials.casefold()


class Outline:
    """Elements and texts of a tree by number.

    Attributes
    ----------
    elements : list
    parent, last, first, end : list of int
        Of each element: the number of the one around it (-1 at the top), of its last descendant, its first piece of
        text and the one after its last.
    pieces : list of str
        Texts in document order, with an `EDGE` where a block begins or ends.
    owner : list of int
        Element in which each piece stands.
    deepest : int
        How deep elements are nested.
    """

    def __init__(self, tree: Element) -> None:
        self.elements: list[Element] = []
        self.parent: list[int] = []
        self.last: list[int] = []
        self.first: list[int] = []
        self.end: list[int] = []
        self.pieces: list[str] = []
        self.owner: list[int] = []
        self.deepest = 0
        self._names: dict[int, list[str]] = {}
        self._tested = _called_in_tests(tree)
        self._walk(tree)
        self._blank_initials()

    def _blank_initials(self) -> None:
        """Take away letters that stand for a picture, in a block of their own above the name they begin."""
        letters = [place for place, piece in enumerate(self.pieces) if len(piece) < 3 and piece.isalpha()]
        for place in letters:
            following = self.pieces[place + 1 : place + 30]
            name = next((text for text in following if not text.isspace()), "")
            if EDGE in following[: following.index(name) if name else 0] and _begins(name, self.pieces[place]):
                self.pieces[place] = " "

    def _walk(self, tree: Element) -> None:
        """Number elements and texts in one pass; what it does for each of them is what a page costs."""
        from lxml import etree

        above: list[int] = []
        unseen = 0
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            tag = element.tag
            if event == "start":
                unseen += tag in _UNSEEN
                self._open(element, above)
                around, text = above[-1], element.text
            else:
                self._close(above)
                unseen -= tag in _UNSEEN
                around, text = above[-1] if above else -1, element.tail
            if tag in BLOCKS:
                self.pieces.append(EDGE)
                self.owner.append(len(self.elements) - 1 if event == "start" else self._closed)
                if event == "end":
                    self.end[self._closed] += 1
            if text and not unseen and around >= 0:
                self.pieces.append(" " if text.isspace() else text)
                self.owner.append(around)

    def _open(self, element: Element, above: list[int]) -> None:
        number = len(self.elements)
        self.elements.append(element)
        self.parent.append(above[-1] if above else -1)
        self.first.append(len(self.pieces))
        self.last.append(number)
        self.end.append(0)
        above.append(number)
        self.deepest = max(self.deepest, len(above))

    def _close(self, above: list[int]) -> None:
        self._closed = number = above.pop()
        self.last[number] = len(self.elements) - 1
        self.end[number] = len(self.pieces)

    def __len__(self) -> int:
        return len(self.elements)

    @cached_property
    def tokens(self) -> list[list[str]]:
        """Class names of each element."""
        return [(element.get("class") or "").split() for element in self.elements]

    def names(self, number: int) -> list[str]:
        """What an element is called: its classes, id and the like."""
        known = self._names.get(number)
        if known is None:
            element = self.elements[number]
            called = [name for key, value in element.items() if key in _NAMING for name in (value, *plainer(value))]
            known = self._names[number] = [*called, *self.classes(number)]
        return known

    def classes(self, number: int) -> tuple[str, ...]:
        """Class names of an element and what tests call it, and plainer ones of those that a program has made."""
        element = self.elements[number]
        written = element.get("class") or ""
        return _classes(f"{written} {self._tested.get(element, '')}" if self._tested else written)

    def kind(self, number: int) -> str:
        """The classes of an element that others of its list share."""
        return kind_of(self.elements[number].get("class") or "")

    @cached_property
    def children(self) -> list[list[int]]:
        """Elements directly inside each element."""
        found: list[list[int]] = [[] for _ in self.elements]
        for number, above in enumerate(self.parent):
            if above >= 0:
                found[above].append(number)
        return found

    @cached_property
    def words_before(self) -> list[int]:
        """How many words stand in front of each piece."""
        return [0, *accumulate(len(piece.split()) for piece in self.pieces)]

    def above(self, number: int) -> Iterator[int]:
        """Elements around one, the nearest first."""
        number = self.parent[number]
        while number >= 0:
            yield number
            number = self.parent[number]

    def holds(self, outer: int, inner: int) -> bool:
        """Whether an element is another or stands inside it."""
        return outer <= inner <= self.last[outer]

    def words(self, number: int) -> int:
        """How many words an element holds."""
        return self.words_before[self.end[number]] - self.words_before[self.first[number]]

    def text(self, number: int) -> str:
        """All text of an element as one line."""
        return self.between(self.first[number], self.end[number])

    def between(self, start: int, stop: int) -> str:
        """Pieces of text as one line."""
        return one_line(" ".join(self.pieces[start:stop]))

    def own_text(self, number: int) -> str:
        """Text that stands in an element itself, and in none inside it."""
        if self.last[number] == number:
            return self.text(number)
        start, stop = self.first[number], self.end[number]
        return one_line(" ".join(self.pieces[n] for n in range(start, stop) if self.owner[n] == number))

    def lines(self, start: int, stop: int, without: Sequence[tuple[int, int]] = ()) -> list[str]:
        """Lines between two pieces of text; `without` are spans of pieces in order that are left out."""
        said: list[str] = []
        for piece in self._kept(start, stop, without):
            if len(piece) > 3 and piece[0].isdigit() and said and said[-1][-1:].isalnum():
                said.append(" ")
            said.append(piece if piece == EDGE else piece.replace(EDGE, " "))
        return [line for line in map(one_line, "".join(said).split(EDGE)) if line]

    def _kept(self, start: int, stop: int, without: Iterable[tuple[int, int]]) -> Iterator[str]:
        for low, high in without:
            if low > start:
                yield from self.pieces[start:low]
            if high > start:
                start = high
                yield " "
        yield from self.pieces[start:stop]
