"""Evaluate: how right a model version is on a file of labels."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Head
from classifier.errors import LabelsError
from classifier.flow import versions
from classifier.flow.labelled import TEST, LabelledRow, read_labels
from classifier.judge.behaviour import invariance, mirror_gap
from classifier.judge.metrics import Figure, HeadReport, report

#: Rows a part must have before its figures are shown.
LEAST_IN_SLICE = 20


@dataclass(frozen=True)
class Slice:
    """Figures of one head on a part of the rows, such as those of one length."""

    facet: str
    value: str
    head: str
    rows: int
    macro_f1: Figure


@dataclass(frozen=True)
class Evaluation:
    """Figures of one model version on one label file.

    Attributes
    ----------
    seen_in_training : int
        Rows the model was trained on, which flatter it.
    slices : list of Slice
        Figures of parts of the rows: by length, by group, hard and easy apart.
    mirror_gap : float or None
        How far exchanging the sides' names is from exchanging the probabilities; 0 is even-handed.
    invariance : dict of str to dict of str to float
        Share of labels that stay under changes that should not matter, by change and head.
    """

    model_version: str
    rows: int
    seen_in_training: int
    heads: dict[str, HeadReport]
    slices: list[Slice] = field(default_factory=list)
    mirror_gap: float | None = None
    invariance: dict[str, dict[str, float]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The evaluation as plain values for JSON."""
        return {
            "model_version": self.model_version,
            "rows": self.rows,
            "seen_in_training": self.seen_in_training,
            "slices": [asdict(part) for part in self.slices],
            "mirror_gap": self.mirror_gap,
            "invariance": self.invariance,
            "heads": {name: head.as_dict() for name, head in self.heads.items()},
        }


def evaluate(
    labels: str | Path,
    version: versions.Version,
    test_only: bool = False,
    unseen_only: bool = False,
    behaviour: bool = False,
) -> Evaluation:
    """Judge a model version on labelled rows.

    Parameters
    ----------
    labels : path
        A label file that fits the version's codebook.
    version : Version
    test_only : bool
        Use only rows marked ``test``.
    unseen_only : bool
        Leave out rows the model was trained on.
    behaviour : bool
        Change the texts in ways that should not matter and see what changes.

    Raises
    ------
    LabelsError
        When the labels do not fit, or no row is left.
    """
    codebook = version.codebook
    rows = read_labels(labels, codebook)
    if test_only:
        rows = [row for row in rows if row.split == TEST]
    trained_on = set(version.read("trained_on.txt").decode().split())
    if unseen_only:
        rows = [row for row in rows if row.digest not in trained_on]
    if not rows:
        raise LabelsError("no rows are left to judge the model on", where=labels)
    model, texts = version.model(), [row.text for row in rows]
    shares = model.predict(texts)
    heads: dict[str, HeadReport] = {}
    slices: list[Slice] = []
    for head in codebook.heads:
        known = [n for n, row in enumerate(rows) if head.name in row.labels]
        if known:
            answers = np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp)
            heads[head.name] = report(head.names, answers, shares[head.name][known], head.opposed)
            slices += _slices(head, [rows[n] for n in known], answers, shares[head.name][known])
    seen = sum(row.digest in trained_on for row in rows)
    changes = invariance(model, texts) if behaviour else {}
    return Evaluation(version.name, len(rows), seen, heads, slices, mirror_gap(model, texts), changes)


def _slices(
    head: Head, rows: list[LabelledRow], answers: NDArray[np.intp], shares: NDArray[np.float64]
) -> list[Slice]:
    members: dict[tuple[str, str], list[int]] = {}
    for n, row in enumerate(rows):
        for facet in row.facets.items():
            members.setdefault(facet, []).append(n)
    return [
        Slice(facet, value, head.name, len(part), report(head.names, answers[part], shares[part]).macro_f1)
        for (facet, value), part in sorted(members.items())
        if len(part) >= LEAST_IN_SLICE
    ]
