"""Finished parts of a long run on disk, so that the same command goes on where it was stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from classifier import files
from classifier.records import digest

_JOURNAL = "journal.json"


class Parts:
    """The folder ``OUT.parts`` of one run.

    Parameters
    ----------
    out : path
        The output the parts are for.
    run : str
        Digest of all that decides the result; parts of another run are thrown away.
    """

    def __init__(self, out: Path, run: str):
        self.folder = out.with_name(out.name + ".parts")
        self.output = out.suffix.lower()
        self.run = run

    def open(self) -> None:
        """Make the folder, and clear it where it holds parts of another run.

        Raises
        ------
        OutputError
            When the folder cannot be written.
        """
        if self._run_on_disk() == self.run:
            for left in self.folder.glob(".*.part"):
                left.unlink(missing_ok=True)
            return
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir()
        except OSError as error:
            raise files.output_error(error, self.folder) from error
        files.write_text(self.folder / _JOURNAL, files.json_line({"run": self.run}))

    def path(self, number: int) -> Path:
        """Where a part lies, or would."""
        return self.folder / f"{number:07}.part"

    def done(self, number: int) -> bool:
        """Whether a part is finished: it has its name only when it is."""
        return self.path(number).is_file() and self._run_on_disk() == self.run

    @contextlib.contextmanager
    def joining(self, out: Path) -> Iterator[Path]:
        """A file to join the parts in, which becomes the output when the block ends well; the parts are gone then.

        Raises
        ------
        OutputError
            When the disk is full or the output cannot be written.
        """
        whole = self.folder / f"whole{self.output}"
        with files.atomic_path(whole) as path:
            yield path
        try:
            whole.replace(out)
        except OSError as error:
            raise files.output_error(error, out) from error
        self.remove()

    def remove(self) -> None:
        """Take the folder away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run_on_disk(self) -> str | None:
        try:
            return str(files.json_object((self.folder / _JOURNAL).read_bytes()).get("run"))
        except (OSError, ValueError):
            return None


def run_digest(
    inputs: Sequence[str | os.PathLike[str]], columns: Mapping[str, str] | None, out: Path, *facts: Any
) -> str | None:
    """Digest of a run: its inputs as they stand on disk, its columns and more; None where an input is a stream."""
    if any(str(name) == "-" for name in inputs):
        return None
    stand = [part for name in inputs for part in _standing(Path(name))]
    named = [f"{role}={column}" for role, column in sorted((columns or {}).items())]
    return digest(out.name, *map(str, facts), *named, *stand)


def _standing(path: Path) -> list[str]:
    """Name, size and time of a file, or of all files of a folder."""
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    stats = [(file, file.stat()) for file in found if file.exists()]
    return [part for file, stat in stats for part in (str(file), str(stat.st_size), str(stat.st_mtime_ns))]
