"""Scores of texts met not long ago, so that what is said again is not scored again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from classifier.learn.fast.scorer import LONGEST

#: A text in UTF-8, with the one it answers where that is read too.
Key = bytes | tuple[bytes, bytes]

#: Different texts that are remembered; as many again may be.
REMEMBERED = 1 << 14


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

    def rows(self, keys: Iterable[Key]) -> dict[Key, NDArray[np.float64]]:
        """Probabilities of those among some texts for which they are known."""
        new, old = self._new, self._old
        return {key: row for key in keys if (row := new.get(key, old.get(key))) is not None}

    def take_in(self, keys: Sequence[Key], shares: NDArray[np.float64] | None) -> int:
        """Remember different texts; how many of them had been met before.

        Parameters
        ----------
        keys : sequence of Key
            No two alike.
        shares : array of float, shape (texts, labels), or None
            None where they were scored by an earlier run.
        """
        fresh = [at for at, key in enumerate(keys) if key not in self._new]
        met = sum(keys[at] in self._old for at in fresh)
        rows = [None] * len(fresh) if shares is None else shares[fresh]
        news = zip((keys[at] for at in fresh), rows, strict=True)
        while some := dict(islice(news, REMEMBERED - len(self._new))):
            self._new.update(some)
            if len(self._new) == REMEMBERED:
                self._old, self._new = self._new, {}
        return len(keys) - len(fresh) + met
