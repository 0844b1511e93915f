"""A copy of a store in use is whole, and comes back whole."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta

import pytest

from classifier.errors import InputError, OutputError, StoreError
from classifier.records import Comment, Document, comment_id
from classifier.store import LabelStore
from classifier.store.backup import back_up, restore

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHA = "ab" * 32


@pytest.fixture
def place(tmp_path):
    """A store with one comment that ann has labelled."""
    path = tmp_path / "labels.db"
    with LabelStore(path) as store:
        comment = Comment(comment_id(SHA, "Yes", 0), "page.txt", SHA, 1, 1, "Yes")
        store.add_document(Document("page.txt", SHA, "text", "Yes"), [], [comment], NOW)
        store.annotate(comment.comment_id, "h", "a", "ann", NOW)
    return path


def history(path):
    with LabelStore(path) as store:
        return store.history()


def change(path, label="b"):
    with LabelStore(path) as store:
        store.annotate(store.comments()[0].comment_id, "h", label, "bo", NOW + timedelta(hours=1))


def test_a_copy_comes_back_whole_and_what_was_there_is_kept(place, tmp_path):
    before = history(place)
    made = back_up(place, tmp_path / "copy.db")
    assert (made.documents, made.comments, made.annotations) == (1, 1, 1)
    change(place)
    after = history(place)
    restored, kept = restore(tmp_path / "copy.db", place, NOW)
    assert restored == made
    assert history(place) == before
    assert history(kept) == after
    assert history(tmp_path / "copy.db") == before


def test_a_copy_goes_into_a_place_where_there_is_nothing(place, tmp_path):
    back_up(place, tmp_path / "copy.db")
    assert restore(tmp_path / "copy.db", tmp_path / "new.db", NOW)[1] is None
    assert history(tmp_path / "new.db") == history(place)


def test_a_copy_is_made_while_others_write(place, tmp_path):
    done = threading.Event()

    def write():
        for n in range(40):
            change(place, "ab"[n % 2])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    counts = []
    while not done.is_set():
        counts.append(back_up(place, tmp_path / f"copy{len(counts)}.db").annotations)
    writer.join()
    assert counts == sorted(counts)
    assert [len(history(tmp_path / f"copy{n}.db")) for n in range(len(counts))] == counts


def test_others_who_have_the_store_open_see_what_was_restored(place, tmp_path):
    back_up(place, tmp_path / "copy.db")
    with LabelStore(place) as opened:
        opened.annotate(opened.comments()[0].comment_id, "h", "b", "bo", NOW)
        restore(tmp_path / "copy.db", place, NOW)
        assert [act.label for act in opened.history()] == ["a"]
        assert opened.annotate(opened.comments()[0].comment_id, "h", "b", "bo", NOW)
    assert len(history(place)) == 2


def test_a_damaged_store_is_moved_aside_and_replaced(place, tmp_path):
    back_up(place, tmp_path / "copy.db")
    before = history(place)
    raw = b"not a database" * 999
    place.write_bytes(raw)
    _contents, kept = restore(tmp_path / "copy.db", place, NOW)
    assert history(place) == before
    assert kept.read_bytes() == raw


def test_a_copy_that_is_cut_or_is_none_changes_nothing(place, tmp_path):
    back_up(place, tmp_path / "copy.db")
    raw = (tmp_path / "copy.db").read_bytes()
    for name, contents in {"cut.db": raw[: len(raw) // 2], "text.db": b"hello" * 99, "empty.db": b""}.items():
        (tmp_path / name).write_bytes(contents)
        with pytest.raises(StoreError):
            restore(tmp_path / name, place, NOW)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE t (a)")
    with pytest.raises(StoreError, match="not a belowline store"):
        restore(tmp_path / "other.db", place, NOW)
    assert len(history(place)) == 1
    assert not list(tmp_path.glob("*.before-*"))


def test_a_copy_of_a_newer_version_is_refused(place, tmp_path):
    back_up(place, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as db:
        db.execute("UPDATE about SET value = '99'")
    with pytest.raises(StoreError, match="newer"):
        restore(tmp_path / "copy.db", place, NOW)


def test_nothing_is_written_over(place, tmp_path):
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(OutputError, match="stands there already"):
        back_up(place, tmp_path / "copy.db")
    with pytest.raises(InputError, match="the store itself"):
        restore(place, place, NOW)
    with pytest.raises(InputError, match="no label store"):
        back_up(tmp_path / "none.db", tmp_path / "copy2.db")
    with pytest.raises(InputError, match="no such file"):
        restore(tmp_path / "none.db", place, NOW)
    assert not (tmp_path / "none.db").exists()


def test_postgresql_has_tools_of_its_own(tmp_path):
    with pytest.raises(StoreError, match="pg_dump"):
        back_up("postgresql+psycopg://ann:secret@localhost/labels", tmp_path / "copy")
