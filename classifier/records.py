"""The records that flow through the program, frozen, with ids derived from their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

#: Roles a span of lines can have, in the order in which they are explained to people.
ROLES = ("title", "metadata", "body", "caption", "boilerplate", "comment")

#: A number beyond is no count of votes or lines, and not every database and table holds it.
LARGEST_NUMBER = 2**53

_LINE_END = re.compile(r"\r\n|\n|\r")


def digest(*parts: str, length: int = 16) -> str:
    """Digest of strings that cannot be confused by moving text from one to the next.

    Parameters
    ----------
    *parts : str
        What to digest. Lone surrogates are allowed.
    length : int
        Hexadecimal digits to keep, 1 to 64.

    Returns
    -------
    str
        The first `length` digits of a SHA-256.

    Examples
    --------
    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    whole = hashlib.sha256()
    for part in parts:
        whole.update(_framed(part.encode("utf-8", "surrogatepass")))
    return whole.hexdigest()[:length]


def believable(number: int | None) -> int | None:
    """A number that can be a count; None for any other.

    Examples
    --------
    >>> believable(-3), believable(10**30)
    (-3, None)
    """
    return number if number is not None and abs(number) < LARGEST_NUMBER else None


def whole(text: str) -> str:
    r"""A text that can be written to any file, with a question mark for each half of a character.

    Examples
    --------
    >>> whole("At last \ud83d")
    'At last ?'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def _framed(raw: bytes) -> bytes:
    return len(raw).to_bytes(8, "big") + raw


def physical_lines(text: str) -> tuple[str, ...]:
    r"""Lines of a text as an editor numbers them, without their ends.

    Only line feeds, carriage returns and their pair end a line; a line end at the very end of the
    text does not open another line.

    Examples
    --------
    >>> physical_lines("one\r\ntwo\x0bstill two\n\nfour\n")
    ('one', 'two\x0bstill two', '', 'four')
    >>> physical_lines("")
    ()
    """
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Document:
    """A saved page after reading: its text and what was assumed in reading it.

    Attributes
    ----------
    name : str
        File name, as records show it.
    sha256 : str
        Digest of the file's bytes, 64 hexadecimal digits.
    kind : str
        ``text``, ``markdown`` or ``html`` for a page. ``wordpress``, ``disqus`` and ``table`` are sources
        that say themselves what is a comment: the segments of their documents are known from reading.
    text : str
        The decoded text of a page, every character of it; title and body of an article in an export.
    encoding : str
        The encoding the bytes were read in.
    notes : tuple of str
        What had to be assumed, in words for the reader of a report.
    saved : str or None
        When it was saved, in ISO 8601, where the archive that holds it says so: what "2 days ago" is counted from.
    """

    name: str
    sha256: str
    kind: str
    text: str
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    saved: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """Physical lines; line number n is ``lines[n - 1]``."""
        return physical_lines(self.text)

    @property
    def is_page(self) -> bool:
        """Whether it has to be segmented: its source does not say what is a comment."""
        return self.kind in ("text", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of physical lines with one role.

    Attributes
    ----------
    document, sha256 : str
        Name and digest of the document.
    role : str
        One of `ROLES`.
    start_line, end_line : int
        Physical lines, from 1, both included.
    text : str
        The text; for a comment without its byline.
    confidence : float
        Probability between 0 and 1 that the role is right.
    comment_id, author, posted_at, parent_id : str or None
        For comments, where the document says so; `posted_at` is ISO 8601.
    votes : int or None
        For comments, approvals less disapprovals, where the document shows them.
    """

    document: str
    sha256: str
    role: str
    start_line: int
    end_line: int
    text: str
    confidence: float
    comment_id: str | None = None
    author: str | None = None
    posted_at: str | None = None
    parent_id: str | None = None
    votes: int | None = None

    def comment(self) -> Comment:
        """The comment that a segment with a `comment_id` is."""
        assert self.comment_id is not None
        return Comment(
            comment_id=self.comment_id,
            document=self.document,
            sha256=self.sha256,
            start_line=self.start_line,
            end_line=self.end_line,
            text=self.text,
            author=self.author,
            posted_at=self.posted_at,
            parent_id=self.parent_id,
            votes=self.votes,
        )


@dataclass(frozen=True, slots=True)
class Comment:
    """What one reader wrote, and where it stands.

    `comment_id` is derived from the document's digest, the text and how many equal texts stand
    before it, or from the id its source gives it, so that the same page gives the same ids on every machine.
    """

    comment_id: str
    document: str
    sha256: str
    start_line: int
    end_line: int
    text: str
    author: str | None = None
    posted_at: str | None = None
    parent_id: str | None = None
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The labels one model version gives one comment.

    Attributes
    ----------
    probabilities : dict of str to dict of str to float
        Head to label to calibrated probability; each head adds up to 1.
    """

    comment_id: str
    model_version: str
    probabilities: dict[str, dict[str, float]] = field(hash=False)

    def label(self, head: str) -> str:
        """The most probable label of a head; the first in codebook order where two are equal."""
        shares = self.probabilities[head]
        return max(shares, key=shares.__getitem__)

    def confidence(self, head: str) -> float:
        """Probability of the most probable label of a head."""
        return max(self.probabilities[head].values())


@dataclass(frozen=True, slots=True)
class Annotation:
    """One act of one person on one head of one comment; never changed, only followed by another.

    Attributes
    ----------
    action : str
        ``label``, ``confirm`` (the label that holds already), ``vote`` (a label that is counted but does not
        hold), ``settle`` (the word of an adjudicator), ``undo``, or ``withdraw`` (an undo that changes nothing
        but the person's own label).
    label : str or None
        The label that holds after this act; None where an undo took the only one away.
    replaced : str or None
        The label that held before, or None.
    proposed : str or None
        What the model on screen had proposed, with `model_version`.
    at : datetime
        Time of the act, with time zone.
    note : str or None
        What the person wrote beside it.
    queue : str or None
        Name of the queue that the comment was taken from.
    act_id : int or None
        Its number in the store.
    vote : str or None
        The person's own label after this act.
    settled : bool
        Whether the label that holds after this act is the word of an adjudicator.
    """

    comment_id: str
    head: str
    action: str
    label: str | None
    replaced: str | None
    annotator: str
    at: datetime
    proposed: str | None = None
    model_version: str | None = None
    note: str | None = None
    queue: str | None = None
    act_id: int | None = field(default=None, compare=False)
    vote: str | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person said of a comment without labelling it.

    Attributes
    ----------
    kind : str
        ``flag``, ``unflag``, ``skip`` or ``note``.
    at : datetime
        With time zone.
    note : str or None
        What the person wrote.
    queue : str or None
        Name of the queue that the comment was taken from.
    mark_id : int or None
        Its number in the store.
    """

    comment_id: str
    kind: str
    annotator: str
    at: datetime
    note: str | None = None
    queue: str | None = None
    mark_id: int | None = field(default=None, compare=False)


def comment_id(sha256: str, text: str, ordinal: int) -> str:
    """Id of a comment: same page, same text, same place among equal texts, same id.

    Parameters
    ----------
    sha256 : str
        Digest of the document.
    text : str
        The comment's text.
    ordinal : int
        How many comments of the same text stand before it in the document.

    Examples
    --------
    >>> comment_id("00", "First!", 0) == comment_id("00", "First!", 1)
    False
    """
    return digest(sha256, text, str(ordinal))


def first_comment_ids(sha256s: Sequence[str], texts: Sequence[bytes]) -> list[str]:
    """Ids that comments have where no equal text stands before them, for many at a time.

    Parameters
    ----------
    sha256s : sequence of str
        Digest of each comment's document.
    texts : sequence of bytes
        The texts in UTF-8.

    Examples
    --------
    >>> first_comment_ids(["00"], [b"First!"]) == [comment_id("00", "First!", 0)]
    True
    """
    begun = {sha256: hashlib.sha256(_framed(sha256.encode())) for sha256 in set(sha256s)}
    end = _framed(b"0")
    found = []
    for sha256, raw in zip(sha256s, texts, strict=True):
        whole = begun[sha256].copy()
        whole.update(len(raw).to_bytes(8, "big") + raw + end)
        found.append(whole.hexdigest()[:16])
    return found


def source_comment_id(sha256: str, identity: str) -> str:
    """Id of a comment that has one where it comes from, such as an export or a column of a table.

    Parameters
    ----------
    sha256 : str
        Digest of the document.
    identity : str
        The comment's id there.

    Examples
    --------
    >>> source_comment_id("00", "17") == source_comment_id("01", "17")
    False
    """
    return digest(sha256, identity)
