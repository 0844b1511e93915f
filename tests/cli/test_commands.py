"""The commands as a person meets them: what they print, what they write, how they end."""

import csv
import json
import os
import re
import sqlite3
import stat

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from classifier.cli import main

PAGE = "The council met on Monday.\n\n2 Comments\n\nAnn says:\nBuild the lane!\n\nBob says:\nA waste of paint.\n"


@pytest.fixture
def belowline(toy_home, tmp_path, monkeypatch):
    """Call the command in a folder of its own; a traceback fails the test."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def call(*args, **options):
        result = CliRunner().invoke(main, [str(arg) for arg in args], **options)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    call.folder = folder
    call.home = toy_home
    return call


def refused(result, *words, code=2):
    """One clear line on standard error, the right exit code."""
    lines = [line for line in result.stderr.splitlines() if line.startswith("belowline:")]
    assert result.exit_code == code, result.output
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_segment_gives_one_record_a_segment(belowline):
    (belowline.folder / "page.txt").write_text(PAGE)
    result = belowline("segment", "page.txt")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert {"document", "sha256", "role", "start_line", "end_line", "text", "confidence"} <= records[0].keys()
    comments = [r for r in records if r["role"] == "comment"]
    assert [(c["author"], c["text"]) for c in comments] == [
        ("Ann", "Build the lane!"),
        ("Bob", "A waste of paint."),
    ]
    assert all(len(c["comment_id"]) == 16 for c in comments)
    assert "comment Ann" in belowline("segment", "page.txt", "--format", "text").stdout


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_score_writes_one_row_a_comment(belowline, suffix):
    (belowline.folder / "page.txt").write_text(PAGE)
    (belowline.folder / "more.csv").write_text("text\nBuild it\n")
    out = belowline.folder / f"out.{suffix}"
    result = belowline("score", "page.txt", "more.csv", "--out", out)
    assert result.exit_code == 0
    assert result.stdout.startswith("3 comments from 2 inputs")
    rows = {
        "parquet": lambda: pq.read_table(out).to_pylist(),
        "csv": lambda: list(csv.DictReader(out.open(newline=""))),
        "jsonl": lambda: [json.loads(line) for line in out.open()],
    }[suffix]()
    assert list(rows[0]) == [
        "comment_id", "document", "start_line", "end_line", "text",
        "position", "position_confidence", "p_for", "p_against", "p_undecided", "model_version",
    ]  # fmt: skip
    assert [row["text"] for row in rows] == ["Build the lane!", "A waste of paint.", "Build it"]
    shares = [float(rows[0][f"p_{name}"]) for name in ("for", "against", "undecided")]
    assert sum(shares) == pytest.approx(1)
    assert float(rows[0]["position_confidence"]) == max(shares)
    assert left(belowline.folder) == ["more.csv", f"out.{suffix}", "page.txt"]


def test_score_of_many_batches_keeps_the_order(belowline, monkeypatch):
    monkeypatch.setattr("classifier.flow.scoring.PART", 50)
    texts = [f"comment number {n}" for n in range(230)]
    pq.write_table(pa.table({"text": texts}), belowline.folder / "in.parquet")
    for jobs in (1, 2):
        assert belowline("score", "in.parquet", "--out", f"out{jobs}.jsonl", "--jobs", jobs).exit_code == 0
    rows = [json.loads(line) for line in open("out1.jsonl")]
    assert [row["text"] for row in rows] == texts
    assert open("out1.jsonl").read() == open("out2.jsonl").read()


def test_score_reads_standard_input(belowline):
    result = belowline("score", "-", "--out", "o.jsonl", "--json", input="Build it\n\nNo!\n")
    assert json.loads(result.stdout)["comments"] == 2
    belowline("score", "-", "--out", "o.jsonl", input='{"text": "Build it"}\n')
    assert json.loads(open("o.jsonl").read())["text"] == "Build it"


def test_rows_that_cannot_be_read_are_set_aside_and_counted(belowline):
    (belowline.folder / "in.jsonl").write_text(
        '{"text": "fine"}\n{"text": \n{"txt": "x"}\n{"text": 7}\n{"text": " "}\n{"text": "\\ud800"}\n'
    )
    result = belowline("score", "in.jsonl", "missing.txt", "--out", "out.csv")
    assert result.exit_code == 3
    assert "1 comments from 1 inputs" in result.stdout
    assert "6 set aside in out.csv.rejects.jsonl" in result.stdout
    rejects = [json.loads(line) for line in open("out.csv.rejects.jsonl")]
    assert [(r["input"], r["line"]) for r in rejects] == [("in.jsonl", n) for n in range(2, 7)] + [
        ("missing.txt", None)
    ]
    assert all(r["reason"] for r in rejects)
    assert belowline("score", "-", "--out", "out.csv", input="fine\n").exit_code == 0
    assert left(belowline.folder) == ["in.jsonl", "out.csv"]


def test_nothing_usable_is_exit_code_2_and_no_output(belowline):
    (belowline.folder / "empty.txt").write_text("")
    refused(belowline("score", "empty.txt", "--out", "out.csv"), "empty.txt", "empty", "nothing could be scored")
    assert left(belowline.folder) == ["empty.txt", "out.csv.rejects.jsonl"]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "binary"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(300), "picture"),
        ("notext.csv", b"body,author\nhi,ann\n", "no column `text`"),
        ("broken.parquet", b"PAR1 nothing", "Parquet"),
    ],
)
def test_unusable_inputs_are_named_in_one_line(belowline, name, content, word):
    (belowline.folder / name).write_bytes(content)
    refused(belowline("score", name, "--out", "out.csv"), name, word)
    assert "out.csv" not in left(belowline.folder)


def test_a_folder_without_documents_and_a_missing_file_are_named(belowline):
    (belowline.folder / "pages").mkdir()
    refused(belowline("score", "pages", "--out", "out.csv"), "pages", "no documents")
    refused(belowline("score", "gone.txt", "--out", "out.csv"), "gone.txt", "no such file")
    refused(belowline("segment", "pages"), "pages", "no documents")
    refused(belowline("segment", "gone.txt"), "gone.txt", "no such file")
    refused(belowline("add", "gone.txt"), "gone.txt", "no such file")


@pytest.mark.parametrize("command", [["segment"], ["add"], ["score", "--out", "o.csv"]])
def test_what_was_assumed_of_an_encoding_is_said(belowline, command):
    text = PAGE.replace(
        "Build the lane!", "Une piste cyclable protégée près de l’école, ce n’est pas du luxe, voilà !"
    )
    (belowline.folder / "page.txt").write_bytes(text.encode("cp1252"))
    result = belowline(command[0], "page.txt", *command[1:])
    assert result.exit_code == 0
    assert "1252" in result.stderr
    assert "page.txt" in result.stderr


def test_a_page_without_comments_is_no_error(belowline):
    (belowline.folder / "page.txt").write_text("The council met on Monday.\n\nIt will meet again in March.\n")
    result = belowline("score", "page.txt", "--out", "out.parquet")
    assert (result.exit_code, result.stdout[:10]) == (0, "0 comments")
    assert pq.read_table("out.parquet").num_rows == 0


def test_outputs_that_cannot_be_written_are_named(belowline):
    (belowline.folder / "in.csv").write_text("text\nhi\n")
    refused(belowline("score", "in.csv", "--out", "none/out.csv"), "none/out.csv", "does not exist")
    refused(belowline("score", "in.csv", "--out", "out.xls"), "out.xls", ".parquet")
    assert left(belowline.folder) == ["in.csv"]


def test_a_folder_that_may_not_be_written_is_named(belowline, monkeypatch):
    (belowline.folder / "in.csv").write_text("text\nhi\n")

    def read_only(*_args, **_options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("classifier.files.tempfile.mkstemp", read_only)
    refused(belowline("score", "in.csv", "--out", "out.csv"), "out.csv", "read-only")
    monkeypatch.setattr("classifier.flow.versions.tempfile.mkdtemp", read_only)
    refused(belowline("retrain", "--out", "m"), "read-only")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(belowline):
    (belowline.folder / "in.csv").write_text("text\nhi\n")
    locked = belowline.folder / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused(belowline("score", "in.csv", "--out", "locked/out.csv"), "no permission")


def test_a_full_disk_leaves_nothing(belowline, monkeypatch):
    (belowline.folder / "in.csv").write_text("text\nhi\n")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("classifier.files.os.fsync", full)
    refused(belowline("score", "in.csv", "--out", "out.csv"), "disk is full")
    assert left(belowline.folder) == ["in.csv"]


def test_models_that_cannot_be_used_are_named(belowline):
    (belowline.folder / "in.csv").write_text("text\nhi\n")
    (belowline.folder / "m").mkdir()
    refused(belowline("score", "in.csv", "--out", "o.csv", "--model", "m"), "no active model", "belowline retrain")
    book = belowline.home / "labels" / "codebook.toml"
    book.write_text(book.read_text().replace('"undecided"', '"unsure"'))
    refused(belowline("score", "in.csv", "--out", "o.csv"), "another codebook", "belowline retrain")


def test_a_cut_bundle_is_named(belowline):
    (belowline.folder / "in.csv").write_text("text\nhi\n")
    array = next((belowline.home / "models").glob("*/position.coefficients.npy"))
    array.write_bytes(array.read_bytes()[:100])
    refused(belowline("score", "in.csv", "--out", "o.csv"), "changed or cut short", "belowline retrain")
    assert left(belowline.folder) == ["in.csv"]


def test_evaluate_reports_every_figure(belowline):
    labels = belowline.home / "labels" / "comments.jsonl"
    result = belowline("evaluate", "--labels", labels, "--json")
    head = json.loads(result.stdout)["heads"]["position"]
    assert head["rows"] == 72
    assert {"macro_f1", "accuracy", "expected_calibration_error", "labels", "confusion"} <= head.keys()
    assert head["macro_f1"]["low"] <= head["macro_f1"]["value"] <= head["macro_f1"]["high"]
    assert "72 of 72 rows were in the model's training set" in result.stderr
    assert "undecided" in belowline("evaluate", "--labels", labels).stdout


def test_evaluate_refuses_labels_of_another_codebook(belowline):
    (belowline.folder / "l.jsonl").write_text('{"text": "x", "position": "maybe"}\n')
    refused(belowline("evaluate", "--labels", "l.jsonl"), "l.jsonl, line 1", "for, against, undecided")


def test_retrain_says_what_it_came_to(belowline):
    result = belowline("retrain", "--out", "models")
    assert result.exit_code == 0
    assert "activated: there was no active version" in result.stdout
    assert belowline("models", "--models", "models").stdout.startswith("* ")
    assert "nothing has changed" in belowline("retrain", "--out", "models").stdout
    with open(belowline.home / "labels" / "comments.jsonl", "a") as labels:
        labels.write(json.dumps({"text": "Bikes are fine", "position": "for", "writer": "w9"}) + "\n")
    again = belowline("retrain", "--out", "models")
    assert "before" in again.stdout
    assert "activated: " in again.stdout


@pytest.fixture
def blind_splitter(belowline):
    """Weights in use by which no page has comments."""
    from dataclasses import replace

    from classifier.flow.seam import save_seam_weights
    from classifier.segmenter.seam import shipped_weights

    save_seam_weights(replace(shipped_weights(), threshold=2.0, fitted_on="here"))


@pytest.mark.usefixtures("blind_splitter")
def test_segment_and_score_use_the_splitter_that_is_in_use(belowline):
    (belowline.folder / "page.txt").write_text(PAGE)
    assert '"comment"' not in belowline("segment", "page.txt").stdout
    assert belowline("score", "page.txt", "--out", "o.jsonl").stdout.startswith("0 comments")


def test_retrain_lets_the_splitter_learn_from_pages_put_right(belowline):
    from datetime import UTC, datetime

    from classifier.segmenter.corrected import SegmentationEvent
    from classifier.store import LabelStore

    (belowline.folder / "page.txt").write_text(PAGE)
    belowline("add", "page.txt")
    with LabelStore(belowline.home / "labels" / "belowline.db") as store:
        sha256 = store.documents()[0]["sha256"]
        store.correct_segmentation(SegmentationEvent(sha256, "seam", "ann", datetime(2026, 1, 2, tzinfo=UTC), 8))
    assert "the splitter learnt" not in belowline("retrain", "--activate", "never").stdout
    assert belowline("retrain").stdout.endswith("the splitter learnt from 1 page put right\n")
    assert "the splitter learnt" not in belowline("retrain").stdout


def test_retrain_refuses_what_it_cannot_use(belowline):
    (belowline.folder / "l.jsonl").write_text('{"text": "x", "position": "maybe"}\n')
    refused(belowline("retrain", "--labels", "l.jsonl", "--out", "m"), "l.jsonl, line 1")
    refused(belowline("retrain", "--codebook", "none.toml", "--out", "m"), "none.toml", "no such file")
    (belowline.folder / "c.toml").write_text("name = 1\n")
    refused(belowline("retrain", "--codebook", "c.toml", "--out", "m"), "c.toml, line 1")
    (belowline.folder / "s.db").write_bytes(b"not a database" * 200)
    refused(belowline("retrain", "--store", "s.db", "--out", "m"), "not a belowline store")
    assert left(belowline.folder) == ["c.toml", "l.jsonl", "s.db"]


def test_a_locked_store_is_named(belowline, monkeypatch):
    monkeypatch.setattr("classifier.store.database.BUSY_SECONDS", 0.1)
    monkeypatch.setattr("classifier.store.labels.LabelStore.__init__.__defaults__", (0.1,))
    (belowline.folder / "page.txt").write_text(PAGE)
    assert belowline("add", "page.txt", "--store", "s.db").exit_code == 0
    other = sqlite3.connect("s.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    (belowline.folder / "page2.txt").write_text(PAGE + "\nCy says:\nWhen?\n")
    refused(belowline("add", "page2.txt", "--store", "s.db"), "locked")
    other.close()


def test_add_puts_pages_in_once(belowline):
    (belowline.folder / "page.txt").write_text(PAGE)
    assert belowline("add", "page.txt").stdout.endswith("1 added, 0 there already, 0 refused\n")
    assert belowline("add", "page.txt").stdout == "0 added, 1 there already, 0 refused\n"


def test_export_can_be_loaded_by_joblib_users(belowline):
    import joblib

    assert belowline("export", "--out", "model.joblib").exit_code == 0
    assert joblib.load("model.joblib").predict(["Build it"])["position"].shape == (1, 3)


def test_a_hundred_megabyte_line_is_read(belowline):
    with open("long.jsonl", "w") as out:
        out.write(json.dumps({"text": "lane " * 20_000_000}) + "\n")
    result = belowline("score", "long.jsonl", "--out", "o.parquet")
    assert result.exit_code == 0


def test_labels_go_out_and_come_in_again(belowline):
    from datetime import UTC, datetime

    from classifier.store import LabelStore

    (belowline.folder / "page.txt").write_text(PAGE)
    belowline("add", "page.txt", "--store", "one.db")
    refused(belowline("export", "labels.csv", "--store", "one.db"), "no labelled comments")
    with LabelStore("one.db") as store:
        key = store.comments()[0].comment_id
        store.annotate(key, "position", "for", "ada", datetime(2026, 1, 2, tzinfo=UTC))
    assert "written to labels.csv: 1\n" in belowline("export", "labels.csv", "--store", "one.db").stdout
    said = belowline("import", "labels.csv", "--store", "two.db").stdout
    assert said == "taken in: acts of labelling 1, flags, skips and notes 0, comments that were not there 1\n"
    with LabelStore("two.db") as store:
        assert store.labels()[key]["position"].annotator == "ada"
    refused(belowline("import", "gone.csv"), "gone.csv", "no such file")
    refused(belowline("export", "labels.xls", "--store", "one.db"), "tells no format")


def test_labels_on_which_people_differ_are_named_and_stay_out_of_training(belowline):
    from datetime import UTC, datetime

    from classifier.store import LabelStore

    (belowline.folder / "page.txt").write_text(PAGE)
    belowline("add", "page.txt")
    assert "differ" not in belowline("labels").stdout
    with LabelStore(belowline.home / "labels" / "belowline.db") as store:
        for who, label in (("ann", "for"), ("bob", "against")):
            store.annotate(store.comments()[0].comment_id, "position", label, who, datetime(2026, 1, 2, tzinfo=UTC))
    said = belowline("labels").stdout
    assert "people differ on 1 label of the store" in said
    assert "page.txt, line 5: position for (ann), against (bob)  Build the lane!" in said
    assert "differ" not in belowline("labels", belowline.home / "labels" / "comments.jsonl").stdout
    aside = "set aside until settled on the Agreement page, as people differ: position of 1 comment"
    assert aside in belowline("retrain", "--activate", "never").stderr


def test_export_wants_labels_or_a_model(belowline):
    for args in ([], ["labels.csv", "--out", "m.joblib"]):
        result = belowline("export", *args)
        assert result.exit_code == 2
        assert "either" in result.stderr


def test_names_are_kept_only_where_asked_for_and_forgotten_for_good(belowline):
    from classifier.store import LabelStore

    (belowline.folder / "page.txt").write_text(PAGE)
    belowline("add", "page.txt", "--store", "hidden.db")
    belowline("add", "page.txt", "--store", "kept.db", "--keep-authors")
    with LabelStore("hidden.db") as hidden, LabelStore("kept.db") as kept:
        assert [c.author for c in kept.comments()] == ["Ann", "Bob"]
        assert [c.author[:7] for c in hidden.comments()] == ["reader-"] * 2
    counted = belowline("forget", "--author", "Ann", "--store", "hidden.db")
    refused(counted, "add --yes")
    assert "comments 1, in documents 1" in counted.stdout
    assert "gone: comments 1" in belowline("forget", "--author", "Ann", "--yes", "--store", "hidden.db").stdout
    with LabelStore("hidden.db") as hidden:
        assert [c.text for c in hidden.comments()] == ["A waste of paint."]


def test_a_csv_of_scores_runs_nothing_in_a_spreadsheet_and_keeps_every_character(belowline):
    from classifier.flow.exchange import as_written

    texts = ["=1+1", "@cyclists, no", "-1", "\t=x", "'=quoted", "up\rand down", "plain"]
    (belowline.folder / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert belowline("score", "in.jsonl", "--out", "out.csv").exit_code == 0
    cells = [row["text"] for row in csv.DictReader(open("out.csv", newline=""))]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert [as_written(cell) for cell in cells] == texts


def test_labels_show_agreement_with_intervals(belowline):
    votes = [["for", "for"], ["against", "against"], ["for", "against"], ["undecided", "undecided"]] * 5
    rows = [{"text": f"t{n}", "position": pair[0], "position_votes": pair} for n, pair in enumerate(votes)]
    (belowline.folder / "l.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    said = belowline("labels", "l.jsonl").stdout
    assert re.search(r"kappa 0\.\d{3} \(0\.\d{3}-0\.\d{3}\), alpha 0\.\d{3} \(0\.\d{3}-\d\.\d{3}\)", said)
