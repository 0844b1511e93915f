"""What the pages share: the store, the model in use, who is reviewing. All of it lasts on disk, not here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from classifier import places
from classifier.codebook import Codebook
from classifier.errors import BelowlineError
from classifier.flow.access import ADJUDICATOR, ANNOTATOR, OWNER
from classifier.flow.alone import account
from classifier.flow.ingest import score_document, score_store
from classifier.flow.models import version_to_label_with
from classifier.flow.versions import Version, active_name, has_active
from classifier.judge.explain import Explanation, explain
from classifier.records import Annotation, Comment, Score
from classifier.segmenter.corrected import SegmentationEvent
from classifier.store import LabelStore
from classifier.store.overlap import Overlap, overlap_of, set_overlap
from classifier.store.queries import Queries
from classifier.store.votes import by_head, held, votes_of
from classifier.ui import gate
from classifier.ui.words import tame

NOTICE = "notice"


def guarded(page: Callable[[], None]) -> None:
    """Show a page; an error a person can mend is shown as a sentence instead of a traceback."""
    try:
        page()
    except BelowlineError as error:
        st.error(plain(str(error)), icon=":material/error:")


# Markdown makes links of bare addresses, however they are written; a joiner that nobody sees keeps it from that.
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.I)


def plain(text: str) -> str:
    r"""Text that Streamlit's Markdown shows as it is.

    Examples
    --------
    >>> plain("*really* $5 :smile: [x](y)")
    '\\*really\\* \\$5 \\:smile\\: \\[x\\]\\(y\\)'
    """
    bare = _ADDRESS.sub("\u2060", tame(text))
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|$:~^=&@\"'" else char for char in bare)


@st.cache_resource
def _store(place: str) -> LabelStore:
    return LabelStore(place)


def store() -> LabelStore:
    """The label store."""
    return _store(places.store_place())


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(models: str, active: str, codebook_changed: int) -> tuple[Version, Codebook]:
    found = version_to_label_with()
    return found, found.codebook


def _active() -> tuple[Version, Codebook]:
    """The active version and its codebook; read again when another is made active or the codebook changes."""
    models, codebook = places.models_folder(), places.codebook_path()
    name = active_name(models) if has_active(models) else ""
    return _opened(str(models), name, codebook.stat().st_mtime_ns if codebook.is_file() else 0)


def proposes() -> bool:
    """Whether there is a model that proposes labels; before the first training there may be none."""
    return not _active()[0].untrained


def version() -> Version:
    """The active model version, with every comment of the store scored by it."""
    active, _ = _active()
    _score_what_is_new(active.name, store_state()[::2], places.store_place(), active)
    return active


@st.cache_resource(max_entries=8, show_spinner="Scoring")
def _score_what_is_new(version_name: str, store_state: tuple[int, ...], place: str, _version: Version) -> None:
    if queries().unscored():
        score_store(store(), _version)


def queries() -> Queries:
    """What the pages ask of the store, with the proposals of the model in use."""
    active, book = _active()
    return Queries(store(), [head.name for head in book.heads], active.name)


def scored(comments: Sequence[Comment]) -> dict[str, Score]:
    """What the model in use makes of comments, by their id; what it has not scored yet is scored first."""
    active, _ = _active()
    ids = [comment.comment_id for comment in comments]
    found = queries().proposals(ids)
    missing = {comment.sha256 for comment in comments if comment.comment_id not in found}
    for sha256 in missing:
        score_document(store(), active, sha256)
    if missing:
        found = queries().proposals(ids)
    return {key: Score(key, active.name, shares) for key, shares in found.items()}


def store_state() -> tuple[int, int, int]:
    """Number of documents, of the last label and of the last decision about a page."""
    return Queries(store(), (), "").state()


def overlap() -> Overlap:
    """Which comments are shared, as it is set at this moment."""
    return overlap_of(store())


def given(comment_id: str, acts: Sequence[Annotation]) -> dict[str, Annotation]:
    """By head, the act shown as given: the one whose label holds, or of a shared comment the reviewer's own."""
    heads = by_head(acts)
    if overlap().holds(comment_id):
        own = {head: votes_of(done).get(annotator()) for head, done in heads.items()}
        return {head: replace(act, label=act.vote) for head, act in own.items() if act}
    return {head: act for head, done in heads.items() if (act := held(done))}


def hides_proposal(comment_id: str, given: Collection[str]) -> bool:
    """Whether what the model proposes is hidden from the reviewer, who has given these heads a label."""
    shares = overlap()
    blind = shares.holds(comment_id) and any(head.name not in given for head in codebook().heads)
    return blind and shares.hides_proposals


def codebook() -> Codebook:
    """The codebook of the model in use."""
    return _active()[1]


def present_label(head: str, acts: dict[str, Annotation], score: Score) -> str:
    """The label that holds: the person's, else the model's."""
    act = acts.get(head)
    return act.label if act and act.label else score.label(head)


def sure_from(head: str) -> float:
    """Probability from which the model counts as sure of a head's label."""
    return next(found.sure_from for found in _active()[0].model().heads if found.head.name == head)


@st.cache_data(max_entries=20_000, show_spinner=False)
def _explanation(version_name: str, comment_id: str, _version: Version, _text: str) -> dict[str, Explanation]:
    return explain(_version.model(), _text)


def explanation(comment: Comment) -> dict[str, Explanation]:
    """Which words of a comment decided, by head."""
    active, _ = _active()
    return _explanation(active.name, comment.comment_id, active, comment.text)


def reviewer() -> None:
    """Ask, beside the page, who is reviewing; where people log in, that is known."""
    if known := gate.person():
        st.sidebar.text(known)
        return
    # The name outlives the pages on which the field is drawn.
    st.session_state["annotator"] = st.session_state.get("annotator", "")
    st.sidebar.text_input("Your name", key="annotator", placeholder=account(), max_chars=100)


def annotator() -> str:
    """Who is reviewing: who has logged in, else the name given on the page, or the one of the person's account."""
    return gate.person() or st.session_state.get("annotator", "").strip() or account()


def correct(
    comment: Comment,
    head: str,
    label: str,
    score: Score | None,
    seen: int | None = None,
    queue: str | None = None,
) -> bool:
    """Record a label on disk, then say so; whether it holds.

    `score` is what the model proposed on the screen; `seen` the number of the act that held when the reviewer
    looked, 0 for none.
    """
    # A key pressed twice before the page is drawn again has not seen the reviewer's own first act.
    own = st.session_state.setdefault("own-acts", {})
    if seen is not None:
        seen = max(seen, own.get((comment.comment_id, head), 0))
    try:
        gate.require(ANNOTATOR)
        act = store().annotate(
            comment.comment_id,
            head,
            label,
            annotator(),
            datetime.now(UTC),
            proposed=score.label(head) if score else None,
            model_version=score.model_version if score else None,
            queue=queue,
            seen=seen,
        )
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return False
    if act:
        own[comment.comment_id, head] = act.act_id or 0
        st.session_state["corrections"] = st.session_state.get("corrections", 0) + 1
        notice(f"Saved: line {comment.start_line} is {codebook().head(head).label(label).display}")
    return True


def settle(comment: Comment, head: str, label: str, note: str | None, seen: int) -> None:
    """Record on disk what holds where others differ, then say so.

    `seen` is the number of the last act on this head of the comment when the adjudicator looked.
    """
    try:
        gate.require(ADJUDICATOR)
        now = datetime.now(UTC)
        store().settle(comment.comment_id, head, label, annotator(), now, note, queue="adjudication", seen=seen)
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return
    notice(f"Settled: line {comment.start_line} is {codebook().head(head).label(label).display}")


def share(part: float, people: int, hides_proposals: bool) -> None:
    """Set which comments are shared, then say so."""
    try:
        gate.require(OWNER)
        set_overlap(store(), part, people, hides_proposals, annotator(), datetime.now(UTC))
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return
    notice(f"Saved: {part:.0%} of the comments are shared")


def permitted(role: str) -> bool:
    """Whether the person may do what takes a role; where not, that is said."""
    try:
        gate.require(role)
    except BelowlineError as error:
        notice(f"Not done: {error}")
        return False
    return True


def mark(comment_id: str, kind: str, note: str | None = None, queue: str | None = None) -> bool:
    """Record a flag, a skip or a note on disk; whether it could be."""
    try:
        gate.require(ANNOTATOR)
        store().mark(comment_id, kind, annotator(), datetime.now(UTC), note=note, queue=queue)
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return False
    return True


def undo() -> Annotation | None:
    """Take the reviewer's last act back, then say so."""
    try:
        gate.require(ANNOTATOR)
        act = store().undo(annotator(), datetime.now(UTC))
    except BelowlineError as error:
        notice(f"Not undone: {error}")
        return None
    if act:
        st.session_state.setdefault("own-acts", {})[act.comment_id, act.head] = act.act_id or 0
    notice("Nothing to undo" if act is None else _undone(act))
    return act


def _undone(act: Annotation) -> str:
    """What holds of the reviewer's own; what others said may not be for them to see."""
    head = codebook().head(act.head)
    if act.vote:
        return f"Undone: you say {head.label(act.vote).display} of {head.name} again"
    return f"Undone: {head.name} is not {'labelled by you' if act.label else 'reviewed'} again"


def decide(event: SegmentationEvent, seen: int) -> None:
    """Record what the reviewer decided about a page's segments on disk, then say so."""
    try:
        gate.require(ANNOTATOR)
        store().correct_segmentation(event, seen=seen)
        score_document(store(), version(), event.sha256)
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return
    notice("Saved")


def undo_decision(sha256: str) -> None:
    """Take the reviewer's last decision about a page back, then say so."""
    try:
        gate.require(ANNOTATOR)
        event = store().undo_segmentation(sha256, annotator(), datetime.now(UTC))
        score_document(store(), version(), sha256)
    except BelowlineError as error:
        notice(f"Not undone: {error}")
        return
    notice("Nothing of yours to undo on this page" if event is None else "Undone")


def notice(words: str) -> None:
    """Show a sentence for a moment when the page is drawn next."""
    st.session_state[NOTICE] = words


def show_notice() -> None:
    """Show the sentence left by the last act."""
    words = st.session_state.pop(NOTICE, None)
    if words:
        st.toast(plain(words))
