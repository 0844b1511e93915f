"""Lists of comments as files."""

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.flow.exchange import as_written
from classifier.flow.listing import listed, written
from classifier.records import Comment, Document, Score
from classifier.store import LabelStore
from classifier.store.queries import Queries

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


def rows_of(store, book, texts, said=()):
    comments = [Comment(f"c{n}", "page", "a" * 64, n + 1, n + 1, text) for n, text in enumerate(texts)]
    store.add_document(Document("page", "a" * 64, "text", "…"), [], comments, NOW)
    shares = {"for": 0.2, "against": 0.5, "undecided": 0.3}
    store.add_scores([Score(one.comment_id, "v1", {"position": shares}) for one in comments])
    for key, label, who in said:
        store.annotate(key, "position", label, who, NOW)
    ids = [one.comment_id for one in reversed(comments)]
    return list(listed(ids, Queries(store, ["position"], "v1"), book, {"c0": 3}))


@pytest.fixture
def store(tmp_path):
    with LabelStore(tmp_path / "labels.db") as opened:
        yield opened


def test_a_row_says_whose_label_it_is_and_what_the_model_proposes(store, toy_book):
    second, first = rows_of(store, toy_book, ["one", "two"], [("c0", "for", "ann")])
    assert (first["position"], first["position_is"], first["position_by"]) == ("for", "reviewed", "ann")
    assert (first["position_proposed"], first["position_confidence"], first["p_for"]) == ("against", 0.5, 0.2)
    assert (second["position"], second["position_is"], second["position_by"]) == ("against", "proposal", None)
    assert (first["comments_like_it"], second["comments_like_it"]) == (3, 1)
    assert first["model_version"] == "v1"


@given(texts=st.lists(TEXT, min_size=1, max_size=4), who=TEXT.filter(str.strip))
def test_every_kind_of_file_holds_the_same_and_csv_runs_nothing(tmp_path_factory, toy_book, texts, who):
    with LabelStore(tmp_path_factory.mktemp("listed") / "labels.db") as store:
        rows = rows_of(store, toy_book, texts, [("c0", "for", who)])
    assert [json.loads(line) for line in written(rows, "jsonl", toy_book).decode().split("\n")[:-1]] == rows
    assert pq.read_table(io.BytesIO(written(rows, "parquet", toy_book))).to_pylist() == rows
    cells = list(csv.DictReader(io.StringIO(written(rows, "csv", toy_book).decode(), newline="")))
    assert [as_written(cell["text"]) for cell in cells] == [row["text"] for row in rows]
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells for value in cell.values())
