"""Labelled rows: from label files and from the store, as one training set."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from classifier.codebook import Codebook
from classifier.errors import LabelsError
from classifier.reading.tables import Reject, read_table
from classifier.records import digest

if TYPE_CHECKING:
    from classifier.store import LabelStore

#: Columns that name what a row belongs with, so that rows of one group never stand on both sides of a split.
GROUP_COLUMNS = ("writer", "document", "source", "author", "thread")

#: Column of the acts of labelling in files that `belowline export` writes.
HISTORY = "annotations"

#: Columns by which figures can be told apart.
FACET_COLUMNS = ("hard", "device")

#: Length bands in words, and where each ends.
LENGTH_BANDS = {"under 12": 11, "12-25": 25, "26-60": 60, "over 60": math.inf}

TRAIN, TEST = "train", "test"


@dataclass(frozen=True)
class LabelledRow:
    """One labelled text.

    Attributes
    ----------
    labels : dict of str to str
        Head to label, for the heads that are known.
    split : str or None
        ``train`` or ``test`` where the file says so.
    group : str
        What the row belongs with: its writer, document or source; itself where nothing is named.
    facets : dict of str to str
        By what figures can be told apart: length, group, and the file's own `FACET_COLUMNS`.
    parent : str or None
        Text of the comment this one answers, where the file has it.
    """

    text: str
    labels: dict[str, str]
    split: str | None
    group: str
    facets: dict[str, str] = field(default_factory=dict, compare=False)
    parent: str | None = None

    @property
    def digest(self) -> str:
        """Digest of the text, by which rows of different sets are matched."""
        return digest(self.text)


def read_labels(path: str | Path, codebook: Codebook) -> list[LabelledRow]:
    """Rows of a label file: a `text`, a column a head, and where known `split`, a group and a `parent`.

    A `parent` is the `id` of the row that is answered, or its text where no row has that id. Rows of an export
    on which no label holds, since people differ or have only flagged them, are no training rows.

    Parameters
    ----------
    path : path
        JSON lines, CSV, TSV or Parquet.
    codebook : Codebook
        What the labels must fit.

    Raises
    ------
    LabelsError
        When a row does not fit, naming the file, the line and the labels there are.
    """
    path = Path(path)
    rows = []
    texts: dict[str, str] = {}
    for row in read_table(path):
        if isinstance(row, Reject):
            raise LabelsError(row.reason, where=_place(path, row.line), remedy="mend the line")
        place = _place(path, row.line)
        labels = _labels(row.values, codebook, place)
        if labels or HISTORY not in row.values:
            rows.append(_labelled(row.values, labels, codebook, place))
        texts[str(row.values.get("id"))] = str(row.values.get("text"))
    if not rows:
        raise LabelsError("holds no labelled rows", where=path, remedy="name a file with labels")
    return [replace(row, parent=texts.get(row.parent, row.parent)) if row.parent else row for row in rows]


@dataclass(frozen=True)
class StoreRows:
    """What people labelled in a store.

    Attributes
    ----------
    rows : list of LabelledRow
        To train with, in groups by document.
    unresolved : dict of str to int
        Comments set aside, by head: people differ on them and no adjudicator has settled it.
    """

    rows: list[LabelledRow]
    unresolved: dict[str, int]

    @property
    def set_aside(self) -> str:
        """What was set aside, in words; empty where nothing was.

        Examples
        --------
        >>> StoreRows([], {"stance": 2}).set_aside
        'set aside until settled on the Agreement page, as people differ: stance of 2 comments'
        """
        counts = [f"{head} of {count} comment{'' if count == 1 else 's'}" for head, count in self.unresolved.items()]
        return (
            f"set aside until settled on the Agreement page, as people differ: {', '.join(counts)}" if counts else ""
        )


def store_rows(store: LabelStore, codebook: Codebook) -> StoreRows:
    """What people labelled in a store, as training rows; what they differ on is set aside."""
    from classifier.store.votes import unresolved

    heads, differing = {head.name: head for head in codebook.heads}, unresolved(store)
    aside, rows = set(differing), []
    for comment, labels in store.corrections():
        fitting = {
            name: labels[name]
            for name, head in heads.items()
            if labels.get(name) in head.names and (comment.comment_id, name) not in aside
        }
        if fitting:
            rows.append(LabelledRow(comment.text, fitting, None, comment.sha256))
    return StoreRows(rows, Counter(head for _comment, head in differing if head in heads))


def merge(rows: Iterable[LabelledRow]) -> list[LabelledRow]:
    """One row a text and split: what comes later overrules what came before, head by head."""
    merged: dict[str, LabelledRow] = {}
    for row in rows:
        before = merged.get(row.digest)
        if before is None:
            merged[row.digest] = row
        else:
            merged[row.digest] = LabelledRow(
                row.text, {**before.labels, **row.labels}, before.split, before.group, parent=before.parent
            )
    return list(merged.values())


def labels_digest(rows: Sequence[LabelledRow]) -> str:
    """Digest of a training set, whatever the order of its rows."""
    parts = sorted(
        digest(
            row.text,
            row.split or "",
            row.group,
            *(part for pair in sorted(row.labels.items()) for part in pair),
            *(["parent", row.parent] if row.parent else []),
        )
        for row in rows
    )
    return digest(*parts)


def _labels(values: dict[str, object], codebook: Codebook, place: str) -> dict[str, str]:
    labels = {}
    for head in codebook.heads:
        label = values.get(head.name)
        if label in (None, ""):
            continue
        if label not in head.names:
            raise LabelsError(
                f"`{head.name}` is {label!r}, the codebook has {', '.join(head.names)}",
                where=place,
                remedy="mend the label or name the right codebook",
            )
        labels[head.name] = str(label)
    return labels


def _labelled(values: dict[str, object], labels: dict[str, str], codebook: Codebook, place: str) -> LabelledRow:
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LabelsError("has no `text`", where=place, remedy="give every row a `text`")
    if not labels:
        heads = " or ".join(f"`{head.name}`" for head in codebook.heads)
        raise LabelsError(f"has no {heads}", where=place, remedy="mend the row or name the right codebook")
    group = _group(values, text)
    parent = str(values.get("parent") or "").strip() or None
    return LabelledRow(text, labels, _split(values.get("split"), place), group, _facets(values, text, group), parent)


def length_band(text: str) -> str:
    """Length band of a text.

    Examples
    --------
    >>> length_band("just three words")
    'under 12'
    """
    words = len(text.split())
    return next(band for band, longest in LENGTH_BANDS.items() if words <= longest)


def _facets(values: dict[str, object], text: str, group: str) -> dict[str, str]:
    facets = {"words": length_band(text)}
    facets |= {column: str(values[column]).lower() for column in FACET_COLUMNS if values.get(column) is not None}
    return facets | ({} if group == digest(text) else {"group": group})


def _split(value: object, place: str) -> str | None:
    if value in (None, ""):
        return None
    if value not in (TRAIN, TEST):
        raise LabelsError(f"`split` is {value!r}, it must be {TRAIN} or {TEST}", where=place)
    return str(value)


def _group(values: dict[str, object], text: str) -> str:
    for column in GROUP_COLUMNS:
        value = values.get(column)
        if isinstance(value, (str, int)) and str(value).strip():
            return f"{column}:{value}"
    return digest(text)


def _place(path: Path, line: int | None) -> str:
    return f"{path}, line {line}" if line else str(path)
