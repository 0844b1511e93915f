"""What is written on the pages: the project's own articles and comments, and a few in other languages."""

from __future__ import annotations

import datetime
import html
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "labels" / "pages"


@dataclass
class Said:
    """One comment of a page that is to be laid out."""

    number: int
    author: str
    at: datetime.datetime
    lines: list[str]
    parent: Said | None = None
    votes: int = 0
    answers: list[Said] = field(default_factory=list)

    @property
    def level(self) -> int:
        """How many comments it stands beneath."""
        return 0 if self.parent is None else self.parent.level + 1

    @property
    def paragraphs(self) -> str:
        """The text with a paragraph for each line."""
        return "".join(f"<p>{html.escape(line)}</p>" for line in self.lines)

    @property
    def broken(self) -> str:
        """The text with line breaks and no paragraphs."""
        return "<br>\n".join(html.escape(line) for line in self.lines)

    @property
    def who(self) -> str:
        """The author, as markup."""
        return html.escape(self.author)

    @property
    def epoch(self) -> int:
        """Seconds since 1970."""
        return int(self.at.replace(tzinfo=datetime.UTC).timestamp())

    @property
    def iso(self) -> str:
        """Time to the minute."""
        return self.at.isoformat(timespec="minutes")


@dataclass
class Sample:
    """An article with its comments, threads kept."""

    title: str
    body: list[str]
    comments: list[Said]
    language: str = "en"

    @property
    def roots(self) -> list[Said]:
        """Comments that answer none."""
        return [said for said in self.comments if said.parent is None]


def samples(seed: int) -> Iterator[Sample]:
    """The project's own pages that have comments, in an order drawn by a seed; for ever."""
    rng = random.Random(seed)
    paths = sorted(PAGES.glob("*.json"))
    while True:
        rng.shuffle(paths)
        for path in paths:
            page = json.loads(path.read_text("utf-8"))
            if len(page["comments"]) > 2:
                yield _sample(page, rng)


def _sample(page: dict, rng: random.Random) -> Sample:
    title = next(line["text"] for line in page["article"] if line["role"] == "title")
    body = [line["text"] for line in page["article"] if line["role"] == "body"]
    return Sample(title, body, _thread(page["comments"], rng))


def _thread(rows: list[dict], rng: random.Random) -> list[Said]:
    """Comments in the order in which a thread shows them: each answer beneath what it answers."""
    found: list[Said] = []
    start = rng.randrange(10_000, 90_000_000)
    for place, row in enumerate(rows):
        parent = None if row["reply_to"] is None else found[row["reply_to"]]
        at = datetime.datetime.fromisoformat(row["posted_at"]).replace(tzinfo=None, second=0, microsecond=0)
        said = Said(start + 7 * place, row["author"], at, row["lines"], parent, int(rng.expovariate(0.2)))
        found.append(said)
        if parent is not None:
            parent.answers.append(said)
    return [said for root in found if root.parent is None for said in below(root)]


def below(said: Said) -> Iterator[Said]:
    yield said
    for answer in said.answers:
        yield from below(answer)


def foreign(language: str, seed: int) -> Sample:
    """A page in another language, its comments drawn from a handful."""
    rng = random.Random(f"{language} {seed}")
    page = json.loads((HERE / "foreign.json").read_text("utf-8"))[language]
    rows = []
    texts, names = page["comments"][:], page["authors"][:]
    rng.shuffle(texts)
    rng.shuffle(names)
    for place, text in enumerate(texts):
        at = datetime.datetime(2021, rng.randrange(1, 13), rng.randrange(1, 28), rng.randrange(24), rng.randrange(60))
        answered = rng.randrange(place) if place and rng.random() < 0.4 else None
        rows.append({"author": names[place], "posted_at": at.isoformat(), "lines": text, "reply_to": answered})
    return Sample(page["title"], page["body"], _thread(rows, rng), language)
