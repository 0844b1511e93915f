"""What a label set looks like: balance, agreement, and what it would give away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.codebook import Codebook, Head
from classifier.flow.labelled import LENGTH_BANDS, TEST, read_labels
from classifier.judge.agreement import Agreement, agreement
from classifier.judge.metrics import length_only
from classifier.reading.tables import Row, read_table
from classifier.records import Comment
from classifier.store import LabelStore
from classifier.store.queries import Queries
from classifier.store.votes import Dispute, disputes


@dataclass(frozen=True)
class HeadLabels:
    """One head of a label set.

    Attributes
    ----------
    counts : dict of str to list of int
        Rows of each label by length band.
    length_macro_f1 : float
        Macro-F1 of a model that sees nothing but the number of words.
    agreement : Agreement or None
        Of the votes, where the rows keep them in a column ``HEAD_votes``.
    """

    head: Head
    counts: dict[str, list[int]]
    length_macro_f1: float
    agreement: Agreement | None


@dataclass(frozen=True)
class LabelReport:
    """A label set."""

    rows: int
    test_rows: int
    groups: int
    heads: list[HeadLabels]


def label_report(path: str | Path, codebook: Codebook) -> LabelReport:
    """Look at a label file.

    Raises
    ------
    LabelsError
        When a row does not fit the codebook.
    """
    rows = read_labels(path, codebook)
    values = [row.values for row in read_table(Path(path)) if isinstance(row, Row)]
    words = np.array([len(row.text.split()) for row in rows])
    heads = []
    for head in codebook.heads:
        known = [n for n, row in enumerate(rows) if head.name in row.labels]
        counted = Counter((rows[n].labels[head.name], rows[n].facets["words"]) for n in known)
        answers = np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp)
        votes = [value[f"{head.name}_votes"] for value in values if isinstance(value.get(f"{head.name}_votes"), list)]
        heads.append(
            HeadLabels(
                head,
                {name: [counted[name, band] for band in LENGTH_BANDS] for name in head.names},
                length_only(answers, words[known]),
                agreement(votes),
            )
        )
    return LabelReport(len(rows), sum(row.split == TEST for row in rows), len({row.group for row in rows}), heads)


def store_disputes(place: str) -> list[tuple[Comment, Dispute]]:
    """Where the people of a store differ and nobody has settled it, with the comments.

    Raises
    ------
    StoreError
        When the store cannot be read.
    """
    with LabelStore(place) as store:
        found = disputes(store)
        comments = Queries(store, (), "").comments(list(dict.fromkeys(one.comment_id for one in found)))
    by_id = {comment.comment_id: comment for comment in comments}
    return [(by_id[one.comment_id], one) for one in found]
