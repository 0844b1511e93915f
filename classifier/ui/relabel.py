"""One label for many comments at once: seen before it is done, and taken back in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from classifier.codebook import Head
from classifier.flow.access import ADJUDICATOR
from classifier.records import Annotation
from classifier.ui import gate, state

#: Comments that are relabelled at once at the most.
MOST = 500

#: Examples shown beforehand.
EXAMPLES = 5


@dataclass(frozen=True)
class Relabelled:
    """What was done at once: the reviewer's last act, and how many there were."""

    annotator: str
    last_act: int
    count: int


def draw(ids: Sequence[str]) -> None:
    """Draw what can be done with all comments found."""
    _taking_back()
    if not gate.may(ADJUDICATOR) or not st.toggle("Give all of them one label", key="relabel"):
        return
    with st.container(border=True, key="relabelling"):
        if len(ids) > MOST:
            st.info(f"At most {MOST} comments at once. Ask for less above.", icon=":material/info:")
            return
        choices = {f"{head.name}: {one.display}": (head, one.name) for head in _heads() for one in head.labels}
        chosen = st.selectbox("All of them are", list(choices), None, key="relabel-to", width=320)
        if chosen:
            _preview(ids, *choices[chosen])


def _heads() -> tuple[Head, ...]:
    return state.codebook().heads


def _preview(ids: Sequence[str], head: Head, label: str) -> None:
    held = {key: acts[head.name] for key, acts in state.queries().labels(ids).items() if head.name in acts}
    changed = [key for key in ids if key not in held or held[key].label != label]
    st.markdown(state.plain(in_words(ids, held, head, label)))
    for comment in state.queries().comments(changed[:EXAMPLES]):
        now = held.get(comment.comment_id)
        st.caption(state.plain(f"{_display(head, now)} → {head.label(label).display}: {comment.text[:160]}"))
    st.button(
        f"Relabel {len(changed):,} comments",
        key="relabel-now",
        type="primary",
        disabled=not changed,
        on_click=_relabel,
        args=(changed, {key: held[key].act_id or 0 for key in changed if key in held}, head.name, label),
    )


def in_words(ids: Sequence[str], held: dict[str, Annotation], head: Head, label: str) -> str:
    """What relabelling would change."""
    before = Counter(_display(head, held.get(key)) for key in ids)
    parts = [f"{count:,} {name}" for name, count in before.most_common()]
    return f"Now: {', '.join(parts)}. Afterwards: all {len(ids):,} {head.label(label).display}, labelled by you."


def _display(head: Head, act: Annotation | None) -> str:
    return head.label(act.label).display if act and act.label else "not reviewed"


def _relabel(ids: Sequence[str], seen: dict[str, int], head: str, label: str) -> None:
    if not state.permitted(ADJUDICATOR):
        return
    queries, before = state.queries(), state.queries().last_act(state.annotator())
    comments, refused = queries.comments(ids), 0
    scores = state.scored(comments)
    for comment in comments:
        score = scores[comment.comment_id]
        refused += not state.correct(comment, head, label, score, seen=seen.get(comment.comment_id, 0), queue="bulk")
    count = queries.acts_after(state.annotator(), before)
    if count:
        last = queries.last_act(state.annotator())
        st.session_state["relabelled"] = Relabelled(state.annotator(), last, count)
    others = f"; {refused} were left as they are, as somebody labelled them meanwhile" if refused else ""
    state.notice(f"Relabelled {count} comments{others}")


def _taking_back() -> None:
    """Offer to take the last relabelling back, for as long as the reviewer has done nothing else."""
    done: Relabelled | None = st.session_state.get("relabelled")
    if done and (done.annotator, done.last_act) == (state.annotator(), state.queries().last_act(state.annotator())):
        st.button(
            f"Take back the relabelling of {done.count} comments",
            key="relabel-undo",
            icon=":material/undo:",
            on_click=_take_back,
            args=(done,),
        )


def _take_back(done: Relabelled) -> None:
    if state.queries().last_act(state.annotator()) != done.last_act:
        state.notice("Not undone: you have labelled something else meanwhile")
        return
    undone = 0
    while undone < done.count and state.undo() is not None:
        undone += 1
    state.notice(f"{undone} of {done.count} comments are labelled as before")
