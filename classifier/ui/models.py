"""Models: the version in use and how good it is, retraining, and going back to an earlier version."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from classifier import places
from classifier.flow import versions
from classifier.flow.access import OWNER
from classifier.flow.retrain import Outcome, read_held_out
from classifier.flow.topic import FIRST_LABELS
from classifier.judge.metrics import reliability
from classifier.ui import charts, gate, state
from classifier.ui.jobs import RetrainJob, retrain_job

_NO_MODEL = f"There is no model yet. Label about {FIRST_LABELS} comments on the Review page, then retrain."


def show() -> None:
    """Draw the page."""
    state.show_notice()
    active = state.version()
    if not state.proposes():
        st.info(_NO_MODEL, icon=":material/info:")
        _retraining(retrain_job())
        return
    st.markdown(f"Model in use: **{state.plain(active.name)}**")
    _figures(active)
    _retraining(retrain_job())
    _versions(active)
    with st.expander("Model card", icon=":material/description:"):
        st.markdown(active.card)


def _figures(active: versions.Version) -> None:
    rows = [
        {
            "head": name,
            "macro-F1": _interval(m["macro_f1"]),
            "accuracy": _interval(m["accuracy"]),
            "calibration error": _interval(m["expected_calibration_error"]),
            "held-out rows": m["rows"],
        }
        for name, m in active.metrics.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True)
    st.caption("On labelled comments the model had not seen; in brackets 95% intervals.")
    with st.expander("Does it know how sure to be?", icon=":material/query_stats:"):
        for column, head in zip(st.columns(len(active.codebook.heads)), active.codebook.heads, strict=True):
            held_out = read_held_out(active, head)
            points = pd.DataFrame(reliability(held_out.answers, held_out.probabilities))
            with column:
                st.caption(head.name.capitalize())
                st.altair_chart(charts.reliability_diagram(points))


def _interval(figure: dict[str, float]) -> str:
    return f"{figure['value']:.3f} ({figure['low']:.3f}-{figure['high']:.3f})"


def _retraining(job: RetrainJob) -> None:
    corrected = len(state.store().labels())
    st.subheader("Retrain")
    files = "label files and the " if places.label_files() else ""
    st.caption(f"From the {files}{corrected} comments people have labelled here.")
    st.button(
        "Retrain",
        icon=":material/model_training:",
        type="primary",
        disabled=job.running or not gate.may(OWNER),
        on_click=_start,
        args=(job,),
    )
    if job.running:
        _watch(job)
    elif job.error:
        st.error(state.plain(job.error), icon=":material/error:")
    elif job.outcome:
        _outcome(job.outcome)


def _start(job: RetrainJob) -> None:
    if state.permitted(OWNER):
        job.start(places.store_place())


@st.fragment(run_every=1.0)
def _watch(job: RetrainJob) -> None:
    if not job.running:
        st.rerun()
    with st.status("Retraining", state="running", expanded=True):
        for step in list(job.steps):
            st.write(state.plain(step))


def _outcome(outcome: Outcome) -> None:
    st.success(f"{state.plain(outcome.version.name)}: {state.plain(outcome.verdict)}", icon=":material/check_circle:")
    rows = [
        {
            "head": name,
            "macro-F1 before": round(c.before, 3),
            "macro-F1 now": round(c.after, 3),
            "difference": str(c.difference),
            "held-out rows": c.rows,
        }
        for name, c in outcome.comparisons.items()
    ]
    if rows:
        st.dataframe(pd.DataFrame(rows), hide_index=True)


def _versions(active: versions.Version) -> None:
    folder = places.models_folder()
    found = versions.versions(folder)
    st.subheader("Versions")
    for version in found:
        name, act = st.columns([4, 1])
        figures = ", ".join(f"{h} {m['macro_f1']['value']:.3f}" for h, m in version.metrics.items())
        name.markdown(f"{state.plain(version.name)}  \nmacro-F1: {state.plain(figures)}")
        if version.name == active.name:
            act.markdown("in use")
        else:
            may = gate.may(OWNER)
            act.button(
                "Use this one", key=f"use-{version.name}", on_click=_use, args=(version.name,), disabled=not may
            )


def _use(name: str) -> None:
    if not state.permitted(OWNER):
        return
    versions.activate(places.models_folder(), name)
    state.notice(f"{name} is in use")
