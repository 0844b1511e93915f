"""Scored comments as columns, and the kinds of file they are written to."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from classifier import files
from classifier.codebook import Codebook
from classifier.flow.exchange import neutralised
from classifier.records import Comment

PLACE = ("comment_id", "document", "start_line", "end_line", "text")

# What a spreadsheet might run.
_WRITTEN_BY_OTHERS = ("document", "text")

#: A batch of rows, column by column.
Columns = dict[str, Sequence[Any]]


def columns(codebook: Codebook) -> list[str]:
    """Columns of the output, in order."""
    found = list(PLACE)
    for head in codebook.heads:
        found += [head.name, f"{head.name}_confidence", *(f"p_{name}" for name in head.names)]
    return [*found, "model_version"]


def scored_columns(
    comments: Sequence[Comment], shares: Mapping[str, NDArray[np.float64]], codebook: Codebook, model_version: str
) -> Columns:
    """Comments and their probabilities as a batch of rows.

    Parameters
    ----------
    comments : sequence of Comment
    shares : dict of str to array of float, shape (comments, labels)
    codebook : Codebook
    model_version : str
    """
    found: Columns = {key: [getattr(comment, key) for comment in comments] for key in PLACE}
    for head in codebook.heads:
        own = shares[head.name]
        found[head.name] = [head.names[at] for at in own.argmax(axis=1).tolist()]
        found[f"{head.name}_confidence"] = own.max(axis=1).tolist()
        found.update({f"p_{name}": own[:, at].tolist() for at, name in enumerate(head.names)})
    return found | {"model_version": [model_version] * len(comments)}


class Writer(Protocol):
    """Writes batches of rows to one file."""

    def __init__(self, path: Path, codebook: Codebook): ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def write(self, batch: Columns) -> None:
        """Append a batch."""

    def append(self, part: Path) -> None:
        """Append what another writer of this kind wrote."""


class _TextWriter:
    def __init__(self, path: Path, codebook: Codebook):
        self.file = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115
        self.names = columns(codebook)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def append(self, part: Path) -> None:
        with open(part, encoding="utf-8", newline="") as source:
            self.skip_header(source)
            while piece := source.read(1 << 20):
                self.file.write(piece)

    def skip_header(self, source: Any) -> None:
        """Pass over what each file of the kind begins with."""


class _CsvWriter(_TextWriter):
    def __init__(self, path: Path, codebook: Codebook):
        super().__init__(path, codebook)
        # A bare carriage return would end a row.
        self.rows = csv.writer(self.file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self.rows.writerow(self.names)

    def write(self, batch: Columns) -> None:
        held = {name: [neutralised(cell) for cell in batch[name]] for name in _WRITTEN_BY_OTHERS}
        self.rows.writerows(zip(*(batch | held).values(), strict=True))

    def skip_header(self, source: Any) -> None:
        source.readline()


class _JsonWriter(_TextWriter):
    def write(self, batch: Columns) -> None:
        rows = zip(*batch.values(), strict=True)
        self.file.writelines(files.json_line(dict(zip(self.names, row, strict=True))) for row in rows)


class _ParquetWriter:
    def __init__(self, path: Path, codebook: Codebook):
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.schema = pa.schema([(name, getattr(pa, _kind(name))()) for name in columns(codebook)])
        self.table, self.opened = pa.table, pq.ParquetFile
        self.file = pq.ParquetWriter(path, self.schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, batch: Columns) -> None:
        self.file.write_table(self.table(dict(batch), schema=self.schema))

    def append(self, part: Path) -> None:
        with self.opened(part) as source:
            for group in range(source.num_row_groups):
                self.file.write_table(source.read_row_group(group))


def _kind(name: str) -> str:
    if name in ("start_line", "end_line"):
        return "int64"
    return "float64" if name.startswith("p_") or name.endswith("_confidence") else "string"


_WRITERS: dict[str, type[Writer]] = {".parquet": _ParquetWriter, ".csv": _CsvWriter, ".jsonl": _JsonWriter}

#: Kinds of output by file name ending.
OUTPUTS = tuple(_WRITERS)


def writer(path: Path, codebook: Codebook, suffix: str) -> Writer:
    """A writer of the kind that a file name ending stands for."""
    return _WRITERS[suffix](path, codebook)
