from dataclasses import replace

import pytest
from joblib import Memory

from classifier.errors import LabelsError
from classifier.learn.features import FeatureSettings
from classifier.learn.model import Settings
from classifier.learn.search import OUTER_FOLDS, search


def searched(rows, book, tried, memory=None):
    return search(
        [row["text"] for row in rows],
        {"position": [row["position"] for row in rows]},
        book,
        [row["writer"] for row in rows],
        tried,
        memory=memory,
    )


def test_the_better_settings_are_chosen_and_the_choice_is_judged(toy_rows, toy_book):
    blind = replace(Settings(), features=FeatureSettings(words=(9, 9), letters=(30, 30), window=0, manner=False))
    found = searched(toy_rows, toy_book, [blind, Settings()])
    assert found.best == Settings()
    assert found.trials[0].macro_f1 > found.trials[1].macro_f1
    assert len(found.outer) == OUTER_FOLDS
    assert min(found.outer) > 0.4


def test_too_few_groups_are_refused(toy_rows, toy_book):
    rows = [row for row in toy_rows if row["writer"] in ("w0", "w1")]
    with pytest.raises(LabelsError, match="groups"):
        searched(rows, toy_book, [Settings()])


def test_a_search_done_before_fits_nothing_again(toy_rows, toy_book, tmp_path):
    memory = Memory(tmp_path, verbose=0)
    first = searched(toy_rows, toy_book, [Settings()], memory)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("output.pkl")}
    assert kept
    assert searched(toy_rows, toy_book, [Settings()], memory) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("output.pkl")} == kept
    said = {row["text"] for row in toy_rows}
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and any(t.encode() in p.read_bytes() for t in said)]
