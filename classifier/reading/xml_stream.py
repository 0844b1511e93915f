"""XML as a stream of the elements that are wanted: nothing else is kept, however large the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import Locator

from classifier.errors import InputError
from classifier.reading.opening import opened

_PIECE = 2**16

#: Bytes of one tag or remark; beyond, the parser would read it from its start again and again.
_LONGEST_TAG = 4 * 2**20

_NOT_IN_XML = bytes(code for code in range(32) if code not in b"\t\n\r")


@dataclass(frozen=True, slots=True)
class Element:
    """The start or the end of an element.

    Attributes
    ----------
    name : str
        As the file writes it, with its prefix.
    is_end : bool
    line : int
        Physical line it stands on.
    text : str
        At the end of an element: the text in it.
    identity : str
        At its start: the attribute called ``id``, whatever its prefix.
    """

    name: str
    is_end: bool
    line: int
    text: str = ""
    identity: str = ""


@dataclass
class Unclean:
    """How many control characters, which XML does not allow, were left out."""

    count: int = 0


def elements(path: Path, wanted: frozenset[str], unclean: Unclean) -> Iterator[Element]:
    """Starts and ends of the elements of an XML file that are wanted, in order.

    Parameters
    ----------
    path : path
    wanted : frozenset of str
        Names of elements.
    unclean : Unclean
        Told what was left out.

    Raises
    ------
    InputError
        When the file ends too soon, is no XML from some line on, or defines entities. What stands before
        has been given by then.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import make_parser

    parser = make_parser()
    collected = _Collected(wanted, parser)
    parser.setContentHandler(collected)
    try:
        with opened(path) as source:
            while piece := source.read(_PIECE):
                parser.feed(_cleaned(piece, unclean))
                yield from collected.taken()
                collected.unheard_of += len(piece)
                if collected.unheard_of > _LONGEST_TAG:
                    raise _endless(collected.line, path)
        parser.close()
    except SAXParseException as error:
        yield from collected.taken()
        raise _broken(error, path) from error
    except DefusedXmlException as error:
        raise InputError(
            "defines entities of its own or names other files, which can do harm",
            where=f"{path}, line {collected.line}",
            remedy="export the comments again, or take the definitions out",
        ) from error


def _cleaned(piece: bytes, unclean: Unclean) -> bytes:
    if b"\0" in piece and re.search(rb"[\x20-\x7e]\0[\x20-\x7e]\0", piece):
        return piece  # UTF-16 has zeros in it by right
    clean = piece.translate(None, _NOT_IN_XML)
    unclean.count += len(piece) - len(clean)
    return clean


def _broken(error: SAXParseException, path: Path) -> InputError:
    reason = error.getMessage()
    cut = reason in ("no element found", "unclosed token", "unclosed CDATA section")
    what = "the file is cut short" if cut else f"is not valid XML from here on ({reason})"
    return InputError(
        f"{what}; what stands before was read",
        where=f"{path}, line {error.getLineNumber()}",
        remedy="export it again to have the rest",
    )


def _endless(line: int, path: Path) -> InputError:
    return InputError(
        f"has a tag or remark of more than {_LONGEST_TAG // 2**20} MB; what stands before was read",
        where=f"{path}, line {line}",
        remedy="export it again to have the rest",
    )


class _Collected(ContentHandler):
    """Elements met since they were last taken, and how many bytes were read since anything was met."""

    def __init__(self, wanted: frozenset[str], place: Locator):
        super().__init__()
        self.wanted, self.place = wanted, place
        self.found: list[Element] = []
        self.text: list[str] | None = None
        self.unheard_of = 0

    def taken(self) -> list[Element]:
        found, self.found = self.found, []
        return found

    @property
    def line(self) -> int:
        return int(self.place.getLineNumber() or 1)

    def startElement(self, name: str, attrs: Any) -> None:
        self.unheard_of = 0
        if name in self.wanted:
            identity = next((v for k, v in attrs.items() if k.rpartition(":")[2] == "id"), "") if len(attrs) else ""
            self.found.append(Element(name, False, self.line, identity=identity))
            self.text = []

    def characters(self, content: str) -> None:
        self.unheard_of = 0
        if self.text is not None:
            self.text.append(content)

    def endElement(self, name: str) -> None:
        self.unheard_of = 0
        if name in self.wanted:
            self.found.append(Element(name, True, self.line, "".join(self.text or ())))
            self.text = None
