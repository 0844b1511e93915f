"""Comments: find them, label them where they stand, relabel many at once, take them away as a file."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from classifier.codebook import Head
from classifier.flow.exchange import LabelledComment, write_labels
from classifier.flow.listing import listed, written
from classifier.judge.duplicates import near_duplicates
from classifier.records import Annotation, Comment, Score
from classifier.store.queries import NOT_REVIEWED, REVIEWED, Filter
from classifier.store.transfer import marks_by_comment
from classifier.ui import relabel, state
from classifier.ui.links import article_name
from classifier.ui.words import line_html, text_html

#: Comments on the screen at a time.
PAGE = 20

#: Characters shown of a comment.
SHOWN = 1200

_ANY = "any"
_REVIEWED = {_ANY: "", "reviewed": REVIEWED, "not reviewed": NOT_REVIEWED}
_FILES = {"CSV": "csv", "JSON lines": "jsonl", "Parquet": "parquet"}

_STYLE = """<style>
.row-text {white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; line-height: 1.5}
.row-text small {display: block; opacity: .8; overflow-wrap: anywhere}
</style>"""


def show() -> None:
    """Draw the page."""
    state.version()
    st.html(_STYLE)
    state.reviewer()
    wanted, collapsed = _asked()
    ids = _matching(wanted, state.queries().model_version, state.store_state(), state.store().where)
    copies: dict[str, int] = {}
    if collapsed:
        ids, copies = _collapsed(ids)
    st.session_state["found"] = (tuple(ids), copies)
    _rows()


def _asked() -> tuple[Filter, bool]:
    """What the fields above the list ask for; every one of them is kept in the page's address."""
    with st.container(border=True, key="filters"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            text = st.text_input("Words", key="text", bind="query-params", icon=":material/search:", width=260)
            labels = [_label_field(head) for head in state.codebook().heads]
            reviewed = st.selectbox("Reviewed", list(_REVIEWED), key="reviewed", bind="query-params", width=150)
            people = [_ANY, *state.queries().annotators()]
            by = st.selectbox("Reviewed by", people, key="by", bind="query-params", width=150)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            least, most = st.slider(
                "Confidence, %", 0, 100, (0, 100), 5, key="confidence", bind="query-params", width=200
            )
            sha256 = _article_field()
            days = _days_fields()
            collapsed = st.toggle("Count copies once", key="copies", bind="query-params", help=_COPIES)
    wanted = Filter(
        text=text.strip(),
        labels=tuple(found for found in labels if found),
        least=least / 100,
        most=most / 100,
        sha256=sha256,
        reviewed=_REVIEWED[reviewed],
        annotator="" if by == _ANY else by,
        **days,
    )
    return wanted, collapsed


def _days_fields() -> dict[str, Any]:
    """The days on which the comments were written, or that they have none."""
    first = st.date_input("Written from", None, key="from", bind="query-params", width=150, **_EVER)
    last = st.date_input("Written until", None, key="to", bind="query-params", width=150, **_EVER)
    undated = st.toggle("Without a date", key="undated", bind="query-params")
    return {"posted_from": _iso(first), "posted_to": _iso(last), "undated": undated}


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


_EVER: dict[str, Any] = {"min_value": date(1990, 1, 1), "max_value": date(2100, 1, 1), "format": "YYYY-MM-DD"}


_COPIES = "Comments that say the same, word for word or nearly so, are shown once, with their number"


def _label_field(head: Head) -> tuple[str, str] | None:
    names = {_ANY: _ANY} | {label.display: label.name for label in head.labels}
    chosen = st.selectbox(head.name.capitalize(), list(names), key=f"is-{head.name}", bind="query-params", width=170)
    return None if chosen == _ANY else (head.name, names[chosen])


def _article_field() -> str:
    titles = {"": _ANY} | {
        row["sha256"]: article_name(row["sha256"], row["title"], row["name"])
        for row in state.store().documents()
        if row["comments"]
    }
    return str(
        st.selectbox(
            "Article", list(titles), format_func=titles.__getitem__, key="article", bind="query-params", width=260
        )
    )


@st.cache_data(max_entries=50, show_spinner=False)
def _matching(wanted: Filter, version: str, store_state: tuple[int, ...], place: str) -> list[str]:
    return state.queries().matching(wanted)


@st.cache_data(max_entries=20, show_spinner="Looking for copies")
def _groups(ids: tuple[str, ...], place: str) -> list[int]:
    comments = state.queries().comments(ids)
    return near_duplicates([comment.text for comment in comments]).tolist()


def _collapsed(ids: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """The first comment of each group of copies, and how many there are of it."""
    counts = Counter(_groups(tuple(ids), state.store().where))
    return [ids[first] for first in sorted(counts)], {ids[first]: count for first, count in counts.items()}


@st.fragment
def _rows() -> None:
    """What was found; drawn again after a label without asking anew, so that a row stays where it is."""
    state.show_notice()
    state.guarded(_list)


def _list() -> None:
    ids, copies = st.session_state["found"]
    st.markdown(f"**{len(ids):,} comment{'' if len(ids) == 1 else 's'}**")
    if not ids:
        st.info("Nothing is like that. Ask for less above.", icon=":material/info:")
        return
    with st.container(horizontal=True, key="with-all"):
        _download(ids, copies)
    relabel.draw(ids)
    pages = -(-len(ids) // PAGE)
    page = st.pagination(pages, key=f"page-of-{pages}") if pages > 1 else 1
    here = ids[(page - 1) * PAGE : page * PAGE]
    queries = state.queries()
    acts, comments = queries.acts(here), queries.comments(here)
    scores = state.scored(comments)
    for comment in comments:
        given = state.given(comment.comment_id, acts.get(comment.comment_id, []))
        _row(comment, scores[comment.comment_id], given, copies.get(comment.comment_id, 1))


def _row(comment: Comment, score: Score, given: dict[str, Annotation], copies: int) -> None:
    with st.container(border=True, key=f"row-{comment.comment_id}"):
        heads = state.codebook().heads
        columns = st.columns([4, *[1.4] * len(heads)], vertical_alignment="center")
        hidden = state.hides_proposal(comment.comment_id, given)
        with columns[0]:
            st.html(_row_html(comment, copies))
        for column, head in zip(columns[1:], heads, strict=True):
            with column:
                _label(comment, head, None if hidden else score, given.get(head.name))


def _row_html(comment: Comment, copies: int) -> str:
    who = " · ".join(
        str(part)
        for part in (comment.document, f"line {comment.start_line}", comment.author, comment.posted_at)
        if part
    )
    again = f"<b>{copies} times</b> " if copies > 1 else ""
    text = comment.text if len(comment.text) <= SHOWN else comment.text[:SHOWN] + " …"
    return f'<div class="row-text"><small>{again}{line_html(who)}</small>{text_html(text)}</div>'


def _label(comment: Comment, head: Head, score: Score | None, act: Annotation | None) -> None:
    key = f"edit-{head.name}-{comment.comment_id}"
    st.session_state[key] = act.label if act else None
    proposal = _proposal(head, score) if score else "hidden"
    seen = act.act_id or 0 if act else 0
    st.selectbox(
        f"{head.name} of line {comment.start_line}",
        head.names,
        format_func=lambda name: head.label(name).display,
        key=key,
        placeholder=f"{proposal}?" if score else "not labelled by you",
        label_visibility="collapsed",
        on_change=_chosen,
        args=(key, comment, head.name, score, seen),
    )
    st.caption(state.plain(f"by {act.annotator}; the model: {proposal}") if act else _UNSEEN[score is None])


def _proposal(head: Head, score: Score) -> str:
    return f"{head.label(score.label(head.name)).display}, {score.confidence(head.name):.0%}"


#: What is said beneath a comment without a label, and beneath a shared one that the reviewer has yet to label.
_UNSEEN = ("not reviewed", "shared: what others and the model say is hidden until you have labelled it")


def _chosen(key: str, comment: Comment, head: str, score: Score | None, seen: int) -> None:
    label = st.session_state[key]
    if label is not None:
        state.correct(comment, head, label, score, seen=seen, queue="comments")


def _download(ids: Sequence[str], copies: dict[str, int]) -> None:
    with st.popover(f"Download {len(ids):,}", icon=":material/download:"):
        st.caption("As shown: the labels that hold, whose they are, and what the model proposes")
        _download_buttons("list", partial(_listed, ids, copies))
        st.caption("Only what people labelled, with its history, as belowline import reads it")
        _download_buttons("labels", partial(exported, ids))


def _download_buttons(what: str, made: Callable[[str], bytes]) -> None:
    for name, fmt in _FILES.items():
        st.download_button(
            f"{what.capitalize()} as {name}",
            data=partial(made, fmt),
            file_name=f"{what}.{fmt}",
            key=f"download-{what}-{fmt}",
            on_click="ignore",
            width="stretch",
        )


def _listed(ids: Sequence[str], copies: dict[str, int], fmt: str) -> bytes:
    book = state.codebook()
    return written(list(listed(ids, state.queries(), book, copies)), fmt, book)


def exported(ids: Sequence[str], fmt: str) -> bytes:
    """A file of the comments with these ids that people labelled or marked, in their order, with all they did."""
    queries = state.queries()
    acts, marks = queries.acts(ids), marks_by_comment(state.store())
    rows = [
        LabelledComment(one, tuple(acts.get(one.comment_id, ())), tuple(marks.get(one.comment_id, ())))
        for one in queries.comments([key for key in ids if key in acts or key in marks])
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"comments.{fmt}"
        write_labels(rows, path, state.codebook(), fmt)
        return path.read_bytes()
