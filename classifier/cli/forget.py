"""`belowline forget`."""

from __future__ import annotations

import click

from classifier.cli.options import json_option, say_done


@click.command("forget", short_help="Take a person's comments out of the label store for good.")
@click.option("--author", required=True, help="Name or pseudonym of who wrote the comments.")
@click.option("--yes", is_flag=True, help="Do it; without it, only counted.")
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@json_option
@click.pass_context
def command(ctx: click.Context, author: str, yes: bool, store: str | None, as_json: bool) -> None:
    """Take out what a person wrote, with its scores and labels, from the store and from the stored pages.

    It cannot be undone. Model versions, files made by `export` and `score`, backups, and what others wrote about
    the person are not touched: make those anew. Stop the review page first.
    """
    from classifier import places
    from classifier.store import LabelStore
    from classifier.store.forget import forget, traces_of

    with LabelStore(store or places.store_place()) as opened:
        found = forget(opened, author) if yes else traces_of(opened, author)
    counts = (
        f"comments {found.comments}, in documents {found.documents}, acts of labelling {found.acts}, "
        f"scores {found.scores}"
    )
    say_done({**vars(found), "gone": yes}, f"{'gone' if yes else 'there are'}: {counts}", as_json)
    if not yes:
        click.echo("belowline: nothing is gone yet; add --yes to take them out for good", err=True)
        ctx.exit(2)
