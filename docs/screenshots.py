"""Take the pictures of the review page that the documents show, from the example documents.

usage: python docs/screenshots.py [FOLDER]        (default: docs/images; needs Chromium and an active model)
"""

import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from classifier.flow.models import chosen_version
from classifier.store import LabelStore
from classifier.store.overlap import set_overlap
from classifier.ui import pages

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "ui"))

from driving import opened
from serving import CHROMIUM, Server, launched

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {"wide": (1280, 1000), "narrow": (390, 844)}


def main(folder: Path) -> None:
    if CHROMIUM is None:
        sys.exit("no Chromium on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        store = {"BELOWLINE_STORE": f"{scratch}/labels.db", "USER": "ann", "LOGNAME": "ann"}
        server = Server()
        try:
            server.start(cwd=ROOT, env={**os.environ, **store})
            take(server.url, folder, [name for name in pages() if name != "agreement"])
            label_by_two(store["BELOWLINE_STORE"])
            take(server.url, folder, ["agreement"])
        finally:
            server.kill()


def label_by_two(place: str) -> None:
    """Two people share all comments: one says what the model does, the other differs on every ninth."""
    version, now = chosen_version(), datetime.now(UTC) - timedelta(hours=1)
    with LabelStore(place) as store:
        set_overlap(store, 1.0, 2, True, "ann", now)
        scores = store.scores(version.name)
        for n, comment in enumerate(store.comments()):
            for head in version.codebook.heads:
                label = scores[comment.comment_id].label(head.name)
                other = head.names[(head.names.index(label) + (n % 9 == 0)) % len(head.names)]
                store.annotate(comment.comment_id, head.name, label, "ann", now + timedelta(seconds=4 * n))
                store.annotate(comment.comment_id, head.name, other, "bob", now + timedelta(seconds=5 * n))


def take(address: str, folder: Path, names: Sequence[str]) -> None:
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        # Streamlit warns of pages that nobody has asked for.
        logging.disable(logging.WARNING)
        for name in names:
            for width, (across, down) in WIDTHS.items():
                page = browser.new_page(viewport={"width": across, "height": down})
                opened(page, address + ("" if name == "review" else f"/{name}"))
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(1500)
                page.screenshot(path=folder / f"{name}-{width}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
