"""One training at a time in a folder of versions, whoever starts it, and word of it for everybody else."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from classifier import files
from classifier.errors import BundleError

LOCK, NOTE = ".training.lock", ".training.json"

#: Seconds to wait for somebody who only looks whether anyone is at work.
PATIENCE = 2.0

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """What is being done in a folder of versions, by whom, since when (ISO 8601), and the steps so far."""

    what: str
    who: str
    since: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.who} is {self.what} (since {self.since[11:16]} UTC)"


def account() -> str:
    """Name of the account the program runs under."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"


@contextlib.contextmanager
def alone(models: Path, what: str, who: str | None = None, progress: Progress | None = None) -> Iterator[Progress]:
    """Keep everyone else from training in a folder of versions; ends with the process, however that ends.

    Parameters
    ----------
    models : Path
        Folder of versions, made where it is missing.
    what : str
        What is being done, as in "retraining".
    who : str, optional
        The account by default.
    progress : callable, optional

    Yields
    ------
    callable
        To be told each step, which others can then see; it tells `progress`.

    Raises
    ------
    BundleError
        When somebody is at work there, saying who.
    OutputError
        When the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with alone(Path(folder), "retraining", "ann") as say:
    ...         say("reading the labels")
    ...         at_work(Path(folder)).steps
    ('reading the labels',)
    """
    from filelock import FileLock, Timeout

    new = not models.exists()
    try:
        models.mkdir(parents=True, exist_ok=True)
        lock = FileLock(models / LOCK)
        lock.acquire(timeout=PATIENCE)
    except Timeout:
        raise BundleError(
            str(_noted(models) or "somebody is at work here"), where=models, remedy="wait until that is done"
        ) from None
    except OSError as error:
        raise files.output_error(error, models) from error
    work = Work(what, who or account(), datetime.now(UTC).isoformat(timespec="seconds"))

    def say(words: str) -> None:
        nonlocal work
        work = replace(work, steps=(*work.steps, words))
        _note(models, work)
        if progress:
            progress(words)

    try:
        _note(models, work)
        yield say
    finally:
        (models / NOTE).unlink(missing_ok=True)
        lock.release()
        if new and os.listdir(models) == [LOCK]:
            shutil.rmtree(models, ignore_errors=True)


def at_work(models: Path) -> Work | None:
    """What is being done in a folder of versions at this moment, by any process; None for nothing."""
    from filelock import FileLock, Timeout

    work = _noted(models)
    if work is None:
        return None
    try:
        with FileLock(models / LOCK).acquire(timeout=0):
            return None
    except Timeout:
        return work


def _note(models: Path, work: Work) -> None:
    files.write_text(models / NOTE, json.dumps(asdict(work)))


def _noted(models: Path) -> Work | None:
    """What the last one at work wrote, who may have been killed since."""
    try:
        found = files.json_object((models / NOTE).read_bytes())
        return Work(**{**found, "steps": tuple(found["steps"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
