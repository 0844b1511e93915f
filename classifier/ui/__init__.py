"""The review page: one file a page, each with a `show()`."""

from __future__ import annotations

from typing import Any

#: Pages that show what a model proposes, and mean nothing before there is one.
_OF_A_MODEL = ("comments", "overview")


def pages() -> dict[str, Any]:
    """The pages by the end of their address, in the order in which they are offered."""
    import streamlit as st

    from classifier.ui import articles, comments, models, overview, review

    return {
        "review": st.Page(
            review.show, title="Review", icon=":material/rate_review:", url_path="review", default=True
        ),
        "comments": st.Page(comments.show, title="Comments", icon=":material/forum:", url_path="comments"),
        "articles": st.Page(articles.show, title="Articles", icon=":material/article:", url_path="articles"),
        "overview": st.Page(overview.show, title="Overview", icon=":material/bar_chart:", url_path="overview"),
        "models": st.Page(models.show, title="Models", icon=":material/model_training:", url_path="models"),
    }


def run() -> None:
    """Set the page up, say who is reviewing, and show the page that was chosen."""
    import streamlit as st

    from classifier.ui import state

    st.set_page_config(page_title="belowline", page_icon=":material/forum:", layout="wide")
    state.guarded(_chosen)


def _chosen() -> None:
    import streamlit as st

    from classifier.ui import state
    from classifier.ui.gate import let_in

    if let_in():
        hidden = () if state.proposes() else _OF_A_MODEL
        offered = [page for name, page in pages().items() if name not in hidden]
        st.navigation(offered, position="top").run()
