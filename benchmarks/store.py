"""How fast comments come into the store, and how soon the pages of the screen find them there.

``OMP_NUM_THREADS=1 python benchmarks/store.py [--comments N] [--scratch FOLDER]``

A table of comments beneath a thousand articles is read into a new SQLite store, each comment gets scores, and the
queries behind the pages are put five times each; medians. Rows a second are of processor time, queries of time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from scoring import machine

from classifier import places
from classifier.codebook import read_codebook
from classifier.files import read_jsonl
from classifier.flow.ingest import ingest
from classifier.records import Score
from classifier.store import LabelStore
from classifier.store.queries import NOT_REVIEWED, Filter, Queries

ROUNDS = 5
ARTICLES = 1000
PAGE = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--scratch", type=Path, help="Where the store may lie for a while.")
    options = parser.parse_args()
    random.seed(0)
    book = read_codebook(places.codebook_path())
    print(f"{options.comments:,} comments beneath {ARTICLES:,} articles, {machine()}.\n")
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        table = Path(folder, "comments.parquet")
        write_table(table, options.comments)
        store = LabelStore(Path(folder, "labels.db"))
        filling = {
            "table into the store": lambda: ingest([table], store, {"article": "article"}),
            "scores into the store": lambda: store.add_scores(scores(store, book)),
        }
        print("| filling | rows a second |\n|---|---|")
        for name, fill in filling.items():
            print(f"| {name} | {options.comments / seconds(fill, time.process_time):,.0f} |")
        print("\n| query | ms |\n|---|---|")
        for name, ask in queries(store, book).items():
            print(
                f"| {name} | {statistics.median(seconds(ask, time.perf_counter) for _ in range(ROUNDS)) * 1000:.1f} |"
            )
        print(f"\nThe store takes {Path(folder, 'labels.db').stat().st_size / 1e6:,.0f} MB.")


def write_table(path: Path, count: int) -> None:
    texts = [row["text"] for _, row in read_jsonl(places.labels_path())]
    rows = {
        "text": [f"{random.choice(texts)} {n}" for n in range(count)],
        "author": [f"reader {random.randrange(count // 10 + 1)}" for _ in range(count)],
        "article": [f"article {n * ARTICLES // count}" for n in range(count)],
    }
    pq.write_table(pa.table(rows), path)


def scores(store, book):
    """Scores of every comment, drawn at random."""
    for comment in store.comments():
        yield Score(comment.comment_id, "drawn", {head.name: drawn(head.names) for head in book.heads})


def drawn(names) -> dict[str, float]:
    parts = [random.random() for _ in names]
    return {name: part / sum(parts) for name, part in zip(names, parts, strict=True)}


def queries(store, book):
    asking = Queries(store, [head.name for head in book.heads], "drawn")
    head = book.heads[0]
    every = asking.matching(Filter())
    middle = every[len(every) // 2 :][:PAGE]
    article = store.documents()[ARTICLES // 2]["sha256"]
    return {
        "all articles with their numbers": store.documents,
        "ids of all comments": lambda: asking.matching(Filter()),
        "ids of one label": lambda: asking.matching(Filter(labels=((head.name, head.names[0]),))),
        "ids of unsure ones": lambda: asking.matching(Filter(most=0.4)),
        "ids of those not reviewed": lambda: asking.matching(Filter(reviewed=NOT_REVIEWED)),
        "ids of those with a word": lambda: asking.matching(Filter(text="corridor")),
        "ids of one article": lambda: asking.matching(Filter(sha256=article)),
        "one page of comments": lambda: asking.comments(middle),
        "the model's proposals for one page": lambda: asking.proposals(middle),
        "whether anything has changed": asking.state,
    }


def seconds(task, clock) -> float:
    began = clock()
    task()
    return clock() - began


if __name__ == "__main__":
    main()
