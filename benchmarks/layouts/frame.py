# ruff: noqa: E501 - markup is easier to check on one line
"""The page around the comments: navigation, article, related articles, footer, in a few fashions."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass

from layouts.sample import Sample


@dataclass
class Layout:
    """How one kind of page is made.

    Attributes
    ----------
    render : callable
        From a sample to the markup that follows the article (or, where not `bodied`, the whole content).
    shows : str or None
        What of a comment can be read: words of ``author time date parent votes``; None for a page without comments.
    whole : bool
        Whether `render` makes the whole page, head and all.
    """

    name: str
    render: Callable[[Sample], str]
    shows: str | None = "author time parent"
    held_out: bool = False
    language: str | None = None
    bodied: bool = True
    whole: bool = False


_TEASERS = (
    "Council to vote on the tram line in June", "What the new census says about the valleys",
    "Five walks for a rainy weekend", "Bakers run short of rye before the holidays",
    "The lake is rising again, and nobody knows why", "School strike enters its second week",
)  # fmt: skip


def _teaser(rng: random.Random, style: int) -> str:
    title, date = rng.choice(_TEASERS), f"{rng.randrange(1, 28)} March 2021"
    return (
        f'<li><a href="/a/{rng.randrange(999)}">{title}</a> <span class="date">{date}</span></li>',
        f'<article class="card"><a href="/a/1"><img src="t.jpg" alt=""></a><h3><a href="/a/1">{title}</a></h3><span class="byline">By Nora Lind</span> <time>{date}</time><p>Residents had asked for an answer for months. Now there is one, and not all of them like it.</p></article>',
        f'<div><a href="/x"><b>{title}</b></a><br><small>{date} | Nora Lind</small></div>',
    )[style]


def _frame(rng: random.Random, sample: Sample, content: str, bodied: bool) -> str:
    style = rng.randrange(3)
    title = html.escape(sample.title)
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in sample.body)
    related = "".join(_teaser(rng, style) for _ in range(4))
    menu = "".join(
        f'<li><a href="/{name.lower()}">{name}</a></li>' for name in ("News", "Culture", "Sport", "Weather")
    )
    latest = "".join(
        f'<li class="recentcomments"><span class="comment-author-link">{name}</span> on <a href="/a/9#comment-{rng.randrange(99)}">{rng.choice(_TEASERS)}</a></li>'
        for name in ("Ute", "moss_and_fern", "J. Palmer")
    )
    bio = '<div class="author-box"><img src="n.jpg" alt=""><h4>Nora Lind</h4><p>Nora Lind has reported from the region since 2009. She lives in a house without a television.</p><a href="/nora">All articles by Nora Lind</a></div>'
    article = {
        0: f'<article class="post type-post hentry" id="post-{rng.randrange(9999)}"><h1 class="entry-title">{title}</h1><div class="meta">By Nora Lind, 3 March 2021</div><div class="entry-content">{body}</div>{bio}</article>',
        1: f'<main><h1>{title}</h1><p class="standfirst"><time datetime="2021-03-03">3 March 2021</time></p><section class="article__body">{body}</section></main>',
        2: f'<div id="story"><h1>{title}</h1>{body}</div>',
    }[style] if bodied else ""  # fmt: skip
    inner = (article, content, f'<div class="related"><h2>Related articles</h2><ul>{related}</ul></div>')
    if style == 1:
        inner = (article, inner[2], content)
    sidebar = f'<div id="sidebar"><div class="widget"><h3>Latest comments</h3><ul id="recentcomments">{latest}</ul></div><div class="newsletter"><h3>Newsletter</h3><p>Every morning the most important of the region.</p><input type="email"></div></div>'
    return f"""<!DOCTYPE html>
<html lang="{sample.language}"><head><meta charset="utf-8"><title>{title} | The Valley Courier</title><meta property="og:title" content="{title}"></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<div id="page">{"".join(inner)}</div>
{sidebar if style != 2 else ""}
<footer><p>© The Valley Courier. All rights reserved. <a href="/imprint">Imprint</a></p></footer></body></html>
"""


def framed(layout: Layout, sample: Sample, seed: str) -> str:
    """The whole page; the frame's fashion is drawn by the seed."""
    if layout.whole:
        return layout.render(sample)
    return _frame(random.Random(seed), sample, layout.render(sample), layout.bodied)
