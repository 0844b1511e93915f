"""A person's comments taken out of the store for good."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from classifier.errors import StoreError
from classifier.records import Comment, Document, Segment
from classifier.segmenter.beginning import LINED
from classifier.store import schema
from classifier.store.labels import LabelStore
from classifier.store.names import plain_name, with_names
from classifier.store.pages import IMPORTED

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_OF_COMMENTS = (schema.scores, schema.annotations, schema.marks)
_NOBODY = "someone"


@dataclass(frozen=True)
class Traces:
    """What a store holds of one person.

    Attributes
    ----------
    comments, documents : int
        Comments of the person, and documents they stand in.
    acts : int
        Acts of labelling, flags and skips on them.
    scores : int
    """

    comments: int
    documents: int
    acts: int
    scores: int


def traces_of(store: LabelStore, author: str) -> Traces:
    """Count what a store holds of a person, by name or pseudonym."""
    with store._guard(), store.engine.connect() as db:
        return _traces(db, _comments_of(db, _known_as(store, db, author)))


def forget(store: LabelStore, author: str) -> Traces:
    """Take a person's comments out of a store for good, with all that is known of them.

    Their lines in the text of a page are left empty; the markup of a web page is not kept at all, for nobody
    can tell what in it is whose. What others wrote about the person stays.

    Parameters
    ----------
    store : LabelStore
    author : str
        Name or pseudonym.

    Returns
    -------
    Traces
        What has been taken out.

    Raises
    ------
    StoreError
        When the store is in use, so that the file could not be cleared of what was taken out.
    """
    with store._write() as db:
        known = _known_as(store, db, author)
        comments = _comments_of(db, known)
        gone = _traces(db, comments)
        for sha256 in dict.fromkeys(one.sha256 for one in comments):
            _clear_page(store, db, sha256, [one for one in comments if one.sha256 == sha256], known)
    _purge(store)
    return gone


def _known_as(store: LabelStore, db: Connection, author: str) -> set[str]:
    """Names in the store that are the person's."""
    columns = (schema.comments.c.author, schema.segments.c.author)
    there = {name for column in columns for name in db.scalars(sa.select(column).distinct()) if name}
    wanted = plain_name(author)
    mark = store.names.pseudonym(author) if there else author
    return {name for name in there if name == mark or plain_name(name) == wanted}


def _comments_of(db: Connection, known: Iterable[str]) -> list[Comment]:
    table = schema.comments
    query = sa.select(table, schema.documents.c.name.label("document")).join(schema.documents)
    rows = db.execute(query.where(table.c.author.in_(sorted(known)))).mappings()
    return [Comment(**{k: v for k, v in row.items() if k not in ("position", "present")}) for row in rows]


def _traces(db: Connection, comments: Sequence[Comment]) -> Traces:
    def count(table: sa.Table) -> int:
        own = sa.select(sa.func.count()).select_from(table).where(table.c.comment_id == sa.bindparam("own"))
        return sum(int(db.scalar(own, {"own": one.comment_id}) or 0) for one in comments)

    acts = count(schema.annotations) + count(schema.marks)
    return Traces(len(comments), len({one.sha256 for one in comments}), acts, count(schema.scores))


def _clear_page(store: LabelStore, db: Connection, sha256: str, comments: Sequence[Comment], known: set[str]) -> None:
    document, present = store._document(db, sha256), store._present_segments(db, sha256)
    own = [part for part in present if part.author in known]
    text, cleared = _cleared(document, own, comments, known)
    others = [part for part in present if part.author not in known]
    if document.kind in LINED:
        text = with_names(replace(document, text=text), others, dict.fromkeys(known, _NOBODY))
    store._update_document(db, sha256, text=text)
    _clear_segments(db, document, known, cleared, keep_lines=bool(store._events(db, sha256)))
    _clear_comments(db, sha256, comments, cleared)
    if store._events(db, sha256):
        store._settle(db, sha256)
    _remove_empty(db, sha256, document.kind)


def _cleared(
    document: Document, own: Sequence[Segment], comments: Sequence[Comment], known: set[str]
) -> tuple[str, set[str]]:
    """The text without the person's lines, and what these lines said."""
    said = {line.strip() for one in comments for line in one.text.split("\n")} - {""}
    pieces = _LINE_END.split(document.text)
    if document.kind not in LINED:
        blank = "".join(pieces[1::2]) if document.is_page else document.text
        return blank, said
    theirs = {n for part in own for n in range(part.start_line, part.end_line + 1)}
    near = {n for one in comments for n in range(one.start_line, one.end_line + 1)}
    for number in sorted(near | theirs):
        at = 2 * (number - 1)
        if at >= len(pieces):
            continue
        line = pieces[at].strip()
        if number in theirs or line in said or any(name in line for name in known):
            said |= {line} - {""}
            pieces[at] = ""
    return "".join(pieces), said


def _clear_segments(db: Connection, document: Document, known: set[str], cleared: set[str], keep_lines: bool) -> None:
    """Segments without what was the person's; where decisions count their lines, empty lines stay."""
    table = schema.segments
    keep_lines = keep_lines and document.kind not in LINED
    for row in db.execute(sa.select(table).filter_by(sha256=document.sha256)).mappings().all():
        place = (table.c.sha256 == document.sha256) & (table.c.position == row["position"])
        theirs = row["author"] in known
        if row["role"] == "comment" and not theirs and not _shares_a_line(row["text"], cleared):
            continue
        text = _without(row["text"], cleared, keep_lines)
        if not text.strip() and not keep_lines:
            db.execute(sa.delete(table).where(place))
        elif theirs:
            bare = {"comment_id": None, "author": None, "posted_at": None, "parent_id": None, "votes": None}
            db.execute(sa.update(table).where(place).values(text=text, role="boilerplate", **bare))
        elif text != row["text"]:
            db.execute(sa.update(table).where(place).values(text=text))


def _shares_a_line(text: str, cleared: set[str]) -> bool:
    """Whether some but not all lines of a text are those cleared: others may have said the same in whole."""
    lines = {line.strip() for line in text.split("\n")} - {""}
    return bool(lines & cleared) and not lines <= cleared


def _without(text: str, cleared: set[str], keep_lines: bool) -> str:
    lines = text.split("\n")
    if keep_lines:
        return "\n".join("" if line.strip() in cleared else line for line in lines)
    return "\n".join(line for line in lines if line.strip() not in cleared)


def _clear_comments(db: Connection, sha256: str, comments: Sequence[Comment], cleared: set[str]) -> None:
    table, gone = schema.comments, [{"own": one.comment_id} for one in comments]
    for other in _OF_COMMENTS:
        db.execute(sa.delete(other).where(other.c.comment_id == sa.bindparam("own")), gone)
    db.execute(sa.delete(table).where(table.c.comment_id == sa.bindparam("own")), gone)
    for child in (schema.comments, schema.segments):
        db.execute(sa.update(child).where(child.c.parent_id == sa.bindparam("own")).values(parent_id=None), gone)
    hidden = db.execute(sa.select(table.c.comment_id, table.c.text).filter_by(sha256=sha256, present=False))
    for key, text in hidden.all():
        if _shares_a_line(text, cleared):
            left = _without(text, cleared, keep_lines=False)
            db.execute(sa.update(table).where(table.c.comment_id == key).values(text=left))


def _remove_empty(db: Connection, sha256: str, kind: str) -> None:
    """A document that was known only by comments that are gone goes too."""
    own = schema.comments.c.sha256 == sha256
    if kind == IMPORTED and not db.scalar(sa.select(sa.func.count()).select_from(schema.comments).where(own)):
        for table in (schema.segments, schema.documents):
            db.execute(sa.delete(table).where(table.c.sha256 == sha256))


def _purge(store: LabelStore) -> None:
    """Write the database anew, for deleted rows stay in the file until they are written over."""
    with store._guard(), store.engine.connect() as db:
        auto = db.execution_options(isolation_level="AUTOCOMMIT")
        if not store.is_sqlite:
            auto.exec_driver_sql("VACUUM (FULL)")
            return
        auto.exec_driver_sql("VACUUM")
        busy, *_rest = auto.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
    if busy:
        raise StoreError(
            "the comments are gone, but traces of them are in the file until nobody else has it open",
            where=store.where,
            remedy="stop the review page and give the same command again",
        )
