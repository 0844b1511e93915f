"""Charts of label shares, in the codebook's order and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from classifier.codebook import Head
from classifier.judge.prevalence import Share

#: Name of the selection that a click on a bar makes, and the fields it tells.
CLICKED = "clicked"
FIELDS = ("row", "label")

# Between what stands left and right of the middle and what stands apart, in shares.
_GAP = 0.06
# A share this small has no room for its figure.
_LEAST_WRITTEN = 0.07
_LINE, _INK, _PAPER = "#24292f", "#1f2328", "#ffffff"


@dataclass(frozen=True)
class Row:
    """One bar of a picture: what it is of, what that is called, and the shares of its labels."""

    key: str
    name: str
    shares: Sequence[Share]


@dataclass(frozen=True)
class Places:
    """Where a head's labels stand in a diverging bar; all of them in `apart` where it has no sides.

    Examples
    --------
    >>> from classifier.codebook import Label
    >>> labels = tuple(Label(name, "", name, (), (), "#000000", "") for name in ("for", "against", "open", "other"))
    >>> Places.of(Head("side", "?", (), labels, ("for", "against")))
    Places(left='for', middle='open', right='against', apart=('other',))
    """

    left: str | None
    middle: str | None
    right: str | None
    apart: tuple[str, ...]

    @classmethod
    def of(cls, head: Head) -> Places:
        """The opposed labels left and right of the first other one, the rest apart."""
        if not head.opposed:
            return cls(None, None, None, head.names)
        left, right = head.opposed
        others = [name for name in head.names if name not in head.opposed]
        return cls(left, others[0] if others else None, right, tuple(others[1:]))


def shares_chart(rows: Sequence[Row], head: Head, named: bool = True) -> alt.LayerChart:
    """Bars of shares with 95% intervals as lines, one bar a row; sides left and right of the middle.

    Parameters
    ----------
    rows : sequence of Row
    head : Head
    named : bool
        Whether to write the rows' names above the bars.
    """
    data = pd.DataFrame([piece for row in rows for piece in _pieces(row, head, _widest(rows, head))])
    displays = [label.display for label in head.labels]
    colours = alt.Scale(domain=displays, range=[label.colour for label in head.labels])
    edges = data[["start", "end", "low_at", "high_at"]]
    across = alt.Scale(domain=[float(edges.min().min()), float(edges.max().max())], nice=False)
    names = alt.Axis(
        labelAlign="left", labelPadding=0, labelOffset=-20, labelLimit=330, domain=False, ticks=False, title=None
    )
    at_row = alt.Y("name:N", sort=None, title=None, axis=names if named else None, scale=alt.Scale(paddingInner=0.5))
    legend = alt.Legend(orient="top", title=None, offset=4, columns=2)
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("shown:N", title="label"),
        alt.Tooltip("words:N", title="share"),
    ]
    clicked = alt.selection_point(name=CLICKED, fields=list(FIELDS), on="click", empty=True)
    base = alt.Chart(data).encode(y=at_row)
    bars = base.mark_bar(cursor="pointer").encode(
        x=alt.X("start:Q", scale=across, axis=None),
        x2="end:Q",
        color=alt.Color("shown:N", scale=colours, sort=displays, legend=legend),
        opacity=alt.condition(clicked, alt.value(1.0), alt.value(0.6)),
        tooltip=tooltip,
        description="told:N",
    )
    lines = base.mark_rule(strokeWidth=2, color=_LINE, yOffset=11).encode(x="low_at:Q", x2="high_at:Q")
    figures = base.mark_text(fontSize=12).encode(
        x="at:Q", text="figure:N", color=alt.Color("ink:N", scale=None, legend=None)
    )
    layers = alt.LayerChart(layer=[bars.add_params(clicked), lines, figures])
    step = alt.Step(44 if named else 30)
    return layers.properties(height=step, autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))


def _widest(rows: Sequence[Row], head: Head) -> float:
    """Where what stands apart begins: right of everything else, in every row at the same place."""
    places = Places.of(head)
    if not places.right:
        return 0.0
    ends = []
    for row in rows:
        shares = {share.label: share for share in row.shares}
        half = shares[places.middle].value / 2 if places.middle else 0.0
        ends.append(half + _whisker(shares[places.right])[1])
    return max(ends, default=0.0) + _GAP


def _pieces(row: Row, head: Head, apart_from: float) -> list[dict[str, object]]:
    places, shares = Places.of(head), {share.label: share for share in row.shares}
    half = shares[places.middle].value / 2 if places.middle else 0.0
    found = []
    if places.left and places.right:
        found.append(_piece(row, head, shares[places.left], -half, -1))
        found.append(_piece(row, head, shares[places.right], half, 1))
    if places.middle:
        found.append(_piece(row, head, shares[places.middle], -half, 0))
    start = apart_from
    for name in places.apart:
        found.append(_piece(row, head, shares[name], start, 1 if head.opposed else 0))
        start += shares[name].value + (_GAP if head.opposed else 0)
    return found


def _piece(row: Row, head: Head, share: Share, start: float, lined: int) -> dict[str, object]:
    """One label's part of a bar; `lined` is the direction in which its interval is drawn, 0 for not at all."""
    label, direction = head.label(share.label), lined or 1
    low, high = _whisker(share) if lined else (None, None)
    end = start + direction * share.value
    return {
        "row": row.key,
        "name": row.name,
        "label": share.label,
        "shown": label.display,
        "start": min(start, end),
        "end": max(start, end),
        "low_at": None if low is None else start + direction * low,
        "high_at": None if high is None else start + direction * high,
        "at": (start + end) / 2,
        "figure": f"{share.value:.0%}" if share.value >= _LEAST_WRITTEN else "",
        "words": with_interval(share),
        "told": f"{row.name}, {label.display}: {with_interval(share)}",
        "ink": _ink(label.colour),
    }


def _whisker(share: Share) -> tuple[float, float]:
    return (share.low, share.high) if has_interval(share) else (share.value, share.value)


def has_interval(share: Share) -> bool:
    """Whether a share was estimated, not only counted."""
    return (share.low, share.high) != (0.0, 1.0)


def with_interval(share: Share) -> str:
    """A share in words.

    Examples
    --------
    >>> with_interval(Share("for", 0.412, 0.35, 0.47, 0.4))
    '41% (35-47%)'
    """
    interval = f" ({share.low * 100:.0f}-{share.high * 100:.0f}%)" if has_interval(share) else ""
    return f"{share.value:.0%}{interval}"


def _ink(colour: str) -> str:
    """Black or white, whichever is read more easily on a colour; after WCAG's relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return _INK if (luminance + 0.05) ** 2 > 1.05 * 0.05 else _PAPER


def time_chart(data: pd.DataFrame, head: Head) -> alt.LayerChart:
    """Shares over time as lines, with 95% intervals as bands.

    Parameters
    ----------
    data : DataFrame
        Columns ``period``, ``label`` (name), ``value``, ``low``, ``high`` and ``words``.
    head : Head
    """
    displays = [label.display for label in head.labels]
    colours = alt.Scale(domain=displays, range=[label.colour for label in head.labels])
    shown = data.assign(shown=data["label"].map({label.name: label.display for label in head.labels}))
    legend = alt.Legend(orient="top", title=None, offset=4, columns=2, symbolOpacity=1, symbolType="square")
    base = alt.Chart(shown).encode(
        x=alt.X("period:T", title=None, axis=alt.Axis(format="%-d %b %Y", labelOverlap="greedy", labelFlush=True)),
        color=alt.Color("shown:N", scale=colours, sort=displays, legend=legend),
    )
    share = alt.Axis(format="%", tickCount=5)
    band = base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", title=None, axis=share), y2="high:Q")
    tooltip = [alt.Tooltip("period:T"), alt.Tooltip("shown:N", title="label"), alt.Tooltip("words:N", title="share")]
    line = base.mark_line(point=True).encode(y="value:Q", tooltip=tooltip)
    return (band + line).properties(height=260)


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


def curve_chart(points: pd.DataFrame, head: Head) -> alt.LayerChart:
    """Macro-F1 against the number of labels a model was fitted on, a dot a fit and a line through their means.

    Parameters
    ----------
    points : DataFrame
        Columns ``labels`` and ``macro-F1``.
    head : Head
    """
    colour = head.labels[0].colour
    base = alt.Chart(points).encode(x=alt.X("labels:Q", title="labelled comments"))
    up = alt.Y("macro-F1:Q", title="macro-F1", scale=alt.Scale(zero=False))
    dots = base.mark_circle(size=60, color=colour).encode(
        y=up, tooltip=["labels:Q", alt.Tooltip("macro-F1:Q", format=".3f")]
    )
    line = base.mark_line(color=colour).encode(y="mean(macro-F1):Q")
    return (line + dots).properties(height=240)
