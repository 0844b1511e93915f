"""The review page's server: a model, a store with something in it, and Streamlit on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from classifier import places
from classifier.errors import StoreError
from classifier.flow.ingest import ingest, score_store
from classifier.flow.models import chosen_version
from classifier.store import LabelStore

_SETTINGS = {
    "server.address": "127.0.0.1",
    "server.maxUploadSize": "20",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.showEmailPrompt": "false",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "theme.base": "light",
    "theme.primaryColor": "#2f4b7c",
}


def prepare(store_place: str, say: Callable[[str], None]) -> None:
    """Make sure there is a model, and read the example documents into an empty store."""
    version = chosen_version(say=say)
    with LabelStore(store_place) as store:
        if not store.documents():
            say(f"reading the example documents of {places.seeds_folder()}")
            ingest([places.seeds_folder()], store)
        score_store(store, version, progress=say)


def serve(port: int, store: str | None = None, open_browser: bool = True, say: Callable[[str], None] = print) -> None:
    """Prepare, then serve the page until it is stopped.

    Raises
    ------
    StoreError
        When the port is taken or the page cannot be started.
    """
    place = store or places.store_place()
    prepare(place, say)
    say(f"the review page is at http://localhost:{port} (stop it with Ctrl-C)")
    settings = {**_SETTINGS, "server.port": str(port), "server.headless": str(not open_browser).lower()}
    command = [sys.executable, "-m", "streamlit", "run", str(places.page_script())]
    command += [f"--{key}={value}" for key, value in settings.items()]
    try:
        done = subprocess.run(command, env={**os.environ, "BELOWLINE_STORE": place}, check=False)
    except KeyboardInterrupt:
        return
    if done.returncode not in (0, -2, 130):
        raise StoreError("the page could not be started", where=f"port {port}", remedy="try another --port")
