"""Copies of a store that is in use, and a store out of a copy."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from classifier import files
from classifier.errors import InputError, OutputError, StoreError
from classifier.store.database import BUSY_SECONDS, Database, store_url, trouble
from classifier.store.schema import SCHEMA_VERSION

_SCHEME = "sqlite:///"
_COUNTED = ("documents", "comments", "annotations")


@dataclass(frozen=True)
class Contents:
    """What is in a copy.

    Attributes
    ----------
    documents, comments, annotations : int
    """

    documents: int
    comments: int
    annotations: int


def back_up(place: str | Path, target: Path) -> Contents:
    """Copy a store, which may be in use, to a file, and check the copy.

    Parameters
    ----------
    place : str or Path
    target : Path
        A new file.

    Raises
    ------
    InputError
        When there is no store.
    OutputError
        When the file stands there already or cannot be written.
    StoreError
        When the store is damaged or is no SQLite file, or the copy is not whole.
    """
    source = _file_of(place)
    if not source.is_file():
        raise InputError("there is no label store", where=source, remedy="check the name")
    if target.exists():
        raise OutputError("stands there already", where=target, remedy="name a new file")
    # Brings an older store up to date, so that its tables are those that are counted.
    Database(place).close()
    with files.atomic_path(target, private=True) as part:
        contents = _copied(source, part)
        _closed_for_good(part)
        return contents


def restore(backup: Path, place: str | Path, now: datetime) -> tuple[Contents, Path | None]:
    """Put the contents of a copy in place of a store; what was there is kept in a file beside it.

    Parameters
    ----------
    backup : Path
        Made by `back_up`.
    place : str or Path
    now : datetime
        Names what is kept.

    Returns
    -------
    Contents, Path or None
        What is in the store now, and where what was there is kept; None where there was nothing.

    Raises
    ------
    InputError
        When there is no copy.
    StoreError
        When the copy is damaged, is no copy of a store, or was made by a newer version, or the store is locked.
    """
    target = _file_of(place)
    if not backup.is_file():
        raise InputError("there is no such file", where=backup, remedy="check the name")
    if target.exists() and backup.samefile(target):
        raise InputError("is the store itself", where=backup, remedy="name a copy of it")
    with _opened(backup, "ro") as db:
        _check(db, backup)
    kept = (
        _put_aside(target, target.with_name(f"{target.name}.before-{now:%Y%m%dT%H%M%S}")) if target.exists() else None
    )
    contents = _copied(backup, target)
    Database(place).close()
    return contents, kept


def _file_of(place: str | Path) -> Path:
    url = store_url(place)
    if not url.startswith(_SCHEME):
        raise StoreError(
            "is not an SQLite file", where=url.split("@")[-1], remedy="use pg_dump and pg_restore: see docs/store.md"
        )
    return Path(url.removeprefix(_SCHEME))


@contextlib.contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    try:
        address = f"{path.resolve().as_uri()}?mode={mode}"
        db = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        with contextlib.closing(db):
            yield db
    except sqlite3.Error as error:
        raise trouble(str(error), path) from error


def _copied(source: Path, target: Path) -> Contents:
    """Copy one file to another in one piece, and compare the two."""
    files.make_private(target)
    with _opened(source, "ro") as old, _opened(target, "rwc") as new:
        old.execute("BEGIN")
        contents = _check(old, source)
        old.backup(new)
        if _check(new, target) != contents:
            raise StoreError("the copy is not what was copied", where=target, remedy="copy it again")
        return contents


def _closed_for_good(path: Path) -> None:
    """Leave one file, without those that SQLite keeps beside one in use."""
    with _opened(path, "rw") as db:
        db.execute("PRAGMA journal_mode=DELETE")


def _check(db: sqlite3.Connection, path: Path) -> Contents:
    (verdict,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise trouble("malformed", path)
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
        raise StoreError("is not a belowline store", where=path, remedy="name a file made by belowline backup")
    row = db.execute("SELECT value FROM about WHERE key = 'schema_version'").fetchone()
    if row is None or not row[0].isdigit() or int(row[0]) > SCHEMA_VERSION:
        raise StoreError("was made by a newer version", where=path, remedy="use a newer belowline")
    counts = (f"SELECT count(*) FROM {table}" for table in _COUNTED)  # noqa: S608 - names of our own tables
    return Contents(*(db.execute(count).fetchone()[0] for count in counts))


def _put_aside(target: Path, kept: Path) -> Path:
    """Keep what is in a store; a damaged one is moved as it is."""
    try:
        files.make_private(kept)
        with _opened(target, "rw") as old, _opened(kept, "rwc") as new:
            old.backup(new)
        _closed_for_good(kept)
    except StoreError as error:
        if "locked" in error.what:
            raise
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                target.with_name(target.name + ending).replace(kept.with_name(kept.name + ending))
    return kept
