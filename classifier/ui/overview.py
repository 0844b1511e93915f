"""Overview: how the discussions look as a whole."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from classifier.codebook import Head
from classifier.ui import charts, state
from classifier.ui.articles import present_label


def show() -> None:
    """Draw the page."""
    state.show_notice()
    book, store = state.codebook(), state.store()
    table = _table()
    if table.empty:
        st.info("No comments yet. Put saved pages in with: belowline add PATH", icon=":material/info:")
        return
    reviewed = int(table["reviewed"].sum())
    articles = table["article"].nunique()
    silent = len(store.documents()) - articles
    st.markdown(
        f"**{len(table)} comments** beneath {articles} article{'' if articles == 1 else 's'}; "
        f"{silent} more have no comments. "
        f"**{reviewed}** of the comments have been reviewed by a person; the rest are the model's proposals."
    )
    for head in book.heads:
        st.subheader(head.name.capitalize())
        st.caption(state.plain(head.question))
        st.altair_chart(charts.shares_bar(_counts(table.assign(all="All articles"), head, "all"), head, "all", False))
        st.altair_chart(charts.shares_bar(_counts(table, head, "article"), head, "article"))
        _expected(table, head)
    if len(book.heads) > 1:
        first, second = book.heads[0], book.heads[1]
        st.subheader(f"{second.name.capitalize()} by {first.name}")
        displays = {label.name: label.display for label in first.labels}
        by_label = table.assign(row=table[first.name].map(displays))
        st.altair_chart(charts.shares_bar(_counts(by_label, second, "row"), second, "row"))


def _table() -> pd.DataFrame:
    """One row a comment: article, reviewed, and a label a head."""
    store, book = state.store(), state.codebook()
    scores = store.scores(state.version().name)
    labels = store.labels()
    titles = {d["sha256"]: str(d["title"] or d["name"])[:60] for d in store.documents()}
    rows = []
    for comment in store.comments():
        acts, score = labels.get(comment.comment_id, {}), scores[comment.comment_id]
        row = {"article": titles[comment.sha256], "reviewed": len(acts) == len(book.heads)}
        for head in book.heads:
            row[head.name] = present_label(head.name, acts, score)
            row |= {f"{head.name} {name}": p for name, p in score.probabilities[head.name].items()}
        rows.append(row)
    return pd.DataFrame(rows)


def _counts(table: pd.DataFrame, head: Head, by: str) -> pd.DataFrame:
    counts = table.groupby([by, head.name], sort=False).size().rename("comments").reset_index()
    return counts.rename(columns={head.name: "label"})


def _expected(table: pd.DataFrame, head: Head) -> None:
    """Counts beside what the model's probabilities add up to, so that nobody reads a count as certain."""
    counts = table[head.name].value_counts()
    shown = pd.DataFrame(
        {
            "label": [label.display for label in head.labels],
            "comments": [int(counts.get(name, 0)) for name in head.names],
            "share": [counts.get(name, 0) / len(table) for name in head.names],
            "expected share": [table[f"{head.name} {name}"].mean() for name in head.names],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            "share": st.column_config.NumberColumn(format="percent", help="Counted labels"),
            "expected share": st.column_config.NumberColumn(
                format="percent", help="What the model's probabilities add up to"
            ),
        },
    )
