"""Ways from a figure to the comments behind it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from classifier.codebook import Head
from classifier.ui.words import tame


def article_name(sha256: str, title: str | None, name: str) -> str:
    """What an article is called where one is to be chosen; no two have the same.

    Examples
    --------
    >>> article_name("0123456789abcdef", None, "page.txt")
    'page.txt [01234567]'
    """
    return f"{tame(str(title or name))[:70]} [{sha256[:8]}]"


def comments_filter(labels: Mapping[Head, str], article: str | None = None) -> dict[str, str]:
    """Filters of the Comments page, as they stand in its address.

    Parameters
    ----------
    labels : mapping of Head to str
        Names of the labels asked for.
    article : str, optional
        As `article_name` calls it.
    """
    found = {f"is-{head.name}": head.label(label).display for head, label in labels.items()}
    return found | ({"article": article} if article else {})


def open_comments(asked: Mapping[str, str]) -> None:
    """Go to the Comments page with these filters."""
    from classifier.ui import pages

    st.switch_page(pages()["comments"], query_params=dict(asked))
