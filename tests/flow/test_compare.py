"""Two versions side by side."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from classifier.errors import BundleError
from classifier.flow import compare
from classifier.flow.compare import changed_comments, changes_between, compare_versions
from classifier.flow.retrain import retrain
from classifier.flow.versions import open_version
from classifier.judge.explain import explain
from classifier.learn.model import Settings
from classifier.records import Comment, Document
from classifier.store import LabelStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = [
    "Build the lane, cyclists deserve it",
    "The lane is a waste of money",
    "How wide will the lane be",
    "Rip out the safe lane and thank the council",
    "Nobody wants more parking for cars",
    "A waste of a good bridge, more lanes please",
]


@pytest.fixture(scope="module")
def pair(toy_files, toy_models, tmp_path_factory):
    """The toy version, and one that a few labels turned round have changed."""
    folder = tmp_path_factory.mktemp("other")
    store = folder / "none.db"
    turned = folder / "labels.jsonl"
    lines = (toy_files / "labels.jsonl").read_text().splitlines()
    turned.write_text("\n".join(line.replace('"against"', '"for"') if "waste" in line else line for line in lines))
    done = retrain(
        [turned], toy_files / "codebook.toml", str(store), folder / "models", settings=Settings(strength=20)
    )
    return open_version(toy_models), done.version


@pytest.fixture
def store(tmp_path):
    with LabelStore(tmp_path / "labels.db") as opened:
        comments = [
            Comment(f"c{n}", "page.txt", "a" * 64, n + 1, n + 1, text, parent_id="c5" if n == 0 else None)
            for n, text in enumerate(TEXTS)
        ]
        opened.add_document(Document("page.txt", "a" * 64, "text", "…"), [], comments, NOW)
        yield opened


def test_figures_are_compared_on_the_rows_both_held_out(pair):
    before, after = pair
    found = compare_versions(before, after)["position"]
    assert found.rows >= 20
    assert found.difference.value == pytest.approx(found.after - found.before)
    assert compare_versions(after, after)["position"].difference.value == 0


def test_versions_of_different_codebooks_are_not_compared(pair):
    before, after = pair
    other = replace(after, manifest={**after.manifest, "codebook": {**after.manifest["codebook"], "digest": "x"}})
    with pytest.raises(BundleError, match="another codebook"):
        compare_versions(before, other)


def test_changed_comments_are_all_found_with_the_words_that_moved_them(store, pair):
    before, after = pair
    changes = changes_between(store, before, after)
    counts = changes.counts()
    assert counts
    found = [one for change in counts for one in changed_comments(changes, change, before, after)]
    assert len(found) == sum(change.comments for change in counts)
    labels = [version.model().predict(TEXTS)["position"].argmax(axis=1) for version in pair]
    assert {one.comment.comment_id for one in found} == {f"c{n}" for n in np.flatnonzero(labels[0] != labels[1])}
    for one in found:
        head = after.codebook.head("position")
        was, now = head.names.index(one.change.before), head.names.index(one.change.after)
        first, second = (explain(version.model(), one.comment.text)["position"] for version in pair)
        margin = [odds[now] - odds[was] for odds in (first.log_odds, second.log_odds)]
        assert margin[1] > margin[0]
        assert all(word in one.comment.text and change > 0 for word, change in one.words)


def test_a_sample_is_scored_with_what_it_answers_where_not_everything_is(store, pair, monkeypatch):
    monkeypatch.setattr(compare, "SAMPLE", 2)
    changes = changes_between(store, *pair)
    assert changes.sample == 2
    for version in pair:
        assert set(store.scores(version.name)) == {"c0", "c1"}
    monkeypatch.setattr(compare, "SAMPLE", 100)
    whole = changes_between(store, *pair)
    assert sum(change.comments for change in changes.counts()) <= sum(change.comments for change in whole.counts())
    assert changes_between(store, *pair).sample is None


def test_comments_past_the_surest_are_listed_without_words(store, pair, monkeypatch):
    changes = changes_between(store, *pair)
    change = changes.counts()[0]
    monkeypatch.setattr(compare, "EXPLAINED", 0)
    found = list(changed_comments(changes, change, *pair))
    assert len(found) == change.comments
    assert not any(one.words for one in found)
