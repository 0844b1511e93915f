"""Evaluate: how right a model version is on a file of labels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classifier.errors import LabelsError
from classifier.flow import versions
from classifier.flow.labelled import TEST, read_labels
from classifier.judge.metrics import HeadReport, report


@dataclass(frozen=True)
class Evaluation:
    """Figures of one model version on one label file.

    Attributes
    ----------
    seen_in_training : int
        Rows the model was trained on, which flatter it.
    """

    model_version: str
    rows: int
    seen_in_training: int
    heads: dict[str, HeadReport]

    def as_dict(self) -> dict[str, Any]:
        """The evaluation as plain values for JSON."""
        return {
            "model_version": self.model_version,
            "rows": self.rows,
            "seen_in_training": self.seen_in_training,
            "heads": {name: head.as_dict() for name, head in self.heads.items()},
        }


def evaluate(
    labels: str | Path, version: versions.Version, test_only: bool = False, unseen_only: bool = False
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
    shares = version.model().predict([row.text for row in rows])
    heads = {}
    for head in codebook.heads:
        known = [n for n, row in enumerate(rows) if head.name in row.labels]
        if known:
            answers = np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp)
            heads[head.name] = report(head.names, answers, shares[head.name][known])
    seen = sum(row.digest in trained_on for row in rows)
    return Evaluation(version.name, len(rows), seen, heads)
