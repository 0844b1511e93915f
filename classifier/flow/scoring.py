"""Batch scoring: documents, folders and tables in, one row a comment out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from classifier import files
from classifier.errors import InputError, OutputError
from classifier.flow import engines, versions
from classifier.flow.outputs import OUTPUTS, Columns, scored_columns, writer
from classifier.flow.parts import Parts, run_digest
from classifier.flow.seam import seam_weights
from classifier.reading.outcomes import Note, Opened, Reject
from classifier.reading.sources import comments_from
from classifier.records import Comment, Score
from classifier.segmenter import comments_of, segment

#: Comments scored at a time, and written as one part where the run is long.
PART = 20_000

Result = TypeVar("Result")


@dataclass(frozen=True)
class Summary:
    """What a scoring run came to.

    Attributes
    ----------
    notes : list of str
        What had to be assumed in reading, such as an encoding, with the document's name.
    repeated : int
        Comments with the words of another among the `PART` around them, which were scored once for both.
    """

    comments: int
    documents: int
    rejected: int
    out: Path
    rejects: Path | None
    model_version: str
    notes: list[str]
    repeated: int = 0

    @property
    def exit_code(self) -> int:
        """0 all scored, 3 some set aside, 2 nothing usable."""
        if not self.rejected:
            return 0
        return 3 if self.documents else 2


def score_comments(
    comments: Sequence[Comment], version: versions.Version, engine: engines.Engine | None = None
) -> list[Score]:
    """Scores of comments by a model version, in order; what they answer is looked for among them.

    Parameters
    ----------
    comments : sequence of Comment
    version : Version
    engine : Engine, optional
        The compiled one where none is named.
    """
    shares = _shares(comments, engine or engines.engine_of(version))
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
    engine: str = engines.COMPILED,
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
    engine : {'compiled', 'reference'}
        The reference is run too where the compiled engine does not know the model.

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
    engines.engine_of(version, engine)
    weights = seam_weights()
    splitter = weights.fitted_on if weights else ""
    run = run_digest(inputs, columns, out, version.manifest["digest"], version.name, engine, splitter, PART)
    sorting = _Sorting(comments_from(inputs, lambda page: comments_of(segment(page, weights)), stdin, columns))
    rejects = out.with_name(out.name + ".rejects.jsonl")
    try:
        counts = _write(sorting, _Run(version, engine, jobs or os.cpu_count() or 1), out, run, progress)
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
        comments=counts.comments,
        documents=sorting.documents,
        rejected=len(sorting.rejects),
        out=out,
        rejects=rejects if sorting.rejects else None,
        model_version=version.name,
        notes=sorting.notes,
        repeated=counts.repeated,
    )


@dataclass(frozen=True)
class _Run:
    """What every batch is scored with."""

    version: versions.Version
    engine: str
    jobs: int


@dataclass
class _Counts:
    comments: int = 0
    repeated: int = 0

    def add(self, comments: Sequence[Comment]) -> None:
        self.comments += len(comments)
        self.repeated += len(comments) - len({comment.text for comment in comments})


def _write(
    sorting: _Sorting, run: _Run, out: Path, digest: str | None, progress: Callable[[int], None] | None
) -> _Counts:
    """Write the output, by way of parts where it is long and its inputs can be read again."""
    batches = _batches(sorting)
    start = list(islice(batches, 2))
    every = chain(start, batches)
    counts = _Counts()
    if digest is not None and len(start) > 1:
        _write_parts(every, run, out, Parts(out, digest), counts, progress)
        return counts
    with files.atomic_path(out) as path:
        with writer(path, run.version.codebook, out.suffix.lower()) as target:
            jobs = 1 if len(start) < 2 else run.jobs
            for batch, scored in _in_order(_score_batch, ((batch, run) for batch in every), run, jobs):
                target.write(scored)
                _count(batch, counts, progress)
        if sorting.rejects and not sorting.documents:
            raise _NothingUsable
    return counts


def _write_parts(
    batches: Iterable[list[Comment]],
    run: _Run,
    out: Path,
    parts: Parts,
    counts: _Counts,
    progress: Callable[[int], None] | None,
) -> None:
    """Write one part a batch, those that are finished already left as they are, then join them."""
    parts.open()
    tasks = ((batch, run, parts, number) for number, batch in enumerate(batches))
    total = 0
    for batch in _in_order(_write_part, tasks, run, run.jobs):
        _count(batch, counts, progress)
        total += 1
    suffix = out.suffix.lower()
    with files.atomic_path(out) as path, writer(path, run.version.codebook, suffix) as target:
        for number in range(total):
            target.append(parts.path(number))
    parts.remove()


def _count(batch: list[Comment], counts: _Counts, progress: Callable[[int], None] | None) -> None:
    counts.add(batch)
    if progress:
        progress(len(batch))


def expected_comments(inputs: Sequence[str | os.PathLike[str]]) -> int | None:
    """How many rows the inputs say they hold, where all are Parquet files; else None."""
    if not all(Path(name).suffix.lower() == ".parquet" and Path(name).is_file() for name in inputs):
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return sum(pq.read_metadata(name).num_rows for name in inputs)
    except (pa.ArrowException, OSError):
        return None


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


def _in_order(
    task: Callable[..., Result], arguments: Iterable[tuple[Any, ...]], run: _Run, jobs: int
) -> Iterator[Result]:
    """Results of a task in the order of its arguments, of which only a few are under way at a time.

    The compiled engine lets go of the interpreter, so that threads are enough for it.
    """
    if jobs == 1:
        yield from (task(*given) for given in arguments)
        return
    from joblib import Parallel, delayed

    kind = "threading" if run.engine == engines.COMPILED else "loky"
    pool = Parallel(n_jobs=jobs, backend=kind, return_as="generator", pre_dispatch="2*n_jobs")
    yield from pool(delayed(task)(*given) for given in arguments)


def _score_batch(batch: list[Comment], run: _Run) -> tuple[list[Comment], Columns]:
    """A batch with its scores; what is said twice in it is scored once."""
    own = _shares(batch, engines.engine_of(run.version, run.engine))
    return batch, scored_columns(batch, own, run.version.codebook, run.version.name)


def _shares(comments: Sequence[Comment], engine: engines.Engine) -> dict[str, NDArray[np.float64]]:
    """Per head, shape (comments, labels)."""
    texts = {comment.comment_id: comment.text for comment in comments}
    place: dict[tuple[str, str | None], int] = {}
    rows = [place.setdefault((c.text, texts.get(c.parent_id or "")), len(place)) for c in comments]
    shares = engine.predict([text for text, _ in place], [parent for _, parent in place])
    return {head: found[rows] for head, found in shares.items()}


def _write_part(batch: list[Comment], run: _Run, parts: Parts, number: int) -> list[Comment]:
    """A batch once it stands on disk under its number."""
    if not parts.done(number):
        path = parts.path(number)
        with files.atomic_path(path) as part, writer(part, run.version.codebook, parts.suffix) as target:
            target.write(_score_batch(batch, run)[1])
    return batch


def _batches(comments: Iterable[Comment]) -> Iterator[list[Comment]]:
    """Batches that end before a comment which answers none, so that answers stay with what they answer."""
    batch: list[Comment] = []
    for comment in comments:
        if len(batch) >= PART and (comment.parent_id is None or len(batch) >= 2 * PART):
            yield batch
            batch = []
        batch.append(comment)
    if batch:
        yield batch


def _write_rejects(path: Path, rejects: Sequence[Reject]) -> None:
    if rejects:
        files.write_jsonl(path, ({"input": r.input, "line": r.line, "reason": r.reason} for r in rejects))
    else:
        path.unlink(missing_ok=True)
