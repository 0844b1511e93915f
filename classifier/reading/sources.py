"""What a person names, a page or a million comments, as one stream."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from classifier.errors import InputError
from classifier.files import json_object, sha256_bytes, sha256_of
from classifier.reading.blocks import Block
from classifier.reading.columns import TEXT, Rows, check_columns
from classifier.reading.exports import SUFFIXES as EXPORT_SUFFIXES
from classifier.reading.exports import export_kind, read_export
from classifier.reading.opening import bare_suffix
from classifier.reading.outcomes import Note, Opened, Reject
from classifier.reading.pages import documents_in, read_document
from classifier.reading.tables import BATCH, Row, in_batches, is_table, open_table
from classifier.reading.warc import is_warc, read_warc
from classifier.records import Comment, Document, Segment

Segmenting = Callable[[Document], Iterable[Comment]]


def read_documents(
    path: str | os.PathLike[str], columns: Mapping[str, str] | None = None
) -> Iterator[Document | Segment | Note | Reject]:
    r"""Everything that can be read under a path: a page, a folder, a container of pages, an export, a table.

    Parameters
    ----------
    path : path
    columns : mapping of str to str, optional
        Roles and the columns of tables that have them, as `columns_of` gives them.

    Yields
    ------
    Document, Segment, Note or Reject
        A page is a `Document`, to be segmented. The documents of exports and tables are followed by
        their segments, which are known. What cannot be read is a `Reject`, and the next thing follows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder, "table.csv")
    ...     _ = table.write_text("body,user\nAbout time!,maria\n")
    ...     document, comment = read_documents(table, {"text": "body", "author": "user"})
    >>> document.name, comment.text, comment.author
    ('table.csv', 'About time!', 'maria')
    """
    for item in _read(Path(path), columns):
        if isinstance(item, Block):
            yield from item.segments()
        else:
            yield item


def _read(path: Path, columns: Mapping[str, str] | None) -> Iterator[Document | Segment | Block | Note | Reject]:
    """What is under a path; the comments of tables in blocks."""
    try:
        if path.is_dir():
            yield from _of_folder(path, columns)
        elif is_table(path):
            yield from _of_table(path, columns or {})
        elif is_warc(path):
            yield from read_warc(path)
        elif export_kind(path) or (bare_suffix(path) in EXPORT_SUFFIXES and not _is_page(path)):
            yield from read_export(path)
        else:
            yield read_document(path)
    except InputError as error:
        yield _refusal(error, path)


def blocks_from(
    inputs: Sequence[str | os.PathLike[str]],
    segmenting: Segmenting,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Block | Opened | Note | Reject]:
    """Comments of documents, of folders of them, of exports and of tables, in the order named.

    Parameters
    ----------
    inputs : sequence of path
        ``-`` is standard input: JSON lines with a `text`, or else one comment a line.
    segmenting : callable
        Finds the comments of a page.
    stdin : binary file, optional
    columns : mapping of str to str, optional
        Roles and the columns of tables that have them.

    Yields
    ------
    Block, Opened, Note or Reject
        What could be read is announced before its comments.
    """
    for name in inputs:
        found = _standard_input(stdin, columns or {}) if str(name) == "-" else _read(Path(name), columns)
        yield from _gathered(_announced(found, segmenting))


def _announced(
    items: Iterable[Document | Segment | Block | Note | Reject], segmenting: Segmenting
) -> Iterator[Comment | Block | Opened | Note | Reject]:
    for item in items:
        if isinstance(item, Document):
            yield Opened(item.name, item.sha256, item.notes)
            yield from segmenting(item) if item.is_page else ()
        elif not isinstance(item, Segment):
            yield item
        elif item.comment_id is not None:
            yield item.comment()


def _gathered(items: Iterable[Comment | Block | Opened | Note | Reject]) -> Iterator[Block | Opened | Note | Reject]:
    """Comments that follow one another as blocks."""
    held: list[Comment] = []
    for item in items:
        if held and (len(held) == BATCH or not isinstance(item, Comment)):
            yield Block.of(held)
            held = []
        if isinstance(item, Comment):
            held.append(item)
        else:
            yield item
    if held:
        yield Block.of(held)


def _is_page(path: Path) -> bool:
    return path.is_file() and read_document(path).kind == "html"


def _of_folder(path: Path, columns: Mapping[str, str] | None) -> Iterator[Document | Segment | Block | Note | Reject]:
    pages = list(documents_in(path))
    if not pages:
        raise InputError("holds no documents", where=path, remedy="name a folder with saved pages")
    for page in pages:
        yield from _read(page, columns)


def _of_table(path: Path, named: Mapping[str, str]) -> Iterator[Document | Block | Note | Reject]:
    table = open_table(path)
    check_columns(table, named)
    for note in table.notes:
        yield Note(path.name, note)
    found = Rows(path.name, sha256_of(path), named)
    if "parent" in named:
        found.learn_ids(table.batches(found.column.values()))
    yield from found.blocks(table.batches(found.column.values()))


def _refusal(error: InputError, path: Path) -> Reject:
    where, _, line = (error.where or "").rpartition(", line ")
    reason = error.what if error.remedy is None else f"{error.what}; {error.remedy}"
    return Reject(str(path), int(line) if where and line.isdigit() else None, reason)


def _standard_input(stdin: BinaryIO | None, named: Mapping[str, str]) -> Iterator[Document | Block | Note | Reject]:
    raw = stdin.read() if stdin is not None else b""
    found = Rows("-", sha256_bytes(raw), named)
    found.learn_ids(in_batches(_stdin_rows(raw, found.column[TEXT])))
    yield from found.blocks(in_batches(_stdin_rows(raw, found.column[TEXT])))


def _stdin_rows(raw: bytes, text: str) -> Iterator[Row | Reject]:
    lines = [(number, line) for number, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    in_json = bool(lines) and lines[0][1].lstrip(b"\xef\xbb\xbf \t").startswith(b"{")
    for number, line in lines:
        try:
            if in_json:
                yield Row(number, json_object(line))
            else:
                yield Row(number, {text: line.decode("utf-8-sig").strip("\r")})
        except UnicodeDecodeError:
            yield Reject("-", number, "is not UTF-8 text")
        except ValueError as reason:
            yield Reject("-", number, str(reason))
