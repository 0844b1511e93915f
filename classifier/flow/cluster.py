"""Scoring on many machines: one task a partition of the inputs, one file of results each."""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from classifier import files
from classifier.errors import BelowlineError, InputError, OutputError
from classifier.flow import engines, versions
from classifier.flow.scoring import Summary, score_file
from classifier.records import digest

SCHEME = "dask://"

#: How often a partition is tried again before the run fails.
RETRIES = 3


@dataclass(frozen=True)
class Partition:
    """What scoring one partition came to.

    Attributes
    ----------
    task : str
        Digest of the partition as it stands and of the model.
    failure : str or None
        Why nothing of it could be used.
    """

    task: str
    comments: int = 0
    documents: int = 0
    rejected: int = 0
    repeated: int = 0
    notes: tuple[str, ...] = ()
    failure: str | None = None


def score_on_cluster(
    inputs: Sequence[str],
    out: str,
    version: versions.Version,
    cluster: str,
    columns: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Score tables on a Dask cluster, into a folder with one Parquet file for each of them.

    Parameters
    ----------
    inputs : sequence of str
        Tables, or patterns of them, at paths or addresses that every worker can read.
    out : str
        Folder, at a path or address that every worker can write. A partition that is finished is not
        scored again, so that the same command goes on where it was stopped.
    version : Version
    cluster : str
        ``dask://host:port`` of the scheduler.
    columns : mapping of str to str, optional
    progress : callable, optional

    Raises
    ------
    InputError
        When there are no such tables, or the scheduler cannot be reached.
    OutputError
        When workers were lost again and again.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise InputError(
            "scoring on a cluster needs Dask",
            where=cluster,
            remedy="install it with: pip install 'belowline[cluster]'",
        ) from error
    partitions = _partitions(inputs)
    found: dict[str, Partition] = {}
    try:
        client = Client(cluster.replace(SCHEME, "tcp://", 1), timeout="20s")
    except OSError as error:
        raise InputError("no scheduler answers", where=cluster, remedy="start one with: dask scheduler") from error
    with client:
        bundle = client.submit(_bytes, packed(version), pure=False)
        tasks = {
            client.submit(
                score_partition,
                bundle,
                name,
                _target(out, number, name),
                dict(columns or {}),
                retries=RETRIES,
                pure=False,
            ): name
            for number, name in enumerate(partitions)
        }
        for task in as_completed(tasks):
            found[tasks[task]] = _result(task, tasks[task])
            if progress:
                progress(found[tasks[task]].comments)
    return _summary([found[name] for name in partitions], partitions, out, version)


def _bytes(raw: bytes) -> bytes:
    return raw


def _result(task: Any, name: str) -> Partition:
    try:
        return Partition(**{**task.result(), "notes": tuple(task.result()["notes"])})
    except BelowlineError:
        raise
    except Exception as error:
        raise OutputError(f"could not be scored ({error})", where=name, remedy="run it again") from error


def _partitions(inputs: Sequence[str]) -> list[str]:
    import fsspec

    found = []
    for name in inputs:
        files_system, _, paths = fsspec.get_fs_token_paths(name)
        names = [files_system.unstrip_protocol(path) for path in sorted(paths) if files_system.exists(path)]
        if not names:
            raise InputError("there is no such file", where=name, remedy="check the name")
        found += names
    return found


def _target(out: str, number: int, name: str) -> str:
    stem = name.rsplit("/", 1)[-1].split(".", 1)[0]
    return f"{out.rstrip('/')}/part-{number:05}-{stem}.parquet"


def packed(version: versions.Version) -> bytes:
    """All that a worker needs to score with a version, as one archive."""
    engines.engine_of(version)
    wanted = [version.folder / versions.MANIFEST, version.folder / "codebook.toml"]
    wanted += sorted(path for folder in version.folder.glob("compiled-*") for path in folder.iterdir())
    if len(wanted) < 3:
        wanted = sorted(path for path in version.folder.rglob("*") if path.is_file())
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz", compresslevel=1) as archive:
        for path in wanted:
            archive.add(path, path.relative_to(version.folder))
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _unpacked(raw: bytes) -> versions.Version:
    """The version a worker was sent, laid out once a process."""
    folder = Path(tempfile.mkdtemp(prefix="belowline-model-"))
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        archive.extractall(folder, filter="data")
    return versions.open_version(folder)


def score_partition(bundle: bytes, name: str, target: str, columns: dict[str, str]) -> dict[str, Any]:
    """Score one partition on a worker; the result takes its name when it is whole, whoever else tried."""
    import fsspec

    version = _unpacked(bundle)
    source_system, source = fsspec.url_to_fs(name)
    target_system, out = fsspec.url_to_fs(target)
    task = digest(name, str(source_system.ukey(source)), version.manifest["digest"], json.dumps(columns))
    note = f"{out}.json"
    known = _noted(target_system, note)
    if known.get("task") == task:
        return known
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, source.rsplit("/", 1)[-1])
        source_system.get_file(source, str(here))
        found = asdict(_score_here(here, Path(folder, "out.parquet"), version, columns, task))
        Path(folder, "out.parquet.json").write_text(files.json_line(found), "utf-8")
        _put(target_system, Path(folder), out)
    return found


def _noted(target_system: Any, note: str) -> dict[str, Any]:
    """What is noted of a partition that was scored before; nothing where there is no note or a broken one."""
    try:
        return files.json_object(target_system.cat_file(note))
    except (OSError, ValueError):
        return {}


def _score_here(here: Path, out: Path, version: versions.Version, columns: dict[str, str], task: str) -> Partition:
    try:
        summary = score_file([here], out, version, jobs=1, columns=columns)
    except InputError as error:
        return Partition(task, rejected=1, failure=str(error).replace(str(here), here.name))
    notes = tuple(summary.notes)
    return Partition(task, summary.comments, summary.documents, summary.rejected, summary.repeated, notes)


def _put(target_system: Any, folder: Path, out: str) -> None:
    """Send what was written, each file first under another name."""
    target_system.makedirs(out.rsplit("/", 1)[0], exist_ok=True)
    # The note comes last: it says that the others are whole.
    for ending in ("", ".rejects.jsonl", ".json"):
        made = folder / f"out.parquet{ending}"
        if made.exists():
            partial = f"{out}{ending}.{digest(str(folder))}.partial"
            target_system.put_file(str(made), partial)
            target_system.mv(partial, f"{out}{ending}")


def _summary(found: Sequence[Partition], names: Sequence[str], out: str, version: versions.Version) -> Summary:
    failed = [f"{name}: {part.failure}" for name, part in zip(names, found, strict=True) if part.failure]
    if len(failed) == len(found):
        raise InputError(f"{failed[0]}; nothing could be scored", where=out)
    return Summary(
        comments=sum(part.comments for part in found),
        documents=sum(part.documents for part in found),
        rejected=sum(part.rejected for part in found),
        out=Path(out),
        rejects=None,
        model_version=version.name,
        notes=[note for part in found for note in part.notes] + failed,
        repeated=sum(part.repeated for part in found),
    )
