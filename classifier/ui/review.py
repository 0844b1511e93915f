"""Review: an article, its comments beneath it, each with its labels, to be corrected."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from classifier.codebook import Codebook, Head
from classifier.judge.explain import Explanation
from classifier.records import Annotation, Comment, Score
from classifier.ui import charts, state
from classifier.ui.words import marked_text, telling_words

#: Comments on the screen at a time.
PAGE = 20

_STYLE = """<style>
.comment-text {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; unicode-bidi: isolate}
.article-line {white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .5rem; unicode-bidi: isolate}
.article-line small {color: #57606a; margin-right: .5rem}
</style>"""


def show() -> None:
    """Draw the page."""
    state.show_notice()
    documents = state.store().documents()
    if not documents:
        st.info("No documents yet. Put saved pages in with: belowline add PATH", icon=":material/info:")
        return
    st.html(_STYLE)
    state.reviewer()
    _codebook_help()
    documents.sort(key=lambda d: d["comments"] == 0)
    titles = {d["sha256"]: _title(d) for d in documents}
    chosen = st.selectbox("Article", list(titles), format_func=titles.__getitem__, key="article")
    document = next(d for d in documents if d["sha256"] == chosen)
    book = state.codebook()
    comments = state.store().comments(chosen)
    scores = state.store().scores(state.version().name, chosen)
    labels = state.store().labels(chosen)
    _article(document["sha256"])
    if not comments:
        st.info("No reader comments were found beneath this article.", icon=":material/info:")
        return
    _distributions(book, comments, scores, labels)
    _progress(book, comments, labels)
    for comment in _page_of(comments):
        _card(book, comment, scores[comment.comment_id], labels.get(comment.comment_id, {}))


def _title(document: dict[str, object]) -> str:
    title = str(document["title"] or document["name"])
    count = document["comments"]
    return f"{title[:90]} · {count} comment{'' if count == 1 else 's'}"


def _codebook_help() -> None:
    with st.sidebar:
        st.button("Undo my last correction", icon=":material/undo:", on_click=state.undo, width="stretch")
        with st.expander("What the labels mean", icon=":material/menu_book:"):
            for head in state.codebook().heads:
                st.markdown(f"**{state.plain(head.question)}**")
                for label in head.labels:
                    st.markdown(f"**{state.plain(label.display)}**: {state.plain(label.definition)}")
                for rule in head.rules:
                    st.caption(state.plain(rule))


def _article(sha256: str) -> None:
    with st.container(height=280, border=True, key="article-text"):
        for segment in state.store().segments(sha256):
            if segment["role"] != "comment":
                place = f"{segment['start_line']} {segment['role']}"
                st.html(f'<p class="article-line"><small>{escape(place)}</small>{escape(segment["text"])}</p>')


def _distributions(
    book: Codebook,
    comments: list[Comment],
    scores: dict[str, Score],
    labels: dict[str, dict[str, Annotation]],
) -> None:
    for column, head in zip(st.columns(len(book.heads)), book.heads, strict=True):
        with column:
            st.caption(f"{head.name.capitalize()} of the comments")
            st.altair_chart(
                charts.shares_bar(label_counts(head, comments, scores, labels), head, "head", named=False)
            )


def label_counts(
    head: Head,
    comments: list[Comment],
    scores: dict[str, Score],
    labels: dict[str, dict[str, Annotation]],
) -> pd.DataFrame:
    """Comments a label of a head: the person's label where there is one, else the model's."""
    present = [present_label(head.name, labels.get(c.comment_id, {}), scores[c.comment_id]) for c in comments]
    return pd.DataFrame(
        {
            "head": head.name,
            "label": list(head.names),
            "comments": [present.count(name) for name in head.names],
        }
    )


def present_label(head: str, labels: dict[str, Annotation], score: Score) -> str:
    """The label that holds: the person's, else the model's."""
    act = labels.get(head)
    return act.label if act and act.label else score.label(head)


def _progress(book: Codebook, comments: list[Comment], labels: dict[str, dict[str, Annotation]]) -> None:
    done = sum(all(h.name in labels.get(c.comment_id, {}) for h in book.heads) for c in comments)
    st.progress(done / len(comments), f"{done} of {len(comments)} comments reviewed")


def _page_of(comments: list[Comment]) -> list[Comment]:
    if len(comments) <= PAGE:
        return comments
    pages = -(-len(comments) // PAGE)
    page = st.number_input(f"Page of {pages}", 1, pages, key="page", width=160)
    return comments[(page - 1) * PAGE : page * PAGE]


def _card(book: Codebook, comment: Comment, score: Score, labels: dict[str, Annotation]) -> None:
    with st.container(border=True, key=f"comment-{comment.comment_id}"):
        who = [f"line {comment.start_line}", comment.author, comment.posted_at]
        st.caption(state.plain(" · ".join(str(part) for part in who if part)))
        main, explanations = book.heads[0], state.explanation(comment)
        shown = present_label(main.name, labels, score)
        position = main.names.index(shown)
        st.html(
            marked_text(
                comment.text,
                explanations[main.name],
                position,
                main.labels[position].colour,
            )
        )
        for column, head in zip(st.columns(len(book.heads)), book.heads, strict=True):
            with column:
                _labelling(head, comment, score, labels.get(head.name), explanations[head.name])


def _labelling(head: Head, comment: Comment, score: Score, act: Annotation | None, explanation: Explanation) -> None:
    proposal = head.label(score.label(head.name))
    key = f"{head.name}-{comment.comment_id}"
    st.session_state[key] = act.label if act else None
    sureness = "sure" if score.confidence(head.name) >= state.sure_from(head.name) else "unsure"
    reviewed = f"reviewed by {act.annotator}" if act else "not reviewed"
    st.caption(
        f"**{head.name.capitalize()}**: the model says {state.plain(proposal.display)} "
        f"({sureness}, {score.confidence(head.name):.0%}), {state.plain(reviewed)}"
    )
    words = telling_words(comment.text, explanation, head.names.index(proposal.name), most=4)
    if words:
        st.caption(f"because of: {state.plain(', '.join(word[:40] for word in words))}")
    st.pills(
        f"{head.name} of line {comment.start_line}",
        head.names,
        format_func=lambda name: head.label(name).display,
        key=key,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(key, head.name, comment, score),
    )


def _chosen(key: str, head: str, comment: Comment, score: Score) -> None:
    label = st.session_state[key]
    if label is not None:
        state.correct(comment, head, label, score)
