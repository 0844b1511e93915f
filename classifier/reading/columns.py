"""Which column of a table is what: rows → articles and comments."""

from __future__ import annotations

import contextlib
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import InputError
from classifier.reading.blocks import Block
from classifier.reading.opening import bare_suffix
from classifier.reading.outcomes import Note, Reject, counted
from classifier.reading.tables import Batch, Table
from classifier.reading.tally import Tally
from classifier.records import LARGEST_NUMBER, Document, comment_id, digest, first_comment_ids, source_comment_id

#: What a column can be. The first three are found by name where no column is named for them.
ROLES = ("text", "author", "posted_at", "parent", "votes", "id", "article")
TEXT = ROLES[0]
BY_NAME = ROLES[:3]

_ALIASES = {"document": "article"}
_BYTES_OF_BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001)))).encode()
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
        self.articles: set[str] = set()
        self.met: set[str] = set()
        self.any_row = False
        self.seen = Tally()
        self.known = Tally()

    def learn_ids(self, batches: Iterable[Batch]) -> None:
        """Take in which comments there are, which parents may point to wherever they stand."""
        with contextlib.suppress(InputError):  # what is wrong is said when comments are read
            for batch in batches:
                at = range(len(batch.lines))
                own = self._source_ids(batch, at, self._articles(batch, at), "id")
                self.known.add(_numbers(filter(None, own)))

    def blocks(self, batches: Iterable[Batch]) -> Iterator[Document | Block | Note | Reject]:
        """Articles, each before its first comment; batch by batch the rows that cannot be used; notes at the end."""
        for batch in batches:
            self.any_row = self.any_row or len(batch.lines) > 0
            self.met.update(column for column in self.named.values() if column not in self.met and batch.has(column))
            rejects = list(batch.rejects)
            block = self._block(batch, rejects)
            yield from self._new_articles(block)
            if len(block):
                yield block
            yield from sorted(rejects, key=lambda reject: reject.line or sys.maxsize)
        for role, column in self.named.items():
            if self.any_row and column not in self.met:
                yield Note(self.name, f"no row has the column `{column}`, named for `{role}`")
        yield from counted(self.name, self.counts)

    def _new_articles(self, block: Block) -> Iterator[Document]:
        for name, sha256 in dict(zip(block.document, block.sha256, strict=True)).items():
            if name not in self.articles:
                self.articles.add(name)
                yield Document(name, sha256, "table", "")

    def _block(self, batch: Batch, rejects: list[Reject]) -> Block:
        """The comments of a batch; rows that cannot be used are added to the rejects."""
        every = batch.utf8(self.column[TEXT])
        at = [n for n, raw in enumerate(every) if raw is not None and not _is_blank(raw)]
        rejects += [
            Reject(self.name, batch.lines[n], self._why_unusable(batch.values(n))) for n in _others(at, len(every))
        ]
        text = [every[n] or b"" for n in at]
        articles = self._articles(batch, at)
        own = self._source_ids(batch, at, articles, "id")
        ids, taken = self._ids(own, articles, text)
        if taken:
            rejects += self._taken(batch, [at[n] for n in taken])
            kept = _others(taken, len(at))
            at, text = [at[n] for n in kept], [text[n] for n in kept]
            articles, ids = [articles[n] for n in kept], [ids[n] for n in kept]
        lines = [batch.lines[n] for n in at]
        return Block(
            comment_id=ids,
            document=[name for name, _ in articles],
            sha256=[sha256 for _, sha256 in articles],
            start_line=lines,
            end_line=[n + raw.count(b"\n") for n, raw in zip(lines, text, strict=True)] if self.on_lines else lines,
            text=text,
            author=self._identities(batch, at, "author"),
            **self._told(batch, at, articles),
        )

    def _why_unusable(self, values: Mapping[str, Any]) -> str:
        column, text = self.column[TEXT], values.get(self.column[TEXT])
        if text is None:
            likely = None if TEXT in self.named else next(filter(_LIKELY_TEXT.search, values), None)
            return f"has no `{column}`" + (f"; name the column with --column text={likely}" if likely else "")
        if not isinstance(text, str):
            return f"`{column}` is {'bytes, and ' if isinstance(text, bytes) else ''}not a text"
        return f"`{column}` " + ("holds half a character (a lone surrogate)" if text.strip() else "is empty")

    def _values(self, batch: Batch, at: Sequence[int], role: str) -> list[Any]:
        """Values that the column of a role has in some rows; None where there is no such column."""
        if not self._has(batch, role):
            return [None] * len(at)
        values = batch.column(self.column[role])
        return [values[n] for n in at]

    def _identities(self, batch: Batch, at: Sequence[int], role: str) -> list[str | None]:
        values = self._values(batch, at, role)
        return [_identity(value) for value in values] if self._has(batch, role) else values

    def _has(self, batch: Batch, role: str) -> bool:
        return role in self.column and batch.has(self.column[role])

    def _articles(self, batch: Batch, at: Sequence[int]) -> list[tuple[str, str]]:
        """Name and digest of the article each row belongs to; the table itself where no column tells."""
        named = self._identities(batch, at, "article")
        known: dict[str | None, tuple[str, str]] = {None: (self.name, self.sha256)}
        for article in filter(None, set(named)):
            shown = article.encode("utf-8", "backslashreplace").decode()
            known[article] = (f"{self.name}: {shown}", digest(self.sha256, "table", article, length=64))
        return [known[article] for article in named]

    def _source_ids(
        self, batch: Batch, at: Sequence[int], articles: Sequence[tuple[str, str]], role: str
    ) -> list[str | None]:
        identities = self._identities(batch, at, role)
        return [
            None if identity is None else source_comment_id(sha256, identity)
            for identity, (_, sha256) in zip(identities, articles, strict=True)
        ]

    def _ids(
        self, own: Sequence[str | None], articles: Sequence[tuple[str, str]], text: Sequence[bytes]
    ) -> tuple[list[str], list[int]]:
        """Ids of comments, and which of those that bring their own are taken.

        A comment that brings none has its text's, numbered by how many of the same text stand before it.
        """
        nameless = [n for n, identity in enumerate(own) if identity is None]
        first = first_comment_ids([articles[n][1] for n in nameless], [text[n] for n in nameless])
        computed = dict(zip(nameless, first, strict=True))
        ids = [computed[n] if identity is None else identity for n, identity in enumerate(own)]
        before = self.seen.add(_numbers(ids))
        again = np.flatnonzero(before).tolist()
        for n in again:
            if own[n] is None:
                ids[n] = comment_id(articles[n][1], text[n].decode(), int(before[n]))
        return ids, [n for n in again if own[n] is not None]

    def _taken(self, batch: Batch, at: Sequence[int]) -> list[Reject]:
        identities = self._identities(batch, at, "id")
        return [
            Reject(self.name, batch.lines[n], f"its id `{identity}` is that of an earlier row")
            for n, identity in zip(at, identities, strict=True)
        ]

    def _told(self, batch: Batch, at: Sequence[int], articles: Sequence[tuple[str, str]]) -> dict[str, list[Any]]:
        """Time, parent and votes of comments, row by row, so that reasons are counted in the order met."""
        if not any(self._has(batch, role) for role in ("posted_at", "parent", "votes")):
            return dict.fromkeys(("posted_at", "parent_id", "votes"), [None] * len(at))
        parents = self._source_ids(batch, at, articles, "parent")
        there = [parent for parent in parents if parent is not None]
        known = dict(zip(there, self.known.met(_numbers(there)).tolist(), strict=True))
        found: dict[str, list[Any]] = {"posted_at": [], "parent_id": [], "votes": []}
        times, votes = self._values(batch, at, "posted_at"), self._values(batch, at, "votes")
        for time, parent, vote in zip(times, parents, votes, strict=True):
            found["posted_at"].append(self._time(time))
            found["parent_id"].append(self._parent(parent, known))
            found["votes"].append(self._votes(vote))
        return found

    def _parent(self, parent: str | None, known: Mapping[str, bool]) -> str | None:
        if parent is None or known[parent]:
            return parent
        self.counts["comments whose parent is in no row, given without it"] += 1
        return None

    def _time(self, value: object) -> str | None:
        if value is None:
            return None
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

    def _votes(self, value: object) -> int | None:
        if value is None:
            return None
        number = _number(value)
        if number is not None and number == int(number):
            return int(number)
        if _identity(value) is not None:
            self.counts["votes that are no whole number, left out"] += 1
        return None


def _is_blank(raw: bytes) -> bool:
    return not raw.strip(_BYTES_OF_BLANKS) and not raw.decode().strip()


def _others(some: Sequence[int], count: int) -> list[int]:
    """Numbers below `count` that are not among some."""
    return sorted(set(range(count)).difference(some)) if len(some) < count else []


def _numbers(ids: Iterable[str]) -> NDArray[np.uint64]:
    return np.frombuffer(bytes.fromhex("".join(ids)), ">u8").astype(np.uint64)


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
