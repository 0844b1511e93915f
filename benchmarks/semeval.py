"""The default trainer on SemEval-2016 Task 6 A: one codebook a target, nothing tuned.

usage: python benchmarks/semeval.py FOLDER

FOLDER holds the task's text files with tabs between ID, Target, Tweet and Stance. Files with "train" or "trial" in
their names are learnt from, files with "test" are judged; files of task B, which has no training data, are left out.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline

from classifier.codebook import Codebook, parse_codebook
from classifier.learn.model import Settings, fit

LABELS = ("FAVOR", "AGAINST", "NONE")
Row = tuple[str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    train, test = rows_in(parser.parse_args().folder)
    results = {"default trainer": default_labels, "plain TF-IDF and logistic regression": plain_labels}
    print("| model | " + " | ".join(sorted({target for target, _, _ in test})) + " | all |")
    print("|---" * (len({target for target, _, _ in test}) + 2) + "|")
    for name, labels_of in results.items():
        print(f"| {name} | " + " | ".join(f"{100 * figure:.2f}" for figure in figures(train, test, labels_of)) + " |")


def rows_in(folder: Path) -> tuple[list[Row], list[Row]]:
    """Target, tweet and stance of the rows to learn from and of those to judge."""
    train, test = [], []
    for path in sorted(folder.rglob("*.txt")):
        name = path.name.lower()
        if "taskb" in name:
            continue
        if "train" in name or "trial" in name:
            train += list(rows_of(path))
        elif "test" in name:
            test += list(rows_of(path))
    if not train or not test:
        raise SystemExit(f"{folder}: needs a file named train or trial and one named test, with tabs between columns")
    return train, test


def rows_of(path: Path) -> Iterator[Row]:
    """Rows of one file; the task's files are in Windows-1252."""
    with open(path, encoding="cp1252", errors="replace", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if (stance := (row.get("Stance") or "").strip()) in LABELS:
                yield (row["Target"] or "").strip(), (row["Tweet"] or "").replace("#SemST", "").strip(), stance


def figures(train: Sequence[Row], test: Sequence[Row], labels_of) -> list[float]:
    """F_avg of each target in alphabetical order, and of all together as the task counts it."""
    by_target = defaultdict(lambda: ([], []))
    for at, rows in enumerate((train, test)):
        for row in rows:
            by_target[row[0]][at].append(row)
    answers, guesses, found = [], [], []
    for target in sorted({row[0] for row in test}):
        seen, judged = by_target[target]
        if not seen:
            raise SystemExit(f"no row to learn `{target}` from")
        own = list(labels_of([row[1] for row in seen], [row[2] for row in seen], [row[1] for row in judged]))
        found.append(f_avg([row[2] for row in judged], own))
        answers += [row[2] for row in judged]
        guesses += own
    return [*found, f_avg(answers, guesses)]


def f_avg(answers: Sequence[str], guesses: Sequence[str]) -> float:
    """Mean of the F1 of FAVOR and of AGAINST."""
    return float(f1_score(answers, guesses, labels=list(LABELS[:2]), average="macro", zero_division=0))


def default_labels(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
    model = fit(texts, {"stance": list(labels)}, codebook_of(sorted(set(labels))), settings=Settings(), jobs=1).model
    names = model.codebook.heads[0].names
    return [names[at] for at in model.predict(judged)["stance"].argmax(axis=1)]


def plain_labels(texts: Sequence[str], labels: Sequence[str], judged: Sequence[str]) -> list[str]:
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10, max_iter=1000))
    return list(model.fit(texts, labels).predict(judged))


def codebook_of(labels: Sequence[str]) -> Codebook:
    tables = "".join(f'[[heads.labels]]\nname = "{label}"\ndefinition = "{label}"\n' for label in labels)
    return parse_codebook(f'name = "target"\nversion = "1"\n[[heads]]\nname = "stance"\n{tables}')


if __name__ == "__main__":
    main()
