"""How often labels that are wrong are caught by `belowline retrain`, and honest ones refused.

    python benchmarks/poison.py labels/comments.jsonl

Draws labels of each writer, turns them in some way, and asks whether they contradict what models say that were
fitted without the writer. The models are fitted on honest labels, which a few hundred turned ones among thousands
hardly move.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from classifier import places
from classifier.codebook import Head, read_codebook
from classifier.flow.labelled import TEST, read_labels
from classifier.judge.contradiction import standing
from classifier.learn.model import fit

SIZES, DRAWS = (30, 50, 100, 200, 400), 20
Turned = Callable[[NDArray[np.intp]], NDArray[np.intp]]


def attacks(head: Head, rng: np.random.Generator) -> dict[str, Turned]:
    """Ways to turn labels."""
    order = np.array(head.mirrored_order if head.opposed else [1, 0, *range(2, len(head.names))])
    labels = len(head.names)
    return {
        "as they are": lambda given: given,
        "two exchanged": lambda given: order[given],
        "half of two exchanged": lambda given: np.where(rng.random(len(given)) < 0.5, order[given], given),
        "each the next": lambda given: (given + 1) % labels,
        "by chance": lambda given: rng.integers(0, labels, len(given)),
        "all the same": np.zeros_like,
    }


def table(head: Head, answers: NDArray[np.intp], shares: NDArray[np.float64], writers: NDArray[np.str_]) -> None:
    """Print what share of the draws is refused, in a file and in the store."""
    rng = np.random.default_rng(0)
    errs = shares.argmax(axis=1) != answers
    ways = [(name, turn, np.ones(len(answers), dtype=bool)) for name, turn in attacks(head, rng).items()]
    for name, turn, among in [*ways, ("only errors, put right", lambda given: given, errs)]:
        for place in ("file", "store"):
            cells = []
            for size in SIZES:
                found = []
                for writer in np.unique(writers):
                    pool = np.flatnonzero((writers == writer) & among)
                    usual = shares[errs & (writers != writer)].max(axis=1) if place == "store" else None
                    for _ in range(DRAWS if len(pool) >= size else 0):
                        rows = rng.choice(pool, size, replace=False)
                        found.append(standing(head.names, turn(answers[rows]), shares[rows], usual).contradicts)
                cells.append(f"{size}: {np.mean(found):.2f} of {len(found)}" if found else f"{size}: -")
            print(f"  {name:<24} {place:<6} {'  '.join(cells)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="?", default=places.labels_path())
    book = read_codebook(places.codebook_path())
    rows = read_labels(parser.parse_args().labels, book)
    train, test = ([row for row in rows if (row.split == TEST) == wanted] for wanted in (False, True))
    labels = {head.name: [row.labels[head.name] for row in train] for head in book.heads}
    fitted = fit([row.text for row in train], labels, book, groups=[row.group for row in train], jobs=1)
    unseen = fitted.model.predict([row.text for row in test])
    writers = np.array([row.group for row in (*train, *test)])
    for head in book.heads:
        print(head.name)
        answers = np.array([head.names.index(row.labels[head.name]) for row in (*train, *test)], dtype=np.intp)
        table(head, answers, np.vstack([fitted.out_of_fold[head.name], unseen[head.name]]), writers)


if __name__ == "__main__":
    main()
