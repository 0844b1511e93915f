import numpy as np
import pytest

from classifier.errors import LabelsError
from classifier.judge.doubt import doubtful


def test_planted_errors_are_found_the_surest_first():
    rng = np.random.default_rng(0)
    answers = rng.integers(0, 3, 300)
    shares = np.full((300, 3), 0.1) + 0.7 * np.eye(3)[answers]
    shares[7] = np.eye(3)[answers[7]] * 0.94 + 0.02
    wrong = answers.copy()
    planted = [7, 80, 200]
    wrong[planted] = (answers[planted] + 1) % 3
    found = doubtful(wrong, shares)
    assert set(found) == set(planted)
    assert found[0] == 7


def test_a_label_without_rows_is_refused():
    with pytest.raises(LabelsError, match="no rows"):
        doubtful(np.array([0, 0]), np.full((2, 2), 0.5))
