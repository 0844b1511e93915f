"""What strangers wrote is shown as they wrote it, on every page, and does nothing."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from driving import choose, opened, settled
from playwright.sync_api import expect

from classifier.flow.ingest import score_store
from classifier.flow.models import chosen_version
from classifier.records import Comment, Document, Segment
from classifier.store import LabelStore
from classifier.store.labels import NOTE
from classifier.ui import pages

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MARKUP = (
    '<script>window.owned = 1</script><img src="http://elsewhere.example/x.png" onerror="window.owned = 1"> '
    "![m](http://elsewhere.example/m.png) [l](http://elsewhere.example/) $\\frac{1}{2}$ $$x$$ &lt;b&gt; <b>bold</b> "
    "**stars** `tick` :red[red] :material/bug_report: ~~gone~~ # head"
)
HOSTILE = [MARKUP, "w" * 3000, "a" + "\u0301" * 10_000, "\u202eevil \u2067turned", "{{7*7}} ${7*7} %s {0}"]
PAGES = [name if name != "review" else "" for name in pages()]


@pytest.fixture
def hostile(server, toy_home):
    """A page all parts of which are hostile, its name and title too."""
    sha256 = "f" * 64
    segments = [
        Segment(MARKUP, sha256, "title", 1, 1, f"{MARKUP} \u202etitle", 0.9),
        *(Segment(MARKUP, sha256, "body", n + 2, n + 2, text, 0.9) for n, text in enumerate(HOSTILE)),
    ]
    comments = [
        Comment(f"h{n}", MARKUP, sha256, n + 20, n + 20, text, author=f"\u202e{text[:300]}", posted_at="2026-02-01")
        for n, text in enumerate(HOSTILE)
    ]
    document = Document(f"\u202e{MARKUP}", sha256, "text", "\n".join([MARKUP, *HOSTILE] * 5))
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        store.add_document(document, segments, comments, NOW, keep_authors=True)
        score_store(store, chosen_version())
        for comment in comments:
            store.mark(comment.comment_id, NOTE, "ann", NOW, note=f"\u202e{MARKUP}")
            store.annotate(comment.comment_id, "position", "for", MARKUP[:150], NOW, note=MARKUP)
    return sha256


@pytest.fixture
def guarded(page):
    """A page that is told of everything it should not have done."""
    done = []

    def local(route):
        if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            done.append(route.request.url)
            route.abort()

    page.route("**/*", local)
    page.on("dialog", lambda dialog: done.append(dialog.message))
    page.done = done
    return page


TURNED = """() => {
  const turns = /[\\u202a-\\u202e\\u2066-\\u2069]/, walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    let at = walker.currentNode.parentElement;
    if (!turns.test(walker.currentNode.data) || at.closest('script, style')) continue;
    while (at && !getComputedStyle(at).unicodeBidi.match(/isolate|plaintext/)) at = at.parentElement;
    if (!at || at === document.body) found.push(walker.currentNode.data.slice(0, 60));
  }
  return found;
}"""


# What is wider than the screen and does not stand in something that scrolls by itself.
WIDE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const scrolls = one => {
    for (let at = one; at && at !== main; at = at.parentElement)
      if (/auto|scroll|hidden/.test(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  return [...main.querySelectorAll('p, button, .comment-text, .row-text, .seg-line')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one))
    .map(one => one.textContent.slice(0, 60));
}"""


def harmless(page):
    """Nothing was run, fetched, rendered, turned or drawn over other things, and nothing is wider than the screen."""
    settled(page)
    assert page.done == []
    assert page.evaluate("window.owned") is None
    assert page.locator("[src*='elsewhere.example'], [href*='elsewhere.example'], main .katex").count() == 0
    assert page.evaluate(TURNED) == []
    assert not page.evaluate("/\\p{M}{8,}/u.test(document.body.innerText)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(WIDE) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_a_stranger_wrote_does_anything_on_any_page(server, guarded, hostile, width):
    guarded.set_viewport_size({"width": width, "height": 900})
    for name in PAGES:
        opened(guarded, f"{server.url}/{name}")
        expect(guarded.locator("[data-testid=stMain] p").first).to_be_visible()
        harmless(guarded)
    opened(guarded, f"{server.url}/comments?article={hostile}")
    expect(guarded.locator(".row-text").first).to_contain_text(MARKUP)
    harmless(guarded)


def test_going_through_them_one_by_one_does_nothing_either(server, guarded, hostile):
    opened(guarded, server.url)
    choose(guarded, "Queue", "One article")
    choose(guarded, "Article", "5 comments")
    for _ in range(5):
        harmless(guarded)
        guarded.get_by_role("button", name="Next", exact=False).last.click()
    expect(guarded.get_by_text("The end of this queue")).to_be_visible()
