"""Pages to fit and measure the segmenter with: folders of cases, and the project's own pages laid out as sites do."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.records import physical_lines
from classifier.segmenter.bylines import shape
from classifier.segmenter.page import Page, measure_page

SAVED, STRIPPED, ALONE, BARE = "saved", "stripped", "alone", "bare"


@dataclass
class Case:
    """One text with the line its comments start on.

    Attributes
    ----------
    kind : str
        ``saved`` (with bylines), ``stripped`` (without), ``alone`` (the article as saved), ``bare`` (the
        article stripped).
    first_line : int or None
    page : Page
    first : int or None
        Row of the first comment among the filled lines.
    """

    name: str
    site: str
    kind: str
    text: str
    first_line: int | None
    page: Page
    first: int | None


def case(name: str, site: str, kind: str, text: str, first_line: int | None) -> Case:
    page = measure_page(physical_lines(text))
    first = None if first_line is None else int(np.searchsorted(page.numbers, first_line))
    return Case(name, site, kind, text, first_line, page, first)


def cases_in(folder: Path) -> list[Case]:
    """Cases of a folder with a `gold.jsonl`, and beside every stripped one its article alone."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    texts = {row["file"]: (folder / row["file"]).read_text("utf-8") for row in gold}
    sites = _sites(gold, texts)
    found = []
    for row in gold:
        name = row["file"].split(".")[0]
        found.append(case(name, sites[name], row["kind"], texts[row["file"]], row["first_comment_line"]))
        if row["kind"] == STRIPPED:
            above = physical_lines(texts[row["file"]])[: row["first_comment_line"] - 1]
            found.append(case(name, sites[name], BARE, "\n".join(above) + "\n", None))
    return found


def _sites(gold: Sequence[dict], texts: dict[str, str]) -> dict[str, str]:
    """Site of each page, by the lines and the patterns of bylines that its pages share."""
    saved = sorted((row for row in gold if row["kind"] == SAVED), key=lambda row: _numbered(row["file"]))
    parent = list(range(len(saved)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    seen: dict[str, int] = {}
    patterns = []
    for place, row in enumerate(saved):
        lines = physical_lines(texts[row["file"]])
        comments = [line for line in lines[row["first_comment_line"] - 1 :] if line.strip()][:8]
        patterns.append({shape(line) for line in comments if len(line.split()) <= 14})
        for line in {line.strip() for line in lines[: row["first_comment_line"] - 1]}:
            if len(line) >= 18:
                parent[root(place)] = root(seen.setdefault(line, place))
        for other in range(max(0, place - 6), place):
            (letters, number), (others, earlier) = _numbered(row["file"]), _numbered(saved[other]["file"])
            if letters == others and number - earlier <= 12 and patterns[place] & patterns[other]:
                parent[root(place)] = root(other)
    return {row["file"].split(".")[0]: f"site {root(place)}" for place, row in enumerate(saved)}


def _numbered(name: str) -> tuple[str, int]:
    found = re.match(r"(\D*)(\d*)", name)
    return found[1], int(found[2] or 0)


def own_cases(folder: Path, copies: int = 2) -> list[Case]:
    """The project's own pages in layouts of many sites, with and without bylines."""
    return [case(*row) for path in sorted(folder.glob("*.json")) for row in _laid_out(path, copies)]


def digest_of(cases: Sequence[Case]) -> str:
    """Digest of all that the segmenter is fitted on."""
    whole = hashlib.sha256()
    for one in cases:
        whole.update(json.dumps([one.name, one.kind, one.first_line, one.text]).encode())
    return whole.hexdigest()[:16]


_Row = tuple[str, str, str, str, int | None]


def _laid_out(path: Path, copies: int) -> Iterator[_Row]:
    page = json.loads(path.read_text("utf-8"))
    name, rng = f"own {page['id']}", random.Random(page["id"])
    article = [line["text"] for line in page["article"]]
    spaced, dense = "\n\n".join(article), "\n".join(article)
    yield name, name, ALONE, spaced + "\n", None
    yield name, name, BARE, dense + "\n", None
    if not page["comments"]:
        return
    said = "\n".join(line for comment in page["comments"] for line in comment["lines"])
    yield name, name, STRIPPED, f"{dense}\n{said}\n", len(article) + 1
    yield name, name, STRIPPED, f"{spaced}\n{said}\n", 2 * len(article)
    for _ in range(copies):
        above = spaced if rng.random() < 0.75 else dense
        text = f"{above}\n\n{_with_bylines(page['comments'], rng)}\n"
        yield name, name, SAVED, text, len(physical_lines(above)) + 2


_DATES = (
    lambda at: f"{at:%B} {at.day}, {at.year} at {_twelve(at)}",
    lambda at: f"{at.day} {at:%b %Y %H:%M}",
    lambda at: f"{at:%Y-%m-%d %H:%M}",
    lambda at: f"{at:%d.%m.%Y, %H:%M}",
    lambda at: f"{at.month}/{at.day}/{at.year} {_twelve(at).upper()}",
    lambda at: f"{at.day % 27 + 1} days ago",
    lambda at: f"{at.hour % 12 + 1} hours ago",
    lambda at: f"{at:%b} {at.day}, {at.year}",
    lambda at: f"{at.day}. {at:%B %Y}",
    lambda at: f"{at:%H:%M}",
)
_ABOVE = (
    lambda n, who, when: [f"{who} says:", when, ""],
    lambda n, who, when: [f"{who} on {when}"],
    lambda n, who, when: [f"{who} said..."],
    lambda n, who, when: [who, when],
    lambda n, who, when: [f"{n}. {who} - {when}", ""],
    lambda n, who, when: [f"{when} / {who} says:"],
    lambda n, who, when: [f"{who} • {when}"],
    lambda n, who, when: [who, ""],
    lambda n, who, when: [f"#{n} {who} {when}"],
    lambda n, who, when: [f"{who} wrote on {when}:"],
    lambda n, who, when: [],
    lambda n, who, when: [],
    lambda n, who, when: [],
    lambda n, who, when: [],
)
_BENEATH = {
    2: lambda who, when: [when],
    10: lambda who, when: [f"Posted by: {who} | {when}"],
    11: lambda who, when: [f"{who}  {when}"],
    12: lambda who, when: [f"by {who} on {when}."],
    13: lambda who, when: [when, f"by {who}"],
}
_HEADERS = (
    None,
    None,
    None,
    None,
    "{n} Comments",
    "Comments ({n})",
    "{n} Responses",
    "Leave a comment",
    "Discussion",
)


def _twelve(at: datetime.datetime) -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def _with_bylines(comments: Sequence[dict], rng: random.Random) -> str:
    """Comments in the layout of one site, drawn by chance."""
    style, date = rng.randrange(len(_ABOVE)), rng.choice(_DATES)
    blank, inner, nested = rng.choice((0, 1, 1)), rng.choice((0, 0, 1)), rng.random() < 0.3
    indent = rng.choice(("", "", "    ", "\t"))
    header = rng.choice(_HEADERS)
    lines = [header.format(n=len(comments)), ""] if header else []
    depths: list[int] = []
    for number, comment in enumerate(comments, 1):
        answered = comment["reply_to"]
        depths.append(0 if answered is None else min(depths[answered] + 1, 4))
        margin = "    " * depths[-1] if nested else ""
        who, when = comment["author"], date(datetime.datetime.fromisoformat(comment["posted_at"]))
        said = [part for line in comment["lines"] for part in (margin + indent + line, *[""] * inner)]
        beneath = _BENEATH.get(style, lambda who, when: [])(who, when)
        lines += [margin + line if line else "" for line in _ABOVE[style](number, who, when)]
        lines += "\n".join(said).rstrip().split("\n") + beneath
        lines += ["Reply"] * (style in (3, 6)) + [""] * blank
    return "\n".join(lines).rstrip()
