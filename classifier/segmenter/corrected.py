"""What people decided about a page, applied to what the segmenter found: the segments that hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from classifier.records import Document, Segment, comment_id
from classifier.segmenter.beginning import LINED
from classifier.segmenter.bylines import byline_of
from classifier.segmenter.plain import as_segments, measured, spans
from classifier.segmenter.seam import Decision

SEAM, ROLE, SPLIT, JOIN, ACCEPT, UNDO = "seam", "role", "split", "join", "accept", "undo"

#: What a person can do to the segmentation of a page.
KINDS = (SEAM, ROLE, SPLIT, JOIN, ACCEPT, UNDO)


@dataclass(frozen=True, slots=True)
class SegmentationEvent:
    """One act of one person on the segmentation of one document; never changed, only followed by another.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    start_line, end_line : int or None
        Lines of `page_lines` it is about: for ``seam`` the first line of the readers (None for no
        comments), for ``split`` the first line of the lower comment, for ``role`` and ``join`` a span.
    before, after : str or None
        The role or the first line of the readers before and after.
    model : str or None
        Which weights had found what was corrected.
    undoes : int or None
        For ``undo``, the event taken back.
    event_id : int or None
        Its number in the store.
    """

    sha256: str
    kind: str
    annotator: str
    at: datetime
    start_line: int | None = None
    end_line: int | None = None
    before: str | None = None
    after: str | None = None
    model: str | None = None
    undoes: int | None = None
    event_id: int | None = field(default=None, compare=False)


@dataclass(slots=True, eq=False)
class _Part:
    """A segment as lines that can be cut and joined."""

    role: str
    numbers: list[int]
    said: list[int]
    segment: Segment
    changed: bool = False
    parent: _Part | None = None


def standing(events: Iterable[SegmentationEvent]) -> list[SegmentationEvent]:
    """The events not taken back, in order."""
    events = list(events)
    undone = {event.undoes for event in events if event.kind == UNDO}
    return [event for event in events if event.kind != UNDO and event.event_id not in undone]


def page_lines(document: Document, segments: Sequence[Segment]) -> tuple[str, ...]:
    r"""The lines a person sees and decides on.

    Parameters
    ----------
    document : Document
    segments : sequence of Segment
        As the segmenter found them.

    Returns
    -------
    tuple of str
        The physical lines of a text; of other documents, the lines of the segments' texts.

    Examples
    --------
    >>> page_lines(Document("page.txt", "00", "text", "one\n\ntwo\n"), [])
    ('one', '', 'two')
    """
    if document.kind in LINED:
        return document.lines
    return tuple(line for segment in segments for line in segment.text.split("\n"))


def placed(document: Document, segments: Sequence[Segment]) -> tuple[tuple[int, int], ...]:
    """First and last line of each segment among `page_lines`.

    Parameters
    ----------
    document : Document
    segments : sequence of Segment
        In an order that has not been changed.
    """
    if document.kind in LINED:
        return tuple((segment.start_line, segment.end_line) for segment in segments)
    found, last = [], 0
    for segment in segments:
        first, last = last + 1, last + 1 + segment.text.count("\n")
        found.append((first, last))
    return tuple(found)


def first_comment_line(document: Document, segments: Sequence[Segment]) -> int | None:
    """The first line of the readers among `page_lines`; None where there are no comments."""
    places = zip(segments, placed(document, segments), strict=True)
    return min((first for segment, (first, _) in places if segment.role == "comment"), default=None)


def corrected(
    document: Document, segments: Sequence[Segment], events: Iterable[SegmentationEvent]
) -> tuple[Segment, ...]:
    r"""Apply what people decided to what the segmenter found.

    The last decision on where the readers begin comes first, then the others in their order; what no
    longer fits changes nothing. A comment whose text stays where it is keeps its id.

    Parameters
    ----------
    document : Document
    segments : sequence of Segment
        As the segmenter found them.
    events : iterable of SegmentationEvent
        Oldest first.

    Returns
    -------
    tuple of Segment

    Examples
    --------
    >>> from classifier.segmenter import segment
    >>> page = Document("page.txt", "00", "text", "Bridge shut\n\nThe bridge was shut on Friday.\nGood.\n")
    >>> seam = SegmentationEvent("00", "seam", "ann", datetime(2026, 1, 2), start_line=4, event_id=1)
    >>> [part.text for part in corrected(page, segment(page), [seam]) if part.role == "comment"]
    ['Good.']
    """
    held = [event for event in standing(events) if event.kind != ACCEPT]
    if not held:
        return tuple(segments)
    lines = page_lines(document, segments)
    found = _parts(document, segments, lines)
    kept = {_mark(part, lines): part.segment.comment_id for part in found if part.segment.comment_id}
    return _segments(document, _decided(document, found, lines, held), lines, kept)


def corrected_places(
    document: Document, segments: Sequence[Segment], events: Iterable[SegmentationEvent]
) -> tuple[tuple[int, int], ...]:
    """First and last line among `page_lines` of each segment that `corrected` gives.

    Parameters
    ----------
    document, segments, events
        As for `corrected`.
    """
    held = [event for event in standing(events) if event.kind != ACCEPT]
    if not held:
        return placed(document, segments)
    lines = page_lines(document, segments)
    parts = _decided(document, _parts(document, segments, lines), lines, held)
    return tuple((part.numbers[0], part.numbers[-1]) for part in parts)


def _decided(
    document: Document, found: list[_Part], lines: Sequence[str], held: Sequence[SegmentationEvent]
) -> list[_Part]:
    seams = [event for event in held if event.kind == SEAM]
    if seams:
        found = _with_seam(document, found, lines, seams[-1].start_line)
    for event in held:
        found = _APPLY.get(event.kind, _as_it_is)(found, lines, event)
    return found


def _parts(document: Document, segments: Sequence[Segment], lines: Sequence[str]) -> list[_Part]:
    """Segments as parts; a line that two segments enclose belongs to the narrower."""
    taken: set[int] = set()
    parts: dict[int, _Part] = {}
    places = placed(document, segments)
    for at in sorted(range(len(segments)), key=lambda n: places[n][1] - places[n][0]):
        first, last = places[at]
        numbers = [n for n in range(first, min(last, len(lines)) + 1) if lines[n - 1].strip() and n not in taken]
        taken.update(numbers)
        if numbers:
            parts[at] = _Part(segments[at].role, numbers, _said(segments[at], numbers, lines), segments[at])
    by_id = {part.segment.comment_id: part for part in parts.values() if part.segment.comment_id}
    for part in parts.values():
        part.parent = by_id.get(part.segment.parent_id) if part.segment.parent_id else None
    return [parts[at] for at in sorted(parts)]


def _said(segment: Segment, numbers: Sequence[int], lines: Sequence[str]) -> list[int]:
    """The lines of a segment that are its text rather than about it, matched from the last one up."""
    wanted = [line.strip() for line in segment.text.split("\n") if line.strip()]
    found: list[int] = []
    for number in reversed(numbers):
        if wanted and lines[number - 1].strip() == wanted[-1]:
            wanted.pop()
            found.append(number)
    return list(numbers) if wanted else found[::-1]


def _with_seam(document: Document, found: list[_Part], lines: Sequence[str], first: int | None) -> list[_Part]:
    if document.kind in LINED:
        return _parts(document, _divided(document, lines, first), lines)
    return [part for old in found for part in _on_its_side(old, lines, first)]


def _divided(document: Document, lines: Sequence[str], first: int | None) -> tuple[Segment, ...]:
    """Segments of a text whose readers begin on a line that a person named."""
    found = measured(document, lines)
    page = found.page
    row = None if first is None else int(np.searchsorted(page.numbers, first))
    seam = np.zeros(len(page.lines))
    if row is not None and row < len(seam):
        seam[row] = 1.0
    decision = Decision(row, float(row is not None), seam, False)
    return as_segments(document, lines, spans(lines, found, decision))


def _on_its_side(part: _Part, lines: Sequence[str], first: int | None) -> list[_Part]:
    """A part of a page with markup above or beneath the line a person named, or cut there."""
    found = []
    for inside in (False, True):
        numbers = [n for n in part.numbers if (first is not None and n >= first) is inside]
        if not numbers:
            continue
        if inside and part.role in ("title", "body", "caption"):
            found += [_Part("comment", [n], [n], _unsigned(part.segment), True) for n in numbers]
        elif not inside and part.role == "comment":
            found.append(_cut(part, numbers, "body"))
        else:
            found.append(_cut(part, numbers, part.role))
    return found


def _cut(part: _Part, numbers: list[int], role: str) -> _Part:
    """Some of the lines of a part, in a role; the part itself where that is all of it."""
    if numbers == part.numbers and role == part.role:
        return part
    if role != "comment":
        return _Part(role, numbers, numbers, _unsigned(part.segment), True)
    said = [n for n in part.said if n in numbers] or numbers
    return _Part(role, numbers, said, part.segment, True, part.parent)


def _unsigned(segment: Segment) -> Segment:
    return replace(segment, comment_id=None, author=None, posted_at=None, parent_id=None, votes=None)


def _with_role(found: list[_Part], _lines: Sequence[str], event: SegmentationEvent) -> list[_Part]:
    first, last, role = event.start_line or 0, event.end_line or event.start_line or 0, event.after or "body"
    changed: list[_Part] = []
    for part in found:
        inside = [n for n in part.numbers if first <= n <= last]
        if not inside or part.role == role:
            changed.append(part)
            continue
        above, beneath = [n for n in part.numbers if n < first], [n for n in part.numbers if n > last]
        changed += [_cut(part, above, part.role)] if above else []
        changed.append(_Part(role, inside, inside, _unsigned(part.segment), True))
        changed += [_cut(part, beneath, part.role)] if beneath else []
    return _rethreaded(_as_one_comment(changed, first, last) if role == "comment" else changed, found)


def _as_one_comment(found: list[_Part], first: int, last: int) -> list[_Part]:
    """Lines that were made a comment at once are one comment."""
    made = [part for part in found if part.changed and first <= part.numbers[0] and part.numbers[-1] <= last]
    fresh = [part for part in made if part.role == "comment" and not part.segment.author]
    if len(fresh) < 2 or len(fresh) != len(made):
        return found
    numbers = [n for part in fresh for n in part.numbers]
    whole = _Part("comment", numbers, numbers, fresh[0].segment, True)
    at = found.index(fresh[0])
    rest = [part for part in found if part not in fresh]
    return [*rest[:at], whole, *rest[at:]]


def _split(found: list[_Part], lines: Sequence[str], event: SegmentationEvent) -> list[_Part]:
    line = event.start_line or 0
    changed: list[_Part] = []
    for part in found:
        upper, lower = [n for n in part.numbers if n < line], [n for n in part.numbers if n >= line]
        if part.role == "comment" and upper and lower:
            changed += [_cut(part, upper, "comment"), _signed(lower, lines, _unsigned(part.segment))]
        else:
            changed.append(part)
    return _rethreaded(changed, found)


def _signed(numbers: list[int], lines: Sequence[str], segment: Segment) -> _Part:
    """A new comment, signed where its first line is a byline."""
    byline = byline_of(lines[numbers[0] - 1])
    if byline is None or not byline.strong or len(numbers) < 2:
        return _Part("comment", numbers, numbers, segment, True)
    named = replace(segment, author=byline.author, posted_at=byline.posted_at)
    return _Part("comment", numbers, numbers[1:], named, True)


def _join(found: list[_Part], _lines: Sequence[str], event: SegmentationEvent) -> list[_Part]:
    """Comments that follow each other within the span become one, signed as the first."""
    first, last = event.start_line or 0, event.end_line or 0
    changed: list[_Part] = []
    for part in found:
        upper = changed[-1] if changed else None
        both = [upper, part] if upper else []
        if both and all(p.role == "comment" and p.numbers[-1] >= first and p.numbers[0] <= last for p in both):
            changed[-1] = _merged(changed[-1], part)
        else:
            changed.append(part)
    return _rethreaded(changed, found)


def _merged(upper: _Part, lower: _Part) -> _Part:
    ends = (upper.segment, lower.segment)
    whole = replace(upper.segment, start_line=min(s.start_line for s in ends), end_line=max(s.end_line for s in ends))
    return _Part("comment", upper.numbers + lower.numbers, upper.said + lower.said, whole, True, upper.parent)


def _rethreaded(changed: list[_Part], before: Sequence[_Part]) -> list[_Part]:
    """Answers to a comment that was cut or joined are answers to the one that has its first line now."""
    owner = {n: part for part in changed if part.role == "comment" for n in part.numbers}
    gone = set(before) - set(changed)
    for part in changed:
        if part.parent in gone:
            above = owner.get(part.parent.numbers[0]) if part.parent else None
            part.parent = None if above is part else above
    return changed


def _as_it_is(found: list[_Part], _lines: Sequence[str], _event: SegmentationEvent) -> list[_Part]:
    return found


_APPLY = {ROLE: _with_role, SPLIT: _split, JOIN: _join}


def _segments(
    document: Document,
    found: Sequence[_Part],
    lines: Sequence[str],
    kept: Mapping[tuple[int, str], str],
) -> tuple[Segment, ...]:
    """Parts as segments again: ids first, so that answers can name them."""
    ids = _ids(document.sha256, found, lines, kept)
    id_of = dict(zip(found, ids, strict=True))
    own_lines = document.kind in LINED
    segments = []
    for part in found:
        start, end = part.segment.start_line, part.segment.end_line
        if own_lines:
            start, end = part.numbers[0], part.numbers[-1]
        segments.append(
            replace(
                part.segment,
                role=part.role,
                start_line=start,
                end_line=end,
                text=_text(part, lines),
                confidence=1.0 if part.changed else part.segment.confidence,
                comment_id=id_of[part],
                parent_id=id_of.get(part.parent) if part.parent else None,
            )
        )
    return tuple(segments)


def _text(part: _Part, lines: Sequence[str]) -> str:
    if not part.changed:
        return part.segment.text
    return "\n".join(lines[n - 1].strip() for n in (part.said if part.role == "comment" else part.numbers))


def _mark(part: _Part, lines: Sequence[str]) -> tuple[int, str]:
    return part.said[0], _text(part, lines)


def _ids(
    sha256: str, found: Sequence[_Part], lines: Sequence[str], kept: Mapping[tuple[int, str], str]
) -> list[str | None]:
    """An id for every comment: the one its text had there before, else the first that was never given."""
    ids = [kept.get(_mark(part, lines)) if part.role == "comment" else None for part in found]
    given = set(kept.values())
    for at, part in enumerate(found):
        if part.role != "comment" or ids[at] is not None:
            continue
        text, ordinal = _text(part, lines), 0
        while (fresh := comment_id(sha256, text, ordinal)) in given:
            ordinal += 1
        given.add(fresh)
        ids[at] = fresh
    return ids
