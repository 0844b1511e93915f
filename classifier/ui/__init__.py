"""The review page: one file a page, each with a `show()`."""

from __future__ import annotations

from typing import Any

# A picture of its own, for Streamlit fetches the others from elsewhere.
_ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
<rect x="2" y="2" width="20" height="20" rx="3" fill="#fff" stroke="#2f4b7c" stroke-width="2"/>
<path d="M6 7h12M6 10h12M6 13h8" stroke="#9aa7bd" stroke-width="1.6"/>
<path d="M6 16.4h12v3H6z" fill="#2f4b7c"/>
</svg>"""

_EXPOSED = (
    "Nothing is shown: others than this machine's own people could reach this page, and nobody has said who may. "
    "Start it with: belowline app, or with --server.address=127.0.0.1; for a page for a team see docs/store.md"
)
#: Pages that show what a model proposes, and mean nothing before there is one.
_OF_A_MODEL = ("comments", "overview")


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

    st.set_page_config(page_title="belowline", page_icon=_ICON, layout="wide")
    state.guarded(_chosen)


def _chosen() -> None:
    import streamlit as st

    from classifier.ui import state
    from classifier.ui.gate import let_in
    from classifier.ui.server import is_exposed

    if is_exposed():
        st.error(_EXPOSED, icon=":material/block:")
    elif let_in():
        hidden = () if state.proposes() else _OF_A_MODEL
        offered = [page for name, page in pages().items() if name not in hidden]
        st.navigation(offered, position="top").run()
