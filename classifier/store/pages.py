"""Documents in the store: their text, what the segmenter found, what people decided, the comments that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.errors import StoreError
from classifier.records import Comment, Document, Segment
from classifier.segmenter import comments_of
from classifier.segmenter.beginning import Beginning
from classifier.segmenter.corrected import UNDO, SegmentationEvent, corrected, standing
from classifier.store import schema
from classifier.store.database import Database, with_zone
from classifier.store.names import Names

#: Kind of a document that is known only by labelled comments that were taken in from elsewhere.
IMPORTED = "imported"

_SEGMENT = ("role", "start_line", "end_line", "text", "confidence")
_OF_A_COMMENT = ("comment_id", "author", "posted_at", "parent_id", "votes")


class PageStore(Database):
    """Documents with their segments and comments, put right by people.

    What the segmenter found is kept as it was; what people decide is added as events. The comments are
    those of the segments that hold; one that vanishes keeps its labels and returns with them.
    """

    @cached_property
    def names(self) -> Names:
        """Pseudonyms of this machine."""
        return Names()

    def add_document(
        self,
        document: Document,
        segments: Sequence[Segment],
        comments: Sequence[Comment],
        at: datetime,
        beginning: Beginning | None = None,
        keep_authors: bool = False,
    ) -> bool:
        """Put a document with its segments and comments in; one that is there already stays as it is.

        Only the text of one that an older version put in without it is added. One that was known only by
        labelled comments is made whole, and they are found in it again. Authors are known by pseudonyms from
        then on, unless `keep_authors` is set.

        Returns
        -------
        bool
            Whether the document was new.
        """
        with self._write() as db:
            known = sa.select(schema.documents.c.text, schema.documents.c.kind).filter_by(sha256=document.sha256)
            found = db.execute(known).first()
            if found is not None and (found.kind != IMPORTED or document.kind == IMPORTED):
                if found.text is None:
                    self._update_document(db, document.sha256, text=document.text, beginning=_beginning(beginning))
                return False
            if not keep_authors:
                document, segments = self.names.hidden(document, segments)
                comments = self.names.signed(comments)
            row = _document_row(document, segments, beginning) | {"names_hidden": not keep_authors}
            if found is not None:
                self._complete(db, row, segments)
                return True
            db.execute(sa.insert(schema.documents), row | {"added_at": at})
            self._insert(db, schema.segments, [as_segment_row(n, s) for n, s in enumerate(segments)])
            self._insert(db, schema.comments, [as_comment_row(n, c) for n, c in enumerate(comments)])
        return True

    def documents(self) -> list[dict[str, Any]]:
        """Every document in the order of arrival, without its text.

        Each has `comments`, the number of its comments, and `decided`, the number of acts on its
        segmentation that were not taken back.
        """
        table, events = schema.documents, schema.segmentations
        count = sa.func.count(schema.comments.c.comment_id).label("comments")
        step = sa.case((events.c.kind == UNDO, -1), else_=1)
        decided = (
            sa.select(sa.func.coalesce(sa.func.sum(step), 0))
            .where(events.c.sha256 == table.c.sha256)
            .scalar_subquery()
        )
        there = (schema.comments.c.sha256 == table.c.sha256) & schema.comments.c.present
        query = (
            sa.select(*[c for c in table.c if c.name != "text"], count, decided.label("decided"))
            .select_from(table.outerjoin(schema.comments, there))
            .group_by(table.c.sha256)
            .order_by(table.c.added_at, table.c.name)
        )
        return self._rows(query)

    def document(self, sha256: str) -> Document:
        """A document with its text.

        Raises
        ------
        StoreError
            When it is not there, or an older version put it in without its text.
        """
        with self._guard(), self.engine.connect() as db:
            return self._document(db, sha256)

    def segments(self, sha256: str) -> list[dict[str, Any]]:
        """Segments of a document that hold, in document order."""
        return [
            {"sha256": sha256, "position": n} | {key: getattr(segment, key) for key in (*_SEGMENT, *_OF_A_COMMENT)}
            for n, segment in enumerate(self.segmentation(sha256))
        ]

    def segmentation(self, sha256: str) -> tuple[Segment, ...]:
        """Segments of a document that hold: what the segmenter found, and what people decided."""
        with self._guard(), self.engine.connect() as db:
            return self._present_segments(db, sha256)

    def found_segments(self, sha256: str) -> tuple[Segment, ...]:
        """Segments of a document as the segmenter found them."""
        with self._guard(), self.engine.connect() as db:
            return self._found_segments(db, sha256)

    def segmentation_events(self, sha256: str) -> list[SegmentationEvent]:
        """Every act on the segmentation of a document, oldest first."""
        with self._guard(), self.engine.connect() as db:
            return self._events(db, sha256)

    def correct_segmentation(self, event: SegmentationEvent, seen: int | None = None) -> SegmentationEvent:
        """Record what a person decided about the segments of a document.

        Parameters
        ----------
        event : SegmentationEvent
        seen : int, optional
            Number of the latest event on the document that the person had seen; 0 for none. Not looked at
            where it is left out.

        Returns
        -------
        SegmentationEvent
            With its number.

        Raises
        ------
        StoreError
            When somebody else has changed the segmentation meanwhile, or the document is not there.
        """
        with self._write() as db:
            self._refuse_unseen(self._events(db, event.sha256), seen, event.sha256)
            return self._record(db, event)

    def undo_segmentation(self, sha256: str, annotator: str, at: datetime) -> SegmentationEvent | None:
        """Take back the last act on a document that still holds, where it is the person's own.

        Returns
        -------
        SegmentationEvent or None
            The undoing as recorded, or None where there is nothing of the person's to take back.
        """
        with self._write() as db:
            held = standing(self._events(db, sha256))
            if not held or held[-1].annotator != annotator:
                return None
            last = held[-1]
            undo = SegmentationEvent(sha256, UNDO, annotator, at, before=last.after, after=last.before)
            return self._record(db, replace(undo, undoes=last.event_id))

    def resegment(
        self, sha256: str, segments: Sequence[Segment], beginning: Beginning | None = None
    ) -> tuple[Segment, ...]:
        """Put in what the segmenter finds now, in place of what it found before.

        Returns
        -------
        tuple of Segment
            The segments that hold, with what people decided.
        """
        with self._write() as db:
            segments = self._as_known(db, sha256, segments)
            db.execute(sa.delete(schema.segments).where(schema.segments.c.sha256 == sha256))
            self._insert(db, schema.segments, [as_segment_row(n, s) for n, s in enumerate(segments)])
            self._update_document(db, sha256, beginning=_beginning(beginning))
            return self._settle(db, sha256)

    def comments(self, sha256: str | None = None) -> list[Comment]:
        """Comments of one document, or of all, in document order."""
        table = schema.comments
        query = (
            sa.select(table, schema.documents.c.name.label("document"))
            .join(schema.documents)
            .where(table.c.present)
            .order_by(schema.documents.c.added_at, schema.documents.c.name, table.c.position)
        )
        if sha256 is not None:
            query = query.where(table.c.sha256 == sha256)
        hidden = ("position", "present")
        return [Comment(**{k: v for k, v in row.items() if k not in hidden}) for row in self._rows(query)]

    def _document(self, db: Connection, sha256: str) -> Document:
        table = schema.documents
        row = db.execute(sa.select(table).filter_by(sha256=sha256)).mappings().first()
        if row is None:
            raise StoreError(f"has no document {sha256}", where=self.where, remedy="add it first")
        if row["text"] is None:
            raise StoreError(
                f"does not hold the text of {row['name']}, which an older version put in without it",
                where=self.where,
                remedy="add the same file again",
            )
        return Document(*(row[k] for k in ("name", "sha256", "kind", "text", "encoding")))

    def _found_segments(self, db: Connection, sha256: str) -> tuple[Segment, ...]:
        table, documents = schema.segments, schema.documents
        query = (
            sa.select(table, documents.c.name.label("document"))
            .join(documents)
            .where(table.c.sha256 == sha256)
            .order_by(table.c.position)
        )
        rows = db.execute(query).mappings()
        return tuple(Segment(**{k: v for k, v in row.items() if k != "position"}) for row in rows)

    def _present_segments(self, db: Connection, sha256: str) -> tuple[Segment, ...]:
        found, events = self._found_segments(db, sha256), self._events(db, sha256)
        if not events:
            return found
        held = corrected(self._document(db, sha256), found, events)
        return self.names.signed(held) if self._hides_names(db, sha256) else held

    def _as_known(self, db: Connection, sha256: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """Segments found anew, with the names hidden if they are, and the threads that pseudonyms would break."""
        if not self._hides_names(db, sha256):
            return tuple(segments)
        before = {part.comment_id: part.parent_id for part in self._found_segments(db, sha256) if part.comment_id}
        found = self._hide_names(db, sha256, segments)
        there = {part.comment_id for part in found}
        return tuple(
            replace(part, parent_id=before[part.comment_id])
            if part.parent_id is None and part.comment_id in before and before[part.comment_id] in there - {None}
            else part
            for part in found
        )

    def _hide_names(self, db: Connection, sha256: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        document = self._document(db, sha256)
        hidden, parts = self.names.hidden(document, segments)
        if hidden.text != document.text:
            self._update_document(db, sha256, text=hidden.text)
        return parts

    @staticmethod
    def _hides_names(db: Connection, sha256: str) -> bool:
        return bool(db.scalar(sa.select(schema.documents.c.names_hidden).filter_by(sha256=sha256)))

    @staticmethod
    def _events(db: Connection, sha256: str) -> list[SegmentationEvent]:
        table = schema.segmentations
        rows = db.execute(sa.select(table).filter_by(sha256=sha256).order_by(table.c.id)).mappings()
        return [_event(dict(row)) for row in rows]

    def _refuse_unseen(self, events: Sequence[SegmentationEvent], seen: int | None, sha256: str) -> None:
        if seen is None or not events or events[-1].event_id == seen:
            return
        last = events[-1]
        raise StoreError(
            f"{last.annotator} has changed the segmentation meanwhile ({last.kind}, {last.at:%Y-%m-%d %H:%M} UTC)",
            where=f"document {sha256[:12]}",
            remedy="look at it again, then decide",
        )

    def _record(self, db: Connection, event: SegmentationEvent) -> SegmentationEvent:
        # Refuses a document that is not there or has no text before anything is written.
        self._document(db, event.sha256)
        values = {k: v for k, v in asdict(event).items() if k != "event_id"}
        number = db.execute(sa.insert(schema.segmentations), values).inserted_primary_key
        self._settle(db, event.sha256)
        return replace(event, event_id=number[0] if number else None)

    def _settle(self, db: Connection, sha256: str) -> tuple[Segment, ...]:
        """Make the comments those of the segments that hold."""
        found, events = self._found_segments(db, sha256), self._events(db, sha256)
        segments = corrected(self._document(db, sha256), found, events) if events else found
        if self._hides_names(db, sha256):
            segments = self._hide_names(db, sha256, segments)
        comments = comments_of(segments)
        table = schema.comments
        here = (table.c.sha256 == sha256) | (schema.documents.c.kind == IMPORTED)
        known = set(db.scalars(sa.select(table.c.comment_id).join(schema.documents).where(here)))
        db.execute(sa.update(table).where(table.c.sha256 == sha256).values(present=False))
        rows = [as_comment_row(n, c) for n, c in enumerate(comments)]
        self._insert(db, table, [row for row in rows if row["comment_id"] not in known])
        for row in rows:
            if row["comment_id"] in known:
                own = table.c.comment_id == row["comment_id"]
                db.execute(sa.update(table).where(own).values(**row, present=True))
        return segments

    def _complete(self, db: Connection, row: dict[str, Any], segments: Sequence[Segment]) -> None:
        """Put the page itself in place of a document that was known only by its labelled comments."""
        self._update_document(db, **row)
        db.execute(sa.delete(schema.segments).where(schema.segments.c.sha256 == row["sha256"]))
        self._insert(db, schema.segments, [as_segment_row(n, s) for n, s in enumerate(segments)])
        self._settle(db, row["sha256"])

    @staticmethod
    def _update_document(db: Connection, sha256: str, **values: Any) -> None:
        table = schema.documents
        db.execute(sa.update(table).where(table.c.sha256 == sha256).values(**values))


def _document_row(document: Document, segments: Sequence[Segment], found: Beginning | None) -> dict[str, Any]:
    title = next((s.text for s in segments if s.role == "title"), None)
    row = {k: getattr(document, k) for k in ("sha256", "name", "kind", "encoding", "text")}
    return row | {"title": title, "beginning": _beginning(found)}


def as_segment_row(position: int, segment: Segment) -> dict[str, Any]:
    """The row of the table that a segment is."""
    return {k: v for k, v in asdict(segment).items() if k != "document"} | {"position": position}


def as_comment_row(position: int, comment: Comment) -> dict[str, Any]:
    """The row of the table that a comment is."""
    return {k: v for k, v in asdict(comment).items() if k != "document"} | {"position": position}


def _beginning(found: Beginning | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found)


def _event(row: dict[str, Any]) -> SegmentationEvent:
    values = {("event_id" if key == "id" else key): value for key, value in row.items()}
    return SegmentationEvent(**{**values, "at": with_zone(row["at"])})
