"""`belowline import`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import format_option, json_option, say_done


@click.command("import", short_help="Take labels from a file into the label store.")
@click.argument("path", type=click.Path(path_type=Path))
@format_option
@click.option("--annotator", default="imported", show_default=True, help="Who labelled, where the file does not say.")
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@json_option
def command(path: Path, fmt: str | None, annotator: str, store: str | None, as_json: bool) -> None:
    """Take the labels of PATH into the label store: what `belowline export` wrote, or Label Studio or doccano did.

    Every act is kept with its annotator, time and note, and the newest holds. What is there already is passed
    over, so that a file can be imported twice. When a row does not fit the codebook nothing is taken in.
    """
    from classifier import places
    from classifier.codebook import read_codebook
    from classifier.flow.transfer import import_labels
    from classifier.store import LabelStore

    codebook = read_codebook(places.codebook_path())
    with LabelStore(store or places.store_place()) as opened:
        added = import_labels(opened, path, codebook, fmt, annotator)
    words = (
        f"taken in: acts of labelling {added.acts}, flags, skips and notes {added.marks}, "
        f"comments that were not there {added.comments}"
    )
    say_done(vars(added), words, as_json)
