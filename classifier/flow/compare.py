"""Two model versions side by side: their figures, and which comments they label differently, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classifier.errors import BundleError
from classifier.flow.engines import REFERENCE, engine_of
from classifier.flow.retrain import HeadComparison, compare_held_out, read_held_out
from classifier.flow.scoring import score_comments
from classifier.flow.versions import Version
from classifier.judge.explain import explain
from classifier.judge.shift import shifted_words
from classifier.records import Comment
from classifier.store import LabelStore
from classifier.store.changes import Change, Changes
from classifier.store.queries import Queries

#: Comments looked at where a version has not scored every one.
SAMPLE = 1000

#: Comments of a change, the later version's surest, of which it is said which words moved them.
EXPLAINED = 500


@dataclass(frozen=True)
class Changed:
    """A comment that two versions label differently.

    Attributes
    ----------
    before, after : float
        How sure either version is of its label.
    words : list of (str, float)
        The words that moved it, and by how much log-odds; none after the first `EXPLAINED` of a change.
    """

    comment: Comment
    change: Change
    before: float
    after: float
    words: list[tuple[str, float]]


def compare_versions(before: Version, after: Version) -> dict[str, HeadComparison]:
    """Figures of two versions on the held-out rows both have, by head; a head with too few of them is left out.

    Raises
    ------
    BundleError
        When they were trained with different codebooks, or one is damaged.
    """
    if before.manifest["codebook"]["digest"] != after.manifest["codebook"]["digest"]:
        raise BundleError(
            f"was trained with another codebook than {after.name}",
            where=before.name,
            remedy="choose two versions of one codebook",
        )
    return compare_held_out(before, {head.name: read_held_out(after, head) for head in after.codebook.heads})


def changes_between(store: LabelStore, before: Version, after: Version) -> Changes:
    """What two versions label differently; of a sample, scored first, where one has not scored everything."""
    whole = Changes(store, before.name, after.name)
    if _complete(whole):
        return whole
    sample = Changes(store, before.name, after.name, SAMPLE)
    for version in (before, after):
        _score(store, sample, version)
    return whole if _complete(whole) else sample


def _complete(changes: Changes) -> bool:
    return not any(changes.unscored(version, most=1) for version in (changes.before, changes.after))


def _score(store: LabelStore, sample: Changes, version: Version) -> None:
    ids = sample.unscored(version.name)
    # A comment is scored with what it answers, which may not be in the sample.
    queries = Queries(store, (), version.name)
    comments = queries.comments(list(dict.fromkeys([*ids, *sample.parents(ids)])))
    wanted = set(ids)
    # The compiled scorer has the same answers, but takes longer to get ready than so few comments take.
    scores = score_comments(comments, version, engine_of(version, REFERENCE))
    store.add_scores(score for score in scores if score.comment_id in wanted)


def changed_comments(
    changes: Changes, change: Change, before: Version, after: Version, start: int = 0, most: int | None = None
) -> Iterator[Changed]:
    """Comments of a change with the words that made it, those of which the later version is surest first."""
    rows = changes.page(change, start, most)
    head = after.codebook.head(change.head)
    was, now = head.names.index(change.before), head.names.index(change.after)
    queries = Queries(changes.store, (), after.name)
    found = queries.comments([row["comment_id"] for row in rows])
    for number, (row, comment) in enumerate(zip(rows, found, strict=True), start):
        words = []
        if number < EXPLAINED:
            old, new = (explain(version.model(), comment.text)[head.name] for version in (before, after))
            words = shifted_words(comment.text, old, new, was, now)
        yield Changed(comment, change, row["before"], row["after"], words)
