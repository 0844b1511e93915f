"""The review page: one file a page, each with a `show()`."""

from __future__ import annotations

from typing import Any


def pages() -> dict[str, Any]:
    """The pages by the end of their address, in the order in which they are offered."""
    import streamlit as st

    from classifier.ui import agreement, articles, comments, models, overview, review

    return {
        "review": st.Page(
            review.show, title="Review", icon=":material/rate_review:", url_path="review", default=True
        ),
        "comments": st.Page(comments.show, title="Comments", icon=":material/forum:", url_path="comments"),
        "articles": st.Page(articles.show, title="Articles", icon=":material/article:", url_path="articles"),
        "agreement": st.Page(agreement.show, title="Agreement", icon=":material/handshake:", url_path="agreement"),
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

    from classifier.ui.gate import let_in

    if let_in():
        st.navigation(list(pages().values()), position="top").run()
