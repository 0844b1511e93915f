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
