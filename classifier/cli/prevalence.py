"""`belowline prevalence`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from classifier.cli.options import json_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.flow.shares import LabelShare

#: Groups shown on the screen; files have them all.
SHOWN = 10


@click.command(
    "prevalence",
    short_help="Estimate the share of every label, with intervals, by article.",
)
@click.argument("scores", type=click.Path(path_type=Path))
@click.option("--by", metavar="COLUMN", default="document", show_default=True, help="Column that makes the groups.")
@click.option("--together", is_flag=True, help="All comments as one group.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the shares: .csv, .parquet, .jsonl or .tex.")
@click.option("--figure", type=click.Path(path_type=Path), help="Draw them: .svg, .pdf or .png.")
@click.option("--model", type=click.Path(path_type=Path), help="Model version; default: the one that scored.")
@json_option
def command(
    scores: Path,
    by: str,
    together: bool,
    out: Path | None,
    figure: Path | None,
    model: Path | None,
    as_json: bool,
) -> None:
    """Estimate how large the share of each label truly is among comments that `belowline score` has labelled.

    SCORES is what `score` wrote. Counted labels repeat the model's errors; the estimate corrects for them, by how
    the model erred on its held-out rows, and comes with a 95% interval. It holds where the comments are of the kind
    the model was trained on: see docs/prevalence.md before you quote it.
    """
    from classifier.files import json_line
    from classifier.flow.shares import as_frame, draw_shares, read_scores, shares_by, version_of, write_shares

    table, column = read_scores(scores), None if together else by
    version = version_of(table, model)
    shares = shares_by(table, version, column)
    if out:
        write_shares(shares, column, out)
    if figure:
        draw_shares(shares, version.codebook, figure)
    if as_json:
        for row in as_frame(shares, column).to_dict("records"):
            click.echo(json_line({str(key): value for key, value in row.items()}), nl=False)
    else:
        _show(shares)


def _show(shares: Sequence[LabelShare]) -> None:
    for head in dict.fromkeys(share.head for share in shares):
        own = [share for share in shares if share.head == head]
        groups = list(dict.fromkeys(share.group for share in own))
        width = max(len(share.label) for share in own)
        click.echo(head)
        for group in groups[:SHOWN]:
            held = [share for share in own if share.group == group]
            click.echo(f"  {group or 'all'}: {held[0].comments:,} comments")
            for s in held:
                click.echo(
                    f"    {s.label:<{width}}  {s.share:5.1%} ({s.low:.1%}-{s.high:.1%})  counted {s.counted:.1%}"
                )
        if len(groups) > SHOWN:
            click.echo(f"  and {len(groups) - SHOWN:,} more; --out FILE has them all")
