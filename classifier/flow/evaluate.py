"""Evaluate: how right a model version is on a file of labels."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Head
from classifier.errors import LabelsError
from classifier.files import read_jsonl
from classifier.flow import versions
from classifier.flow.labelled import TEST, LabelledRow, read_labels
from classifier.judge.behaviour import invariance, mirror_gap
from classifier.judge.metrics import Figure, HeadReport, report
from classifier.learn.model import Model

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
class Sureness:
    """How often the model is sure of a head's label, and how often it is wrong when it is."""

    sure_from: float
    sure: float
    wrong_when_sure: float
    wrong_when_unsure: float


@dataclass(frozen=True)
class Pairs:
    """Pairs of texts that a small edit tells apart: how many have both labels right."""

    head: str
    pairs: int
    both_right: int
    told_apart: int


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
    sureness: dict[str, Sureness] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    mirror_gap: float | None = None
    invariance: dict[str, dict[str, float]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The evaluation as plain values for JSON."""
        return {
            "model_version": self.model_version,
            "rows": self.rows,
            "seen_in_training": self.seen_in_training,
            "sureness": {name: asdict(sureness) for name, sureness in self.sureness.items()},
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
    shares = model.predict(texts, [row.parent for row in rows])
    heads: dict[str, HeadReport] = {}
    sureness: dict[str, Sureness] = {}
    slices: list[Slice] = []
    for head in codebook.heads:
        known = [n for n, row in enumerate(rows) if head.name in row.labels]
        if known:
            answers = np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp)
            heads[head.name] = report(head.names, answers, shares[head.name][known], head.opposed)
            sureness[head.name] = _sureness(model, head, answers, shares[head.name][known])
            slices += _slices(head, [rows[n] for n in known], answers, shares[head.name][known])
    seen = sum(row.digest in trained_on for row in rows)
    changes = invariance(model, texts) if behaviour else {}
    return Evaluation(version.name, len(rows), seen, heads, sureness, slices, mirror_gap(model, texts), changes)


def evaluate_pairs(path: str | Path, version: versions.Version) -> list[Pairs]:
    """Judge a model version on contrast pairs.

    Parameters
    ----------
    path : path
        JSON lines with `head`, two texts `a` and `b`, and their labels `a_label` and `b_label`.
    version : Version

    Raises
    ------
    LabelsError
        When a row does not fit the version's codebook, naming its line.
    """
    heads = {head.name: head for head in version.codebook.heads}
    rows = []
    for line, row in read_jsonl(path, LabelsError):
        head = heads.get(str(row.get("head")))
        if head is None or not {row.get("a_label"), row.get("b_label")} <= set(head.names):
            raise LabelsError("does not fit the model's codebook", where=f"{path}, line {line}")
        if not all(isinstance(row.get(key), str) for key in "ab"):
            raise LabelsError("has no texts `a` and `b`", where=f"{path}, line {line}")
        rows.append(row)
    model = version.model()
    first, second = model.predict([row["a"] for row in rows]), model.predict([row["b"] for row in rows])
    found = []
    for name, head in heads.items():
        guesses = [
            (
                head.names[first[name][n].argmax()],
                head.names[second[name][n].argmax()],
                row["a_label"],
                row["b_label"],
            )
            for n, row in enumerate(rows)
            if row["head"] == name
        ]
        both = sum(a == a_true and b == b_true for a, b, a_true, b_true in guesses)
        found.append(Pairs(name, len(guesses), both, sum(a != b for a, b, _, _ in guesses)))
    return found


def _sureness(model: Model, head: Head, answers: NDArray[np.intp], shares: NDArray[np.float64]) -> Sureness:
    sure_from = next(h.sure_from for h in model.heads if h.head.name == head.name)
    sure, wrong = shares.max(axis=1) >= sure_from, shares.argmax(axis=1) != answers
    return Sureness(
        sure_from,
        float(sure.mean()),
        float(wrong[sure].mean()) if sure.any() else 0.0,
        float(wrong[~sure].mean()) if (~sure).any() else 0.0,
    )


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
