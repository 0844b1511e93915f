"""Web archives (WARC): every page of an archive is a document of its own."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from classifier.errors import InputError
from classifier.files import sha256_bytes
from classifier.reading.mhtml import PAGES
from classifier.reading.opening import LARGEST_PAGE, bare_suffix, head_of, opened
from classifier.reading.outcomes import Note, Reject, counted
from classifier.reading.pages import WARC_SUFFIXES, document_of
from classifier.records import Document


def is_warc(path: Path) -> bool:
    """Whether a file is read as a web archive: by its name, or by how it begins."""
    return bare_suffix(path) in WARC_SUFFIXES or (path.is_file() and head_of(path, 5) == b"WARC/")


def read_warc(path: Path) -> Iterator[Document | Note | Reject]:
    """Pages of a web archive in its order, then counts of the records that are none.

    Parameters
    ----------
    path : path
        A WARC file, packed or not, record by record or as a whole.

    Yields
    ------
    Document, Note or Reject
        A page that cannot be read is a `Reject`, and the next follows.

    Raises
    ------
    InputError
        When the file is no WARC from some place on; what stands before has been given by then.
    """
    counts: Counter[str] = Counter()
    trouble = None
    try:
        yield from _pages(path, counts)
    except InputError as error:
        trouble = error
    yield from counted(path.name, counts)
    if trouble:
        raise trouble


def _pages(path: Path, counts: Counter[str]) -> Iterator[Document | Reject]:
    seen: set[str] = set()
    with opened(path) as source:
        for record in _records(source, path):
            reason = _passed_over(record)
            if reason:
                counts[reason] += 1
                continue
            try:
                page = _document(record, path)
            except InputError as error:
                if error.where == str(path):
                    raise
                yield Reject(f"{path}: {_address(record)}", None, error.what)
                continue
            if page.sha256 in seen:
                counts["pages that stand in it twice, read once"] += 1
                continue
            seen.add(page.sha256)
            yield page


def _records(source: BinaryIO, path: Path) -> Iterator[Any]:
    from warcio.archiveiterator import WARCIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = WARCIterator(source)
    records.INC_RECORD = ""  # else it writes to standard error by itself
    try:
        yield from records
    except (
        ArchiveLoadFailed,
        AttributeError,
        OverflowError,
        ValueError,
    ) as error:  # the library fails in any of these
        reason = (str(error).split("\n") or [""])[0]
        raise InputError(
            f"is not a readable WARC file from here on ({reason}); what stands before was read", where=path
        ) from error


def _passed_over(record: Any) -> str | None:
    """Why a record is no page, None where it is one."""
    if record.rec_type not in ("response", "resource"):
        return f"{record.rec_type} records passed over"
    if _content_type(record)[0] not in PAGES:
        return "files that are no pages passed over"
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return None if status.startswith("2") else f"answers with status {status} passed over"


def _content_type(record: Any) -> tuple[str, str | None]:
    from email.message import Message

    headers = record.http_headers or record.rec_headers
    parsed = Message()
    parsed["Content-Type"] = headers.get_header("Content-Type") or "application/octet-stream"
    return parsed.get_content_type(), parsed.get_content_charset()


def _document(record: Any, path: Path) -> Document:
    name = f"{path.name}: {_address(record)}"
    raw = _content(record, name)
    cut = ("the file is cut short in the middle of this page",) if getattr(record.raw_stream, "limit", 0) else ()
    page = document_of(raw, name, name, sha256_bytes(raw), ".html", _content_type(record)[1], cut)
    return replace(page, saved=_moment(record))


def _moment(record: Any) -> str | None:
    """When the page was fetched."""
    with contextlib.suppress(ValueError):
        return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "").isoformat()
    return None


def _content(record: Any, where: str) -> bytes:
    from warcio.bufferedreaders import BufferedReader

    packing = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    if packing and packing.lower() not in (*BufferedReader.get_supported_decompressors(), "identity"):
        raise InputError(f"is packed in a way that cannot be unpacked here ({packing})", where=where)
    stream, pieces, size = record.content_stream(), [], 0
    while piece := stream.read(2**16):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_PAGE:
            raise InputError(f"is a page of more than {LARGEST_PAGE // 2**20} MB", where=where)
    return b"".join(pieces)


def _address(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "a page without an address").strip("<>")
