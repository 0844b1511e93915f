# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
"""The lines beneath the seam as comments: which lines belong together, who wrote them, whom they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from classifier.segmenter.bylines import BUTTON, HEADER
from classifier.segmenter.page import Page

_CONTINUES = re.compile(r"[,:;–—-]\s*$")
_REPLY_TO = re.compile(
    r"(?:\b(?:in reply to|replying to(?: a comment from)?|antwort auf|en r[eé]ponse [aà])|@|↪|→)\s*:?\s*(?P<who>[^/|,:]{2,40})",
    re.I,
)
_ADDRESSED = re.compile(r"^@?(?P<who>[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,2})\s*[,:–—-]")
_AFTER = re.compile(
    r"\W{0,3}(?:leave a (?:comment|reply)|post a comment|add (?:a|your) comment|comments? (?:are|is|have been) closed|newer post|older post|previous|next|"
    r"your (?:name|email|comment)|name|e-?mail|website|submit|copyright\b.*|©.*|all rights reserved.*|powered by.*|subscribe to:?.*)\W{0,3}",
    re.I,
)


#: What speaks for joining a line to the one above.
SAME_BYLINE = "no byline stands between them"
SAME_BLOCK = "no line is left blank between them, as between other comments of the page"
GOES_ON = "the line above does not end its sentence"
#: Letters a quotation must have to be looked for in the comments above.
QUOTED = 25
#: How much of a line is looked at for a quotation.
LONGEST_QUOTED = 1000

_QUOTATION = re.compile(r"^\s*(?:>+\s*(?P<mail>.+)|[\"“„«‘'](?P<marks>[^\"”“»]{10,})[\"”“»’'…])")


@dataclass(slots=True)
class Voice:
    """One comment as rows of the page: the lines about it and the lines of it.

    Attributes
    ----------
    about, said : list of int
        Rows of bylines and buttons, and rows of text.
    author, posted_at : str or None
    answers : int or None
        Which of the comments above it answers.
    joined : list of tuple of int and str
        Rows of text that were joined to the row above, each with what speaks for it.
    """

    about: list[int]
    said: list[int]
    author: str | None = None
    posted_at: str | None = None
    answers: int | None = None
    joined: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> list[int]:
        """All rows, in order."""
        return sorted(self.about + self.said)


def voices(page: Page, first: int) -> tuple[list[Voice], list[int]]:
    """Comments beneath a seam.

    Parameters
    ----------
    page : Page
    first : int
        Row of the first line beneath the seam.

    Returns
    -------
    comments : list of Voice
        In page order; together with `others` they cover every row from `first` on.
    others : list of int
        Rows that belong to no comment, such as a header or the form beneath the last one.
    """
    rows = list(range(first, len(page.lines)))
    others = _beside(page, rows)
    rows = [row for row in rows if row not in others]
    if not rows:
        return [], sorted(others)
    about = _byline_rows(page, rows)
    found = _by_bylines(page, rows, about) if about else _by_lines(page, rows)
    for voice in found:
        _sign(page, voice)
        if about:
            voice.joined = [(row, SAME_BYLINE) for row in voice.said[1:]]
    _thread(page, found)
    return found, sorted(others)


def _beside(page: Page, rows: Sequence[int]) -> set[int]:
    """A header above the first comment, and what follows the last one."""
    beside = set()
    if len(rows) > 1 and HEADER.fullmatch(page.lines[rows[0]].strip()):
        beside.add(rows[0])
    for row in reversed(rows[1:]):
        if not _AFTER.fullmatch(page.lines[row].strip()):
            break
        beside.add(row)
    return beside


def _byline_rows(page: Page, rows: Sequence[int]) -> set[int]:
    """Rows of bylines; empty where they are too few to divide the lines by."""
    kinds = {row: _kind(page, row) for row in rows}
    strong = {row for row in rows if kinds[row] in ("dated", "says")}
    about = set(strong)
    for row in rows:
        beside = {row - 1, row + 1}
        if kinds[row] == "button" or (
            kinds[row] == "name" and beside & strong and _completes(page, row, beside & strong)
        ):
            about.add(row)
    if len(strong) * 40 >= len(rows) and (rows[0] in about or len(strong) > 1):
        return about
    names = {row for row in rows if kinds[row] == "name"}
    if rows[0] in names and len(names) * 12 >= len(rows) and _apart(names):
        return names | {row for row in rows if kinds[row] == "button"}
    return set()


def _completes(page: Page, row: int, beside: set[int]) -> bool:
    """Whether a row that may be a name stands beside a byline that lacks one."""
    return any((byline := page.bylines[other]) is not None and byline.author is None for other in beside)


def _apart(rows: set[int]) -> bool:
    """Whether most rows have another line beneath them."""
    return sum(row + 1 in rows for row in rows) <= len(rows) / 4


def _kind(page: Page, row: int) -> str:
    """Kind of a row's byline; a heading that is a button's word, such as Reply, is a button within comments."""
    byline = page.bylines[row]
    if byline is None:
        return ""
    return "button" if byline.kind == "header" and BUTTON.fullmatch(page.lines[row].strip()) else byline.kind


def _by_bylines(page: Page, rows: Sequence[int], about: set[int]) -> list[Voice]:
    leading = rows[0] in about or not _trailing(page, rows, about)
    found = [Voice([], [])]
    for place, row in enumerate(rows):
        current = found[-1]
        before = rows[place - 1] if place else None
        if (leading and row in about and current.said and not _closing(page, rows, place, about)) or (
            not leading and row not in about and before in about and current.said
        ):
            found.append(Voice([], []))
        (found[-1].about if row in about else found[-1].said).append(row)
    return _with_text(found)


def _closing(page: Page, rows: Sequence[int], place: int, about: set[int]) -> bool:
    """Whether a row of buttons ends the comment above it rather than opening the next one."""
    run = []
    for row in rows[place:]:
        if row not in about:
            break
        run.append(_kind(page, row))
    return run[0] == "button" and not page.lines[rows[place]].strip("#.() \t").isdigit()


def _trailing(page: Page, rows: Sequence[int], about: set[int]) -> bool:
    """Whether bylines stand beneath what they sign: more lines are left blank beneath them than above."""
    blanks = {row: _blank_lines(page, row) for row in rows}
    above = beneath = 0
    for row in rows[1:]:
        if row in about and row - 1 not in about:
            above += blanks[row] > 0
        if row not in about and row - 1 in about:
            beneath += blanks[row] > 0
    return beneath >= above


def _blank_lines(page: Page, row: int) -> int:
    return page.numbers[row] - page.numbers[row - 1] - 1 if row else 0


def _with_text(found: list[Voice]) -> list[Voice]:
    """Rows of bylines without any text go to the comment above, or to the first one beneath."""
    kept: list[Voice] = []
    loose: list[int] = []
    for voice in found:
        if voice.said:
            kept.append(voice)
            voice.about, loose = loose + voice.about, []
        elif kept:
            kept[-1].about += voice.about
        else:
            loose += voice.about
    if loose and not kept:
        kept.append(Voice([], loose))
    return kept


def _by_lines(page: Page, rows: Sequence[int]) -> list[Voice]:
    """No bylines: blank lines divide where some stand and some do not; else every line is a comment."""
    gaps = [_blank_lines(page, row) > 0 for row in rows[1:]]
    divided = any(gaps) and not all(gaps)
    found = [Voice([], [rows[0]])]
    for row, gap in zip(rows[1:], gaps, strict=True):
        goes_on = _CONTINUES.search(page.lines[row - 1][-200:])
        if not goes_on and (gap or not divided):
            found.append(Voice([], [row]))
            continue
        found[-1].said.append(row)
        found[-1].joined.append((row, GOES_ON if goes_on else SAME_BLOCK))
    return found


def _sign(page: Page, voice: Voice) -> None:
    for row in voice.about:
        byline = page.bylines[row]
        if byline is not None:
            voice.author = voice.author or byline.author
            voice.posted_at = voice.posted_at or byline.posted_at


def _thread(page: Page, found: Sequence[Voice]) -> None:
    """Whom each comment answers: whom it names, whom it quotes at its start, or the nearest above indented less."""
    depths = [_depth(page.lines[voice.rows[0]]) for voice in found]
    nested = len(set(depths)) > 1 and depths[0] == min(depths)
    latest: dict[str, int] = {}
    texts: list[str] = []
    for place, voice in enumerate(found):
        voice.answers = _named(page, voice, latest)
        if voice.answers is None:
            voice.answers = _quoted(page, voice, texts[:place])
        texts.append(_plain(" ".join(page.lines[row] for row in voice.said)))
        if voice.answers is None and nested and depths[place] > depths[0]:
            voice.answers = next((other for other in range(place - 1, -1, -1) if depths[other] < depths[place]), None)
        if voice.author:
            latest[voice.author.casefold()] = place
            latest.setdefault(voice.author.casefold().split()[0], place)


def _named(page: Page, voice: Voice, latest: dict[str, int]) -> int | None:
    lines = [page.lines[row][:200] for row in voice.about] + [page.lines[row].strip()[:80] for row in voice.said[:1]]
    for line in lines:
        for pattern in (_REPLY_TO, _ADDRESSED):
            match = pattern.search(line)
            words = match["who"].casefold().split() if match else []
            for size in range(len(words), 0, -1):
                if " ".join(words[:size]) in latest and (voice.author or "").casefold() != " ".join(words[:size]):
                    return latest[" ".join(words[:size])]
    return None


def _quoted(page: Page, voice: Voice, above: Sequence[str]) -> int | None:
    """The last comment above that says what a comment quotes at its start."""
    match = _QUOTATION.match(page.lines[voice.said[0]][:LONGEST_QUOTED]) if voice.said else None
    words = _plain(match["mail"] or match["marks"]) if match else ""
    if len(words) < QUOTED:
        return None
    return next((place for place in range(len(above) - 1, -1, -1) if words in above[place]), None)


def _plain(text: str) -> str:
    """Text without case, marks and the spaces between, as quotations keep them."""
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def _depth(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())
