"""Two versions side by side: figures, and the comments that changed label, with the words that made them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier import places
from classifier.codebook import Head
from classifier.flow.compare import EXPLAINED, SAMPLE, Changed, changed_comments, changes_between, compare_versions
from classifier.flow.versions import Version
from classifier.store.changes import Change, Changes
from classifier.ui import state
from classifier.ui.downloads import csv_bytes
from classifier.ui.figures import comparison_table, figure

#: Comments on the screen at a time.
PAGE = 10


def compare(found: Sequence[Version], active: Version) -> None:
    """Let two versions be picked and draw how they differ."""
    st.subheader("Compare two versions")
    if len(found) < 2:
        st.caption("There is only one version so far.")
        return
    names = [version.name for version in found]
    before_field, after_field = st.columns(2)
    before = before_field.selectbox("Before", names, index=None, placeholder="Choose a version", key="compare-before")
    after = after_field.selectbox("After", names, index=names.index(active.name), key="compare-after")
    if before is None:
        return
    if before == after:
        st.info("Choose two different versions.", icon=":material/info:")
        return
    by_name = dict(zip(names, found, strict=True))
    state.guarded(lambda: _compared(by_name[before], by_name[after]))


def _compared(before: Version, after: Version) -> None:
    _figures(before, after)
    now = (state.version().name, state.store_state()[::2], places.store_place())
    changes, counts = _changed(before.name, after.name, now, before, after)
    total, looked_at = changes.comments(), changes.sample
    of = f"{total:,} comments" if looked_at is None else f"{min(total, looked_at):,} of {total:,} comments, by chance"
    if looked_at is not None:
        st.caption(f"One version has not scored every comment, so {SAMPLE:,} chosen by chance are looked at.")
    if not counts:
        st.success(f"No label differs: {of} looked at.", icon=":material/check_circle:")
        return
    st.caption(f"{sum(change.comments for change in counts):,} labels differ, of {of}.")
    _list(_picked(counts, after), changes, before, after)


def _figures(before: Version, after: Version) -> None:
    rows = [
        {"head": name, "before": figure(m["macro_f1"]), "after": figure(after.metrics[name]["macro_f1"])}
        for name, m in before.metrics.items()
        if name in after.metrics
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    st.caption("Macro-F1 of either version on its own held-out rows; below, both on the rows that both held out.")
    paired = compare_versions(before, after)
    if paired:
        st.dataframe(comparison_table(paired), hide_index=True)
    else:
        st.caption("They have too few held-out rows in common.")


@st.cache_resource(show_spinner="Scoring with both", max_entries=8)
def _changed(
    before_name: str, after_name: str, now: tuple[object, ...], _before: Version, _after: Version
) -> tuple[Changes, list[Change]]:
    found = changes_between(state.store(), _before, _after)
    return found, found.counts()


def _picked(counts: Sequence[Change], after: Version) -> Change:
    return st.selectbox(
        "Change", counts, format_func=lambda change: _named(change, after.codebook.head(change.head)), key="change"
    )


def _named(change: Change, head: Head) -> str:
    was, now = head.label(change.before).display, head.label(change.after).display
    return f"{head.name}: {was} to {now}, {change.comments:,} comment{'' if change.comments == 1 else 's'}"


def _list(change: Change, changes: Changes, before: Version, after: Version) -> None:
    st.download_button(
        f"{change.comments:,} as CSV",
        lambda: csv_bytes(_table(list(changed_comments(changes, change, before, after)))),
        "changed.csv",
        key="download-changed",
        icon=":material/download:",
        on_click="ignore",
        help=f"With the words that moved each of the {EXPLAINED} surest",
    )
    pages = -(-change.comments // PAGE)
    page = st.pagination(pages, key=f"changed-of-{pages}") if pages > 1 else 1
    for one in changed_comments(changes, change, before, after, (page - 1) * PAGE, PAGE):
        with st.container(border=True):
            st.text(one.comment.text)
            st.caption(state.plain(_why(one)))


def _why(one: Changed) -> str:
    sure = (
        f"{one.comment.document}, line {one.comment.start_line}: sure to {one.before:.0%} before, {one.after:.0%} now"
    )
    return f"{sure}; moved by {told(one.words)}" if one.words else sure


def told(words: Sequence[tuple[str, float]]) -> str:
    """Words with the log-odds they add.

    Examples
    --------
    >>> told([("lane", 0.524), ("waste", 0.1)])
    'lane +0.52, waste +0.10'
    """
    return ", ".join(f"{word} +{change:.2f}" for word, change in words)


def _table(found: Sequence[Changed]) -> pd.DataFrame:
    rows = [
        {
            "comment_id": one.comment.comment_id,
            "document": one.comment.document,
            "line": one.comment.start_line,
            "head": one.change.head,
            "before": one.change.before,
            "after": one.change.after,
            "sure before": one.before,
            "sure after": one.after,
            "words": told(one.words),
            "text": one.comment.text,
        }
        for one in found
    ]
    return pd.DataFrame(rows)
