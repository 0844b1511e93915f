"""Look for labels that are likely to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from classifier import files
from classifier.codebook import Codebook, Head
from classifier.flow.labelled import LabelledRow, read_labels
from classifier.judge.doubt import doubtful
from classifier.learn.model import fit
from classifier.reading.tables import Row, read_table


@dataclass(frozen=True)
class Doubt:
    """A label that models fitted without its writer doubt.

    Attributes
    ----------
    line : int or None
        Where the row stands in the file.
    given, suggested : str
        The row's label and the most probable one.
    p_given, p_suggested : float
        Their probabilities.
    """

    line: int | None
    head: str
    given: str
    suggested: str
    p_given: float
    p_suggested: float
    text: str


def check_labels(
    path: str | Path,
    codebook: Codebook,
    out: str | Path,
    progress: Callable[[str], None] | None = None,
) -> list[Doubt]:
    """Write the labels of a file that are likely to be wrong to JSON lines, the least probable first.

    Each row is judged by models fitted without its writer or document.

    Parameters
    ----------
    path : path
        A label file.
    codebook : Codebook
    out : path
        Appears when it is complete.
    progress : callable, optional
        Told in words what is being done.

    Raises
    ------
    LabelsError
        When a row does not fit the codebook, or a label has no row.
    OutputError
        When the list cannot be written.
    """
    rows = read_labels(path, codebook)
    lines = [row.line for row in read_table(Path(path)) if isinstance(row, Row)]
    labels = {head.name: [row.labels.get(head.name) for row in rows] for head in codebook.heads}
    texts, groups = [row.text for row in rows], [row.group for row in rows]
    shares = fit(texts, labels, codebook, groups, progress=progress).out_of_fold
    doubts = [doubt for head in codebook.heads for doubt in _doubts(head, rows, lines, shares[head.name])]
    files.write_jsonl(out, map(asdict, doubts))
    return doubts


def _doubts(head: Head, rows: list[LabelledRow], lines: list[int], shares: np.ndarray) -> list[Doubt]:
    known = np.array([n for n, row in enumerate(rows) if head.name in row.labels and not np.isnan(shares[n]).any()])
    answers = np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp)
    return [
        _doubt(head, rows[n], lines[n], answer, shares[n])
        for n, answer in ((known[at], answers[at]) for at in doubtful(answers, shares[known]))
        if shares[n].argmax() != answer
    ]


def _doubt(head: Head, row: LabelledRow, line: int, given: int, shares: np.ndarray) -> Doubt:
    likely = int(shares.argmax())
    return Doubt(
        line,
        head.name,
        head.names[given],
        head.names[likely],
        round(float(shares[given]), 4),
        round(float(shares[likely]), 4),
        row.text,
    )
