import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import files
from classifier.errors import InputError, OutputError


def test_a_failing_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(RuntimeError), files.atomic_path(target) as part:
        part.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.txt"]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        files.write_text(tmp_path / "none" / "out.txt", "x")


def test_a_folder_in_the_way_is_named(tmp_path):
    with pytest.raises(OutputError, match="folder stands"):
        files.write_text(tmp_path, "x")


@pytest.mark.skipif(os.geteuid() == 0 and not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_said_so(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        files.write_text(tmp_path / "out.txt", "x")
    assert os.listdir(tmp_path) == []


def test_a_broken_json_line_is_named(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n\n{"a": \n')
    rows = files.read_jsonl(path)
    assert next(rows) == (1, {"a": 1})
    with pytest.raises(InputError, match="line 3"):
        next(rows)


@given(st.dictionaries(st.text(), st.text() | st.text(alphabet=[chr(0xD800), "a"]) | st.integers() | st.none()))
def test_json_lines_come_back_as_they_were(row):
    line = files.json_line(row)
    assert line.count("\n") == 1
    assert json.loads(line.encode("utf-8")) == row
