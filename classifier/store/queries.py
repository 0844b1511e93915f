"""What pages ask of the store: comments by filter, a few at a time, and what the queues are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from classifier.records import Annotation, Comment
from classifier.store import schema
from classifier.store.database import AT_ONCE
from classifier.store.labels import FLAG, UNFLAG, LabelStore
from classifier.store.votes import BESIDE, as_annotation, by_head, held, unresolved

#: Whether a person has answered every question about a comment.
REVIEWED, NOT_REVIEWED = "yes", "no"


@dataclass(frozen=True)
class Filter:
    """Which comments are wanted; what is left out asks for nothing.

    Attributes
    ----------
    text : str
        Words that stand in the comment, in this order.
    labels : tuple of (str, str)
        Head and the label that holds: the person's, else the model's.
    least, most : float
        Bounds of the model's confidence, of any head.
    sha256 : str
        The document.
    reviewed : str
        `REVIEWED`, `NOT_REVIEWED` or nothing.
    annotator : str
        Whose label holds.
    posted_from, posted_to : str
        First and last day of what has a date, as ``2026-03-01``; a time counts as it is written.
    undated : bool
        Only what has no date; the days are not looked at then.
    """

    text: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    least: float = 0.0
    most: float = 1.0
    sha256: str = ""
    reviewed: str = ""
    annotator: str = ""
    posted_from: str = ""
    posted_to: str = ""
    undated: bool = False


class Queries:
    """Reads of a label store that never hold more than they are asked for.

    Parameters
    ----------
    store : LabelStore
    heads : sequence of str
        Names of the questions asked of every comment.
    model_version : str
        Whose proposals stand where no person has labelled.

    Examples
    --------
    >>> with LabelStore("sqlite:///:memory:") as store:
    ...     Queries(store, ["stance"], "v1").matching(Filter(text="bread"))
    []
    """

    def __init__(self, store: LabelStore, heads: Sequence[str], model_version: str):
        self.store, self.heads, self.model_version = store, tuple(heads), model_version

    def matching(self, wanted: Filter) -> list[str]:
        """Ids of the comments a filter lets through, in document order.

        Raises
        ------
        StoreError
            When the store cannot be read.
        """
        table, documents = schema.comments, schema.documents
        held = {head: self._held(head) for head in self._joined(wanted)}
        scored = {head: schema.scores.alias(f"scored_{n}") for n, head in enumerate(held)}
        joined = table.join(documents)
        for head, labels in held.items():
            joined = joined.outerjoin(labels, self._is_held(labels, head))
            joined = joined.outerjoin(scored[head], self._is_scored(scored[head], head))
        query = sa.select(table.c.comment_id).select_from(joined).where(table.c.present)
        for condition in self._conditions(wanted, held, scored):
            query = query.where(condition)
        order = (documents.c.added_at, documents.c.name, table.c.position)
        return [row["comment_id"] for row in self.store._rows(query.order_by(*order))]

    def uncertain(self, sizes: Mapping[str, int]) -> list[str]:
        """Ids of all comments, those first of which the model version is least sure.

        Parameters
        ----------
        sizes : mapping of str to int
            How many labels each head has: a confidence of no more than chance counts alike for all of them.
        """
        table, scores = schema.comments, schema.scores
        above_chance = [
            (scores.c.head == head, (scores.c.confidence - 1 / size) / (1 - 1 / size)) for head, size in sizes.items()
        ]
        query = (
            sa.select(table.c.comment_id)
            .join(scores)
            .where(scores.c.model_version == self.model_version, table.c.present)
            .group_by(table.c.comment_id)
            .order_by(sa.func.min(sa.case(*above_chance)), table.c.comment_id)
        )
        return [row["comment_id"] for row in self.store._rows(query)]

    def comments(self, ids: Sequence[str]) -> list[Comment]:
        """Comments by id, in the order of the ids; what is not there is left out."""
        table = schema.comments
        query = sa.select(table, schema.documents.c.name.label("document")).join(schema.documents)
        found = {}
        for row in self._by_ids(query, table.c.comment_id, ids):
            found[row["comment_id"]] = Comment(**{field.name: row[field.name] for field in fields(Comment)})
        return [found[key] for key in ids if key in found]

    def answers(self, comment_id: str, most: int = 20) -> list[Comment]:
        """Comments that answer one, in document order, at most so many."""
        table = schema.comments
        query = sa.select(table.c.comment_id).where(
            table.c.parent_id == comment_id,
            table.c.sha256 == sa.select(table.c.sha256).filter_by(comment_id=comment_id).scalar_subquery(),
            table.c.present,
        )
        rows = self.store._rows(query.order_by(table.c.position).limit(most))
        return self.comments([row["comment_id"] for row in rows])

    def proposals(self, ids: Sequence[str]) -> dict[str, dict[str, dict[str, float]]]:
        """Probabilities by comment id, head and label."""
        table = schema.scores
        query = sa.select(table.c.comment_id, table.c.head, table.c.probabilities)
        query = query.where(table.c.model_version == self.model_version)
        found: dict[str, dict[str, dict[str, float]]] = {}
        for row in self._by_ids(query, table.c.comment_id, ids):
            found.setdefault(row["comment_id"], {})[row["head"]] = row["probabilities"]
        return found

    def acts(self, ids: Sequence[str]) -> dict[str, list[Annotation]]:
        """Every act of labelling by comment id, oldest first."""
        table = schema.annotations
        found: dict[str, list[Annotation]] = {}
        for row in self._by_ids(sa.select(table).order_by(table.c.id), table.c.comment_id, ids):
            found.setdefault(row["comment_id"], []).append(as_annotation(row))
        return found

    def labels(self, ids: Sequence[str]) -> dict[str, dict[str, Annotation]]:
        """The annotation that holds, by comment id and head."""
        found = {
            key: {head: held(own) for head, own in by_head(acts).items()} for key, acts in self.acts(ids).items()
        }
        whole = {key: {head: act for head, act in acts.items() if act} for key, acts in found.items()}
        return {key: acts for key, acts in whole.items() if acts}

    def unscored(self) -> bool:
        """Whether the model version has yet to score a comment."""
        table, scores = schema.comments, schema.scores
        own = (scores.c.comment_id == table.c.comment_id) & (scores.c.model_version == self.model_version)
        query = sa.select(table.c.comment_id).where(table.c.present, ~sa.exists().where(own))
        return bool(self.store._rows(query.limit(1)))

    def reviewed(self) -> set[str]:
        """Ids of the comments of which people have answered every question."""
        table = schema.annotations
        latest = sa.select(sa.func.max(table.c.id)).group_by(table.c.comment_id, table.c.head)
        query = (
            sa.select(table.c.comment_id)
            .where(table.c.id.in_(latest), table.c.label.is_not(None), table.c.head.in_(self.heads))
            .group_by(table.c.comment_id)
            .having(sa.func.count() == len(self.heads))
        )
        return {row["comment_id"] for row in self.store._rows(query)}

    def disputed(self) -> list[str]:
        """Ids of the comments on which people differ and nobody has settled it, the latest dispute first."""
        return list(dict.fromkeys(comment for comment, _head in unresolved(self.store)))

    def annotators(self) -> list[str]:
        """Everyone who ever labelled, by name."""
        name = schema.annotations.c.annotator
        return [row["annotator"] for row in self.store._rows(sa.select(name).distinct().order_by(name))]

    def last_act(self, annotator: str) -> int:
        """Number of a person's last act; 0 where there is none."""
        table = schema.annotations
        query = sa.select(sa.func.max(table.c.id).label("figure")).where(table.c.annotator == annotator)
        return int(self.store._rows(query)[0]["figure"] or 0)

    def acts_after(self, annotator: str, act_id: int) -> int:
        """How often a person has labelled or taken back since an act."""
        table = schema.annotations
        own = (table.c.annotator == annotator) & (table.c.id > act_id)
        return int(self.store._rows(sa.select(sa.func.count().label("figure")).where(own))[0]["figure"])

    def is_flagged(self, comment_id: str) -> bool:
        """Whether the last flag of a comment has not been taken away."""
        acts = [act["kind"] for act in self.store.marks(comment_id) if act["kind"] in (FLAG, UNFLAG)]
        return acts[-1:] == [FLAG]

    def state(self) -> tuple[int, int, int]:
        """What changes whenever documents, labels or segmentations do; two stores apart may look the same."""
        return (
            self._number(sa.func.count(schema.documents.c.sha256)),
            self._number(sa.func.max(schema.annotations.c.id)),
            self._number(sa.func.max(schema.segmentations.c.id)),
        )

    def _number(self, figure: sa.ColumnElement[Any]) -> int:
        return int(self.store._rows(sa.select(figure.label("figure")))[0]["figure"] or 0)

    def _joined(self, wanted: Filter) -> tuple[str, ...]:
        """Heads that a filter has to look at."""
        if wanted.reviewed or wanted.annotator or wanted.least > 0 or wanted.most < 1:
            return self.heads
        return tuple(head for head in self.heads if head in dict(wanted.labels))

    @staticmethod
    def _held(head: str) -> sa.FromClause:
        return schema.annotations.alias(f"held_{head}")

    @staticmethod
    def _is_held(held: sa.FromClause, head: str) -> sa.ColumnElement[bool]:
        acts = schema.annotations.alias()
        own = (acts.c.comment_id == schema.comments.c.comment_id) & (acts.c.head == head)
        own &= acts.c.action.not_in(BESIDE)
        latest = sa.select(sa.func.max(acts.c.id)).where(own).correlate(schema.comments).scalar_subquery()
        return held.c.id == latest

    def _is_scored(self, scored: sa.FromClause, head: str) -> sa.ColumnElement[bool]:
        return (
            (scored.c.comment_id == schema.comments.c.comment_id)
            & (scored.c.model_version == self.model_version)
            & (scored.c.head == head)
        )

    @staticmethod
    def _conditions(
        wanted: Filter, held: Mapping[str, sa.FromClause], scored: Mapping[str, sa.FromClause]
    ) -> Iterator[sa.ColumnElement[bool]]:
        table = schema.comments
        if wanted.text:
            yield table.c.text.icontains(wanted.text, autoescape=True)
        if wanted.sha256:
            yield table.c.sha256 == wanted.sha256
        for head, label in wanted.labels:
            if head in held:
                yield sa.func.coalesce(held[head].c.label, scored[head].c.label) == label
        if wanted.least > 0 or wanted.most < 1:
            yield sa.or_(*(one.c.confidence.between(wanted.least, wanted.most) for one in scored.values()))
        yield from _days(wanted, table.c.posted_at)
        if wanted.annotator:
            named = [(one.c.annotator == wanted.annotator) & one.c.label.is_not(None) for one in held.values()]
            yield sa.or_(*named)
        if wanted.reviewed:
            whole = sa.and_(*(one.c.label.is_not(None) for one in held.values()))
            yield whole if wanted.reviewed == REVIEWED else sa.not_(whole)

    def _by_ids(
        self, query: sa.Select[Any], column: sa.ColumnElement[str], ids: Sequence[str]
    ) -> Iterable[dict[str, Any]]:
        for start in range(0, len(ids), AT_ONCE):
            yield from self.store._rows(query.where(column.in_(ids[start : start + AT_ONCE])))


def _days(wanted: Filter, posted_at: sa.ColumnElement[str]) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.undated:
        yield posted_at.is_(None)
        return
    if wanted.posted_from:
        yield posted_at >= wanted.posted_from
    if wanted.posted_to:
        yield sa.func.substr(posted_at, 1, len(wanted.posted_to)) <= wanted.posted_to
