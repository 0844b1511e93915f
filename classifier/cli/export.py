"""`belowline export`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export", short_help="Write a model as a joblib file for scikit-learn users.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write: .joblib.")
@click.option("--model", type=click.Path(path_type=Path), help="Model version or folder of versions.")
def command(out: Path, model: Path | None) -> None:
    """Write a model version as one joblib file with a `predict(texts)`.

    belowline itself never loads such a file: loading one runs code from it, so load only your own.
    """
    from classifier.flow.models import chosen_version, export_joblib

    version = chosen_version(model, say=lambda words: click.echo(f"belowline: {words}", err=True))
    export_joblib(version, out)
    click.echo(f"{version.name} written to {out}; load it with joblib.load, only where you trust the file")
