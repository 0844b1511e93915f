# ruff: noqa: E501 - markup is easier to check on one line
"""Pages without comments on which something has a name, a date and a text."""

from __future__ import annotations

from collections.abc import Callable

from layouts.frame import Layout
from layouts.sample import Sample

_ROWS = [
    ("Nora Lind", "3 March 2021", "10:42", "The ferry is back on its old timetable", "After four months of repairs the boat runs every hour again, and the school children are on time."),
    ("Tomas Ried", "1 March 2021", "10:15", "Why the harbour café closes early", "The owner says the rent has doubled since the quay was rebuilt. The town says it was never low."),
    ("Nora Lind", "26 February 2021", "09:58", "A bridge too narrow", "Two lorries cannot pass on it. For thirty years nobody had minded, because there was one lorry."),
    ("Ivana Koren", "24 February 2021", "09:30", "Snow, and then more snow", "The upper valley has not seen the road since Sunday. Helicopters bring bread and take the sick."),
    ("Tomas Ried", "20 February 2021", "09:05", "The last letter from the post office", "The counter shuts on Friday. We asked those who stood in line what they will do without it."),
]  # fmt: skip


def _each(template: Callable[[int, str, str, str, str, str], str]) -> str:
    return "".join(template(place, *row) for place, row in enumerate(_ROWS, 1))


def related(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<article class="teaser-item"><a href="/{n}"><img src="{n}.jpg" alt=""></a><h3><a href="/{n}">{title}</a></h3><div class="meta"><span class="author">{who}</span> <time datetime="2021-03-0{n}">{day}</time></div><p>{text}</p><a href="/{n}#comments">{n * 4} comments</a></article>'
        )
    )
    return f'<section class="more-on-this"><h2>More on this</h2>{rows}</section>'


def blog_index(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<article id="post-{n}11" class="post-{n}11 post type-post"><h2 class="entry-title"><a href="/{n}">{title}</a></h2><div class="entry-meta">Posted on <a href="/{n}"><time datetime="2021-03-0{n}T{at}">{day}</time></a> by <a class="author" href="/a">{who}</a></div><div class="entry-content"><p>{text}</p><p>{text} <a href="/{n}">Continue reading</a></p></div><footer><a href="/{n}#respond">Leave a comment</a></footer></article>'
        )
    )
    return f'<main class="posts">{rows}</main>'


def authors(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="contributor"><img class="avatar" src="{n}.jpg" alt=""><h4>{who}</h4><p>{who} writes about the valley since {day}. Before that {who.split()[0]} drove a bus in the city.</p></div>'
        )
    )
    return f'<div class="contributors"><h3>About the authors</h3>{rows}</div>'


def live_blog(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="lb-entry" id="entry-{n}"><time datetime="2021-03-03T{at}">{at}</time> <span class="lb-author">{who}</span><h3>{title}</h3><p>{text}</p><p>{text}</p><button>Share</button></div>'
        )
    )
    return f'<div class="lb-stream"><h2>Live: the storm hour by hour</h2>{rows}</div>'


def live_ticker(_: Sample) -> str:
    rows = _each(lambda n, who, day, at, title, text: f"<li><b>{at}</b> {text} <i>({who})</i></li>")
    return f'<h2>Ticker</h2><ul class="ticker">{rows}</ul>'


def search_results(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<li class="result"><a class="result-title" href="/{n}">{title}</a><div class="result-url">courier.example/{n}</div><p class="snippet"><span>{day}</span> … {text} …</p><span>{who}</span></li>'
        )
    )
    return f'<h1>5 results for “ferry”</h1><ol class="results">{rows}</ol>'


def faq(_: Sample) -> str:
    rows = _each(lambda n, who, day, at, title, text: f"<dt>{title}?</dt><dd><p>{text}</p></dd>")
    return f"<h2>Questions and answers</h2><dl>{rows}</dl>"


def podcasts(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="ep"><h4>{title}</h4><span class="ep-date">{day}</span> <span class="ep-host">with {who}</span> <span>{n}2 min</span><p>{text}</p><a href="/{n}.mp3">Listen</a></div>'
        )
    )
    return f"<section><h2>All episodes</h2>{rows}</section>"


def editors_reviews(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="product"><h3>{n}. {title}</h3><p class="verdict">Tested by <b>{who}</b>, {day}</p><p>{text}</p><p><b>Price:</b> {n}9 euros</p><a href="/{n}">To the shop</a></div>'
        )
    )
    return f'<div class="test"><h2>Five lamps in the test</h2>{rows}</div>'


def newsletters(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="nl"><strong>{title}</strong><p>{text}</p><small>{who}, every {n}. of the month</small><form><input type="email"><button>Subscribe</button></form></div>'
        )
    )
    return f'<div class="nls"><h2>Our newsletters</h2>{rows}</div>'


def events(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="ev"><div class="ev-day">{day}, {at}</div><div class="ev-name"><a href="/{n}">{title}</a></div><div class="ev-who">{who}</div><div class="ev-what">{text}</div><a href="/{n}">Tickets</a></div>'
        )
    )
    return f'<div class="cal"><h2>What is on</h2>{rows}</div>'


def staff(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f"<tr><td><b>{who}</b><br>since {day}</td><td>{text}</td><td>0{n}1 555 {n}{n}</td></tr>"
        )
    )
    return f"<h2>Our team</h2><table>{rows}</table>"


def recent_comments(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<li class="comment"><b class="comment-author">{who}</b> <span class="comment-date">{day}</span><p>{text[:40]}…</p> on <a href="/{n}#comment-{n}">{title}</a></li>'
        )
    )
    return f'<aside class="widget recent-comments"><h3>Latest comments</h3><ul>{rows}</ul></aside>'


def tweets(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<p>{title}, as many have noticed.</p><blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text}</p>&mdash; {who} (@{who.split()[0].lower()}) <a href="https://twitter.com/x/status/{n}">{day}</a></blockquote>'
        )
    )
    return f'<div class="entry-content"><h1>What the net says</h1>{rows}</div>'


def release_notes(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<section class="release"><h3>1.{n}.0 <small>{day}</small></h3><p>by {who}</p><p>{text}</p></section>'
        )
    )
    return f"<div>{rows}</div>"


def interview(_: Sample) -> str:
    rows = _each(lambda n, who, day, at, title, text: f"<p><b>Courier:</b> {title}?</p><p><b>Lind:</b> {text}</p>")
    return f'<div class="entry-content"><h1>A talk about ferries</h1>{rows}</div>'


def hashed_teasers(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="css-q1w2e3"><a href="/{n}" class="css-k9j8h7"><span class="css-t5r4e3">{title}</span></a><span class="css-b7n6m5">{who}</span><span class="css-v3c2x1">{day}</span><p class="css-p0o9i8">{text}</p></div>'
        )
    )
    return f'<div class="css-f6g7h8">{rows}</div>'


def chronicle(_: Sample) -> str:
    rows = _each(lambda n, who, day, at, title, text: f"<li><strong>{day}</strong> {text}</li>")
    return f'<div class="entry-content"><h1>The ferry, a chronicle</h1><ul>{rows}</ul></div>'


def testimonials(_: Sample) -> str:
    rows = _each(
        lambda n, who, day, at, title, text: (
            f'<div class="card"><div class="card-title">{title}</div><div class="card-sub">{who} · {n} min read · {day}</div><div class="card-text">{text}</div></div>'
        )
    )
    return f'<div class="row"><h2>Read next</h2>{rows}</div>'


LAYOUTS = [
    Layout("related articles", related, None),
    Layout("blog index", blog_index, None, bodied=False),
    Layout("author bios", authors, None),
    Layout("live blog", live_blog, None, held_out=True),
    Layout("live ticker", live_ticker, None),
    Layout("search results", search_results, None, bodied=False),
    Layout("faq", faq, None, held_out=True),
    Layout("podcasts", podcasts, None),
    Layout("editors reviews", editors_reviews, None, held_out=True),
    Layout("newsletters", newsletters, None),
    Layout("events", events, None),
    Layout("staff directory", staff, None, held_out=True),
    Layout("recent comments", recent_comments, None),
    Layout("tweets", tweets, None, held_out=True, bodied=False),
    Layout("release notes", release_notes, None, held_out=True),
    Layout("interview", interview, None, held_out=True, bodied=False),
    Layout("hashed teasers", hashed_teasers, None),
    Layout("chronicle", chronicle, None, bodied=False),
    Layout("read next", testimonials, None, held_out=True),
]
