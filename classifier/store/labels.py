"""The label store on SQLite (or another database by address), through SQLAlchemy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine, make_url

from classifier.errors import StoreError
from classifier.records import Annotation, Comment, Document, Score, Segment
from classifier.store import schema

#: Seconds to wait for another writer before the store counts as locked.
BUSY_SECONDS = 5.0


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


class LabelStore:
    """Documents, comments, scores and annotations in one database.

    Every method is one transaction: when it returns, what it wrote is on disk. Annotations are only
    ever added; the label that holds is the last one not undone.

    Parameters
    ----------
    place : str or Path
        Path of an SQLite file, made where it is missing, or a database address.
    busy_seconds : float
        How long to wait for another writer.

    Raises
    ------
    StoreError
        When the store cannot be opened, is damaged, or is of another version of the program.

    Examples
    --------
    >>> with LabelStore("sqlite:///:memory:") as store:
    ...     store.documents()
    []
    """

    def __init__(self, place: str | Path, busy_seconds: float = BUSY_SECONDS):
        self.url = store_url(place)
        try:
            parsed = make_url(self.url)
            self.is_sqlite = parsed.get_backend_name() == "sqlite"
            self.engine = self._engine(busy_seconds)
        except (exc.ArgumentError, exc.NoSuchModuleError) as error:
            raise StoreError("is not a database address", where=place, remedy="name a file or an address") from error
        except ImportError as error:
            raise StoreError(f"needs a driver that is not installed ({error.name})", where=place) from error
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

    def add_document(
        self, document: Document, segments: Sequence[Segment], comments: Sequence[Comment], at: datetime
    ) -> bool:
        """Put a document with its segments and comments in; one that is there already stays as it is.

        Returns
        -------
        bool
            Whether the document was new.
        """
        with self._write() as db:
            if self._one(db, sa.select(schema.documents.c.sha256).filter_by(sha256=document.sha256)):
                return False
            title = next((s.text for s in segments if s.role == "title"), None)
            row = {k: getattr(document, k) for k in ("sha256", "name", "kind", "encoding")}
            db.execute(sa.insert(schema.documents), {**row, "title": title, "added_at": at})
            keys = ("role", "start_line", "end_line", "text", "confidence")
            self._insert(
                db,
                schema.segments,
                [
                    {"sha256": document.sha256, "position": n, **{k: getattr(s, k) for k in keys}}
                    for n, s in enumerate(segments)
                ],
            )
            self._insert(
                db,
                schema.comments,
                [
                    {k: v for k, v in asdict(c).items() if k != "document"} | {"position": n}
                    for n, c in enumerate(comments)
                ],
            )
        return True

    def documents(self) -> list[dict[str, Any]]:
        """Every document in the order of arrival, with `comments`, the number of its comments."""
        count = sa.func.count(schema.comments.c.comment_id).label("comments")
        query = (
            sa.select(schema.documents, count)
            .outerjoin(schema.comments)
            .group_by(schema.documents.c.sha256)
            .order_by(schema.documents.c.added_at, schema.documents.c.name)
        )
        return self._rows(query)

    def segments(self, sha256: str) -> list[dict[str, Any]]:
        """Segments of a document in document order."""
        table = schema.segments
        return self._rows(sa.select(table).filter_by(sha256=sha256).order_by(table.c.position))

    def comments(self, sha256: str | None = None) -> list[Comment]:
        """Comments of one document, or of all, in document order."""
        table = schema.comments
        query = (
            sa.select(table, schema.documents.c.name.label("document"))
            .join(schema.documents)
            .order_by(schema.documents.c.added_at, schema.documents.c.name, table.c.position)
        )
        if sha256 is not None:
            query = query.where(table.c.sha256 == sha256)
        return [Comment(**{k: v for k, v in row.items() if k != "position"}) for row in self._rows(query)]

    def add_scores(self, scores: Iterable[Score]) -> int:
        """Put the scores of a model version in; a comment's scores by the same version are replaced.

        Returns
        -------
        int
            How many comments were scored.
        """
        scores = list(scores)
        rows = [
            {
                "comment_id": score.comment_id,
                "model_version": score.model_version,
                "head": head,
                "label": score.label(head),
                "confidence": score.confidence(head),
                "probabilities": shares,
            }
            for score in scores
            for head, shares in score.probabilities.items()
        ]
        with self._write() as db:
            for version in {score.model_version for score in scores}:
                known = {s.comment_id for s in scores if s.model_version == version}
                table = schema.scores
                db.execute(
                    sa.delete(table).where(
                        table.c.model_version == version,
                        table.c.comment_id == sa.bindparam("scored"),
                    ),
                    [{"scored": key} for key in sorted(known)],
                )
            self._insert(db, schema.scores, rows)
        return len(scores)

    def scores(self, model_version: str, sha256: str | None = None) -> dict[str, Score]:
        """Scores of a model version by comment id, of one document or of all."""
        table = schema.scores
        query = sa.select(table.c.comment_id, table.c.head, table.c.probabilities).where(
            table.c.model_version == model_version
        )
        if sha256 is not None:
            query = query.join(schema.comments).where(schema.comments.c.sha256 == sha256)
        shares: dict[str, dict[str, dict[str, float]]] = {}
        for row in self._rows(query):
            shares.setdefault(row["comment_id"], {})[row["head"]] = row["probabilities"]
        return {key: Score(key, model_version, value) for key, value in shares.items()}

    def annotate(
        self,
        comment_id: str,
        head: str,
        label: str,
        annotator: str,
        at: datetime,
        proposed: str | None = None,
        model_version: str | None = None,
    ) -> Annotation | None:
        """Record that a person gives a comment a label.

        Returns
        -------
        Annotation or None
            The act as recorded, or None where the label held already, so that a click that arrives
            twice is recorded once.

        Raises
        ------
        StoreError
            When the comment is not in the store, or the store is locked.
        """
        with self._write() as db:
            if not self._one(db, sa.select(schema.comments.c.comment_id).filter_by(comment_id=comment_id)):
                raise StoreError(f"has no comment {comment_id}", where=self.where, remedy="add its document first")
            present = self._present(db, comment_id, head)
            if present == label:
                return None
            return self._append(
                db,
                Annotation(comment_id, head, "label", label, present, annotator, at, proposed, model_version),
            )

    def undo(self, annotator: str, at: datetime) -> Annotation | None:
        """Take back the person's last act that still holds; the label it replaced holds again.

        Returns
        -------
        Annotation or None
            The undoing as recorded, or None where there is nothing left to take back.
        """
        with self._write() as db:
            table = schema.annotations
            acts = db.execute(
                sa.select(table).where(table.c.annotator == annotator).order_by(table.c.id.desc())
            ).mappings()
            act = _last_standing(acts)
            if act is None or self._present(db, act["comment_id"], act["head"]) != act["label"]:
                return None
            return self._append(
                db,
                Annotation(act["comment_id"], act["head"], "undo", act["replaced"], act["label"], annotator, at),
            )

    def labels(self, sha256: str | None = None) -> dict[str, dict[str, Annotation]]:
        """The annotation that holds, by comment id and head, for comments a person has labelled."""
        table = schema.annotations
        latest = sa.select(sa.func.max(table.c.id)).group_by(table.c.comment_id, table.c.head)
        query = sa.select(table).where(table.c.id.in_(latest), table.c.label.is_not(None))
        if sha256 is not None:
            query = query.join(schema.comments).where(schema.comments.c.sha256 == sha256)
        found: dict[str, dict[str, Annotation]] = {}
        for row in self._rows(query):
            found.setdefault(row["comment_id"], {})[row["head"]] = _annotation(row)
        return found

    def history(self, comment_id: str | None = None) -> list[Annotation]:
        """Every act ever recorded, oldest first, on one comment or on all."""
        query = sa.select(schema.annotations).order_by(schema.annotations.c.id)
        if comment_id is not None:
            query = query.where(schema.annotations.c.comment_id == comment_id)
        return [_annotation(row) for row in self._rows(query)]

    def corrections(self) -> list[tuple[Comment, dict[str, str]]]:
        """Comments a person has labelled, with the labels that hold by head, in document order."""
        labels = self.labels()
        return [
            (comment, {head: str(act.label) for head, act in labels[comment.comment_id].items()})
            for comment in self.comments()
            if comment.comment_id in labels
        ]

    def _engine(self, busy_seconds: float) -> Engine:
        if not self.is_sqlite:
            return sa.create_engine(self.url, pool_pre_ping=True)
        engine = sa.create_engine(self.url, connect_args={"timeout": busy_seconds})

        @sa.event.listens_for(engine, "connect")
        def _settings(connection: Any, _record: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

        return engine

    def _prepare(self) -> None:
        with self.engine.begin() as db:
            schema.metadata.create_all(db)
            version = db.scalar(sa.select(schema.about.c.value).filter_by(key="schema_version"))
            if version is None:
                db.execute(sa.insert(schema.about), {"key": "schema_version", "value": str(schema.SCHEMA_VERSION)})
            elif version != str(schema.SCHEMA_VERSION):
                raise StoreError(
                    f"is of store version {version}, this program reads {schema.SCHEMA_VERSION}",
                    where=self.where,
                    remedy="use the belowline version that made it",
                )

    @contextlib.contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise self._store_error(error) from error

    def _store_error(self, error: exc.DBAPIError) -> StoreError:
        reason = str(error.orig)
        for sign, what, remedy in _DATABASE_TROUBLE:
            if sign in reason:
                return StoreError(what, where=self.where, remedy=remedy)
        return StoreError(f"cannot be used ({reason.splitlines()[0]})", where=self.where)

    @contextlib.contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._guard(), self.engine.connect() as db:
            if self.is_sqlite:
                db.exec_driver_sql("BEGIN IMMEDIATE")
            yield db
            db.commit()

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

    @staticmethod
    def _present(db: Connection, comment_id: str, head: str) -> str | None:
        table = schema.annotations
        return db.scalar(
            sa.select(table.c.label)
            .where(table.c.comment_id == comment_id, table.c.head == head)
            .order_by(table.c.id.desc())
            .limit(1)
        )

    @staticmethod
    def _append(db: Connection, annotation: Annotation) -> Annotation:
        db.execute(sa.insert(schema.annotations), asdict(annotation))
        return annotation


_DATABASE_TROUBLE = (
    ("database is locked", "is locked by another program", "close the other program and try again"),
    ("malformed", "is damaged", "put a backup in its place"),
    ("file is not a database", "is not a belowline store", "name another file or put a backup in its place"),
    ("unable to open database file", "cannot be opened", "check the folder and its permissions"),
    ("readonly database", "is read-only", "make the file and its folder writable"),
    ("disk is full", "cannot grow, the disk is full", "make room and try again"),
)


def _annotation(row: dict[str, Any]) -> Annotation:
    at = row["at"]
    values = {key: value for key, value in row.items() if key != "id"}
    return Annotation(**{**values, "at": at if at.tzinfo else at.replace(tzinfo=UTC)})


def _last_standing(acts: Iterable[Any]) -> Any | None:
    """The newest act not taken back, of one person's acts newest first: each undo cancels one act."""
    undone = 0
    for act in acts:
        if act["action"] == "undo":
            undone += 1
        elif undone:
            undone -= 1
        else:
            return act
    return None
