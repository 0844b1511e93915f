"""A real scheduler and two worker processes on this machine."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("distributed")
pytest.importorskip("fsspec")

from classifier.errors import InputError
from classifier.flow.cluster import packed, score_on_cluster, score_partition
from classifier.flow.scoring import score_file
from classifier.flow.versions import open_version


@pytest.fixture
def version(toy_models):
    return open_version(toy_models)


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """Address of a scheduler, and its two workers."""
    monkeypatch.setenv("BELOWLINE_CACHE", str(tmp_path / "cache"))
    address = tmp_path / "scheduler.json"
    root = str(Path(__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}
    quiet = {"cwd": tmp_path, "env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = "from distributed.cli.dask_{0} import main; main()"
    scheduler = [sys.executable, "-c", run.format("scheduler"), "--port", "0", "--no-dashboard"]
    worker = [sys.executable, "-c", run.format("worker"), "--scheduler-file", str(address), "--no-dashboard"]
    worker += ["--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path)]
    started = [subprocess.Popen([*scheduler, "--scheduler-file", str(address)], **quiet)]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    while not address.exists():
        time.sleep(0.05)
    yield json.loads(address.read_text())["address"].replace("tcp://", "dask://"), started[1:]
    for process in reversed(started):
        process.kill()
        process.wait()


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(4):
        texts = [f"comment {m} of cyclists in {n}" for m in range(50)]
        pq.write_table(pa.table({"text": [*texts, None]}), folder / f"p{n}.parquet")
        (folder / f"c{n}.csv").write_text("text\n" + "\n".join(texts) + "\n")
        (folder / f"j{n}.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return folder


def rows(path):
    return pq.read_table(path).to_pylist()


def test_partitions_are_scored_as_on_one_machine_though_a_worker_is_lost(version, cluster, inputs, tmp_path):
    address, workers = cluster
    out = tmp_path / "out"

    def kill(_done):
        if workers[0].poll() is None:
            os.kill(workers[0].pid, signal.SIGKILL)

    patterns = [str(inputs / f"*.{kind}") for kind in ("parquet", "csv", "jsonl")]
    summary = score_on_cluster(patterns, str(out), version, address, progress=kill)
    workers[0].wait()
    assert (summary.comments, summary.documents, summary.rejected) == (600, 12, 4)
    names = [path for pattern in ("*.parquet", "*.csv", "*.jsonl") for path in sorted(inputs.glob(pattern))]
    for made, source in zip(sorted(out.glob("part-*.parquet")), names, strict=True):
        score_file([source], tmp_path / "one.parquet", version, jobs=1)
        assert rows(made) == rows(tmp_path / "one.parquet")
    assert not list(out.glob("*.partial"))

    made_at = {path: path.stat().st_mtime_ns for path in out.glob("part-*.parquet")}
    again = score_on_cluster(patterns, str(out), version, address)
    assert again == summary
    assert made_at == {path: path.stat().st_mtime_ns for path in out.glob("part-*.parquet")}


@pytest.mark.parametrize("kind", ["parquet", "jsonl.gz"])
def test_a_partition_in_object_storage_is_scored_as_on_disk(version, tmp_path, kind):
    import fsspec

    storage = fsspec.filesystem("memory")
    here = tmp_path / f"t.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"text": ["comment of cyclists", None, "again", "again"]}), here)
    else:
        lines = '{"text": "comment of cyclists"}\n{"text": \n{"text": "again"}\n{"text": "again"}\n'
        here.write_bytes(gzip.compress(lines.encode()))
    storage.pipe_file(f"/in/{here.name}", here.read_bytes())
    bundle, given = packed(version), (f"memory://in/{here.name}", "memory://out/part.parquet", {})
    found = score_partition(bundle, *given)
    summary = score_file([here], tmp_path / "out.parquet", version, jobs=1)
    for name in ("comments", "documents", "rejected", "repeated"):
        assert found[name] == getattr(summary, name)
    assert (found["comments"], found["rejected"], found["repeated"]) == (3, 1, 1)
    assert storage.cat_file("/out/part.parquet") == (tmp_path / "out.parquet").read_bytes()
    assert b'"line": 2' in storage.cat_file("/out/part.parquet.rejects.jsonl")
    left = sorted(name.rsplit("/", 1)[-1] for name in storage.find("/out"))
    assert left == ["part.parquet", "part.parquet.json", "part.parquet.rejects.jsonl"]

    storage.rm_file("/out/part.parquet.json")
    made = storage.modified("/out/part.parquet")
    assert score_partition(bundle, *given) == found
    assert storage.modified("/out/part.parquet") > made
    assert score_partition(bundle, *given) == found | {"notes": []}


def test_a_scheduler_that_does_not_answer_is_named(version, inputs, tmp_path, monkeypatch):
    monkeypatch.setattr("distributed.Client.__init__", lambda *_a, **_k: (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(InputError, match="no scheduler answers"):
        score_on_cluster([str(inputs / "*.csv")], str(tmp_path / "out"), version, "dask://127.0.0.1:1")


def test_inputs_that_are_not_there_are_named(version, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        score_on_cluster([str(tmp_path / "*.csv")], str(tmp_path / "out"), version, "dask://127.0.0.1:1")
