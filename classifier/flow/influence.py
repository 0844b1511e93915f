"""Where labels come from, and whether a source's labels contradict what is learnt from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Head
from classifier.errors import LabelsError
from classifier.flow.labelled import TEST, LabelledRow, read_labels
from classifier.judge.contradiction import Standing, standing
from classifier.records import digest
from classifier.store import LabelStore

#: Source of a label, by the digest of its text and its head.
Sources = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Influence:
    """What one source brings to one head.

    Attributes
    ----------
    source : str
        A label file, or who labelled in the store.
    standing : Standing
        How its labels agree with models fitted without the writers or documents they are of.
    """

    source: str
    head: str
    standing: Standing

    def __str__(self) -> str:
        s = self.standing
        exchanged = "".join(f", {one} and {other} exchanged" for one, other in s.exchanged)
        return (
            f"{self.source}: {s.rows} labels of {self.head}, {s.agreement:.0%} as models that had not seen them say "
            f"(kappa {s.kappa:.2f}{exchanged})"
        )


def label_sources(
    paths: Sequence[str | Path], store: LabelStore | None, codebook: Codebook
) -> dict[tuple[str, str], str]:
    """Source of every label by text and head; what comes later overrules, as in training.

    Parameters
    ----------
    paths : sequence of path
        Label files.
    store : LabelStore or None
    codebook : Codebook
    """
    found = {
        (row.digest, head): Path(path).name
        for path in paths
        for row in read_labels(path, codebook)
        for head in row.labels
    }
    if store is not None:
        acts = store.labels()
        for comment, labels in store.corrections():
            for head in labels:
                who = acts[comment.comment_id][head].annotator
                found[digest(comment.text), head] = f"{who} (review page)"
    return found


def influences(
    rows: Sequence[LabelledRow], shares: Mapping[str, NDArray[np.float64]], sources: Sources, codebook: Codebook
) -> list[Influence]:
    """What each source brings, by head.

    Parameters
    ----------
    rows : sequence of LabelledRow
        That were learnt from.
    shares : mapping of str to array of float, shape (rows, labels)
        Probabilities by models that had not seen the row's writer or document; nan where there is none.
    sources : Sources
    codebook : Codebook
    """
    found = []
    for head in codebook.heads:
        judged = ~np.isnan(shares[head.name]).any(axis=1)
        by_source: dict[str, list[int]] = {}
        for at, row in enumerate(rows):
            if judged[at] and head.name in row.labels and row.split != TEST:
                by_source.setdefault(sources.get((row.digest, head.name), "unknown"), []).append(at)
        found += [_influence(source, head, rows, shares[head.name], own) for source, own in by_source.items()]
    return found


def refuse_contradictions(found: Sequence[Influence]) -> None:
    """Refuse labels of which a source contradicts the others.

    Raises
    ------
    LabelsError
    """
    against = [one for one in found if one.standing.contradicts]
    if against:
        raise LabelsError(
            f"contradict what is learnt from the others: {'; '.join(map(str, against))}; nothing was learnt",
            where="labels",
            remedy="look at them with belowline labels --check, leave the source out, or --accept-contradictions",
        )


def _influence(
    source: str, head: Head, rows: Sequence[LabelledRow], shares: NDArray[np.float64], own: Sequence[int]
) -> Influence:
    answers = np.array([head.names.index(rows[at].labels[head.name]) for at in own], dtype=np.intp)
    return Influence(source, head.name, standing(head.names, answers, shares[list(own)]))
