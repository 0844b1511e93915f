"""The review page: one file a page, each with a `show()`."""

from __future__ import annotations


def run() -> None:
    """Set the page up, say who is reviewing, and show the page that was chosen."""
    import streamlit as st

    from classifier.ui import articles, models, overview, review, state

    st.set_page_config(page_title="belowline", page_icon=":material/forum:", layout="wide")
    pages = [
        st.Page(review.show, title="Review", icon=":material/rate_review:", url_path="review", default=True),
        st.Page(articles.show, title="Articles", icon=":material/article:", url_path="articles"),
        st.Page(overview.show, title="Overview", icon=":material/bar_chart:", url_path="overview"),
        st.Page(models.show, title="Models", icon=":material/model_training:", url_path="models"),
    ]
    chosen = st.navigation(pages, position="top")
    state.guarded(chosen.run)
