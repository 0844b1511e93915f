"""Files as streams of bytes, unpacked where they are packed, and never larger than is believable."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from classifier.errors import InputError

#: Endings of packed files; what is in them is told by the ending before.
PACKED = (".gz", ".zst")

#: A packed file may unpack to this many bytes, or to `RATIO` times its size where that is more.
ALLOWED = 256 * 2**20
RATIO = 100

#: A page of more bytes than this is set aside.
LARGEST_PAGE = 64 * 2**20


def bare_suffix(path: Path) -> str:
    """Ending of a file's name in small letters, that of what is packed in it where it is packed.

    Examples
    --------
    >>> bare_suffix(Path("comments.CSV.gz")), bare_suffix(Path("page.html"))
    ('.csv', '.html')
    """
    ending = path.suffix.lower()
    return Path(path.stem).suffix.lower() if ending in PACKED else ending


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file as a stream of bytes, unpacked.

    Raises
    ------
    InputError
        When the file is missing or unreadable; when its packing turned out to be damaged, cut short, or
        to hold more than is believable. The stream ends there, so that what stands before can be read.
    """
    try:
        with open(path, "rb") as source:
            if path.suffix.lower() in PACKED:
                yield from _unpacked(source, path)
            else:
                yield source
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=path, remedy="check the name") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=path) from error


def read_whole(path: Path) -> bytes:
    """All bytes of a page, unpacked; as `opened`, so none where the packing is damaged.

    Raises
    ------
    InputError
        When it is larger than any page is.
    """
    with opened(path) as source:
        raw = source.read(LARGEST_PAGE + 1)
        if len(raw) > LARGEST_PAGE:
            raise InputError(
                f"is a page of more than {LARGEST_PAGE // 2**20} MB",
                where=path,
                remedy="name a table or an export, which may be of any size",
            )
        return raw


def head_of(path: Path, size: int) -> bytes:
    """The first bytes of a file, unpacked; as few as there are where its packing is damaged."""
    head = b""
    try:
        with opened(path) as source:
            head = source.read(size)
    except InputError:
        if not head:
            raise
    return head


def believable(path: Path) -> int:
    """How many bytes may come out of a packed file."""
    return max(ALLOWED, RATIO * path.stat().st_size)


def unbelievable(path: Path, remedy: str) -> InputError:
    """The error for a file out of which more comes."""
    size = believable(path) // 2**20
    return InputError(f"unpacks to more than {size:,} MB, over {RATIO} times its size", where=path, remedy=remedy)


def _unpacked(source: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    raw = _Unpacked(_unpacker(source, path.suffix.lower()), path, believable(path))
    try:
        yield io.BufferedReader(raw, 2**16)
    except InputError:
        if raw.trouble:
            raise raw.trouble from None
        raise
    if raw.trouble:
        raise raw.trouble


def _unpacker(source: BinaryIO, packing: str) -> BinaryIO:
    if packing == ".gz":
        return gzip.GzipFile(fileobj=source)  # type: ignore[return-value]
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(source, "r"), "zstd")


class _Unpacked(io.RawIOBase):
    """What comes out of a packed file, counted; it ends where there is trouble."""

    def __init__(self, source: BinaryIO, path: Path, allowed: int):
        self.source, self.path, self.allowed, self.count = source, path, allowed, 0
        self.trouble: InputError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = b"" if self.trouble else self._piece(len(buffer))
        self.count += len(piece)
        if self.count > self.allowed:
            self.trouble = unbelievable(self.path, "if that is right, unpack it and name the unpacked file")
        buffer[: len(piece)] = piece
        return len(piece)

    def _piece(self, size: int) -> bytes:
        try:
            return self.source.read1(size)  # type: ignore[attr-defined]
        except (OSError, EOFError, zlib.error) as error:
            what = f"the packed file is cut short or damaged ({error})"
            self.trouble = InputError(what, where=self.path, remedy="fetch it again")
            return b""
