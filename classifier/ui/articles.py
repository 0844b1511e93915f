"""Articles: put pages in, see how each was divided, and put that right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from classifier.errors import BelowlineError
from classifier.flow.access import OWNER
from classifier.flow.ingest import Ingested
from classifier.flow.upload import LARGEST, MOST, SUFFIXES, ingest_place, ingest_uploads
from classifier.records import ROLES, Document, Segment
from classifier.segmenter.beginning import LINED
from classifier.segmenter.corrected import (
    ACCEPT,
    JOIN,
    ROLE,
    SEAM,
    SPLIT,
    SegmentationEvent,
    corrected_places,
    page_lines,
    standing,
)
from classifier.segmenter.plain import joins_of
from classifier.ui import gate, state
from classifier.ui.words import line_html, tame, text_html

#: Lines on the screen at a time.
WINDOW = 60

#: Background and edge of the lines of each role; the text on them is near black.
COLOURS = {
    "title": ("#e6e9f5", "#3949ab"),
    "metadata": ("#eceff1", "#546e7a"),
    "body": ("#ffffff", "#57606a"),
    "caption": ("#fff3e0", "#9a5b00"),
    "boilerplate": ("#f3f0ee", "#795548"),
    "comment": ("#e3f2e6", "#2e7d32"),
}

_STYLE = """<style>
.seg-line {white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; color: #1f2328; line-height: 1.5;
  padding: .25rem .6rem; border-left: 5px solid; border-radius: 3px}
.seg-line.chosen {outline: 3px solid #0b57d0}
.seg-head {font-size: .85rem; margin-top: .5rem; overflow-wrap: anywhere; unicode-bidi: isolate}
.seg-head b {padding: 0 .4rem; border-radius: 3px; color: #fff}
[class*="st-key-row-"] {flex-wrap: nowrap !important; gap: .4rem}
[class*="st-key-row-"] [data-testid="stHtml"] {min-width: 0; flex: 1 1 auto}
</style>"""


def show() -> None:
    """Draw the page."""
    state.show_notice()
    state.reviewer()
    st.html(_STYLE)
    if gate.may(OWNER):
        _adding()
    documents = sorted(state.store().documents(), key=lambda row: not to_check(row))
    if not documents:
        st.info("No pages yet. Add some above.", icon=":material/info:")
        return
    row = _chosen(documents)
    document, segments = _read(row["sha256"])
    if document is None:
        return
    st.sidebar.button(
        "Undo my last decision here",
        icon=":material/undo:",
        on_click=state.undo_decision,
        args=(row["sha256"],),
        width="stretch",
    )
    _Division(document, segments, row).draw()


def to_check(row: dict[str, Any]) -> bool:
    """Whether the segmenter is unsure of a document and nobody has decided about it."""
    return bool(row["beginning"] and row["beginning"]["unsure"] and not row["decided"])


def _adding() -> None:
    with st.expander("Add pages", icon=":material/upload_file:"):
        with st.form("uploading", clear_on_submit=True, border=False):
            handed = st.file_uploader(
                f"Saved pages, at most {MOST}, each up to {LARGEST // 1_000_000} MB",
                type=[suffix.lstrip(".") for suffix in SUFFIXES],
                accept_multiple_files=True,
            )
            place = st.text_input("Or a file or folder on this machine", key="place")
            if st.form_submit_button("Add", icon=":material/add:"):
                _add([(one.name, one.getvalue()) for one in handed or []], place)
        result = st.session_state.get("ingested")
        if result:
            _report(result)


def _add(handed: list[tuple[str, bytes]], place: str) -> None:
    try:
        gate.require(OWNER)
        if handed:
            st.session_state["ingested"] = ingest_uploads(handed, state.store())
        if place.strip():
            st.session_state["ingested"] = ingest_place(place, state.store())
    except BelowlineError as error:
        st.error(state.plain(str(error)), icon=":material/error:")


def _report(result: Ingested) -> None:
    st.write(f"{len(result.added)} added, {result.present} there already, {len(result.refused)} refused")
    for line in [*result.refused, *result.notes][:MOST]:
        st.caption(state.plain(line))


def _chosen(documents: list[dict[str, Any]]) -> dict[str, Any]:
    waiting = sum(to_check(row) for row in documents)
    if waiting:
        st.warning(f"{waiting} page{'s' if waiting > 1 else ''} to check, listed first", icon=":material/help:")
    by_key = {row["sha256"]: row for row in documents}
    key = st.selectbox("Page", list(by_key), format_func=lambda k: _title(by_key[k]), key="page-to-divide")
    return by_key[key]


def _title(row: dict[str, Any]) -> str:
    title, name = (tame(str(part))[:80] for part in (row["title"] or row["name"], row["name"]))
    sign = "to check" if to_check(row) else f"{row['comments']} comments"
    return f"{title} ({name[:40]}) · {sign}"


def _read(sha256: str) -> tuple[Document | None, tuple[Segment, ...]]:
    try:
        return state.store().document(sha256), state.store().segmentation(sha256)
    except BelowlineError as error:
        st.warning(state.plain(str(error)), icon=":material/warning:")
        return None, ()


class _Division:
    """One page as it is divided, with what can be done about it."""

    def __init__(self, document: Document, segments: tuple[Segment, ...], row: dict[str, Any]):
        self.document, self.segments, self.row = document, segments, row
        found = state.store().found_segments(document.sha256)
        self.lines = page_lines(document, found)
        self.events = state.store().segmentation_events(document.sha256)
        self.places = corrected_places(document, found, self.events)
        spoken = zip(segments, self.places, strict=True)
        self.first = min((place[0] for segment, place in spoken if segment.role == "comment"), default=None)
        self.joins = _joins(document)
        self.seen = self.events[-1].event_id or 0 if self.events else 0

    def draw(self) -> None:
        """Draw the question, what can be done, and the lines."""
        self._question()
        self._state()
        self._tools()
        self._lines()

    def _decide(self, kind: str, start: int | None = None, end: int | None = None, **values: str | None) -> None:
        beginning = self.row["beginning"] or {}
        event = SegmentationEvent(
            self.document.sha256, kind, state.annotator(), datetime.now(UTC), start, end, model=beginning.get("model")
        )
        if kind == SEAM:
            values = {"before": _number(self.first), "after": _number(start)}
        state.decide(_with(event, values), self.seen)

    def _question(self) -> None:
        asked = self.row["beginning"]
        if not to_check(self.row) or not asked:
            return
        with st.container(border=True, key="question"):
            answer = "there are no comments" if asked["line"] is None else f"line {asked['line']}"
            st.markdown(f"**Where do the readers begin?** I think {answer} ({asked['probability']:.0%}).")
            for line, share in asked["candidates"]:
                words = state.plain(self.lines[line - 1].strip()[:60])
                st.button(
                    f"Line {line} ({share:.0%}): {words}",
                    key=f"candidate-{line}",
                    on_click=self._answer,
                    args=(line, asked["line"]),
                )
            st.button("There are no comments", key="none-here", on_click=self._answer, args=(None, asked["line"]))
            st.caption("Elsewhere: choose the line below, then “The readers begin here”.")

    def _answer(self, line: int | None, thought: int | None) -> None:
        if line == thought:
            self._decide(ACCEPT)
        else:
            self._decide(SEAM, line)

    def _state(self) -> None:
        where = (
            "No comments"
            if self.first is None
            else f"{self.row['comments']} comments, the first on line {self.first}"
        )
        held = standing(self.events)
        said = f"; last put right by {held[-1].annotator}" if held else "; as the segmenter found it"
        st.caption(state.plain(f"{where}{said}."))

    def _tools(self) -> None:
        line = self._line()
        at = self._at(line)
        role = self.segments[at].role if at is not None else None
        with st.container(horizontal=True, key="tools"):
            st.button("The readers begin here", on_click=self._decide, args=(SEAM, line), type="primary")
            st.button("There are no comments", on_click=self._decide, args=(SEAM,), disabled=self.first is None)
            st.button(
                "A new comment begins here",
                on_click=self._decide,
                args=(SPLIT, line),
                disabled=at is None or role != "comment" or self.places[at][0] == line,
            )
            above = at - 1 if at else None
            joins = above is not None and role == "comment" and self.segments[above].role == "comment"
            span = (self.places[above][0], self.places[at][1]) if joins and above is not None and at else (0, 0)
            st.button("Join with the comment above", on_click=self._decide, args=(JOIN, *span), disabled=not joins)
            st.button("All is right as it is", icon=":material/check:", on_click=self._decide, args=(ACCEPT,))
        self._role_tools(line, role)

    def _role_tools(self, line: int, role: str | None) -> None:
        with st.container(horizontal=True, vertical_alignment="bottom", key="role-tools"):
            last = st.number_input("to line", line, len(self.lines), line, key=f"to-{line}", width=140)
            chosen = st.selectbox(
                "is", ROLES, ROLES.index(role) if role else None, key=f"role-{line}-{role}", width=180
            )
            st.button(
                "Change the role",
                on_click=self._change_role,
                args=(line, last, role, chosen),
                disabled=chosen is None,
            )

    def _change_role(self, first: int, last: int, before: str | None, after: str) -> None:
        self._decide(ROLE, first, last, before=before, after=after)

    def _line(self) -> int:
        key = f"line-{self.document.sha256}"
        fallback = self.first or 1
        if not 1 <= st.session_state.get(key, fallback) <= len(self.lines):
            st.session_state[key] = fallback
        st.session_state.setdefault(key, fallback)
        return int(st.number_input("Line", 1, max(len(self.lines), 1), key=key, width=140))

    def _at(self, line: int) -> int | None:
        """The narrowest segment that holds a line."""
        holding = [n for n, (first, last) in enumerate(self.places) if first <= line <= last]
        return min(holding, key=lambda n: self.places[n][1] - self.places[n][0], default=None)

    def _lines(self) -> None:
        chosen = int(st.session_state[f"line-{self.document.sha256}"])
        filled = [n for n, line in enumerate(self.lines, 1) if line.strip()]
        pages = max(-(-len(filled) // WINDOW), 1)
        at = sum(n < chosen for n in filled) // WINDOW + 1
        part = 1
        if pages > 1:
            part = st.number_input(f"Part of {pages}", 1, pages, min(at, pages), key=f"part-{at}", width=140)
        before = None
        for number in filled[(part - 1) * WINDOW : part * WINDOW]:
            holder = self._at(number)
            if holder != before:
                self._head(holder)
                before = holder
            self._joined(number, holder)
            self._row(number, holder, number == chosen)

    def _head(self, at: int | None) -> None:
        if at is None:
            st.html('<div class="seg-head">in no segment</div>')
            return
        segment = self.segments[at]
        who = " · ".join(line_html(part) for part in (segment.author, segment.posted_at) if part)
        edge = COLOURS[segment.role][1]
        st.html(
            f'<div class="seg-head"><b style="background:{edge}">{segment.role}</b> '
            f"{segment.confidence:.0%} {who}</div>"
        )

    def _row(self, number: int, at: int | None, chosen: bool) -> None:
        ground, edge = COLOURS[self.segments[at].role] if at is not None else ("#fff", "#000")
        with st.container(horizontal=True, key=f"row-{number}"):
            st.button(
                str(number), key=f"choose-{number}", on_click=self._choose, args=(number,), help="Choose this line"
            )
            st.html(
                f'<div class="seg-line{" chosen" if chosen else ""}" style="background:{ground};'
                f'border-color:{edge}">{text_html(self.lines[number - 1])}</div>'
            )

    def _joined(self, number: int, at: int | None) -> None:
        """Say why a paragraph belongs to the one above, where it still does."""
        reason = self.joins.get(number)
        if not reason or at is None or self.segments[at].role != "comment" or self.places[at][0] >= number:
            return
        with st.container(horizontal=True, vertical_alignment="center", key=f"joined-{number}"):
            st.button(
                f"Take apart before line {number}",
                key=f"apart-{number}",
                icon=":material/call_split:",
                type="tertiary",
                on_click=self._decide,
                args=(SPLIT, number),
            )
            st.caption(state.plain(f"joined with the paragraph above: {reason}"))

    def _choose(self, number: int) -> None:
        st.session_state[f"line-{self.document.sha256}"] = number


@st.cache_data(max_entries=200, show_spinner=False)
def _joins_of(sha256: str, _document: Document) -> dict[int, str]:
    return {line: reason for found in joins_of(_document).values() for line, reason in found}


def _joins(document: Document) -> dict[int, str]:
    """Under each line that was joined with the comment above it, what speaks for that."""
    return _joins_of(document.sha256, document) if document.kind in LINED else {}


def _number(line: int | None) -> str | None:
    return None if line is None else str(line)


def _with(event: SegmentationEvent, values: dict[str, str | None]) -> SegmentationEvent:
    return replace(event, **values)  # type: ignore[arg-type]
