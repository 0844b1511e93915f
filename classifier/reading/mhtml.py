"""Pages saved as MHTML: one file that holds the page with its pictures, as a mail holds its attachments."""

from __future__ import annotations

import contextlib
import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import errors, message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime

from classifier.errors import InputError
from classifier.reading.decoding import decode

_HEADER = rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)"
_START = re.compile(rb"(?=%s*MIME-Version:)%s*?Content-Type:\s*(?:multipart/|text/html)" % (_HEADER, _HEADER), re.I)
#: A frame and where its page is; a tag of endless length is none.
_FRAME = re.compile(
    rb"(?P<start><i?frame\b)(?P<rest>(?:(?!srcdoc)[^<>]){0,2000}?\bsrc\s*=\s*(?:\"(?P<double>[^\"<>]{1,2000})\"|'(?P<single>[^'<>]{1,2000})'))",
    re.I,
)

#: Frames within frames that are read.
_DEEPEST = 3

#: Characters of a header that are read; the time its parameters take grows with the square of their number.
_LONGEST_HEADER = 10_000

#: Content types of pages.
PAGES = ("text/html", "application/xhtml+xml")


class _Bounded(Compat32):
    """The usual policy for mails, but for headers of endless length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


@dataclass(frozen=True)
class Page:
    """The page in a container: its bytes, the encoding it came with, what is to be said, and when it was saved."""

    raw: bytes
    charset: str | None
    notes: tuple[str, ...]
    saved: str | None


def is_mhtml(raw: bytes) -> bool:
    r"""Whether bytes begin as a page saved as MHTML does.

    Examples
    --------
    >>> is_mhtml(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n")
    True
    """
    return _START.match(raw[:20_000].lstrip().replace(b"\r\n", b"\n")) is not None


def page_of(raw: bytes, where: object) -> Page:
    """The page of an MHTML file: the part that it starts with.

    Raises
    ------
    InputError
        When there is no HTML in it, or its parts are nested beyond reason.
    """
    try:
        whole = message_from_bytes(raw, policy=_Bounded())
        parts = [part for part in whole.walk() if not part.is_multipart()]
    except RecursionError as error:
        raise InputError("its parts are nested beyond reason", where=where, remedy="save the page again") from error
    pages = [part for part in parts if part.get_content_type() in PAGES]
    if not pages:
        kinds = ", ".join(Counter(part.get_content_type() for part in parts)) or "none"
        raise InputError(
            f"holds no HTML (its parts: {kinds})", where=where, remedy="save the page again, as a whole page"
        )
    page = _first(whole, pages)
    others = [part for part in pages if part is not page]
    frames = Frames(others)
    raw = frames.put_into(_content(page))
    notes = _notes(whole, page, len(frames.shown), len(others))
    return Page(raw, page.get_content_charset(), tuple(notes), _saved(whole))


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


class Frames:
    """The pages inside a page, which may have pages inside them.

    Attributes
    ----------
    shown : set of Message
        Those that are put where the page shows them.
    """

    def __init__(self, pages: Sequence[Message]) -> None:
        self.known = {address: part for part in pages for address in _addresses(part)}
        self.shown: set[Message] = set()

    def put_into(self, raw: bytes, depth: int = 0) -> bytes:
        """A page with each frame written out in its tag, on the line on which that stands."""
        return _FRAME.sub(lambda tag: self._written_out(tag, depth), raw) if depth < _DEEPEST else raw

    def _written_out(self, tag: re.Match[bytes], depth: int) -> bytes:
        part = self.known.get(html.unescape((tag["double"] or tag["single"]).decode("utf-8", "replace")))
        if part is None or part in self.shown:
            return tag[0]
        self.shown.add(part)
        text, _, _ = decode(self.put_into(_content(part), depth + 1), part.get_content_charset())
        inside = html.escape(text).encode("ascii", "xmlcharrefreplace").replace(b"\n", b"&#10;").replace(b"\r", b"")
        return tag["start"] + b' srcdoc="' + inside + b'"' + tag["rest"]


def _addresses(part: Message) -> tuple[str, ...]:
    """How a page may call a part."""
    name, place = str(part["Content-ID"] or "").strip("<> "), str(part["Content-Location"] or "").strip()
    return tuple(filter(None, (name and f"cid:{name}", place)))


def _saved(whole: Message) -> str | None:
    """When the file was made, as its head says."""
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        return parsedate_to_datetime(str(whole["Date"] or "")).isoformat()
    return None


def _first(whole: Message, pages: list[Message]) -> Message:
    """The part that `start` or the location of the whole names, else the first that is a page."""
    start = str(whole.get_param("start") or "").strip("<> ")
    place = str(whole["Snapshot-Content-Location"] or whole["Content-Location"] or "").strip()
    for key, value in (("Content-ID", start), ("Content-Location", place)):
        for part in pages:
            if value and str(part[key] or "").strip("<> ") == value:
                return part
    return pages[0]


def _notes(whole: Message, page: Message, shown: int, others: int) -> Iterator[str]:
    place = str(page["Content-Location"] or whole["Snapshot-Content-Location"] or "").strip()
    if place:
        yield f"the page saved from {place}"
    if shown:
        yield f"pages inside the page (frames) read with it: {shown}"
    if others > shown:
        yield f"pages inside the page (frames) passed over: {others - shown}"
    if any(isinstance(d, errors.CloseBoundaryNotFoundDefect) for d in whole.defects):
        yield "the file is cut short: what is there of the page was read"
