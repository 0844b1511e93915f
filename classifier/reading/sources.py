"""What a person names on the command line, as comments one after another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from classifier.errors import InputError
from classifier.files import json_object, sha256_bytes, sha256_of
from classifier.reading import documents_in, read_document
from classifier.reading.tables import Opened, Reject, Row, is_table, read_table
from classifier.records import Comment, Document, comment_id

#: The column a table of comments must have.
TEXT = "text"

Segmenting = Callable[[Document], Iterable[Comment]]


def comments_from(
    inputs: Sequence[str | os.PathLike[str]], segmenting: Segmenting, stdin: BinaryIO | None = None
) -> Iterator[Comment | Opened | Reject]:
    """Comments of documents, of folders of documents and of tables, in the order named.

    Parameters
    ----------
    inputs : sequence of path
        ``-`` is standard input: JSON lines with a `text`, or else one comment a line.
    segmenting : callable
        Finds the comments of a document.
    stdin : binary file, optional

    Yields
    ------
    Comment, Opened or Reject
        What could be read is announced before its comments.
    """
    for name in inputs:
        if str(name) == "-":
            yield from _standard_input(stdin)
        else:
            yield from _from_path(Path(name), segmenting)


def _from_path(path: Path, segmenting: Segmenting) -> Iterator[Comment | Opened | Reject]:
    try:
        if path.is_dir():
            pages = list(documents_in(path))
            if not pages:
                raise InputError("holds no documents", where=path, remedy="name a folder with saved pages")
            for page in pages:
                yield from _from_path(page, segmenting)
        elif is_table(path):
            yield from _of_rows(path.name, sha256_of(path), _with_text_column(path))
        else:
            document = read_document(path)
            yield Opened(document.name, document.sha256, document.notes)
            yield from segmenting(document)
    except InputError as error:
        yield Reject(str(path), None, error.what if error.remedy is None else f"{error.what}; {error.remedy}")


def _with_text_column(path: Path) -> Iterator[Row | Reject]:
    rows = read_table(path)
    seen = False
    for row in rows:
        if isinstance(row, Row) and not seen:
            seen = True
            if TEXT not in row.values and path.suffix.lower() in (".csv", ".tsv", ".parquet"):
                columns = ", ".join(map(str, row.values)) or "none"
                raise InputError(
                    f"has no column `{TEXT}` (its columns: {columns})",
                    where=path,
                    remedy=f"rename the column with the comments to `{TEXT}`",
                )
        yield row


def _standard_input(stdin: BinaryIO | None) -> Iterator[Comment | Opened | Reject]:
    raw = stdin.read() if stdin is not None else b""
    yield from _of_rows("-", sha256_bytes(raw), _stdin_rows(raw))


def _stdin_rows(raw: bytes) -> Iterator[Row | Reject]:
    lines = [(number, line) for number, line in enumerate(raw.split(b"\n"), 1) if line.strip()]
    in_json = bool(lines) and lines[0][1].lstrip(b"\xef\xbb\xbf \t").startswith(b"{")
    for number, line in lines:
        try:
            if in_json:
                yield Row(number, json_object(line))
            else:
                yield Row(number, {TEXT: line.decode("utf-8-sig").strip("\r")})
        except UnicodeDecodeError:
            yield Reject("-", number, "is not UTF-8 text")
        except ValueError as reason:
            yield Reject("-", number, str(reason))


def _of_rows(name: str, sha256: str, rows: Iterable[Row | Reject]) -> Iterator[Comment | Opened | Reject]:
    seen: dict[str, int] = {}
    opened = False
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        text = row.values.get(TEXT)
        reason = _unusable(text)
        if reason or not isinstance(text, str):
            yield Reject(name, row.line, reason or "")
            continue
        if not opened:
            opened = True
            yield Opened(name, sha256)
        ordinal = seen[text] = seen.get(text, -1) + 1
        yield Comment(
            comment_id=comment_id(sha256, text, ordinal),
            document=name,
            sha256=sha256,
            start_line=row.line,
            end_line=row.line + text.count("\n") if name.lower().endswith((".csv", ".tsv")) else row.line,
            text=text,
            author=_text_or_none(row.values.get("author")),
            posted_at=_text_or_none(row.values.get("posted_at")),
        )


def _unusable(text: object) -> str | None:
    if text is None:
        return f"has no `{TEXT}`"
    if not isinstance(text, str):
        return f"`{TEXT}` is not a text"
    if not text.strip():
        return f"`{TEXT}` is empty"
    if any("\ud800" <= char <= "\udfff" for char in text):
        return f"`{TEXT}` holds half a character (a lone surrogate)"
    return None


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
