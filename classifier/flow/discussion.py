"""A discussion in figures: labels as they stand, and what their shares most likely are, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from classifier.codebook import Head
from classifier.flow.retrain import read_held_out
from classifier.flow.versions import Version
from classifier.judge.prevalence import Quantifier, Share, Tally
from classifier.store.summary import COMMENTS, DAY, DOCUMENT, held, share, sure

#: Column of the period a comment was written in.
PERIOD = "period"

#: Periods a discussion is divided into at the most, and their lengths, the shortest first.
PERIODS = 36
LENGTHS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}


@dataclass(frozen=True)
class Discussion:
    """Comments counted by document, day and the labels that hold.

    Attributes
    ----------
    heads : tuple of Head
    cells : DataFrame
        The columns of `classifier.store.summary`: each head's column has the label that holds, the
        person's or else the model's, and its `held` column whether it is a person's.
    """

    heads: tuple[Head, ...]
    cells: pd.DataFrame

    @property
    def comments(self) -> int:
        """Number of comments."""
        return int(self.cells[COMMENTS].sum())

    @property
    def reviewed(self) -> int:
        """Number of comments of which people have answered every question."""
        return int(self.cells[COMMENTS][self.cells[[held(head.name) for head in self.heads]].all(axis=1)].sum())

    @property
    def documents(self) -> list[str]:
        """Documents with comments, most comments first."""
        counts = self.cells.groupby(DOCUMENT)[COMMENTS].sum()
        return list(counts.sort_values(ascending=False, kind="stable").index)

    def part(self, column: str, value: object) -> Discussion:
        """The comments of one document, label or period."""
        return Discussion(self.heads, self.cells[self.cells[column] == value])

    def sure(self, head: Head) -> float:
        """Share of the model's proposals of a head, where no person has decided, that it is sure of; 0 for none."""
        rest = self.cells[~self.cells[held(head.name)]]
        return float(rest[sure(head.name)].sum() / max(rest[COMMENTS].sum(), 1))

    def tally(self, head: Head) -> Tally:
        """What the shares of a head's labels are estimated from."""
        by_person = self.cells[held(head.name)]
        known, rest = self.cells[by_person], self.cells[~by_person]
        sums = np.array([rest[share(head.name, name)].sum() for name in head.names])
        return Tally(_counts(known, head), _counts(rest, head), np.maximum(sums, 0))

    def shares(self, head: Head, quantifier: Quantifier | None) -> list[Share]:
        """Share of each label; without intervals, and only counted, where there is no quantifier."""
        tally = self.tally(head)
        if quantifier:
            return quantifier.estimate(head.names, tally)
        counted = (tally.known + tally.proposed) / max(self.comments, 1)
        return [Share(name, value, 0.0, 1.0, value) for name, value in zip(head.names, counted.tolist(), strict=True)]

    def periods(self) -> tuple[Discussion, str]:
        """The dated comments by `PERIOD`, and how long a period is: the shortest that gives few enough."""
        days = pd.to_datetime(self.cells[DAY], format="%Y-%m-%d", errors="coerce")
        dated, days = self.cells[days.notna()], days[days.notna()]
        length = _length(days)
        starts = days.dt.to_period(LENGTHS[length]).dt.start_time
        return Discussion(self.heads, dated.assign(**{PERIOD: starts})), length


def discussion(
    proposals: Sequence[Mapping[str, Any]], corrections: Sequence[Mapping[str, Any]], heads: Sequence[Head]
) -> Discussion:
    """Proposals, with what people corrected in their place.

    Parameters
    ----------
    proposals, corrections : sequence of mapping
        Rows of `classifier.store.summary.Summary`.
    heads : sequence of Head
    """
    names = [head.name for head in heads]
    groups = [DOCUMENT, DAY, *names, *(held(name) for name in names)]
    labels = [share(head.name, label) for head in heads for label in head.names]
    sums = [COMMENTS, *(sure(name) for name in names), *labels]
    proposed = pd.DataFrame(proposals, columns=[*groups[: 2 + len(names)], *sums])
    corrected = pd.DataFrame(corrections, columns=[*groups, *sums])
    replaced = corrected.assign(**{held(name): False for name in names}, **{name: -corrected[name] for name in sums})
    standing = corrected.assign(
        **{name: corrected[held(name)].where(corrected[held(name)].notna(), corrected[name]) for name in names},
        **{held(name): corrected[held(name)].notna() for name in names},
    )
    whole = pd.concat([proposed.assign(**{held(name): False for name in names}), replaced, standing])
    whole = whole.astype({held(name): bool for name in names})
    cells = whole.groupby(groups, dropna=False, sort=False, as_index=False)[sums].sum()
    return Discussion(tuple(heads), cells[cells[COMMENTS] > 0].reset_index(drop=True))


def quantifier_of(version: Version, head: Head) -> Quantifier | None:
    """What corrects a version's counts; None where its held-out rows lack a label."""
    rows = read_held_out(version, head)
    complete = len(np.unique(rows.answers)) == len(head.labels)
    return Quantifier(rows.answers, rows.probabilities) if complete else None


def _length(days: pd.Series[Any]) -> str:
    spans = ((length, days.dt.to_period(code)) for length, code in LENGTHS.items())
    few = (length for length, span in spans if span.empty or (span.max() - span.min()).n < PERIODS)
    return next(few, list(LENGTHS)[-1])


def _counts(cells: pd.DataFrame, head: Head) -> np.ndarray[Any, np.dtype[np.intp]]:
    counts = cells.groupby(head.name)[COMMENTS].sum().reindex(list(head.names), fill_value=0)
    return counts.to_numpy(dtype=np.intp)
