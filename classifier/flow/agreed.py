"""How far the people of a store agree, and who has labelled what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Head
from classifier.judge.agreement import Agreement, agreement, confusion
from classifier.store import LabelStore
from classifier.store.overlap import overlap_of
from classifier.store.votes import standing, times, votes_of_several

#: Comments labelled by two people or more from which figures are worth anything.
LEAST = 10

#: Seconds between two labels from which the person counts as having been away.
AWAY = 600

#: Own label by person.
Said = Mapping[str, str]


@dataclass(frozen=True)
class HeadAgreement:
    """How far people agree on one head.

    Attributes
    ----------
    comments : int
        Labelled by two of them or more.
    same : float
        Share of pairs of labels, of one comment by two people, that are the same.
    figures : Agreement or None
        None where there are fewer than `LEAST` comments. Its kappa is of two people and means nothing for more.
    confusion : array of int, shape (labels, labels)
        The labels of the first person against those of the second; of more than two people every pair once, above
        the diagonal.
    """

    head: Head
    comments: int
    same: float
    figures: Agreement | None
    confusion: NDArray[np.int64]


def head_agreement(said: Sequence[Said], head: Head, people: Sequence[str]) -> HeadAgreement:
    r"""How far people agree on a head.

    Parameters
    ----------
    said : sequence of dict of str to str
        Own label by person, a comment.
    head : Head
    people : sequence of str
        Whose labels count, two of them or more.

    Examples
    --------
    >>> from classifier.codebook import parse_codebook
    >>> labels = "".join(f'[[heads.labels]]\nname = "{n}"\ndefinition = "d"\n' for n in ("yes", "no"))
    >>> book = parse_codebook(f'name = "b"\nversion = "1"\n[[heads]]\nname = "h"\n{labels}')
    >>> found = head_agreement([{"ann": "yes", "bob": "no"}, {"ann": "no"}], book.heads[0], ["ann", "bob"])
    >>> found.comments, found.same, found.confusion.tolist()
    (1, 0.0, [[0, 1], [0, 0]])
    """
    items = [[one[who] for who in people if one.get(who) in head.names] for one in said]
    shared = [item for item in items if len(item) > 1]
    pairs = [pair for item in shared for pair in combinations(item, 2)]
    if len(people) > 2:
        pairs = [(min(pair, key=head.names.index), max(pair, key=head.names.index)) for pair in pairs]
    same = sum(first == second for first, second in pairs) / max(len(pairs), 1)
    figures = agreement(shared) if len(shared) >= LEAST else None
    return HeadAgreement(head, len(shared), same, figures, confusion(pairs, head.names))


def labels_side_by_side(store: LabelStore, only_shared: bool) -> dict[str, list[dict[str, str]]]:
    """By head, the own labels of everybody on each comment that two people or more have labelled.

    Parameters
    ----------
    store : LabelStore
    only_shared : bool
        Leave out comments that are not shared, where the second person may have seen the label of the first.
    """
    overlap = overlap_of(store)
    found: dict[str, list[dict[str, str]]] = {}
    for comment, heads in votes_of_several(store).items():
        for head, said in heads.items():
            if overlap.holds(comment) or not only_shared:
                found.setdefault(head, []).append(said)
    return found


@dataclass(frozen=True)
class Labelling:
    """What one person has labelled.

    Attributes
    ----------
    labels : int
        Given, also those that were changed or taken back.
    days : int
        On which there were any.
    seconds : float or None
        Median time from one label to the next, breaks of `AWAY` and longer left out.
    standing, other : int
        Labels that stand as the person's own, and of how many of them another label holds.
    """

    person: str
    labels: int
    days: int
    seconds: float | None
    standing: int
    other: int


def labelling(store: LabelStore) -> list[Labelling]:
    """What each person has labelled, who has labelled most first."""
    held = standing(store)
    found = []
    for person, moments in times(store).items():
        gaps = [(b - a).total_seconds() for a, b in pairwise(moments)]
        working = [gap for gap in gaps if gap < AWAY]
        days = {moment.date() for moment in moments}
        own = held.get(person, (0, 0))
        found.append(Labelling(person, len(moments), len(days), median(working) if working else None, *own))
    return sorted(found, key=lambda one: (-one.labels, one.person))
