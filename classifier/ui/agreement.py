"""Agreement: what people differ on and how it is settled, how far they agree, and who has labelled what."""

from __future__ import annotations

from itertools import combinations

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from classifier.flow.access import OWNER
from classifier.flow.agreed import (
    AWAY,
    LEAST,
    HeadAgreement,
    Labelling,
    head_agreement,
    labelling,
    labels_side_by_side,
)
from classifier.store.overlap import Overlap
from classifier.ui import adjudication, gate, state

_EVERYBODY = "everybody"

#: Agreement beyond chance from which labels are customarily relied on, and from which with care.
_GOOD, _FAIR = 0.8, 0.667


def show() -> None:
    """Draw the page."""
    state.show_notice()
    state.version()
    state.reviewer()
    adjudication.draw()
    _agreement(state.overlap())
    _people()
    _sharing(state.overlap())


def _agreement(overlap: Overlap) -> None:
    st.subheader("How far people agree")
    only_shared = st.toggle(
        "Shared comments only",
        value=True,
        key="only-shared",
        help="Of other comments the second person may have seen what the first has said: that is no test of anything",
    )
    place, moment = state.store().where, state.store_state()[1]
    said = _side_by_side(place, moment, only_shared, overlap)
    people = sorted({who for items in said.values() for one in items for who in one})
    if len(people) < 2:
        st.info(_NOBODY if only_shared else "No comment has been labelled by two people yet.", icon=":material/info:")
        return
    chosen = _chosen_people(people)
    found = [head_agreement(said.get(head.name, []), head, chosen) for head in state.codebook().heads]
    st.table(pd.DataFrame([_figures(one, len(chosen) == 2) for one in found]).set_index("question"))
    few = [one for one in found if one.figures is None]
    for one in few:
        st.caption(state.plain(_too_few(one)))
    if len(few) < len(found):
        st.caption(_MEANING)
    for one in found:
        _confusion(one, chosen)


_NOBODY = (
    "No shared comment has been labelled by two people yet. Set a share of the comments below, and let people go "
    "through “Shared comments” on the Review page."
)
_MEANING = (
    "1 is perfect agreement, 0 what chance alone would bring about; in brackets 95% intervals, from drawing the "
    f"comments again. Labels are customarily relied on from {_GOOD}, and with care from {_FAIR}; below that the "
    "label definitions want sharpening before more is labelled. Kappa (Cohen) is of two people, alpha "
    "(Krippendorff) of any number."
)


@st.cache_data(max_entries=8, show_spinner=False)
def _side_by_side(place: str, moment: int, only_shared: bool, overlap: Overlap) -> dict[str, list[dict[str, str]]]:
    return labels_side_by_side(state.store(), only_shared)


def _chosen_people(people: list[str]) -> list[str]:
    pairs = {f"{one} and {other}": [one, other] for one, other in combinations(people, 2)}
    choices = pairs if len(people) == 2 else {_EVERYBODY: people, **pairs}
    return choices[str(st.selectbox("Between", list(choices), key="between", width=360))]


def _figures(one: HeadAgreement, two: bool) -> dict[str, object]:
    figures = one.figures
    row: dict[str, object] = {"question": one.head.name, "comments": one.comments}
    row["the same"] = f"{one.same:.0%}" if one.comments else "–"
    if two:
        row["kappa"] = _with_interval(figures.kappa, figures.kappa_interval) if figures else "–"
    return {**row, "alpha": _with_interval(figures.alpha, figures.alpha_interval) if figures else "–"}


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.2f} ({interval[0]:.2f} to {interval[1]:.2f})"


def _too_few(one: HeadAgreement) -> str:
    comments = "1 comment" if one.comments == 1 else f"{one.comments} comments"
    return f"{one.head.name}: only {comments} with two labels; kappa and alpha are shown from {LEAST} on."


def _confusion(one: HeadAgreement, people: list[str]) -> None:
    if not one.comments:
        return
    with st.expander(f"Which labels meet: {one.head.name}", icon=":material/grid_on:"):
        chart, beside = st.columns([2, 3])
        chart.altair_chart(_heat_map(one, people))
        beside.table(_confusion_table(one, people))
        st.caption(
            "Every pair of people once, a comment; pairs of two different labels stand above the diagonal."
            if len(people) > 2
            else state.plain(f"Rows: {people[0]}; columns: {people[1]}.")
        )


def _counts(one: HeadAgreement, people: list[str]) -> dict[tuple[str, str], int]:
    """How often labels meet, by row and column; below the diagonal only where it says something else."""
    names = [label.display for label in one.head.labels]
    return {
        (names[row], names[column]): int(count)
        for (row, column), count in np.ndenumerate(one.confusion)
        if len(people) == 2 or row <= column
    }


def _confusion_table(one: HeadAgreement, people: list[str]) -> pd.DataFrame:
    names, counts = [label.display for label in one.head.labels], _counts(one, people)
    rows = [[str(counts.get((row, column), "")) for column in names] for row in names]
    shown = [state.plain(name) for name in names]
    return pd.DataFrame(rows, index=shown, columns=shown)


def _heat_map(one: HeadAgreement, people: list[str]) -> alt.LayerChart:
    names = [label.display for label in one.head.labels]
    first, second = people if len(people) == 2 else ("one label", "the other")
    cells = [
        {"row": row, "column": column, "comments": count} for (row, column), count in _counts(one, people).items()
    ]
    slanted = alt.Axis(labelLimit=120, labelAngle=-40, labelOverlap=False)
    base = alt.Chart(pd.DataFrame(cells)).encode(
        y=alt.Y("row:N", sort=names, title=first, axis=alt.Axis(labelLimit=120, labelOverlap=False)),
        x=alt.X("column:N", sort=names, title=second, axis=slanted),
        tooltip=["row:N", "column:N", "comments:Q"],
    )
    most = max(int(one.confusion.max()), 1)
    shade = alt.Scale(domain=[0, most], range=["#f4f6fb", "#2f4b7c"])
    ink = alt.condition(alt.datum.comments > most / 2, alt.value("#ffffff"), alt.value("#1f2328"))
    squares = base.mark_rect().encode(color=alt.Color("comments:Q", scale=shade, legend=None))
    numbers = base.mark_text(fontSize=13).encode(text="comments:Q", color=ink)
    return (squares + numbers).properties(height=alt.Step(40))


def _people() -> None:
    st.subheader("Who has labelled what")
    found = _labelling(state.store().where, state.store_state()[1])
    if not found:
        st.info("Nobody has labelled anything yet.", icon=":material/info:")
        return
    st.table(pd.DataFrame([_person(one) for one in found]).set_index("person"))
    st.caption(
        f"Seconds a label: the median from one label to the next, breaks of {AWAY // 60} minutes and more left out. "
        "Another label holds: because somebody changed or settled it, or labelled the shared comment first."
    )


@st.cache_data(max_entries=4, show_spinner=False)
def _labelling(place: str, moment: int) -> list[Labelling]:
    return labelling(state.store())


def _person(one: Labelling) -> dict[str, object]:
    return {
        "person": state.plain(one.person),
        "labels": one.labels,
        "days": one.days,
        "seconds a label": "–" if one.seconds is None else f"{one.seconds:.1f}",
        "another label holds": f"{one.other / one.standing:.0%}" if one.standing else "–",
    }


def _sharing(overlap: Overlap) -> None:
    st.subheader("Shared comments")
    st.markdown(state.plain(_shared_now(overlap)))
    if gate.may(OWNER):
        _sharing_form(overlap)
    st.caption(
        "Which comments are shared follows from their ids, so that nobody chooses; a larger share keeps those of a "
        "smaller one. Nobody sees what others say of one before labelling it, and nobody's label overrules another's."
    )


def _sharing_form(overlap: Overlap) -> None:
    with st.form("sharing", border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            share = st.number_input("Share of the comments, %", 0, 100, round(overlap.share * 100), width=200)
            people = st.number_input("People to label each", 2, 20, overlap.people, width=200)
        hides = st.toggle(
            "Hide the model's proposal until a shared comment is labelled",
            overlap.hides_proposals,
            help="Who sees a proposal tends to follow it, and two who follow it agree",
        )
        if st.form_submit_button("Set"):
            state.share(share / 100, people, hides)
            st.rerun()


def _shared_now(overlap: Overlap) -> str:
    if overlap.at is None:
        return "Nothing is shared yet."
    when = f"set by {overlap.set_by} on {overlap.at:%Y-%m-%d}"
    return f"{overlap.share:.0%} of the comments, for {overlap.people} people each; {when}."
