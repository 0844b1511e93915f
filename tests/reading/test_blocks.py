"""Tables read in blocks give what reading them row by row gives."""

import datetime
import json
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading import columns, read_documents, tables
from classifier.reading.outcomes import Note, Reject
from classifier.records import Document, Segment, comment_id, digest, source_comment_id

COLUMNS = ("text", "author", "posted_at", "nr", "to", "up", "url")
NAMED = {"id": "nr", "parent": "to", "votes": "up", "article": "url"}
ORPHAN = "comments whose parent is in no row, given without it"
EPOCH = "times read as seconds since 1970"
WRITTEN = "times that are not ISO 8601, kept as they are written"
NO_VOTES = "votes that are no whole number, left out"


class RowByRow:
    """What the rows of a table mean, told one after another."""

    def __init__(self, name, sha256, rows, named):
        self.name, self.sha256, self.named = name, sha256, named
        self.seen, self.again, self.counts = set(), Counter(), Counter()
        self.known = {own for _, row in rows if (own := self.source_id(row, "id"))}
        found = [self.comment(line, row) for line, row in rows]
        self.comments = [item for item in found if isinstance(item, Segment)]
        self.rejects = [item for item in found if isinstance(item, Reject)]

    def article(self, row):
        article = columns._identity(row.get(self.named.get("article", "")))
        if article is None:
            return self.name, self.sha256
        return f"{self.name}: {article}", digest(self.sha256, "table", article, length=64)

    def source_id(self, row, role):
        identity = columns._identity(row.get(self.named.get(role, "")))
        return identity and source_comment_id(self.article(row)[1], identity)

    def comment(self, line, row):
        text = row.get("text")
        if text is None:
            return Reject(self.name, line, "has no `text`; name the column with --column text=text")
        if not isinstance(text, str):
            return Reject(self.name, line, "`text` is not a text")
        if not text.strip():
            return Reject(self.name, line, "`text` is empty")
        if any("\ud800" <= character <= "\udfff" for character in text):
            return Reject(self.name, line, "`text` holds half a character (a lone surrogate)")
        own, (name, sha256) = self.source_id(row, "id"), self.article(row)
        if own in self.seen:
            identity = columns._identity(row[self.named["id"]])
            return Reject(self.name, line, f"its id `{identity}` is that of an earlier row")
        identity = own or comment_id(sha256, text, self.again[sha256, text])
        self.seen.add(identity)
        self.again[sha256, text] += not own
        told = (self.time(row.get("posted_at")), self.parent(row), self.votes(row.get(self.named.get("votes", ""))))
        end = line + text.count("\n") * self.name.endswith(".csv")
        author = columns._identity(row.get("author"))
        return Segment(name, sha256, "comment", line, end, text, 1.0, identity, author, *told)

    def time(self, value):
        if isinstance(value, datetime.datetime):
            return value.isoformat()
        number = columns._number(value)
        if number is not None and 10**8 <= number < 10**11:
            self.counts[EPOCH] += 1
            return datetime.datetime.fromtimestamp(number, datetime.UTC).isoformat()
        written = columns._identity(value)
        self.counts[WRITTEN] += written is not None and not columns._is_iso(written)
        return written

    def parent(self, row):
        parent = self.source_id(row, "parent")
        self.counts[ORPHAN] += parent is not None and parent not in self.known
        return parent if parent in self.known else None

    def votes(self, value):
        number = columns._number(value)
        if number is not None and number == int(number):
            return int(number)
        self.counts[NO_VOTES] += columns._identity(value) is not None
        return None


TEXTS = st.one_of(
    st.sampled_from(["This.", "This.", "no\nand no", " ", "\u00a0\u2003", "\x1c", "\x85", "é", "\u3000а"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), min_size=1, max_size=8),
)
IDS = st.sampled_from([None, "1", "2", " ", "x y", "é"])
ROW = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "author": st.sampled_from([None, "Ann", " "]),
        "posted_at": st.sampled_from([None, "2024-03-05", "yesterday", "1700000000"]),
        "nr": IDS,
        "to": IDS,
        "up": st.sampled_from([None, "+3", "many", "2.5", "-1"]),
        "url": st.sampled_from([None, "a", "b"]),
    }
)
STRANGE = st.sampled_from([None, 7, 1.5, True, [1], "\ud800", "x\udfff", " ", "fine"])
STRANGE_ID = st.sampled_from([None, 1, 1.0, 1.5, True, 10**30, float("nan"), "1", {"a": 1}])


def check(path, rows, named):
    found = list(read_documents(path, named))
    documents = [item for item in found if isinstance(item, Document)]
    sha256 = tables_digest(path)
    expected = RowByRow(path.name, sha256, rows, named)
    assert [item for item in found if isinstance(item, Segment)] == expected.comments
    assert [item for item in found if isinstance(item, Reject)] == expected.rejects
    told = {note.text for note in found if isinstance(note, Note) and "no row has the column" not in note.text}
    assert told == {f"{reason}: {count:,}" for reason, count in expected.counts.items() if count}
    assert [d.name for d in documents] == list(dict.fromkeys(part.document for part in expected.comments))


def tables_digest(path):
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(params=[3, 20_000])
def size(request, monkeypatch):
    monkeypatch.setattr(tables, "BATCH", request.param)


@given(rows=st.lists(ROW, max_size=12), named=st.sampled_from([{}, NAMED]))
@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
def test_blocks_tell_what_rows_tell(tmp_path, size, suffix, rows, named):
    path = tmp_path / f"t{suffix}"
    lines = range(1, len(rows) + 1)
    if suffix == ".parquet":
        schema = pa.schema([(name, pa.string()) for name in COLUMNS])
        pq.write_table(pa.Table.from_pylist(rows, schema), path, row_group_size=5)
    elif suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    else:
        rows = [{name: value or "" for name, value in row.items()} for row in rows]
        lines = write_csv(path, rows)
    check(path, list(zip(lines, rows, strict=True)), named)


def write_csv(path, rows):
    """Physical lines of the rows."""
    import csv

    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        writer.writerows([row[name] for name in COLUMNS] for row in rows)
    line, found = 2, []
    for row in rows:
        found.append(line)
        line += 1 + sum(row[name].count("\n") for name in COLUMNS)
    return found


@given(
    rows=st.lists(
        st.fixed_dictionaries({"text": STRANGE, "nr": STRANGE_ID, "to": STRANGE_ID, "up": STRANGE_ID}), max_size=8
    )
)
def test_strange_values_of_json_are_told_apart(tmp_path, size, rows):
    path = tmp_path / "t.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    named = {role: NAMED[role] for role in ("id", "parent", "votes")}
    check(path, list(enumerate(rows, 1)), named)


@pytest.mark.parametrize("kind", ["large_string", "string_view", "dictionary<values=string, indices=int32>"])
def test_texts_of_any_arrow_type_are_read(tmp_path, kind):
    kind = pa.dictionary(pa.int32(), pa.string()) if kind.startswith("dict") else getattr(pa, kind)()
    pq.write_table(pa.table({"text": pa.array(["a", None, "é"]).cast(kind)}), tmp_path / "t.parquet")
    found = list(read_documents(tmp_path / "t.parquet"))
    assert [part.text for part in found if isinstance(part, Segment)] == ["a", "é"]
    assert [part.line for part in found if isinstance(part, Reject)] == [2]


def test_a_parquet_text_that_is_not_utf8_is_set_aside_alone(tmp_path):
    texts = pa.array([b"fine", b"caf\xe9", b"too"]).view(pa.string())
    pq.write_table(pa.table({"text": texts, "nr": [1, 2, 3]}), tmp_path / "t.parquet")
    found = list(read_documents(tmp_path / "t.parquet", {"id": "nr"}))
    assert [part.text for part in found if isinstance(part, Segment)] == ["fine", "too"]
    assert [(part.line, part.reason) for part in found if isinstance(part, Reject)] == [
        (2, "`text` is bytes, and not a text")
    ]


def test_of_a_parquet_file_no_more_columns_are_read_than_are_needed(tmp_path, monkeypatch):
    pq.write_table(pa.table({"text": ["a"], "author": ["ann"], "other": ["x" * 1000]}), tmp_path / "t.parquet")
    read = []
    real = pq.ParquetFile.iter_batches

    def watched(self, *given, **named):
        for batch in real(self, *given, **named):
            read.extend(batch.schema.names)
            yield batch

    monkeypatch.setattr(pq.ParquetFile, "iter_batches", watched)
    assert len(list(read_documents(tmp_path / "t.parquet"))) == 2
    assert read == ["text", "author"]


def test_every_blank_character_counts_as_blank():
    blanks = [chr(code) for code in range(0x110000) if chr(code).isspace()]
    assert all(columns._is_blank(blank.encode()) for blank in blanks)
    assert not any(columns._is_blank(text.encode()) for text in ("а", "\u200b", "ա", "€", "x", "\u2060"))
