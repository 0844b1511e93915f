import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from classifier.errors import StoreError
from classifier.records import Comment, Document, Score, Segment, comment_id
from classifier.store import LabelStore
from classifier.store.votes import unresolved, votes

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHA = "ab" * 32


def filled(store, texts=("First!", "No.", "First!")):
    document = Document("page.txt", SHA, "text", "Body\n" + "\n".join(texts))
    comments = [
        Comment(comment_id(SHA, text, texts[:n].count(text)), "page.txt", SHA, n + 2, n + 2, text)
        for n, text in enumerate(texts)
    ]
    segments = [Segment("page.txt", SHA, "title", 1, 1, "Body", 0.9)]
    store.add_document(document, segments, comments, NOW)
    return comments


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        yield opened


def test_what_goes_in_comes_out(store):
    comments = filled(store)
    assert store.comments() == comments
    assert store.comments(SHA) == comments
    (document,) = store.documents()
    assert (document["name"], document["title"], document["comments"]) == ("page.txt", "Body", 3)
    assert [s["role"] for s in store.segments(SHA)] == ["title"]


def test_a_document_is_put_in_once(store):
    filled(store)
    assert not store.add_document(Document("other name.txt", SHA, "text", ""), [], [], NOW)
    assert len(store.documents()) == 1


def test_scores_are_kept_by_version(store):
    first, *_ = filled(store)
    old = Score(first.comment_id, "v1", {"h": {"a": 0.75, "b": 0.25}})
    new = Score(first.comment_id, "v2", {"h": {"a": 0.5, "b": 0.5}})
    store.add_scores([old])
    store.add_scores([new])
    store.add_scores([new])
    assert store.scores("v1") == {first.comment_id: old}
    assert store.scores("v2", SHA) == {first.comment_id: new}


def test_an_act_keeps_who_when_and_what_it_replaced(store):
    comment = filled(store)[0]
    store.annotate(comment.comment_id, "h", "a", "ann", NOW, proposed="b", model_version="v1")
    act = store.annotate(comment.comment_id, "h", "b", "bob", NOW + timedelta(minutes=1))
    assert (act.label, act.replaced, act.annotator) == ("b", "a", "bob")
    assert [a.annotator for a in store.history(comment.comment_id)] == ["ann", "bob"]
    assert store.history()[0].proposed == "b"
    assert store.history()[0].at == NOW
    assert store.labels()[comment.comment_id]["h"].label == "b"
    assert store.corrections() == [(comment, {"h": "b"})]


def test_a_click_that_arrives_twice_is_recorded_once(store):
    comment = filled(store)[0]
    assert store.annotate(comment.comment_id, "h", "a", "ann", NOW)
    assert store.annotate(comment.comment_id, "h", "a", "ann", NOW) is None
    assert len(store.history()) == 1


def test_undo_takes_back_one_act_after_the_other(store):
    one, two, _ = filled(store)
    store.annotate(one.comment_id, "h", "a", "ann", NOW)
    store.annotate(two.comment_id, "h", "a", "ann", NOW)
    store.annotate(one.comment_id, "h", "b", "ann", NOW)
    assert store.undo("ann", NOW).label == "a"
    assert store.undo("ann", NOW).comment_id == two.comment_id
    assert store.undo("ann", NOW).label is None
    assert store.undo("ann", NOW) is None
    assert store.labels() == {}
    assert len(store.history()) == 6


def test_undo_takes_back_a_vote_and_leaves_what_another_person_said_since(store):
    comment = filled(store)[0]
    store.annotate(comment.comment_id, "h", "a", "ann", NOW)
    store.annotate(comment.comment_id, "h", "b", "bob", NOW)
    act = store.undo("ann", NOW)
    assert (act.action, act.label, act.vote) == ("withdraw", "b", None)
    held = store.labels()[comment.comment_id]["h"]
    assert (held.label, held.annotator) == ("b", "bob")
    assert store.undo("ann", NOW) is None


def test_a_label_that_somebody_else_confirmed_outlives_its_undoing(store):
    comment = filled(store)[0]
    store.annotate(comment.comment_id, "h", "a", "ann", NOW)
    assert store.annotate(comment.comment_id, "h", "a", "bob", NOW, seen=0).action == "confirm"
    store.undo("ann", NOW)
    assert store.labels()[comment.comment_id]["h"].label == "a"
    store.undo("bob", NOW)
    assert store.labels() == {}


def test_an_unknown_comment_is_refused(store):
    with pytest.raises(StoreError, match="has no comment"):
        store.annotate("nope", "h", "a", "ann", NOW)


def test_a_killed_process_loses_nothing_it_acknowledged(store_place):
    path = store_place
    with LabelStore(path) as store:
        comment = filled(store)[0]
    code = f"""
import itertools, sys
from datetime import UTC, datetime
from classifier.store import LabelStore
from classifier.store.votes import unresolved, votes
store = LabelStore({str(path)!r})
for n in itertools.count():
    store.annotate({comment.comment_id!r}, "h", "ab"[n % 2], "ann", datetime.now(UTC))
    print(n, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if int(line) == 40:
                os.kill(process.pid, signal.SIGKILL)
                break
    with LabelStore(path) as store:
        assert len(store.history()) >= 41


def test_a_locked_store_is_said_so(tmp_path):
    path = tmp_path / "labels.db"
    with LabelStore(path, busy_seconds=0.1) as store:
        comment = filled(store)[0]
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            store.annotate(comment.comment_id, "h", "a", "ann", NOW)
        other.execute("ROLLBACK")
        other.close()
        assert store.annotate(comment.comment_id, "h", "a", "ann", NOW)


def test_a_file_that_is_no_store_is_said_so(tmp_path):
    path = tmp_path / "labels.db"
    path.write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(StoreError, match="not a belowline store"):
        LabelStore(path)


def test_a_damaged_store_is_said_so(tmp_path):
    path = tmp_path / "labels.db"
    with LabelStore(path) as store:
        filled(store, tuple(f"comment number {n} " * 50 for n in range(300)))
    raw = bytearray(path.read_bytes())
    raw[4096 : len(raw) // 2] = b"\xff" * (len(raw) // 2 - 4096)
    path.write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"), LabelStore(path) as store:
        store.comments()


def test_another_version_of_the_store_is_refused(store_place):
    path = store_place
    with LabelStore(path) as store, store.engine.begin() as db:
        db.exec_driver_sql("UPDATE about SET value = '99'")
    with pytest.raises(StoreError, match="store version 99, .*newer belowline"):
        LabelStore(path)


def test_a_missing_folder_and_a_wrong_address_are_said_so(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened"):
        LabelStore(tmp_path / "none" / "labels.db")
    with pytest.raises(StoreError, match="not a database address"):
        LabelStore("nonsense://")


def test_a_label_over_one_not_seen_is_refused(store):
    comment = filled(store)[0]
    first = store.annotate(comment.comment_id, "h", "a", "ann", NOW, seen=0, note="plain", queue="random")
    assert store.history()[0].note == "plain"
    assert store.history()[0].queue == "random"
    with pytest.raises(StoreError, match="ann has labelled it a meanwhile .*look at it again"):
        store.annotate(comment.comment_id, "h", "b", "bob", NOW, seen=0)
    assert store.annotate(comment.comment_id, "h", "b", "bob", NOW, seen=first.act_id).replaced == "a"


def test_flags_and_skips_are_events(store):
    one, two, _ = filled(store)
    store.mark(one.comment_id, "flag", "ann", NOW, note="who is meant?")
    store.mark(two.comment_id, "flag", "ann", NOW)
    store.mark(two.comment_id, "unflag", "bob", NOW)
    store.mark(one.comment_id, "skip", "bob", NOW, queue="random")
    assert store.flagged() == {one.comment_id}
    assert [m["kind"] for m in store.marks(one.comment_id)] == ["flag", "skip"]
    assert len(store.marks()) == 4
    with pytest.raises(StoreError, match="has no comment"):
        store.mark("nope", "flag", "ann", NOW)


def test_of_several_who_label_at_once_one_wins_and_the_others_are_told(store_place):
    with LabelStore(store_place) as store:
        comment = filled(store)[0]
        told = []

        def label(who):
            try:
                store.annotate(comment.comment_id, "h", who, who, NOW, seen=0)
            except StoreError as error:
                told.append(str(error))

        threads = [threading.Thread(target=label, args=(who,)) for who in "abcdefgh"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.history()) == 1
        assert len(told) == 7
        assert all("meanwhile" in reason for reason in told)


def test_several_programs_may_make_a_store_at_once(store_place):
    code = f"from classifier.store import LabelStore; print(len(LabelStore({store_place!r}).comments()))"
    running = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in running] == ["0", "0", "0"]


def test_a_server_that_is_not_there_is_said_so():
    with pytest.raises(StoreError, match="cannot be reached"):
        LabelStore("postgresql+psycopg://ann:secret@127.0.0.1:1/labels")


class Histories(RuleBasedStateMachine):
    """Whatever people do, the store agrees with a plain model of it and forgets nothing."""

    def __init__(self):
        super().__init__()
        self.store = LabelStore("sqlite:///:memory:")
        self.ids = [c.comment_id for c in filled(self.store)]
        self.acts = []
        self.present = {}
        self.standing = {"ann": [], "bob": []}

    @rule(at=st.integers(0, 2), label=st.sampled_from("abc"), who=st.sampled_from(["ann", "bob"]))
    def annotate(self, at, label, who):
        act = self.store.annotate(self.ids[at], "h", label, who, NOW)
        before, own = self.present.get(self.ids[at]), self.said(who, self.ids[at])
        assert (act is None) == (before == own == label)
        if act:
            assert act.replaced == before
            self.record(act)
            self.standing[who].append((self.ids[at], label))

    @rule(who=st.sampled_from(["ann", "bob"]))
    def undo(self, who):
        act = self.store.undo(who, NOW)
        assert (act is None) == (not self.standing[who])
        if act:
            assert act.replaced == self.present[act.comment_id]
            self.record(act)
            assert self.standing[who].pop()[0] == act.comment_id

    def record(self, act):
        self.acts.append(act)
        self.present[act.comment_id] = act.label

    def said(self, who, comment):
        return next((label for key, label in reversed(self.standing[who]) if key == comment), None)

    @invariant()
    def agrees(self):
        assert self.store.history() == self.acts
        held = {key: acts["h"].label for key, acts in self.store.labels().items()}
        assert held == {key: label for key, label in self.present.items() if label}
        said = {key: {who: self.said(who, key) for who in self.standing if self.said(who, key)} for key in self.ids}
        assert votes(self.store) == {key: {"h": own} for key, own in said.items() if own}
        assert held == {key: label for key, label in held.items() if label in said[key].values()}
        assert held.keys() == {key for key, own in said.items() if own}
        differing = {key for key, own in said.items() if len(set(own.values())) > 1}
        assert {key for key, _head in unresolved(self.store)} == differing

    def teardown(self):
        self.store.close()


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
