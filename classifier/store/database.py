"""One database on SQLite (or another by address), through SQLAlchemy: opened, brought up to date, guarded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine, make_url

from classifier import places
from classifier.errors import StoreError
from classifier.files import make_private
from classifier.store import migrations, schema

#: Seconds to wait for another writer before the store counts as locked.
BUSY_SECONDS = 5.0

#: Values in one statement at the most; SQLite refuses more by default in old versions.
AT_ONCE = 900

# Of the program's own choosing; whoever writes to a PostgreSQL store holds it.
_LOCK = 727203


def store_url(place: str | Path) -> str:
    """Address of a store: an address as it is, a path as an SQLite file.

    Examples
    --------
    >>> store_url("labels/belowline.db")
    'sqlite:///labels/belowline.db'
    >>> store_url("postgresql+psycopg://localhost/labels")
    'postgresql+psycopg://localhost/labels'
    """
    return str(place) if "://" in str(place) else f"sqlite:///{place}"


class Database:
    """A database of the tables of `classifier.store.schema`, made where it is missing.

    Parameters
    ----------
    place : str or Path
        Path of an SQLite file, made where it is missing, or a database address.
    busy_seconds : float
        How long to wait for another writer.

    Raises
    ------
    StoreError
        When it cannot be opened, is damaged, or was made by a newer version of the program.
    """

    def __init__(self, place: str | Path, busy_seconds: float = BUSY_SECONDS):
        self.url, self.busy_seconds = store_url(place), busy_seconds
        try:
            parsed = make_url(self.url)
            self.is_sqlite = parsed.get_backend_name() == "sqlite"
            self.engine = self._engine(busy_seconds)
        except (exc.ArgumentError, exc.NoSuchModuleError) as error:
            raise StoreError("is not a database address", where=place, remedy="name a file or an address") from error
        except ImportError as error:
            raise StoreError(f"needs a driver that is not installed ({error.name})", where=place) from error
        if self.url == store_url(places.store_place()) and self.is_sqlite:
            # The default place is nobody's typing error; its folder is missing at the first use.
            with contextlib.suppress(OSError):
                Path(places.store_place()).parent.mkdir(parents=True, exist_ok=True)
        self.where = parsed.render_as_string(hide_password=True).removeprefix("sqlite:///")
        with self._guard():
            self._prepare()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _engine(self, busy_seconds: float) -> Engine:
        if not self.is_sqlite:
            return sa.create_engine(self.url, pool_pre_ping=True)
        engine = sa.create_engine(self.url, connect_args={"timeout": busy_seconds})
        place = engine.url.database or ":memory:"
        if not place.startswith((":", "file:")):
            make_private(Path(place))

        @sa.event.listens_for(engine, "connect")
        def _settings(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

        return engine

    def _prepare(self) -> None:
        with self.engine.connect() as db:
            if self._version(db) == schema.SCHEMA_VERSION:
                return
            db.rollback()
            self._lock(db)
            version = self._version(db)
            if version > schema.SCHEMA_VERSION:
                raise StoreError(
                    f"is of store version {version}, this program reads up to {schema.SCHEMA_VERSION}",
                    where=self.where,
                    remedy="use a newer belowline: pip install --upgrade belowline",
                )
            if not version:
                self._make(db)
            elif version < schema.SCHEMA_VERSION:
                migrations.upgrade(db, version, schema.SCHEMA_VERSION)
            db.commit()

    def _lock(self, db: Connection) -> None:
        """Let nobody else look at the version before this one is done."""
        if self.is_sqlite:
            db.exec_driver_sql("BEGIN IMMEDIATE")
        elif db.dialect.name == "postgresql":
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def _version(self, db: Connection) -> int:
        """Version of the tables; 0 where there are none."""
        if not sa.inspect(db).has_table(schema.about.name):
            return 0
        version = db.scalar(sa.select(schema.about.c.value).filter_by(key="schema_version"))
        if version is not None and not version.isdigit():
            raise StoreError(f"has no version that can be read ({version})", where=self.where)
        return int(version or 0)

    @staticmethod
    def _make(db: Connection) -> None:
        schema.metadata.create_all(db)
        stamp = sa.Table(migrations.TABLE, sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))
        stamp.create(db, checkfirst=True)
        db.execute(sa.insert(stamp), {"version_num": migrations.revision(schema.SCHEMA_VERSION)})
        db.execute(sa.insert(schema.about), {"key": "schema_version", "value": str(schema.SCHEMA_VERSION)})

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise self._store_error(error) from error

    def _store_error(self, error: exc.DBAPIError) -> StoreError:
        return trouble(str(error.orig), self.where)

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._guard(), self.engine.connect() as db:
            self._one_writer(db)
            yield db
            db.commit()

    def _one_writer(self, db: Connection) -> None:
        """Let nobody else write before this is done, so that what is read meanwhile holds."""
        if self.is_sqlite:
            db.exec_driver_sql("BEGIN IMMEDIATE")
        elif db.dialect.name == "postgresql":
            db.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.busy_seconds * 1000)}")
            db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def _rows(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        with self._guard(), self.engine.connect() as db:
            return [dict(row) for row in db.execute(query).mappings()]

    @staticmethod
    def _one(db: Connection, query: sa.Select[Any]) -> bool:
        return db.execute(query.limit(1)).first() is not None

    @staticmethod
    def _insert(db: Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            db.execute(sa.insert(table), rows)


_DATABASE_TROUBLE = (
    ("database is locked", "is locked by another program", "close the other program and try again"),
    ("lock timeout", "is locked by another program", "try again in a moment"),
    ("connection is bad", "cannot be reached", "check the address, and that the server is running"),
    ("terminating connection", "has ended the connection", "try again in a moment"),
    ("server closed the connection", "has ended the connection", "try again in a moment"),
    ("connection failed", "cannot be reached", "check the address, and that the server is running"),
    ("malformed", "is damaged", "put a backup in its place"),
    ("file is not a database", "is not a belowline store", "name another file or put a backup in its place"),
    ("unable to open database file", "cannot be opened", "check the folder and its permissions"),
    ("readonly database", "is read-only", "make the file and its folder writable"),
    ("disk is full", "cannot grow, the disk is full", "make room and try again"),
    ("disk I/O error", "cannot be written, the disk is full or failing", "make room and try again"),
)


def trouble(reason: str, where: object) -> StoreError:
    """The error for a person, of what a database gives as the reason.

    Examples
    --------
    >>> print(trouble("database is locked", "labels.db"))
    labels.db: is locked by another program; close the other program and try again
    """
    for sign, what, remedy in _DATABASE_TROUBLE:
        if sign in reason:
            return StoreError(what, where=where, remedy=remedy)
    return StoreError(f"cannot be used ({reason.splitlines()[0]})", where=where)


def with_zone(at: datetime) -> datetime:
    """A time with its zone, which SQLite does not keep.

    Examples
    --------
    >>> with_zone(datetime(2026, 1, 2)).isoformat()
    '2026-01-02T00:00:00+00:00'
    """
    return at if at.tzinfo else at.replace(tzinfo=UTC)
