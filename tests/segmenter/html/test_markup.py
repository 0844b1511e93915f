from dataclasses import replace
from html import escape

import pytest

from classifier.records import Document
from classifier.segmenter import comments_of, line_roles, segment

ARTICLE = """<article><h1>Ferry stops for the winter</h1>
<p>The ferry between the two villages stopped running on Monday, the harbour authority said in a statement to residents.</p>
<p>Operators blamed a worn gearbox and the price of diesel, and said that repairs would cost about ninety thousand.</p>
<p>About forty people used the boat on a working day, according to the authority, most of them on the way to school.</p></article>
"""


def page(comments):
    html = f"<!DOCTYPE html><html><head><title>Ferry stops for the winter</title></head><body>{ARTICLE}{comments}</body></html>"
    return Document("page.html", "cd" * 32, "html", html)


BLOG = """<div id="comments"><ol class="comment-list">
<li id="comment-11" class="comment depth-1"><article class="comment-body"><footer><b class="fn">Marit</b> <span class="says">says:</span>
<time datetime="2019-10-03T08:15:00+02:00">October 3</time></footer><div class="comment-content"><p>So how do my kids get to school now?</p></div></article>
<ul class="children"><li id="comment-12" class="comment depth-2"><article class="comment-body"><footer><b class="fn">Old Deckhand</b>
<time datetime="2019-10-03T09:02">later</time></footer><div class="comment-content"><p>That gearbox was rubbish ten years ago.</p><p>I said so.</p></div></article></li></ul></li>
</ol><div id="respond"><h3>Leave a Reply</h3><form><textarea></textarea></form></div></div>"""

PLAIN_BLOCKS = """<section class="comment-container"><h2>2 comments</h2>
<section class="comment-item"><div class="nickname">Marit</div><div class="date">3.10.2019</div><div class="text"><p>So how do my kids get to school now?</p></div></section>
<section class="comment-item"><div class="nickname">Old Deckhand</div><div class="date">4.10.2019</div><div class="text"><p>That gearbox was rubbish ten years ago.
</p><p>I said so.</p></div></section></section>"""

MICRODATA = """<div class="zz"><div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Marit</span>
<meta itemprop="dateCreated" content="2019-10-03"><div itemprop="text">So how do my kids get to school now?</div></div>
<div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Old Deckhand</span><div itemprop="text">That gearbox was rubbish ten years ago.<br>I said so.</div></div></div>"""


@pytest.mark.parametrize("markup", [BLOG, PLAIN_BLOCKS, MICRODATA])
def test_comments_by_markup(markup):
    comments = comments_of(page(markup))
    assert [(comment.author, comment.text.split("\n")) for comment in comments] == [
        ("Marit", ["So how do my kids get to school now?"]),
        ("Old Deckhand", ["That gearbox was rubbish ten years ago.", "I said so."]),
    ]
    assert comments[0].posted_at.startswith("2019-10-03")


def test_threads_and_times():
    first, second = comments_of(page(BLOG))
    assert second.parent_id == first.comment_id
    assert first.parent_id is None
    assert first.posted_at == "2019-10-03T08:15:00+02:00"


def test_comments_do_not_leak_into_the_body():
    body = "\n".join(part.text for part in segment(page(BLOG)) if part.role == "body")
    assert "harbour authority" in body
    assert "gearbox was rubbish" not in body


def test_linked_data():
    data = '{"@type": "NewsArticle", "comment": [{"@type": "Comment", "text": "Not again!", "author": {"name": "Marit"}, "dateCreated": "2019-10-03"}]}'
    (comment,) = comments_of(page(f'<script type="application/ld+json">{data}</script>'))
    assert (comment.text, comment.author, comment.posted_at) == ("Not again!", "Marit", "2019-10-03")


def test_a_page_without_comments():
    assert comments_of(page("")) == ()
    assert line_roles(page(""))[0] is not None


@pytest.mark.parametrize(
    "source",
    [
        "<html>",
        "<!doctype html>",
        "<table>" * 3000 + "x",
        "<div" + " <p" * 2000,
        BLOG[:300],
        "<li id='comment-1' class='comment'>" * 60,
    ],
)
def test_broken_pages(source):
    for part in segment(Document("x.html", "00", "html", source)):
        assert part.start_line <= part.end_line


TALKS = "".join(
    f'<div class="comment" id="comment-{n}"><b class="author">{who}</b><p>{text}</p></div>'
    for n, (who, text) in enumerate([("Ann", "At last, a bridge!"), ("Bob", "A waste of money.")], 1)
)


@pytest.mark.parametrize(
    "held",
    [
        f'<x-talk><template shadowrootmode="open">{TALKS}</template></x-talk>',
        f'<iframe srcdoc="{escape(TALKS)}"></iframe>',
        f'<iframe srcdoc="{escape(f"""<html><body><iframe srcdoc="{escape(TALKS)}"></iframe></body></html>""")}"></iframe>',
    ],
)
def test_comments_in_frames_and_shadow_trees(held):
    parts = segment(page(held))
    assert [(part.author, part.text) for part in parts if part.role == "comment"] == [
        ("Ann", "At last, a bridge!"),
        ("Bob", "A waste of money."),
    ]


def test_a_frame_without_comments_is_no_part_of_the_article():
    parts = segment(
        page('<iframe srcdoc="&lt;p&gt;Buy a boat, the best on all the lake, today!&lt;/p&gt;"></iframe>')
    )
    assert not any("Buy a boat" in part.text for part in parts)


@pytest.mark.parametrize("rule", ["<br><br>", "<hr>", "<br><br><br>"])
def test_comments_that_breaks_divide(rule):
    said = [
        ("Ann", "3 May 2021, 10:05", "At last!<br>A bridge."),
        ("Bob", "4 May 2021, 11:00", "A waste of money, again."),
        ("Eve", "5 May 2021, 9:00", "And who pays for it?"),
    ]
    talk = rule.join(f"<b>{who}</b> ({when})<br>{text}" for who, when, text in said)
    comments = comments_of(page(f"<h3>Readers' comments</h3>{talk}{rule}<a href='/say'>say something</a>"))
    assert [(comment.author, comment.text) for comment in comments] == [
        ("Ann", "At last!\nA bridge."),
        ("Bob", "A waste of money, again."),
        ("Eve", "And who pays for it?"),
    ]


def test_ago_is_counted_from_when_an_archive_was_made():
    talk = '<div class="comment" id="comment-1"><b class="author">Ann</b> <i class="date">3 days ago</i><p>At last!</p></div>'
    (comment,) = comments_of(replace(page(talk), saved="2021-03-11T10:00:00"))
    assert comment.posted_at == "2021-03-08"


def test_a_stray_quotation_mark_does_not_make_the_rest_of_a_page_one_tag():
    assert len(comments_of(page('<img alt="boat"">' + "<p>One more word about it.</p>" * 900 + BLOG))) == 2


def test_a_long_script_is_no_tag_with_many_attributes():
    script = "<script>for(i=0;i<n;i++){" + "call me again; " * 9_000 + "}</script>"
    assert len(comments_of(page(script + BLOG))) == 2
