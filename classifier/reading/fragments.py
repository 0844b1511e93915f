"""Pieces of HTML, such as a comment in an export, as text with its paragraphs."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator

# A tag is one only where it ends: a lone "<" is what somebody wrote.
_TAG = re.compile(r"""(</?[A-Za-z](?:[^<>"']|"[^"<]*"|'[^'<]*')*+>)""")
_NAME = re.compile(r"</?([A-Za-z][\w:-]*)")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_REMARK = re.compile(r"<!--.*?-->", re.S)
_ENDS = " \t\r\n\f\v"

_LINES = frozenset(
    [
        "address",
        "article",
        "aside",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "section",
        "summary",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
_PARAGRAPHS = frozenset(["blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"])
_UNSEEN = frozenset(["script", "style", "template"])


def text_of(fragment: str) -> str:
    r"""Text of a piece of HTML: paragraphs a blank line apart, everything that is no markup as it was.

    Parameters
    ----------
    fragment : str
        HTML, or plain text with some of it, as comment systems store what was written.

    Returns
    -------
    str

    Examples
    --------
    >>> text_of("<p>Not <em>here</em>,<br>said Ann &amp; Bob.</p><p>I <3 it</p>")
    'Not here,\nsaid Ann & Bob.\n\nI <3 it'
    >>> text_of("Fine.\n\n<sarcasm>Very</sarcasm>")
    'Fine.\n\n<sarcasm>Very</sarcasm>'
    """
    if "<" not in fragment:
        return html.unescape(fragment).strip(_ENDS)
    lines: list[str] = []
    gap = 0
    for text, breaks in _pieces(_without_remarks(fragment)):
        if breaks:
            gap = min(2, gap + 1) if text == "br" else max(gap, breaks)
            continue
        words = text.lstrip(_ENDS) if gap or not lines else text
        if not words:
            continue
        if gap and lines:
            lines[-1] = lines[-1].rstrip(_ENDS)
            lines.append("\n" * gap)
        gap = 0
        lines.append(words)
    return "".join(lines).strip(_ENDS)


def _without_remarks(fragment: str) -> str:
    closed, end, rest = fragment.rpartition("-->")
    return _REMARK.sub("", closed + end) + rest if end else rest


def _pieces(fragment: str) -> Iterator[tuple[str, int]]:
    """Texts, and tags that break lines with how far they do: 1 a line, 2 a paragraph."""
    unseen = None
    for number, piece in enumerate(_TAG.split(fragment)):
        name = _known_name(piece) if number % 2 else None
        if unseen is not None:
            unseen = None if name == unseen and piece.startswith("</") else unseen
        elif name is None:
            yield html.unescape(piece), 0
        elif name in _UNSEEN:
            unseen = None if piece.startswith("</") else name
        elif name == "br" or name in _LINES:
            yield name, 1
        elif name in _PARAGRAPHS:
            yield name, 2
        elif name == "img":
            yield _alternative(piece), 0


def _known_name(tag: str) -> str | None:
    found = _NAME.match(tag)
    name = found[1].lower() if found else ""
    return name if name in _known_tags() else None


@functools.cache
def _known_tags() -> frozenset[str]:
    from lxml.html import defs

    return frozenset(defs.tags) | {"bdi", "main", "picture", "template"}


def _alternative(tag: str) -> str:
    found = _ALT.search(tag)
    return html.unescape(next(filter(None, found.groups()), "")) if found else ""
