"""Lines of what can be clicked around a comment."""

from __future__ import annotations

import re

from classifier.segmenter.bylines import byline_of
from classifier.segmenter.html.names import ANSWER, CONTROL

PARTS_OF_LINE = re.compile(r"\s*[|·•/]\s*|\s{2,}")


def is_furniture(line: str) -> bool:
    """Whether each part of a line is something to click."""
    return all(is_button(part) for part in PARTS_OF_LINE.split(line) if part)


def is_button(text: str) -> bool:
    """Whether a text is something to click, or a count beside it."""
    if ANSWER.fullmatch(text) or CONTROL.fullmatch(text):
        return True
    found = byline_of(text)
    return found is not None and found.kind == "button"
