# ruff: noqa: E501 - patterns are easier to check on one line
"""Who wrote a comment and when, as its markup says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from classifier.segmenter.html.controls import is_furniture
from classifier.segmenter.html.dates import ISO, Dates, from_epoch
from classifier.segmenter.html.names import AUTHOR, PERSON_LINK, SAID_BY, WHEN, Names
from classifier.segmenter.html.outline import Outline, one_line
from classifier.segmenter.html.units import Unit

_SAYS = re.compile(
    r"\s*(?:\b(?:says?|said|wrote|writes|schrieb|sagt|meint|dit|a [eé]crit|dice|disse|zegt|pisze|commented|replied|пишет|сказал|yazdı|yazıb|գրել է)\b)?\s*(?:\b(?:on|at|am)\b|:|…|\.\.\.)?\s*$",
    re.I,
)
_LABEL = re.compile(
    r"^(?:from|by|posted by|author|name|user|von|verfasser|de|par|auteur|por|autor|от|автор|имя|yazan|ad|müəllif)\s*:\s*",
    re.I,
)
_HANDLE = re.compile(r"(?<=\S)\s+@[\w.@-]+$")
_EDGES = " ,:•·|-–—»"
_AUTHOR_KEYS = (
    "data-author",
    "data-comment-author",
    "author",
    "data-displayname",
    "data-author-name",
    "data-username",
    "data-user-name",
)
_EPOCH_NAME = Names(r"time|epoch|created|posted|date|^data-ts$")
_CREATED = re.compile(r"datecreated|datepublished|commenttime|published", re.I)
NOT_WHEN = re.compile(r"\b(?:joined|join date|registered|since|member|mitglied|seit|edited|modified)\b", re.I)


def author_of(page: Outline, dates: Dates, unit: Unit, parts: Sequence[int]) -> str | None:
    """Who wrote a comment: as its element says, its label, a part that is called so, or a link to a person."""
    top = page.elements[unit.top]
    for key in _AUTHOR_KEYS:
        if (top.get(key) or "").strip():
            return one_line(top.get(key))
    return _labelled(page, unit, parts) or _called(page, dates, parts) or _linked(page, dates, parts)


def _labelled(page: Outline, unit: Unit, parts: Sequence[int]) -> str | None:
    """The first text of a comment that its own label names."""
    label = page.elements[unit.top].get("aria-label") or ""
    said = SAID_BY.match(label)
    if said is None:
        return None
    texts = (page.own_text(part) for part in parts)
    return next((text for text in texts if len(text) > 1 and text in label[said.end() :]), None)


def _called(page: Outline, dates: Dates, parts: Sequence[int]) -> str | None:
    """The shortest way in which a part that is called after an author names one."""
    names: list[tuple[int, int, str]] = []
    for part in parts:
        element = page.elements[part]
        called = [*page.names(part), *(element.get("rel") or "").split()]
        if element.tag != "cite" and not any(map(AUTHOR, called)):
            continue
        first = (
            element.tag == "cite"
            or "fn" in called
            or element.get("itemprop") == "name"
            or element.get("property") == "schema:name"
        )
        text = next(_people(page, part), None) or page.text(part)
        text = bare_name(_SAYS.sub("", text))
        if may_name(text, dates):
            names.append((0 if first else 1, len(names), text))
    return min(names)[2] if names else None


def bare_name(text: str) -> str:
    """A name without what a page puts around it.

    Examples
    --------
    >>> bare_name("From: Ashot L., Kapan ·")
    'Ashot L., Kapan'
    >>> bare_name("Ann Bell @ann@valley.example")
    'Ann Bell'
    """
    return _HANDLE.sub("", _LABEL.sub("", text.strip(_EDGES)))


def may_name(text: str, dates: Dates) -> bool:
    """Whether a text is as short as a name, and no date."""
    named = len(text) > 2 or any(map(str.isalpha, text))
    return named and len(text) <= 60 and len(text.split()) <= 7 and not dates.shows(text)


def _people(page: Outline, part: int) -> Iterator[str]:
    """What links to people inside a part are called."""
    for number in range(part, page.last[part] + 1):
        element = page.elements[number]
        if element.tag == "a" and PERSON_LINK.search(element.get("href") or ""):
            text = page.text(number)
            if len(text) > 1 and not is_furniture(text):
                yield text


def _linked(page: Outline, dates: Dates, parts: Sequence[int]) -> str | None:
    """What a link to a person among the first words of a comment is called."""
    if not parts:
        return None
    start = page.words_before[page.first[parts[0]]]
    for part in parts:
        if page.words_before[page.first[part]] - start > 4:
            return None
        text = next(_people(page, part), "") if page.elements[part].tag == "a" else ""
        if may_name(text, dates):
            return text
    return None


def time_of(page: Outline, dates: Dates, unit: Unit, parts: Sequence[int]) -> str | None:
    """When a comment was written, as ISO 8601."""
    around = (unit.top, *parts)
    return _stamped(page, dates, around) or _written(page, dates, around, unit.when)


def _stamped(page: Outline, dates: Dates, parts: Sequence[int]) -> str | None:
    """A time that the markup holds for programs."""
    later = None
    for part in parts:
        element = page.elements[part]
        prop = element.get("itemprop") or ""
        stamp = element.get("datetime") or element.get("created") or ""
        if not stamp and _CREATED.search(prop):
            stamp = element.get("content") or ""
        if not stamp and (element.get("title") or "")[10:11] in ("T", " "):
            stamp = element.get("title")
        if ISO.match(stamp.strip()) and "odified" not in prop:
            return dates.find(stamp.strip())
        for key, value in element.items():
            if key.startswith("data-") and _EPOCH_NAME(key):
                later = later or from_epoch(value) or (dates.find(value) if ISO.match(value) else None)
    return later


def _written(page: Outline, dates: Dates, parts: Sequence[int], when: int | None) -> str | None:
    """A time that is written for people, or in what shows when one points at it."""
    called = [n for n in parts if any(map(WHEN, (*page.names(n), page.elements[n].tag)))]
    rest = [n for n in parts if page.elements[n].get("title") or page.elements[n].tag == "a"]
    for part in (*([] if when is None else [when]), *called, *rest):
        for text in (page.elements[part].get("title") or "", page.text(part)):
            if not 3 < len(text) < 120 or NOT_WHEN.search(text) or not dates.shows(text):
                continue
            found = dates.find(text)
            if found:
                return found
    return None
