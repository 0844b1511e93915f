"""The shipped labels keep the promises of `labels/README.md`."""

import json
from collections import Counter

import pytest

from classifier.codebook import read_codebook
from classifier.flow.label_report import label_report
from classifier.places import codebook_path, labels_path

BOOK = read_codebook(codebook_path())


@pytest.fixture(scope="module")
def rows():
    with open(labels_path(), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_there_are_enough_rows_and_each_is_whole(rows):
    assert len(rows) >= 5000
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert {"id", "text", "stance", "quality", "split", "source"} <= row.keys()
        assert 1 <= len(row["text"].split()) <= 130
        assert row["split"] in ("train", "test")


def test_no_writer_is_on_both_sides_of_the_split(rows):
    splits = {}
    for row in rows:
        splits.setdefault(row["source"], set()).add(row["split"])
    assert all(len(found) == 1 for found in splits.values())
    assert sum(found == {"test"} for found in splits.values()) >= 3


def test_labels_are_balanced_and_both_sides_alike(rows):
    for head in BOOK.heads:
        counts = Counter(row[head.name] for row in rows)
        assert max(counts.values()) <= 1.25 * min(counts.values()), counts
    first, second = BOOK.head("stance").opposed
    for quality in BOOK.head("quality").names:
        counts = Counter(row["stance"] for row in rows if row["quality"] == quality)
        assert abs(counts[first] - counts[second]) <= 0.1 * counts[first], quality


def test_every_row_has_a_second_vote_and_annotators_agree():
    report = label_report(labels_path(), BOOK)
    for head in report.heads:
        assert head.agreement.items == report.rows
        assert head.agreement.alpha > 0.8


def test_length_does_not_give_the_quality_away():
    quality = next(h for h in label_report(labels_path(), BOOK).heads if h.head.name == "quality")
    assert quality.length_macro_f1 < 0.32


def test_hard_rows_are_many(rows):
    assert sum(row["hard"] for row in rows) >= 0.4 * len(rows)


def test_no_text_stands_twice(rows):
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.7, num_perm=64)
    for row in rows:
        words = row["text"].lower().split()
        sketch = MinHash(num_perm=64)
        sketch.update_batch([" ".join(words[n : n + 3]).encode() for n in range(max(1, len(words) - 2))])
        assert len(words) < 5 or not lsh.query(sketch), row["id"]
        lsh.insert(row["id"], sketch)
