"""`belowline score`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from classifier.cli.options import column_option


@click.command("score", short_help="Label every comment of pages and tables.")
@click.argument("inputs", nargs=-1, required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(),
    help="File to write: .parquet, .csv or .jsonl; with --cluster a folder.",
)
@column_option
@click.option("--model", type=click.Path(path_type=Path), help="Model version or folder of versions.")
@click.option("--jobs", type=click.IntRange(1), help="Comments scored side by side; default: one batch a core.")
@click.option(
    "--engine",
    type=click.Choice(["compiled", "reference"]),
    default="compiled",
    show_default=True,
    help="Both give the same labels; the reference is scikit-learn, and slow.",
)
@click.option("--cluster", metavar="dask://HOST:PORT", help="Score tables on the workers of a Dask scheduler.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: str,
    columns: dict[str, str],
    model: Path | None,
    jobs: int | None,
    engine: str,
    cluster: str | None,
    as_json: bool,
) -> None:
    """Label the stance and quality of every comment, one row a comment.

    INPUTS are documents, folders of documents, web archives, exports of WordPress and Disqus, tables (CSV,
    TSV, JSON lines, Parquet) with a `text` column or one named with --column, or - for standard input (JSON
    lines, or one comment a line). What could not be read goes to
    OUT.rejects.jsonl. Exit code 0 when all was scored, 3 when some was set aside, 2 when nothing could be
    used.

    A long run that is stopped, in whatever way, leaves finished parts in OUT.parts, and the same command goes
    on from there.
    """
    from classifier.cli.progress import counting
    from classifier.files import json_line
    from classifier.flow.models import chosen_version
    from classifier.flow.scoring import expected_comments, score_file

    version = chosen_version(model, say=lambda words: click.echo(f"belowline: {words}", err=True))
    with counting("comments", lambda: expected_comments(inputs)) as progress:
        if cluster:
            from classifier.flow.cluster import score_on_cluster

            summary = score_on_cluster(inputs, out, version, cluster, columns, progress)
        else:
            stdin = sys.stdin.buffer
            summary = score_file(inputs, out, version, stdin, progress, jobs, columns=columns, engine=engine)
    for note in summary.notes:
        click.echo(f"belowline: {note}", err=True)
    if as_json:
        facts = {k: str(v) if isinstance(v, Path) else v for k, v in vars(summary).items()}
        click.echo(json_line(facts), nl=False)
    else:
        again = f"; {summary.repeated} say what an earlier one says" if summary.repeated else ""
        aside = f"; {summary.rejected} set aside in {summary.rejects or out}" if summary.rejected else ""
        click.echo(
            f"{summary.comments} comments from {summary.documents} inputs scored by {summary.model_version} "
            f"into {out}{again}{aside}"
        )
    ctx.exit(summary.exit_code)
