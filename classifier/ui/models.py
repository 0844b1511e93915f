"""Models: the version in use and how good it is, retraining, and going back to an earlier version."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from classifier import places
from classifier.flow import versions
from classifier.flow.access import OWNER
from classifier.flow.alone import Work, at_work
from classifier.flow.curve import Curve
from classifier.flow.retrain import Outcome, read_held_out, retrain
from classifier.flow.topic import FIRST_LABELS
from classifier.judge.metrics import reliability
from classifier.store.summary import Summary
from classifier.ui import charts, gate, state
from classifier.ui.compare import compare
from classifier.ui.curve import learning_curve
from classifier.ui.figures import comparison_table, figure
from classifier.ui.jobs import Job, curve_job, retrain_job
from classifier.ui.words import without_pictures

_NO_MODEL = f"There is no model yet. Label about {FIRST_LABELS} comments on the Review page, then retrain."


def show() -> None:
    """Draw the page."""
    state.show_notice()
    state.reviewer()
    active = state.version()
    busy = at_work(places.models_folder())
    if not state.proposes():
        st.info(_NO_MODEL, icon=":material/info:")
        _retraining(retrain_job(), busy)
        return
    found = versions.versions(places.models_folder())
    st.markdown(f"Model in use: **{state.plain(active.name)}**")
    _figures(active)
    busy = at_work(places.models_folder())
    _retraining(retrain_job(), busy)
    learning_curve(active, busy)
    _versions(active, found)
    compare(found, active)
    with st.expander("Model card", icon=":material/description:"):
        st.markdown(without_pictures(active.card))


def _figures(active: versions.Version) -> None:
    rows = [
        {
            "head": name,
            "macro-F1": figure(m["macro_f1"]),
            "accuracy": figure(m["accuracy"]),
            "calibration error": figure(m["expected_calibration_error"]),
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
                st.dataframe(points, hide_index=True)


def _retraining(job: Job[Outcome], busy: Work | None) -> None:
    st.subheader("Retrain")
    labelled = Summary(state.store(), (), "").labelled()
    files = "label files and the " if places.label_files() else ""
    st.caption(f"From the {files}{labelled:,} comments people have labelled here.")
    st.button(
        "Retrain",
        icon=":material/model_training:",
        type="primary",
        disabled=busy is not None or job.running or not gate.may(OWNER),
        on_click=_start,
        args=(job,),
    )
    _watch(busy is not None or bool(_under_way()))
    if job.error:
        st.error(state.plain(job.error), icon=":material/error:")
    elif job.result:
        _outcome(job.result)


def _start(job: Job[Outcome]) -> None:
    if state.permitted(OWNER):
        job.start(retrain, store_place=places.store_place(), who=state.annotator())


def _under_way() -> list[Job[Outcome] | Job[Curve]]:
    return [job for job in (retrain_job(), curve_job()) if job.running]


@st.fragment(run_every=2.0)
def _watch(was_busy: bool) -> None:
    """What is being done to the models, by this page, another one or a command; begin and end redraw the page."""
    here, busy = _under_way(), at_work(places.models_folder())
    if (busy is not None or bool(here)) is not was_busy:
        st.rerun()
    if not was_busy:
        return
    # As a context it would say that it is done at its end.
    box = st.status(state.plain("Starting" if busy is None else str(busy)), state="running", expanded=True)
    for step in busy.steps if busy else ():
        box.markdown(state.plain(step))
    for job in here:
        barred = job.stopped or not gate.may(OWNER)
        st.button("Stop", icon=":material/stop_circle:", disabled=barred, on_click=_stop, args=(job,))


def _stop(job: Job[Outcome] | Job[Curve]) -> None:
    if state.permitted(OWNER):
        job.stop()


def _outcome(outcome: Outcome) -> None:
    st.success(f"{state.plain(outcome.version.name)}: {state.plain(outcome.verdict)}", icon=":material/check_circle:")
    if outcome.comparisons:
        st.dataframe(comparison_table(outcome.comparisons), hide_index=True)


def _versions(active: versions.Version, found: list[versions.Version]) -> None:
    st.subheader("Versions")
    before = versions.previous(places.models_folder())
    if before and before.name != active.name:
        st.button(
            f"Go back to {before.name}",
            icon=":material/undo:",
            key="go-back",
            on_click=_use,
            args=(before.name,),
            disabled=not gate.may(OWNER),
        )
    for version in found:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"version-{version.name}"):
            _version(version, in_use=version.name == active.name)


def _version(version: versions.Version, in_use: bool) -> None:
    figures = ", ".join(f"{h} {m['macro_f1']['value']:.3f}" for h, m in version.metrics.items())
    st.markdown(f"{state.plain(version.name)}  \nmacro-F1: {state.plain(figures)}")
    if in_use:
        st.markdown("in use", width="content")
    else:
        may = gate.may(OWNER)
        st.button("Use this one", key=f"use-{version.name}", on_click=_use, args=(version.name,), disabled=not may)
    _download("Card", f"{version.name}.md", version.card, version.name)
    _download("Model", f"{version.name}.zip", partial(versions.archive, version), version.name)


def _download(title: str, name: str, content: str | Callable[[], bytes], version: str) -> None:
    st.download_button(
        title, content, name, key=f"{title.lower()}-{version}", on_click="ignore", icon=":material/download:"
    )


def _use(name: str) -> None:
    if not state.permitted(OWNER):
        return
    versions.activate(places.models_folder(), name)
    state.notice(f"{name} is in use")
