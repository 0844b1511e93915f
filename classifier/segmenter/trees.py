"""Sums of decision trees as plain numbers, so that a fitted model needs no library and can run no code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.errors import BundleError


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
        """Sum of all trees for each row: shape (rows,).

        Raises
        ------
        BundleError
            When the trees ask for more than a row has.
        """
        if self.feature.max(initial=-1) >= rows.shape[1]:
            raise BundleError("holds trees of other measures", remedy="fit the segmenter again")
        roots, feature, child = self._flat()
        threshold, value = self.threshold.ravel(), self.value.ravel()
        total = np.full(len(rows), self.base)
        for start in range(0, len(rows), _BLOCK):
            block = np.ascontiguousarray(rows[start : start + _BLOCK])
            numbers = block.ravel()
            offsets = np.arange(len(block), dtype=np.int32)[:, None] * block.shape[1]
            node = np.repeat(roots[None, :], len(block), axis=0)
            while True:
                goes_left = numbers.take(feature.take(node) + offsets) <= threshold.take(node)
                beneath = child.take(2 * node + goes_left)
                if np.array_equal(beneath, node):
                    break
                node = beneath
            total[start : start + _BLOCK] += value.take(node).sum(axis=1)
        return total

    def __add__(self, others: Trees) -> Trees:
        """One sum of all trees of two.

        Examples
        --------
        >>> leaf = {"feature": [-1], "threshold": [0], "left": [0], "right": [0], "value": [1.0]}
        >>> stump = Trees.of_nodes(0.5, [leaf])
        >>> (stump + stump)(np.array([[7.0]]))
        array([3.])
        """
        parts = {}
        for name, (empty, _) in _PARTS.items():
            mine, theirs = getattr(self, name), getattr(others, name)
            width = max(mine.shape[1], theirs.shape[1])
            parts[name] = np.vstack([_widened(part, width, empty) for part in (mine, theirs)])
        return Trees(self.base + others.base, *parts.values())

    def __rmul__(self, factor: float) -> Trees:
        """Trees whose sum is that of these times a factor."""
        return replace(self, base=factor * self.base, value=(factor * self.value).astype(self.value.dtype))

    def _flat(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Roots, features and children of all trees as one run of nodes, in which a leaf is its own child."""
        own = np.arange(self.feature.size, dtype=np.int32).reshape(self.feature.shape)
        inner, roots = self.feature >= 0, own[:, :1]
        right, left = (np.where(inner, side + roots, own) for side in (self.right, self.left))
        child = np.stack([right, left], axis=2).astype(np.int32)
        return roots.ravel(), np.where(inner, self.feature, 0).astype(np.int32).ravel(), child.ravel()

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """The numbers as arrays of a file, under keys that begin with `name`."""
        kept = {f"{name}.{part}": getattr(self, part) for part in _PARTS}
        return kept | {f"{name}.base": np.array(self.base)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray], name: str) -> Trees:
        """Trees of `arrays`.

        Raises
        ------
        ValueError
            When they are no trees, or a path through one would have no end.
        """
        found = cls(float(arrays[f"{name}.base"]), *(arrays[f"{name}.{part}"] for part in _PARTS))
        if not found._are_trees():
            raise ValueError("holds no trees")
        return found

    def _are_trees(self) -> bool:
        parts = [getattr(self, name) for name in _PARTS]
        shape = self.feature.shape
        if len(shape) != 2 or 0 in shape or any(part.shape != shape for part in parts):
            return False
        if any(part.dtype != dtype for part, (_, dtype) in zip(parts, _PARTS.values(), strict=True)):
            return False
        inner, own = self.feature >= 0, np.arange(shape[1])
        beneath = (np.minimum(self.left, self.right) > own) & (np.maximum(self.left, self.right) < shape[1])
        return bool((beneath | ~inner).all() and not np.isnan(self.threshold).any() and np.isfinite(self.value).all())

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


def _widened(part: np.ndarray, width: int, empty: float) -> np.ndarray:
    return np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=empty)


#: Rows that are answered at once, few enough for their nodes to stay in the cache.
_BLOCK = 128

#: The arrays of a sum of trees: what an absent node holds, and of which type they are.
_PARTS: dict[str, tuple[int, type]] = {
    "feature": (-1, np.int16),
    "threshold": (0, np.float64),
    "left": (0, np.int16),
    "right": (0, np.int16),
    "value": (0, np.float32),
}
