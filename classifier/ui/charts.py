"""Charts of label shares, in the codebook's order and colours."""

from __future__ import annotations

import altair as alt
import pandas as pd

from classifier.codebook import Head


def shares_bar(counts: pd.DataFrame, head: Head, by: str, named: bool = True) -> alt.Chart:
    """Horizontal bars that add up to all comments, one a row of `by`.

    Parameters
    ----------
    counts : DataFrame
        Columns `by`, ``label`` (label name) and ``comments``.
    head : Head
    by : str
        Column of the rows.
    named : bool
        Whether to write the rows' names beside the bars.
    """
    displays = [label.display for label in head.labels]
    order = {label.name: at for at, label in enumerate(head.labels)}
    data = counts.assign(
        shown=counts["label"].map({label.name: label.display for label in head.labels}),
        order=counts["label"].map(order),
    )
    colours = alt.Scale(domain=displays, range=[label.colour for label in head.labels])
    base = (
        alt.Chart(data)
        .properties(height=alt.Step(30), autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .encode(
            y=alt.Y(f"{by}:N", title=None, sort=None, axis=alt.Axis(labelLimit=260) if named else None),
            x=alt.X("comments:Q", stack="normalize", title=None, axis=alt.Axis(format="%", tickCount=5)),
            order=alt.Order("order:Q"),
            tooltip=[alt.Tooltip(f"{by}:N"), alt.Tooltip("shown:N", title="label"), "comments:Q"],
        )
    )
    return base.mark_bar().encode(
        color=alt.Color(
            "shown:N", scale=colours, sort=displays, legend=alt.Legend(orient="top", title=None, offset=4)
        )
    )
