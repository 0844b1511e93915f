"""Fit the segmenter, and measure where it lets the comments begin.

usage: python benchmarks/segmenter.py FOLDER                       measure the shipped weights on a folder of cases
       python benchmarks/segmenter.py FOLDER --cross-validate      measure weights fitted without the site measured
                                                 (--keep FILE keeps the decisions, --kept FILE reports them again,
                                                 --plot FILE.svg draws how far their confidence can be trusted)
       python benchmarks/segmenter.py FOLDER --fit                 fit the shipped weights again

A folder of cases has a `gold.jsonl` with a row a text: file, kind (saved, stripped, alone), first_comment_line.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from pages import ALONE, BARE, SAVED, STRIPPED, Case, cases_in, digest_of, own_cases
from sklearn.model_selection import GroupKFold
from sureness import asked, plot, print_bins, print_sureness

from classifier.files import atomic_path
from classifier.learn.seam import fit_seam
from classifier.segmenter import seam
from classifier.segmenter.bylines import byline_of
from classifier.segmenter.plain import spans

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "classifier" / "segmenter" / "weights.npz"
OWN = ROOT / "labels" / "pages"
#: From which probability on a page has comments: an article taken for a discussion is the worse mistake.
THRESHOLD = 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=Path, default=OWN, help="folder of the project's own pages")
    parser.add_argument("--keep", type=Path, help="file to keep the cross-validated decisions in")
    parser.add_argument("--kept", type=Path, help="report decisions kept before instead of fitting again")
    parser.add_argument("--plot", type=Path, help="file to draw the calibration into (.svg)")
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1, help="folds that are fitted at the same time")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    cases = cases_in(args.folder)
    if args.fit:
        fit(cases + own_cases(args.pages), args.out)
    elif args.kept:
        report_all(cases, kept(cases, args.kept, THRESHOLD), args.folds, args.plot)
    elif args.cross_validate:
        decisions = cross_validated(cases, own_cases(args.pages), args.folds, args.jobs)
        if args.keep:
            keep(cases, decisions, args.keep)
        report_all(cases, decisions, args.folds, args.plot)
    else:
        weights = seam.shipped_weights()
        report(cases, [seam.decide(one.page, weights) for one in cases])


def fit(cases: Sequence[Case], out: Path) -> None:
    weights = fitted(cases)
    with atomic_path(out) as path, open(path, "wb") as file:
        np.savez_compressed(file, **seam.arrays_of(weights))
    print(f"{out.name}: fitted on {len(cases)} texts of {len({one.site for one in cases})} sites")


def fitted(cases: Sequence[Case]) -> seam.Weights:
    rows = [(one.page, one.first, one.site) for one in cases]
    judged = [not one.name.startswith("own ") for one in cases]
    return fit_seam(*zip(*rows, strict=True), threshold=THRESHOLD, judged=judged, fitted_on=digest_of(cases))


def cross_validated(cases: Sequence[Case], own: Sequence[Case], folds: int, jobs: int) -> list[seam.Decision]:
    """Decisions on every case by weights that saw no page of its site."""
    splits = list(GroupKFold(folds).split(cases, groups=[one.site for one in cases]))
    made = Parallel(jobs)(delayed(held_out)(cases, own, *split) for split in splits)
    decisions: list = [None] * len(cases)
    for (_, held), some in zip(splits, made, strict=True):
        for row, decision in zip(held, some, strict=True):
            decisions[row] = decision
    return decisions


def held_out(cases: Sequence[Case], own: Sequence[Case], train: np.ndarray, held: np.ndarray) -> list[seam.Decision]:
    weights = fitted([cases[row] for row in train] + list(own))
    return [seam.decide(cases[row].page, weights) for row in held]


def keep(cases: Sequence[Case], decisions: Sequence[seam.Decision], path: Path) -> None:
    """Numbers of every decision, from which tables and plots can be made again without fitting."""
    np.savez_compressed(
        path,
        digest=digest_of(cases),
        probability=[made.probability for made in decisions],
        seam=np.concatenate([made.seam for made in decisions]),
    )


def kept(cases: Sequence[Case], path: Path, threshold: float) -> list[seam.Decision]:
    """Decisions that `keep` wrote, at another threshold perhaps."""
    with np.load(path) as arrays:
        if str(arrays["digest"]) != digest_of(cases):
            raise SystemExit(f"{path} was made of other cases")
        ends = np.cumsum([len(one.page.lines) for one in cases])[:-1]
        rows = zip(cases, arrays["probability"], np.split(arrays["seam"], ends), strict=True)
    return [seam.decided(one.page, float(probability), places, threshold) for one, probability, places in rows]


def report_all(cases: Sequence[Case], decisions: Sequence[seam.Decision], folds: int, drawing: Path | None) -> None:
    decisions = asked(cases, decisions, folds)
    report(cases, decisions)
    curves(cases, decisions)
    print_sureness(cases, decisions)
    print_bins(cases, decisions)
    if drawing:
        plot(cases, decisions, drawing)


def curves(cases: Sequence[Case], decisions: Sequence[seam.Decision]) -> None:
    """Documents called "none" against false alarms, by the threshold."""
    probability = {
        kind: np.array([d.probability for c, d in zip(cases, decisions, strict=True) if c.kind == kind])
        for kind in (SAVED, STRIPPED, ALONE, BARE)
    }
    print("\n| threshold | saved: none | stripped: none | alone: alarm | bare: alarm |\n|---|---|---|---|---|")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shares = [np.mean((probability[kind] >= threshold) == (kind in (ALONE, BARE))) for kind in probability]
        print(f"| {threshold} | " + " | ".join(f"{share:.3f}" for share in shares) + " |")


def report(cases: Sequence[Case], decisions: Sequence[seam.Decision]) -> None:
    print("| texts | n | exact | within 1 | called none | comment line F1 |")
    print("|---|---|---|---|---|---|")
    for kind in (SAVED, STRIPPED):
        rows = [(one, made) for one, made in zip(cases, decisions, strict=True) if one.kind == kind]
        if rows:
            print(
                f"| {kind} | {len(rows)} | "
                + " | ".join(f"{np.mean(column):.3f}" for column in measures(rows))
                + " |"
            )
    for kind in (ALONE, BARE):
        alarms = [made.first is not None for one, made in zip(cases, decisions, strict=True) if one.kind == kind]
        if alarms:
            print(f"| {kind} | {len(alarms)} | false alarms {np.mean(alarms):.3f} | | | |")


def measures(rows: Sequence[tuple[Case, seam.Decision]]) -> list[list[float]]:
    """Exact, within one, called none, F1 of the comment lines: a column each, a value a text."""
    columns: list[list[float]] = [[], [], [], []]
    for one, made in rows:
        found = segment_line(one, made)
        allowed = {one.first_line, after_bylines(one)}
        near = {line + step for line in allowed for step in (-1, 0, 1)}
        count = len(one.page.lines)
        start = count if made.first is None else made.first
        both = count - max(start, one.first)
        columns[0].append(found in allowed)
        columns[1].append(found in near)
        columns[2].append(made.first is None)
        columns[3].append(2 * both / (2 * count - start - one.first))
    return columns


def segment_line(one: Case, made: seam.Decision) -> int | None:
    """Line on which the first comment segment starts."""
    lines = one.text.split("\n")
    return next((span.numbers[0] for span in spans(lines, 0, one.page, made) if span.role == "comment"), None)


def after_bylines(one: Case) -> int:
    """First line from the gold line on that is no byline."""
    for row in range(one.first, len(one.page.lines)):
        found = byline_of(one.page.lines[row])
        if found is None or (found.kind == "name" and row > one.first):
            return one.page.numbers[row]
    return one.first_line


if __name__ == "__main__":
    main()
