"""`belowline retrain`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("retrain", short_help="Train a new model version from labels and corrections.")
@click.option(
    "--labels",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Labelled rows; default: the shipped ones.",
)
@click.option("--codebook", type=click.Path(path_type=Path), help="Codebook; default: labels/codebook.toml.")
@click.option("--store", metavar="URL", help="Label store whose corrections are added.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of versions; default: models/.")
@click.option(
    "--activate",
    type=click.Choice(["if-better", "always", "never"]),
    default="if-better",
    show_default=True,
    help="Whether the new version becomes the active one.",
)
@click.option("--search", is_flag=True, help="Choose the settings by nested cross-validation first (slow).")
@click.option("--embeddings", is_flag=True, help="Add a small neural model's view of the texts (slow; an extra).")
@click.option(
    "--accept-contradictions", is_flag=True, help="Learn also from a source whose labels contradict all others."
)
def command(
    labels: tuple[Path, ...],
    codebook: Path | None,
    store: str | None,
    out: Path | None,
    activate: str,
    search: bool,
    embeddings: bool,
    accept_contradictions: bool,
) -> None:
    """Train from labels and from the corrections in the store, judge on held-out rows, write a new version.

    What each file and each annotator brought is listed where there are several. A source whose labels contradict
    what is learnt from the others is refused.

    The new version becomes the active one only if it is not worse on the held-out rows both have. With --embeddings
    it needs the extra belowline[embeddings] wherever it is used. The splitter learns from the pages put right on
    the Articles page, unless --activate never or another folder of versions is named.
    """
    from classifier.flow.retrain import retrain, settings_with_embeddings

    outcome = retrain(
        labels,
        codebook,
        store,
        out,
        activate,
        progress=lambda words: click.echo(f"{words} ...", err=True),
        searching=search,
        settings=settings_with_embeddings() if embeddings else None,
        accept_contradictions=accept_contradictions,
    )
    click.echo(f"version {outcome.version.name} in {outcome.version.folder}")
    for name, report in outcome.reports.items():
        click.echo(
            f"  {name}: macro-F1 {report.macro_f1}, calibration error "
            f"{report.expected_calibration_error} on {report.rows} held-out rows"
        )
    for name, c in outcome.comparisons.items():
        click.echo(f"  {name}: {c.before:.3f} before, {c.after:.3f} now, difference {c.difference} on {c.rows} rows")
    if len({one.source for one in outcome.influences}) > 1:
        for one in outcome.influences:
            click.echo(f"  {one}")
    click.echo(outcome.verdict)
    if outcome.pages_learnt:
        pages = "1 page" if outcome.pages_learnt == 1 else f"{outcome.pages_learnt} pages"
        click.echo(f"the splitter learnt from {pages} put right")
