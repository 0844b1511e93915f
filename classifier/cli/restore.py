"""`belowline restore`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("restore", short_help="Put a copy in place of the label store.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
def command(file: Path, store: str | None) -> None:
    """Put the contents of FILE, made by `belowline backup`, in place of the label store.

    What was there is kept in a file beside it, whose name is printed.
    """
    from datetime import datetime

    from classifier import places
    from classifier.store.backup import restore

    place = store or places.store_place()
    made, kept = restore(file, place, datetime.now())
    click.echo(
        f"restored from {file}: documents {made.documents}, comments {made.comments}, "
        f"acts of labelling {made.annotations}"
    )
    if kept:
        click.echo(f"what was there is kept in {kept}")
