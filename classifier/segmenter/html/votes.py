# ruff: noqa: E501 - patterns are easier to check on one line
"""Approvals of a comment less its disapprovals, as attributes, small numbers or words say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classifier.segmenter.html.controls import PARTS_OF_LINE, is_button
from classifier.segmenter.html.names import Names
from classifier.segmenter.html.outline import Outline
from classifier.segmenter.html.units import Unit

_NUMBER = re.compile(r"[+\-−–]?\s?\d{1,3}(?:[ ,.]\d{3})+|[+\-−–]?\s?\d+")
_SCORE = Names(
    r"(?:^|[-_])(?:score|points?|karma|total|votes?|vote-?count|v-total|rating-?value|upvotecount)(?:$|[-_])|plus-?minus"
)
_LIKE = Names(
    r"(?:^|[-_\s])(?:likes?|up|upvotes?|vote-?up|thumbs?-?up|plus|positive|recommend|recommends?|respect|reactions?|react|clap|good|helpful|begen|gefaellt|empfehl\w*|jaime|megusta|fav\w*|heart)(?:$|[-_\s])|likecount|reactionscount|upvote"
)
_DISLIKE = Names(
    r"(?:^|[-_\s])(?:dislikes?|down|downvotes?|vote-?down|thumbs?-?down|minus|negative|poor|bad)(?:$|[-_\s])|downvote"
)
_COUNT = Names(r"(?:^|[-_])count(?:$|[-_])")
_NO_COUNT = Names(
    r"repl|comments?(?:$|[-_]?(?:count|num|total))|share|child|post-?count|postcounter|page|view|reputation|num"
)
#: Attributes in which a stated score stands, and those that say in words what a button is for.
_STATED = frozenset(["score", "data-score", "data-comment-score", "data-vote-count", "data-votes", "data-likes"])
_LABELS = ("aria-label", "title")
#: Words of a line of buttons.
_MOST_OF_LINE = 24
_SAID_VOTES = re.compile(
    r"(?P<a>[+\-−]?\d+)\s*(?:points?|likes?|votes?|upvotes?|recs?|reactions?|people like this|people found this helpful|gefällt mir|j'aime|me gusta|mi piace|beğeni|лайк\w*)\b.{0,40}|"
    r"(?:like|likes|recommend|recommended|recommander|agree|helpful|useful|empfehlen|gefällt mir|j'aime|me gusta|beğen|нравится|bəyən|հավանել|score|[▲⬆👍♥❤↑])\s*[:(]?\s*(?P<b>[+\-−]?\d+)\)?\s*[▼⬇↓]?|(?P<c>[+\-−]\d+)",
    re.I,
)
_SAID_DISLIKES = re.compile(r"(?:[▼⬇👎↓]|dislikes?)\s*[:(]?\s*(?P<b>\d+)|(?P<a>\d+)\s*dislikes?", re.I)


def votes_of(page: Outline, unit: Unit, parts: Sequence[int]) -> int | None:
    """Approvals less disapprovals of a comment; None where nothing tells."""
    stated = _stated(page, (unit.top, *parts))
    if stated is not None:
        return stated
    likes = dislikes = None
    for part in _small(page, parts):
        value, names = whole_number(page.text(part)), page.names(part)
        if value is None or any(map(_NO_COUNT, names)):
            continue
        if any(map(_SCORE, names)):
            return value
        meant = _meant(page, part, unit.top)
        if meant == "against":
            dislikes = abs(value) if dislikes is None else dislikes
        elif meant == "for" and likes is None:
            likes = value
    if likes is None and dislikes is None:
        return _said(page, parts)
    return (likes or 0) - (dislikes or 0)


def _meant(page: Outline, part: int, top: int) -> str | None:
    """Whether a number counts those for or against, as the nearest of its names that tells says."""
    counts = False
    for number in (part, page.parent[part]):
        names = [*page.names(number), *_labels(page, number)]
        against, favour = any(map(_DISLIKE, names)), any(map(_LIKE, names))
        if against != favour:
            return "against" if against else "for"
        counts = counts or any(map(_COUNT, names))
        if number == top:
            break
    return "for" if counts or _is_beside_like(page, part) else None


def _is_beside_like(page: Outline, part: int) -> bool:
    """Whether a number follows a button without words, labelled as one by which to approve."""
    place = page.first[part] - 1
    while place >= 0 and page.pieces[place].isspace():
        place -= 1
    wordless = range(page.owner[place] + 1, part)
    return any(page.first[n] > place and any(map(_LIKE, _labels(page, n))) for n in wordless)


def _labels(page: Outline, number: int) -> list[str]:
    found = (page.elements[number].get(key) for key in _LABELS)
    return [label for label in found if label and len(label) < 40]


def _small(page: Outline, parts: Sequence[int]) -> Iterator[int]:
    """Parts with hardly more than a number in them."""
    for part in parts:
        if 0 < page.words(part) <= 3 and page.last[part] - part <= 3:
            yield part


def _stated(page: Outline, parts: Sequence[int]) -> int | None:
    """Votes that an attribute states."""
    for part in parts:
        element = page.elements[part]
        for key, value in element.items():
            found = whole_number(value) if key in _STATED else None
            if found is not None:
                return found
        if "unvoted" in page.tokens[part] and "score" in page.tokens[part]:
            return whole_number(element.get("title") or page.text(part))
        if element.get("itemprop") in ("upvoteCount", "userInteractionCount"):
            return whole_number(element.get("content") or element.get("data-value") or page.text(part))
    return None


def _said(page: Outline, parts: Sequence[int]) -> int | None:
    """Votes as a small part says them in words or signs."""
    likes = dislikes = None
    for part in parts:
        for text in (*_sayings(page, part), page.elements[part].get("aria-label") or ""):
            against, found = _SAID_DISLIKES.fullmatch(text), _SAID_VOTES.fullmatch(text)
            if against:
                dislikes = int(against["a"] or against["b"]) if dislikes is None else dislikes
            elif found and likes is None:
                likes = _signed(found["a"] or found["b"] or found["c"])
    return None if likes is None and dislikes is None else (likes or 0) - (dislikes or 0)


def _sayings(page: Outline, part: int) -> Sequence[str]:
    """The text of a small part, or what the bars of a line with a button in it divide, if it is in words."""
    words = page.words(part)
    text = page.text(part) if words <= _MOST_OF_LINE else ""
    pieces = PARTS_OF_LINE.split(text) if _NUMBER.search(text) else []
    if len(pieces) > 1 and any(map(is_button, pieces)):
        return [piece for piece in pieces if any(map(str.isalpha, piece))]
    return [text] if words <= 4 else []


def _signed(text: str) -> int:
    return int(re.sub(r"[\s,.]", "", text).replace("−", "-").replace("–", "-"))


def whole_number(text: str) -> int | None:
    """The number that a text is, with a word beside it at most.

    Examples
    --------
    >>> whole_number("+1,204 likes")
    1204
    """
    if len(text) > 30 or not any(map(str.isdigit, text)):
        return None
    found = _NUMBER.findall(text)
    words = re.sub(r"[\W\d_]+", " ", text).split()
    return _signed(found[0]) if len(found) == 1 and len(words) <= 1 else None
