"""Documents into the store, and their comments scored by the active model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from classifier.errors import BelowlineError
from classifier.flow import versions
from classifier.flow.scoring import score_comments
from classifier.flow.seam import seam_weights
from classifier.reading import read_documents
from classifier.reading.outcomes import Reject
from classifier.records import Document, Segment
from classifier.segmenter import comments_of, with_segments
from classifier.segmenter.beginning import beginning
from classifier.segmenter.seam import Weights
from classifier.store import LabelStore
from classifier.store.queries import Queries

# Kinds of documents whose comments may stand among those of others.
_SCATTERED = ("disqus", "table")


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


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    store: LabelStore,
    columns: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    keep_authors: bool = False,
) -> Ingested:
    """Read documents, folders, exports and tables into the store; what is there already is passed over.

    Parameters
    ----------
    paths : iterable of path
    store : LabelStore
    columns : mapping of str to str, optional
        Roles and the columns of tables that have them.
    names : mapping of str to str, optional
        What documents are called that lie under another name on disk.
    keep_authors : bool
        Keep the names of those who wrote comments rather than pseudonyms.
    """
    result, weights = Ingested(), seam_weights()
    for path in paths:
        waiting: dict[str, tuple[Document, list[Segment]]] = {}
        for item in with_segments(read_documents(path, columns), weights):
            if isinstance(item, Segment):
                waiting[item.sha256][1].append(item)
            elif isinstance(item, Document):
                if item.kind not in _SCATTERED:
                    _put(waiting, store, result, weights, keep_authors)
                result.notes += [f"{item.name}: {note}" for note in item.notes]
                named = replace(item, name=(names or {}).get(item.name, item.name))
                waiting[item.sha256] = (named, [])
            else:
                (result.refused if isinstance(item, Reject) else result.notes).append(str(item))
        _put(waiting, store, result, weights, keep_authors)
    return result


def _put(
    waiting: dict[str, tuple[Document, list[Segment]]],
    store: LabelStore,
    result: Ingested,
    weights: Weights | None,
    keep_authors: bool,
) -> None:
    """Put documents that are complete into the store."""
    for document, segments in waiting.values():
        kept = _consistent(document, segments, result)
        try:
            question = beginning(document, weights)
            now, comments = datetime.now(UTC), comments_of(kept)
            if store.add_document(document, kept, comments, now, question, keep_authors):
                result.added.append(document.name)
            else:
                result.present += 1
        except BelowlineError as error:
            result.refused.append(str(error))
    waiting.clear()


def _consistent(document: Document, segments: list[Segment], result: Ingested) -> list[Segment]:
    """Segments of which no two are the same comment, and whose parents are among them."""
    ids: set[str] = set()
    kept: list[Segment] = []
    for part in segments:
        if part.comment_id in ids:
            result.refused.append(str(Reject(document.name, part.start_line, "has the id of an earlier comment")))
            continue
        if part.comment_id is not None:
            ids.add(part.comment_id)
        kept.append(part)
    orphans = [n for n, part in enumerate(kept) if part.parent_id is not None and part.parent_id not in ids]
    for n in orphans:
        kept[n] = replace(kept[n], parent_id=None)
    if orphans:
        result.notes.append(f"{document.name}: comments whose parent is not in it, kept without it: {len(orphans):,}")
    return kept


def score_store(store: LabelStore, version: versions.Version, progress: Callable[[str], None] | None = None) -> int:
    """Score the comments of the store that the version has not scored yet; how many there were."""
    if not Queries(store, (), version.name).unscored():
        return 0
    scored = store.scores(version.name)
    missing = [comment for comment in store.comments() if comment.comment_id not in scored]
    if missing:
        if progress:
            progress(f"scoring {len(missing)} comments")
        store.add_scores(score_comments(missing, version))
    return len(missing)


def score_document(store: LabelStore, version: versions.Version, sha256: str) -> int:
    """Score the comments of one document that the version has not scored yet; how many there were."""
    scored = store.scores(version.name, sha256)
    missing = [comment for comment in store.comments(sha256) if comment.comment_id not in scored]
    if missing:
        store.add_scores(score_comments(missing, version))
    return len(missing)
