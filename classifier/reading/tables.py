"""Tables of comments: CSV, TSV, JSON lines and Parquet, row by row, with the line of each row."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.files import json_object

#: File name endings read as tables.
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


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
class Reject:
    """Something that could not be used, set aside with its reason."""

    input: str
    line: int | None
    reason: str


@dataclass(frozen=True)
class Opened:
    """A document or table that could be read, before its comments.

    Attributes
    ----------
    notes : tuple of str
        What had to be assumed in reading it.
    """

    name: str
    sha256: str
    notes: tuple[str, ...] = ()


def is_table(path: Path) -> bool:
    """Whether a file is read as a table, by its name."""
    return path.suffix.lower() in SUFFIXES


def read_table(path: Path) -> Iterator[Row | Reject]:
    """Rows of a table in order; a row that cannot be read comes as a `Reject`.

    Raises
    ------
    InputError
        When the file cannot be read at all.
    """
    if not path.is_file():
        raise InputError("there is no such file", where=path, remedy="check the name")
    reader = {".csv": _csv_rows, ".tsv": _csv_rows, ".parquet": _parquet_rows}.get(path.suffix.lower(), _json_rows)
    try:
        yield from reader(path)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=path) from error


def _json_rows(path: Path) -> Iterator[Row | Reject]:
    with open(path, "rb") as source:
        for line, raw in enumerate(source, 1):
            if raw.strip():
                try:
                    yield Row(line, json_object(raw))
                except ValueError as reason:
                    yield Reject(str(path), line, str(reason))


def _csv_rows(path: Path) -> Iterator[Row | Reject]:
    csv.field_size_limit(sys.maxsize)
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as source:
        reader = csv.reader(source, delimiter=delimiter)
        header: list[str] | None = None
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(str(path), line, f"is not valid CSV ({error})")
                continue
            if not cells:
                continue
            if header is None:
                header = cells
            elif len(cells) != len(header):
                yield Reject(str(path), line, f"has {len(cells)} fields, the header has {len(header)}")
            elif any("\udc80" <= c <= "\udcff" for cell in cells for c in cell):
                yield Reject(str(path), line, "is not UTF-8 text")
            else:
                yield Row(line, dict(zip(header, cells, strict=True)))


def _parquet_rows(path: Path) -> Iterator[Row | Reject]:
    import datasets
    import pyarrow as pa

    datasets.disable_progress_bars()
    try:
        rows = datasets.load_dataset("parquet", data_files=str(path), split="train", streaming=True)
        for number, values in enumerate(rows, 1):
            yield Row(number, values)
    except (pa.ArrowException, datasets.exceptions.DatasetGenerationError, ValueError, EOFError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"is not a readable Parquet file ({reason})", where=path) from error
