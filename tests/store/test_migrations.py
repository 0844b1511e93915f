"""An older store is brought up to date without loss; a newer one is left alone."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from classifier.errors import StoreError
from classifier.records import Document
from classifier.segmenter import comments_of, segment
from classifier.store import LabelStore, schema
from classifier.store.database import store_url
from classifier.store.migrations import upgrade
from classifier.store.votes import unresolved, votes

SHA = "cd" * 32
FIRST_STORE = """
CREATE TABLE about ("key" VARCHAR(64) NOT NULL, value TEXT NOT NULL, CONSTRAINT pk_about PRIMARY KEY ("key"));
CREATE TABLE documents (sha256 VARCHAR(64) NOT NULL, name TEXT NOT NULL, kind VARCHAR(16) NOT NULL,
    encoding VARCHAR(32) NOT NULL, title TEXT, added_at DATETIME NOT NULL,
    CONSTRAINT pk_documents PRIMARY KEY (sha256));
CREATE TABLE segments (sha256 VARCHAR(64) NOT NULL, position INTEGER NOT NULL, role VARCHAR(16) NOT NULL,
    start_line INTEGER NOT NULL, end_line INTEGER NOT NULL, text TEXT NOT NULL, confidence FLOAT NOT NULL,
    CONSTRAINT pk_segments PRIMARY KEY (sha256, position),
    CONSTRAINT fk_segments_sha256 FOREIGN KEY(sha256) REFERENCES documents (sha256));
CREATE TABLE comments (comment_id VARCHAR(16) NOT NULL, sha256 VARCHAR(64) NOT NULL, position INTEGER NOT NULL,
    start_line INTEGER NOT NULL, end_line INTEGER NOT NULL, text TEXT NOT NULL, author TEXT,
    posted_at VARCHAR(40), parent_id VARCHAR(16), {votes} CONSTRAINT pk_comments PRIMARY KEY (comment_id),
    CONSTRAINT fk_comments_sha256 FOREIGN KEY(sha256) REFERENCES documents (sha256));
CREATE INDEX ix_comments_place ON comments (sha256, position);
CREATE TABLE annotations (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, comment_id VARCHAR(16) NOT NULL,
    head VARCHAR(64) NOT NULL, action VARCHAR(16) NOT NULL, label VARCHAR(64), replaced VARCHAR(64),
    annotator VARCHAR(200) NOT NULL, at DATETIME NOT NULL, proposed VARCHAR(64), model_version VARCHAR(64),
    CONSTRAINT fk_annotations_comment_id FOREIGN KEY(comment_id) REFERENCES comments (comment_id));
CREATE INDEX ix_annotations_comment ON annotations (comment_id, head);
CREATE INDEX ix_annotations_annotator ON annotations (annotator, id);
CREATE TABLE scores (comment_id VARCHAR(16) NOT NULL, model_version VARCHAR(64) NOT NULL, head VARCHAR(64) NOT NULL,
    label VARCHAR(64) NOT NULL, confidence FLOAT NOT NULL, probabilities JSON NOT NULL,
    CONSTRAINT pk_scores PRIMARY KEY (comment_id, model_version, head),
    CONSTRAINT fk_scores_comment_id FOREIGN KEY(comment_id) REFERENCES comments (comment_id));
CREATE INDEX ix_scores_version ON scores (model_version, head, label);
INSERT INTO about VALUES ('schema_version', '1');
INSERT INTO documents VALUES ('SHA', 'page.txt', 'text', 'utf-8', 'A lane', '2026-01-02 03:04:05.000000');
INSERT INTO segments VALUES ('SHA', 0, 'title', 1, 1, 'A lane', 0.9), ('SHA', 1, 'comment', 3, 4, 'Good.', 0.8),
    ('SHA', 2, 'comment', 5, 5, 'No.', 0.8);
INSERT INTO comments (comment_id, sha256, position, start_line, end_line, text, author, parent_id) VALUES
    ('c1', 'SHA', 0, 3, 4, 'Good.', 'Ann', NULL), ('c2', 'SHA', 1, 5, 5, 'No.', NULL, 'c1');
INSERT INTO scores VALUES ('c1', 'v1', 'h', 'a', 0.75, '{{"a": 0.75, "b": 0.25}}');
INSERT INTO annotations VALUES (1, 'c1', 'h', 'label', 'b', NULL, 'bob', '2026-01-02 03:04:06.000000', 'a', 'v1');
"""


def first_store(path, votes=""):
    db = sqlite3.connect(path)
    db.executescript(FIRST_STORE.format(votes=votes).replace("SHA'", f"{SHA}'"))
    db.commit()
    db.close()


@pytest.mark.parametrize("votes", ["", "votes INTEGER,"])
def test_a_store_of_the_first_version_is_brought_up_without_loss(tmp_path, votes):
    path = tmp_path / "labels.db"
    first_store(path, votes)
    with LabelStore(path) as store:
        one, two = store.comments()
        assert (one.comment_id, one.author, one.votes) == ("c1", "Ann", None)
        assert two.parent_id == "c1"
        assert store.labels()["c1"]["h"].label == "b"
        assert store.history()[0].proposed == "a"
        assert store.scores("v1")["c1"].probabilities == {"h": {"a": 0.75, "b": 0.25}}
        assert [s["comment_id"] for s in store.segments(SHA)] == [None, "c1", "c2"]
        assert store.annotate("c2", "h", "a", "ann", datetime(2026, 1, 3, tzinfo=UTC), note="sure", queue="random")
    with LabelStore(path) as store:
        assert len(store.history()) == 2


def test_an_upgraded_store_has_the_tables_of_a_new_one(tmp_path):
    def shape(path):
        inspector = sa.inspect(sa.create_engine(f"sqlite:///{path}"))
        return {
            table: (
                {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
                sorted((i["name"], tuple(i["column_names"])) for i in inspector.get_indexes(table)),
                sorted(
                    (k["referred_table"], tuple(k["constrained_columns"])) for k in inspector.get_foreign_keys(table)
                ),
            )
            for table in inspector.get_table_names()
            if table != "sqlite_sequence"
        }

    LabelStore(tmp_path / "new.db").close()
    first_store(tmp_path / "old.db")
    LabelStore(tmp_path / "old.db").close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")
    with engine.begin() as db:
        upgrade(db, 0, schema.SCHEMA_VERSION)
    assert shape(tmp_path / "old.db") == shape(tmp_path / "new.db") == shape(tmp_path / "migrated.db")


def test_an_older_store_knows_afterwards_what_everybody_said(tmp_path):
    path = tmp_path / "labels.db"
    first_store(path)
    db = sqlite3.connect(path)
    acts = [
        ("label", "a", "b", "cy"),
        ("label", "b", "a", "cy"),
        ("undo", "a", "b", "cy"),
        ("undo", None, "b", "bob"),
    ]
    for number, (action, label, replaced, who) in enumerate(acts, 2):
        values = (number, "c1", "h", action, label, replaced, who, "2026-01-02 03:04:07.000000", None, None)
        db.execute("INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    db.commit()
    db.close()
    with LabelStore(path) as store:
        assert [act.vote for act in store.history()] == ["b", "a", "b", "a", None]
        assert votes(store) == {"c1": {"h": {"cy": "a"}}}


def test_an_older_store_is_brought_up_on_every_database(store_place):
    engine = sa.create_engine(store_url(store_place))
    with engine.begin() as db:
        upgrade(db, 0, 3)
        for statement in (
            "INSERT INTO about VALUES ('schema_version', '3')",
            "INSERT INTO documents (sha256, name, kind, encoding, added_at) VALUES ('SHA', 'p', 'text', 'utf-8', 'AT')",
            "INSERT INTO comments (comment_id, sha256, position, start_line, end_line, text) "
            "VALUES ('c1', 'SHA', 0, 1, 1, 'Good.')",
            "INSERT INTO annotations (comment_id, head, action, label, annotator, at) "
            "VALUES ('c1', 'h', 'label', 'a', 'ann', 'AT'), ('c1', 'h', 'label', 'b', 'bob', 'AT')",
        ):
            at = "2026-01-02 03:04:05.000000"
            db.exec_driver_sql(statement.replace("'SHA'", f"'{SHA}'").replace("'AT'", f"'{at}'"))
    engine.dispose()
    with LabelStore(store_place) as store:
        assert votes(store) == {"c1": {"h": {"ann": "a", "bob": "b"}}}
        assert unresolved(store) == [("c1", "h")]
        assert not any(act.settled for act in store.history())


def test_a_failed_upgrade_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "labels.db"
    first_store(path)
    from alembic.operations import Operations

    before = sqlite3.connect(path).execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    monkeypatch.setattr(Operations, "create_index", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError, match="power cut"):
        LabelStore(path)
    assert sqlite3.connect(path).execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before
    monkeypatch.undo()
    with LabelStore(path) as store:
        assert len(store.comments()) == 2


def test_several_programs_may_open_an_older_store_at_once(tmp_path):
    path = tmp_path / "labels.db"
    first_store(path)
    code = f"from classifier.store import LabelStore; print(len(LabelStore({str(path)!r}).comments()))"
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in running] == ["2", "2", "2"]


def test_a_newer_store_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "labels.db"
    LabelStore(path).close()
    db = sqlite3.connect(path)
    newer = str(schema.SCHEMA_VERSION + 1)
    db.execute("UPDATE about SET value = ?", [newer])
    db.commit()
    with pytest.raises(StoreError, match=f"store version {newer}, .*newer belowline"):
        LabelStore(path)
    assert db.execute("SELECT value FROM about").fetchall() == [(newer,)]


def test_a_page_put_in_without_its_text_gets_it_when_it_is_added_again(tmp_path):
    path = tmp_path / "labels.db"
    first_store(path)
    page = Document("page.txt", SHA, "text", "A lane\n\nAnn says:\nGood.\nNo.\n")
    with LabelStore(path) as store:
        with pytest.raises(StoreError, match="add the same file again"):
            store.document(SHA)
        parts = segment(page)
        assert not store.add_document(page, parts, comments_of(parts), datetime(2026, 1, 3, tzinfo=UTC))
        assert store.document(SHA).text == page.text
        assert [c.comment_id for c in store.comments()] == ["c1", "c2"]
