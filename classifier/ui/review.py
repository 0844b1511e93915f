"""Review: one comment at a time, with its article, what it answers, and what the model makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from classifier.codebook import Codebook, Head, Label
from classifier.judge.explain import Explanation
from classifier.records import Annotation, Comment, Score
from classifier.store.labels import FLAG, NOTE, SKIP, UNFLAG
from classifier.store.votes import by_head, held, settlement, votes_of
from classifier.ui import state
from classifier.ui.queues import QUEUES, Queue, chosen_queue
from classifier.ui.thread import STYLE, article, beside, go_to_article, parents
from classifier.ui.words import marked_text, tame, telling_words, text_html

#: Keys of what is not a label, where the codebook does not claim them; it never claims S and T.
KEYS = {"flag": "F", "note": "N", "article": "A", "codebook": "T", "skip": "S", "undo": "Z"}


def show() -> None:
    """Draw the page."""
    documents = state.store().documents()
    if not documents:
        st.info("No documents yet. Put saved pages in with: belowline add PATH", icon=":material/info:")
        return
    st.html(STYLE)
    state.reviewer()
    st.session_state.setdefault("go-on", True)
    st.session_state["go-on"] = st.session_state["go-on"]
    st.sidebar.toggle("Go on once every question is answered", key="go-on")
    name, wanted = _asked(documents)
    chosen_queue(name, wanted)
    _desk()


def _asked(documents: list[dict[str, Any]]) -> tuple[str, str]:
    """The queue the reviewer wants, and of what."""
    # The choice outlives the page, as the fields on it do not.
    st.session_state["queue-name"] = st.session_state.get("queue-name", "uncertain")
    with st.container(horizontal=True, vertical_alignment="bottom", key="queue-choice"):
        name = st.selectbox("Queue", list(QUEUES), format_func=QUEUES.__getitem__, key="queue-name", width=320)
        return str(name), _of_what(str(name), documents)


def _of_what(name: str, documents: list[dict[str, Any]]) -> str:
    if name == "article":
        titles = {row["sha256"]: _title(row) for row in documents if row["comments"]}
        return str(st.selectbox("Article", list(titles), format_func=titles.__getitem__, key="queue-article") or "")
    if name == "label":
        labels = {f"{head.name}={one.name}": one.display for head in state.codebook().heads for one in head.labels}
        return str(st.selectbox("Label", list(labels), format_func=labels.__getitem__, key="queue-label", width=220))
    if name == "search":
        return str(st.text_input("Words in the comment", key="queue-search").strip())
    return ""


def _title(document: dict[str, Any]) -> str:
    title, count = tame(str(document["title"] or document["name"])), document["comments"]
    return f"{title[:90]} · {count} comment{'' if count == 1 else 's'}"


@st.fragment
def _desk() -> None:
    """The comment on the screen and everything that can be done with it; drawn again without the rest."""
    state.show_notice()
    state.guarded(_comment_and_article)


def _comment_and_article() -> None:
    queue: Queue = st.session_state["queue"]
    keys = action_keys(state.codebook())
    comment = _on_screen(queue)
    if comment is None:
        _progress(queue)
        _at_the_end(queue, keys)
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _Card(queue, comment, state.scored([comment])[comment.comment_id], keys).draw()
    with right, st.expander("Article", expanded=True, icon=":material/article:"):
        article(comment)


def action_keys(book: Codebook) -> dict[str, str]:
    r"""Keys of the actions, with Shift where a label has the letter.

    Examples
    --------
    >>> from classifier.codebook import parse_codebook
    >>> labels = "".join(f'[[heads.labels]]\nname = "{n}"\ndefinition = "d"\nshortcut = "{n}"\n' for n in "FG")
    >>> action_keys(parse_codebook(f'name = "b"\nversion = "1"\n[[heads]]\nname = "h"\n{labels}'))["flag"]
    'Shift+F'
    """
    claimed = {label.shortcut for head in book.heads for label in head.labels}
    return {action: f"Shift+{key}" if key in claimed else key for action, key in KEYS.items()}


def _on_screen(queue: Queue) -> Comment | None:
    """The comment to review; ids whose comment has gone are passed over."""
    while queue.comment_id is not None:
        found = state.queries().comments([queue.comment_id])
        if found:
            return found[0]
        queue.ids.pop(queue.at)
    return None


def _progress(queue: Queue) -> None:
    count, own = len(queue.ids), st.session_state.get("corrections", 0)
    place = f"comment {queue.at + 1:,} of {count:,}" if queue.at < count else f"{count:,} comments"
    words = f"{place} · {len(queue.done):,} of {count:,} comments reviewed · {own:,} labels by you since you came"
    st.progress(len(queue.done) / max(count, 1), words)


def _at_the_end(queue: Queue, keys: dict[str, str]) -> None:
    if queue.ids:
        st.success("The end of this queue. Choose another one above, or go back.", icon=":material/done_all:")
    else:
        st.info("Nothing is waiting in this queue. Choose another one above.", icon=":material/info:")
    with st.container(horizontal=True):
        _action("Previous", "end", "Left", ":material/arrow_back:", queue.step, -1, disabled=not queue.at)
        _action("Undo", "end", keys["undo"], ":material/undo:", _undo, queue)


def _action(label: str, of: str, key: str, icon: str, act: Any, *args: Any, **options: Any) -> bool:
    name = f"{label.lower().replace(' ', '-')}-{of}"
    return bool(st.button(label, key=name, shortcut=key, icon=icon, on_click=act, args=args, **options))


class _Card:
    """The comment to review."""

    def __init__(self, queue: Queue, comment: Comment, score: Score, keys: dict[str, str]):
        self.queue, self.comment, self.score, self.keys = queue, comment, score, keys
        self.book = state.codebook()
        acts = state.queries().acts([comment.comment_id]).get(comment.comment_id, [])
        self.acts = by_head(acts)
        self.flagged = state.queries().is_flagged(comment.comment_id)
        self.present = {head: str(act.label) for head, act in state.given(comment.comment_id, acts).items()}
        self.whole = all(head.name in self.present for head in self.book.heads)
        self.blind = state.overlap().holds(comment.comment_id) and not self.whole
        self.hidden = state.hides_proposal(comment.comment_id, self.present) or not state.proposes()
        (queue.done.add if self.whole else queue.done.discard)(comment.comment_id)

    def draw(self) -> None:
        """Draw the comment in its thread, the questions, and what can be done."""
        _progress(self.queue)
        explanations = {} if self.hidden else state.explanation(self.comment)
        with st.container(border=True, key=f"comment-{self.comment.comment_id}"):
            self._thread(explanations)
            for head in self.book.heads:
                self._question(head, explanations.get(head.name))
        self._actions()
        _dialogs(self)

    def _thread(self, explanations: dict[str, Explanation]) -> None:
        parents(self.comment)
        who = [f"line {self.comment.start_line}", self.comment.author, self.comment.posted_at, self.comment.document]
        st.caption(("🚩 " if self.flagged else "") + state.plain(" · ".join(str(part) for part in who if part)))
        st.html(self._text(explanations))
        answers = state.queries().answers(self.comment.comment_id, most=3)
        for answer in answers:
            beside("answered by", answer)

    def _text(self, explanations: dict[str, Explanation]) -> str:
        main = self.book.heads[0]
        if main.name not in explanations:
            return f'<div class="comment-text">{text_html(self.comment.text)}</div>'
        label = main.label(self.present.get(main.name) or self.score.label(main.name))
        return marked_text(self.comment.text, explanations[main.name], main.names.index(label.name), label.colour)

    def _question(self, head: Head, explanation: Explanation | None) -> None:
        unseen = "the model's proposal is hidden" if state.proposes() else head.question
        proposal = self._proposal(head, explanation) if explanation else unseen
        said = BLIND if self.blind else who_said(head, self.acts.get(head.name, []))
        st.caption(f"**{state.plain(head.name.capitalize())}**: {state.plain(f'{proposal} · {said}')}")
        with st.container(horizontal=True, gap="small", key=f"labels-{head.name}-{self.comment.comment_id}"):
            for label in head.labels:
                self._label(head, label)

    def _proposal(self, head: Head, explanation: Explanation) -> str:
        proposed, share = head.label(self.score.label(head.name)), self.score.confidence(head.name)
        sureness = "sure" if share >= state.sure_from(head.name) else "unsure"
        words = telling_words(self.comment.text, explanation, head.names.index(proposed.name), most=4)
        because = f" because of: {', '.join(word[:40] for word in words)}" if words else ""
        return f"the model says {proposed.display} ({sureness}, {share:.0%}){because}"

    def _label(self, head: Head, label: Label) -> None:
        given = self.present.get(head.name) == label.name
        st.button(
            state.plain(label.display),
            key=f"{head.name}-{label.name}-{self.comment.comment_id}",
            type="primary" if given else "secondary",
            icon=":material/check:" if given else None,
            shortcut=label.shortcut,
            on_click=self._answer,
            args=(head.name, label.name),
        )

    def _answer(self, head: str, label: str) -> None:
        """Record an answer; the next comment comes once every question is answered."""
        if not (self._still_there() and self._record(head, label)):
            return
        self.queue.answered.add(head)
        if st.session_state.get("go-on", True) and len(self.queue.answered) == len(self.book.heads):
            self._next()

    def _still_there(self) -> bool:
        """Whether the comment is the one to review; a key struck while the next one is drawn is not for it."""
        if self.queue.comment_id == self.comment.comment_id:
            return True
        state.notice(f"Not saved: line {self.comment.start_line} was gone already. Go back to change it")
        return False

    def _record(self, head: str, label: str) -> bool:
        act = held(self.acts.get(head, []))
        seen = act.act_id or 0 if act else 0
        shown = None if self.hidden else self.score
        return state.correct(self.comment, head, label, shown, seen=seen, queue=self.queue.name)

    def _left(self) -> list[str]:
        """Questions the reviewer has still to answer."""
        answered = self.present.keys() | self.queue.answered
        return [head.name for head in self.book.heads if head.name not in answered]

    def _next(self) -> None:
        if not self._left():
            self.queue.done.add(self.comment.comment_id)
        self.queue.step(1)

    def _accept(self) -> None:
        """Record what is on the screen as the reviewer's own answers, and go on."""
        if not self._still_there():
            return
        if self.hidden and self._left():
            state.notice(f"Not answered yet: {', '.join(self._left())}")
            return
        left = self._left()
        if all(self._record(head, self.score.label(head)) for head in left):
            self.queue.answered.update(left)
            self._next()

    def _skip(self) -> None:
        if self._still_there() and state.mark(self.comment.comment_id, SKIP, queue=self.queue.name):
            self._next()

    def _flag(self) -> None:
        if self._still_there():
            state.mark(self.comment.comment_id, UNFLAG if self.flagged else FLAG, queue=self.queue.name)

    def _actions(self) -> None:
        of = self.comment.comment_id
        with st.container(horizontal=True, gap="small", key="actions"):
            accept = None if self.hidden else _ACCEPT
            _action("Save and next", of, "Enter", ":material/done:", self._accept, type="primary", help=accept)
            _action("Skip", of, self.keys["skip"], ":material/skip_next:", self._skip)
            _action("Undo", of, self.keys["undo"], ":material/undo:", _undo, self.queue)
            _action("Previous", of, "Left", ":material/arrow_back:", self.queue.step, -1, disabled=not self.queue.at)
            _action("Next", of, "Right", ":material/arrow_forward:", self.queue.step, 1)
            _action("Unflag" if self.flagged else "Flag", of, self.keys["flag"], ":material/flag:", self._flag)


BLIND = "what others say of it is hidden until you have labelled it"


def who_said(head: Head, acts: Sequence[Annotation]) -> str:
    """Who has labelled a head of a comment, and what, where they differ.

    Parameters
    ----------
    head : Head
    acts : sequence of Annotation
        On this head of the comment, oldest first.
    """
    votes = votes_of(acts)
    said: dict[str, list[str]] = {}
    for who, act in votes.items():
        said.setdefault(head.label(str(act.vote)).display, []).append(who)
    whole = f"reviewed by {', '.join(votes)}" if votes else "not reviewed"
    if len(said) > 1:
        whole = "; ".join(f"{label} by {', '.join(people)}" for label, people in said.items())
    settled = settlement(acts)
    if settled:
        whole += f"; settled as {head.label(str(settled.label)).display} by {settled.annotator}"
        whole += f" ({settled.note})" if settled.note else ""
    return whole


_ACCEPT = "Your answers, and the model's proposals for what you left open, are recorded as yours"


def _dialogs(card: _Card) -> None:
    of, keys = card.comment.comment_id, card.keys
    with st.container(horizontal=True, gap="small", key="more-actions"):
        if _action("Note", of, keys["note"], ":material/edit_note:", None):
            _note(card.comment, card.queue.name)
        if _action("Labels explained", of, keys["codebook"], ":material/menu_book:", None):
            _codebook()
        if _action("Go to article", of, keys["article"], ":material/article:", None):
            go_to_article(card.comment)
    for mark in state.store().marks(of):
        if mark["note"] and (not card.blind or mark["annotator"] == state.annotator()):
            st.caption(state.plain(f"Note by {mark['annotator']}: {mark['note']}"))


@st.dialog("Note")
def _note(comment: Comment, queue: str) -> None:
    with st.form("note-form", border=False):
        words = st.text_area("What should others know about this comment?", max_chars=2000)
        saved = st.form_submit_button("Save the note", shortcut="Ctrl+Enter")
    if saved and words.strip() and state.mark(comment.comment_id, NOTE, note=words.strip(), queue=queue):
        state.notice("Note saved")
        st.rerun()


@st.dialog("What the labels mean", width="large")
def _codebook() -> None:
    for head in state.codebook().heads:
        st.markdown(f"**{state.plain(head.question)}**")
        for label in head.labels:
            st.markdown(f"`{label.shortcut}` **{state.plain(label.display)}**: {state.plain(label.definition)}")
            for example in label.examples:
                st.caption(f"“{state.plain(example)}”")
        for rule in head.rules:
            st.markdown(f"- {state.plain(rule)}")


def _undo(queue: Queue) -> None:
    """Take the reviewer's last act back, and put its comment on the screen again."""
    act = state.undo()
    if act and act.comment_id in queue.ids:
        queue.go(queue.ids.index(act.comment_id))
