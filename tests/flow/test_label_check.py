import json

from click.testing import CliRunner

from classifier.cli.labels import command
from classifier.codebook import read_codebook
from classifier.flow.label_check import check_labels


def _with_planted_errors(toy_files, toy_rows, path):
    rows = [dict(row) for row in toy_rows]
    planted = [1, 30, 61]
    for at in planted:
        rows[at]["position"] = {"for": "undecided", "against": "for", "undecided": "against"}[rows[at]["position"]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return {at + 1 for at in planted}


def test_planted_errors_are_listed_with_line_and_suggestion(toy_files, toy_rows, tmp_path):
    lines = _with_planted_errors(toy_files, toy_rows, tmp_path / "labels.jsonl")
    doubts = check_labels(
        tmp_path / "labels.jsonl", read_codebook(toy_files / "codebook.toml"), tmp_path / "out.jsonl"
    )
    assert len(lines & {doubt.line for doubt in doubts}) >= 2
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["line"] for row in written] == [doubt.line for doubt in doubts]
    true = {n + 1: row["position"] for n, row in enumerate(toy_rows)}
    assert sum(d.suggested == true[d.line] for d in doubts if d.line in lines) >= 2
    assert all(d.p_suggested > d.p_given for d in doubts)


def test_the_command_counts_and_shows_them(toy_files, toy_rows, tmp_path):
    _with_planted_errors(toy_files, toy_rows, tmp_path / "labels.jsonl")
    out = tmp_path / "doubtful.jsonl"
    done = CliRunner().invoke(
        command,
        [
            str(tmp_path / "labels.jsonl"),
            "--codebook",
            str(toy_files / "codebook.toml"),
            "--check",
            "--out",
            str(out),
        ],
    )
    assert done.exit_code == 0, done.output
    assert f"labels to look at, in {out}" in done.output
    assert "position: " in done.output
    assert out.is_file()
