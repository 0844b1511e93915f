"""A store whose disk, clock, server or own process fails: what was acknowledged is there afterwards."""

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from benchmarks.load import fill, run
from classifier.errors import StoreError
from classifier.store import LabelStore
from classifier.store.backup import back_up

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LABELS = ("for", "against", "undecided")

_WORK = """
import os, sys
from datetime import UTC, datetime
from classifier.errors import StoreError
from classifier.store import LabelStore
place, ids = sys.argv[1], sys.argv[2].split(",")
{before}
with LabelStore(place) as store:
    for n in range(100_000):
        try:
            act = store.annotate(ids[n % len(ids)], "position", ("for", "against")[n // len(ids) % 2], "ann",
                                 datetime.now(UTC), note="x" * 500)
        except StoreError as error:
            os.write(1, f"refused {{error}}\\n".encode())
            break
        if act:
            os.write(1, f"{{act.act_id}}\\n".encode())
"""


def at_work(place, ids, before=""):
    command = [sys.executable, "-c", _WORK.format(before=before), place, ",".join(ids)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acts(place):
    with LabelStore(place) as store:
        return {act.act_id for act in store.history()}


def is_whole(place):
    with sqlite3.connect(place) as db:
        return db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_reviewers_at_once_of_whom_some_are_killed_lose_nothing(store_place):
    found = run(store_place, reviewers=4, seconds=6, pause=0.01, kill_every=2)
    assert found.lost == 0
    assert found.killed
    assert found.acknowledged > 20


def test_a_program_ended_by_force_loses_nothing_it_acknowledged(tmp_path):
    place = str(tmp_path / "labels.db")
    ids = fill(place, 20)
    for moment in range(6):
        child = at_work(place, ids)
        first = child.stdout.readline()
        time.sleep(0.003 * moment)
        child.send_signal(signal.SIGKILL)
        said = {int(line) for line in (first + child.stdout.read()).splitlines(keepends=True) if line.endswith("\n")}
        child.wait()
        assert said
        assert said <= acts(place)
        assert is_whole(place)


def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path):
    """The disk keeps what was synced and, of what came after, any part: the log is cut at every kind of place."""
    place = str(tmp_path / "labels.db")
    ids = fill(place, 20)
    synced = {}
    with LabelStore(place) as store:
        for n in range(25):
            act = store.annotate(ids[n % 20], "position", LABELS[n % 3 - n // 20], "ann", NOW, note="x" * 100 * n)
            synced[act.act_id] = os.path.getsize(f"{place}-wal")
        whole, log = (tmp_path / "labels.db").read_bytes(), (tmp_path / "labels.db-wal").read_bytes()
    for number, cut in enumerate(range(0, len(log) + 1, max(1, len(log) // 60) | 1)):
        folder = tmp_path / f"cut{number}"
        folder.mkdir()
        (folder / "labels.db").write_bytes(whole)
        (folder / "labels.db-wal").write_bytes(log[:cut] + (b"\xff" * 3_000 if number % 2 else b""))
        kept = str(folder / "labels.db")
        if cut >= min(synced.values()):
            assert {act for act, size in synced.items() if size <= cut} <= acts(kept)
        assert is_whole(kept)
        shutil.rmtree(folder)


def test_every_commit_waits_for_the_disk(tmp_path):
    with LabelStore(tmp_path / "labels.db") as store, store.engine.connect() as db:
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_full_disk_is_said_and_loses_nothing(tmp_path):
    place = str(tmp_path / "labels.db")
    ids = fill(place, 20)
    full = os.path.getsize(place) + 200_000
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    child = at_work(place, ids, limit + f"resource.setrlimit(resource.RLIMIT_FSIZE, ({full}, {full}))")
    *said, last = child.communicate(timeout=100)[0].splitlines()
    assert last.startswith("refused")
    assert "disk is full" in last
    assert {int(one) for one in said} <= acts(place)
    assert is_whole(place)
    with LabelStore(place) as store:
        assert store.annotate(ids[0], "position", "undecided", "bob", NOW)
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_a_store_without_room_for_another_page_is_said_so(tmp_path):
    place = str(tmp_path / "labels.db")
    ids = fill(place, 20)
    with LabelStore(place) as store:

        @sa.event.listens_for(store.engine, "checkout")
        def _small(connection, _record, _proxy):
            connection.execute("PRAGMA max_page_count = 1")

        with pytest.raises(StoreError, match="disk is full"):
            for n in range(2_000):
                store.annotate(ids[n % 20], "position", LABELS[n // 20 % 2], "ann", NOW, note="x" * 2_000)
    assert is_whole(place)


def test_a_store_that_cannot_be_written_is_read_and_said_so(tmp_path):
    place = str(tmp_path / "labels.db")
    ids = fill(place, 3)
    with LabelStore(f"sqlite:///file:{place}?mode=ro&uri=true") as store:
        assert len(store.comments()) == 3
        with pytest.raises(StoreError, match="is read-only"):
            store.annotate(ids[0], "position", "for", "ann", NOW)
    assert sorted(path.name for path in tmp_path.iterdir())[0] == "labels.db"


def test_a_clock_that_goes_backwards_changes_no_label(store_place):
    (own, *_) = fill(store_place, 3)
    with LabelStore(store_place) as store:
        for hours, label in enumerate(LABELS):
            store.annotate(own, "position", label, "ann", NOW - timedelta(hours=hours))
        assert store.labels()[own]["position"].label == "undecided"
        store.undo("ann", NOW - timedelta(days=9))
        assert store.labels()[own]["position"].label == "against"


def test_a_server_that_ends_its_connections_loses_nothing(empty_postgres):
    ids = fill(empty_postgres, 20)
    said, refused = set(), 0
    other = sa.create_engine(empty_postgres, isolation_level="AUTOCOMMIT")
    with LabelStore(empty_postgres) as store, other.connect() as db:
        for n in range(60):
            if n % 10 == 5:
                db.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            try:
                said.add(store.annotate(ids[n % 20], "position", LABELS[n // 20], "ann", NOW).act_id)
            except StoreError:
                refused += 1
    other.dispose()
    assert len(said) >= 50
    assert said <= acts(empty_postgres)


def test_what_is_kept_of_people_is_readable_by_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    (tmp_path / "labels").mkdir()
    place = tmp_path / "labels" / "labels.db"
    fill(str(place), 3)
    with LabelStore(place) as store:
        assert store.names.key
        store.annotate(store.comments()[0].comment_id, "position", "for", "ann", NOW)
        back_up(place, tmp_path / "copy.db")
        made = [*(tmp_path / "labels").iterdir(), tmp_path / "copy.db"]
        assert len(made) >= 4
        assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in made} == dict.fromkeys(
            [path.name for path in made], "0o600"
        )
