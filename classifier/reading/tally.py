"""How often numbers were met before: exactly, and in memory that does not grow with how many there are."""

from __future__ import annotations

import tempfile
from typing import IO

import numpy as np
from numpy.typing import NDArray

from classifier import files

#: Numbers held in memory before they are put on disk, sorted.
HELD = 1 << 19

#: Bits of the filter that spares most numbers a look at the disk: 32 MB.
FILTER_BITS = 28

_HASHES = 3

Numbers = NDArray[np.uint64]


class Tally:
    """Counts digests.

    What is held is sorted; when it is much it goes to a temporary file, 8 bytes a number, and a filter of
    fixed size remembers that it may be there.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.add(np.array([7, 9, 7], dtype=np.uint64)).tolist()
    [0, 0, 1]
    >>> tally.add(np.array([7], dtype=np.uint64)).tolist(), tally.met(np.array([5, 9], dtype=np.uint64)).tolist()
    ([2], [False, True])
    """

    def __init__(self) -> None:
        self._held: Numbers = np.empty(0, dtype=np.uint64)
        self._runs: list[int] = []
        self._file: IO[bytes] | None = None
        self._filter: NDArray[np.uint8] | None = None

    def add(self, numbers: Numbers) -> NDArray[np.int64]:
        """Take in numbers; how often each of them was met before, also among these.

        Raises
        ------
        OutputError
            When the disk for temporary files is full.
        """
        order = np.argsort(numbers, kind="stable")
        ordered = numbers[order]
        before = np.empty(len(numbers), dtype=np.int64)
        before[order] = self._count(ordered) + np.arange(len(ordered)) - np.searchsorted(ordered, ordered)
        self._held = np.sort(np.concatenate([self._held, ordered]), kind="stable")
        if len(self._held) >= HELD:
            self._put_away()
        return before

    def met(self, numbers: Numbers) -> NDArray[np.bool_]:
        """Whether each of some numbers was taken in."""
        return self._count(numbers) > 0

    def _count(self, numbers: Numbers) -> NDArray[np.int64]:
        count = _occurrences(self._held, numbers)
        if self._filter is not None:
            likely = np.flatnonzero(_bits_of(self._filter, numbers))
            for start, size in enumerate(self._runs) if len(likely) else ():
                count[likely] += _occurrences(self._run(start, size), numbers[likely])
        return count

    def _run(self, number: int, size: int) -> Numbers:
        """A sorted run on disk, mapped for as long as it is looked at."""
        assert self._file is not None
        return np.memmap(self._file, np.dtype(np.uint64), "r", 8 * sum(self._runs[:number]), (size,))

    def _put_away(self) -> None:
        try:
            if self._file is None or self._filter is None:
                self._file = tempfile.TemporaryFile(prefix="belowline-")  # noqa: SIM115
                self._filter = np.zeros(1 << (FILTER_BITS - 3), dtype=np.uint8)
            self._file.write(self._held.tobytes())
            self._file.flush()
        except OSError as error:
            raise files.output_error(error, tempfile.gettempdir()) from error
        for place in _places(self._held):
            np.bitwise_or.at(self._filter, place >> 3, _bit(place))
        self._runs.append(len(self._held))
        self._held = self._held[:0]


def _occurrences(ordered: Numbers, numbers: Numbers) -> NDArray[np.int64]:
    return np.searchsorted(ordered, numbers, "right") - np.searchsorted(ordered, numbers)


def _places(numbers: Numbers) -> list[NDArray[np.int64]]:
    """Where the filter marks each number; digests are spread evenly, so that their own bits will do."""
    mask = np.uint64((1 << FILTER_BITS) - 1)
    return [((numbers >> np.uint64(17 * n)) & mask).astype(np.int64) for n in range(_HASHES)]


def _bit(place: NDArray[np.int64]) -> NDArray[np.uint8]:
    return np.left_shift(1, place & 7).astype(np.uint8)


def _bits_of(marked: NDArray[np.uint8], numbers: Numbers) -> NDArray[np.bool_]:
    found = [(marked[place >> 3] & _bit(place)) != 0 for place in _places(numbers)]
    return np.logical_and.reduce(found)
