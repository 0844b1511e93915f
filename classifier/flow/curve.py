"""How good a model is with fewer labels, measured by fitting it on parts, and kept for everybody to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from classifier import files, places
from classifier.codebook import Codebook, read_codebook
from classifier.errors import LabelsError
from classifier.flow.alone import Progress, alone
from classifier.flow.labelled import TEST, LabelledRow, labels_digest
from classifier.flow.retrain import held_out_rows, training_set
from classifier.judge.curve import LEAST
from classifier.learn.model import Settings, fit

#: Parts of the labels a model is fitted on, and how often each is drawn.
PARTS = ((1 / 8, 2), (1 / 4, 2), (1 / 2, 2), (3 / 4, 2), (1.0, 1))

#: Folds of each fit: what is left out is only judged, so that few do.
FOLDS = 2

_FILE = "curve.json"


@dataclass(frozen=True)
class Point:
    """Macro-F1 of a head on held-out rows, by a model fitted on so many labelled rows."""

    head: str
    labels: int
    value: float


@dataclass(frozen=True)
class Curve:
    """A measured learning curve.

    Attributes
    ----------
    measured_at : str
        ISO 8601.
    labels : str
        Digest of the label set it was measured on.
    held_out : int
        Rows the models were judged on.
    """

    measured_at: str
    labels: str
    codebook: str
    held_out: int
    points: tuple[Point, ...]

    def of(self, head: str) -> tuple[list[int], list[float]]:
        """Numbers of labels and macro-F1, of one head."""
        own = [point for point in self.points if point.head == head]
        return [point.labels for point in own], [point.value for point in own]


def measure_curve(
    label_files: Sequence[str | Path] | None = None,
    store_place: str | None = None,
    models: Path | None = None,
    progress: Progress | None = None,
    who: str | None = None,
    settings: Settings | None = None,
) -> Curve:
    """Fit models on growing parts of the labels, judge them on held-out rows, and keep the curve.

    Parameters
    ----------
    label_files : sequence of path, optional
        The shipped one by default.
    store_place : str, optional
        The default store by default, where there is one.
    models : Path, optional
        Folder of versions, where the curve is kept.
    progress : callable, optional
    who : str, optional
        The account by default.
    settings : Settings, optional

    Raises
    ------
    LabelsError
        When there are too few labels for a curve.
    BundleError
        When somebody is at work in the folder.
    """
    models, codebook = models or places.models_folder(), read_codebook(places.codebook_path())
    with alone(models, "measuring the learning curve", who, progress) as say:
        rows = training_set(label_files, codebook, store_place, say)
        train, test = ([row for row in rows if (row.split == TEST) is held] for held in (False, True))
        points = tuple(_points(train, test, codebook, settings or Settings(), say))
        if len({point.labels for point in points}) < LEAST:
            raise LabelsError("too few labels for a learning curve", remedy="label more comments")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        curve = Curve(now, labels_digest(rows), codebook.digest, len(test) or len(train), points)
        files.write_text(models / _FILE, files.json_bytes(asdict(curve)).decode("utf-8"))
    return curve


def read_curve(models: Path) -> Curve | None:
    """The curve measured last; None where there is none or it cannot be read."""
    try:
        found = files.json_object((models / _FILE).read_bytes())
        return Curve(**{**found, "points": tuple(Point(**point) for point in found["points"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _points(
    train: list[LabelledRow], test: list[LabelledRow], codebook: Codebook, settings: Settings, say: Progress
) -> Iterator[Point]:
    rng = np.random.default_rng(settings.seed)
    for part, draws in PARTS:
        size = round(part * len(train))
        for draw in range(draws):
            say(f"fitting on {size:,} of {len(train):,} labelled rows, draw {draw + 1} of {draws}")
            chosen = [train[n] for n in sorted(rng.choice(len(train), size, replace=False))]
            try:
                yield from _judged(chosen, test, codebook, settings)
            except LabelsError:
                say(f"{size:,} rows are too few to fit on")


def _judged(
    rows: list[LabelledRow], test: list[LabelledRow], codebook: Codebook, settings: Settings
) -> Iterator[Point]:
    labels = {head.name: [row.labels.get(head.name) for row in rows] for head in codebook.heads}
    quick = replace(settings, folds=FOLDS) if test else settings
    texts, groups = [row.text for row in rows], [row.group for row in rows]
    fitted = fit(texts, labels, codebook, groups=groups, settings=quick, parents=[row.parent for row in rows])
    for name, held_out in held_out_rows(fitted, rows, test, codebook).items():
        known = sum(label is not None for label in labels[name])
        yield Point(name, known, held_out.report().macro_f1.value)
