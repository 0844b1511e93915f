"""What is on the screen, as files: pictures and tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import altair as alt
import pandas as pd
import streamlit as st

from classifier.flow.exchange import neutralised

#: Width of a picture, in points.
WIDTH = 900

_ICON = ":material/download:"


def table(name: str, shown: pd.DataFrame, shares: Sequence[str] = (), chart: alt.LayerChart | None = None) -> None:
    """A table that opens on a click, and what is in it, with its picture, as files.

    Parameters
    ----------
    name : str
        Of the files.
    shown : DataFrame
    shares : sequence of str, optional
        Columns shown as percentages.
    chart : LayerChart, optional
    """
    made: dict[str, Callable[[], bytes]] = {
        "CSV": partial(csv_bytes, shown),
        "Parquet": partial(parquet_bytes, shown),
    }
    if chart is not None:
        made |= {"PNG": partial(picture_bytes, chart, "png"), "SVG": partial(picture_bytes, chart, "svg")}
    with st.expander("Figures and files", icon=":material/table:"):
        percent = st.column_config.NumberColumn(format="percent")
        st.dataframe(shown, hide_index=True, column_config=dict.fromkeys(shares, percent))
        with st.container(horizontal=True):
            for kind, content in made.items():
                file_name = f"{name}.{kind.lower()}"
                st.download_button(
                    kind, content, file_name, key=f"download-{file_name}", on_click="ignore", icon=_ICON
                )


def csv_bytes(table: pd.DataFrame) -> bytes:
    r"""The table as CSV, of which no spreadsheet runs a cell.

    Examples
    --------
    >>> csv_bytes(pd.DataFrame({"title": ["=1+1"], "share": [0.5]}))
    b"title,share\n'=1+1,0.5\n"
    """
    safe = table.map(lambda cell: neutralised(cell) if isinstance(cell, str) else cell)
    return safe.rename(columns=neutralised).to_csv(index=False, lineterminator="\n").encode("utf-8")


def parquet_bytes(table: pd.DataFrame) -> bytes:
    """The table as Parquet."""
    return bytes(table.to_parquet(index=False))


def picture_bytes(chart: alt.LayerChart, kind: Literal["png", "svg"]) -> bytes:
    """The picture as ``png`` or ``svg``, drawn on this machine."""
    sized = chart.properties(width=WIDTH)
    if kind == "svg":
        drawn = io.StringIO()
        sized.save(drawn, format=kind)
        return drawn.getvalue().encode("utf-8")
    raw = io.BytesIO()
    sized.save(raw, format=kind, scale_factor=2)
    return raw.getvalue()
