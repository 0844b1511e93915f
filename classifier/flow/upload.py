"""Pages handed over by a browser, or pointed at on this machine: within limits, then into the store."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifier.errors import InputError
from classifier.flow.access import shared
from classifier.flow.ingest import Ingested, ingest
from classifier.reading import documents_in
from classifier.reading.exports import SUFFIXES as EXPORT_SUFFIXES
from classifier.reading.pages import SUFFIXES as PAGE_SUFFIXES
from classifier.store import LabelStore

#: Suffixes of the files that can be handed over.
SUFFIXES = (*PAGE_SUFFIXES, *EXPORT_SUFFIXES)

#: Bytes of one file, and files at a time.
LARGEST, MOST = 20_000_000, 200

_NAME = 120


def ingest_uploads(uploads: Sequence[tuple[str, bytes]], store: LabelStore) -> Ingested:
    """Put uploaded files into the store; none is ever written under the name it came with.

    Parameters
    ----------
    uploads : sequence of (str, bytes)
        Name and contents of each file.
    store : LabelStore

    Returns
    -------
    Ingested

    Raises
    ------
    InputError
        When there are too many files.
    """
    _refuse_many(len(uploads))
    with tempfile.TemporaryDirectory(prefix="belowline-") as folder:
        shown: dict[str, str] = {}
        refused = []
        for number, (name, raw) in enumerate(uploads):
            suffix = Path(name).suffix.lower()
            reason = _unfit(suffix, len(raw))
            if reason:
                refused.append(f"{shown_name(name)}: {reason}")
                continue
            path = Path(folder, f"{number:04d}{suffix}")
            path.write_bytes(raw)
            shown[path.name] = shown_name(name)
        result = ingest([Path(folder, name) for name in shown], store, names=shown)
    result.refused = refused + _renamed(result.refused, folder, shown)
    result.notes = _renamed(result.notes, folder, shown)
    return result


def ingest_place(place: str, store: LabelStore) -> Ingested:
    """Put a file, or the documents of a folder, of this machine into the store.

    Parameters
    ----------
    place : str
        Path; ``~`` is the person's own folder.
    store : LabelStore

    Raises
    ------
    InputError
        When there is nothing there, or too much, or the page is served to others.
    """
    if shared():
        raise InputError("files of the server cannot be named from here", remedy="hand the files over")
    path = Path(place.strip()).expanduser()
    if not place.strip() or not path.exists():
        raise InputError(
            "there is no such file or folder", where=place.strip() or "the path", remedy="check the path"
        )
    found = list(documents_in(path)) if path.is_dir() else [path]
    if not found:
        raise InputError("holds no documents", where=path, remedy="name a folder with saved pages")
    _refuse_many(len(found))
    reasons = {one: _unfit(one.suffix.lower(), one.stat().st_size) for one in found}
    result = ingest([one for one in found if not reasons[one]], store)
    result.refused = [f"{one}: {reason}" for one, reason in reasons.items() if reason] + result.refused
    return result


def shown_name(name: str) -> str:
    r"""A name to show: without folders, control characters and what turns the direction of writing.

    Examples
    --------
    >>> shown_name("../../etc/pass\u202ewd.txt")
    'passwd.txt'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    return plain[-_NAME:] or "page"


def _refuse_many(count: int) -> None:
    if count > MOST:
        raise InputError(f"{count} files at once, {MOST} are allowed", remedy="use belowline add for more")


def _unfit(suffix: str, size: int) -> str | None:
    if suffix not in SUFFIXES:
        return f"is of a kind that is not read here ({suffix or 'no suffix'}); allowed: {', '.join(SUFFIXES)}"
    if size > LARGEST:
        return f"is larger than {LARGEST // 1_000_000} MB; use belowline add"
    return None


def _renamed(sentences: Iterable[str], folder: str, shown: dict[str, str]) -> list[str]:
    """Sentences about files that name them as the person does."""
    renamed = []
    for sentence in sentences:
        for name, known in shown.items():
            sentence = sentence.replace(str(Path(folder, name)), known).replace(name, known)
        renamed.append(sentence)
    return renamed
