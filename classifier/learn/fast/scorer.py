"""Feeds the kernel: texts in, probabilities out, the hard spelling left to Python."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook
from classifier.learn.fast import kernel
from classifier.learn.mirror import Mirror
from classifier.learn.normalise import normalise

#: Characters of a text that are read, as in `features`.
LONGEST = 20_000

#: Bytes of text from which machine code is worth loading, and from which it is worth making.
WORTH_LOADING, WORTH_COMPILING = 20_000, 4_000_000

#: Bytes of text handed to the kernel at a time, and so what a memory may grow by between two looks at it.
BATCH_BYTES = 1 << 20

#: Chunks a memory remembers, some 60 MB of them.
CHUNKS = 1 << 17

#: Texts whose UTF-8 is checked at a time.
_CHECKED = 1 << 10

#: Bytes of a cache line.
_LINE = 64

_MOST_TOKENS = 6 * LONGEST
_PENDING = 1 << 12


@dataclass
class Compiled:
    """Scores texts with the arrays of `arrays.compile_model`.

    One object belongs to one thread at a time: it remembers the chunks it has met.

    Parameters
    ----------
    arrays : dict of str to array
        May be mapped from disk.
    codebook : Codebook
    machine_code : str or None
        Folder for machine code; None never compiles.
    say : callable, optional
        Told in words when machine code has to be made first.
    """

    arrays: Mapping[str, NDArray[Any]]
    codebook: Codebook
    machine_code: str | None = None
    say: Callable[[str], None] | None = None

    def __post_init__(self) -> None:
        self._read = 0
        self._tables = kernel.Tables(*(_frozen(self.arrays[name]) for name in kernel.Tables._fields))
        self._mirror = Mirror(self.codebook.mirror_pairs)
        self._memory = _memory(CHUNKS, self._tables)
        self._desk = _desk(self._tables, 1 << 10)

    def predict(
        self, texts: Sequence[str], parents: Sequence[str | None] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities of every label; see `Model.predict`. A model with context is not compiled."""
        raw = [text[:LONGEST].encode("utf-8", "surrogatepass") for text in texts]
        ends = np.cumsum([0, *map(len, raw)])
        shares = self.score(b"".join(raw), np.stack([ends[:-1], ends[1:]], axis=1))
        return self.by_head(shares)

    def predict_utf8(self, data: NDArray[np.uint8], offsets: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities of texts that lie one after another in a buffer, such as an Arrow string array's.

        No Python strings are made, but of the few words that Python itself must spell. The buffer is only read, and
        may be shared.

        Parameters
        ----------
        data : array of uint8
        offsets : array of int, shape (texts + 1,)
            Text n is ``data[offsets[n]:offsets[n + 1]]``; the first need not be 0, and the last need not be the
            buffer's end. Of a text longer than `LONGEST` characters the rest is not read.

        Returns
        -------
        dict of str to array of float, shape (texts, labels)
            Per head, as `predict` gives for the same texts.

        Raises
        ------
        ValueError
            Where the offsets do not ascend within the buffer or part a character, or a text is not UTF-8.
        """
        data, offsets = np.asarray(data, dtype=np.uint8), np.asarray(offsets, dtype=np.int64)
        _check_utf8(data, offsets)
        bounds = np.stack([offsets[:-1], offsets[1:]], axis=1)
        for row in np.flatnonzero(bounds[:, 1] - bounds[:, 0] > LONGEST).tolist():
            bounds[row, 1] = _cut(data, *bounds[row].tolist())
        return self.by_head(self.score(data, bounds))

    def expect(self, size: int) -> None:
        """Turn to machine code where some bytes of text to come, with those read, make it worth while."""
        folder = self.machine_code
        if not folder or kernel.is_compiled():
            return
        kept = kernel.is_kept(folder)
        if self._read + size >= (WORTH_LOADING if kept else WORTH_COMPILING):
            turned = kernel.use_compiled(folder)
            if turned and self.say and not kept:
                self.say("making machine code for scoring, once on this machine; it takes about half a minute")

    def by_head(self, shares: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Columns of `score` by the head they belong to."""
        starts = self._tables.heads
        return {h.name: shares[:, starts[n] : starts[n + 1]] for n, h in enumerate(self.codebook.heads)}

    def score(self, data: bytes | NDArray[np.uint8], bounds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Probabilities of UTF-8 texts.

        Parameters
        ----------
        data : bytes
            Valid UTF-8; surrogates alone are allowed.
        bounds : array of int, shape (texts, 2)
            Where each text begins and ends, at most `LONGEST` characters later.

        Returns
        -------
        array of float, shape (texts, labels)
            The labels of all heads one after another.
        """
        data = np.frombuffer(data, dtype=np.uint8) if isinstance(data, bytes) else data
        bounds = np.ascontiguousarray(bounds, dtype=np.int64)
        shares = np.zeros((len(bounds), len(self._tables.temperatures)))
        size = int((bounds[:, 1] - bounds[:, 0]).sum())
        self.expect(size)
        self._read += size
        for first, last in _batches(bounds):
            self._score_batch(data, bounds, np.arange(first, last), shares)
        return shares

    def _score_batch(self, data: Any, bounds: Any, order: Any, shares: Any) -> None:
        self._forget_if_full()
        self._lay_out([], [], [])
        self._make_room(int((bounds[order, 1] - bounds[order, 0]).max(initial=0)))
        done = np.zeros(len(bounds), dtype=np.uint8)
        while len(order):
            looked_at = _score(self._tables, self._memory, self._desk, data, bounds, order, done, shares)
            if looked_at < len(order):
                self._grow()
            self._spell(data)
            order = order[done[order] == 0]

    def _spell(self, data: Any) -> None:
        """Lay the chunks that are asked for on the desk in the spelling Python gives them, each but once."""
        asked = sorted(set(map(tuple, self._desk.pending[: self._desk.state[kernel.PENDING]].tolist())))
        places: dict[bytes, int] = {}
        for start, end in asked:
            places.setdefault(data[start:end].tobytes(), start)
        plain = [normalise(raw.decode("utf-8", "surrogatepass")) for raw in places]
        self._lay_out(list(places.values()), plain, [self._mirror.exchange(text) for text in plain])

    def _lay_out(self, places: Sequence[int], plain: Sequence[str], twins: Sequence[str]) -> None:
        """Put the spelling of chunks on the desk, in the order of their places."""
        rows, size = np.zeros((len(places), 4), dtype=np.int64), 0
        for at, (place, text, twin) in enumerate(zip(places, plain, twins, strict=True)):
            rows[at] = place, size, len(text), -1 if twin == text else len(twin)
            size += len(text) + len(twin)
        self._make_room(max(map(len, [*plain, *twins]), default=0))
        spelling = _codes("".join(text + twin for text, twin in zip(plain, twins, strict=True)))
        self._desk = self._desk._replace(spelt=rows, spelling=spelling)

    def _make_room(self, characters: int) -> None:
        """A desk large enough for some characters."""
        if characters > len(self._desk.raw) - 8:
            self._desk = _desk(self._tables, 2 * characters + 8)

    def forget(self) -> None:
        """Begin with nothing remembered."""
        if len(self._memory.records) > CHUNKS:
            self._memory = _memory(CHUNKS, self._tables)
        self._memory.slots[:] = 0
        self._memory.used[:] = _nothing_used()

    def _forget_if_full(self) -> None:
        """Begin anew where the memory is nearly full or has grown for one odd batch."""
        size = len(self._memory.records)
        if size > CHUNKS or 4 * int(self._memory.used[kernel.RECORDS]) > 3 * size:
            self.forget()

    def _grow(self) -> None:
        """Begin a memory of twice the size; what was remembered is learnt anew."""
        self._memory = _memory(2 * len(self._memory.records), self._tables)


def _check_utf8(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
    if not len(offsets) or offsets[0] < 0 or offsets[-1] > len(data) or (np.diff(offsets) < 0).any():
        raise ValueError("offsets must ascend within the buffer")
    for first in range(0, len(offsets) - 1, _CHECKED):
        str(data[offsets[first] : offsets[min(first + _CHECKED, len(offsets) - 1)]].data, "utf-8")
    inner = offsets[(offsets > offsets[0]) & (offsets < offsets[-1])]
    if (data[inner] & 0xC0 == 0x80).any():
        raise ValueError("an offset parts a character")


def _cut(data: NDArray[np.uint8], start: int, end: int) -> int:
    """Where a text's `LONGEST` characters end."""
    beyond = np.flatnonzero(data[start:end] & 0xC0 != 0x80)[LONGEST:]
    return start + int(beyond[0]) if len(beyond) else end


def _memory(chunks: int, tables: kernel.Tables) -> kernel.Memory:
    return kernel.Memory(
        slots=_lined_up((1 << (2 * chunks - 1).bit_length(), kernel.KEYS + 1), np.int64),
        records=_lined_up((chunks, kernel.RECORD), np.int32),
        words=np.zeros(2 * chunks + 2 * LONGEST, dtype=np.int64),
        ids=np.zeros(48 * chunks, dtype=np.uint32),
        sums=_lined_up((chunks, *tables.rows.shape[1:]), np.float64),
        used=_nothing_used(),
    )


def _nothing_used() -> NDArray[np.int64]:
    used = np.zeros(4, dtype=np.int64)
    used[kernel.SECRET] = secrets.randbits(60)
    used[kernel.RECORDS] = kernel.NO_RECORD + 1
    return used


def _lined_up(shape: tuple[int, ...], dtype: Any) -> NDArray[Any]:
    """Zeros that begin with a cache line, so that a row that fits one never lies in two."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    room = np.zeros(size + _LINE, dtype=np.uint8)
    start = -room.ctypes.data % _LINE
    return room[start : start + size].view(dtype).reshape(shape)


def _desk(tables: kernel.Tables, characters: int) -> kernel.Desk:
    terms, blocks = len(tables.rows), tables.rows.shape[1:]
    touched = terms + (characters + 4) * int(tables.sizes[kernel.LONGEST])
    return kernel.Desk(
        raw=np.zeros(characters, dtype=np.uint32),
        plain=np.zeros(characters, dtype=np.uint32),
        twin=np.zeros(characters, dtype=np.uint32),
        key=np.zeros(characters, dtype=np.int64),
        spans=np.zeros((LONGEST, 4), dtype=np.int64),
        keys=np.zeros((LONGEST, kernel.KEYS), dtype=np.int64),
        units=np.zeros(LONGEST, dtype=np.uint32),
        tokens=np.zeros(_MOST_TOKENS, dtype=np.int64),
        twin_tokens=np.zeros(_MOST_TOKENS, dtype=np.int64),
        probes=np.zeros(_MOST_TOKENS, dtype=np.int64),
        counts=np.zeros(terms, dtype=np.uint32),
        touched=np.zeros(touched, dtype=np.uint32),
        factors=np.zeros(touched),
        surplus=np.zeros(touched),
        manner=np.zeros(len(kernel.MANNERS), dtype=np.int32),
        marks=np.zeros(len(kernel.MANNERS), dtype=np.int32),
        own=np.zeros(blocks),
        other=np.zeros(blocks),
        shared=np.zeros(blocks),
        block=np.zeros(blocks),
        words=np.zeros(blocks),
        letters=np.zeros(blocks),
        pending=np.zeros((_PENDING, 2), dtype=np.int64),
        spelt=np.zeros((0, 4), dtype=np.int64),
        spelling=np.zeros(0, dtype=np.uint32),
        state=np.zeros(4, dtype=np.int64),
    )


def _batches(bounds: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First and last of neighbouring texts of about `BATCH_BYTES` together."""
    first, filled = 0, 0
    for at, size in enumerate((bounds[:, 1] - bounds[:, 0]).tolist()):
        if filled and filled + size > BATCH_BYTES:
            yield first, at
            first, filled = at, 0
        filled += size
    if first < len(bounds):
        yield first, len(bounds)


def _score(*arguments: Any) -> int:
    # Another thread must not turn the functions to machine code while Python runs them.
    with kernel.turning:
        run: Any = kernel.score
        if not kernel.is_compiled():
            return int(run(*map(_viewed, arguments)))
    return int(run(*arguments))


def _viewed(argument: Any) -> Any:
    """Arrays as Python reads them fastest, one integer or float at a time."""
    if isinstance(argument, tuple):
        return type(argument)(*map(_viewed, argument))
    return argument.data if isinstance(argument, np.ndarray) else argument


def _frozen(values: NDArray[Any]) -> NDArray[Any]:
    plain = np.asarray(values).view()
    plain.flags.writeable = False
    return plain


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(bytearray(text.encode("utf-32-le", "surrogatepass")), dtype=np.uint32)
