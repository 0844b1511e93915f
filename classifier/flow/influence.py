"""Where labels come from, and whether a source's labels contradict what is learnt from the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Head
from classifier.errors import LabelsError
from classifier.flow.labelled import LabelledRow, read_labels
from classifier.judge.contradiction import Standing, standing
from classifier.records import digest
from classifier.store import LabelStore

#: What stands behind the name of somebody who has labelled in the store.
_PUT_RIGHT = " (in the store)"

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
                found[digest(comment.text), head] = f"{who}{_PUT_RIGHT}"
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
    found: list[Influence] = []
    for head in codebook.heads:
        judged = np.flatnonzero(np.isfinite(shares[head.name]).all(axis=1)).tolist()
        known = [at for at in judged if head.name in rows[at].labels]
        given = [sources.get((rows[at].digest, head.name), "") for at in known]
        answers = np.array([head.names.index(rows[at].labels[head.name]) for at in known], dtype=np.intp)
        found += _of_head(head, given, answers, shares[head.name][known])
    return found


def refuse_contradictions(found: Sequence[Influence]) -> None:
    """Refuse labels of which a source contradicts the others; a source alone has none to contradict.

    Raises
    ------
    LabelsError
    """
    against = [one for one in found if one.standing.contradicts]
    if against and len({one.source for one in found}) > 1:
        raise LabelsError(
            f"contradict what is learnt from the others: {'; '.join(map(str, against))}; nothing was learnt",
            where="labels",
            remedy="look at them with belowline labels --check, leave the source out, or --accept-contradictions",
        )


def _of_head(
    head: Head, given: Sequence[str], answers: NDArray[np.intp], shares: NDArray[np.float64]
) -> Iterator[Influence]:
    """What each source brings to a head; those who label in the store may have picked out what to put right."""
    errs = np.asarray(shares.argmax(axis=1) != answers)
    for source in dict.fromkeys(given):
        own = np.array([one == source for one in given])
        usual = shares[errs & ~own].max(axis=1) if source.endswith(_PUT_RIGHT) else None
        yield Influence(source, head.name, standing(head.names, answers[own], shares[own], usual))
