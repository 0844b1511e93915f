"""The editor's path: one page, ten corrections by hand, a retrained model that the page then uses."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit import config
from streamlit.testing.v1 import AppTest

from classifier import places
from classifier.cli import main
from classifier.store import LabelStore

COMMENTS = [
    ("against", "Eleven parking spaces gone and not a bicycle in sight"),
    ("for", "My daughter rides to the library alone since the lane came"),
    ("undecided", "Which street comes next on the list"),
    ("against", "A strip of paint is not worth two million"),
    ("for", "Finally someone in the town hall thinks of children"),
    ("undecided", "The bus line moves to the other side until June"),
    ("against", "Deliveries are impossible now, ask the baker"),
    ("for", "Quieter, cleaner and I am not late any more"),
    ("undecided", "Have they counted bicycles before and after"),
    ("against", "Remove it before winter, it floods every time"),
]


@pytest.fixture
def run(toy_home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config.set_option("server.address", "127.0.0.1")

    def run(*args):
        done = CliRunner().invoke(main, [str(arg) for arg in args])
        assert done.exit_code == 0, done.output
        return done

    return run


def answer(page, right):
    """Press the button of the right label for the comment on the screen."""
    of_comment = next(button.key for button in page.button if button.key.startswith("position-for-"))
    comment_id = of_comment.removeprefix("position-for-")
    with LabelStore(places.store_place()) as store:
        text = next(comment.text for comment in store.comments() if comment.comment_id == comment_id)
    page.button(key=f"position-{right[text]}-{comment_id}").click().run()
    assert not page.exception


def test_one_page_ten_corrections_and_a_retrained_model(run):
    bylines = "\n\n".join(f"Reader{n} says:\n{text}" for n, (_, text) in enumerate(COMMENTS))
    Path("lane.txt").write_text(f"Lane opens\n\nThe lane opened on Monday.\n\n10 Comments\n\n{bylines}\n")
    assert json.loads(run("add", "lane.txt", "--json").stdout)["added"] == ["lane.txt"]
    before = json.loads(run("models", "--json").stdout)["version"]

    page = AppTest.from_file(str(places.page_script()), default_timeout=60).run()
    assert not page.exception
    right = {text: label for label, text in COMMENTS}
    for _ in COMMENTS:
        answer(page, right)
    with LabelStore(places.store_place()) as store:
        held = {comment.text: labels["position"] for comment, labels in store.corrections()}
    assert held == right

    outcome = json.loads(run("retrain", "--activate", "always", "--json").stdout)
    assert outcome["version"] != before
    found = {row["version"]: row["active"] for row in map(json.loads, run("models", "--json").stdout.splitlines())}
    assert found == {before: False, outcome["version"]: True}
    run("score", "lane.txt", "--out", "scores.jsonl")
    rows = [json.loads(line) for line in Path("scores.jsonl").open()]
    assert {row["model_version"] for row in rows} == {outcome["version"]}
    assert sum(row["position"] == right[row["text"]] for row in rows) >= 9, "it has learnt what it was told"
