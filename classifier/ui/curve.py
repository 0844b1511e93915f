"""The learning curve: how good the model was with fewer labels, and what more of them should bring."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from classifier import places
from classifier.codebook import Head
from classifier.flow.access import OWNER
from classifier.flow.alone import Work
from classifier.flow.curve import Curve, measure_curve, read_curve
from classifier.flow.versions import Version
from classifier.judge.curve import Forecast, gain
from classifier.ui import charts, downloads, gate, state
from classifier.ui.jobs import curve_job

#: Corrections that the forecast is of.
MORE = 200


def learning_curve(active: Version, busy: Work | None) -> None:
    """Draw the curve measured last, and offer to measure it."""
    job = curve_job()
    with st.expander("What would more labels bring?", icon=":material/trending_up:", expanded=job.error is not None):
        st.button(
            "Measure the curve",
            key="measure-curve",
            icon=":material/timeline:",
            disabled=busy is not None or job.running or not gate.may(OWNER),
            on_click=_start,
            help="Fits the model on parts of the labels, in the background; takes about twice as long as to retrain",
        )
        if job.error:
            st.error(state.plain(job.error), icon=":material/error:")
        curve = read_curve(places.models_folder())
        if curve is None:
            st.caption("Not measured yet.")
        elif curve.codebook != active.codebook.digest:
            st.caption("The curve measured last is of another codebook.")
        else:
            _draw(curve, active)


def _start() -> None:
    if state.permitted(OWNER):
        curve_job().start(measure_curve, store_place=places.store_place(), who=state.annotator())


def _draw(curve: Curve, active: Version) -> None:
    changed = "" if curve.labels == active.manifest["labels"]["digest"] else " The labels have changed since."
    st.caption(
        f"Measured {curve.measured_at[:16].replace('T', ' ')} UTC by fitting on parts of the labels and judging on "
        f"{curve.held_out:,} rows not fitted on.{changed} The forecast is for more labels like those there."
    )
    for head in active.codebook.heads:
        _head(curve, head)


def _head(curve: Curve, head: Head) -> None:
    sizes, values = curve.of(head.name)
    st.markdown(f"**{head.name.capitalize()}**: {state.plain(promise(gain(sizes, values, MORE)))}")
    points = pd.DataFrame({"labels": sizes, "macro-F1": values})
    chart = charts.curve_chart(points, head)
    st.altair_chart(chart)
    downloads.table(f"curve-{head.name}", points, chart=chart)


def promise(found: Forecast | None, more: int = MORE) -> str:
    """What more labels should bring, in words.

    Examples
    --------
    >>> promise(Forecast(1000, 0.012, 0.004, 0.02))
    'another 200 corrections should give about +0.012 macro-F1 (0.004-0.020)'
    """
    if found is None:
        return "too few points to say what more labels would bring"
    interval = f"{found.low:.3f}-{found.high:.3f}"
    return f"another {more} corrections should give about {found.value:+.3f} macro-F1 ({interval})"
