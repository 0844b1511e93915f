"""Scored comments as columns, the kinds of file they are written to, and what was set aside."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from classifier import files
from classifier.codebook import Codebook
from classifier.flow.exchange import neutralised
from classifier.reading.blocks import Block, decoded
from classifier.reading.outcomes import Reject

if TYPE_CHECKING:
    import pyarrow as pa

PLACE = ("comment_id", "document", "start_line", "end_line", "text")

# What a spreadsheet might run.
_WRITTEN_BY_OTHERS = ("document", "text")

#: A batch of rows, column by column.
Columns = dict[str, Any]


def columns(codebook: Codebook) -> list[str]:
    """Columns of the output, in order."""
    found = list(PLACE)
    for head in codebook.heads:
        found += [head.name, f"{head.name}_confidence", *(f"p_{name}" for name in head.names)]
    return [*found, "model_version"]


def scored_columns(block: Block, shares: NDArray[np.float64], codebook: Codebook, model_version: str) -> Columns:
    """Comments and their probabilities as a batch of rows.

    Parameters
    ----------
    block : Block
    shares : array of float, shape (comments, labels of all heads)
    codebook : Codebook
    model_version : str
    """
    found: Columns = {key: getattr(block, key) for key in PLACE}
    ends = np.cumsum([len(head.names) for head in codebook.heads])
    by_head = dict(zip((head.name for head in codebook.heads), np.split(shares, ends[:-1], axis=1), strict=True))
    return found | label_columns(by_head, codebook) | {"model_version": [model_version] * len(block)}


def label_columns(shares: Mapping[str, NDArray[np.float64]], codebook: Codebook) -> Columns:
    """Labels, the confidence in them, and the probability of every label, head by head."""
    found: Columns = {}
    for head in codebook.heads:
        own, names = shares[head.name], head.names
        found[head.name] = [names[at] for at in own.argmax(axis=1).tolist()]
        found[f"{head.name}_confidence"] = own.max(axis=1)
        found.update({f"p_{name}": own[:, at] for at, name in enumerate(names)})
    return found


class Rejects:
    """What was set aside, written as it comes; the file takes its name when the run ends well.

    It is written beside its final place under one name, so that the same command writes over what a killed run left.

    Attributes
    ----------
    count : int
    first : Reject or None
    """

    def __init__(self, path: Path):
        self.path, self.count = path, 0
        self.first: Reject | None = None
        self._part = path.with_name(f".{path.name}.part")
        self._file: IO[str] | None = None

    def add(self, reject: Reject) -> None:
        """Write one more.

        Raises
        ------
        OutputError
            When the disk is full.
        """
        try:
            self._file = self._file or open(self._part, "w", encoding="utf-8", newline="\n")  # noqa: SIM115
            self._file.write(files.json_line(vars(reject)))
        except OSError as error:
            raise files.output_error(error, self.path) from error
        self.first = self.first or reject
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: object, *_: object) -> None:
        try:
            if self._file:
                self._file.close()
            if failure is None and self.count:
                self._part.replace(self.path)
            elif failure is None:
                self.path.unlink(missing_ok=True)
        except OSError as error:
            raise files.output_error(error, self.path) from error
        finally:
            self._part.unlink(missing_ok=True)


class Writer(Protocol):
    """Writes batches of rows to one file."""

    def __init__(self, path: Path, codebook: Codebook): ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def write(self, batch: Columns) -> None:
        """Append a batch."""

    def append(self, part: Path) -> None:
        """Append what `write_part` of this kind wrote."""

    @classmethod
    def write_part(cls, path: Path, codebook: Codebook, batch: Columns) -> None:
        """Write one batch to a file of its own, in the form that is soonest appended."""


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

    @classmethod
    def write_part(cls, path: Path, codebook: Codebook, batch: Columns) -> None:
        with cls(path, codebook) as part:
            part.write(batch)

    def write(self, batch: Columns) -> None:
        raise NotImplementedError

    def skip_header(self, source: Any) -> None:
        """Pass over what each file of the kind begins with."""


def _rows(batch: Columns) -> Iterable[tuple[Any, ...]]:
    """Rows of a batch as Python has their values."""
    plain = batch | {"text": [decoded(raw) for raw in batch["text"]]}
    return zip(*(c.tolist() if isinstance(c, np.ndarray) else c for c in plain.values()), strict=True)


class _CsvWriter(_TextWriter):
    def __init__(self, path: Path, codebook: Codebook):
        super().__init__(path, codebook)
        # A bare carriage return would end a row.
        self.rows = csv.writer(self.file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        self.rows.writerow(self.names)

    def write(self, batch: Columns) -> None:
        risky = [self.names.index(name) for name in _WRITTEN_BY_OTHERS]
        for row in map(list, _rows(batch)):
            for at in risky:
                row[at] = neutralised(row[at])
            self.rows.writerow(row)

    def skip_header(self, source: Any) -> None:
        source.readline()


class _JsonWriter(_TextWriter):
    def write(self, batch: Columns) -> None:
        self.file.writelines(_json_line(dict(zip(self.names, row, strict=True))) for row in _rows(batch))


def _json_line(row: dict[str, Any]) -> str:
    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE).decode()
    except orjson.JSONEncodeError:
        return files.json_line(row)


class _ParquetWriter:
    def __init__(self, path: Path, codebook: Codebook):
        import pyarrow.parquet as pq

        self.schema = _schema(codebook)
        # Only these columns repeat themselves.
        few = ["document", "model_version", *(head.name for head in codebook.heads)]
        self.file = pq.ParquetWriter(path, self.schema, use_dictionary=few)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, batch: Columns) -> None:
        self.file.write_batch(_record_batch(batch, self.schema))

    def append(self, part: Path) -> None:
        import pyarrow as pa

        with pa.memory_map(str(part)) as source:
            self.file.write_table(pa.ipc.open_file(source).read_all())

    @classmethod
    def write_part(cls, path: Path, codebook: Codebook, batch: Columns) -> None:
        import pyarrow as pa

        schema = _schema(codebook)
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as part:
            part.write_batch(_record_batch(batch, schema))


def _schema(codebook: Codebook) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, getattr(pa, _kind(name))()) for name in columns(codebook)])


def _record_batch(batch: Columns, schema: pa.Schema) -> pa.RecordBatch:
    import pyarrow as pa

    arrays = [pa.array(batch[field.name], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _kind(name: str) -> str:
    if name in ("start_line", "end_line"):
        return "int64"
    return "float64" if name.startswith("p_") or name.endswith("_confidence") else "string"


def write_part(path: Path, codebook: Codebook, suffix: str, batch: Columns) -> None:
    """Write one batch to a file that a writer of the kind can append."""
    _WRITERS[suffix].write_part(path, codebook, batch)


_WRITERS: dict[str, type[Writer]] = {".parquet": _ParquetWriter, ".csv": _CsvWriter, ".jsonl": _JsonWriter}

#: Kinds of output by file name ending.
OUTPUTS = tuple(_WRITERS)


def writer(path: Path, codebook: Codebook, suffix: str) -> Writer:
    """A writer of the kind that a file name ending stands for."""
    return _WRITERS[suffix](path, codebook)
