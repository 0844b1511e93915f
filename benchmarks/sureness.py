"""How far the segmenter's confidence can be trusted: tables and a plot of decisions on sites not fitted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from pages import ALONE, BARE, SAVED, STRIPPED, Case
from sklearn.model_selection import GroupKFold

from classifier.learn.seam import is_right, sure_from
from classifier.segmenter.seam import Decision

EDGES = np.linspace(0, 1, 11)


def asked(cases: Sequence[Case], decisions: Sequence[Decision], folds: int) -> list[Decision]:
    """Decisions that are unsure by limits taken from the other sites."""
    made = list(decisions)
    firsts = [one.first for one in cases]
    for train, held in GroupKFold(folds).split(cases, groups=[one.site for one in cases]):
        limits = sure_from([decisions[row] for row in train], [firsts[row] for row in train])
        for row in held:
            found = decisions[row].first is not None
            made[row] = replace(decisions[row], unsure=decisions[row].confidence < limits[found])
    return made


def print_sureness(cases: Sequence[Case], decisions: Sequence[Decision]) -> None:
    """How often a person is asked, and how often the other decisions are right within one filled line."""
    rows = [(one.kind, made.unsure, is_right(made, one.first)) for one, made in zip(cases, decisions, strict=True)]
    print("\n| texts | n | asked | right where not asked | right where asked |\n|---|---|---|---|---|")
    for kinds in ((SAVED,), (STRIPPED,), (ALONE,), (BARE,), (SAVED, STRIPPED, ALONE, BARE)):
        some = np.array([(unsure, hit) for kind, unsure, hit in rows if kind in kinds], dtype=bool).reshape(-1, 2)
        shares = [_mean(some[~some[:, 0], 1]), _mean(some[some[:, 0], 1])]
        name = kinds[0] if len(kinds) == 1 else "all"
        print(f"| {name} | {len(some)} | {_mean(some[:, 0])} | {shares[0]} | {shares[1]} |")


def _mean(flags: np.ndarray) -> str:
    return f"{flags.mean():.3f}" if len(flags) else "–"


def print_bins(cases: Sequence[Case], decisions: Sequence[Decision]) -> None:
    """Probability of having comments, and of the line, against what was so."""
    for title, sure, hit in _curves(cases, decisions):
        print(f"\n| {title} | n | mean | share |\n|---|---|---|---|")
        for low, high, count, mean, share in _bins(sure, hit):
            print(f"| {low:.1f}–{high:.1f} | {count} | {mean:.2f} | {share:.2f} |")


def _curves(cases: Sequence[Case], decisions: Sequence[Decision]) -> list[tuple[str, np.ndarray, np.ndarray]]:
    found = [(one, made) for one, made in zip(cases, decisions, strict=True) if made.first is not None]
    return [
        (
            "has comments",
            np.array([made.probability for made in decisions]),
            np.array([one.first is not None for one in cases]),
        ),
        (
            "line right within one",
            np.array([made.confidence for _, made in found]),
            np.array([is_right(made, one.first) for one, made in found]),
        ),
    ]


def _bins(sure: np.ndarray, hit: np.ndarray) -> list[tuple[float, float, int, float, float]]:
    place = np.clip(np.digitize(sure, EDGES) - 1, 0, len(EDGES) - 2)
    rows = [(EDGES[n], EDGES[n + 1], place == n) for n in range(len(EDGES) - 1)]
    return [
        (low, high, int(in_it.sum()), sure[in_it].mean(), hit[in_it].mean())
        for low, high, in_it in rows
        if in_it.any()
    ]


def plot(cases: Sequence[Case], decisions: Sequence[Decision], path: Path) -> None:
    """Draw both calibration curves; the area of a point is the number of its texts."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams.update({"svg.hashsalt": "belowline", "font.size": 10})
    figure, axes = pyplot.subplots(figsize=(5, 4.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.75", linewidth=1)
    for (title, sure, hit), colour in zip(_curves(cases, decisions), ("#1f6f8b", "#c8553d"), strict=True):
        bins = _bins(sure, hit)
        means, shares, sizes = [row[3] for row in bins], [row[4] for row in bins], [row[2] for row in bins]
        axes.plot(means, shares, color=colour, linewidth=1.2)
        axes.scatter(means, shares, s=[8 + size / 3 for size in sizes], color=colour, label=title)
    axes.set(xlabel="probability given", ylabel="share that was so", xlim=(0, 1.02), ylim=(0, 1.02))
    axes.legend(frameon=False, loc="upper left", markerscale=0.6)
    figure.savefig(path, metadata={"Date": None})
