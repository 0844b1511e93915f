"""Names of those who wrote comments, and the pseudonyms by which the store knows them."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import html
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from classifier import places
from classifier.errors import StoreError
from classifier.files import output_error
from classifier.reading.markdown import words_of_lines
from classifier.records import Comment, Document, Segment
from classifier.segmenter.beginning import LINED
from classifier.segmenter.bylines import AGO, DATE

_PSEUDONYM = re.compile(r"(?<!\w)reader-[0-9a-f]{8}(?!\w)")
_KEY = re.compile(r"[0-9a-f]{64}\s*")
_LINE_END = re.compile(r"(\r\n|\n|\r)")
# Attributes of markup that hold addresses, which may name a person, or what is told of a link or picture.
_ADDRESS = re.compile(
    r"""(\s(?:href|src|srcset|poster|title|alt|content|value|style|aria-label|data-[\w.:-]*)\s*=\s*)"""
    r"""("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.I,
)
_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.I | re.S)
_BETWEEN = {True: r"\s+", False: r"(?:\s|[_.+-]|%20)+"}

Signed = TypeVar("Signed", Segment, Comment)


def key_path() -> Path:
    """The key of this machine's pseudonyms."""
    return places.home() / "labels" / "author.key"


def plain_name(name: str) -> str:
    """A name as names are compared: without case, and with single spaces.

    Examples
    --------
    >>> plain_name(" Old  Miner")
    'old miner'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Names:
    """Pseudonyms by a secret key, without which nobody can tell whose a pseudonym is.

    Parameters
    ----------
    path : Path, optional
        File of the key, made when it is first needed and readable by its owner only.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     names = Names(Path(folder, "author.key"))
    ...     names.pseudonym("Old Miner") == names.pseudonym("old miner"), len(names.pseudonym("Ann"))
    (True, 15)
    """

    def __init__(self, path: Path | None = None):
        self.path = path

    @cached_property
    def key(self) -> bytes:
        """The key.

        Raises
        ------
        StoreError
            When its file does not hold one.
        OutputError
            When it cannot be made.
        """
        path = self.path or key_path()
        if not path.exists():
            _make_key(path)
        held = path.read_text("ascii", "replace")
        if not _KEY.fullmatch(held):
            raise StoreError("holds no key of pseudonyms", where=path, remedy="put a copy of the right one there")
        return bytes.fromhex(held)

    def pseudonym(self, name: str) -> str:
        """The pseudonym of a name; of what has one in it, the same."""
        if held := _PSEUDONYM.search(name):
            return held[0]
        mark = hmac.new(self.key, plain_name(name).encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"reader-{mark.hexdigest()[:8]}"

    def signed(self, parts: Iterable[Signed]) -> tuple[Signed, ...]:
        """Segments or comments under the pseudonyms of their authors."""
        return tuple(replace(one, author=self.pseudonym(one.author)) if one.author else one for one in parts)

    def hidden(self, document: Document, segments: Sequence[Segment]) -> tuple[Document, tuple[Segment, ...]]:
        """A page and its segments under pseudonyms; what the comments say stays as it was written.

        Parameters
        ----------
        document : Document
        segments : sequence of Segment
            Of the document as it is.

        Returns
        -------
        Document, tuple of Segment
            The text has the same lines; those that say who wrote a comment, or whom it answers, have
            pseudonyms in place of names. Markup has no scripts, links and pictures any more.
        """
        if document.kind not in LINED:
            document = replace(document, text=without_addresses(document.text))
        known = {part.author: self.pseudonym(part.author) for part in segments if part.author}
        known = {name: mark for name, mark in known.items() if name != mark and name.strip()}
        if not known or not document.text:
            return document, self.signed(segments)
        return replace(document, text=with_names(document, segments, known)), self.signed(segments)


def without_addresses(markup: str) -> str:
    r"""Markup without what scripts say, and without where its links lead and its pictures come from; its lines stay.

    Examples
    --------
    >>> without_addresses('<a class=by href="/people/ann">Ann</a>\n<img src=/faces/ann.png><script>a\nb</script>.')
    '<a class=by href="">Ann</a>\n<img src=""><script></script>\n.'
    """
    bare = _SCRIPT.sub(lambda found: f"<script></script>{''.join(_LINE_END.findall(found[0]))}", markup)
    return _ADDRESS.sub(lambda found: f'{found[1]}"{"".join(_LINE_END.findall(found[2]))}"', bare)


def with_names(document: Document, segments: Sequence[Segment], known: dict[str, str]) -> str:
    """The text of a page with other names on the lines that are about comments rather than of them."""
    pieces = _LINE_END.split(document.text)
    lined = document.kind in LINED
    written = {_words(name): mark for name, mark in known.items()}
    names = sorted({*known, *map(html.escape, known)}, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){_spaced(name, lined)}(?!\w)" for name in names), re.I)
    for number in sorted(set(about_lines(document, segments))):
        line = pieces[2 * (number - 1)]
        dates = [found.span() for kind in (DATE, AGO) for found in kind.finditer(line)] if lined else []
        pieces[2 * (number - 1)] = pattern.sub(lambda found, dates=dates: _other(found, dates, written), line)
    if lined:
        _name_the_rest(pieces, document, segments, known)
    return "".join(pieces)


def _name_the_rest(pieces: list[str], document: Document, segments: Sequence[Segment], known: dict[str, str]) -> None:
    """Replace the names that stand on their line with other things between their words, such as the date."""
    for part in segments:
        mark = known.get(part.author or "")
        numbers = sorted(about_lines(document, [part])) if mark else []
        if not mark or any(mark in pieces[2 * (number - 1)] for number in numbers):
            continue
        words = [word for word in str(part.author).split() if any(map(str.isalnum, word))]
        for number in numbers:
            line = _in_pieces(pieces[2 * (number - 1)], words, mark)
            if line is not None:
                pieces[2 * (number - 1)] = line
                break


def _in_pieces(line: str, words: Sequence[str], mark: str) -> str | None:
    """A line with a mark for the first of some words and nothing for the others; None where they are not on it."""
    done, at = "", 0
    for number, word in enumerate(words):
        found = re.compile(rf"(?<!\w){re.escape(word)}", re.I).search(line, at)
        if found is None:
            return None
        done += line[at : found.start()] + (mark if number == 0 else "")
        at = found.end()
    return f"{done}{'' if not line[at:] or not line[at].isalnum() else ' '}{line[at:]}" if words else None


def _spaced(name: str, lined: bool) -> str:
    return _BETWEEN[lined].join(map(re.escape, name.split()))


def _words(name: str) -> str:
    return re.sub(r"[\W_]+", " ", plain_name(name)).strip() or plain_name(name)


def _other(found: re.Match[str], dates: Sequence[tuple[int, int]], written: dict[str, str]) -> str:
    # A reader called May is not the month.
    if any(first <= found.start() and found.end() <= last for first, last in dates):
        return found[0]
    return written.get(_words(html.unescape(found[0]).replace("%20", " ")), found[0])


def about_lines(document: Document, segments: Sequence[Segment]) -> Iterator[int]:
    """Lines that stand with a comment and are not its text; in markup all lines, for they cannot be told."""
    if document.kind not in LINED:
        yield from range(1, len(document.lines) + 1)
        return
    lines = words_of_lines(document.lines) if document.kind == "markdown" else document.lines
    for part in segments:
        if part.role != "comment":
            continue
        wanted = [line.strip() for line in part.text.split("\n") if line.strip()]
        for number in range(min(part.end_line, len(lines)), part.start_line - 1, -1):
            is_said = bool(wanted) and lines[number - 1].strip() == wanted[-1]
            if is_said:
                wanted.pop()
            else:
                yield number


def _make_key(path: Path) -> None:
    """Make a key; where another program makes one at the same time, one of the two holds for both."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".author.", dir=path.parent)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    except OSError as error:
        raise output_error(error, path) from error
