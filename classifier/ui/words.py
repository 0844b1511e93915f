"""A comment's text with the words that decided it marked; nothing in the text is ever markup."""

from __future__ import annotations

import re
import unicodedata
from html import escape

from classifier.judge.explain import Explanation

#: How many words are marked at the most.
MARKED = 6

#: Smallest log-odds worth marking.
LEAST = 0.05

#: Marks on one letter; more would be drawn over other lines.
PILED = 6

# What turns the direction of writing, also of what stands beside it.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def tame(text: str) -> str:
    r"""Text that stays in its own place: it turns no writing beside it and is not drawn over other lines.

    Examples
    --------
    >>> tame("on\u202ee, t" + "\u0301" * 500 + "wo") == "one, t" + "\u0301" * PILED + "wo"
    True
    """
    return few_marks(_TURNING.sub("", text))


def few_marks(text: str) -> str:
    r"""Text without the marks of a letter that has too many of them.

    Examples
    --------
    >>> few_marks("é" + "\u0301" * 500) == "é" + "\u0301" * PILED
    True
    """
    kept, piled = [], 0
    for char in text:
        piled = piled + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if piled <= PILED:
            kept.append(char)
    return "".join(kept)


def text_html(text: str) -> str:
    """HTML of a text in a place of its own.

    Examples
    --------
    >>> text_html("<b>")
    '&lt;b&gt;'
    """
    return escape(few_marks(text))


def line_html(text: str) -> str:
    """HTML of a name or note that stands beside words of the page."""
    return escape(tame(text))


def without_pictures(markdown: str) -> str:
    r"""Markdown of which nothing is fetched: what would be a picture is shown as it is written.

    Examples
    --------
    >>> without_pictures("| 0.7 | ![x](https://example.org/x.png) |")
    '| 0.7 | \\!\\[x](https://example.org/x.png) |'
    """
    return markdown.replace("![", r"\!\[")


def telling_words(text: str, explanation: Explanation, label: int, most: int = MARKED) -> list[str]:
    """The words that speak most for a label, strongest first, each once.

    Examples
    --------
    >>> import numpy as np
    >>> two = Explanation([(0, 4), (5, 8)], np.array([[2.0, 0.0], [0.0, 1.0]]), np.zeros(2))
    >>> telling_words("good day", two, 0)
    ['good']
    """
    weights = explanation.for_label(label)
    order = sorted((n for n in range(len(weights)) if weights[n] >= LEAST), key=lambda n: -weights[n])
    words = [text[slice(*explanation.spans[n])] for n in order]
    return list(dict.fromkeys(words))[:most]


def marked_text(text: str, explanation: Explanation, label: int, colour: str) -> str:
    """HTML of a text, escaped, its most telling words underlined as strongly as they speak.

    Parameters
    ----------
    text : str
    explanation : Explanation
    label : int
        Position of the label the words are to speak for.
    colour : str
        Of the underline, as ``#rrggbb``.

    Examples
    --------
    >>> import numpy as np
    >>> one = Explanation([(0, 3)], np.array([[2.0, 0.0]]), np.zeros(2))
    >>> marked_text("<b>", one, 0, "#000000")
    '<div class="comment-text"><span style="..." title="+2.00">&lt;b&gt;</span></div>'
    """
    weights = explanation.for_label(label)
    top = sorted(range(len(weights)), key=lambda n: -weights[n])[:MARKED]
    strongest = max((weights[n] for n in top), default=0.0)
    pieces, at = [], 0
    for n in sorted(n for n in top if weights[n] >= LEAST):
        start, end = explanation.spans[n]
        width = 1 + round(3 * weights[n] / strongest)
        # Mixed with the colour of the writing, pale colours are seen on a light ground and dark ones on a dark one.
        style = f"border-bottom: {width}px solid color-mix(in srgb, {colour} 60%, currentColor)"
        pieces += [
            text_html(text[at:start]),
            f'<span style="{style}" title="+{weights[n]:.2f}">{text_html(text[start:end])}</span>',
        ]
        at = end
    pieces.append(text_html(text[at:]))
    return f'<div class="comment-text">{"".join(pieces)}</div>'
