"""Pages saved as MHTML: one file that holds the page with its pictures, as a mail holds its attachments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email import errors, message_from_bytes
from email.message import Message
from email.policy import Compat32

from classifier.errors import InputError

_HEADER = rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)"
_START = re.compile(rb"(?=%s*MIME-Version:)%s*?Content-Type:\s*(?:multipart/|text/html)" % (_HEADER, _HEADER), re.I)

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
    """The page in a container: its bytes, the encoding it came with, and what is to be said."""

    raw: bytes
    charset: str | None
    notes: tuple[str, ...]


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
    content = page.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Page(content, page.get_content_charset(), tuple(_notes(whole, page, len(pages) - 1)))


def _first(whole: Message, pages: list[Message]) -> Message:
    """The part that `start` or the location of the whole names, else the first that is a page."""
    start = str(whole.get_param("start") or "").strip("<> ")
    place = str(whole["Snapshot-Content-Location"] or whole["Content-Location"] or "").strip()
    for key, value in (("Content-ID", start), ("Content-Location", place)):
        for part in pages:
            if value and str(part[key] or "").strip("<> ") == value:
                return part
    return pages[0]


def _notes(whole: Message, page: Message, others: int) -> Iterator[str]:
    place = str(page["Content-Location"] or whole["Snapshot-Content-Location"] or "").strip()
    if place:
        yield f"the page saved from {place}"
    if others:
        yield f"pages inside the page (frames) passed over: {others}"
    if any(isinstance(d, errors.CloseBoundaryNotFoundDefect) for d in whole.defects):
        yield "the file is cut short: what is there of the page was read"
