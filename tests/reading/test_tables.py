import json

import pytest

from classifier.errors import InputError
from classifier.reading.tables import Reject, Row, read_table


def table(path, text):
    path.write_text(text, "utf-8")
    return list(read_table(path))


def test_csv_rows_carry_their_lines(tmp_path):
    rows = table(tmp_path / "t.csv", 'text,author\n"two\nlines",ann\nno,bob\n')
    assert rows == [Row(2, {"text": "two\nlines", "author": "ann"}), Row(4, {"text": "no", "author": "bob"})]


def test_tsv_is_split_at_tabs(tmp_path):
    assert table(tmp_path / "t.tsv", "text\tauthor\na, b\tann\n") == [Row(2, {"text": "a, b", "author": "ann"})]


def test_ragged_and_undecodable_csv_rows_are_set_aside(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(
        "text,author\nfine,ann\nonly one\nbad \udcff byte,bob\ncafé too,cy\n".encode("utf-8", "surrogateescape")
    )
    rows = list(read_table(path))
    assert [r.line for r in rows if isinstance(r, Reject)] == [3, 4]
    assert [r.line for r in rows if isinstance(r, Row)] == [2, 5]


def test_broken_json_lines_are_set_aside(tmp_path):
    rows = table(tmp_path / "t.jsonl", '{"text": "a"}\n{"text": \n[1]\n\n{"text": "b"}\n')
    assert [(type(r).__name__, r.line) for r in rows] == [
        ("Row", 1),
        ("Reject", 2),
        ("Reject", 3),
        ("Row", 5),
    ]
    assert "not valid JSON" in rows[1].reason


def test_deeply_nested_json_is_set_aside(tmp_path):
    (row,) = table(tmp_path / "t.jsonl", "[" * 200_000 + "\n")
    assert isinstance(row, Reject)


def test_parquet_rows_are_read_in_order(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["a", None, "c"]}), path)
    assert list(read_table(path)) == [Row(1, {"text": "a"}), Row(2, {"text": None}), Row(3, {"text": "c"})]


def test_a_cut_parquet_file_is_said_so(tmp_path):
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match="not a readable Parquet file"):
        list(read_table(path))


def test_a_table_that_vanished_is_said_so(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read_table(tmp_path / "none.jsonl"))


def test_any_json_value_is_carried(tmp_path):
    value = {"text": "é\u2028", "n": [1, {"a": None}]}
    assert table(tmp_path / "t.jsonl", json.dumps(value, ensure_ascii=False))[0].values == value
