"""The researcher's path: a table of comments with article ids, shares with intervals by article, a figure, a table."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from classifier.cli import main

ARTICLES, COMMENTS = 12, 1_200


@pytest.fixture
def table(toy_home, toy_rows, tmp_path, monkeypatch):
    """A CSV of comments beneath articles; in the first half of the articles most are for the lane."""
    monkeypatch.chdir(tmp_path)
    drawing = random.Random(5)
    texts = {name: [row["text"] for row in toy_rows if row["position"] == name] for name in ("for", "against")}
    with open("comments.csv", "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["article_id", "body"])
        for n in range(COMMENTS):
            article = n % ARTICLES
            share = 0.9 if article < ARTICLES / 2 else 0.1
            name = "for" if drawing.random() < share else "against"
            writer.writerow([f"A{article:02}", f"{drawing.choice(texts[name])} {n}"])
    return Path("comments.csv")


def run(*args):
    done = CliRunner().invoke(main, list(args))
    assert done.exit_code == 0, done.output
    return done


def test_shares_by_article_as_table_and_figure(table):
    columns = ["--column", "text=body", "--column", "article=article_id"]
    assert f"{COMMENTS} comments" in run("score", str(table), *columns, "--out", "scores.parquet").output
    run("prevalence", "scores.parquet", "--out", "shares.csv", "--figure", "shares.svg")
    run("prevalence", "scores.parquet", "--out", "shares.tex")

    shares = pd.read_csv("shares.csv")
    given = pd.read_csv(table)
    joined = given.groupby("article_id").size().rename("own").reset_index()
    joined = shares.merge(joined, left_on="document", right_on="article_id")
    assert len(joined) == len(shares) == ARTICLES * 3, "article ids come back as they were given"
    assert (joined["comments"] == joined["own"]).all()
    favour = shares[shares["label"] == "for"].set_index("document")["share"]
    ids = sorted(favour.index)
    assert favour[ids[: ARTICLES // 2]].min() > favour[ids[ARTICLES // 2 :]].max()
    assert ((shares["low"] <= shares["share"]) & (shares["share"] <= shares["high"])).all()
    assert Path("shares.svg").read_text().startswith("<?xml")
    assert Path("shares.tex").read_text().count("A0") + Path("shares.tex").read_text().count("A1") == ARTICLES


def test_the_same_from_python(table, toy_models):
    from classifier import Model, score

    frame = pd.read_csv(table)
    scored = score(frame, Model.load(toy_models), text="body").to_pandas()
    assert list(scored["article_id"]) == list(frame["article_id"])
    by_article = scored.groupby("article_id")["position"].value_counts(normalize=True).unstack()
    assert by_article.loc["A00", "for"] > by_article.loc["A11", "for"]
