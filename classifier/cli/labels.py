"""`belowline labels`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("labels", short_help="Look at a label set: balance and agreement.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--codebook", type=click.Path(path_type=Path), help="Codebook; default: labels/codebook.toml.")
def command(path: Path | None, codebook: Path | None) -> None:
    """Show how a label file is balanced, how far its annotators agree, and what length alone gives away.

    PATH is the shipped label file by default. Votes are read from columns named HEAD_votes.
    """
    from classifier import places
    from classifier.codebook import read_codebook
    from classifier.flow.label_report import label_report

    report = label_report(path or places.labels_path(), read_codebook(codebook or places.codebook_path()))
    click.echo(f"{report.rows} rows, {report.test_rows} of them test, by {report.groups} writers or documents")
    for head in report.heads:
        width = max(map(len, head.head.names)) + 2
        click.echo(f"\n{head.head.name:<{width}}   words: under 12   12-25   26-60  over 60     all")
        for name, counts in head.counts.items():
            cells = "".join(f"{count:>8}" for count in [*counts, sum(counts)])
            click.echo(f"  {name:<{width}}        {cells}")
        click.echo(f"  macro-F1 of length alone: {head.length_macro_f1:.3f}")
        if head.agreement:
            a = head.agreement
            click.echo(
                f"  {a.items} rows with two votes or more: {a.observed:.1%} the same, "
                f"kappa {a.kappa:.3f}, alpha {a.alpha:.3f}"
            )
