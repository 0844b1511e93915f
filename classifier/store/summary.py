"""Figures of a whole store, added up in the database so that no comment has to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from classifier.codebook import Head
from classifier.store import schema
from classifier.store.labels import LabelStore

#: Columns of a tally beside those of its heads.
DOCUMENT, DAY, COMMENTS = "sha256", "day", "comments"

_Columns = dict[str, sa.ColumnElement[Any]]


def held(head: str) -> str:
    """Column of the label a person gave."""
    return f"{head} held"


def sure(head: str) -> str:
    """Column of how many proposals the model is sure of."""
    return f"{head} sure"


def share(head: str, label: str) -> str:
    """Column of a label's probabilities, added up."""
    return f"{head} {label}"


class Summary:
    """Comments counted by document, day and label.

    Parameters
    ----------
    store : LabelStore
    heads : sequence of Head
    model_version : str
        Whose proposals are counted; comments it has not scored are left out.

    Examples
    --------
    >>> with LabelStore("sqlite:///:memory:") as store:
    ...     Summary(store, [], "v1").proposals({})
    []
    """

    def __init__(self, store: LabelStore, heads: Sequence[Head], model_version: str):
        self.store, self.heads, self.model_version = store, tuple(heads), model_version
        self._scored = {head.name: schema.scores.alias(f"scored_{n}") for n, head in enumerate(heads)}
        self._held = {head.name: schema.annotations.alias(f"held_{n}") for n, head in enumerate(heads)}

    def proposals(self, sure_from: Mapping[str, float]) -> list[dict[str, Any]]:
        """What the model proposes for every comment, whether a person has labelled it or not.

        Parameters
        ----------
        sure_from : mapping of str to float
            By head, the confidence from which the model counts as sure.

        Returns
        -------
        list of dict
            One row a document, day and combination of proposed labels: `DOCUMENT`, `DAY` (None where the
            comments are not dated), `COMMENTS`, by head its label under the head's name, and the columns
            `sure` and `share`.

        Raises
        ------
        StoreError
            When the store cannot be read.
        """
        return self._grouped(self._groups(), sure_from, self._comments())

    def corrections(self, sure_from: Mapping[str, float]) -> list[dict[str, Any]]:
        """The same of the comments a person has labelled, by the column `held` too; None where none holds."""
        groups = self._groups() | {held(head): own.c.label for head, own in self._held.items()}
        joined = self._comments()
        table, acts = schema.comments, schema.annotations
        latest = (
            sa.select(acts.c.comment_id, acts.c.head, sa.func.max(acts.c.id).label("id"))
            .where(acts.c.head.in_(self._held))
            .group_by(acts.c.comment_id, acts.c.head)
            .cte("latest")
        )
        for head, own in self._held.items():
            last = sa.select(latest.c.id).where(latest.c.head == head)
            joined = joined.outerjoin(own, (own.c.comment_id == table.c.comment_id) & own.c.id.in_(last))
        return self._grouped(groups, sure_from, joined, table.c.comment_id.in_(sa.select(latest.c.comment_id)))

    def names(self, documents: Sequence[str]) -> dict[str, tuple[str | None, str]]:
        """Title and name of documents, by their SHA-256."""
        table = schema.documents
        query = sa.select(table.c.sha256, table.c.title, table.c.name).where(table.c.sha256.in_(documents))
        return {row["sha256"]: (row["title"], row["name"]) for row in self.store._rows(query)}

    def documents(self) -> int:
        """Number of documents, with comments or without."""
        return int(self.store._rows(sa.select(sa.func.count(schema.documents.c.sha256).label("n")))[0]["n"])

    def labelled(self) -> int:
        """Number of comments a person has labelled for at least one head."""
        acts = schema.annotations
        latest = sa.select(sa.func.max(acts.c.id)).group_by(acts.c.comment_id, acts.c.head)
        query = sa.select(sa.func.count(acts.c.comment_id.distinct()).label("n")).join(schema.comments)
        query = query.where(acts.c.id.in_(latest), acts.c.label.is_not(None), schema.comments.c.present)
        return int(self.store._rows(query)[0]["n"])

    def _grouped(
        self, groups: _Columns, sure_from: Mapping[str, float], joined: sa.Join, *conditions: sa.ColumnElement[bool]
    ) -> list[dict[str, Any]]:
        # Databases cut long column names short, so columns are numbered there and named here.
        named = groups | self._sums(sure_from)
        numbered = {name: f"c{n}" for n, name in enumerate(named)}
        query = sa.select(*(column.label(numbered[name]) for name, column in named.items())).select_from(joined)
        query = query.where(schema.comments.c.present, *conditions).group_by(*(numbered[name] for name in groups))
        return [{name: row[number] for name, number in numbered.items()} for row in self.store._rows(query)]

    def _comments(self) -> sa.Join:
        joined: Any = schema.comments
        for head, scored in self._scored.items():
            own = (scored.c.model_version == self.model_version) & (scored.c.head == head)
            joined = joined.join(scored, (scored.c.comment_id == schema.comments.c.comment_id) & own)
        return joined

    def _groups(self) -> _Columns:
        posted = schema.comments.c.posted_at
        day = sa.case((posted.like("____-__-__%"), sa.func.substr(posted, 1, 10)))
        labels = {head: scored.c.label for head, scored in self._scored.items()}
        return {DOCUMENT: schema.comments.c.sha256, DAY: day, **labels}

    def _sums(self, sure_from: Mapping[str, float]) -> _Columns:
        sums: _Columns = {COMMENTS: sa.func.count()}
        for head in self.heads:
            scored = self._scored[head.name]
            is_sure = scored.c.confidence >= sure_from.get(head.name, 0.0)
            sums[sure(head.name)] = sa.func.sum(sa.case((is_sure, 1), else_=0))
            for label in head.names:
                sums[share(head.name, label)] = sa.func.sum(scored.c.probabilities[label].as_float())
        return sums
