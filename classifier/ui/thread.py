"""A comment among what surrounds it: its article, what it answers, and the way to its page."""

from __future__ import annotations

import streamlit as st

from classifier.records import Comment
from classifier.ui import state
from classifier.ui.words import line_html, text_html

#: Characters shown of a comment that is beside the one in question.
BESIDE = 600

STYLE = """<style>
.comment-text {white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; unicode-bidi: isolate;
  font-size: 1.1rem}
.beside {white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate;
  border-left: 4px solid #b9bec5; padding: .1rem .7rem; margin: 0 0 .4rem}
.beside small {display: block; opacity: .8}
.article-text {max-height: 560px; overflow: auto}
.article-line {white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .5rem; unicode-bidi: isolate}
.article-line small {opacity: .8; margin-right: .5rem}
</style>"""


def parents(comment: Comment) -> None:
    """Draw what a comment answers."""
    if comment.parent_id:
        for parent in state.queries().comments([comment.parent_id]):
            beside("answers", parent)


def beside(how: str, comment: Comment) -> None:
    """Draw a comment beside the one in question, with how it belongs to it."""
    who = line_html(" · ".join(str(part) for part in (how, comment.author, f"line {comment.start_line}") if part))
    text = comment.text if len(comment.text) <= BESIDE else comment.text[:BESIDE] + " …"
    st.html(f'<div class="beside"><small>{who}</small>{text_html(text)}</div>')


def article(comment: Comment) -> None:
    """Draw the article a comment stands beneath."""
    st.html(_article_html(state.store().where, comment.sha256, state.store_state()[2]))


@st.cache_data(max_entries=200, show_spinner=False)
def _article_html(place: str, sha256: str, decisions: int) -> str:
    lines = [
        f'<p class="article-line"><small>{part["start_line"]} {part["role"]}</small>{text_html(part["text"])}</p>'
        for part in state.store().segments(sha256)
        if part["role"] != "comment"
    ]
    text = "".join(lines) or '<p class="article-line">The page has no article.</p>'
    # What scrolls must be reached by the keyboard, too.
    return f'<div class="article-text" role="region" aria-label="Article" tabindex="0">{text}</div>'


def go_to_article(comment: Comment) -> None:
    """Show a comment's line on the Articles page."""
    from classifier.ui import pages

    st.session_state["page-to-divide"] = comment.sha256
    st.session_state[f"line-{comment.sha256}"] = comment.start_line
    st.switch_page(pages()["articles"])
