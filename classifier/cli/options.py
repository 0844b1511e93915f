"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

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

#: Figures for programs instead of sentences.
json_option = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")


def say_done(facts: Mapping[str, Any], words: str, as_json: bool) -> None:
    """Print what a command did: as a line of JSON for programs, else in words."""
    from classifier.files import json_line

    known = {key: str(value) if isinstance(value, Path) else value for key, value in facts.items()}
    click.echo(json_line(known), nl=False) if as_json else click.echo(words)
