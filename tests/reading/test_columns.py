import datetime
import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.reading import read_documents
from classifier.reading.blocks import Block
from classifier.reading.columns import Rows, columns_of
from classifier.reading.outcomes import Note, Reject
from classifier.reading.sources import blocks_from
from classifier.reading.tables import Row, RowBatch
from classifier.records import Document, Segment


def read(path, raw, *pairs):
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return list(read_documents(path, columns_of(pairs)))


def of(kind, found):
    return [item for item in found if isinstance(item, kind)]


def blocks_of(raw, named):
    return of(Block, blocks_from(["-"], lambda _: [], io.BytesIO(raw), named))


def notes(found):
    return [note.text for note in of(Note, found)]


def test_named_columns_fill_the_fields_of_comments(tmp_path):
    raw = "nr,user,body,when,up,to\n1,ann,First,2024-03-05T06:07:08Z,+3,\n2,bob,Second,1700000000,-1,1\n"
    found = read(
        tmp_path / "t.csv", raw, "text=body", "author=user", "posted_at=when", "votes=up", "id=nr", "parent=to"
    )
    first, second = of(Segment, found)
    assert (first.author, first.posted_at, first.votes, first.parent_id) == ("ann", "2024-03-05T06:07:08Z", 3, None)
    assert (second.posted_at, second.votes, second.parent_id) == ("2023-11-14T22:13:20+00:00", -1, first.comment_id)
    assert notes(found) == ["times read as seconds since 1970: 1"]


def test_the_rows_of_an_article_are_a_document_of_their_own(tmp_path):
    raw = "text,url\na,x\nb,y\nc,x\nd,\n"
    found = read(tmp_path / "t.csv", raw, "document=url")
    assert [document.name for document in of(Document, found)] == ["t.csv: x", "t.csv: y", "t.csv"]
    assert [(part.text, part.document) for part in of(Segment, found)] == [
        ("a", "t.csv: x"), ("b", "t.csv: y"), ("c", "t.csv: x"), ("d", "t.csv"),
    ]  # fmt: skip
    assert len({part.sha256 for part in of(Segment, found)}) == 3


def test_answers_may_stand_before_what_they_answer(tmp_path):
    raw = '{"id": 2, "text": "answer", "to": 1}\n{"id": 1, "text": "question", "to": null}\n{"id": 3, "text": "x", "to": 9}\n'
    found = read(tmp_path / "t.jsonl", raw, "id=id", "parent=to")
    answer, question, orphan = of(Segment, found)
    assert answer.parent_id == question.comment_id
    assert orphan.parent_id is None
    assert notes(found) == ["comments whose parent is in no row, given without it: 1"]


def test_an_id_that_comes_twice_is_set_aside(tmp_path):
    found = read(tmp_path / "t.csv", "id,text\n7,a\n7,b\n", "id=id")
    assert [part.text for part in of(Segment, found)] == ["a"]
    assert [(reject.line, reject.reason) for reject in of(Reject, found)] == [
        (3, "its id `7` is that of an earlier row")
    ]


def test_many_rows_of_one_id_cost_no_more_than_many_of_their_own():
    """Each row is looked at a few times, not once for every other."""
    read = []

    class Watched(RowBatch):
        def column(self, name):
            read.append(len(self.rows))
            return super().column(name)

    rows = Rows("t.jsonl", "00", {"id": "id"})
    found = list(rows.blocks([Watched([Row(n, {"id": 7, "text": "a"}) for n in range(1, 3001)])]))
    assert len(of(Reject, found)) == 2999
    assert sum(read) <= 4 * 3000


def test_an_article_with_half_a_character_in_its_name_can_be_written(tmp_path):
    found = read(tmp_path / "t.jsonl", '{"text": "a", "url": "x\\ud800"}\n', "article=url")
    assert of(Document, found)[0].name == "t.jsonl: x\\ud800"


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet"])
def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path, suffix):
    path = tmp_path / f"t.{suffix}"
    if suffix == "parquet":
        pq.write_table(pa.table({"nr": [1], "body": ["x"]}), path)
    else:
        path.write_text("nr,body\n1,x\n".replace(",", "\t" if suffix == "tsv" else ","))
    (reject,) = read_documents(path)
    assert reject.reason == (
        "has no column `text` (its columns: nr, body); name the one with the comments, as with --column text=body"
    )
    (reject,) = read_documents(path, {"text": "body", "author": "who"})
    assert reject.reason == (
        "has no column `who` (its columns: nr, body); name one of them with --column author=COLUMN"
    )
    assert [part.text for part in of(Segment, read_documents(path, {"text": "body"}))] == ["x"]


def test_json_rows_say_what_is_missing(tmp_path):
    found = read(tmp_path / "t.jsonl", '{"body": "x"}\n{"body": "y"}\n')
    assert found[0].reason == "has no `text`; name the column with --column text=body"
    found = read(tmp_path / "t.jsonl", '{"body": "x"}\n', "text=body", "author=who")
    assert notes(found) == ["no row has the column `who`, named for `author`"]


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        (["text:body"], "ROLE=COLUMN"),
        (["words=body"], "the roles are text, author"),
        (["text="], "ROLE=COLUMN"),
        (["text=a", "text=b"], "two columns"),
        (["article=a", "document=b"], "two columns"),
        (["parent=p"], "needs the `id` column"),
    ],
)
def test_mappings_that_make_no_sense_are_refused(pairs, reason):
    with pytest.raises(InputError, match=reason):
        columns_of(pairs)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_tables_in_other_encodings_are_read_and_said(tmp_path, encoding, suffix):
    texts = [f"Café “{n}” — à côté…" for n in range(3000)]
    rows = {".csv": ["text", *texts], ".jsonl": [f'{{"text": "{text}"}}' for text in texts]}[suffix]
    found = read(tmp_path / f"t{suffix}", ("\n".join(rows) + "\n").encode(encoding))
    assert [part.text for part in of(Segment, found)] == texts
    assert bool(notes(found)) == (encoding in ("cp1252", "utf-16-le"))


def test_an_encoding_that_shows_late_is_found(tmp_path):
    rows = ["text", *["plain words " * 10] * 5000, "déjà vu à Paris"]
    found = read(tmp_path / "t.csv", "\n".join(rows).encode("cp1252"))
    assert of(Segment, found)[-1].text == "déjà vu à Paris"
    assert notes(found) == ["read as windows-1252: it is not valid UTF-8"]


def test_semicolons_are_noticed_and_said(tmp_path):
    found = read(tmp_path / "t.csv", "text;author\nWell, no;ann\n")
    assert [(part.text, part.author) for part in of(Segment, found)] == [("Well, no", "ann")]
    assert notes(found) == ["read as divided by semicolons"]


def test_columns_of_one_name_are_refused(tmp_path):
    (reject,) = read(tmp_path / "t.csv", "text,text\na,b\n")
    assert "two columns called `text`" in reject.reason


def test_packed_tables_are_read(tmp_path):
    found = read(tmp_path / "t.csv.gz", gzip.compress(b"text\nhello\n"))
    assert [part.text for part in of(Segment, found)] == ["hello"]


def test_values_that_are_none_are_said(tmp_path):
    found = read(tmp_path / "t.csv", "text,posted_at,up\na,yesterday,many\n", "votes=up")
    (part,) = of(Segment, found)
    assert (part.posted_at, part.votes) == ("yesterday", None)
    assert notes(found) == [
        "times that are not ISO 8601, kept as they are written: 1",
        "votes that are no whole number, left out: 1",
    ]


def test_typed_values_of_parquet_are_taken_as_they_are(tmp_path):
    when = datetime.datetime(2024, 3, 5, 6, 7, 8)
    table = pa.table(
        {"text": ["a", "b"], "posted_at": [when, None], "n": [1.0, 2.0], "up": [4, None], "to": [None, 1.0]}
    )
    pq.write_table(table, tmp_path / "t.parquet")
    named = columns_of(["id=n", "votes=up", "parent=to"])
    first, second = of(Segment, read_documents(tmp_path / "t.parquet", named))
    assert (first.posted_at, first.votes, second.votes) == ("2024-03-05T06:07:08", 4, None)
    assert second.parent_id == first.comment_id


def test_standard_input_can_have_named_columns():
    raw = b'{"body": "a", "n": "x"}\n{"body": "b", "n": "y", "to": "x"}\n'
    named = columns_of(["text=body", "id=n", "parent=to"])
    (block,) = blocks_of(raw, named)
    first, second = block.comments()
    assert second.parent_id == first.comment_id
    (plain,) = blocks_of(b"one\ntwo\n", named)
    assert plain.text == [b"one", b"two"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=6))
def test_any_text_of_a_table_comes_out_as_it_was(tmp_path_factory, texts):
    import csv

    path = tmp_path_factory.mktemp("t") / "t.csv"
    with open(path, "w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([["nr", "body"], *enumerate(texts)])
    found = list(read_documents(path, {"text": "body", "id": "nr"}))
    assert [part.text for part in of(Segment, found)] == texts
    assert notes(found) == []
