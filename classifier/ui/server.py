"""The pages' server; it looks at the pages that go through all comments first, so that nobody waits for that."""

from __future__ import annotations

import logging

from classifier.flow.access import is_loopback, shared

#: Seconds that looking at one page may take.
PATIENCE = 600.0


def look_at_pages() -> None:
    """Load what the pages need, and ask the store what they ask first; what fails is told when the page is opened."""
    from streamlit.testing.v1 import AppTest

    from classifier.ui import pages

    # Streamlit warns of everything that is done before its server runs.
    logging.disable(logging.WARNING)
    pages()
    for name in ("review", "comments"):
        AppTest.from_function(_look, default_timeout=PATIENCE, args=(name,)).run()
    logging.disable(logging.NOTSET)


def is_exposed() -> bool:
    """Whether others than this machine's own people can reach the page, and nobody has said who may."""
    import streamlit as st

    return not is_loopback(st.get_option("server.address") or "") and shared() is None


def _look(name: str) -> None:
    from importlib import import_module

    import_module(f"classifier.ui.{name}").show()


if __name__ == "__main__":
    from streamlit.web.cli import main

    look_at_pages()
    # Streamlit takes the flags for changes to what it was asked for before.
    logging.getLogger("streamlit.config").addFilter(lambda record: "update to the" not in record.getMessage())
    main()
