"""Overview: how the discussions look as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier import places
from classifier.codebook import Head
from classifier.flow.discussion import PERIOD, Discussion, discussion, quantifier_of
from classifier.flow.versions import Version
from classifier.judge.prevalence import Quantifier, Share
from classifier.store.summary import COMMENTS, DOCUMENT, Summary
from classifier.ui import charts, downloads, state
from classifier.ui.charts import CLICKED, Row
from classifier.ui.links import article_name, comments_filter, open_comments
from classifier.ui.sentences import how_much_is_reviewed, who_leads

#: Articles on the screen at a time.
PAGE = 10

_ALL = "All comments"
_PERCENT = ("counted", "estimated", "from", "to")


def show() -> None:
    """Draw the page."""
    state.show_notice()
    version, heads = state.version(), state.codebook().heads
    whole = _discussion(version.name, state.store_state(), places.store_place(), version)
    if not whole.comments:
        st.info("No comments yet. Put saved pages in with: belowline add PATH", icon=":material/info:")
        return
    _summary(whole, heads)
    for head in heads:
        st.subheader(head.name.capitalize())
        st.caption(state.plain(head.question))
        _picture(f"all-{head.name}", [_row(whole, head, "", _ALL)], head)
    _explained()
    head = heads[0]
    if len(heads) > 1:
        _by_label(whole, heads[1], by=heads[0])
    st.subheader("By article")
    if len(heads) > 1:
        head = _chosen(heads)
    _by_article(whole, head)
    _over_time(whole, head)


def _summary(whole: Discussion, heads: Sequence[Head]) -> None:
    articles = len(whole.documents)
    silent = Summary(state.store(), heads, state.queries().model_version).documents() - articles
    reviewed = how_much_is_reviewed(whole.comments, whole.reviewed, {head.name: whole.sure(head) for head in heads})
    said = [who_leads(heads[0], _estimated(whole, heads[0])), reviewed]
    st.markdown(state.plain(" ".join(said)))
    st.progress(whole.reviewed / whole.comments, text=f"{whole.reviewed:,} of {whole.comments:,} comments reviewed")
    st.caption(
        f"{whole.comments:,} comments beneath {articles:,} article{'' if articles == 1 else 's'}; "
        f"{silent:,} more have no comments."
    )


def _explained() -> None:
    st.caption(
        "Bars, and the column “estimated”, say what the shares most likely are in truth: what people reviewed is "
        "counted as it is, and the model's labels are corrected for the errors it makes on labelled comments it has "
        "not seen. Lines, and “from” and “to”, are 95% intervals; “counted” is the labels as they stand. "
        "Click a part of a bar to see its comments."
    )


@st.cache_data(show_spinner="Counting", max_entries=4)
def _proposed(version_name: str, pages: tuple[int, ...], place: str, _version: Version) -> list[dict[str, object]]:
    """What the model proposes; asked anew only when there are other comments, not for every label."""
    return _asked(_version).proposals(_sure_from(_version))


@st.cache_resource(show_spinner=False, max_entries=4)
def _discussion(version_name: str, store_state: tuple[int, ...], place: str, _version: Version) -> Discussion:
    proposed = _proposed(version_name, store_state[::2], place, _version)
    return discussion(proposed, _asked(_version).corrections(_sure_from(_version)), _version.codebook.heads)


def _asked(version: Version) -> Summary:
    return Summary(state.store(), version.codebook.heads, version.name)


def _sure_from(version: Version) -> dict[str, float]:
    return {found.head.name: found.sure_from for found in version.model().heads}


@st.cache_resource(show_spinner=False, max_entries=8)
def _quantifier(version_name: str, head_name: str, _version: Version, _head: Head) -> Quantifier | None:
    return quantifier_of(_version, _head)


def _estimated(part: Discussion, head: Head) -> list[Share]:
    version = state.version()
    tally = part.tally(head)
    key = tuple(map(float, (*tally.known, *tally.proposed, *tally.sums)))
    return _shares(version.name, head.name, key, part, head, version)


@st.cache_data(show_spinner=False, max_entries=2000)
def _shares(
    version_name: str, head_name: str, tally: tuple[float, ...], _part: Discussion, _head: Head, _version: Version
) -> list[Share]:
    return _part.shares(_head, _quantifier(version_name, head_name, _version, _head))


def _row(part: Discussion, head: Head, key: str, name: str) -> Row:
    return Row(key, name, _estimated(part, head))


def _picture(key: str, rows: Sequence[Row], head: Head, by: Head | None = None) -> None:
    """A chart, the table that says the same, and both as files; a click opens the comments."""
    chart, table = charts.shares_chart(rows, head, named=len(rows) > 1), _table(rows, head)
    event = st.altair_chart(chart, key=f"chart-{key}", on_select="rerun", selection_mode=CLICKED)
    downloads.table(key, table, _PERCENT, chart)
    clicked = event["selection"].get(CLICKED) or []
    if clicked and clicked[0].get("label"):
        _open(clicked[0], rows, head, by)


def _open(clicked: dict[str, str], rows: Sequence[Row], head: Head, by: Head | None) -> None:
    labels = {head: clicked["label"]} | ({by: clicked["row"]} if by else {})
    names = {row.key: row.name for row in rows if row.key}
    open_comments(comments_filter(labels, None if by else names.get(clicked.get("row", ""))))


def _table(rows: Sequence[Row], head: Head) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "of": row.name,
                "label": head.label(share.label).display,
                "counted": share.counted,
                "estimated": share.value if charts.has_interval(share) else None,
                "from": share.low if charts.has_interval(share) else None,
                "to": share.high if charts.has_interval(share) else None,
            }
            for row in rows
            for share in row.shares
        ]
    )


def _by_label(whole: Discussion, head: Head, by: Head) -> None:
    st.subheader(f"{head.name.capitalize()} by {by.name}")
    parts = [(label, whole.part(by.name, label.name)) for label in by.labels]
    rows = [_row(part, head, label.name, label.display) for label, part in parts if part.comments]
    _picture(f"{head.name}-by-{by.name}", rows, head, by)
    st.caption(f"The {by.name} is the label that holds; only the shares of the {head.name} are corrected for errors.")


def _chosen(heads: Sequence[Head]) -> Head:
    names = {head.name.capitalize(): head for head in heads}
    chosen = st.segmented_control("Of what", list(names), default=next(iter(names)), required=True, key="of-what")
    return names[chosen]


def _by_article(whole: Discussion, head: Head) -> None:
    found = whole.documents
    pages = -(-len(found) // PAGE)
    page = st.pagination(pages, key=f"articles-of-{pages}") if pages > 1 else 1
    here = found[(page - 1) * PAGE : page * PAGE]
    names = _asked(state.version()).names(here)
    rows = [_row(whole.part(DOCUMENT, key), head, key, article_name(key, *names[key])) for key in here]
    _picture(f"articles-{head.name}", rows, head)
    if pages > 1:
        st.caption(f"{len(found):,} articles, those with most comments first; the files hold the ones shown.")


def _over_time(whole: Discussion, head: Head) -> None:
    st.subheader("Over time")
    dated, length = whole.periods()
    st.caption(
        f"{dated.comments:,} of {whole.comments:,} comments are dated, the others are left out here; by {length}."
    )
    table = _time_table(dated, head)
    if table["period"].nunique() < 2:
        st.info("Too few dates to show a change.", icon=":material/info:")
        return
    chart = charts.time_chart(table, head)
    st.altair_chart(chart)
    shown = table.drop(columns="words")
    downloads.table(f"time-{head.name}", shown, ("value", "low", "high"), chart)


def _time_table(dated: Discussion, head: Head) -> pd.DataFrame:
    rows = [
        {
            "period": start,
            "comments": part.comments,
            "label": share.label,
            "value": share.value,
            "low": share.low,
            "high": share.high,
            "words": charts.with_interval(share),
        }
        for start in sorted(dated.cells[PERIOD].unique())
        for part in [dated.part(PERIOD, start)]
        for share in _estimated(part, head)
    ]
    return pd.DataFrame(rows, columns=["period", COMMENTS, "label", "value", "low", "high", "words"])
