"""Adjudication: what people differ on, one at a time, with everything they said, until somebody settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from classifier.codebook import Head
from classifier.flow.access import ADJUDICATOR
from classifier.records import Annotation, Comment
from classifier.store.votes import by_head, unresolved, votes_of
from classifier.ui import gate, state
from classifier.ui.review import action_keys
from classifier.ui.thread import STYLE, article, go_to_article, parents
from classifier.ui.words import line_html, text_html

_STYLE = """<style>
.said {display: flex; flex-wrap: wrap; gap: .6rem; margin: .4rem 0}
.said > div {flex: 1 1 13rem; border: 1px solid #b9bec5; border-radius: 6px; padding: .4rem .7rem;
  overflow-wrap: anywhere; unicode-bidi: isolate}
.said small {display: block; opacity: .8}
.said p {margin: .3rem 0 0; white-space: pre-wrap}
</style>"""


def draw() -> None:
    """Draw what is unresolved, and the first of it."""
    st.html(STYLE + _STYLE)
    st.subheader("Unresolved")
    _desk()


@st.fragment
def _desk() -> None:
    state.show_notice()
    state.guarded(_dispute)


def _dispute() -> None:
    found = _waiting()
    if not found:
        st.success("People differ on nothing that has not been settled.", icon=":material/done_all:")
        _undo_button()
        return
    at = min(st.session_state.get("dispute", 0), len(found) - 1)
    st.session_state["dispute"] = at
    counts = Counter(head for _comment, head in found)
    st.markdown(
        state.plain(
            f"Different labels, not trained with until they are settled: "
            f"{', '.join(f'{head} of {count}' for head, count in counts.items())}"
        )
    )
    if not gate.may(ADJUDICATOR):
        st.caption("Adjudicators settle them here, with everything that was said side by side.")
        return
    comment_id, name = found[at]
    (comment,) = state.queries().comments([comment_id])
    acts = by_head(state.queries().acts([comment_id])[comment_id])[name]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _card(comment, state.codebook().head(name), acts, f"{at + 1} of {len(found)}")
        _move(comment, at, len(found))
    with right, st.expander("Article", icon=":material/article:", expanded=True):
        article(comment)


def _waiting() -> list[tuple[str, str]]:
    """What is unresolved of the questions of the codebook in use."""
    heads = {head.name for head in state.codebook().heads}
    found = _unresolved(state.store().where, *state.store_state()[1:])
    return [(comment, head) for comment, head in found if head in heads]


@st.cache_data(max_entries=4, show_spinner=False)
def _unresolved(place: str, moment: int, decisions: int) -> list[tuple[str, str]]:
    return unresolved(state.store())


def _card(comment: Comment, head: Head, acts: Sequence[Annotation], place: str) -> None:
    with st.container(border=True, key=f"dispute-{head.name}-{comment.comment_id}"):
        parents(comment)
        who = [place, comment.document, f"line {comment.start_line}", comment.author, comment.posted_at]
        st.caption(state.plain(" · ".join(str(part) for part in who if part)))
        st.html(f'<div class="comment-text">{text_html(comment.text)}</div>')
        st.markdown(f"**{state.plain(head.question)}**")
        st.html(said_html(head, acts))
        for mark in state.store().marks(comment.comment_id):
            if mark["note"]:
                st.caption(state.plain(f"Note by {mark['annotator']}: {mark['note']}"))
        _settling(comment, head, acts[-1].act_id or 0)


def said_html(head: Head, acts: Sequence[Annotation]) -> str:
    """HTML of what everybody says, side by side, in the order of the labels; nothing in it is markup of theirs.

    Parameters
    ----------
    head : Head
    acts : sequence of Annotation
        On this head of one comment, oldest first.
    """
    notes: dict[str, list[str]] = {}
    for act in acts:
        if act.note:
            notes.setdefault(act.annotator, []).append(act.note)
    said = sorted(votes_of(acts).values(), key=lambda act: head.names.index(str(act.vote)))
    cells = [
        f"<div><b>{line_html(head.label(str(act.vote)).display)}</b> {line_html(act.annotator)}"
        f"<small>{act.at:%Y-%m-%d %H:%M} UTC</small>"
        + "".join(f"<p>{line_html(note)}</p>" for note in notes.get(act.annotator, []))
        + "</div>"
        for act in said
    ]
    return f'<div class="said">{"".join(cells)}</div>'


def _settling(comment: Comment, head: Head, seen: int) -> None:
    of = f"{head.name}-{comment.comment_id}"
    st.text_input("Why, if it needs saying", key=f"why-{of}", max_chars=2000)
    st.caption("Settle it as:")
    with st.container(horizontal=True, gap="small", key=f"settle-{of}"):
        for label in head.labels:
            st.button(
                state.plain(label.display),
                key=f"settle-{label.name}-{of}",
                shortcut=label.shortcut,
                on_click=_settle,
                args=(comment, head.name, label.name, seen, f"why-{of}"),
            )


def _settle(comment: Comment, head: str, label: str, seen: int, why: str) -> None:
    state.settle(comment, head, label, st.session_state.get(why, "").strip() or None, seen)


def _move(comment: Comment, at: int, count: int) -> None:
    with st.container(horizontal=True, gap="small", key="dispute-actions"):
        st.button("Previous", key="dispute-previous", shortcut="Left", on_click=_go, args=(at - 1,), disabled=not at)
        st.button(
            "Next", key="dispute-next", shortcut="Right", on_click=_go, args=(at + 1,), disabled=at + 1 == count
        )
        _undo_button()
        if st.button("Go to article", key="dispute-article", icon=":material/article:"):
            go_to_article(comment)


def _undo_button() -> None:
    key = action_keys(state.codebook())["undo"]
    st.button("Undo", key="dispute-undo", shortcut=key, icon=":material/undo:", on_click=_undo)


def _undo() -> None:
    state.undo()


def _go(to: int) -> None:
    st.session_state["dispute"] = to
