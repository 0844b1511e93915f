"""Comments that a page holds only as linked data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from classifier.reading.fragments import text_of
from classifier.records import believable, whole
from classifier.segmenter.html.dates import ISO
from classifier.segmenter.html.outline import Element, one_line

_KINDS = frozenset(("Comment", "UserComments", "Answer"))
#: Levels of linked data that are read.
_DEEPEST = 60


@dataclass(slots=True, eq=False)
class Linked:
    """One comment of a page's linked data."""

    line: int
    text: str
    author: str | None
    posted_at: str | None
    votes: int | None
    parent: Linked | None


def linked_comments(tree: Element) -> list[Linked]:
    """Comments in the JSON-LD of a page, each answer after what it answers."""
    found: list[Linked] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        found += _within(data, script.sourceline or 1, None, 0)
    return found


def _within(data: Any, line: int, above: Linked | None, depth: int) -> Iterator[Linked]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _within(entry, line, above, depth + 1)
    elif isinstance(data, dict):
        own = _comment(data, line, above)
        if own is not None:
            yield own
        for value in data.values():
            if isinstance(value, (list, dict)):
                yield from _within(value, line, own or above, depth + 1)


def _comment(entry: dict[str, Any], line: int, above: Linked | None) -> Linked | None:
    kinds = entry.get("@type")
    if not _KINDS.intersection([kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []):
        return None
    text = plain(whole(str(entry.get("text") or entry.get("commentText") or "")))
    if not text:
        return None
    found = ISO.match(str(entry.get("dateCreated") or entry.get("datePublished") or entry.get("commentTime") or ""))
    return Linked(
        line, text, _name(entry.get("author") or entry.get("creator")), found and found[0], _votes(entry), above
    )


def _name(author: Any) -> str | None:
    if isinstance(author, list):
        author = author[0] if author else None
    if isinstance(author, dict):
        author = author.get("name")
    return one_line(whole(author)) or None if isinstance(author, str) else None


def _votes(entry: dict[str, Any]) -> int | None:
    up, down = entry.get("upvoteCount"), entry.get("downvoteCount")
    try:
        return None if up is None and down is None else believable(int(up or 0) - int(down or 0))
    except (TypeError, ValueError, OverflowError):
        return None


def plain(text: str) -> str:
    """Text of a piece of markup, its lines kept."""
    return "\n".join(filter(None, map(one_line, text_of(text).splitlines())))
