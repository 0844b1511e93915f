"""Files: written whole or not at all, read with the line in hand when something is wrong."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import math
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.errors import BelowlineError, InputError, OutputError

if TYPE_CHECKING:
    import numpy as np

#: Bytes that a packed file of arrays may have more than it has on disk.
_UNPACKED = 64 * 2**20

_REASONS = {
    errno.EACCES: "no permission to write here",
    errno.EPERM: "no permission to write here",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "a file stands where a folder is needed",
    errno.EISDIR: "a folder stands where the file should be",
}


def output_error(error: OSError, path: str | os.PathLike[str]) -> OutputError:
    """The error for a person whose result could not be written."""
    reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
    return OutputError(reason, where=path, remedy="choose another place or make room, then run it again")


@contextlib.contextmanager
def atomic_path(target: str | os.PathLike[str], *, private: bool = False) -> Iterator[Path]:
    """Give a temporary path beside `target` that takes its name when the block ends well.

    Where the block fails, the temporary file is removed and whatever stood under `target` stays. A `private` file
    can be read by its owner only.

    Raises
    ------
    OutputError
        When the folder cannot be written or the disk is full.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_path(Path(folder, "out.txt")) as path:
    ...         _ = path.write_text("whole")
    ...     [p.name for p in Path(folder).iterdir()]
    ['out.txt']
    """
    target = Path(target)
    if target.is_dir():
        raise OutputError("a folder stands where the file should be", where=target, remedy="name a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise output_error(error, target) from error
    path = Path(name)
    try:
        yield path
        with open(path, "rb") as written:
            os.fsync(written.fileno())
        if not private:
            path.chmod(0o666 & ~umask())
        path.replace(target)
    except OSError as error:
        raise output_error(error, target) from error
    finally:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_folder(target: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary folder beside `target` that takes its name when the block ends well.

    Raises
    ------
    OutputError
        When something stands under that name, or the folder cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_folder(Path(folder, "out")) as path:
    ...         _ = Path(path, "part.txt").write_text("whole")
    ...     [p.name for p in Path(folder, "out").iterdir()]
    ['part.txt']
    """
    target = Path(target)
    if target.exists():
        raise OutputError("stands there already", where=target, remedy="name a new folder")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as holder:
            path = Path(holder, target.name)
            path.mkdir()
            yield path
            path.replace(target)
    except OSError as error:
        raise output_error(error, target) from error


def make_private(path: Path) -> None:
    """Make an empty file that its owner alone can read, where there is none and one can be made."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def umask() -> int:
    """The process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(target: str | os.PathLike[str], text: str) -> None:
    """Write a text file whole or not at all, in UTF-8."""
    with atomic_path(target) as path:
        path.write_text(text, "utf-8", newline="\n")


def json_bytes(value: Any) -> bytes:
    """A value as indented JSON with sorted keys."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def write_jsonl(target: str | os.PathLike[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON lines whole or not at all."""
    with atomic_path(target) as path, open(path, "w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json_line(row))


def json_line(row: dict[str, Any]) -> str:
    r"""One row as a line of JSON; a lone surrogate is escaped, so that the line is always valid UTF-8.

    Examples
    --------
    >>> json_line({"text": "é\ud800"})
    '{"text": "\\u00e9\\ud800"}\n'
    """
    line = json.dumps(row, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        line = json.dumps(row)
    return line + "\n"


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """Bytes of a file.

    Raises
    ------
    InputError
        When the file is not there or may not be read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=path, remedy="check the name") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error


def sha256_bytes(raw: bytes) -> str:
    """SHA-256 of bytes, 64 hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def sha256_of(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a file's bytes, 64 hexadecimal digits, in flat memory."""
    try:
        with open(path, "rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=path) from error


def array_of(raw: bytes) -> np.ndarray:
    """The array of a NumPy file, which can hold no code and claims no more than is there.

    Raises
    ------
    ValueError
        With a reason a person can read.

    Examples
    --------
    >>> import io, numpy as np
    >>> np.save(out := io.BytesIO(), np.arange(3))
    >>> array_of(out.getvalue())
    array([0, 1, 2])
    """
    from numpy.lib import format as npy

    source = io.BytesIO(raw)
    version = npy.read_magic(source)
    read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read_header(source)
    if dtype.hasobject or math.prod(shape) * dtype.itemsize != len(raw) - source.tell():
        raise ValueError("is not the array it says it is")
    source.seek(0)
    return npy.read_array(source, allow_pickle=False)


def arrays_in(raw: bytes) -> dict[str, np.ndarray]:
    """The arrays of a file of several, as `array_of`.

    Raises
    ------
    ValueError
        With a reason a person can read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > len(raw) + _UNPACKED:
                raise ValueError("unpacks to more than is believable")
            return {part.removesuffix(".npy"): array_of(archive.read(part)) for part in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"is no file of arrays ({error})") from error


def read_jsonl(
    path: str | os.PathLike[str], error: type[BelowlineError] = InputError
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows of a JSON-lines file with their line numbers, from 1; blank lines are passed over.

    Parameters
    ----------
    path : path
        The file.
    error : type of BelowlineError
        What to raise for a line that is not a JSON object.
    """
    for number, raw in enumerate(read_bytes(path).split(b"\n"), 1):
        if raw.strip():
            try:
                yield number, json_object(raw)
            except ValueError as reason:
                raise error(str(reason), where=f"{path}, line {number}", remedy="mend the line") from reason


def json_object(raw: bytes) -> dict[str, Any]:
    """One line of JSON lines as a dictionary.

    Raises
    ------
    ValueError
        With a reason a person can read.
    """
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    except (ValueError, RecursionError) as reason:
        raise ValueError(f"is not valid JSON ({reason})") from None
    if not isinstance(row, dict):
        raise ValueError("is not a JSON object")
    return row
