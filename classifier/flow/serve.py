"""The review page's server: a model, a store with something in it, and Streamlit, on this machine unless told."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from typing import Any

from classifier import places
from classifier.errors import InputError, StoreError
from classifier.files import read_bytes
from classifier.flow.access import LOOPBACK, Access, is_loopback, read_access, secrets_file, shared_by
from classifier.flow.ingest import ingest, score_store
from classifier.flow.models import version_to_label_with
from classifier.store import LabelStore


def prepare(store_place: str, say: Callable[[str], None]) -> None:
    """Make sure there is a model, and read the example documents into an empty store."""
    version = version_to_label_with(say)
    with LabelStore(store_place) as store:
        if not store.documents() and places.seeds_folder().is_dir():
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
    settings = page_settings() | {"server.address": address, "server.port": port, "server.headless": not open_browser}
    if access:
        settings["server.allowedHosts"] = list(dict.fromkeys([*LOOPBACK, access.host, address]))
        settings["secrets.files"] = str(access.secrets.resolve())
    flags = [f"--{key}={_as_flag(one)}" for key, value in settings.items() for one in _each(value)]
    return [sys.executable, "-m", "classifier.ui.server", "run", str(places.page_script()), *flags]


def page_settings() -> dict[str, Any]:
    """What Streamlit is told beside the page's script, by `table.key`.

    Raises
    ------
    InputError
        When the file is missing or cannot be read.
    """
    path = places.page_script().parent / ".streamlit" / "config.toml"
    try:
        tables = tomllib.loads(read_bytes(path).decode())
    except ValueError as error:
        raise InputError(f"cannot be read ({error})", where=path, remedy="mend it") from error
    return {f"{table}.{key}": value for table, values in tables.items() for key, value in values.items()}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _as_flag(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
