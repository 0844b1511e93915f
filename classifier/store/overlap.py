"""Shared comments: the share of all comments that several people label without seeing each other's labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.errors import InputError
from classifier.records import digest
from classifier.store import schema
from classifier.store.database import Database, with_zone
from classifier.store.votes import votes

#: Name of the setting in the store.
OVERLAP = "overlap"

_DIGITS = 8


@dataclass(frozen=True)
class Overlap:
    """Which comments are shared, and among how many people.

    Attributes
    ----------
    share : float
        Of all comments, between 0 and 1.
    people : int
        How many are to label each of them.
    hides_proposals : bool
        Whether the model's proposal is hidden from those who have yet to label one.
    set_by, at : str, datetime or None
        Who has set it so, and when.
    """

    share: float = 0.0
    people: int = 2
    hides_proposals: bool = True
    set_by: str = ""
    at: datetime | None = None

    def holds(self, comment_id: str) -> bool:
        """Whether a comment is shared; its id alone decides, so that nobody chooses.

        Examples
        --------
        >>> Overlap(share=1.0).holds("c1"), Overlap(share=0.0).holds("c1")
        (True, False)
        """
        return _place(comment_id) < self.share


def _place(comment_id: str) -> float:
    """Where a comment stands between 0 and 1, in an order that has nothing to do with what it says."""
    return int(digest(OVERLAP, comment_id, length=_DIGITS), 16) / 16**_DIGITS


def overlap_of(store: Database) -> Overlap:
    """What is shared in a store, nothing unless somebody has set it."""
    with store._guard(), store.engine.connect() as db:
        return overlap_in(db)


def overlap_in(db: Connection) -> Overlap:
    """What is shared, within a transaction."""
    table = schema.settings
    query = sa.select(table).filter_by(name=OVERLAP).order_by(table.c.id.desc()).limit(1)
    row = db.execute(query).mappings().first()
    return Overlap(**row["value"], set_by=row["annotator"], at=with_zone(row["at"])) if row else Overlap()


def set_overlap(
    store: Database, share: float, people: int, hides_proposals: bool, annotator: str, at: datetime
) -> None:
    """Set what is shared; what was set before is kept, with who has set it.

    Raises
    ------
    InputError
        When the share is none, or there are fewer than two people.
    """
    if not 0 <= share <= 1 or people < 2:
        raise InputError("a share is between 0 and 1, of two people or more", remedy="choose other figures")
    value = {"share": share, "people": people, "hides_proposals": hides_proposals}
    with store._write() as db:
        db.execute(sa.insert(schema.settings), {"name": OVERLAP, "value": value, "annotator": annotator, "at": at})


def labelled_by(store: Database, heads: Sequence[str], ids: Sequence[str]) -> dict[str, set[str]]:
    """People who have answered every question about a comment, by comment, of those anybody has labelled."""
    return {key: _everywhere(said, heads) for key, said in votes(store, ids).items()}


def _everywhere(said: Mapping[str, Mapping[str, str]], heads: Sequence[str]) -> set[str]:
    return set.intersection(*(set(said.get(head, ())) for head in heads)) if heads else set()


def shared_with(store: Database, annotator: str, heads: Sequence[str]) -> list[str]:
    """Ids of the shared comments a person has yet to label, those that others have begun first."""
    overlap = overlap_of(store)
    ids = store._rows(sa.select(schema.comments.c.comment_id).where(schema.comments.c.present))
    shared = [row["comment_id"] for row in ids if overlap.share and overlap.holds(row["comment_id"])]
    done = labelled_by(store, heads, shared)
    people = {key: done.get(key, set()) for key in shared}
    waiting = [key for key in shared if annotator not in people[key] and len(people[key]) < overlap.people]
    return sorted(waiting, key=lambda key: (-len(people[key]), _place(key)))
