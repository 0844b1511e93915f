# ruff: noqa: E501 - markup is easier to check on one line
"""Whole pages without reader comments whose parts repeat as comments do; written before the reader's rules were looked at."""

from __future__ import annotations

import html

from layouts.frame import Layout
from layouts.sample import Sample
from layouts.wild_platforms import article, flat, page


def _people(sample: Sample) -> list[str]:
    return [said.who for said in sample.comments]


def chronology(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<div class="tl-item"><div class="tl-date"><time datetime="{said.at.date()}">{said.at.day} {said.at:%B %Y}</time></div><div class="tl-content"><h3>{said.who} takes office</h3>{said.paragraphs}</div></div>'
        ),
    )
    return page(sample, f'<nav><a href="/">Town archive</a></nav><main><h1>{html.escape(sample.title)}</h1>{article(sample)}<section class="timeline"><h2>A history in dates</h2>{rows}</section></main><footer>Town archive, opened Tuesdays</footer>')  # fmt: skip


def testimonials(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<div class="testimonial-item"><blockquote><p>{said.broken}</p></blockquote><div class="t-author"><img src="t.jpg" alt="{said.who}"><cite><strong>{said.who}</strong><span>Head of Purchasing, Upper Mill Ltd</span></cite></div><div class="stars" aria-label="5 of 5">★★★★★</div></div>'
        ),
    )
    return page(sample, f'<header><a class="logo" href="/">Riverside Accounts</a><a href="/pricing">Pricing</a><a class="cta">Start free trial</a></header><section class="hero"><h1>{html.escape(sample.title)}</h1>{article(sample)}</section><section class="testimonials"><h2>What our customers say</h2><div class="slider">{rows}</div></section><section class="plans"><h2>Plans</h2><div><h3>Small</h3><p>9 a month</p></div><div><h3>Large</h3><p>29 a month</p></div></section>')  # fmt: skip


def hansard(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<div class="debate-item" id="contribution-{said.number}"><div class="attributed-to-details"><a href="/member/{said.number}"><div class="img-holder"></div><span class="primary-text">{said.who}</span><span class="secondary-text">(Upper Mill)</span></a></div><div class="contribution"><time>{said.at:%H:%M}</time>{said.paragraphs}<a class="share-link">Share this contribution</a></div></div>'
        ),
    )
    return page(sample, f'<header><a href="/">Chamber records</a><form><input placeholder="Search"></form></header><main><h1>{html.escape(sample.title)}</h1><p>Volume 641: debated on Wednesday 3 March 2021</p>{article(sample)}{rows}</main><footer>Published under the open licence</footer>')  # fmt: skip


def transcript(sample: Sample) -> str:
    rows = "".join(
        f'<div class="cue" data-start="{62 * place}"><button class="ts">{62 * place // 60:02}:{62 * place % 60:02}</button><span class="speaker">{said.who}</span><p>{said.broken}</p></div>'
        for place, said in enumerate(sample.comments)
    )
    return page(sample, f'<header><a href="/">The Valley Podcast</a></header><article><h1>{html.escape(sample.title)}</h1><p class="ep">Episode 31 · 3 March 2021 · 48 min</p>{article(sample)}<h2>Transcript</h2><div class="transcript">{rows}</div><h2>Listen to more</h2><ul><li><a href="/30">Episode 30: the lake is rising</a></li></ul></article>')  # fmt: skip


def commits(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<li class="Box-row js-commits-list-item"><div><p class="mb-1"><a class="Link--primary text-bold">{html.escape(said.lines[0])}</a></p><div class="d-flex"><div class="AvatarStack"><img src="a.png" alt="@{said.who}"></div><a class="commit-author">{said.who}</a> committed <relative-time datetime="{said.iso}:00Z">{said.at:%b} {said.at.day}, {said.at.year}</relative-time></div></div><div class="BtnGroup"><a>Verified</a><a class="sha">{said.number:07x}</a></div></li>'
        ),
    )
    return page(sample, f'<header><a href="/">code host</a></header><nav><a>Code</a><a>Issues 12</a><a>Pull requests</a></nav><main><h1>{html.escape(sample.title)}</h1>{article(sample)}<h2>Commits on Mar 3, 2021</h2><ol class="Box">{rows}</ol><div class="paginate"><a>Newer</a><a>Older</a></div></main>')  # fmt: skip


def thread_index(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<li><a name="{said.number}" href="msg{said.number}.html">Re: {html.escape(sample.title)}</a> <em>{said.who}</em> <small>({said.at:%a %b} {said.at.day} {said.at.year})</small></li>'
        ),
    )
    return page(sample, f'<h1>The valley-talk Archives</h1><p><b>Starting:</b> <i>Mon Mar 1 2021</i><br><b>Messages:</b> {len(sample.comments)}</p><ul><li>Messages sorted by: <a>[ thread ]</a> <a>[ author ]</a></li></ul><hr>{article(sample)}<ul>{rows}</ul><hr><p>Last message date: Wed Mar 31 2021. Archived by a small program.</p>')  # fmt: skip


def classifieds(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<div class="listing" id="ad{said.number}"><div class="listing-head"><span class="seller">{said.who}</span> · <span class="posted">{said.at.day} {said.at:%b %Y}</span> · <span class="place">Upper Mill</span></div><h3>Bicycle, hardly used</h3><div class="listing-text">{said.paragraphs}</div><div class="listing-price">€ {said.votes * 10 + 5}</div><a class="btn">Contact seller</a><a>Report</a></div>'
        ),
    )
    return page(sample, f'<header><a href="/">Valley Market</a></header><nav><a>Bicycles</a><a>Furniture</a></nav><main><h1>{html.escape(sample.title)}</h1><div class="intro">{article(sample)}</div><div class="filters">Sort: newest / cheapest</div><div class="results">{rows}</div></main>')  # fmt: skip


def members(sample: Sample) -> str:
    rows = flat(
        sample,
        lambda said: (
            f'<li class="member" data-user-id="{said.number}"><img class="avatar" src="a.png" alt=""><a class="username" href="/u/{said.number}">{said.who}</a><span class="joined">Joined <time datetime="{said.at.date()}">{said.at.day} {said.at:%b %Y}</time></span><div class="bio">{said.paragraphs}</div><span class="posts">{said.votes} posts</span><a class="follow">Follow</a></li>'
        ),
    )
    return page(sample, f'<header><a href="/">Valley Board</a></header><main><h1>{html.escape(sample.title)}</h1>{article(sample)}<h2>Members of the month</h2><ul class="members">{rows}</ul></main><aside><h3>Online now</h3><p>12 guests</p></aside>')  # fmt: skip


def closed_comments(sample: Sample) -> str:
    latest = "".join(
        f'<li class="latest-comment"><b>{name}</b>: <a href="/a#c1">We have had this discussion before and it led nowhere …</a> <time>3 March 2021</time></li>'
        for name in _people(sample)[:5]
    )
    return page(sample, f'<header><nav><a href="/">Courier</a></nav></header><article><h1>{html.escape(sample.title)}</h1>{article(sample)}</article><section id="comments" class="comments-area"><h2>Comments (0)</h2><div class="comment-policy"><h3>How we moderate</h3><p>Be civil. We remove insults, advertising and what breaks the law.</p><p>By posting you accept the terms of use, and that your text may be shown with your name.</p></div><p class="no-comments">No comments yet. Be the first to share your view!</p><form id="commentform"><label>Name</label><input><label>Comment</label><textarea></textarea><button>Post comment</button></form></section><aside class="widget"><h3>Latest comments on the site</h3><ul>{latest}</ul></aside><footer>© Courier</footer>')  # fmt: skip


def footnotes(sample: Sample) -> str:
    rows = "".join(
        f'<li id="fn{place}" role="doc-endnote"><p>{said.who}, “{said.broken}”, <i>Valley Annals</i>, {said.at.day} {said.at:%B %Y}, p. {said.votes + 3}. <a href="#fnref{place}" role="doc-backlink">↩</a></p></li>'
        for place, said in enumerate(sample.comments, 1)
    )
    return page(sample, f'<header><a href="/">Annals</a></header><article><h1>{html.escape(sample.title)}</h1>{article(sample)}<section role="doc-endnotes" class="footnotes"><h2>Notes</h2><ol>{rows}</ol></section></article><footer>ISSN 0000-0000</footer>')  # fmt: skip


HELD_OUT = ("thread index", "classifieds", "footnotes")

LAYOUTS = [
    Layout(name, render, None, held_out=name in HELD_OUT, whole=True)
    for name, render in (
        ("chronology", chronology),
        ("testimonials", testimonials),
        ("parliament record", hansard),
        ("transcript", transcript),
        ("commit list", commits),
        ("thread index", thread_index),
        ("classifieds", classifieds),
        ("members", members),
        ("closed comments", closed_comments),
        ("footnotes", footnotes),
    )
]
