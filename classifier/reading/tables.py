"""Tables of comments: CSV, TSV, JSON lines and Parquet, row by row, with the line of each row."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import orjson

from classifier.errors import InputError
from classifier.files import json_object
from classifier.reading.decoding import decode, marked_encoding
from classifier.reading.opening import bare_suffix, believable, head_of, opened, unbelievable
from classifier.reading.outcomes import Opened, Reject

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SUFFIXES", "Batch", "Opened", "Reject", "Row", "Table", "is_table", "open_table", "read_table"]

#: File name endings read as tables.
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")

#: Rows read at a time.
BATCH = 20_000

_SAMPLE = 200_000
_PLAIN = frozenset((str, int, bool, type(None)))
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


class Batch(Protocol):
    """Rows that stand one after another, column by column.

    Attributes
    ----------
    lines : sequence of int
        The line of each row.
    rejects : list of Reject
        What stood among them and could not be read.
    """

    lines: Sequence[int]
    rejects: list[Reject]

    def has(self, column: str) -> bool:
        """Whether any row has a column."""

    def column(self, name: str) -> list[Any]:
        """Values of a column; None where a row has none."""

    def utf8(self, name: str) -> list[bytes | None]:
        """Texts of a column in UTF-8; None where a row has none that can be written so."""

    def values(self, at: int) -> dict[str, Any]:
        """One row, column to value."""


class RowBatch:
    """A batch of rows that were read one by one."""

    def __init__(self, rows: Sequence[Row | Reject]):
        self.rows = [row for row in rows if isinstance(row, Row)]
        self.rejects = [row for row in rows if isinstance(row, Reject)]
        self.lines: Sequence[int] = [row.line for row in self.rows]

    def has(self, column: str) -> bool:
        """See `Batch`."""
        return any(column in row.values for row in self.rows)

    def column(self, name: str) -> list[Any]:
        """See `Batch`."""
        return [row.values.get(name) for row in self.rows]

    def utf8(self, name: str) -> list[bytes | None]:
        """See `Batch`."""
        texts = self.column(name)
        try:
            return [text.encode() for text in texts]
        except (AttributeError, UnicodeEncodeError):
            return [_utf8(text) for text in texts]

    def values(self, at: int) -> dict[str, Any]:
        """See `Batch`."""
        return self.rows[at].values


def _utf8(value: object) -> bytes | None:
    try:
        return value.encode() if isinstance(value, str) else None
    except UnicodeEncodeError:
        return None


class _ArrowBatch:
    """Rows of a Parquet file."""

    def __init__(self, rows: pa.RecordBatch, before: int, names: Sequence[str]):
        self.rows, self.names = rows, names
        self.rejects: list[Reject] = []
        self.lines: Sequence[int] = range(before + 1, before + 1 + len(rows))

    def has(self, column: str) -> bool:
        return column in self.rows.schema.names

    def column(self, name: str) -> list[Any]:
        return _python_values(self.rows[name]) if self.has(name) else [None] * len(self.rows)

    def utf8(self, name: str) -> list[bytes | None]:
        raw = _bytes_of(self.rows[name])
        return [_utf8(value) for value in self.column(name)] if raw is None else raw.to_pylist()

    def values(self, at: int) -> dict[str, Any]:
        read = {name: _python_values(self.rows[name].slice(at, 1))[0] for name in self.rows.schema.names}
        return dict.fromkeys(self.names) | read


def _bytes_of(values: pa.Array) -> pa.Array | None:
    """Bytes of a column of texts; None for columns of other kinds and for texts that are not UTF-8."""
    import pyarrow as pa

    try:
        if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            return None
        values.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return values.cast(pa.large_binary())


def _python_values(values: pa.Array) -> list[Any]:
    """Values of a column as Python has them; a text that is not UTF-8 stays bytes."""
    try:
        return values.to_pylist()
    except UnicodeDecodeError:
        return [_text_or_bytes(raw) for raw in values.cast("large_binary").to_pylist()]


def _text_or_bytes(raw: bytes | None) -> str | bytes | None:
    try:
        return None if raw is None else raw.decode()
    except UnicodeDecodeError:
        return raw


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

    def batches(self, columns: Collection[str]) -> Iterator[Batch]:
        """Rows in order, many at a time; of a Parquet file no other columns than these.

        Raises
        ------
        InputError
            When a Parquet file is damaged.
        """
        if bare_suffix(self.path) == ".parquet":
            yield from _parquet_batches(self.path, [name for name in self.columns or () if name in columns])
        else:
            yield from in_batches(self.rows())

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
            for batch in _parquet_batches(self.path):
                yield from (Row(line, batch.values(at)) for at, line in enumerate(batch.lines))
        elif suffix in (".csv", ".tsv"):
            yield from _csv_rows(self)
        else:
            yield from _json_rows(self)


def in_batches(rows: Iterator[Row | Reject]) -> Iterator[Batch]:
    """Rows in order, many at a time; those that stand before something unreadable come out before the error."""
    trouble = None
    while not trouble:
        some: list[Row | Reject] = []
        try:
            some += islice(rows, BATCH)
        except InputError as error:
            trouble = error
        if some:
            yield RowBatch(some)
        elif not trouble:
            return
    raise trouble


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
    return _distinct(found[delimiter], path), delimiter


def _distinct(header: tuple[str, ...], path: Path) -> tuple[str, ...]:
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"has two columns called `{twice}`", where=path, remedy="rename one of them")
    return header


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
                    yield Row(line, _json_row(raw))
                except ValueError as reason:
                    yield Reject(str(table.path), line, str(reason))


def _json_row(raw: bytes) -> dict[str, Any]:
    """A line as `json_object` reads it, sooner where it holds nothing on which the two readers differ."""
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return json_object(raw)
    return row if isinstance(row, dict) and _PLAIN.issuperset(map(type, row.values())) else json_object(raw)


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
            elif _utf8("".join(cells)) is None:
                yield Reject(where, line, "is not UTF-8 text")
            else:
                yield Row(line, dict(zip(header, cells, strict=True)))


def _parquet_columns(path: Path) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return _distinct(tuple(pq.read_schema(path).names), path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _not_parquet(error, path) from error


def _parquet_batches(path: Path, columns: list[str] | None = None) -> Iterator[_ArrowBatch]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    before = 0
    try:
        with pq.ParquetFile(path, buffer_size=_SAMPLE, pre_buffer=False) as source:
            groups = map(source.metadata.row_group, range(source.num_row_groups))
            if sum(group.total_byte_size for group in groups) > believable(path):
                raise unbelievable(path, "if that is right, write it anew without compression")
            for rows in source.iter_batches(BATCH, columns=columns, use_threads=False):
                yield _ArrowBatch(rows, before, source.schema_arrow.names)
                before += len(rows)
    except (pa.ArrowException, ValueError, OverflowError, EOFError, OSError) as error:
        raise _not_parquet(error, path) from error


def _not_parquet(error: Exception, path: Path) -> InputError:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(f"is not a readable Parquet file ({reason})", where=path)
