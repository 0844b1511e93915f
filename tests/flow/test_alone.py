"""One training at a time."""

import json
import os
import signal
import subprocess
import sys

import pytest

from classifier.errors import BelowlineError, BundleError, OutputError
from classifier.flow.alone import NOTE, alone, at_work
from classifier.flow.retrain import retrain

HOLD = """
import sys, time
from pathlib import Path
from classifier.flow.alone import alone
with alone(Path(sys.argv[1]), "retraining", "bob") as say:
    say("reading the labels")
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def elsewhere(tmp_path):
    """Another process at work in the folder."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_the_second_is_told_who_is_at_work(tmp_path, elsewhere):
    work = at_work(tmp_path)
    assert (work.who, work.what, work.steps) == ("bob", "retraining", ("reading the labels",))
    said = r"bob is retraining \(since \d\d:\d\d UTC\); wait until that is done"
    with pytest.raises(BundleError, match=said), alone(tmp_path, "retraining"):
        pytest.fail("two at work")


def test_who_is_killed_leaves_the_way_free(tmp_path, elsewhere):
    os.kill(elsewhere.pid, signal.SIGKILL)
    elsewhere.wait()
    assert (tmp_path / NOTE).exists()
    assert at_work(tmp_path) is None
    with alone(tmp_path, "retraining", "ann"):
        assert at_work(tmp_path).who == "ann"
    assert at_work(tmp_path) is None


def test_a_second_retraining_is_refused_before_it_reads_anything(tmp_path, elsewhere, toy_files):
    with pytest.raises(BundleError, match="bob is retraining"):
        retrain([tmp_path / "no-such-file.jsonl"], toy_files / "codebook.toml", out=tmp_path)


def test_steps_are_told_and_an_error_frees_the_folder(tmp_path):
    told = []
    with pytest.raises(BelowlineError), alone(tmp_path / "new", "measuring", "ann", told.append) as say:
        say("one")
        say("two")
        assert at_work(tmp_path / "new").steps == ("one", "two")
        raise BelowlineError("no")
    assert told == ["one", "two"]
    assert at_work(tmp_path / "new") is None


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", json.dumps({"steps": None}).encode()])
def test_a_note_cut_short_is_no_work(tmp_path, note):
    (tmp_path / NOTE).write_bytes(note)
    assert at_work(tmp_path) is None


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"), alone(tmp_path / "file" / "models", "retraining"):
        pass
