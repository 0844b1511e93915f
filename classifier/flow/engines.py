"""Which scorer a model version is run with: the compiled one, or the reference that made it."""

from __future__ import annotations

import io
import os
import stat
import sys
import tempfile
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from classifier import files, places
from classifier.errors import BelowlineError, BundleError, OutputError
from classifier.flow import versions
from classifier.records import digest

if TYPE_CHECKING:
    from classifier.learn.fast.scorer import Compiled

COMPILED, REFERENCE = "compiled", "reference"

#: Engines by name.
ENGINES = (COMPILED, REFERENCE)


#: A compiled scorer remembers what it has read and so belongs to one thread.
_own_to_thread = threading.local()


class Engine(Protocol):
    """Gives texts their probabilities."""

    def predict(
        self, texts: Sequence[str], parents: Sequence[str | None] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Per head, shape (texts, labels); `parents` are the texts that are answered."""


def engine_of(version: versions.Version, name: str = COMPILED) -> Engine:
    """The engine asked for; the reference where the compiled scorer does not know the model.

    Parameters
    ----------
    version : Version
    name : {'compiled', 'reference'}

    Returns
    -------
    Engine
        The calling thread's own.

    Raises
    ------
    BundleError
        When the version is damaged.
    """
    if name == REFERENCE:
        return version.model()
    known = vars(_own_to_thread).setdefault("scorers", {})
    key = (version.folder, version.manifest["digest"])
    if key not in known:
        known.clear()
        known[key] = compiled_scorer(version)
    return known[key] or version.model()


def compiled_scorer(version: versions.Version) -> Compiled | None:
    """The compiled scorer of a version; None where it does not know the model or cannot be run here."""
    from classifier.learn.fast.scorer import Compiled

    arrays = _arrays(version.folder, version.manifest["digest"])
    return Compiled(arrays, version.codebook, machine_code_folder(), _say_on_terminal) if arrays else None


def prepare(version: versions.Version) -> None:
    """Make the arrays of the compiled scorer now, so that the first who scores does not wait for them."""
    _arrays(version.folder, version.manifest["digest"])


def _say_on_terminal(words: str) -> None:
    if sys.stderr.isatty():
        print(f"belowline: {words}", file=sys.stderr, flush=True)


def machine_code_folder() -> str:
    """A folder of the person's own for machine code."""
    folder = places.cache_folder() / "machine-code"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
        mine = _is_mine(folder) and _is_mine(folder.parent)
    except OSError:
        mine = False
    return str(folder) if mine else tempfile.mkdtemp(prefix="belowline-")


def _is_mine(folder: Path) -> bool:
    """Whether nobody else can put code into a folder; a link is followed, for its place is the person's own."""
    if os.name != "posix":
        return True
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


@lru_cache(maxsize=2)
def _arrays(folder: Path, model_digest: str) -> dict[str, NDArray[Any]] | None:
    """Arrays of a version from where they lie, made where they are missing; None where there can be none."""
    from classifier.learn.fast import arrays

    name = f"compiled-{digest(arrays.stamp().tobytes().decode(), length=8)}"
    codebook = versions.open_version(folder).codebook
    labels = sum(len(head.labels) for head in codebook.heads)
    kept = places.cache_folder() / "compiled" / digest(model_digest, codebook.digest)
    for place in (folder, kept):
        if (place / name / versions.MANIFEST).is_file():
            try:
                found = _mapped(versions.open_version(place / name))
            except (BelowlineError, OSError, ValueError):
                continue
            if arrays.are_sound(found, labels):
                return found
    try:
        made = arrays.compile_model(versions.open_version(folder).model())
    except arrays.Unsupported:
        return None
    _keep(made, (folder, kept), name, model_digest)
    return made


def _keep(made: dict[str, NDArray[Any]], places_to_try: Sequence[Path], name: str, model_digest: str) -> None:
    """Write arrays into the first folder that can be written; they can be made again without one."""
    manifest = {"version": name, "digest": model_digest, "codebook": {}}
    contents = {f"{array}.npy": _npy(values) for array, values in made.items()}
    for place in places_to_try:
        try:
            place.mkdir(parents=True, exist_ok=True)
            versions.save_version(place, manifest, contents)
        except (OSError, OutputError, BundleError):
            continue
        return


def _npy(values: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    return buffer.getvalue()


def _mapped(compiled: versions.Version) -> dict[str, NDArray[Any]]:
    """Arrays mapped from disk after their digests were checked."""
    found = {}
    for name, expected in compiled.manifest["files"].items():
        path = compiled.folder / name
        if not path.is_file() or path.is_symlink() or files.sha256_of(path) != expected:
            raise BundleError(f"{name} was changed or cut short", where=compiled.folder)
        found[name.removesuffix(".npy")] = np.load(path, mmap_mode="r", allow_pickle=False)
    return found
