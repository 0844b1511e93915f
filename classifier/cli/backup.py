"""`belowline backup`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import json_option, say_done


@click.command("backup", short_help="Copy the label store to a file, and check the copy.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@json_option
def command(file: Path, store: str | None, as_json: bool) -> None:
    """Copy the label store to FILE while it is in use, check that the copy is whole, and count what is in it.

    A store on PostgreSQL is copied with pg_dump. Keep labels/author.key as well: it makes the pseudonyms.
    """
    from classifier import places
    from classifier.store.backup import back_up

    made = back_up(store or places.store_place(), file)
    words = f"documents {made.documents}, comments {made.comments}, acts of labelling {made.annotations}"
    say_done({"file": file, **vars(made)}, f"copied to {file}: {words}", as_json)
