"""Shares by group: complete, within bounds, right on average, and refused where they would mean nothing."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from classifier import Model, score
from classifier.errors import BundleError, InputError, LabelsError, OutputError
from classifier.flow.shares import draw_shares, read_scores, shares_by, version_of, write_shares
from classifier.flow.versions import open_version


@pytest.fixture(scope="module")
def version(toy_models):
    return open_version(toy_models)


@pytest.fixture(scope="module")
def table(toy_models, toy_rows):
    rows = [{"text": row["text"], "page": "a" if n % 3 else "b"} for n, row in enumerate(toy_rows)]
    return score(rows, Model.load(toy_models))


def test_every_group_has_a_share_of_every_label(table, version):
    shares = shares_by(table, version, "page")
    assert [(s.group, s.comments, s.label) for s in shares] == [
        (group, size, label) for group, size in (("a", 48), ("b", 24)) for label in ("for", "against", "undecided")
    ]
    for group in ("a", "b"):
        own = [s for s in shares if s.group == group]
        assert sum(s.share for s in own) == pytest.approx(1)
        assert sum(s.counted for s in own) == pytest.approx(1)
        assert all(0 <= s.low <= s.share <= s.high <= 1 for s in own)


def test_all_together_is_one_group(table, version):
    shares = shares_by(table, version, None)
    assert {(s.group, s.comments) for s in shares} == {("", table.num_rows)}


def test_a_group_without_a_name_is_kept(table, version):
    named = table.set_column(1, "page", pa.array([None] * table.num_rows, pa.string()))
    assert {s.comments for s in shares_by(named, version, "page")} == {table.num_rows}


def test_estimates_correct_what_counting_gets_wrong(version):
    """Comments drawn with known shares: the estimate is nearer to them than the count."""
    from classifier.flow.retrain import read_held_out

    held = read_held_out(version, version.codebook.heads[0])
    rng = np.random.default_rng(3)
    truth = np.array([0.8, 0.1, 0.1])
    rows = [rng.choice(np.flatnonzero(held.answers == label)) for label in rng.choice(3, 3000, p=truth)]
    found = held.probabilities[rows]
    drawn = pa.table({f"p_{name}": found[:, at] for at, name in enumerate(("for", "against", "undecided"))})
    shares = shares_by(drawn, version, None)
    estimated = np.abs(np.array([s.share for s in shares]) - truth).sum()
    assert estimated < np.abs(np.array([s.counted for s in shares]) - truth).sum()


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl", ".tex"])
def test_shares_are_written(table, version, tmp_path, suffix):
    shares, out = shares_by(table, version, "page"), tmp_path / f"shares{suffix}"
    write_shares(shares, "page", out)
    readers = {
        ".csv": pd.read_csv,
        ".parquet": pd.read_parquet,
        ".jsonl": lambda path: pd.read_json(path, lines=True),
    }
    if suffix in readers:
        frame = readers[suffix](out)
        assert list(frame) == ["page", "comments", "head", "label", "share", "low", "high", "counted"]
        assert frame["share"].tolist() == pytest.approx([s.share for s in shares], abs=1e-4)
    else:
        assert out.read_text().count("\\\\") >= 3
        assert "tabular" in out.read_text()


@pytest.mark.parametrize(("suffix", "start"), [(".svg", b"<?xml"), (".pdf", b"%PDF"), (".png", b"\x89PNG")])
def test_a_figure_is_drawn_and_the_same_again(table, version, tmp_path, suffix, start):
    shares = shares_by(table, version, "page")
    for name in ("one", "two"):
        draw_shares(shares, version.codebook, tmp_path / f"{name}{suffix}")
    one, two = ((tmp_path / f"{name}{suffix}").read_bytes() for name in ("one", "two"))
    assert one.startswith(start)
    assert one == two


def test_what_has_no_shares_is_refused(table, version, tmp_path):
    with pytest.raises(InputError, match="no column `article`.*page"):
        shares_by(table, version, "article")
    with pytest.raises(InputError, match="no scores of this model.*belowline score"):
        shares_by(table.drop(["p_for"]), version, "page")
    with pytest.raises(InputError, match="no comments"):
        shares_by(table.slice(0, 0), version, "page")
    other = table.set_column(table.column_names.index("model_version"), "model_version", pa.array(["x"] * 72))
    with pytest.raises(InputError, match="scored by x"):
        shares_by(other, version, "page")
    with pytest.raises(OutputError, match="no kind of table"):
        write_shares([], "page", tmp_path / "shares.txt")
    with pytest.raises(OutputError, match="no kind of figure"):
        draw_shares([], version.codebook, tmp_path / "shares.gif")


def test_scores_that_cannot_be_read_are_refused(tmp_path):
    (tmp_path / "bad.parquet").write_text("no")
    for name, words in (("none.csv", "no such file"), ("bad.parquet", "cannot be read"), ("x.txt", "no table")):
        with pytest.raises(InputError, match=words):
            read_scores(tmp_path / name)


def test_blank_rows_are_refused_by_line(toy_models, version):
    table = score(["More lanes please", None], Model.load(toy_models))
    with pytest.raises(InputError, match="without scores"):
        shares_by(table, version, None)


def test_the_version_is_the_one_that_scored(table, toy_home):
    assert version_of(table).name == table["model_version"][0].as_py()
    with pytest.raises(BundleError):
        version_of(table, toy_home / "labels")


def test_a_label_nobody_held_out_is_said(table, version, monkeypatch):
    from classifier.flow import shares
    from classifier.flow.retrain import HeldOut

    def one_label_only(_version, head):
        return HeldOut(head, np.array(["x"]), np.array([0]), np.array([[0.5, 0.3, 0.2]]))

    monkeypatch.setattr(shares, "read_held_out", one_label_only)
    with pytest.raises(LabelsError, match="no held-out row is against"):
        shares_by(table, version, "page")


def test_the_command_shows_writes_and_draws(table, toy_home, tmp_path):
    import pyarrow.parquet as pq
    from click.testing import CliRunner

    from classifier.cli import main

    scores, out = tmp_path / "scores.parquet", tmp_path / "shares.csv"
    pq.write_table(table, scores)
    call = ["prevalence", str(scores), "--by", "page"]
    done = CliRunner().invoke(main, [*call, "--out", str(out), "--figure", str(tmp_path / "f.svg")])
    assert done.exit_code == 0, done.output
    assert "a: 48 comments" in done.output
    assert len(out.read_text().splitlines()) == 7
    rows = [json.loads(line) for line in CliRunner().invoke(main, [*call, "--json"]).output.splitlines()]
    assert [row["page"] for row in rows] == ["a"] * 3 + ["b"] * 3
    together = CliRunner().invoke(main, ["prevalence", str(scores), "--together"])
    assert "all: 72 comments" in together.output
    refused = CliRunner().invoke(main, ["prevalence", str(scores), "--by", "author"])
    assert refused.exit_code == 2
    assert "--by" in refused.output


def test_articles_of_a_table_go_by_their_own_names(table, version):
    def groups(names):
        named = table.append_column("document", pa.array(names))
        return {s.group for s in shares_by(named, version, "document")}

    rows = table.num_rows
    assert groups(["in.csv: A1"] * (rows - 1) + ["in.csv: A: 2"]) == {"A1", "A: 2"}
    assert groups(["in.csv: A1"] * (rows - 1) + ["page.txt"]) == {"in.csv: A1", "page.txt"}
    assert groups(["one.csv: A1"] * (rows - 1) + ["two.csv: A1"]) == {"one.csv: A1", "two.csv: A1"}


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_every_kind_of_scores_is_read(toy_home, tmp_path, monkeypatch, suffix):
    from click.testing import CliRunner

    from classifier.cli import main

    monkeypatch.chdir(tmp_path)
    texts = ["Build it.\n\nSoon!", 'They said "no" and, well', "=SUM(A1)", "x" * 2_000_000]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert CliRunner().invoke(main, ["score", "in.jsonl", "--out", f"scores.{suffix}"]).exit_code == 0
    found = read_scores(tmp_path / f"scores.{suffix}")
    assert found.num_rows == len(texts)
    assert len(shares_by(found, version_of(found))) == 3
