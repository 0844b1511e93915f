"""Comments to which two model versions give different labels, counted and found in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from classifier.store import schema
from classifier.store.labels import LabelStore


@dataclass(frozen=True)
class Change:
    """A label that one version gives and the label another gives instead, and to how many comments."""

    head: str
    before: str
    after: str
    comments: int


class Changes:
    """What two model versions label differently.

    Parameters
    ----------
    store : LabelStore
    before, after : str
        Names of the versions.
    sample : int, optional
        Look only at so many comments, chosen by the order of their ids, which is a matter of chance.

    Examples
    --------
    >>> with LabelStore("sqlite:///:memory:") as store:
    ...     Changes(store, "v1", "v2").counts()
    []
    """

    def __init__(self, store: LabelStore, before: str, after: str, sample: int | None = None):
        self.store, self.before, self.after, self.sample = store, before, after, sample
        self._old, self._new = schema.scores.alias("old"), schema.scores.alias("new")

    def comments(self) -> int:
        """Number of comments there are."""
        query = sa.select(sa.func.count().label("n")).select_from(schema.comments).where(schema.comments.c.present)
        return int(self.store._rows(query)[0]["n"])

    def unscored(self, version: str, most: int | None = None) -> list[str]:
        """Ids of comments looked at that a version has not scored, at the most so many."""
        table, scores = schema.comments, schema.scores
        own = (scores.c.comment_id == table.c.comment_id) & (scores.c.model_version == version)
        query = sa.select(table.c.comment_id).where(table.c.present, ~sa.exists().where(own), *self._sampled(table))
        return [row["comment_id"] for row in self.store._rows(query.limit(most))]

    def counts(self) -> list[Change]:
        """How many comments changed from which label to which, the commonest change first."""
        groups = (self._new.c.head, self._old.c.label, self._new.c.label)
        number = sa.func.count()
        named = (
            groups[0].label("head"),
            groups[1].label("before"),
            groups[2].label("after"),
            number.label("comments"),
        )
        query = sa.select(*named).select_from(self._joined()).where(*self._changed()).group_by(*groups)
        return [Change(**row) for row in self.store._rows(query.order_by(number.desc(), *groups))]

    def page(self, change: Change, start: int = 0, most: int | None = None) -> list[dict[str, Any]]:
        """Comments of a change, those of which the later version is surest first.

        Returns
        -------
        list of dict
            `comment_id`, and `before` and `after`, how sure either version is of its label.
        """
        query = (
            sa.select(
                self._new.c.comment_id, self._old.c.confidence.label("before"), self._new.c.confidence.label("after")
            )
            .select_from(self._joined())
            .where(*self._changed(), self._new.c.head == change.head)
            .where(self._old.c.label == change.before, self._new.c.label == change.after)
            .order_by(self._new.c.confidence.desc(), self._new.c.comment_id)
        )
        return self.store._rows(query.offset(start).limit(most))

    def parents(self, ids: Sequence[str]) -> list[str]:
        """Ids of the comments that some answer."""
        table = schema.comments
        query = sa.select(table.c.parent_id).where(table.c.comment_id.in_(ids), table.c.parent_id.is_not(None))
        return [row["parent_id"] for row in self.store._rows(query.distinct())]

    def _joined(self) -> sa.Join:
        same = (self._new.c.comment_id == self._old.c.comment_id) & (self._new.c.head == self._old.c.head)
        here = schema.comments.c.comment_id == self._new.c.comment_id
        return self._new.join(self._old, same).join(schema.comments, here)

    def _changed(self) -> list[sa.ColumnElement[bool]]:
        versions = [self._old.c.model_version == self.before, self._new.c.model_version == self.after]
        differ = [self._old.c.label != self._new.c.label, schema.comments.c.present]
        return [*versions, *differ, *self._sampled(schema.comments)]

    def _sampled(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        if self.sample is None:
            return []
        others = schema.comments.alias("others")
        chosen = sa.select(others.c.comment_id).where(others.c.present).order_by(others.c.comment_id)
        return [table.c.comment_id.in_(chosen.limit(self.sample))]
