"""How fast the review page is with many comments in its store.

``OMP_NUM_THREADS=1 python benchmarks/review.py [--comments 100000] [--keep FOLDER] [--rounds 20]``

Writes an export of made-up comments, puts it into a fresh store, serves that, and looks at every page with Chromium:
how long after the address is asked for its own content stands, right after a start and later, and how long after a
key or click what it asks for is on the screen. With `--keep` the store stays in the folder and is used again.
"""

from __future__ import annotations

import argparse
import getpass
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright
from scoring import machine

from classifier import places

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "ui"))

from driving import opened, settled
from serving import Server, launched

PER_ARTICLE = 500
WORDS = ["always", "army", "book", "border", "bread", "bridge", "church", "council", "country", "evening", "garden"]
WORDS += [
    "history",
    "leader",
    "market",
    "mosque",
    "mountain",
    "neighbour",
    "never",
    "paper",
    "peace",
    "photo",
    "river",
]
WORDS += [
    "road",
    "school",
    "soldier",
    "street",
    "summer",
    "teacher",
    "they",
    "truth",
    "village",
    "war",
    "water",
    "work",
]

#: What shows that a page's own content stands.
CONTENT = {
    "": ".comment-text",
    "comments": "[class*=st-key-row-]",
    "articles": ".seg-line",
    "agreement": "[data-testid=stMain] h3",
    "overview": "canvas, svg.marks, .vega-embed",
    "models": "h3",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comments", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--page", action="append", choices=CONTENT, help="only these pages")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ["BELOWLINE_STORE"] = str(folder / "labels.db")
        if not (folder / "labels.db").exists():
            fill(folder, options.comments)
        server = Server()
        try:
            measure(server, options.rounds, options.page or list(CONTENT))
        finally:
            server.kill()


def fill(folder: Path, count: int) -> None:
    """Import made-up comments, and score them."""
    export = folder / "export.xml"
    export.write_text(wordpress(count), "utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "classifier", "add", str(export)], check=True, stdout=subprocess.DEVNULL)
    report_rate("import", count, time.perf_counter() - began)
    began = time.perf_counter()
    score_all()
    report_rate("scoring", count, time.perf_counter() - began)
    export.unlink()


def report_rate(what: str, count: int, seconds: float) -> None:
    print(f"{what}: {count:,} comments in {seconds:.1f} s, {count / seconds:,.0f} a second", flush=True)


def score_all() -> None:
    from classifier.flow.ingest import score_store
    from classifier.flow.models import chosen_version
    from classifier.store import LabelStore

    with LabelStore(places.store_place()) as store:
        score_store(store, chosen_version())


def wordpress(count: int) -> str:
    """An export of WordPress: articles with so many comments each, a third of them answers."""
    random.seed(1)
    articles = (article(n, min(PER_ARTICLE, count - n * PER_ARTICLE)) for n in range(-(-count // PER_ARTICLE)))
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
    return f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel>{"".join(articles)}</channel></rss>'


def article(number: int, comments: int) -> str:
    body = "".join(f"<p>{sentence(60)}</p>" for _ in range(8))
    said = "".join(comment(number * PER_ARTICLE + n, n) for n in range(comments))
    return (
        f"<item><title>Article {number}</title><link>http://localhost/{number}</link><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>{said}</item>"
    )


def comment(key: int, place: int) -> str:
    posted = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=10 * key)
    parent = key if place % 3 == 2 else 0
    return (
        f"<wp:comment><wp:comment_id>{key + 1}</wp:comment_id>"
        f"<wp:comment_author>reader {key % 900}</wp:comment_author>"
        f"<wp:comment_date_gmt>{posted:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{sentence(random.randint(5, 40))}]]></wp:comment_content>"
        f"<wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


def sentence(words: int) -> str:
    return " ".join(random.choices(WORDS, k=words)).capitalize() + "."


def measure(server: Server, rounds: int, pages: list[str]) -> None:
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        print("\n| page | first visit after a start, s | later, s (median) | worst |\n|---|---|---|---|")
        for name in pages:
            report_page(browser, server, name, CONTENT[name])
        print("\n| act | median, ms | worst | |\n|---|---|---|---|")
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(120_000)
        for name, times in acts(page, server.url, rounds):
            print(f"| {name} | {statistics.median(times):.0f} | {max(times):.0f} | {len(times)} times |", flush=True)
        browser.close()


def report_page(browser, server: Server, name: str, content: str) -> None:
    server.kill()
    server.start()
    first, *later = [visit(browser, f"{server.url}/{name}", content) for _ in range(6)]
    print(f"| {name or 'review'} | {first:.2f} | {statistics.median(later):.2f} | {max(later):.2f} |", flush=True)


def visit(browser, address: str, content: str) -> float:
    """Seconds until a page's own content stands, for somebody who opens it anew."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    began = time.perf_counter()
    page.goto(address)
    page.locator(content).first.wait_for()
    took = time.perf_counter() - began
    settled(page)
    page.close()
    return took


def acts(page: Page, url: str, rounds: int):
    """Name and times of everything done over and over."""
    opened(page, url)
    page.locator(".comment-text").first.click()
    on_card = "() => document.querySelector('.comment-text')?.textContent"
    for name, key in {"next comment": "ArrowRight", "save and next": "Enter", "skip": "s"}.items():
        yield name, [timed(page, on_card, lambda key=key: page.keyboard.press(key)) for _ in range(rounds)]
    yield "last of two labels, next comment", [timed(page, on_card, second_of_two(page)) for _ in range(rounds)]
    opened(page, f"{url}/comments")
    found = "() => document.querySelector('[data-testid=stMarkdown] strong')?.textContent"
    field = page.get_by_role("textbox", name="Words", exact=True)
    words = [word for word in WORDS if len(word) > 5][:rounds]
    yield "filter by words", [timed(page, found, search(field, word)) for word in words]
    yield "label in the list", [relabelled(page, n) for n in range(min(rounds, 20))]
    opened(page, f"{url}/articles")
    chosen = "() => document.querySelector('.seg-line.chosen')?.textContent"
    lines = page.locator("[class*=st-key-choose-] button")
    yield "choose a line", [timed(page, chosen, lines.nth(n).click) for n in range(2, 2 + min(rounds, 20))]


def timed(page: Page, look: str, act) -> float:
    """Milliseconds from the first key or click of an act until what a look finds has changed."""
    settled(page)
    page.evaluate(
        """look => {
          const find = eval(look), before = find();
          window.began = window.took = null;
          const start = () => { window.began ??= performance.now() };
          for (const kind of ['keydown', 'pointerdown']) addEventListener(kind, start, {capture: true, once: true});
          const watch = () => {
            const now = find();
            if (window.began !== null && now && now !== before) window.took = performance.now() - window.began;
            else requestAnimationFrame(watch);
          };
          watch();
        }""",
        look,
    )
    act()
    page.wait_for_function("() => window.took !== null", polling=20)
    return float(page.evaluate("() => window.took"))


def second_of_two(page: Page):
    page.keyboard.press("1")
    settled(page)
    return lambda: page.keyboard.press("5")


def search(field, word: str):
    field.fill(word)
    return lambda: field.press("Enter")


def relabelled(page: Page, row: int) -> float:
    """Milliseconds from choosing a label in the list until it says whose it is."""
    card = page.locator("[class*=st-key-row-]").nth(row)
    card.get_by_role("combobox").first.click()
    option = page.get_by_role("option").nth(row % 3)
    cell = f"document.querySelectorAll('[class*=st-key-row-]')[{row}]"
    look = f"() => {cell}?.textContent.match(/by {getpass.getuser()}/g)?.length"
    return timed(page, look, option.click)


if __name__ == "__main__":
    main()
