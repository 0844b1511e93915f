"""Documents into the store, and their comments scored by the active model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from classifier.errors import BelowlineError
from classifier.flow import versions
from classifier.flow.scoring import score_comments
from classifier.reading import documents_in, read_document
from classifier.segmenter import comments_of, segment
from classifier.store import LabelStore


@dataclass
class Ingested:
    """What came of putting documents into the store: names that are new, and refusals with reasons.

    Attributes
    ----------
    present : int
        Documents that were there already.
    notes : list of str
        What had to be assumed in reading, with the document's name.
    """

    added: list[str] = field(default_factory=list)
    present: int = 0
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def ingest(paths: Iterable[str | os.PathLike[str]], store: LabelStore) -> Ingested:
    """Read documents, or folders of them, into the store; one that is there already is passed over."""
    result = Ingested()
    for path in _pages(paths):
        try:
            document = read_document(path)
            result.notes += [f"{document.name}: {note}" for note in document.notes]
            segments = segment(document)
            if store.add_document(document, segments, comments_of(segments), datetime.now(UTC)):
                result.added.append(document.name)
            else:
                result.present += 1
        except BelowlineError as error:
            result.refused.append(str(error))
    return result


def score_store(store: LabelStore, version: versions.Version, progress: Callable[[str], None] | None = None) -> int:
    """Score the comments of the store that the version has not scored yet; how many there were."""
    scored = store.scores(version.name)
    missing = [comment for comment in store.comments() if comment.comment_id not in scored]
    if missing:
        if progress:
            progress(f"scoring {len(missing)} comments")
        store.add_scores(score_comments(missing, version))
    return len(missing)


def _pages(paths: Iterable[str | os.PathLike[str]]) -> Iterable[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from documents_in(path)
        else:
            yield path
