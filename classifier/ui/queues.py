"""Queues: which comments a reviewer goes through, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from classifier.codebook import Head
from classifier.judge.order import POOL, diverse_uncertain, in_random_order, likely_errors
from classifier.store.overlap import labelled_by, shared_with
from classifier.store.queries import Filter
from classifier.ui import state

Shares = NDArray[np.float64]

#: Name of each queue in the record, and how people meet it.
QUEUES = {
    "uncertain": "Most uncertain",
    "diverse": "Uncertain and different from each other",
    "errors": "Labels likely to be wrong",
    "disputed": "Disagreements between reviewers",
    "shared": "Shared comments",
    "random": "Random sample",
    "article": "One article",
    "label": "One label",
    "search": "Search",
}

#: Queues that show what has been reviewed already, too.
_WHOLE = ("errors", "disputed", "shared", "article", "search")

#: Queues in which a comment tells by being there what people have said of it.
_TELLING = ("errors", "disputed", "label")


@dataclass
class Queue:
    """Comments in the order in which one reviewer goes through them; a place past the last one is the end.

    Attributes
    ----------
    made_for : tuple
        What was asked for, of which model.
    done : set of str
        Ids of the comments of which people have answered every question.
    answered : set of str
        Questions the reviewer has answered since the comment came on the screen.
    """

    name: str
    made_for: tuple[object, ...]
    ids: list[str]
    done: set[str]
    at: int = 0
    answered: set[str] = field(default_factory=set)

    @property
    def comment_id(self) -> str | None:
        """The comment on the screen; None at the end."""
        return self.ids[self.at] if self.at < len(self.ids) else None

    def go(self, to: int) -> None:
        """Put another comment on the screen."""
        self.at = min(max(to, 0), len(self.ids))
        self.answered = set()

    def step(self, by: int) -> None:
        """Go on or back from wherever the queue is by now."""
        self.go(self.at + by)


def chosen_queue(name: str, wanted: str) -> Queue:
    """The queue asked for; computed anew only where something else is asked for or another model is in use.

    Parameters
    ----------
    name : str
        One of `QUEUES`.
    wanted : str
        The article, ``head=label`` or the words searched for, where the queue needs one.
    """
    active = state.version()
    overlap = state.overlap()
    reviewer = (overlap, state.annotator()) if overlap.share else ()
    made_for = (name, wanted, active.name, *state.store_state()[::2], *reviewer)
    queue: Queue | None = st.session_state.get("queue")
    if queue is None or queue.made_for != made_for:
        with st.spinner("Putting the comments in order"):
            queue = _made(name, wanted, made_for)
        st.session_state["queue"] = queue
    return queue


def _made(name: str, wanted: str, made_for: tuple[object, ...]) -> Queue:
    reviewed = state.queries().reviewed()
    ids = _order(name, wanted)
    if name not in _WHOLE:
        ids = [key for key in ids if key not in reviewed]
    if name in _TELLING:
        ids = _not_blind(ids)
    queue = Queue(name, made_for, ids, reviewed.intersection(ids) if name != "shared" else set())
    if name == "article":
        queue.at = next((n for n, key in enumerate(ids) if key not in reviewed), 0)
    return queue


def _not_blind(ids: list[str]) -> list[str]:
    """The comments of which the reviewer may know what others have said."""
    overlap, me = state.overlap(), state.annotator()
    if not overlap.share:
        return ids
    shared = [key for key in ids if overlap.holds(key)]
    done = labelled_by(state.store(), state.queries().heads, shared)
    blind = {key for key in shared if me not in done.get(key, ())}
    return [key for key in ids if key not in blind]


def _order(name: str, wanted: str) -> list[str]:
    queries = state.queries()
    if name == "shared":
        return shared_with(state.store(), state.annotator(), queries.heads)
    if name == "article":
        return queries.matching(Filter(sha256=wanted)) if wanted else []
    if name == "search":
        return queries.matching(Filter(text=wanted)) if wanted else []
    if name == "label":
        head, _, label = wanted.partition("=")
        return queries.matching(Filter(labels=((head, label),)))
    if name == "disputed":
        return queries.disputed()
    if name == "errors":
        return _likely_errors()
    return _ordered(queries.model_version, name, state.store_state()[::2], state.store().where)


@st.cache_data(max_entries=8, show_spinner=False)
def _ordered(version: str, name: str, store_state: tuple[int, ...], place: str) -> list[str]:
    queries = state.queries()
    if name == "random":
        ids = queries.matching(Filter())
        return [ids[n] for n in in_random_order(ids)]
    ids = queries.uncertain({head.name: len(head.names) for head in state.codebook().heads})
    return [*_diverse(ids[:POOL]), *ids[POOL:]] if name == "diverse" else ids


def _diverse(ids: list[str]) -> list[str]:
    queries = state.queries()
    proposals, texts = queries.proposals(ids), [comment.text for comment in queries.comments(ids)]
    heads = [_shares(proposals, ids, head) for head in state.codebook().heads]
    return [ids[n] for n in diverse_uncertain(heads, texts)]


def _shares(proposals: Mapping[str, Mapping[str, Mapping[str, float]]], ids: Sequence[str], head: Head) -> Shares:
    """Probabilities: shape (comments, labels)."""
    return np.array([[proposals[key][head.name][name] for name in head.names] for key in ids])


def _likely_errors() -> list[str]:
    """Comments whose labels the model doubts, those of the first question first."""
    labels = state.store().labels()
    ids = list(labels)
    proposals = state.queries().proposals(ids)
    found: list[str] = []
    for head in state.codebook().heads:
        known = [key for key in ids if head.name in labels[key]]
        given = np.array([head.names.index(str(labels[key][head.name].label)) for key in known], dtype=np.intp)
        if known:
            found += [known[n] for n in likely_errors(given, _shares(proposals, known, head))]
    return list(dict.fromkeys(found))
