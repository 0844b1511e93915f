"""`belowline app`."""

from __future__ import annotations

import click


@click.command("app", short_help="Open the review page.")
@click.option("--port", type=click.IntRange(0, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser window.")
def command(port: int, address: str, store: str | None, no_browser: bool) -> None:
    """Open the review page on this machine, at http://localhost:PORT.

    Trains a model where there is none, and reads the example documents into an empty store. An --address that
    others can reach is refused unless .streamlit/secrets.toml says how people log in and who they are.
    """
    from classifier.flow.serve import serve

    serve(port, store, open_browser=not no_browser, say=lambda words: click.echo(words, err=True), address=address)
