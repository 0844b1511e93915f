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
        When the file is missing or unreadable; in reading, when its packing is damaged, cut short, or
        unpacks to more than is believable.
    """
    try:
        with open(path, "rb") as source:
            packing = path.suffix.lower()
            if packing not in PACKED:
                yield source
                return
            allowed = max(ALLOWED, RATIO * path.stat().st_size)
            with contextlib.closing(_unpacker(source, packing)) as unpacked:
                yield io.BufferedReader(_Unpacked(unpacked, path, allowed), 2**16)
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=path, remedy="check the name") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=path) from error


def read_whole(path: Path) -> bytes:
    """All bytes of a file, unpacked; as `opened`."""
    with opened(path) as source:
        return source.read()


def _unpacker(source: BinaryIO, packing: str) -> BinaryIO:
    if packing == ".gz":
        return gzip.GzipFile(fileobj=source)  # type: ignore[return-value]
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(source, "r"), "zstd")


class _Unpacked(io.RawIOBase):
    """What comes out of a packed file, counted."""

    def __init__(self, source: BinaryIO, path: Path, allowed: int):
        self.source, self.path, self.allowed, self.count = source, path, allowed, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self.source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            what = "the packed file is cut short or damaged"
            raise InputError(f"{what} ({error})", where=self.path, remedy="fetch it again") from error
        self.count += len(piece)
        if self.count > self.allowed:
            raise InputError(
                f"unpacks to more than {self.allowed // 2**20:,} MB, {RATIO} times its size or more",
                where=self.path,
                remedy="if that is right, unpack it and name the unpacked file",
            )
        buffer[: len(piece)] = piece
        return len(piece)
