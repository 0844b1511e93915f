"""`belowline restore`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import json_option, say_done


@click.command("restore", short_help="Put a copy in place of the label store.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@json_option
def command(file: Path, store: str | None, as_json: bool) -> None:
    """Put the contents of FILE, made by `belowline backup`, in place of the label store.

    What was there is kept in a file beside it, whose name is printed.
    """
    from datetime import datetime

    from classifier import places
    from classifier.store.backup import restore

    place = store or places.store_place()
    made, kept = restore(file, place, datetime.now())
    words = f"documents {made.documents}, comments {made.comments}, acts of labelling {made.annotations}"
    aside = f"\nwhat was there is kept in {kept}" if kept else ""
    say_done({"file": file, **vars(made), "kept": kept}, f"restored from {file}: {words}{aside}", as_json)
