"""The engineer's path: a wheel that has everything in it, used from any folder, then a run on a cluster."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
PAGE = "Lane opens\n\nThe lane opened.\n\n2 Comments\n\nAnn says:\nBuild it!\n\nBob says:\nNo more paint.\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, unpacked where nothing else of the project is."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def belowline(installed, tmp_path):
    """Call the installed command in an empty folder with an empty home."""
    (tmp_path / "work").mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BELOWLINE", "XDG"))}
    env = {**kept, "HOME": str(tmp_path / "home"), "PYTHONPATH": str(installed)}

    def belowline(*args, code=0, python=None, **more):
        command = [sys.executable, "-c", python] if python else [sys.executable, "-m", "classifier", *map(str, args)]
        done = subprocess.run(
            command, cwd=tmp_path / "work", env={**env, **more}, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    belowline.work = tmp_path / "work"
    return belowline


def test_the_wheel_has_all_that_commands_need(installed, belowline):
    assert (installed / "classifier" / "py.typed").is_file()
    code = (
        "import classifier, json; from classifier import places; from pathlib import Path;"
        "found = [places.codebook_path(), places.labels_path(), places.seeds_folder(), places.page_script()];"
        "from classifier.store import migrations; found += [Path(migrations.__file__)];"
        "found += [Path(classifier.__file__).parent / 'segmenter' / 'weights.npz', *places.own_pages()];"
        "print(json.dumps([str(p) for p in found if p.exists()]), len(found), sep='\\n')"
    )
    found, count = belowline(python=code).splitlines()
    paths = json.loads(found)
    assert len(paths) == int(count) > 7
    assert all(path.startswith(str(installed)) for path in paths)


def test_commands_work_from_any_folder(belowline, toy_home):
    (belowline.work / "page.txt").write_text(PAGE)
    assert json.loads(belowline("segment", "page.txt").splitlines()[0])["role"] == "title"
    assert "1 added" in belowline("add", "page.txt")
    assert "72 rows" in belowline("labels", toy_home / "labels" / "comments.jsonl", BELOWLINE_HOME=str(toy_home))
    assert "copied" in belowline("backup", "copy.db")
    assert "restored" in belowline("restore", "copy.db")
    assert "no versions yet" in belowline("models")
    assert sorted(path.name for path in belowline.work.iterdir()) == ["copy.db", "page.txt"]
    scored = belowline("score", "page.txt", "--out", "scores.csv", "--json", BELOWLINE_HOME=str(toy_home))
    assert json.loads(scored)["comments"] == 2


def test_the_api_is_typed_and_light(belowline, toy_home):
    code = (
        "import sys, classifier; assert 'numpy' not in sys.modules;"
        "from classifier import Model, score, segment;"
        f"print(score(segment({PAGE!r}), Model.load({str(toy_home / 'models')!r})).num_rows)"
    )
    assert belowline(python=code).strip() == "2"


def test_a_folder_of_tables_is_scored_on_a_cluster(toy_home, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    from click.testing import CliRunner

    from classifier.cli import main

    monkeypatch.setenv("BELOWLINE_CACHE", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / "in" / f"part{n}.csv").write_text("text\n" + "".join(f"Build lane {n} {m}\n" for m in range(40)))
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**options, protocol="tcp") as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        call = [
            "score",
            str(tmp_path / "in" / "*.csv"),
            "--out",
            str(tmp_path / "out"),
            "--cluster",
            address,
            "--json",
        ]
        done = CliRunner().invoke(main, call)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["comments"] == 120
    assert sum(pq.read_table(part).num_rows for part in (tmp_path / "out").glob("*.parquet")) == 120
