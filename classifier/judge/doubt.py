"""Labels that a model which has not seen them doubts most."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifier.errors import LabelsError


def doubtful(answers: NDArray[np.intp], probabilities: NDArray[np.float64]) -> NDArray[np.intp]:
    """Rows whose label is likely to be wrong, the least likely label first.

    Parameters
    ----------
    answers : array of int, shape (rows,)
        Position of each row's label.
    probabilities : array of float, shape (rows, labels)
        By models fitted without the row.

    Returns
    -------
    array of int
        Row numbers.

    Raises
    ------
    LabelsError
        When a label has no row.

    Notes
    -----
    Confident learning, by cleanlab: Northcutt, Jiang and Chuang, *Confident Learning: Estimating Uncertainty in
    Dataset Labels*, JAIR 2021.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1]] * 5 + [[0.1, 0.9]] * 5)
    >>> doubtful(np.array([0, 0, 0, 0, 1, 1, 1, 1, 1, 1]), shares).tolist()
    [4]
    """
    from cleanlab.filter import find_label_issues

    if len(set(answers.tolist())) < probabilities.shape[1]:
        raise LabelsError("a label has no rows to compare with", remedy="label at least one comment with each label")
    return np.asarray(
        find_label_issues(answers, probabilities, return_indices_ranked_by="self_confidence", n_jobs=1), dtype=np.intp
    )
