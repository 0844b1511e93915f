"""`belowline export`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import format_option, json_option, say_done


@click.command("export", short_help="Write labels for other tools, or a model for scikit-learn users.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@format_option
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write a model here instead: .joblib.")
@click.option("--model", type=click.Path(path_type=Path), help="Model version or folder of versions, with --out.")
@json_option
def command(
    path: Path | None, fmt: str | None, store: str | None, out: Path | None, model: Path | None, as_json: bool
) -> None:
    """Write every labelled comment with its whole history to PATH: .jsonl, .csv, .parquet, .json or a folder.

    .json is for Label Studio, a folder for the datasets library; --format doccano writes its JSON lines.

    With --out a model version is written instead, as one joblib file with a `predict(texts)`. belowline itself
    never loads such a file: loading one runs code from it, so load only your own.
    """
    if (path is None) == (out is None):
        raise click.UsageError("name either a PATH for labels or --out for a model")
    if path is not None:
        _export_labels(path, fmt, store, as_json)
    if out is not None:
        _export_model(out, model, as_json)


def _export_labels(path: Path, fmt: str | None, place: str | None, as_json: bool) -> None:
    from classifier import places
    from classifier.codebook import read_codebook
    from classifier.flow.transfer import export_labels
    from classifier.store import LabelStore
    from classifier.store.transfer import vanished

    with LabelStore(place or places.store_place()) as store:
        count = export_labels(store, path, read_codebook(places.codebook_path()), fmt)
        lost = vanished(store)
    if lost:
        click.echo(f"belowline: labelled comments that stand on no page any more, left out: {lost}", err=True)
    facts = {"path": path, "comments": count, "left_out": lost}
    say_done(facts, f"labelled comments written to {path}: {count}", as_json)


def _export_model(out: Path, model: Path | None, as_json: bool) -> None:
    from classifier.flow.models import chosen_version, export_joblib

    version = chosen_version(model, say=lambda words: click.echo(f"belowline: {words}", err=True))
    export_joblib(version, out)
    words = f"{version.name} written to {out}; load it with joblib.load, only where you trust the file"
    say_done({"path": out, "model_version": version.name}, words, as_json)
