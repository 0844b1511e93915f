from dataclasses import replace

import pytest

from classifier.errors import LabelsError
from classifier.learn.features import FeatureSettings
from classifier.learn.model import Settings
from classifier.learn.search import OUTER_FOLDS, search


def searched(rows, book, tried):
    return search(
        [row["text"] for row in rows],
        {"position": [row["position"] for row in rows]},
        book,
        [row["writer"] for row in rows],
        tried,
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
