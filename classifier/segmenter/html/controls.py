# ruff: noqa: E501 - patterns are easier to check on one line
"""Lines of what can be clicked around a comment."""

from __future__ import annotations

import re

from classifier.segmenter.bylines import byline_of
from classifier.segmenter.html.names import ANSWER, CONTROL

PARTS_OF_LINE = re.compile(r"\s*[|·•/]\s*|\s{2,}")

#: Buttons by which one word is enough.
_WORDS = re.compile(
    r"\b(?:reply|share|report|flag|quote|like|dislike|permalink|antworten|melden|teilen|zitieren|empfehlen|gefällt mir|répondre|signaler|partager|"
    r"responder|compartir|denunciar|me gusta|rispondi|condividi|segnala|odpowiedz|zgłoś|ответить|цитировать|пожаловаться|поделиться|нравится|"
    r"cevapla|yanıtla|beğen|şikayet et|paylaş|cavabla|bəyən|պատասխանել|հավանել|პასუხი|відповісти|поскаржитися|پاسخ|הגב)\b",
    re.I,
)


def is_furniture(line: str) -> bool:
    """Whether each part of a line is something to click."""
    return all(is_button(part) for part in PARTS_OF_LINE.split(line) if part)


def _all_words(text: str) -> bool:
    """Whether nothing but names of buttons, one after another, and counts are in a text."""
    rest, found = _WORDS.subn(" ", text)
    return found > 1 and not any(map(str.isalpha, rest))


def is_button(text: str) -> bool:
    """Whether a text is something to click, or a count beside it."""
    if ANSWER.fullmatch(text) or CONTROL.fullmatch(text) or _all_words(text):
        return True
    found = byline_of(text)
    return found is not None and found.kind == "button"
