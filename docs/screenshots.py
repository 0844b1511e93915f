"""Take the pictures of the review page that the documents show, from the example documents.

usage: python docs/screenshots.py [FOLDER]        (default: docs/images; needs Chromium and an active model)
"""

import logging
import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

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
            take(server.url, folder)
        finally:
            server.kill()


def take(address: str, folder: Path) -> None:
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = launched(playwright)
        # Streamlit warns of pages that nobody has asked for.
        logging.disable(logging.WARNING)
        for name in pages():
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
