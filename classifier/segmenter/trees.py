"""Sums of decision trees as plain numbers, so that a fitted model needs no library and can run no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
            node = np.zeros(len(rows), dtype=np.int16)
            while True:
                asked = feature[node]
                inner = asked >= 0
                if not inner.any():
                    break
                goes_left = rows[everyone, asked] <= threshold[node]
                node = np.where(inner, np.where(goes_left, left[node], right[node]), node)
            total += value[node]
        return total

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """The numbers as arrays of a file, under keys that begin with `name`."""
        kept = {f"{name}.{part}": getattr(self, part) for part in _PARTS}
        return kept | {f"{name}.base": np.array(self.base)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray], name: str) -> Trees:
        """Trees of `arrays`."""
        return cls(float(arrays[f"{name}.base"]), *(arrays[f"{name}.{part}"] for part in _PARTS))

    @classmethod
    def of_nodes(cls, base: float, trees: Sequence[Mapping[str, Sequence[float] | np.ndarray]]) -> Trees:
        """Trees of the nodes of each, as rows of equal length.

        Examples
        --------
        >>> stump = Trees.of_nodes(0.5, [{"feature": [0, -1, -1], "threshold": [2.0, 0, 0],
        ...     "left": [1, 0, 0], "right": [2, 0, 0], "value": [0.0, -1.0, 1.0]}])
        >>> stump(np.array([[1.0], [3.0]]))
        array([-0.5,  1.5])
        """
        width = max((len(tree["feature"]) for tree in trees), default=1)
        parts: dict[str, np.ndarray] = {
            name: np.full((len(trees), width), empty, dtype) for name, (empty, dtype) in _PARTS.items()
        }
        for row, tree in enumerate(trees):
            for name in _PARTS:
                parts[name][row, : len(tree[name])] = tree[name]
        return cls(float(base), *parts.values())


#: The arrays of a sum of trees: what an absent node holds, and of which type they are.
_PARTS: dict[str, tuple[int, type]] = {
    "feature": (-1, np.int16),
    "threshold": (0, np.float64),
    "left": (0, np.int16),
    "right": (0, np.int16),
    "value": (0, np.float32),
}
