"""Tables of comments: CSV, TSV, JSON lines and Parquet, row by row, with the line of each row."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from classifier.errors import InputError
from classifier.files import json_object
from classifier.reading.opening import bare_suffix, believable, head_of, opened, unbelievable
from classifier.reading.outcomes import Opened, Reject
from classifier.reading.pages import decode, marked_encoding

__all__ = ["SUFFIXES", "Opened", "Reject", "Row", "Table", "is_table", "open_table", "read_table"]

#: File name endings read as tables.
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")

_SAMPLE = 200_000
#: Rows of a Parquet file that are read at a time.
_BATCH = 1_000
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    line : int
        Physical line of the row, from 1, where the file has lines; else its number.
    values : dict
        Column to value.
    """

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A table that can be read.

    Attributes
    ----------
    path : Path
    columns : tuple of str or None
        Its columns; None for JSON lines, where every row has its own.
    notes : tuple of str
        What had to be assumed in opening it.
    encoding, delimiter : str
        How it is to be read.
    """

    path: Path
    columns: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    def rows(self) -> Iterator[Row | Reject]:
        """Rows in order; one that cannot be read comes as a `Reject`."""
        try:
            yield from self._rows()
        except UnicodeDecodeError as error:
            reason = f"is not {error.encoding} text from here on; what stands above was read"
            yield Reject(str(self.path), None, reason)

    def _rows(self) -> Iterator[Row | Reject]:
        suffix = bare_suffix(self.path)
        if suffix == ".parquet":
            yield from _parquet_rows(self.path)
        elif suffix in (".csv", ".tsv"):
            yield from _csv_rows(self)
        else:
            yield from _json_rows(self)


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by its name."""
    return bare_suffix(path) in SUFFIXES


def open_table(path: Path) -> Table:
    """See what a table is: its columns, its encoding, what divides its fields.

    Raises
    ------
    InputError
        When the file cannot be read at all.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=path, remedy="check the name")
    suffix = bare_suffix(path)
    if suffix == ".parquet":
        return Table(path, _parquet_columns(path))
    encoding, notes = _encoding_of(path)
    if suffix not in (".csv", ".tsv"):
        return Table(path, None, notes, encoding)
    header, delimiter = _header_of(path, encoding, "\t" if suffix == ".tsv" else ",")
    if delimiter != ("\t" if suffix == ".tsv" else ","):
        notes = (*notes, f"read as divided by {_DELIMITERS[delimiter]}")
    return Table(path, header, notes, encoding, delimiter)


def read_table(path: Path) -> Iterator[Row | Reject]:
    """Rows of a table in order; a row that cannot be read comes as a `Reject`.

    Raises
    ------
    InputError
        When the file cannot be read at all.
    """
    yield from open_table(path).rows()


def _encoding_of(path: Path) -> tuple[str, tuple[str, ...]]:
    """Encoding of a table: UTF-8 unless a mark or some place in it shows that it is not."""
    marked = marked_encoding(head_of(path, 4))
    if marked:
        return marked, ()
    sample = _not_utf8(path)
    if sample is None:
        return "utf-8-sig", ()
    _, encoding, notes = decode(sample)
    return ("utf-8-sig", ()) if encoding == "utf-8" else (encoding, notes)


def _not_utf8(path: Path) -> bytes | None:
    """The first piece with bytes that are not UTF-8, None where there is none."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with contextlib.suppress(InputError), opened(path) as source:  # what is wrong is said when rows are read
        while piece := source.read(_SAMPLE):
            kept = decoder.getstate()[0]
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                sample = kept + piece + source.readline()
                return sample[: len(sample) // 2 * 2] if b"\0" in sample else sample
    return None


def _header_of(path: Path, encoding: str, usual: str) -> tuple[tuple[str, ...], str]:
    """Columns of a table, and what divides its fields: what gives the header most of them."""
    csv.field_size_limit(sys.maxsize)
    head = head_of(path, _SAMPLE).decode(encoding, "replace")
    found = {mark: _first_row(head, mark) for mark in (usual, *_DELIMITERS)}
    delimiter = max(found, key=lambda mark: len(found[mark]))
    header = found[delimiter]
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"has two columns called `{twice}`", where=path, remedy="rename one of them")
    return header, delimiter


def _first_row(head: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(next(filter(None, csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)), ()))
    except csv.Error:
        return ()


def _json_rows(table: Table) -> Iterator[Row | Reject]:
    with opened(table.path) as source:
        for line, raw in enumerate(_utf8_lines(source, table.encoding), 1):
            if raw.strip():
                try:
                    yield Row(line, json_object(raw))
                except ValueError as reason:
                    yield Reject(str(table.path), line, str(reason))


def _utf8_lines(source: BinaryIO, encoding: str) -> Iterator[bytes]:
    if encoding in ("utf-8-sig", "utf-8"):
        return iter(source)
    lines = io.TextIOWrapper(source, encoding, errors="surrogateescape", newline="\n")
    return (line.encode("utf-8", "surrogateescape") for line in lines)


def _csv_rows(table: Table) -> Iterator[Row | Reject]:
    csv.field_size_limit(sys.maxsize)
    where = str(table.path)
    with opened(table.path) as source:
        lines = io.TextIOWrapper(source, table.encoding, errors="surrogateescape", newline="")
        reader = csv.reader(lines, delimiter=table.delimiter)
        header: list[str] | None = None
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(where, line, f"is not valid CSV ({error})")
                continue
            if not cells:
                continue
            if header is None:
                header = cells
            elif len(cells) != len(header):
                yield Reject(where, line, f"has {len(cells)} fields, the header has {len(header)}")
            elif any("\udc80" <= c <= "\udcff" for cell in cells for c in cell):
                yield Reject(where, line, "is not UTF-8 text")
            else:
                yield Row(line, dict(zip(header, cells, strict=True)))


def _parquet_columns(path: Path) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _not_parquet(error, path) from error


def _parquet_rows(path: Path) -> Iterator[Row | Reject]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as table:
            groups = map(table.metadata.row_group, range(table.num_row_groups))
            if sum(group.total_byte_size for group in groups) > believable(path):
                raise unbelievable(path, "if that is right, write it anew without compression")
            batches = table.iter_batches(_BATCH)
            rows = (values for batch in batches for values in batch.to_pylist())
            for number, values in enumerate(rows, 1):
                yield Row(number, values)
    except (pa.ArrowException, ValueError, OverflowError, EOFError, OSError) as error:
        raise _not_parquet(error, path) from error


def _not_parquet(error: Exception, path: Path) -> InputError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(f"is not a readable Parquet file ({reason})", where=path)
