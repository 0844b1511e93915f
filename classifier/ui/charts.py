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
            "shown:N", scale=colours, sort=displays, legend=alt.Legend(orient="top", title=None, offset=4, columns=2)
        )
    )


def reliability_diagram(points: pd.DataFrame) -> alt.LayerChart:
    """How often labels are right against how sure the model was; on the diagonal where it is calibrated.

    Parameters
    ----------
    points : DataFrame
        Columns ``confidence`` and ``right``, between 0 and 1, and ``rows``.
    """
    unit = alt.Scale(domain=[0, 1])
    percent = alt.Axis(format="%", tickCount=5)
    ideal = pd.DataFrame({"confidence": [0.0, 1.0], "right": [0.0, 1.0]})
    line = alt.Chart(ideal).mark_line(strokeDash=[4, 4], color="#7d8590")
    marks = alt.Chart(points).mark_circle(color="#2f4b7c", opacity=0.9)
    encoding = {
        "x": alt.X("confidence:Q", scale=unit, axis=percent, title="how sure the model was"),
        "y": alt.Y("right:Q", scale=unit, axis=percent, title="how often it was right"),
    }
    size = alt.Size("rows:Q", legend=None, scale=alt.Scale(range=[30, 400]))
    tooltip = [alt.Tooltip("confidence:Q", format=".0%"), alt.Tooltip("right:Q", format=".0%"), "rows:Q"]
    return (line.encode(**encoding) + marks.encode(**encoding, size=size, tooltip=tooltip)).properties(height=240)
