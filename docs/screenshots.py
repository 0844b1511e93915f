"""Take the pictures of the review page that the documents show, from the example documents.

usage: python docs/screenshots.py [FOLDER]        (default: docs/images; needs Chromium and an active model)
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"review": "", "comments": "comments", "articles": "articles", "overview": "overview", "models": "models"}
WIDTHS = {"wide": (1280, 1000), "narrow": (390, 844)}
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def main(folder: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or sys.exit("no Chromium on this machine")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        store = {"BELOWLINE_STORE": f"{scratch}/labels.db", "USER": "ann", "LOGNAME": "ann"}
        command = [sys.executable, "-m", "classifier", "app", "--port", str(port), "--no-browser"]
        with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **store}) as server:
            try:
                wait_for(f"http://127.0.0.1:{port}/_stcore/health")
                take(chromium, f"http://127.0.0.1:{port}/", folder)
            finally:
                server.terminate()


def wait_for(address: str) -> None:
    for _ in range(1200):
        try:
            urllib.request.urlopen(address, timeout=1).read()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
        else:
            return
    sys.exit("the page did not answer")


def take(chromium: str, address: str, folder: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, path in PAGES.items():
            for width, (across, down) in WIDTHS.items():
                page = browser.new_page(viewport={"width": across, "height": down})
                page.goto(address + path)
                page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
                page.wait_for_load_state("networkidle")
                page.wait_for_timeout(1500)
                page.screenshot(path=folder / f"{name}-{width}.png")
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
