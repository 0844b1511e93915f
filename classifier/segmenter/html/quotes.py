"""Quotations in a comment of what another reader has said."""

from __future__ import annotations

from classifier.segmenter.bylines import SAYS
from classifier.segmenter.html.names import Names
from classifier.segmenter.html.outline import Outline

_WHOSE = Names(r"(?:^|[-_])(?:citation|attribution|source|author|cite|quotee|header|title)(?:$|[-_])")


def is_quoted(page: Outline, part: int) -> bool:
    """Whether a quotation says whose words it holds.

    Examples
    --------
    >>> from classifier.segmenter.html.outline import parsed
    >>> def quoted(markup):
    ...     page = Outline(parsed(markup))
    ...     return is_quoted(page, next(n for n in range(len(page)) if page.elements[n].tag == "blockquote"))
    >>> quoted("<div><blockquote><div>Ann said:</div><p>Never.</p></blockquote>Why not?</div>")
    True
    >>> quoted("<div><blockquote><p>The bridge was shut.</p></blockquote>Why?</div>")
    False
    """
    if any(
        "quote" in key or "author" in key
        for key, value in page.elements[part].items()
        if value and key[:5] == "data-"
    ):
        return True
    if any(map(_WHOSE, (name for n in range(part + 1, page.last[part] + 1) for name in page.names(n)))):
        return True
    lines = page.lines(page.first[part], page.end[part])
    return len(lines) > 1 and SAYS.match(lines[0]) is not None
