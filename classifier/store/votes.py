"""Votes: every person's own label of a comment, what holds among them, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from classifier.records import Annotation
from classifier.store import schema
from classifier.store.database import AT_ONCE, Database, with_zone

#: What an act does to the label that holds, and to the person's own.
LABEL, CONFIRM, VOTE, SETTLE, UNDO, WITHDRAW = "label", "confirm", "vote", "settle", "undo", "withdraw"

ACTIONS = (LABEL, CONFIRM, VOTE, SETTLE, UNDO, WITHDRAW)

#: Acts that give a person's own label.
GIVING = (LABEL, CONFIRM, VOTE)

#: Acts after which the same label holds, by the same person's word, as before.
BESIDE = (VOTE, WITHDRAW)


def own_labels(acts: Iterable[Annotation]) -> list[Annotation]:
    """Acts on one comment, oldest first, each with the person's own label, which older records do not have.

    Examples
    --------
    >>> at = datetime(2026, 1, 2)
    >>> given = Annotation("c", "h", "label", "a", None, "ann", at)
    >>> [act.vote for act in own_labels([given, Annotation("c", "h", "undo", None, "a", "ann", at)])]
    ['a', None]
    """
    own: dict[tuple[str, str], list[str | None]] = {}
    found = []
    for act in acts:
        given = own.setdefault((act.head, act.annotator), [None])
        if act.action not in (UNDO, WITHDRAW):
            given.append(act.label if act.action in GIVING else given[-1])
        elif len(given) > 1:
            given.pop()
        found.append(replace(act, vote=given[-1]))
    return found


def votes_of(acts: Iterable[Annotation]) -> dict[str, Annotation]:
    """The last act of each person whose own label stands, of acts on one head of one comment; the latest last.

    Examples
    --------
    >>> at = datetime(2026, 1, 2)
    >>> acts = [Annotation("c", "h", "label", label, None, who, at, vote=label) for who, label in ("xa", "yb", "xb")]
    >>> [(who, act.vote) for who, act in votes_of(acts).items()]
    [('y', 'b'), ('x', 'b')]
    """
    standing: dict[str, Annotation] = {}
    for act in acts:
        standing.pop(act.annotator, None)
        if act.vote is not None:
            standing[act.annotator] = act
    return standing


def is_unresolved(acts: Sequence[Annotation]) -> bool:
    """Whether people differ on one head of one comment and no adjudicator has settled it."""
    return len({act.vote for act in votes_of(acts).values()}) > 1 and not acts[-1].settled


def held(acts: Sequence[Annotation]) -> Annotation | None:
    """The act by which a label holds, of acts on one head of one comment; None where none does."""
    found = next((act for act in reversed(acts) if act.action not in BESIDE), None)
    return found if found and found.label is not None else None


def settlement(acts: Sequence[Annotation]) -> Annotation | None:
    """The act of an adjudicator by which a label holds, of acts on one head of one comment; None where none does."""
    if not acts or not acts[-1].settled:
        return None
    return next((act for act in reversed(acts) if act.action == SETTLE and act.label == acts[-1].label), None)


def by_head(acts: Iterable[Annotation]) -> dict[str, list[Annotation]]:
    """Acts on one comment by head."""
    found: dict[str, list[Annotation]] = {}
    for act in acts:
        found.setdefault(act.head, []).append(act)
    return found


def giving(acts: Sequence[Annotation], act: Annotation, shared: bool) -> Annotation | None:
    """The act by which a person gives a label, as it is to be recorded; None where that changes nothing.

    Parameters
    ----------
    acts : sequence of Annotation
        What was done so far on this head of this comment.
    act : Annotation
        With the person's label as its `vote`.
    shared : bool
        Whether several people label the comment without seeing each other's labels: what others said is not
        overruled then.
    """
    before, settled = _present(acts)
    votes = {who: one.vote for who, one in votes_of(acts).items()}
    if votes.pop(act.annotator, None) == act.vote and (shared or before == act.vote):
        return None
    if before == act.vote:
        return replace(act, action=CONFIRM, label=before, replaced=before, settled=settled)
    if shared and (settled or before in votes.values()):
        return replace(act, action=VOTE, label=before, replaced=before, settled=settled)
    return replace(act, action=LABEL, label=act.vote, replaced=before)


def settling(acts: Sequence[Annotation], act: Annotation) -> Annotation | None:
    """The act by which an adjudicator settles what holds, as it is to be recorded; None where it holds so already.

    Parameters
    ----------
    acts : sequence of Annotation
        What was done so far on this head of this comment.
    act : Annotation
        With the label that is to hold.
    """
    before, settled = _present(acts)
    if settled and before == act.label:
        return None
    own = votes_of(acts).get(act.annotator)
    return replace(act, action=SETTLE, replaced=before, vote=own.vote if own else None, settled=True)


def undoing(acts: Sequence[Annotation], act: Annotation, at: datetime) -> Annotation:
    """The act that takes back an earlier one, as it is to be recorded.

    What held before holds again unless somebody changed it since; a label that nobody stands behind any more
    makes way for the last of those that somebody does.

    Parameters
    ----------
    acts : sequence of Annotation
        What was done so far on this head of this comment.
    act : Annotation
        One of them.
    at : datetime
    """
    earlier = [one for one in acts if (one.act_id or 0) < (act.act_id or 0)]
    own = votes_of(earlier).get(act.annotator)
    votes = [one.vote for who, one in votes_of(acts).items() if who != act.annotator]
    votes = [own.vote, *votes] if own else votes
    now = _present(acts)
    label, settled = _present(earlier) if now == (act.label, act.settled) else now
    if not settled and label not in votes:
        label = votes[-1] if votes else None
    action = WITHDRAW if (label, settled) == now else UNDO
    return Annotation(
        act.comment_id,
        act.head,
        action,
        label,
        now[0],
        act.annotator,
        at,
        vote=own.vote if own else None,
        settled=settled,
    )


def _present(acts: Sequence[Annotation]) -> tuple[str | None, bool]:
    """The label that holds, and whether it is an adjudicator's."""
    return (acts[-1].label, acts[-1].settled) if acts else (None, False)


def as_annotation(row: Mapping[str, Any]) -> Annotation:
    """The act that a row of the table is."""
    values = {("act_id" if key == "id" else key): value for key, value in row.items()}
    return Annotation(**{**values, "at": with_zone(row["at"])})


@dataclass(frozen=True)
class Dispute:
    """One head of one comment on which people differ.

    Attributes
    ----------
    votes : dict of str to str
        Own label by person.
    """

    comment_id: str
    head: str
    votes: dict[str, str]


def disputes(store: Database) -> list[Dispute]:
    """Where people differ and no adjudicator has settled it, with what they said, the latest first."""
    found = unresolved(store)
    said = votes(store, list(dict.fromkeys(comment for comment, _head in found)))
    return [Dispute(comment, head, said[comment][head]) for comment, head in found]


def votes(store: Database, ids: Sequence[str] | None = None) -> dict[str, dict[str, dict[str, str]]]:
    """Own labels that stand, by comment, head and person, of the comments that are there, all or some."""
    if ids is None:
        return _by_place(store, _said())
    found: dict[str, dict[str, dict[str, str]]] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = schema.annotations.c.comment_id.in_(ids[start : start + AT_ONCE])
        found |= _by_place(store, _said(some))
    return found


def votes_of_several(store: Database) -> dict[str, dict[str, dict[str, str]]]:
    """Own labels that stand wherever two people or more have labelled a head of a comment."""
    found = _by_place(store, _said(_by_several()))
    return {key: {head: said for head, said in heads.items() if len(said) > 1} for key, heads in found.items()}


def _by_place(store: Database, said: sa.Subquery) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in store._rows(_standing(said, *said.c).order_by(said.c.id)):
        found.setdefault(row["comment_id"], {}).setdefault(row["head"], {})[row["annotator"]] = row["vote"]
    return found


def unresolved(store: Database) -> list[tuple[str, str]]:
    """Comment and head wherever people differ and no adjudicator has settled it, the latest first."""
    said = _said(_by_several())
    query = (
        _standing(said, said.c.comment_id, said.c.head)
        .where(said.c.settled.is_(False))
        .group_by(said.c.comment_id, said.c.head)
        .having(sa.func.count(said.c.vote.distinct()) > 1)
        .order_by(sa.func.max(said.c.id).desc())
    )
    return [(row["comment_id"], row["head"]) for row in store._rows(query)]


def standing(store: Database) -> dict[str, tuple[int, int]]:
    """How many own labels of each person stand, and of how many of them another label holds."""
    said = _said()
    others = sa.func.sum(sa.case((said.c.held != said.c.vote, 1), else_=0)).label("others")
    query = _standing(said, said.c.annotator, sa.func.count().label("labels"), others)
    return {row["annotator"]: (row["labels"], row["others"]) for row in store._rows(query.group_by(said.c.annotator))}


def times(store: Database) -> dict[str, list[datetime]]:
    """When each person has labelled, in order."""
    table = schema.annotations
    query = sa.select(table.c.annotator, table.c.at).where(table.c.action.in_(GIVING)).order_by(table.c.at)
    found: dict[str, list[datetime]] = {}
    for row in store._rows(query):
        found.setdefault(row["annotator"], []).append(with_zone(row["at"]))
    return found


def _by_several() -> sa.ColumnElement[bool]:
    """Whether an act is on a comment of which two people or more have said something."""
    table = schema.annotations
    several = sa.select(table.c.comment_id).group_by(table.c.comment_id)
    return table.c.comment_id.in_(several.having(sa.func.count(table.c.annotator.distinct()) > 1))


def _said(which: sa.ColumnElement[bool] | None = None) -> sa.Subquery:
    """Acts, each with its place among the person's, the newest first, and what holds now where it was done."""
    table = schema.annotations
    place = [table.c.comment_id, table.c.head]
    newest: dict[str, Any] = {"partition_by": place, "order_by": table.c.id.desc()}
    own: dict[str, Any] = {"partition_by": [*place, table.c.annotator], "order_by": table.c.id.desc()}
    query = sa.select(
        table.c.id,
        *place,
        table.c.annotator,
        table.c.vote,
        sa.func.row_number().over(**own).label("place"),
        sa.func.first_value(table.c.label).over(**newest).label("held"),
        sa.func.first_value(table.c.settled, type_=sa.Boolean).over(**newest).label("settled"),
    )
    return (query if which is None else query.where(which)).subquery()


def _standing(said: sa.Subquery, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Own labels that stand, of the comments that are there."""
    joined = said.join(schema.comments, schema.comments.c.comment_id == said.c.comment_id)
    return (
        sa.select(*columns)
        .select_from(joined)
        .where(said.c.place == 1, said.c.vote.is_not(None), schema.comments.c.present)
    )
