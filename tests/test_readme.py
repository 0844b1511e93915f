"""The README's tour is walked word for word; its commands, links and figures are those there are."""

import csv
import json
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from walk import prints, steps, walk

from classifier.cli import COMMANDS, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
TOUR = README[README.index("## Five minutes") : README.index("## What it does")]


def corrected(texts):
    """What a reviewer does on the page: every comment of the page gets the label it should have."""
    from classifier import places
    from classifier.store import LabelStore

    with LabelStore(places.store_place()) as store:
        for comment in store.comments():
            if comment.text in texts:
                store.annotate(comment.comment_id, "stance", texts[comment.text], "ann", datetime.now(UTC))


def test_the_tour_prints_what_it_says(tmp_path, monkeypatch):
    for name in ("BELOWLINE_HOME", "BELOWLINE_STORE"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    texts = {row["text"]: row["stance"] for row in map(json.loads, open("docs/examples/millfield.jsonl"))}

    def reviewed(*_args, **_options):
        corrected(texts)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr("classifier.flow.serve.subprocess.run", reviewed)
    walk(TOUR, monkeypatch)
    with open("scores.csv", newline="") as scores:
        rows = list(csv.DictReader(scores))
    assert sum(texts[row["text"]] == row["stance"] for row in rows) == 22
    assert next(row["stance"] for row in rows if row["text"].startswith("They closed the shop")) == "neither"


def test_the_tour_ends_with_a_better_model():
    """What is promised in its last block: the version of the last training is in use."""
    assert list(steps(TOUR))[-1][1].splitlines()[-1].startswith("activated: not worse")


def test_the_python_of_the_readme_runs(toy_home, monkeypatch):
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    names = {}
    exec(code, names)
    assert names["table"].num_rows == 40


def test_segmenting_the_first_example_prints_what_it_says(monkeypatch):
    monkeypatch.chdir(ROOT)
    command, expected = next(step for step in steps(README) if step[0].startswith("belowline segment seeds"))
    prints(command, expected + "\n...")


def full_model():
    """The model of the shipped labels, where `make app` or `make model` has made one."""
    from classifier.flow.versions import has_active

    if not has_active(ROOT / "models"):
        if os.environ.get("CI") == "true":
            pytest.fail("CI trains the shipped model first: make model")
        pytest.skip("the shipped model has not been trained: make model")


def test_figures_are_those_of_the_shipped_model(monkeypatch, tmp_path):
    full_model()
    monkeypatch.setenv("BELOWLINE_HOME", str(ROOT))
    monkeypatch.chdir(ROOT)
    call = ["evaluate", "--labels", "labels/comments.jsonl", "--test-only", "--json"]
    heads = json.loads(CliRunner().invoke(main, call).stdout)["heads"]
    for name, report in heads.items():
        macro = report["macro_f1"]
        figure = f"{name} | {macro['value']:.3f} ({macro['low']:.3f}-{macro['high']:.3f})"
        assert figure in README
    done = CliRunner().invoke(main, ["score", "seeds", "--out", str(tmp_path / "scores.parquet")])
    assert done.output.startswith("80 comments from 10 inputs scored by")


def test_every_command_is_in_the_readme():
    assert [name for name in COMMANDS if f"belowline {name}" not in README] == []


def test_the_picture_comes_before_the_prose():
    assert README.index("![") < README.index("## ")
    assert (ROOT / "docs" / "images" / "review-wide.png").is_file()
