import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifier.codebook import parse_codebook
from classifier.errors import LabelsError
from classifier.flow.labelled import LabelledRow, labels_digest, merge, read_labels, store_rows
from classifier.records import Comment, Document
from classifier.store import LabelStore

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXTS = ("Build it", "Never", "When?")


def filled(store):
    comments = [Comment(f"c{n}", "page.txt", "ab" * 32, n, n, text) for n, text in enumerate(TEXTS, 1)]
    store.add_document(Document("page.txt", "ab" * 32, "text", "\n".join(TEXTS)), [], comments, NOW)
    return comments


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_rows_may_know_one_head_only_and_name_their_group(tmp_path, toy_book):
    path = write(tmp_path / "l.jsonl", [{"text": "x", "position": "for", "writer": "w1", "split": "test"}])
    assert read_labels(path, toy_book) == [LabelledRow("x", {"position": "for"}, "test", "writer:w1")]


def test_csv_labels_are_read_too(tmp_path, toy_book):
    path = tmp_path / "l.csv"
    path.write_text("text,position\nx,against\n", "utf-8")
    assert read_labels(path, toy_book)[0].labels == {"position": "against"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"text": "x", "position": "maybe"}, "the codebook has for, against, undecided"),
        ({"text": "x"}, "has no `position`"),
        ({"text": " ", "position": "for"}, "has no `text`"),
        ({"text": "x", "position": "for", "split": "dev"}, "must be train or test"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_its_line(tmp_path, toy_book, row, reason):
    path = write(tmp_path / "l.jsonl", [{"text": "ok", "position": "for"}, row])
    with pytest.raises(LabelsError) as caught:
        read_labels(path, toy_book)
    assert f"{path}, line 2:" in str(caught.value)
    assert reason in str(caught.value)


def test_an_empty_file_is_refused(tmp_path, toy_book):
    with pytest.raises(LabelsError, match="no labelled rows"):
        read_labels(write(tmp_path / "l.jsonl", []), toy_book)


def test_a_correction_overrules_what_was_shipped():
    shipped = LabelledRow("x", {"a": "1", "b": "2"}, "train", "g")
    corrected = LabelledRow("x", {"a": "9"}, None, "h")
    assert merge([shipped, corrected]) == [LabelledRow("x", {"a": "9", "b": "2"}, "train", "g")]


def test_the_digest_knows_rows_but_not_their_order():
    rows = [LabelledRow("x", {"a": "1"}, None, "g"), LabelledRow("y", {"a": "2"}, None, "g")]
    assert labels_digest(rows) == labels_digest(rows[::-1])
    assert labels_digest(rows) != labels_digest(rows[:1])


def test_a_parent_is_named_by_id_or_given_as_text(tmp_path, toy_book):
    rows = [
        {"id": "a", "text": "Build it", "position": "for"},
        {"id": "b", "text": "Never", "position": "against", "parent": "a"},
        {"id": "c", "text": "Why not?", "position": "for", "parent": "I would not build it"},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    read = read_labels(path, toy_book)
    assert [row.parent for row in read] == [None, "Build it", "I would not build it"]
    assert [row.parent for row in merge(read)] == [row.parent for row in read]
    assert labels_digest(read) != labels_digest([replace(row, parent=None) for row in read])


def test_what_people_differ_on_is_set_aside_head_by_head(tmp_path):
    two = parse_codebook(
        'name = "t"\nversion = "1"\n'
        + "".join(
            f'[[heads]]\nname = "{head}"\n'
            + "".join(f'[[heads.labels]]\nname = "{label}"\ndefinition = "d"\n' for label in "ab")
            for head in ("h", "g")
        )
    )
    with LabelStore(tmp_path / "labels.db") as store:
        one, other, _ = filled(store)
        for head in ("h", "g"):
            store.annotate(one.comment_id, head, "a", "ann", NOW)
        store.annotate(one.comment_id, "h", "b", "bob", NOW)
        store.annotate(other.comment_id, "h", "a", "ann", NOW)
        store.annotate(other.comment_id, "h", "b", "bob", NOW)
        found = store_rows(store, two)
        assert [(row.text, row.labels) for row in found.rows] == [(one.text, {"g": "a"})]
        assert found.set_aside.endswith("as people differ: h of 2 comments")
        store.settle(other.comment_id, "h", "a", "cy", NOW)
        assert [row.labels for row in store_rows(store, two).rows] == [{"g": "a"}, {"h": "a"}]
        store.settle(one.comment_id, "h", "b", "cy", NOW)
        assert store_rows(store, two).set_aside == ""
