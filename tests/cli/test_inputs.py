"""Every kind of input at the commands that take inputs."""

import json

import pytest
from click.testing import CliRunner

from classifier.cli import main
from tests.reading.exports import wp_comment, wp_item, wxr


@pytest.fixture
def call(toy_home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "blog.xml").write_text(
        wxr(
            wp_item(
                1, "Bridge", "<p>Shut.</p>", wp_comment(1, "Build the lane!") + wp_comment(2, "x", kind="pingback")
            )
        )
    )
    (tmp_path / "t.csv").write_text("body;user\nA waste of paint.;bob\n")

    def run(*args):
        result = CliRunner().invoke(main, args)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return result

    return run


def test_segment_gives_the_articles_and_comments_of_an_export(call):
    result = call("segment", "blog.xml")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(record["role"], record["text"]) for record in records] == [
        ("title", "Bridge"),
        ("body", "Shut."),
        ("comment", "Build the lane!"),
    ]
    assert {record["document"] for record in records} == {"blog.xml: https://blog.test/1"}
    assert "comments that are a pingback, passed over: 1" in result.stderr
    assert result.exit_code == 0


def test_score_takes_exports_and_tables_with_named_columns(call):
    result = call(
        "score", "blog.xml", "t.csv", "--column", "text=body", "--column", "author=user", "--out", "o.jsonl"
    )
    assert result.exit_code == 0
    assert [json.loads(line)["text"] for line in open("o.jsonl")] == ["Build the lane!", "A waste of paint."]
    assert "2 comments from 2 inputs" in result.stdout
    assert "t.csv: read as divided by semicolons" in result.stderr
    assert "passed over: 1" in result.stderr


def test_add_takes_exports_and_tables(call):
    result = call("add", "blog.xml", "t.csv", "--column", "text=body", "--store", "s.db")
    assert result.stdout.splitlines() == [
        "added blog.xml: https://blog.test/1",
        "added t.csv",
        "2 added, 0 there already, 0 refused",
    ]


@pytest.mark.parametrize("command", [("score", "--out", "o.csv"), ("segment",), ("add", "--store", "s.db")])
def test_a_column_that_is_not_there_is_one_clear_line(call, command):
    result = call(command[0], "t.csv", *command[1:])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "has no column `text` (its columns: body, user)" in result.stderr
    assert "--column text=body" in result.stderr
    assert call(command[0], "t.csv", "--column", "nonsense", *command[1:]).exit_code == 2
