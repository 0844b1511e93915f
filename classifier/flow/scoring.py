"""Batch scoring: documents, folders and tables in, one row a comment out."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from classifier import files
from classifier.errors import InputError, OutputError
from classifier.flow import engines, versions
from classifier.flow.outputs import OUTPUTS, Columns, Rejects, scored_columns, write_part, writer
from classifier.flow.parts import Parts, run_digest
from classifier.flow.recent import Key, Recent, seen_by_model
from classifier.flow.seam import seam_weights
from classifier.reading.blocks import Block, decoded, joined
from classifier.reading.opening import PACKED, head_of
from classifier.reading.outcomes import Note, Opened, Reject
from classifier.reading.sources import blocks_from
from classifier.reading.tables import is_table
from classifier.records import Comment, Score
from classifier.segmenter import comments_of, segment

#: Comments scored at a time, and written as one part where the run is long.
PART = 20_000

_SAMPLE = 1 << 20

Result = TypeVar("Result")


@dataclass(frozen=True)
class Summary:
    """What a scoring run came to.

    Attributes
    ----------
    notes : list of str
        What had to be assumed in reading, such as an encoding, with the document's name.
    repeated : int
        Comments that say what an earlier one says, as far as the model looks, among some ten thousands of
        different ones before them; they were scored once for all.
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
    place, rows = _distinct(_keys(Block.of(comments)))
    shares = _shares(place, engine or engines.engine_of(version), Recent())[rows]
    heads = [(head.name, head.names) for head in version.codebook.heads]
    found = []
    for comment, row in zip(comments, shares.tolist(), strict=True):
        left = iter(row)
        own = {name: dict(zip(names, left, strict=False)) for name, names in heads}
        found.append(Score(comment.comment_id, version.name, own))
    return found


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
    with Rejects(out.with_name(out.name + ".rejects.jsonl")) as rejects:
        found = blocks_from(inputs, lambda page: comments_of(segment(page, weights)), stdin, columns)
        sorting = _Sorting(found, rejects)
        counts = _write(sorting, _Run(version, engine, jobs or os.cpu_count() or 1), out, run, progress)
    if counts is None:
        raise _nothing_usable(rejects)
    return Summary(
        comments=counts.comments,
        documents=sorting.documents,
        rejected=rejects.count,
        out=out,
        rejects=rejects.path if rejects.count else None,
        model_version=version.name,
        notes=sorting.notes,
        repeated=counts.repeated,
    )


def _nothing_usable(rejects: Rejects) -> InputError:
    first = rejects.first
    assert first is not None
    line = f", line {first.line}" if first.line else ""
    told = f"{first.reason}; nothing could be scored ({rejects.count} set aside in {rejects.path})"
    return InputError(told, where=f"{first.input}{line}")


@dataclass(frozen=True)
class _Run:
    """What every batch is scored with."""

    version: versions.Version
    engine: str
    jobs: int
    recent: Recent = field(default_factory=Recent)

    def __reduce__(self) -> tuple[Any, ...]:
        # Other processes begin with nothing remembered.
        return _Run, (self.version, self.engine, self.jobs)


@dataclass(frozen=True)
class _Scored:
    """What came of a batch: its different texts, and their scores unless an earlier run left them."""

    comments: int
    keys: list[Key]
    shares: NDArray[np.float64] | None = None
    columns: Columns | None = None


@dataclass
class _Counts:
    comments: int = 0
    repeated: int = 0


def _write(
    sorting: _Sorting, run: _Run, out: Path, digest: str | None, progress: Callable[[int], None] | None
) -> _Counts | None:
    """Write the output, by way of parts where it is long and its inputs can be read again; None where nothing is."""
    long, batches = _looked_ahead(_batches(sorting))
    if not sorting.documents and sorting.rejects.count:
        return None
    parts = Parts(out, digest) if digest is not None and long else None
    if parts:
        parts.open()
    counts = _Counts()
    tasks = ((batch, run, parts, number) for number, batch in enumerate(batches))
    with (
        parts.joining(out) if parts else files.atomic_path(out) as path,
        writer(path, run.version.codebook, out.suffix.lower()) as target,
    ):
        for number, scored in enumerate(_in_order(_score, tasks, run, run.jobs if long else 1)):
            if parts:
                target.append(parts.path(number))
            elif scored.columns:
                target.write(scored.columns)
            counts.comments += scored.comments
            counts.repeated += scored.comments - len(scored.keys) + run.recent.take_in(scored.keys, scored.shares)
            if progress:
                progress(scored.comments)
    return counts


def _looked_ahead(batches: Iterator[Block]) -> tuple[bool, Iterator[Block]]:
    """Whether there is more than one batch, and all of them."""
    start = list(islice(batches, 2))
    return len(start) > 1, chain(start, batches)


def expected_comments(inputs: Sequence[str | os.PathLike[str]]) -> int | None:
    """About how many rows the inputs hold, where all are tables that are not packed; else None.

    Parquet files say it; of others the rows at the beginning are counted, and the file's size tells how many follow.
    """
    rows = [_expected_rows(Path(name)) for name in inputs]
    return None if None in rows else sum(filter(None, rows))


def _expected_rows(path: Path) -> int | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file() or not is_table(path) or path.suffix.lower() in PACKED:
        return None
    try:
        if path.suffix.lower() == ".parquet":
            return int(pq.read_metadata(path).num_rows)
        head = head_of(path, _SAMPLE)
    except (pa.ArrowException, OSError, InputError):
        return None
    return head.count(b"\n") * path.stat().st_size // max(len(head), 1)


class _Sorting:
    """Passes comments on, counts the documents, and writes what was set aside."""

    def __init__(self, source: Iterator[Block | Opened | Note | Reject], rejects: Rejects):
        self.source, self.rejects = source, rejects
        self.documents = 0
        self.notes: list[str] = []

    def __iter__(self) -> Iterator[Block]:
        for item in self.source:
            if isinstance(item, Reject):
                self.rejects.add(item)
            elif isinstance(item, Opened):
                self.documents += 1
                self.notes += [f"{item.name}: {note}" for note in item.notes]
            elif isinstance(item, Note):
                self.notes.append(str(item))
            else:
                yield item


def _batches(blocks: Iterable[Block]) -> Iterator[Block]:
    """Batches that end before a comment which answers none, so that answers stay with what they answer."""
    held: list[Block] = []
    count = 0
    for block in blocks:
        while (cut := _cut(block, count)) is not None:
            yield joined([*held, block[:cut]])
            block, held, count = block[cut:], [], 0
        held.append(block)
        count += len(block)
    if count:
        yield joined(held)


def _cut(block: Block, before: int) -> int | None:
    """Where a batch ends in a block of which so many comments stand before; None where it goes on."""
    for at in range(max(PART - before, 0), len(block)):
        if block.parent_id[at] is None or before + at >= 2 * PART:
            return at
    return None


def _in_order(
    task: Callable[..., Result], arguments: Iterable[tuple[Any, ...]], run: _Run, jobs: int
) -> Iterator[Result]:
    """Results of a task in the order of its arguments, of which only a few are under way at a time."""
    if jobs == 1:
        yield from (task(*given) for given in arguments)
        return
    pool, waiting = _pool(run, jobs), deque[Future[Result]]()
    try:
        for given in arguments:
            waiting.append(pool.submit(task, *given))
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(run: _Run, jobs: int) -> Executor:
    """Threads for the compiled engine, which lets go of the interpreter; processes for the reference."""
    if run.engine == engines.COMPILED:
        return ThreadPoolExecutor(jobs)
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _score(block: Block, run: _Run, parts: Parts | None, number: int) -> _Scored:
    """Score a batch; where there are parts, put it on disk under its number unless it stands there."""
    keys, rows = _distinct(_keys(block))
    if parts and parts.done(number):
        return _Scored(len(block), keys)
    shares = _shares(keys, engines.engine_of(run.version, run.engine), run.recent)
    found = scored_columns(block, shares[rows], run.version.codebook, run.version.name)
    if not parts:
        return _Scored(len(block), keys, shares, found)
    with files.atomic_path(parts.path(number)) as path:
        write_part(path, run.version.codebook, parts.output, found)
    return _Scored(len(block), keys, shares)


def _keys(block: Block) -> list[Key]:
    """What the model sees of each comment: its text, and the one it answers where that is there."""
    texts = [seen_by_model(raw) for raw in block.text]
    text_of = dict(zip(block.comment_id, block.text, strict=True)) if any(block.parent_id) else {}
    answered = [text_of.get(parent) if parent else None for parent in block.parent_id]
    return [text if parent is None else (text, parent) for text, parent in zip(texts, answered, strict=True)]


def _distinct(keys: Iterable[Key]) -> tuple[list[Key], list[int]]:
    """Different texts in order, and which of them each comment has."""
    place: dict[Key, int] = {}
    rows = [place.setdefault(key, len(place)) for key in keys]
    return list(place), rows


def _shares(keys: Sequence[Key], engine: engines.Engine, recent: Recent) -> NDArray[np.float64]:
    """Probabilities of different texts, shape (texts, labels of all heads); what was scored lately is not again."""
    known = recent.rows(keys)
    scored = _predicted([key for key in keys if key not in known], engine)
    if not known:
        return scored
    fresh = np.array([key not in known for key in keys])
    shares = np.empty((len(keys), scored.shape[1]))
    shares[fresh], shares[~fresh] = scored, list(known.values())
    return shares


def _predicted(keys: Sequence[Key], engine: engines.Engine) -> NDArray[np.float64]:
    raw = [key if isinstance(key, bytes) else key[0] for key in keys]
    if hasattr(engine, "predict_utf8"):
        data, ends = np.frombuffer(b"".join(raw), dtype=np.uint8), np.cumsum([0, *map(len, raw)])
        with contextlib.suppress(UnicodeDecodeError):  # half a character in a page
            return np.hstack(list(engine.predict_utf8(data, ends).values()))
    parents = [None if isinstance(key, bytes) else decoded(key[1]) for key in keys]
    return np.hstack(list(engine.predict([decoded(text) for text in raw], parents).values()))
