"""Overview: how the discussions look as a whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from classifier.codebook import Head
from classifier.flow.retrain import read_held_out
from classifier.flow.versions import Version
from classifier.judge.prevalence import Quantifier, Share, Tally
from classifier.ui import charts, state


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
        _estimate(table, head)
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
            row[head.name] = state.present_label(head.name, acts, score)
            row[f"{head.name} reviewed"] = acts[head.name].label if head.name in acts else None
            row |= {f"{head.name} {name}": p for name, p in score.probabilities[head.name].items()}
        rows.append(row)
    return pd.DataFrame(rows)


def _counts(table: pd.DataFrame, head: Head, by: str) -> pd.DataFrame:
    counts = table.groupby([by, head.name], sort=False).size().rename("comments").reset_index()
    return counts.rename(columns={head.name: "label"})


def _estimate(table: pd.DataFrame, head: Head) -> None:
    """Counted shares beside estimated ones with intervals, so that nobody reads a count as certain."""
    shares = _shares(state.version().name, head.name, state.version(), head, table)
    if shares is None:
        st.caption("Too few held-out rows to estimate the true shares; these are counts of labels.")
        return
    shown = pd.DataFrame(
        {
            "label": [head.label(share.label).display for share in shares],
            "counted": [share.counted for share in shares],
            "estimated": [share.value for share in shares],
            "from": [share.low for share in shares],
            "to": [share.high for share in shares],
        }
    )
    percent = st.column_config.NumberColumn(format="percent")
    st.dataframe(shown, hide_index=True, column_config=dict.fromkeys(("counted", "estimated", "from", "to"), percent))
    st.caption(
        "Counted: labels as shown above. Estimated: what they most likely are in truth, corrected for the errors "
        "the model makes on labelled comments, with a 95% interval. What people reviewed is counted as it is."
    )


@st.cache_data(show_spinner=False, max_entries=20)
def _shares(
    _version_name: str, head_name: str, _version: Version, _head: Head, table: pd.DataFrame
) -> list[Share] | None:
    held_out = read_held_out(_version, _head)
    if len(set(held_out.answers.tolist())) < len(_head.labels):
        return None
    known = table[f"{head_name} reviewed"].map({name: at for at, name in enumerate(_head.names)}).fillna(-1)
    probabilities = table[[f"{head_name} {name}" for name in _head.names]].to_numpy()
    quantifier = Quantifier(held_out.answers, held_out.probabilities)
    return quantifier.estimate(_head.names, Tally.of(probabilities, known.to_numpy(dtype=np.intp)))
