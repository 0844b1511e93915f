"""Damaged files of every kind: each is read, or refused in a sentence; nothing else may come out of it."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.cli import main
from classifier.codebook import parse_codebook
from classifier.errors import BelowlineError, CodebookError
from classifier.flow.ingest import ingest
from classifier.flow.labelled import read_labels
from classifier.flow.transfer import import_labels
from classifier.flow.upload import ingest_uploads
from classifier.reading.columns import columns_of
from classifier.store import LabelStore
from tests.attack.samples import CODEBOOK, DOCUMENTS, LABELS, damaged

seeds = st.integers(0, 2**32 - 1)
some = settings(max_examples=25, derandomize=True)
book = parse_codebook(CODEBOOK)
all_columns = columns_of(["text=text", "id=id", "author=author", "parent=parent", "votes=votes"])


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "codebook.toml").write_text(CODEBOOK)
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTS)
@some
@given(seed=seeds)
def test_a_damaged_document_is_taken_in_or_refused(name, seed, home):
    path = home / name
    path.write_bytes(damaged(DOCUMENTS[name], seed))
    columns = all_columns if name.startswith("table") else None
    with LabelStore("sqlite:///:memory:") as store:
        found = ingest([path], store, columns)
        assert len(found.added) == len(store.documents())
        assert all("\n" not in reason for reason in found.refused)


@pytest.mark.parametrize(
    "name", sorted(set(DOCUMENTS) - {"table.csv", "table.parquet", "table.jsonl", "table.jsonl.gz"})
)
@settings(max_examples=10, derandomize=True)
@given(seed=seeds, named=st.text(max_size=40))
def test_a_damaged_upload_shows_no_path_of_the_server(name, seed, named, home):
    with LabelStore("sqlite:///:memory:") as store:
        found = ingest_uploads([(f"{named}/{name}", damaged(DOCUMENTS[name], seed))], store)
        assert not [said for said in (*found.refused, *found.notes, *found.added) if "belowline-" in said]


@pytest.mark.parametrize(("fmt", "name"), LABELS)
@some
@given(seed=seeds)
def test_damaged_labels_are_taken_in_whole_or_refused(fmt, name, seed, home):
    path = home / name
    path.write_bytes(damaged(LABELS[fmt, name], seed))
    with LabelStore("sqlite:///:memory:") as store:
        try:
            added = import_labels(store, path, book, fmt)
        except BelowlineError:
            added = None
        assert len(store.history()) == (added.acts if added else 0)


@pytest.mark.parametrize("name", ["labels.jsonl", "labels.csv", "labels.parquet"])
@some
@given(seed=seeds)
def test_a_damaged_training_set_is_read_or_refused(name, seed, home):
    path = home / name
    path.write_bytes(damaged(next(raw for (_, known), raw in LABELS.items() if known == name), seed))
    try:
        rows = read_labels(path, book)
    except BelowlineError:
        return
    assert all(set(row.labels.values()) <= {"for", "against"} for row in rows)


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ["text", "id", "comment_id", "author", "votes", "start_line", "posted_at", "parent_id", "sha256", "document"]
_NAMES += ["position", "annotations", "split", "writer", "parent"]


@some
@given(rows=st.lists(st.dictionaries(st.sampled_from(_NAMES), _values | st.just("for"), min_size=1), max_size=4))
def test_rows_of_any_values_are_taken_in_or_refused(rows, home):
    path = home / "labels.jsonl"
    path.write_text("".join(json.dumps({"text": "a", "position": "for"} | row) + "\n" for row in rows))
    for attempt in (lambda s: import_labels(s, path, book), lambda s: ingest([path], s, all_columns)):
        with LabelStore("sqlite:///:memory:") as store:
            try:
                attempt(store)
            except BelowlineError:
                assert not store.documents()


@settings(max_examples=300, derandomize=True)
@given(seed=seeds)
def test_a_damaged_codebook_is_read_or_refused(seed):
    try:
        text = damaged(CODEBOOK.encode(), seed).decode()
    except UnicodeDecodeError:
        return
    try:
        found = parse_codebook(text)
    except CodebookError:
        return
    assert len({label.shortcut for head in found.heads for label in head.labels if label.shortcut}) >= 2


@settings(max_examples=60, derandomize=True)
@given(data=st.dictionaries(st.sampled_from(["name", "version", "title", "heads", "mirror"]), _values))
def test_a_codebook_of_any_values_is_refused(data):
    lines = [f"{key} = {json.dumps(value)}" for key, value in data.items() if not isinstance(value, dict)]
    with pytest.raises(CodebookError):
        parse_codebook("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000,
        "[" + "a." * 20_000 + "a]",
        "a." * 20_000 + "a = 1",
        "a = " + "9" * 10_000,
        "a = 1e999999999",
        "[[heads]]\n" * 3_000,
        'name = "a"\n' + "".join(f"k{n} = 1\n" for n in range(20_000)),
        "a = " + "{b = " * 9_000,
    ],
)
def test_an_endless_codebook_is_refused(text, contained):
    assert contained(lambda: parse_codebook(text)).startswith("refused")


@settings(max_examples=25, derandomize=True)
@given(seed=seeds, name=st.sampled_from(sorted(DOCUMENTS)))
def test_the_command_line_never_shows_a_traceback(seed, name, home):
    path = home / name
    path.write_bytes(damaged(DOCUMENTS[name], seed))
    for command in (["segment", str(path)], ["add", str(path)]):
        done = CliRunner().invoke(main, command)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code in (0, 2, 3)
