"""Pages laid out as comment systems and sites do, with the comments that are on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from layouts import engines, fresh, lookalikes, nameless, sites, wild_platforms, wild_sites, wildlookalikes
from layouts.frame import Layout, framed
from layouts.sample import Said, foreign, samples

__all__ = ["ROUNDS", "Page", "pages"]

#: Layouts by the round in which they were written.
ROUNDS: dict[str, list[Layout]] = {
    "first": [*engines.LAYOUTS, *sites.LAYOUTS, *nameless.LAYOUTS, *lookalikes.LAYOUTS],
    "wild": [*wild_platforms.LAYOUTS, *wild_sites.LAYOUTS, *wildlookalikes.LAYOUTS],
    "fresh": fresh.LAYOUTS,
}


@dataclass
class Page:
    """A generated page and what is on it: `gold` is one row of `gold.jsonl`."""

    layout: str
    html: str
    gold: dict


def pages(per_layout: int = 3, seed: int = 1) -> Iterator[Page]:
    """Some pages in every layout, the same for the same seed."""
    stock = samples(seed)
    for of_round, layout in ((name, layout) for name, layouts in ROUNDS.items() for layout in layouts):
        for copy in range(per_layout):
            sample = foreign(layout.language, copy + seed) if layout.language else next(stock)
            shown = sample.comments if layout.shows is not None else []
            html = framed(layout, sample, f"{layout.name} {copy} {seed}")
            rows = [_row(said, layout.shows or "", shown) for said in shown]
            gold = {
                "file": f"{layout.name.replace(' ', '-')}-{copy}.html",
                "layout": layout.name,
                "group": of_round + (", held out" if layout.held_out else ""),
                "title": sample.title,
                "body": sample.body if layout.bodied else [],
                "shows": (layout.shows or "").split(),
                "comments": rows,
            }
            yield Page(layout.name, html, gold)


def _row(said: Said, shows: str, shown: list[Said]) -> dict:
    place: Callable[[Said], int] = lambda one: next(n for n, other in enumerate(shown) if other is one)  # noqa: E731
    return {
        "text": "\n".join(said.lines),
        "author": said.author if "author" in shows else None,
        "posted_at": (said.at.date().isoformat() if "date" in shows else said.iso) if _timed(shows) else None,
        "parent": place(said.parent) if "parent" in shows and said.parent is not None else None,
        "votes": said.votes if "votes" in shows else None,
    }


def _timed(shows: str) -> bool:
    return "time" in shows or "date" in shows
