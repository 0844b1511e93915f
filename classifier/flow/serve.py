"""The review page's server: a model, a store with something in it, and Streamlit, on this machine unless told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from classifier import places
from classifier.errors import StoreError
from classifier.flow.access import LOOPBACK, Access, is_loopback, read_access, secrets_file, shared_by
from classifier.flow.ingest import ingest, score_store
from classifier.flow.models import chosen_version
from classifier.store import LabelStore

_SETTINGS = {
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


def serve(
    port: int,
    store: str | None = None,
    open_browser: bool = True,
    say: Callable[[str], None] = print,
    address: str = "127.0.0.1",
) -> None:
    """Prepare, then serve the page until it is stopped.

    Parameters
    ----------
    port : int
    store : str, optional
        The default store where none is named.
    open_browser : bool
    say : callable
        Told in words what is being done.
    address : str
        One that others can reach is refused unless it is said who may log in.

    Raises
    ------
    InputError
        When others could reach the page and it is not said who may log in.
    StoreError
        When the port is taken or the page cannot be started.
    """
    access = None if is_loopback(address) else read_access(secrets_file())
    place = store or places.store_place()
    prepare(place, say)
    shown = f"http://localhost:{port}" if access is None else f"{address}, port {port}, for people who log in"
    say(f"the review page is at {shown} (stop it with Ctrl-C)")
    try:
        done = subprocess.run(  # noqa: S603 - Python itself, and words that pass through no shell
            _command(port, address, open_browser, access),
            env={**os.environ, **shared_by(access), "BELOWLINE_STORE": place},
            check=False,
        )
    except KeyboardInterrupt:
        return
    if done.returncode not in (0, -2, 130):
        raise StoreError("the page could not be started", where=f"port {port}", remedy="try another --port")


def _command(port: int, address: str, open_browser: bool, access: Access | None) -> list[str]:
    """The server's command; it answers only under its own names, so that no other site can pose as it."""
    settings = {**_SETTINGS, "server.address": address, "server.port": str(port)}
    settings["server.headless"] = str(not open_browser).lower()
    if access:
        settings["secrets.files"] = str(access.secrets.resolve())
    given = [f"--{key}={value}" for key, value in settings.items()]
    hosts = dict.fromkeys([*LOOPBACK, *([access.host, address] if access else [])])
    given += [f"--server.allowedHosts={host}" for host in hosts]
    return [sys.executable, "-m", "classifier.ui.server", "run", str(places.page_script()), *given]
