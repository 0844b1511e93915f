"""Labelled comments out of one store and into another, with all that people did to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.records import Annotation, Comment, Mark, Segment, digest
from classifier.store import schema
from classifier.store.database import with_zone
from classifier.store.labels import LabelStore
from classifier.store.pages import IMPORTED, as_comment_row, as_segment_row
from classifier.store.votes import as_annotation

#: A comment with every act on it and every mark, oldest first.
History = tuple[Comment, tuple[Annotation, ...], tuple[Mark, ...]]

Deed = TypeVar("Deed", Annotation, Mark)


@dataclass(frozen=True)
class Added:
    """What came of taking histories in.

    Attributes
    ----------
    comments, acts, marks : int
        How many were not there before.
    """

    comments: int
    acts: int
    marks: int = 0


def histories(store: LabelStore) -> list[History]:
    """Every comment that stands on its page and that a person has labelled or marked, in document order."""
    acts, marks = _by_comment(store.history()), marks_by_comment(store)
    touched = acts.keys() | marks.keys()
    return [
        (one, tuple(acts.get(one.comment_id, ())), tuple(marks.get(one.comment_id, ())))
        for one in store.comments()
        if one.comment_id in touched
    ]


def marks_by_comment(store: LabelStore) -> dict[str, list[Mark]]:
    """Every flag, skip and note, oldest first, by comment."""
    return _by_comment(map(as_mark, store.marks()))


def _by_comment(deeds: Iterable[Deed]) -> dict[str, list[Deed]]:
    found: dict[str, list[Deed]] = {}
    for one in deeds:
        found.setdefault(one.comment_id, []).append(one)
    return found


def as_mark(row: Mapping[str, Any]) -> Mark:
    """The flag, skip or note that a row of the table is."""
    values = {("mark_id" if key == "id" else key): value for key, value in row.items()}
    return Mark(**{**values, "at": with_zone(row["at"])})


def vanished(store: LabelStore) -> int:
    """How many labelled comments stand on no page any more, since people divided it otherwise."""
    acts, comments = schema.annotations, schema.comments
    query = sa.select(sa.func.count(acts.c.comment_id.distinct()).label("count")).join(comments)
    return int(store._rows(query.where(comments.c.present.is_(False)))[0]["count"])


def add_histories(store: LabelStore, rows: Iterable[History], at: datetime) -> Added:
    """Take in comments, acts and marks that the store does not have; all of them or, where one fails, none.

    A comment the store does not have is put into a document without a text, of the name of its own, and its
    author is known by a pseudonym. What is older than something the store has on the same comment is put before
    it, so that the newest label holds.

    Parameters
    ----------
    store : LabelStore
    rows : iterable of History
    at : datetime
        Time of taking in. An act of that very time has none of its own, and is the same as one of any time.

    Returns
    -------
    Added

    Raises
    ------
    StoreError
        When the store is locked or cannot be written.
    """
    rows = list(rows)
    with store._write() as db:
        known = set(db.scalars(sa.select(schema.comments.c.comment_id)))
        missing = list({one.comment_id: one for one, *_deeds in rows if one.comment_id not in known}.values())
        for sha256 in dict.fromkeys(one.sha256 for one in missing):
            _add_comments(store, db, sha256, [one for one in missing if one.sha256 == sha256], at)
        acts = _add(store, db, _ACTS, [act for _one, acts, _marks in rows for act in acts], at)
        marks = _add(store, db, _MARKS, [mark for _one, _acts, marks in rows for mark in marks], at)
        return Added(len(missing), acts, marks)


def _add_comments(store: LabelStore, db: Connection, sha256: str, comments: Sequence[Comment], at: datetime) -> None:
    place, documents = sha256, schema.documents
    kind = db.scalar(sa.select(documents.c.kind).filter_by(sha256=sha256))
    if kind not in (None, IMPORTED):
        # The page is there and is divided otherwise: these stand beside it.
        place = digest(IMPORTED, sha256, length=64)
        kind = db.scalar(sa.select(documents.c.kind).filter_by(sha256=place))
    if kind is None:
        row = {"sha256": place, "name": comments[0].document, "kind": IMPORTED, "encoding": "utf-8", "text": ""}
        db.execute(sa.insert(documents), {**row, "added_at": at, "names_hidden": True})
    own = schema.segments.c.sha256 == place
    first = int(db.scalar(sa.select(sa.func.count()).select_from(schema.segments).where(own)) or 0)
    placed = list(enumerate((replace(one, sha256=place) for one in store.names.signed(comments)), first))
    store._insert(db, schema.segments, [as_segment_row(n, _segment(one)) for n, one in placed])
    store._insert(db, schema.comments, [as_comment_row(n, one) for n, one in placed])


def _segment(comment: Comment) -> Segment:
    return Segment(role="comment", confidence=1.0, **asdict(comment))


@dataclass(frozen=True)
class _Kind(Generic[Deed]):
    """A table of what people did: what orders it, of what the last row counts, and what a row is."""

    table: sa.Table
    number: str
    about: tuple[str, ...]
    of_row: Callable[[Mapping[str, Any]], Deed]

    def moment(self, one: Deed) -> tuple[datetime, int]:
        return one.at, getattr(one, self.number) or 0

    def place(self, one: Deed) -> tuple[str, ...]:
        return tuple(getattr(one, name) for name in self.about)

    def row(self, one: Deed) -> dict[str, Any]:
        # SQLite keeps no time zone.
        return {key: value for key, value in asdict(one).items() if key != self.number} | {
            "at": one.at.astimezone(UTC)
        }


_ACTS = _Kind(schema.annotations, "act_id", ("comment_id", "head"), as_annotation)
_MARKS = _Kind(schema.marks, "mark_id", ("comment_id",), as_mark)


def _add(store: LabelStore, db: Connection, kind: _Kind[Deed], deeds: Sequence[Deed], now: datetime) -> int:
    by_place: dict[tuple[str, ...], list[Deed]] = {}
    for one in sorted(deeds, key=kind.moment):
        by_place.setdefault(kind.place(one), []).append(one)
    new: list[Deed] = []
    count = 0
    for place, given in by_place.items():
        own = sa.and_(*(kind.table.c[name] == value for name, value in zip(kind.about, place, strict=True)))
        rows = db.execute(sa.select(kind.table).where(own).order_by(kind.table.c.id)).mappings()
        present = [kind.of_row(dict(row)) for row in rows]
        fresh = _fresh(given, present, now)
        count += len(fresh)
        if fresh and present and fresh[0].at < present[-1].at:
            db.execute(sa.delete(kind.table).where(own))
            fresh = sorted(present + fresh, key=kind.moment)
        new += fresh
    store._insert(db, kind.table, [kind.row(one) for one in sorted(new, key=kind.moment)])
    return count


def _fresh(given: Sequence[Deed], present: Sequence[Deed], now: datetime) -> list[Deed]:
    """What is given that is not among what is present, each of which is the same as one given."""
    dated = Counter(present)
    undated = {replace(one, at=now) for one in present}
    found = []
    for one in given:
        if dated[one]:
            dated[one] -= 1
        elif one.at != now or one not in undated:
            found.append(one)
    return found
