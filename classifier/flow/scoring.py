"""Batch scoring: documents, folders and tables in, one row a comment out."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self

from classifier import files
from classifier.codebook import Codebook
from classifier.errors import InputError, OutputError
from classifier.flow import versions
from classifier.reading.outcomes import Note, Opened, Reject
from classifier.reading.sources import comments_from
from classifier.records import Comment, Score
from classifier.segmenter import comments_of

#: Comments scored at a time.
BATCH = 2000

#: Kinds of output by file name ending.
OUTPUTS = (".parquet", ".csv", ".jsonl")

_PLACE = ("comment_id", "document", "start_line", "end_line", "text")


@dataclass(frozen=True)
class Summary:
    """What a scoring run came to.

    Attributes
    ----------
    notes : list of str
        What had to be assumed in reading, such as an encoding, with the document's name.
    """

    comments: int
    documents: int
    rejected: int
    out: Path
    rejects: Path | None
    model_version: str
    notes: list[str]

    @property
    def exit_code(self) -> int:
        """0 all scored, 3 some set aside, 2 nothing usable."""
        if not self.rejected:
            return 0
        return 3 if self.documents else 2


def score_comments(comments: Sequence[Comment], version: versions.Version) -> list[Score]:
    """Scores of comments by a model version, in order; what they answer is looked for among them."""
    texts = {comment.comment_id: comment.text for comment in comments}
    parents = [texts.get(comment.parent_id or "") for comment in comments]
    shares = version.model().predict([comment.text for comment in comments], parents)
    heads = version.codebook.heads
    return [
        Score(
            comment.comment_id,
            version.name,
            {
                head.name: {name: float(p) for name, p in zip(head.names, shares[head.name][n], strict=True)}
                for head in heads
            },
        )
        for n, comment in enumerate(comments)
    ]


def score_file(
    inputs: Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    version: versions.Version,
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] | None = None,
    jobs: int | None = None,
    columns: Mapping[str, str] | None = None,
) -> Summary:
    """Score every comment of the inputs into one file.

    Parameters
    ----------
    inputs : sequence of path
        Documents, folders of documents, exports, tables, or ``-``.
    out : path
        A ``.parquet``, ``.csv`` or ``.jsonl`` file; it appears when it is complete. What could not be
        read goes to ``OUT.rejects.jsonl``.
    version : Version
    stdin : binary file, optional
    progress : callable, optional
        Told how many more comments are done.
    jobs : int, optional
        Processes to use; as many as there are cores by default.
    columns : mapping of str to str, optional
        Roles and the columns of tables that have them.

    Raises
    ------
    OutputError
        When the output cannot be written.
    InputError
        When nothing named can be used.
    """
    out = Path(out)
    if out.suffix.lower() not in OUTPUTS:
        raise OutputError("is no kind of output", where=out, remedy=f"end the name in {' or '.join(OUTPUTS)}")
    version.model()
    sorting = _Sorting(comments_from(inputs, comments_of, stdin, columns))
    rejects = out.with_name(out.name + ".rejects.jsonl")
    try:
        with files.atomic_path(out) as part:
            count = 0
            with _writer(out.suffix.lower(), part, version.codebook) as writer:
                for batch, scores in _scored(sorting, version, jobs):
                    writer.write([_record(c, s, version.codebook) for c, s in zip(batch, scores, strict=True)])
                    count += len(batch)
                    if progress:
                        progress(len(batch))
            if sorting.rejects and not sorting.documents:
                raise _NothingUsable
    except _NothingUsable:
        _write_rejects(rejects, sorting.rejects)
        first = sorting.rejects[0]
        line = f", line {first.line}" if first.line else ""
        raise InputError(
            f"{first.reason}; nothing could be scored ({len(sorting.rejects)} set aside in {rejects})",
            where=f"{first.input}{line}",
        ) from None
    _write_rejects(rejects, sorting.rejects)
    return Summary(
        comments=count,
        documents=sorting.documents,
        rejected=len(sorting.rejects),
        out=out,
        rejects=rejects if sorting.rejects else None,
        model_version=version.name,
        notes=sorting.notes,
    )


class _NothingUsable(Exception):
    """Every input was set aside."""


class _Sorting:
    """Passes comments on, and keeps counts the documents and what was set aside."""

    def __init__(self, source: Iterator[Comment | Opened | Note | Reject]):
        self.source = source
        self.rejects: list[Reject] = []
        self.documents = 0
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Comment]:
        for item in self.source:
            if isinstance(item, Reject):
                self.rejects.append(item)
            elif isinstance(item, Opened):
                self.documents += 1
                self.notes += [f"{item.name}: {note}" for note in item.notes]
            elif isinstance(item, Note):
                self.notes.append(str(item))
            else:
                yield item


def _scored(
    comments: Iterable[Comment], version: versions.Version, jobs: int | None
) -> Iterator[tuple[list[Comment], list[Score]]]:
    """Batches with their scores in order; more than one batch is spread over processes."""
    batches = _batches(comments)
    start = list(islice(batches, 2))
    jobs = jobs or os.cpu_count() or 1
    if len(start) < 2 or jobs == 1:
        for batch in chain(start, batches):
            yield _score_batch(batch, version)
        return
    from joblib import Parallel, delayed

    tasks = (delayed(_score_batch)(batch, version) for batch in chain(start, batches))
    yield from Parallel(n_jobs=jobs, return_as="generator", pre_dispatch="2*n_jobs")(tasks)


def _score_batch(batch: list[Comment], version: versions.Version) -> tuple[list[Comment], list[Score]]:
    return batch, score_comments(batch, version)


def _batches(comments: Iterable[Comment]) -> Iterator[list[Comment]]:
    """Batches that end before a comment which answers none, so that answers stay with what they answer."""
    batch: list[Comment] = []
    for comment in comments:
        if len(batch) >= BATCH and (comment.parent_id is None or len(batch) >= 2 * BATCH):
            yield batch
            batch = []
        batch.append(comment)
    if batch:
        yield batch


def columns(codebook: Codebook) -> list[str]:
    """Columns of the output, in order."""
    found = list(_PLACE)
    for head in codebook.heads:
        found += [head.name, f"{head.name}_confidence", *(f"p_{name}" for name in head.names)]
    return [*found, "model_version"]


def _record(comment: Comment, score: Score, codebook: Codebook) -> dict[str, Any]:
    record: dict[str, Any] = {key: getattr(comment, key) for key in _PLACE}
    for head in codebook.heads:
        record[head.name] = score.label(head.name)
        record[f"{head.name}_confidence"] = score.confidence(head.name)
        record.update({f"p_{name}": p for name, p in score.probabilities[head.name].items()})
    return record | {"model_version": score.model_version}


def _write_rejects(path: Path, rejects: Sequence[Reject]) -> None:
    if rejects:
        files.write_jsonl(path, ({"input": r.input, "line": r.line, "reason": r.reason} for r in rejects))
    else:
        path.unlink(missing_ok=True)


class _Writer(Protocol):
    def __init__(self, path: Path, codebook: Codebook): ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def write(self, records: list[dict[str, Any]]) -> None: ...


def _writer(suffix: str, path: Path, codebook: Codebook) -> _Writer:
    kinds: dict[str, type[_Writer]] = {".parquet": _ParquetWriter, ".csv": _CsvWriter, ".jsonl": _JsonWriter}
    return kinds[suffix](path, codebook)


class _CsvWriter:
    def __init__(self, path: Path, codebook: Codebook):
        self.file = open(path, "w", encoding="utf-8", newline="")  # noqa: SIM115
        self.rows = csv.DictWriter(self.file, columns(codebook), lineterminator="\n")
        self.rows.writeheader()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, records: list[dict[str, Any]]) -> None:
        self.rows.writerows(records)


class _JsonWriter:
    def __init__(self, path: Path, codebook: Codebook):
        self.file = open(path, "w", encoding="utf-8", newline="\n")  # noqa: SIM115

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, records: list[dict[str, Any]]) -> None:
        self.file.writelines(map(files.json_line, records))


class _ParquetWriter:
    def __init__(self, path: Path, codebook: Codebook):
        import pyarrow as pa
        import pyarrow.parquet as pq

        whole, numbers = {"start_line", "end_line"}, "_confidence"
        self.schema = pa.schema(
            [
                (
                    name,
                    pa.int64()
                    if name in whole
                    else pa.float64()
                    if name.startswith("p_") or name.endswith(numbers)
                    else pa.string(),
                )
                for name in columns(codebook)
            ]
        )
        self.table = pa.Table
        self.file = pq.ParquetWriter(path, self.schema)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, records: list[dict[str, Any]]) -> None:
        self.file.write_table(self.table.from_pylist(records, schema=self.schema))
