# ruff: noqa: E501 - patterns are easier to check on one line
"""What is inside one comment: its text, author, time and votes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from classifier.records import believable
from classifier.segmenter.bylines import Byline, byline_of
from classifier.segmenter.html.dates import ISO, Dates, from_epoch
from classifier.segmenter.html.names import (
    ANSWER,
    AUTHOR,
    CONTROL,
    META,
    SIGNATURE,
    SURE_TEXT,
    TEXT,
    TEXT_PROPS,
    WHEN,
    Names,
    kind_of,
)
from classifier.segmenter.html.outline import Outline, one_line
from classifier.segmenter.html.repeats import end_of
from classifier.segmenter.html.units import Unit

_SAYS = re.compile(
    r"\s*(?:\b(?:says?|said|wrote|writes|schrieb|sagt|meint|dit|a [eé]crit|dice|disse|zegt|pisze|commented|replied|пишет|сказал|yazdı|yazıb|գրել է)\b)?\s*(?:\b(?:on|at|am)\b|:|…|\.\.\.)?\s*$",
    re.I,
)
_ABOUT_TAGS = frozenset(["time", "form", "button", "nav", "footer", "header", "img", "menu", "h1", "h2"])
_EPOCH_NAME = Names(r"time|epoch|created|posted|date")
_CREATED = re.compile(r"datecreated|datepublished|commenttime|published", re.I)
_NOT_WHEN = re.compile(r"\b(?:joined|join date|registered|since|member|mitglied|seit|edited|modified)\b", re.I)
_SIGNATURE_LINE = re.compile(r"_{5,}|-{2,}\s*|—{2,}")
_PARTS_OF_LINE = re.compile(r"\s*[|·•/]\s*|\s{2,}")
_TITLES = frozenset(("h3", "h4", "h5", "h6"))
_FURNITURE_LENGTH = 40
_NUMBER = re.compile(r"[+\-−–]?\s?\d{1,3}(?:[ ,.]\d{3})+|[+\-−–]?\s?\d+")

_SCORE = Names(
    r"(?:^|[-_])(?:score|points?|karma|total|votes?|vote-?count|v-total|rating-?value|upvotecount)(?:$|[-_])"
)
_LIKE = Names(
    r"(?:^|[-_])(?:likes?|up|upvotes?|vote-?up|thumbs?-?up|plus|positive|recommend|recommends?|respect|reaction|react|good|begen|gefaellt|empfehl\w*|jaime|megusta|fav\w*|heart|count)(?:$|[-_])|likecount|reactionscount|upvote"
)
_DISLIKE = Names(
    r"(?:^|[-_])(?:dislikes?|down|downvotes?|vote-?down|thumbs?-?down|minus|negative|poor|bad)(?:$|[-_])|downvote"
)
_NO_COUNT = Names(r"repl|comment|share|child|post-?count|postcounter|page|view|reputation|num")
_VOTE_KEYS = frozenset(["score", "data-score", "data-comment-score", "data-vote-count", "data-votes", "data-likes"])
_SAID_VOTES = re.compile(
    r"(?P<a>[+\-−]?\d+)\s*(?:points?|likes?|votes?|upvotes?|recs?|people like this|gefällt mir|j'aime|me gusta|mi piace|beğeni|лайк\w*)\b|"
    r"(?:like|likes|recommend|recommended|empfehlen|gefällt mir|j'aime|me gusta|beğen|нравится|bəyən|հավանել|score|[▲⬆👍♥❤↑])\s*[:(]?\s*(?P<b>[+\-−]?\d+)\)?|(?P<c>[+\-−]\d+)",
    re.I,
)
_SAID_DISLIKES = re.compile(r"(?:[▼⬇👎↓]|dislikes?)\s*[:(]?\s*(?P<b>\d+)|(?P<a>\d+)\s*dislikes?", re.I)


class Reader:
    """Reads the parts of comments on one page."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.dates = dates

    def fill(self, units: Sequence[Unit]) -> None:
        """Give each unit its text, author, time and votes."""
        said = [self._fill(unit) for unit in units]
        furniture = _repeated_lines(said)
        for unit, lines in zip(units, said, strict=True):
            kept = [line for line in lines if _shape(line) not in furniture] or lines
            unit.text = "\n".join(self._without_bylines(unit, kept)).strip()
        self._agree_on_authors(units)

    def _agree_on_authors(self, units: Sequence[Unit]) -> None:
        """Where comments begin with their author's name, one that is like no name is still one."""
        first = [self._first_piece(unit) for unit in units]
        usual = Counter(kind for unit, (kind, text) in zip(units, first, strict=True) if text and unit.author == text)
        kind, count = usual.most_common(1)[0] if usual else ((), 0)
        for unit, (own, text) in zip(units, first, strict=True):
            if own != kind or unit.author is not None or not text or count < 0.4 * len(units) or len(text) > 60:
                continue
            unit.author = text
            head, _, rest = unit.text.partition("\n")
            if head == text and rest:
                unit.text = rest

    def _first_piece(self, unit: Unit) -> tuple[tuple[str, ...], str]:
        """The first text of a comment, and what kind of element it stands in."""
        page = self.page
        for place in range(page.first[unit.top], min(page.first[unit.top] + 30, end_of(page, unit))):
            text = one_line(page.pieces[place]).strip(" ,:•·|-–—")
            if text:
                owner = page.owner[place]
                return (page.elements[owner].tag, kind_of(page.tokens[owner])), text
        return (), ""

    def parts(self, unit: Unit) -> Iterator[int]:
        """Elements of a comment without those of the comments nested in it."""
        number = unit.top + (self.page.last[unit.top] >= unit.bottom)
        for inner in unit.nested:
            yield from range(number, inner.top)
            number = max(number, inner.bottom + 1)
        yield from range(number, unit.bottom + 1)

    def _fill(self, unit: Unit) -> list[str]:
        parts = list(self.parts(unit))
        unit.author = self._author(unit, parts)
        unit.posted_at = self._time(unit, parts)
        unit.votes = believable(self._votes(unit, parts))
        page = self.page
        about = sorted({part for part in parts if self._is_about(part)})
        text = self._text_part(parts, about)
        if text is not None:
            self._learn_around(unit, text)
            unit.called = True
            return [
                *self._title(unit, text, parts, about),
                *page.lines(page.first[text], page.end[text], self._spans(unit, about)),
            ]
        self._learn_from(unit, parts, about)
        return page.lines(page.first[unit.top], end_of(page, unit), self._spans(unit, about))

    def _title(self, unit: Unit, text: int, parts: Sequence[int], about: Sequence[int]) -> list[str]:
        """The heading that a reader has given a comment."""
        page = self.page
        for part in _outside(page, [n for n in parts if n < text and page.elements[n].tag in _TITLES], about):
            title, found = page.text(part), self.dates.byline(page.text(part))
            if title and title != unit.author and found is None and not title.lower().startswith("re:"):
                return [] if page.holds(part, text) or page.text(text).startswith(title.rstrip(" .…")) else [title]
        return []

    def _learn_around(self, unit: Unit, text: int) -> None:
        """Take author and time from the lines before and after a text, where no part is called so."""
        page = self.page
        if unit.author is not None and unit.posted_at is not None:
            return
        self._first_name(unit, text)
        nested = self._spans(unit, ())
        before = page.lines(page.first[unit.top], page.first[text], nested)
        after = page.lines(page.end[text], end_of(page, unit), nested)
        for line in (*before[:6], *after[:6]):
            if not _is_furniture(line) and not _NOT_WHEN.search(line):
                self._learn(unit, self.dates.byline(line), line)

    def _first_name(self, unit: Unit, text: int) -> None:
        """Take the author from the first part before a text that holds what can be a name alone."""
        for part in range(unit.top + 1, text):
            if unit.author is not None:
                return
            own = self.page.own_text(part)
            found = self.dates.byline(own) if own and not _is_furniture(own) else None
            if found is not None and found.kind == "name" and not self.page.holds(part, text):
                unit.author = found.author

    def _learn_from(self, unit: Unit, parts: Sequence[int], about: Sequence[int]) -> None:
        """Take author and time from the lines of parts that are about a comment."""
        for part in about:
            if self.page.words(part) <= 16 and (unit.author is None or unit.posted_at is None):
                line = self.page.text(part)
                if not _is_furniture(line) and not _NOT_WHEN.search(line):
                    self._learn(unit, self.dates.byline(line), line)

    def _spans(self, unit: Unit, about: Sequence[int]) -> list[tuple[int, int]]:
        page = self.page
        spans = [(page.first[part], page.end[part]) for part in about]
        spans += [(page.first[inner.top], end_of(page, inner)) for inner in unit.nested]
        return sorted(spans)

    def _text_part(self, parts: Sequence[int], about: Sequence[int]) -> int | None:
        """The part that is called the text, where it holds most of what is not about the comment."""
        page = self.page
        called = [n for n in parts if any(TEXT(name) or name in TEXT_PROPS for name in page.names(n))]
        called = [n for n in _outside(page, called, about) if page.words(n) and not self._any_inside(n, about)]
        best = max(called, key=page.words, default=None)
        if best is None:
            return None
        sure = any(SURE_TEXT(name) for name in page.names(best))
        return best if sure or page.words(best) >= 0.5 * self._words_of(parts, about) else None

    def _any_inside(self, part: int, about: Sequence[int]) -> bool:
        at = bisect_left(about, part + 1)
        inside = about[at : bisect_left(about, self.page.last[part] + 1)]
        return any(self.page.elements[other].tag not in ("button", "img") for other in inside)

    def _words_of(self, parts: Sequence[int], about: Sequence[int]) -> int:
        """Words of a comment that are in no part about it."""
        page = self.page
        kept = _outside(page, [n for n in parts if page.last[n] == n or page.elements[n].text], about)
        return sum(len(page.own_text(n).split()) for n in kept)

    def _is_about(self, part: int) -> bool:
        """Whether a part is about a comment rather than of it."""
        element, page = self.page.elements[part], self.page
        if element.tag == "form" or element.get("role") == "button":
            return not any(TEXT(name) for n in range(part, page.last[part] + 1) for name in page.tokens[n])
        if element.tag in _ABOUT_TAGS:
            return element.tag not in ("header", "footer") or page.words(part) < 40 or not self._holds_prose(part)
        if element.tag == "cite":
            return page.words(part) < 10
        names = page.names(part)
        if TEXT_PROPS.intersection(names):
            return False
        if any(map(SIGNATURE, names)):
            return not any(map(SURE_TEXT, names))
        if not any(map(META, names)):
            return False
        return not self._holds_prose(part)

    def _holds_prose(self, part: int) -> bool:
        """Whether a part called after what surrounds a text holds the text."""
        page = self.page
        inner = [n for n in range(part + 1, page.last[part] + 1) if page.words(n)]
        if any(SURE_TEXT(name) for n in inner for name in page.names(n)):
            return True
        return page.words(part) > 8 and any(
            page.elements[n].tag == "p" or any(TEXT(name) or name in TEXT_PROPS for name in page.names(n))
            for n in inner
        )

    def _without_bylines(self, unit: Unit, lines: list[str]) -> list[str]:
        """Lines without those at either end that say who and when, or what can be clicked."""
        lines = _before_signature(lines)
        while lines:
            found = self.dates.byline(lines[0])
            if unit.called and not (
                unit.author is None and found is not None and found.kind == "dated" and found.author
            ):
                break
            if not self._is_head(unit, found, lines):
                break
            self._learn(unit, found, lines[0])
            lines = lines[1:]
        while len(lines) > 1 and self._is_foot(unit, lines[-1]):
            self._learn(unit, self.dates.byline(lines[-1]), lines[-1])
            lines = lines[:-1]
        return lines

    def _is_head(self, unit: Unit, found: Byline | None, lines: Sequence[str]) -> bool:
        """Whether the first of some lines is about the comment."""
        line = lines[0]
        if _is_furniture(line) or (line.lower().startswith("re:") and len(lines) > 1):
            return True
        if len(lines) > 1 and line.strip(" ,:•·|-–—") == unit.author:
            return True
        if len(lines) > 2 and unit.author is None and self._names_who(lines):
            unit.author = line.strip(" ,:•·|-–—")
            return True
        return found is not None and self._heads(unit, found, lines)

    def _names_who(self, lines: Sequence[str]) -> bool:
        """Whether a short line stands right above one with a date alone."""
        below = self.dates.byline(lines[1])
        dated = below is not None and below.kind == "dated" and not below.author
        return dated and len(lines[0].split()) <= 6 and len(lines[0]) <= 50 and not self.dates.shows(lines[0])

    def _is_foot(self, unit: Unit, line: str) -> bool:
        if all(_is_button(part) or self._is_moment(part) for part in _PARTS_OF_LINE.split(line) if part):
            return not unit.called or _is_furniture(line)
        found = self.dates.byline(line)
        return not unit.called and found is not None and found.kind not in ("name", "header")

    def _is_moment(self, text: str) -> bool:
        found = self.dates.byline(text)
        return found is not None and found.kind == "dated" and not found.author

    def _heads(self, unit: Unit, found: Byline, lines: Sequence[str]) -> bool:
        if found.kind == "header":
            return False
        if found.kind == "name":
            return found.author == unit.author or (unit.author is None and len(lines) > 1)
        return len(lines) > 1 or found.kind == "dated"

    def _learn(self, unit: Unit, found: Byline | None, line: str) -> None:
        if found is None:
            return
        unit.author = unit.author or found.author
        unit.posted_at = unit.posted_at or self.dates.find(line)

    def _author(self, unit: Unit, parts: Sequence[int]) -> str | None:
        """Who wrote a comment: as its element says, else the shortest way in which a part called so does."""
        top = self.page.elements[unit.top]
        for key in ("data-author", "data-comment-author", "author"):
            if (top.get(key) or "").strip():
                return one_line(top.get(key))
        names: list[tuple[int, int, str]] = []
        for part in parts:
            element = self.page.elements[part]
            called = [*self.page.names(part), *(element.get("rel") or "").split()]
            if element.tag != "cite" and not any(map(AUTHOR, called)):
                continue
            first = (
                element.tag == "cite"
                or "fn" in called
                or element.get("itemprop") == "name"
                or element.get("property") == "schema:name"
            )
            text = _SAYS.sub("", self.page.text(part)).strip(" ,:•·|-–—»")
            if 0 < len(text) <= 60 and len(text.split()) <= 7 and not self.dates.shows(text):
                names.append((0 if first else 1, len(names), text))
        return min(names)[2] if names else None

    def _time(self, unit: Unit, parts: Sequence[int]) -> str | None:
        around = (unit.top, *parts)
        return self._stamped(around) or self._written(around, unit.when)

    def _stamped(self, parts: Sequence[int]) -> str | None:
        """A time that the markup holds for programs."""
        later = None
        for part in parts:
            element = self.page.elements[part]
            prop = element.get("itemprop") or ""
            stamp = element.get("datetime") or element.get("created") or ""
            if not stamp and _CREATED.search(prop):
                stamp = element.get("content") or ""
            if not stamp and (element.get("title") or "")[10:11] in ("T", " "):
                stamp = element.get("title")
            found = ISO.match(stamp.strip())
            if found and "odified" not in prop:
                return self.dates.find(found[0])
            for key, value in element.items():
                if key.startswith("data-") and _EPOCH_NAME(key):
                    later = later or from_epoch(value) or (self.dates.find(value) if ISO.match(value) else None)
        return later

    def _written(self, parts: Sequence[int], when: int | None) -> str | None:
        """A time that is written for people, or in what shows when one points at it."""
        page = self.page
        called = [n for n in parts if any(map(WHEN, (*page.names(n), page.elements[n].tag)))]
        rest = [n for n in parts if page.elements[n].get("title") or page.elements[n].tag == "a"]
        for part in (*([] if when is None else [when]), *called, *rest):
            for text in (page.elements[part].get("title") or "", page.text(part)):
                if not 3 < len(text) < 120 or _NOT_WHEN.search(text) or not self.dates.shows(text):
                    continue
                found = self.dates.find(text)
                if found:
                    return found
        return None

    def _votes(self, unit: Unit, parts: Sequence[int]) -> int | None:
        """Approvals less disapprovals."""
        score = self._stated_score(unit, parts)
        if score is not None:
            return score
        likes = dislikes = None
        for part in self._small(parts):
            names, text = self.page.names(part), self.page.text(part)
            value = _whole_number(text)
            if value is None or any(map(_NO_COUNT, names)):
                continue
            around = [*names, *self.page.names(self.page.parent[part])]
            if any(map(_DISLIKE, around)):
                dislikes = abs(value) if dislikes is None else dislikes
            elif any(map(_SCORE, names)):
                return value
            elif likes is None and any(map(_LIKE, around)):
                likes = value
        if likes is None and dislikes is None:
            return self._said_votes(parts)
        return (likes or 0) - (dislikes or 0)

    def _small(self, parts: Sequence[int]) -> Iterator[int]:
        """Parts with hardly more than a number in them."""
        for part in parts:
            if 0 < self.page.words(part) <= 3 and self.page.last[part] - part <= 3:
                yield part

    def _stated_score(self, unit: Unit, parts: Sequence[int]) -> int | None:
        """Votes that an attribute states."""
        for part in (unit.top, *parts):
            element = self.page.elements[part]
            for key, value in element.items():
                found = _whole_number(value) if key in _VOTE_KEYS else None
                if found is not None:
                    return found
            if "unvoted" in self.page.tokens[part] and "score" in self.page.tokens[part]:
                return _whole_number(element.get("title") or self.page.text(part))
            if element.get("itemprop") in ("upvoteCount", "userInteractionCount"):
                return _whole_number(element.get("content") or element.get("data-value") or self.page.text(part))
        return None

    def _said_votes(self, parts: Sequence[int]) -> int | None:
        """Votes as a small part says them in words or signs."""
        likes = dislikes = None
        for part in parts:
            if self.page.words(part) > 4:
                continue
            for text in (self.page.text(part), self.page.elements[part].get("aria-label") or ""):
                against, found = _SAID_DISLIKES.fullmatch(text), _SAID_VOTES.fullmatch(text)
                if against:
                    dislikes = int(against["a"] or against["b"]) if dislikes is None else dislikes
                elif found and likes is None:
                    likes = _signed(found["a"] or found["b"] or found["c"])
        return None if likes is None and dislikes is None else (likes or 0) - (dislikes or 0)


def _outside(page: Outline, parts: Sequence[int], about: Sequence[int]) -> list[int]:
    """Parts that stand in none of those about a comment."""
    kept, last, at = [], -1, 0
    for part in parts:
        while at < len(about) and about[at] <= part:
            last = max(last, page.last[about[at]])
            at += 1
        if part > last:
            kept.append(part)
    return kept


def _signed(text: str) -> int:
    return int(re.sub(r"[\s,.]", "", text).replace("−", "-").replace("–", "-"))


def _whole_number(text: str) -> int | None:
    """The number that a text is, with a word beside it at most."""
    if len(text) > 30 or not any(map(str.isdigit, text)):
        return None
    found = _NUMBER.findall(text)
    words = re.sub(r"[\W\d_]+", " ", text).split()
    return _signed(found[0]) if len(found) == 1 and len(words) <= 1 else None


def _shape(line: str) -> str:
    return re.sub(r"\d+", "9", line)


def _repeated_lines(said: Sequence[list[str]]) -> set[str]:
    """Short lines that most comments of a page have: what the site puts there."""
    if len(said) < 3:
        return set()
    counts = Counter(shape for lines in said for shape in {_shape(x) for x in lines if len(x) <= _FURNITURE_LENGTH})
    return {shape for shape, count in counts.items() if count >= max(3, 0.4 * len(said))}


def _is_furniture(line: str) -> bool:
    """Whether each part of a line is something to click."""
    return all(_is_button(part) for part in _PARTS_OF_LINE.split(line) if part)


def _is_button(text: str) -> bool:
    if ANSWER.fullmatch(text) or CONTROL.fullmatch(text):
        return True
    found = byline_of(text)
    return found is not None and found.kind == "button"


def _before_signature(lines: list[str]) -> list[str]:
    """Lines above a rule that a board draws over what its members sign with."""
    for place, line in enumerate(lines):
        if place and len(lines) - place <= 6 and _SIGNATURE_LINE.fullmatch(line):
            return lines[:place]
    return lines
