"""What is inside one comment: its text, author, time and votes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from classifier.records import believable
from classifier.segmenter.html.columns import name_column
from classifier.segmenter.html.controls import is_furniture
from classifier.segmenter.html.credit import author_of, bare_name, time_of
from classifier.segmenter.html.dates import Dates
from classifier.segmenter.html.edges import Edges
from classifier.segmenter.html.names import (
    META,
    SIGNATURE,
    SURE_TEXT,
    TEXT,
    TEXT_PROPS,
)
from classifier.segmenter.html.outline import Outline, one_line
from classifier.segmenter.html.quotes import is_quoted
from classifier.segmenter.html.threads import leads_up
from classifier.segmenter.html.units import Unit, end_of
from classifier.segmenter.html.votes import votes_of

_ABOUT_TAGS = frozenset(["time", "form", "button", "nav", "footer", "header", "img", "menu", "h1", "h2"])
_TITLES = frozenset(("h3", "h4", "h5", "h6"))
_FURNITURE_LENGTH = 40
_COUNT = re.compile(r"\(\d+\)")
#: Parts among which the one that names the author stands, where it stands first.
_SIGNED = 15


class Reader:
    """Reads the parts of comments on one page."""

    def __init__(self, page: Outline, dates: Dates) -> None:
        self.page = page
        self.dates = dates
        self.edges = Edges(dates)
        self.signed: set[int] = set()
        self.counts: set[str] = set()

    def fill(self, units: Sequence[Unit]) -> None:
        """Give each unit its text, author, time and votes."""
        parts = [list(self.parts(unit)) for unit in units]
        self._take_authors(units, parts)
        about = [sorted(self._about(unit, own)) for unit, own in zip(units, parts, strict=True)]
        self.counts = _repeated_lines([self._counts(own) for own in about])
        texts = self._text_parts(parts, about)
        said = [self._fill(*each) for each in zip(units, parts, about, texts, strict=True)]
        usual = _repeated_lines(said)
        for unit, lines in zip(units, said, strict=True):
            for line in lines:
                if _shape(line) in usual:
                    self.edges.learn(unit, line)
            kept = [line for line in lines if _shape(line) not in usual] or lines
            unit.text = "\n".join(self.edges.trimmed(unit, kept)).strip()
        self._agree_on_authors(units)

    def _take_authors(self, units: Sequence[Unit], parts: Sequence[Sequence[int]]) -> None:
        for unit, own in zip(units, parts, strict=True):
            unit.author = author_of(self.page, self.dates, unit, own)
            self.signed.update(islice((part for part in own[:_SIGNED] if self.page.text(part) == unit.author), 1))
        if sum(unit.author is None for unit in units) > 0.6 * len(units):
            self._take_column(units)

    def _take_column(self, units: Sequence[Unit]) -> None:
        """Take authors from the part of each unit that could hold a name, where one is the same in all."""
        for unit, part in name_column(self.page, self.dates, units).items():
            unit.author = bare_name(self.page.text(part))
            self.signed.add(part)

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
                return (page.elements[owner].tag, page.kind(owner)), text
        return (), ""

    def parts(self, unit: Unit) -> Iterator[int]:
        """Elements of a comment without those of the comments nested in it."""
        number = unit.top + (self.page.last[unit.top] >= unit.bottom)
        for inner in unit.nested:
            yield from range(number, inner.top)
            number = max(number, inner.bottom + 1)
        yield from range(number, unit.bottom + 1)

    def _text_parts(self, parts: Sequence[Sequence[int]], about: Sequence[Sequence[int]]) -> list[int | None]:
        """Of each comment the part that is its text; what is so in most is so in all."""
        found = [self._text_part(own, beside) for own, beside in zip(parts, about, strict=True)]
        kinds = Counter(self._kind(text) for text in found if text is not None)
        kind, count = kinds.most_common(1)[0] if kinds else (("", ""), 0)
        if not kind[1] or count == len(found) or count <= 0.5 * len(found):
            return found
        alike = ((n for n in own if self._kind(n) == kind and self.page.words(n)) for own in parts)
        return [next(same, None) if text is None else text for text, same in zip(found, alike, strict=True)]

    def _kind(self, part: int) -> tuple[str, str]:
        return self.page.elements[part].tag, self.page.kind(part)

    def _fill(self, unit: Unit, parts: Sequence[int], about: Sequence[int], text: int | None) -> list[str]:
        unit.posted_at = time_of(self.page, self.dates, unit, parts)
        unit.votes = believable(votes_of(self.page, unit, parts))
        page = self.page
        if text is not None:
            self._learn_around(unit, text)
            unit.called = True
            return [
                *self._title(unit, text, parts, about),
                *page.lines(page.first[text], page.end[text], self._spans(unit, about)),
            ]
        self._learn_from(unit, parts, about)
        return page.lines(page.first[unit.top], end_of(page, unit), self._spans(unit, about))

    def _about(self, unit: Unit, parts: Sequence[int]) -> set[int]:
        """Parts that are about a comment; a quotation is one where something is said beside it."""
        page = self.page
        about = {part for part in parts if self._is_about(part)}
        quotes = {part for part in about if page.elements[part].tag == "blockquote"}
        rest = self._words_of(parts, sorted(about)) if quotes else 1
        return about if rest else about - quotes

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
        self.edges.name_above_date(unit, before)
        for line in (*before[:6], *after[:6]):
            self.edges.learn(unit, line)

    def _first_name(self, unit: Unit, text: int) -> None:
        """Take the author from the first part before a text that holds what can be a name alone."""
        for part in range(unit.top + 1, text):
            if unit.author is not None:
                return
            own = self.page.own_text(part)
            found = self.dates.byline(own) if own and not is_furniture(own) else None
            if found is not None and found.kind == "name" and not self.page.holds(part, text):
                unit.author = found.author

    def _learn_from(self, unit: Unit, parts: Sequence[int], about: Sequence[int]) -> None:
        """Take author and time from the lines of parts that are about a comment."""
        for part in about:
            text = self.page.text(part)
            words = sum(any(map(str.isalnum, word)) for word in text.split())
            if words <= 16 and (unit.author is None or unit.posted_at is None) and _shape(text) not in self.counts:
                self.edges.learn(unit, text)

    def _counts(self, about: Sequence[int]) -> list[str]:
        """Texts of parts about a comment that hold a number in brackets and no date."""
        texts = (self.page.text(part) for part in about if self.page.words(part) < _FURNITURE_LENGTH)
        return [text for text in texts if _COUNT.search(text) and not self.dates.shows(text)]

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
        if part in self.signed:
            return True
        if element.tag == "form" or element.get("role") == "button":
            return not any(TEXT(name) for n in range(part, page.last[part] + 1) for name in page.tokens[n])
        if element.tag in _ABOUT_TAGS:
            return element.tag not in ("header", "footer") or page.words(part) < 40 or not self._holds_prose(part)
        if element.tag == "cite" or leads_up(page, part):
            return page.words(part) < 10
        if element.tag == "blockquote" and is_quoted(page, part):
            return True
        names = page.names(part)
        if TEXT_PROPS.intersection(names):
            return False
        if any(map(SIGNATURE, names)):
            return not any(map(SURE_TEXT, names))
        if not any(META(name) and not TEXT(name) for name in names):
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


def _shape(line: str) -> str:
    return re.sub(r"\d+", "9", line)


def _repeated_lines(said: Sequence[list[str]]) -> set[str]:
    """Short lines that most comments of a page have: what the site puts there."""
    if len(said) < 3:
        return set()
    counts = Counter(shape for lines in said for shape in {_shape(x) for x in lines if len(x) <= _FURNITURE_LENGTH})
    return {shape for shape, count in counts.items() if count >= max(3, 0.4 * len(said))}
