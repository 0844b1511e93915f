"""Which column of a table is what: rows → articles and comments."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.reading.opening import bare_suffix
from classifier.reading.outcomes import Note, Reject, counted
from classifier.reading.tables import Row, Table
from classifier.records import LARGEST_NUMBER, Document, Segment, comment_id, digest, source_comment_id

#: What a column can be. The first three are found by name where no column is named for them.
ROLES = ("text", "author", "posted_at", "parent", "votes", "id", "article")
TEXT = ROLES[0]
BY_NAME = ROLES[:3]

_ALIASES = {"document": "article"}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LIKELY_TEXT = re.compile(r"(comment|message|content|text|body)", re.I)
_EPOCH = (10**8, 10**11)
#: Characters of the names of a table's columns that are shown.
_MOST_SHOWN = 1_000


def columns_of(pairs: Iterable[str]) -> dict[str, str]:
    """Roles and the columns that have them, as a person writes them.

    Parameters
    ----------
    pairs : iterable of str
        Each ``ROLE=COLUMN``.

    Raises
    ------
    InputError
        When one is written otherwise, or a role is not one of `ROLES` or comes twice.

    Examples
    --------
    >>> columns_of(["text=body", "document=url"])
    {'text': 'body', 'article': 'url'}
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, _, column = pair.partition("=")
        role = _ALIASES.get(name.strip(), name.strip())
        if role not in ROLES or not column:
            raise InputError(f"`{pair}` is not ROLE=COLUMN", remedy=f"the roles are {', '.join(ROLES)}")
        if role in found:
            raise InputError(f"two columns are named for `{role}`", remedy="name one")
        found[role] = column
    if "parent" in found and "id" not in found:
        raise InputError("a `parent` column needs the `id` column it points to", remedy="add --column id=COLUMN")
    return found


def check_columns(table: Table, named: Mapping[str, str]) -> None:
    """See that a table has the columns that are named, and one with the text.

    Raises
    ------
    InputError
        Naming the columns there are.
    """
    if table.columns is None:
        return
    there = f"(its columns: {_shortened(', '.join(table.columns)) or 'none'})"
    for role, column in named.items():
        if column not in table.columns:
            raise InputError(
                f"has no column `{column}` {there}",
                where=table.path,
                remedy=f"name one of them with --column {role}=COLUMN",
            )
    if named.get(TEXT, TEXT) not in table.columns:
        likely = next(filter(_LIKELY_TEXT.search, table.columns), "COLUMN")
        raise InputError(
            f"has no column `{TEXT}` {there}",
            where=table.path,
            remedy=f"name the one with the comments, as with --column text={likely}",
        )


def _shortened(words: str) -> str:
    return words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"


class Rows:
    """Comments of the rows of one table, with the articles they stand beneath.

    Parameters
    ----------
    name : str
        What records call the table.
    sha256 : str
    named : mapping of str to str
        Roles and their columns.
    """

    def __init__(self, name: str, sha256: str, named: Mapping[str, str]):
        self.name, self.sha256, self.named = name, sha256, dict(named)
        self.column = {role: role for role in BY_NAME} | self.named
        self.on_lines = bare_suffix(Path(name)) in (".csv", ".tsv")
        self.counts: Counter[str] = Counter()
        self.seen: set[int] = set()
        self.again: Counter[int] = Counter()
        self.articles: set[str] = set()
        self.met: set[str] = set()
        self.known: set[int] = set()

    def learn_ids(self, rows: Iterable[Row | Reject]) -> None:
        """Take in which comments there are, which parents may point to wherever they stand."""
        for row in rows:
            own = self._source_id(row.values, "id") if isinstance(row, Row) else None
            if own is not None:
                self.known.add(int(own, 16))

    def comments(self, rows: Iterable[Row | Reject]) -> Iterator[Document | Segment | Note | Reject]:
        """Articles, each before its first comment; rows that cannot be used; notes at the end."""
        for row in rows:
            if isinstance(row, Reject):
                yield row
                continue
            self.met.update(row.values)
            found = self._comment(row)
            if isinstance(found, Segment) and found.document not in self.articles:
                self.articles.add(found.document)
                yield Document(found.document, found.sha256, "table", "")
            yield found
        for role, column in self.named.items():
            if self.met and column not in self.met:
                yield Note(self.name, f"no row has the column `{column}`, named for `{role}`")
        yield from counted(self.name, self.counts)

    def _comment(self, row: Row) -> Segment | Reject:
        text = row.values.get(self.column[TEXT])
        reason = self._unusable(text, row.values)
        if reason or not isinstance(text, str):
            return Reject(self.name, row.line, reason or "")
        name, sha256 = self._article(row.values)
        own = self._source_id(row.values, "id")
        if own is not None and int(own, 16) in self.seen:
            identity = _identity(row.values[self.named["id"]])
            return Reject(self.name, row.line, f"its id `{identity}` is that of an earlier row")
        return Segment(
            document=name,
            sha256=sha256,
            role="comment",
            start_line=row.line,
            end_line=row.line + text.count("\n") * self.on_lines,
            text=text,
            confidence=1.0,
            comment_id=self._remembered(own) if own else self._numbered(sha256, text),
            author=_identity(row.values.get(self.column["author"])),
            posted_at=self._time(row.values.get(self.column["posted_at"])),
            parent_id=self._parent(row.values),
            votes=self._votes(row.values),
        )

    def _unusable(self, text: object, values: Mapping[str, Any]) -> str | None:
        column = self.column[TEXT]
        if text is None:
            likely = None if TEXT in self.named else next(filter(_LIKELY_TEXT.search, values), None)
            return f"has no `{column}`" + (f"; name the column with --column text={likely}" if likely else "")
        if not isinstance(text, str):
            return f"`{column}` is not a text"
        if not text.strip():
            return f"`{column}` is empty"
        if _LONE_SURROGATE.search(text):
            return f"`{column}` holds half a character (a lone surrogate)"
        return None

    def _article(self, values: Mapping[str, Any]) -> tuple[str, str]:
        """Name and digest of the article a row belongs to; the table itself where no column tells."""
        article = _identity(values.get(self.named["article"])) if "article" in self.named else None
        if article is None:
            return self.name, self.sha256
        return f"{self.name}: {article}", digest(self.sha256, "table", article, length=64)

    def _source_id(self, values: Mapping[str, Any], role: str) -> str | None:
        identity = _identity(values.get(self.named[role])) if role in self.named else None
        return None if identity is None else source_comment_id(self._article(values)[1], identity)

    def _remembered(self, own: str) -> str:
        self.seen.add(int(own, 16))
        return own

    def _numbered(self, sha256: str, text: str) -> str:
        """Id of a comment that brings none: by its text, and how many of the same text stand before it."""
        first = comment_id(sha256, text, 0)
        key = int(first, 16)
        if key not in self.seen:
            return self._remembered(first)
        self.again[key] += 1
        return comment_id(sha256, text, self.again[key])

    def _parent(self, values: Mapping[str, Any]) -> str | None:
        parent = self._source_id(values, "parent")
        if parent is None or int(parent, 16) in self.known:
            return parent
        self.counts["comments whose parent is in no row, given without it"] += 1
        return None

    def _time(self, value: object) -> str | None:
        if isinstance(value, datetime.datetime | datetime.date):
            return value.isoformat()
        number = _number(value)
        if number is not None and _EPOCH[0] <= number < _EPOCH[1]:
            self.counts["times read as seconds since 1970"] += 1
            return datetime.datetime.fromtimestamp(number, datetime.UTC).isoformat()
        written = _identity(value)
        if written is not None and not _is_iso(written):
            self.counts["times that are not ISO 8601, kept as they are written"] += 1
        return written

    def _votes(self, values: Mapping[str, Any]) -> int | None:
        value = values.get(self.named["votes"]) if "votes" in self.named else None
        number = _number(value)
        if number is not None and number == int(number):
            return int(number)
        if _identity(value) is not None:
            self.counts["votes that are no whole number, left out"] += 1
        return None


def _identity(value: object) -> str | None:
    """A value of a cell as the text that names something, None for an empty one."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or isinstance(value, bool) or value != value or not str(value).strip():
        return None
    return value if isinstance(value, str) else str(value)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < LARGEST_NUMBER else None


def _is_iso(written: str) -> bool:
    try:
        datetime.datetime.fromisoformat(written.strip())
    except ValueError:
        return False
    return True
