"""Scores of texts met not long ago, so that what is said again is not scored again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.learn.fast.scorer import LONGEST

#: A text in UTF-8, with the one it answers where that is read too.
Key = bytes | tuple[bytes, bytes]

#: Different texts that are remembered; as many again may be.
REMEMBERED = 1 << 15


def seen_by_model(raw: bytes) -> bytes:
    r"""A text in UTF-8 without what no feature looks at: the kind of its line ends, blanks around it.

    Texts of which this is the same get the same scores.

    Examples
    --------
    >>> seen_by_model(b" Build it.\r\nNow! ")
    b'Build it.\nNow!'
    """
    if len(raw) > LONGEST:
        return raw
    bare = raw.strip(b" \t")
    if len(bare) < len(raw) and (bare.startswith(b"-") or bare.endswith(b"-")):
        return raw  # a dash between blanks is a feature
    return bare.replace(b"\r\n", b"\n")


class Recent:
    """Texts in the order of the run, the newest of them, each with its row of probabilities.

    What is taken in depends on the order of the comments alone, not on who scored which of them when.
    """

    def __init__(self) -> None:
        self._new: dict[Key, NDArray[np.float64] | None] = {}
        self._old: dict[Key, NDArray[np.float64] | None] = {}

    def row(self, key: Key) -> NDArray[np.float64] | None:
        """Probabilities of a text; None where it is not known or its probabilities are not."""
        found = self._new.get(key)
        return self._old.get(key) if found is None else found

    def take_in(self, keys: Sequence[Key], shares: NDArray[np.float64] | None) -> int:
        """Remember the texts of a batch; how many of its comments say what was met before.

        Parameters
        ----------
        keys : sequence of Key
        shares : array of float, shape (texts, labels), or None
            None where they were scored by an earlier run.
        """
        place: dict[Key, int] = {}
        for at, key in enumerate(keys):
            place.setdefault(key, at)
        fresh = [key for key in place if key not in self._new]
        met = sum(key in self._old for key in fresh)
        rows = [None] * len(fresh) if shares is None else shares[[place[key] for key in fresh]]
        for key, row in zip(fresh, rows, strict=True):
            self._remember(key, row)
        return len(keys) - len(fresh) + met

    def _remember(self, key: Key, row: NDArray[np.float64] | None) -> None:
        if len(self._new) >= REMEMBERED:
            self._old, self._new = self._new, {}
        self._new[key] = row
