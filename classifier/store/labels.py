"""The label store: scores by model version, and annotations that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.errors import StoreError
from classifier.records import Annotation, Comment, Score
from classifier.store import schema, votes
from classifier.store.database import with_zone
from classifier.store.overlap import overlap_in
from classifier.store.pages import PageStore
from classifier.store.votes import as_annotation

#: What a person can say of a comment without labelling it.
MARKS = FLAG, UNFLAG, SKIP, NOTE = "flag", "unflag", "skip", "note"


class LabelStore(PageStore):
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
        When the store cannot be opened, is damaged, or was made by a newer version of the program.

    Examples
    --------
    >>> with LabelStore("sqlite:///:memory:") as store:
    ...     store.documents()
    []
    """

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
        note: str | None = None,
        queue: str | None = None,
        seen: int | None = None,
    ) -> Annotation | None:
        """Record that a person gives a comment a label; of a shared comment it overrules nobody else's.

        Parameters
        ----------
        comment_id, head, label, annotator : str
        at : datetime
            With time zone.
        proposed, model_version : str, optional
            What the model on screen proposed.
        note : str, optional
            What the person wrote beside it.
        queue : str, optional
            Name of the queue the comment came from.
        seen : int, optional
            The `act_id` of the label that held when the person looked; 0 for none. Not looked at where it
            is left out.

        Returns
        -------
        Annotation or None
            The act as recorded, or None where it was the person's label already, so that a click that arrives
            twice is recorded once. The label that holds, given by another person, is confirmed.

        Raises
        ------
        StoreError
            When the comment is not in the store, somebody else has labelled it meanwhile, or the store is locked.
        """
        given = Annotation(comment_id, head, votes.LABEL, label, None, annotator, at, proposed, model_version)
        with self._write() as db:
            acts = self._acts(db, comment_id, head)
            shared = overlap_in(db).holds(comment_id)
            act = votes.giving(acts, replace(given, note=note, queue=queue, vote=label), shared)
            if act and act.action == votes.LABEL and not shared:
                _refuse_unseen(votes.held(acts), seen)
            return self._append(db, act) if act else None

    def undo(self, annotator: str, at: datetime) -> Annotation | None:
        """Take back the person's last act that was not taken back; what others said since stands.

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
            if act is None:
                return None
            own = self._acts(db, act["comment_id"], act["head"])
            return self._append(db, votes.undoing(own, as_annotation(act), at))

    def settle(
        self,
        comment_id: str,
        head: str,
        label: str,
        annotator: str,
        at: datetime,
        note: str | None = None,
        queue: str | None = None,
        seen: int | None = None,
    ) -> Annotation | None:
        """Record that an adjudicator settles which label holds; what others said is kept beside it.

        Parameters
        ----------
        comment_id, head, label, annotator : str
        at : datetime
            With time zone.
        note : str, optional
            Why.
        queue : str, optional
            Name of the queue the comment came from.
        seen : int, optional
            The `act_id` of the last act on this head of the comment when the person looked. Not looked at
            where it is left out.

        Returns
        -------
        Annotation or None
            The act as recorded, or None where it was settled so already.

        Raises
        ------
        StoreError
            When the comment is not in the store, somebody has labelled it meanwhile, or the store is locked.
        """
        given = Annotation(comment_id, head, votes.SETTLE, label, None, annotator, at, note=note, queue=queue)
        with self._write() as db:
            acts = self._acts(db, comment_id, head)
            act = votes.settling(acts, given)
            if act and acts:
                _refuse_unseen(acts[-1], seen)
            return self._append(db, act) if act else None

    def labels(self, sha256: str | None = None) -> dict[str, dict[str, Annotation]]:
        """The annotation that holds, by comment id and head, for comments a person has labelled that are there."""
        table = schema.annotations
        latest = sa.select(sa.func.max(table.c.id)).where(table.c.action.not_in(votes.BESIDE))
        latest = latest.group_by(table.c.comment_id, table.c.head)
        query = sa.select(table).join(schema.comments)
        query = query.where(table.c.id.in_(latest), table.c.label.is_not(None), schema.comments.c.present)
        if sha256 is not None:
            query = query.where(schema.comments.c.sha256 == sha256)
        found: dict[str, dict[str, Annotation]] = {}
        for row in self._rows(query):
            found.setdefault(row["comment_id"], {})[row["head"]] = as_annotation(row)
        return found

    def history(self, comment_id: str | None = None) -> list[Annotation]:
        """Every act ever recorded, oldest first, on one comment or on all."""
        query = sa.select(schema.annotations).order_by(schema.annotations.c.id)
        if comment_id is not None:
            query = query.where(schema.annotations.c.comment_id == comment_id)
        return [as_annotation(row) for row in self._rows(query)]

    def mark(
        self,
        comment_id: str,
        kind: str,
        annotator: str,
        at: datetime,
        note: str | None = None,
        queue: str | None = None,
    ) -> None:
        """Record that a person flags a comment, takes the flag away, skips it, or notes something about it.

        Raises
        ------
        StoreError
            When the comment is not in the store, or the store is locked.
        """
        with self._write() as db:
            self._refuse_unknown(db, comment_id)
            row = {"comment_id": comment_id, "kind": kind, "annotator": annotator, "at": at, "note": note}
            db.execute(sa.insert(schema.marks), {**row, "queue": queue})

    def marks(self, comment_id: str | None = None) -> list[dict[str, Any]]:
        """Every flag, skip and note ever recorded, oldest first, of one comment or of all."""
        query = sa.select(schema.marks).order_by(schema.marks.c.id)
        if comment_id is not None:
            query = query.where(schema.marks.c.comment_id == comment_id)
        return [{**row, "at": with_zone(row["at"])} for row in self._rows(query)]

    def flagged(self) -> set[str]:
        """Ids of the comments whose last flag has not been taken away."""
        table = schema.marks
        latest = (
            sa.select(sa.func.max(table.c.id)).where(table.c.kind.in_((FLAG, UNFLAG))).group_by(table.c.comment_id)
        )
        query = sa.select(table.c.comment_id).where(table.c.id.in_(latest), table.c.kind == FLAG)
        return {row["comment_id"] for row in self._rows(query)}

    def corrections(self) -> list[tuple[Comment, dict[str, str]]]:
        """Comments a person has labelled, with the labels that hold by head, in document order."""
        labels = self.labels()
        return [
            (comment, {head: str(act.label) for head, act in labels[comment.comment_id].items()})
            for comment in self.comments()
            if comment.comment_id in labels
        ]

    def _refuse_unknown(self, db: Connection, comment_id: str) -> None:
        if not self._one(db, sa.select(schema.comments.c.comment_id).filter_by(comment_id=comment_id)):
            raise StoreError(f"has no comment {comment_id}", where=self.where, remedy="add its document first")

    def _acts(self, db: Connection, comment_id: str, head: str) -> list[Annotation]:
        """Every act on a head of a comment, oldest first."""
        self._refuse_unknown(db, comment_id)
        table = schema.annotations
        query = sa.select(table).filter_by(comment_id=comment_id, head=head).order_by(table.c.id)
        return [as_annotation(dict(row)) for row in db.execute(query).mappings()]

    @staticmethod
    def _append(db: Connection, annotation: Annotation) -> Annotation:
        values = {key: value for key, value in asdict(annotation).items() if key != "act_id"}
        number = db.execute(sa.insert(schema.annotations), values).inserted_primary_key
        return replace(annotation, act_id=number[0] if number else None)


def _refuse_unseen(last: Annotation | None, seen: int | None) -> None:
    """Refuse a label by someone who has not seen the last act that matters to it."""
    if seen is None or last is None or last.act_id == seen:
        return
    raise StoreError(
        f"{last.annotator} has labelled it {last.vote or last.label} meanwhile ({last.at:%Y-%m-%d %H:%M} UTC)",
        where=f"comment {last.comment_id}",
        remedy="look at it again, then choose",
    )


def _last_standing(acts: Iterable[Any]) -> Any | None:
    """The newest act not taken back, of one person's acts newest first: each undo cancels one act."""
    undone = 0
    for act in acts:
        if act["action"] in (votes.UNDO, votes.WITHDRAW):
            undone += 1
        elif undone:
            undone -= 1
        else:
            return act
    return None
