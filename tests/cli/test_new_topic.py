"""Another subject from nothing: a codebook that is checked, pages that work before there is a model, and a first model."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier import read_codebook, retrain
from classifier.cli import main
from classifier.errors import BundleError
from classifier.flow.models import chosen_version, version_to_label_with
from classifier.flow.versions import versions

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "school-closure.jsonl"
LABELS = ["--label", "keep=Wants it open.", "--label", "close=Wants it shut.", "--label", "neither=Takes no side."]


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Call a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("BELOWLINE_HOME", "BELOWLINE_STORE"):
        monkeypatch.delenv(name, raising=False)

    def call(*args, **options):
        result = CliRunner().invoke(main, [str(arg) for arg in args], **options)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


def test_options_make_a_codebook(call, tmp_path):
    done = call(
        "new-topic", "school", *LABELS, "--opposed", "keep", "close", "--names", "millfield=hallbrook",
        "--question", 'Is it "open"?', "--also", "quality",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    book = read_codebook(tmp_path / "school" / "labels" / "codebook.toml")
    assert book.name == "school"
    assert book.heads[0].names == ("keep", "close", "neither")
    assert book.heads[0].question == 'Is it "open"?'
    assert book.heads[0].opposed == ("keep", "close")
    assert book.mirror_pairs == (("millfield", "hallbrook"),)
    assert book.heads[1].name == "quality"
    assert len(book.heads[1].rules) > 3
    for step in ("cd school", "belowline add", "belowline app", "belowline retrain"):
        assert step in done.stderr


def test_a_person_is_asked(call, tmp_path, monkeypatch):
    monkeypatch.setattr("classifier.cli.new_topic._on_terminal", lambda: True)
    said = "Keep it?\nkeep\nWants it open.\nclose\nWants it shut.\n\nkeep close\nopen=shut\n"
    done = call("new-topic", "school", input=said)
    assert done.exit_code == 0, done.output
    book = read_codebook(tmp_path / "school" / "labels" / "codebook.toml")
    assert book.heads[0].names == ("keep", "close")
    assert book.mirror_pairs == (("open", "shut"),)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["school"], "--label LABEL=MEANING"),
        (["school", "--label", "keep"], "LABEL=MEANING"),
        (["school", "--label", "keep=x"], "at least 2"),
        (["school", "--label", "keep it=x", "--label", "b=y"], "letters a-z"),
        (["school", *LABELS, "--opposed", "keep", "shut"], "two different labels"),
        (["school", *LABELS, "--also", "mood"], "stance, quality"),
        (["a/b c", *LABELS], "letters a-z"),
    ],
)
def test_what_makes_no_codebook_is_refused_and_leaves_nothing(call, tmp_path, args, words):
    done = call("new-topic", *args)
    assert done.exit_code == 2
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_codebook_is_never_written_over(call, tmp_path):
    call("new-topic", "school", *LABELS)
    before = (tmp_path / "school" / "labels" / "codebook.toml").read_bytes()
    again = call("new-topic", "school", "--label", "a=x", "--label", "b=y")
    assert again.exit_code == 2
    assert "codebook already" in again.stderr
    assert (tmp_path / "school" / "labels" / "codebook.toml").read_bytes() == before


def test_json_for_programs(call):
    done = call("new-topic", "school", *LABELS, "--json")
    assert json.loads(done.stdout) == {
        "codebook": "school/labels/codebook.toml",
        "heads": {"stance": ["keep", "close", "neither"]},
    }


@pytest.fixture
def school(call, tmp_path, monkeypatch):
    """The folder of the worked example, as the tutorial makes it."""
    shutil.copy(EXAMPLE, tmp_path)
    assert call("new-topic", "school", *LABELS, "--opposed", "keep", "close").exit_code == 0
    monkeypatch.chdir(tmp_path / "school")
    return call


def test_before_the_first_labels_nothing_is_guessed(school):
    for args in (["score", "../school-closure.jsonl", "--out", "scores.csv"], ["retrain"]):
        done = school(*args)
        assert done.exit_code == 2
        assert "belowline app" in done.stderr
        assert done.stderr.count("\nbelowline:") + done.stderr.startswith("belowline:") == 1
    with pytest.raises(BundleError, match="no model yet"):
        chosen_version()


def test_a_version_that_knows_nothing_is_not_one_of_the_versions(school):
    version = version_to_label_with()
    assert version.untrained
    shares = version.model().predict(["Keep it open", "x"])["stance"]
    assert shares.ravel().tolist() == pytest.approx([1 / 3] * 6)
    assert versions(Path("models")) == []
    assert "no versions yet" in school("models").output


def test_the_worked_example_goes_from_nothing_to_a_model(school):
    """By hand the labels come from the review page; here they are taken in from a file."""
    assert "80" in school("import", "../school-closure.jsonl").output
    done = school("retrain")
    assert done.exit_code == 0, done.output
    assert "activated: there was no active version" in done.output
    figure = json.loads(school("evaluate", "--labels", "../school-closure.jsonl", "--json").stdout)
    assert figure["model_version"] == Path("models/active").read_text().strip()
    held_out = json.loads(next(Path("models").glob("2*/metrics.json")).read_text())["stance"]["macro_f1"]
    assert held_out["low"] > 1 / 3, "better than guessing"
    assert school("score", "../school-closure.jsonl", "--out", "scores.csv").exit_code == 0


def test_labels_of_one_page_only_can_be_learnt_from(school):
    from datetime import UTC, datetime

    from classifier.flow.ingest import ingest
    from classifier.store import LabelStore

    with LabelStore("labels/belowline.db") as store:
        ingest(["../school-closure.jsonl"], store)
        labels = {row["text"]: row["stance"] for row in map(json.loads, EXAMPLE.open())}
        for comment in store.comments():
            store.annotate(comment.comment_id, "stance", labels[comment.text], "ann", datetime.now(UTC))
    said = []
    outcome = retrain(progress=said.append)
    assert outcome.activated
    assert any("one page" in words for words in said)


def test_a_subject_takes_nothing_of_the_shipped_one(school, monkeypatch):
    from classifier import places

    assert places.codebook_path() == Path.cwd() / "labels" / "codebook.toml"
    assert places.label_files() == []
    assert not places.seeds_folder().exists()
    assert places.store_place() == str(Path.cwd() / "labels" / "belowline.db")
    Path("app.py").write_text("raise SystemExit")
    assert places.page_script() != Path.cwd() / "app.py"
    assert places.own_pages()
