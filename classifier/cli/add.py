"""`belowline add`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import column_option, json_option, say_done


@click.command("add", short_help="Put saved pages into the label store for review.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@column_option
@click.option("--keep-authors", is_flag=True, help="Keep the names of those who wrote comments, not pseudonyms.")
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    columns: dict[str, str],
    keep_authors: bool,
    store: str | None,
    as_json: bool,
) -> None:
    """Read pages, folders of them, exports and tables into the label store, so that the review page shows them.

    Those who wrote comments are known by pseudonyms from then on, unless --keep-authors is given; names within
    what they wrote stay as they are.

    A document that is there already stays as it is, with its corrections. Exit code 3 when some could not
    be read, 2 when none could.
    """
    from classifier import places
    from classifier.flow.ingest import ingest
    from classifier.store import LabelStore

    with LabelStore(store or places.store_place()) as opened:
        result = ingest(paths, opened, columns, keep_authors=keep_authors)
    for note in result.notes:
        click.echo(f"belowline: {note}", err=True)
    for reason in result.refused:
        click.echo(f"belowline: {reason}", err=True)
    facts = {"added": result.added, "present": result.present, "refused": result.refused}
    counts = f"{len(result.added)} added, {result.present} there already, {len(result.refused)} refused"
    say_done(facts, "\n".join([*(f"added {name}" for name in result.added), counts]), as_json)
    if result.refused:
        ctx.exit(3 if result.added or result.present else 2)
