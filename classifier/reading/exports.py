"""Exports of WordPress (WXR) and Disqus: articles and their comments, one after another in flat memory."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from classifier.errors import InputError
from classifier.files import sha256_of
from classifier.reading.fragments import text_of
from classifier.reading.opening import bare_suffix, head_of
from classifier.reading.outcomes import Note, counted
from classifier.reading.xml_stream import Unclean, elements
from classifier.records import Document, Segment, digest, source_comment_id

#: File name endings among which exports are looked for.
SUFFIXES = (".xml", ".wxr")

_HEAD = 2**14
_WORDPRESS = frozenset(
    [
        "item",
        "title",
        "link",
        "content:encoded",
        "wp:post_id",
        "wp:post_type",
        "wp:comment",
        "wp:comment_id",
        "wp:comment_author",
        "wp:comment_date",
        "wp:comment_date_gmt",
        "wp:comment_content",
        "wp:comment_approved",
        "wp:comment_type",
        "wp:comment_parent",
    ]
)
_DISQUS = frozenset(
    [
        "thread",
        "post",
        "link",
        "title",
        "message",
        "createdAt",
        "name",
        "username",
        "isDeleted",
        "isSpam",
        "isApproved",
        "parent",
    ]
)
_NO_ARTICLES = frozenset(
    [
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "wp_template",
        "wp_template_part",
        "wp_global_styles",
        "wp_navigation",
        "wp_block",
        "customize_changeset",
        "oembed_cache",
    ]
)
_NOT_SHOWN = {
    "spam": "marked as spam",
    "trash": "thrown away",
    "post-trashed": "thrown away",
    "0": "held back by a moderator",
    "hold": "held back by a moderator",
}
_TIME = re.compile(r"(?!0000)(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(Z?)$")


def export_kind(path: Path) -> str | None:
    """``wordpress`` or ``disqus`` by how a file begins, None for anything else."""
    if bare_suffix(path) not in SUFFIXES or not path.is_file():
        return None
    head = head_of(path, _HEAD).replace(b"\0", b"")
    if re.search(rb"<disqus\b", head):
        return "disqus"
    return "wordpress" if b"wordpress.org/export/" in head else None


def read_export(path: Path) -> Iterator[Document | Segment | Note]:
    """Articles of an export, each before its comments.

    Parameters
    ----------
    path : path
        A WordPress export (WXR) or a Disqus export, packed or not.

    Yields
    ------
    Document, Segment or Note
        Spam, deleted and held back comments and links from other sites are passed over, and counted at
        the end. In a Disqus export the comments of one article stand among those of others.

    Raises
    ------
    InputError
        When the file is cut short, damaged, or would do harm; what stands before has been given by then.
    """
    kind = export_kind(path)
    if kind is None:
        raise InputError(
            "is XML, but no export of WordPress or Disqus",
            where=path,
            remedy="export the comments from there, or save the page as HTML",
        )
    reader = (_Disqus if kind == "disqus" else _WordPress)(path, kind)
    trouble = None
    try:
        yield from reader.read()
    except InputError as error:
        trouble = error
    yield from reader.notes()
    if trouble:
        raise trouble


@dataclass
class _Part:
    """An article or a comment as the export has it: the text of its elements and where they stand."""

    line: int
    identity: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    end_line: int = 0
    document: Document | None = None

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def put(self, name: str, text: str, line: int) -> None:
        self.fields.setdefault(name, text)
        self.lines.setdefault(name, line)


class _Export:
    """What both kinds of export have in common."""

    title, body = "title", "message"

    def __init__(self, path: Path, kind: str):
        self.path, self.kind = path, kind
        self.sha256 = sha256_of(path)
        self.counts: Counter[str] = Counter()
        self.unclean = Unclean()
        self.articles = 0
        self.aside: set[str] = set()

    def read(self) -> Iterator[Document | Segment]:
        """Articles and comments in the order of the file."""
        raise NotImplementedError

    def notes(self) -> Iterator[Note]:
        """What is to be said at the end."""
        if self.unclean.count:
            self.counts["control characters left out, which XML does not allow"] = self.unclean.count
        yield from counted(self.path.name, self.counts)

    def opened(self, article: _Part) -> Iterator[Document | Segment]:
        """The article, where it has not been given yet."""
        if article.document is not None:
            return
        self.articles += 1
        title, body = text_of(article[self.title]), text_of(article[self.body])
        identity = article.identity or f"number {self.articles}"
        name = f"{self.path.name}: {article['link'] or ' '.join(title.split()) or f'article {identity}'}"
        sha256 = digest(self.sha256, self.kind, identity, length=64)
        article.document = Document(name, sha256, self.kind, "\n\n".join(filter(None, (title, body))))
        yield article.document
        yield from self.parts(article, {"title": (self.title, title), "body": (self.body, body)})

    def parts(self, article: _Part, texts: dict[str, tuple[str, str]]) -> Iterator[Segment]:
        """Title and body of an article."""
        assert article.document is not None
        for role, (key, text) in texts.items():
            if text:
                end = article.lines[key]
                start = max(1, end - article.fields[key].count("\n"))
                yield Segment(article.document.name, article.document.sha256, role, start, end, text, 1.0)
        article.fields.clear()

    def comment(
        self, article: _Part, entry: _Part, text: str, author: str, time: str | None, parent: str
    ) -> Iterator[Document | Segment]:
        """A comment that readers were shown, after its article."""
        yield from self.opened(article)
        assert article.document is not None
        name, sha256 = article.document.name, article.document.sha256
        if parent in self.aside:
            self.counts["comments whose parent was passed over, given without it"] += 1
            parent = ""
        yield Segment(
            document=name,
            sha256=sha256,
            role="comment",
            start_line=entry.line,
            end_line=entry.end_line,
            text=text,
            confidence=1.0,
            comment_id=source_comment_id(sha256, entry.identity or f"line {entry.line}"),
            author=html.unescape(author) or None,
            posted_at=time,
            parent_id=source_comment_id(sha256, parent) if parent else None,
        )

    def put_aside(self, identity: str, reason: str) -> None:
        """Pass a comment over."""
        self.counts[f"comments {reason}, passed over"] += 1
        self.aside.add(identity)


class _WordPress(_Export):
    body = "content:encoded"

    def read(self) -> Iterator[Document | Segment]:
        article, entry = _Part(1), None
        for element in elements(self.path, _WORDPRESS, self.unclean):
            if element.name == "item":
                if element.is_end:
                    yield from self._ended(article)
                article = _Part(element.line)
            elif element.name == "wp:comment":
                if entry is not None and element.is_end:
                    entry.end_line = element.line
                    yield from self._said(article, entry)
                entry = None if element.is_end else _Part(element.line)
            elif element.is_end:
                (article if entry is None else entry).put(element.name, element.text, element.line)

    def _ended(self, article: _Part) -> Iterator[Document | Segment]:
        self.aside.clear()
        if article.document is not None:
            yield from self.parts(article, {"body": (self.body, text_of(article[self.body]))})
        elif article[self.body] and article["wp:post_type"] not in _NO_ARTICLES:
            article.identity = article.identity or article["wp:post_id"]
            yield from self.opened(article)

    def _said(self, article: _Part, entry: _Part) -> Iterator[Document | Segment]:
        article.identity = article.identity or article["wp:post_id"]
        entry.identity = entry["wp:comment_id"]
        text = text_of(entry["wp:comment_content"])
        kind, state = entry["wp:comment_type"], entry["wp:comment_approved"]
        if state in _NOT_SHOWN:
            self.put_aside(entry.identity, _NOT_SHOWN[state])
        elif kind not in ("", "comment", "review"):
            self.put_aside(entry.identity, f"that are a {kind}")
        elif not text:
            self.put_aside(entry.identity, "without a word")
        else:
            parent = entry["wp:comment_parent"]
            time = _time(entry["wp:comment_date_gmt"], "Z") or _time(entry["wp:comment_date"])
            author = entry["wp:comment_author"]
            yield from self.comment(article, entry, text, author, time, "" if parent == "0" else parent)


class _Disqus(_Export):
    def read(self) -> Iterator[Document | Segment]:
        threads: dict[str, _Part] = {}
        part: _Part | None = None
        whole = ""
        thread = parent = ""
        for element in elements(self.path, _DISQUS, self.unclean):
            if part is None:
                if element.name in ("thread", "post") and not element.is_end:
                    part, whole, thread, parent = _Part(element.line, element.identity), element.name, "", ""
            elif element.name == whole and element.is_end:
                part.end_line = element.line
                if whole == "thread":
                    threads[part.identity] = part
                else:
                    yield from self._said(threads.setdefault(thread, _Part(1, thread)), part, parent)
                part = None
            elif element.name == "thread":
                thread = element.identity or thread
            elif element.name == "parent":
                parent = element.identity or parent
            elif element.is_end:
                part.put(element.name, element.text, element.line)

    def _said(self, thread: _Part, entry: _Part, parent: str) -> Iterator[Document | Segment]:
        text = text_of(entry["message"])
        if entry["isSpam"] == "true":
            self.put_aside(entry.identity, "marked as spam")
        elif entry["isDeleted"] == "true":
            self.put_aside(entry.identity, "deleted")
        elif entry["isApproved"] == "false":
            self.put_aside(entry.identity, "held back by a moderator")
        elif not text:
            self.put_aside(entry.identity, "without a word")
        else:
            author = entry["name"] or entry["username"]
            yield from self.comment(thread, entry, text, author, _time(entry["createdAt"]), parent)


def _time(written: str, zone: str = "") -> str | None:
    """A time in ISO 8601, None where there is none."""
    found = _TIME.match(written)
    return f"{found[1]}T{found[2]}{found[3] or zone}" if found else None
