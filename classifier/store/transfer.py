"""Labelled comments out of one store and into another, with every act of labelling on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.records import Annotation, Comment, Segment, digest
from classifier.store import schema
from classifier.store.labels import LabelStore
from classifier.store.pages import IMPORTED, as_comment_row, as_segment_row
from classifier.store.votes import as_annotation

#: A comment with every act on it, oldest first.
History = tuple[Comment, tuple[Annotation, ...]]


@dataclass(frozen=True)
class Added:
    """What came of taking histories in.

    Attributes
    ----------
    comments, acts : int
        How many were not there before.
    """

    comments: int
    acts: int


def histories(store: LabelStore) -> list[History]:
    """Every comment that stands on its page and that a person has labelled, in document order."""
    acts: dict[str, list[Annotation]] = {}
    for act in store.history():
        acts.setdefault(act.comment_id, []).append(act)
    return [(one, tuple(acts[one.comment_id])) for one in store.comments() if one.comment_id in acts]


def vanished(store: LabelStore) -> int:
    """How many labelled comments stand on no page any more, since people divided it otherwise."""
    acts, comments = schema.annotations, schema.comments
    query = sa.select(sa.func.count(acts.c.comment_id.distinct()).label("count")).join(comments)
    return int(store._rows(query.where(comments.c.present.is_(False)))[0]["count"])


def add_histories(store: LabelStore, rows: Iterable[History], at: datetime) -> Added:
    """Take in comments and acts that the store does not have; all of them or, where one fails, none.

    A comment the store does not have is put into a document without a text, of the name of its own, and its
    author is known by a pseudonym. An act
    that is older than one the store has on the same comment is put before it, so that the newest label holds.

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
        missing = list({one.comment_id: one for one, _acts in rows if one.comment_id not in known}.values())
        for sha256 in dict.fromkeys(one.sha256 for one in missing):
            _add_comments(store, db, sha256, [one for one in missing if one.sha256 == sha256], at)
        acts = sorted((act for _one, own in rows for act in own), key=_moment)
        return Added(len(missing), _add_acts(store, db, acts, at))


def _moment(act: Annotation) -> tuple[datetime, int]:
    return act.at, act.act_id or 0


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


def _add_acts(store: LabelStore, db: Connection, acts: Sequence[Annotation], now: datetime) -> int:
    by_place: dict[tuple[str, str], list[Annotation]] = {}
    for act in acts:
        by_place.setdefault((act.comment_id, act.head), []).append(act)
    new: list[Annotation] = []
    count = 0
    for (comment, head), given in by_place.items():
        present = _present(db, comment, head)
        fresh = _fresh(given, present, now)
        count += len(fresh)
        if fresh and present and fresh[0].at < present[-1].at:
            own = (schema.annotations.c.comment_id == comment) & (schema.annotations.c.head == head)
            db.execute(sa.delete(schema.annotations).where(own))
            fresh = sorted([*present, *fresh], key=_moment)
        new += fresh
    store._insert(db, schema.annotations, [_row(act) for act in sorted(new, key=_moment)])
    return count


def _present(db: Connection, comment: str, head: str) -> list[Annotation]:
    table = schema.annotations
    query = sa.select(table).filter_by(comment_id=comment, head=head).order_by(table.c.id)
    return [as_annotation(dict(row)) for row in db.execute(query).mappings()]


def _fresh(given: Sequence[Annotation], present: Sequence[Annotation], now: datetime) -> list[Annotation]:
    """The acts given that are not among those present, each of which is the same as one given."""
    dated = Counter(present)
    undated = {replace(act, at=now) for act in present}
    found = []
    for act in given:
        if dated[act]:
            dated[act] -= 1
        elif act.at != now or act not in undated:
            found.append(act)
    return found


def _row(act: Annotation) -> dict[str, Any]:
    # SQLite keeps no time zone.
    return {key: value for key, value in asdict(act).items() if key != "act_id"} | {"at": act.at.astimezone(UTC)}
