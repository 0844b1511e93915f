"""What the pages share: the store, the model in use, who is reviewing. All of it lasts on disk, not here."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from classifier import places
from classifier.codebook import Codebook
from classifier.errors import BelowlineError
from classifier.flow.ingest import score_document, score_store
from classifier.flow.models import chosen_version
from classifier.flow.versions import Version
from classifier.judge.explain import Explanation, explain
from classifier.records import Annotation, Comment, Score
from classifier.segmenter.corrected import SegmentationEvent
from classifier.store import LabelStore

NOTICE = "notice"


def guarded(page: Callable[[], None]) -> None:
    """Show a page; an error a person can mend is shown as a sentence instead of a traceback."""
    try:
        page()
    except BelowlineError as error:
        st.error(plain(str(error)), icon=":material/error:")


def plain(text: str) -> str:
    r"""Text that Streamlit's Markdown shows as it is.

    Examples
    --------
    >>> plain("*really* $5 :smile: [x](y)")
    '\\*really\\* \\$5 \\:smile\\: \\[x\\]\\(y\\)'
    """
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|$:~^=&@\"'" else char for char in text)


@st.cache_resource
def _store(place: str) -> LabelStore:
    return LabelStore(place)


def store() -> LabelStore:
    """The label store."""
    return _store(places.store_place())


def version() -> Version:
    """The active model version, with every comment of the store scored by it."""
    active = chosen_version()
    scored = st.session_state.get("scored")
    if scored != (active.name, len(store().documents())):
        score_store(store(), active)
        st.session_state["scored"] = (active.name, len(store().documents()))
    return active


def codebook() -> Codebook:
    """The codebook of the model in use."""
    return version().codebook


def sure_from(head: str) -> float:
    """Probability from which the model counts as sure of a head's label."""
    return next(found.sure_from for found in version().model().heads if found.head.name == head)


@st.cache_data(max_entries=20_000, show_spinner=False)
def _explanation(version_name: str, comment_id: str, _version: Version, _text: str) -> dict[str, Explanation]:
    return explain(_version.model(), _text)


def explanation(comment: Comment) -> dict[str, Explanation]:
    """Which words of a comment decided, by head."""
    active = version()
    return _explanation(active.name, comment.comment_id, active, comment.text)


def reviewer() -> None:
    """Ask, beside the page, who is reviewing."""
    # The name outlives the pages on which the field is drawn.
    st.session_state["annotator"] = st.session_state.get("annotator", "")
    st.sidebar.text_input("Your name", key="annotator", placeholder=account(), max_chars=100)


def annotator() -> str:
    """Who is reviewing: the name given on the page, or the one of the person's account."""
    return st.session_state.get("annotator", "").strip() or account()


def account() -> str:
    """Name of the account the program runs under."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "reviewer"


def correct(comment: Comment, head: str, label: str, score: Score) -> None:
    """Record a label on disk, then say so."""
    try:
        act = store().annotate(
            comment.comment_id,
            head,
            label,
            annotator(),
            datetime.now(UTC),
            proposed=score.label(head),
            model_version=score.model_version,
        )
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return
    if act:
        shown = codebook().head(head).label(label).display
        notice(f"Saved: line {comment.start_line} is {shown}")


def undo() -> None:
    """Take the reviewer's last act back, then say so."""
    try:
        act = store().undo(annotator(), datetime.now(UTC))
    except BelowlineError as error:
        notice(f"Not undone: {error}")
        return
    notice("Nothing to undo" if act is None else _undone(act))


def _undone(act: Annotation) -> str:
    head = codebook().head(act.head)
    before = head.label(act.label).display if act.label else "not reviewed"
    return f"Undone: {head.name} is {before} again"


def decide(event: SegmentationEvent, seen: int) -> None:
    """Record what the reviewer decided about a page's segments on disk, then say so."""
    try:
        store().correct_segmentation(event, seen=seen)
        score_document(store(), version(), event.sha256)
    except BelowlineError as error:
        notice(f"Not saved: {error}")
        return
    notice("Saved")


def undo_decision(sha256: str) -> None:
    """Take the reviewer's last decision about a page back, then say so."""
    try:
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
