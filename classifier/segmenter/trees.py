"""Sums of decision trees as plain numbers, so that a fitted model needs no library and can run no code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of regression trees.

    Attributes
    ----------
    base : float
        What the sum starts from.
    feature, threshold, left, right, value : arrays of shape (trees, nodes)
        Node 0 is the root; a leaf has feature -1. A row goes left where its feature is at most the threshold.
    """

    base: float
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Sum of all trees for each row: shape (rows,)."""
        total = np.full(len(rows), self.base)
        everyone = np.arange(len(rows))
        for feature, threshold, left, right, value in zip(
            self.feature, self.threshold, self.left, self.right, self.value, strict=True
        ):
            node = np.zeros(len(rows), dtype=np.int64)
            while True:
                asked = feature[node]
                inner = asked >= 0
                if not inner.any():
                    break
                goes_left = rows[everyone, asked] <= threshold[node]
                node = np.where(inner, np.where(goes_left, left[node], right[node]), node)
            total += value[node]
        return total

    def as_lists(self) -> dict[str, Any]:
        """The numbers as JSON can hold them, each tree without the padding behind its last node."""
        sizes = [
            int(np.max([*left, *right, 0])) + 1 for left, right in zip(self.left, self.right, strict=True)
        ]
        return {
            "base": self.base,
            **{
                name: [row[:size].tolist() for row, size in zip(getattr(self, name), sizes, strict=True)]
                for name in ("feature", "threshold", "left", "right", "value")
            },
        }

    @classmethod
    def from_lists(cls, numbers: dict[str, Any]) -> Trees:
        """Trees of `as_lists`.

        Examples
        --------
        >>> stump = Trees.from_lists({"base": 0.5, "feature": [[0, -1, -1]], "threshold": [[2.0, 0, 0]],
        ...     "left": [[1, 0, 0]], "right": [[2, 0, 0]], "value": [[0.0, -1.0, 1.0]]})
        >>> stump(np.array([[1.0], [3.0]]))
        array([-0.5,  1.5])
        """
        return cls(
            float(numbers["base"]),
            _padded(numbers["feature"], -1, np.int64),
            _padded(numbers["threshold"], 0, np.float64),
            _padded(numbers["left"], 0, np.int64),
            _padded(numbers["right"], 0, np.int64),
            _padded(numbers["value"], 0, np.float64),
        )


def _padded(rows: list[list[float]], filler: float, dtype: type) -> np.ndarray:
    width = max(map(len, rows), default=1)
    return np.array([[*row, *[filler] * (width - len(row))] for row in rows], dtype=dtype).reshape(
        len(rows), width
    )
