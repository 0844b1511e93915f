"""Options that several commands have."""

from __future__ import annotations

import click


def _columns(_ctx: click.Context, _param: click.Parameter, pairs: tuple[str, ...]) -> dict[str, str]:
    from classifier.reading.columns import columns_of

    return columns_of(pairs)


#: Which column of a table is what.
column_option = click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=COLUMN",
    callback=_columns,
    help="Which column of a table is its text, author, posted_at, parent, votes, id or article; can be repeated.",
)

#: Format of a file of labels.
format_option = click.option(
    "--format",
    "fmt",
    type=click.Choice(["jsonl", "csv", "parquet", "dataset", "label-studio", "doccano"]),
    help="Format of the file; default: by the ending of its name.",
)
