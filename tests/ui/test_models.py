"""The models page: two versions side by side, retraining for everybody to see, and the way back."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from driving import choose, opened, settled
from playwright.sync_api import expect

from classifier.errors import BelowlineError
from classifier.flow import versions
from classifier.flow.alone import alone
from classifier.flow.retrain import retrain
from classifier.ui.jobs import Job


@pytest.fixture(autouse=True)
def no_main_script(monkeypatch):
    """A new process runs the main script anew, which other tests leave behind as one that cannot be."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def done(job):
    job.thread.join(60)
    assert not job.running


def refuse():
    raise BelowlineError("no labels", remedy="label some")


def cut_short(folder):
    """Work that would leave something half done."""
    try:
        Path(folder, "half").write_text("")
        time.sleep(60)
    finally:
        Path(folder, "half").unlink()


def test_a_job_is_one_at_a_time_and_leaves_nothing_when_it_is_stopped(tmp_path):
    job = Job()
    assert job.start(cut_short, folder=tmp_path)
    while not (tmp_path / "half").exists():
        assert job.running
        time.sleep(0.05)
    assert not job.start(int)
    job.stop()
    done(job)
    assert (job.result, job.error) == (None, "stopped, as asked")
    assert not (tmp_path / "half").exists()
    assert job.start(int)
    done(job)
    assert (job.result, job.error) == (0, None)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (refuse, "no labels; label some"),
        (partial(int, "x"), "it failed (ValueError"),
        (partial(os._exit, 3), "it ended without a result"),
    ],
)
def test_a_job_that_fails_says_why(work, said):
    job = Job()
    job.start(work)
    done(job)
    assert job.error.startswith(said)


@pytest.fixture(scope="module")
def other_version(toy_files, tmp_path_factory):
    """A version that has learnt the two sides the wrong way round."""
    folder = tmp_path_factory.mktemp("other")
    turned, other = folder / "labels.jsonl", {"for": "against", "against": "for", "undecided": "undecided"}
    rows = [json.loads(line) for line in (toy_files / "labels.jsonl").read_text().splitlines()]
    turned.write_text("\n".join(json.dumps({**row, "position": other[row["position"]]}) for row in rows))
    codebook, store = toy_files / "codebook.toml", str(folder / "none.db")
    return retrain([turned], codebook, store, folder / "models").version


@pytest.fixture
def two(toy_home, other_version):
    """Name of the version in use, and of another one beside it."""
    shutil.copytree(other_version.folder, toy_home / "models" / other_version.name)
    return versions.active_name(toy_home / "models"), other_version.name


@pytest.mark.parametrize("width", [1280, 390])
def test_another_version_is_used_and_the_one_before_comes_back(two, server, page, toy_home, width):
    page.set_viewport_size({"width": width, "height": 900})
    first, second = two
    opened(page, f"{server.url}/models")
    row = page.locator(f".st-key-version-{second}")
    row.get_by_role("button", name="Use this one").click()
    expect(page.get_by_text(f"Model in use: {second}")).to_be_visible()
    assert versions.active_name(toy_home / "models") == second
    back = page.get_by_role("button", name=f"Go back to {first}")
    box = back.bounding_box()
    assert box["x"] + box["width"] <= width
    back.click()
    expect(page.get_by_text(f"Model in use: {first}")).to_be_visible()
    assert versions.active_name(toy_home / "models") == first


def test_what_changed_between_two_versions_is_shown_with_its_words_and_as_a_file(two, server, page):
    first, second = two
    opened(page, f"{server.url}/models")
    choose(page, "Before", first)
    choose(page, "After", second)
    expect(page.get_by_text("2 labels differ, of 3 comments.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Change")).to_have_value("position: Against to For, 2 comments")
    expect(page.get_by_text("<b>A waste</b> of paint & ![money](http://localhost/x.png) $x^2$")).to_be_visible()
    expect(page.get_by_text(re.compile(r"sure to \d+% before, \d+% now; moved by .*waste"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="2 as CSV").click()
    with open(download.value.path(), newline="", encoding="utf-8") as saved:
        rows = list(csv.DictReader(saved))
    assert [(row["head"], row["after"]) for row in rows] == [("position", "for")] * 2
    assert any("waste" in row["words"] for row in rows)


def test_a_version_and_its_card_are_taken_away(server, page, toy_home):
    name = versions.active_name(toy_home / "models")
    opened(page, f"{server.url}/models")
    with page.expect_download() as download:
        page.locator(f".st-key-model-{name} button").click()
    with open(download.value.path(), "rb") as saved, zipfile.ZipFile(io.BytesIO(saved.read())) as bundle:
        assert f"{name}/manifest.json" in bundle.namelist()
    with page.expect_download() as download:
        page.locator(f".st-key-card-{name} button").click()
    assert download.value.suggested_filename == f"{name}.md"


def test_retraining_elsewhere_is_seen_and_nobody_starts_another(server, page, toy_home):
    opened(page, f"{server.url}/models")
    start = page.get_by_role("button", name="Retrain")
    expect(start).to_be_enabled()
    with alone(toy_home / "models", "retraining", "bob") as say:
        say("reading the labels")
        expect(page.get_by_text(re.compile("bob is retraining"))).to_be_visible()
        expect(page.get_by_text("reading the labels")).to_be_visible()
        expect(start).to_be_disabled()
        command = [sys.executable, "-m", "classifier", "retrain"]
        second = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert second.returncode != 0
        assert "bob is retraining" in second.stderr
        assert "Traceback" not in second.stderr
    expect(start).to_be_enabled()


def test_the_curve_is_measured_behind_the_page(server, page):
    opened(page, f"{server.url}/models")
    page.get_by_text("What would more labels bring?").click()
    expect(page.get_by_text("Not measured yet.")).to_be_visible()
    page.get_by_role("button", name="Measure the curve").click()
    page.get_by_role("link", name="Overview").click()
    settled(page)
    page.get_by_role("link", name="Models").click()
    expect(page.get_by_text(re.compile("Position: another 200 corrections should give about"))).to_be_attached(
        timeout=120_000
    )
