"""`belowline retrain`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from classifier.cli.options import json_option, say_done

if TYPE_CHECKING:
    from classifier.flow.retrain import Outcome


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
@json_option
def command(
    labels: tuple[Path, ...],
    codebook: Path | None,
    store: str | None,
    out: Path | None,
    activate: str,
    search: bool,
    embeddings: bool,
    accept_contradictions: bool,
    as_json: bool,
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
    say_done(_facts(outcome), "\n".join(_lines(outcome)), as_json)


def _facts(outcome: Outcome) -> dict[str, Any]:
    return {
        "version": outcome.version.name,
        "folder": outcome.version.folder,
        "activated": outcome.activated,
        "verdict": outcome.verdict,
        "heads": {name: report.as_dict() for name, report in outcome.reports.items()},
        "comparisons": {name: asdict(compared) for name, compared in outcome.comparisons.items()},
        "influences": [asdict(one) for one in outcome.influences],
        "pages_learnt": outcome.pages_learnt,
    }


def _lines(outcome: Outcome) -> Iterator[str]:
    yield f"version {outcome.version.name} in {outcome.version.folder}"
    for name, report in outcome.reports.items():
        yield (
            f"  {name}: macro-F1 {report.macro_f1}, calibration error "
            f"{report.expected_calibration_error} on {report.rows} held-out rows"
        )
    for name, c in outcome.comparisons.items():
        yield f"  {name}: {c.before:.3f} before, {c.after:.3f} now, difference {c.difference} on {c.rows} rows"
    if len({one.source for one in outcome.influences}) > 1:
        yield from (f"  {one}" for one in outcome.influences)
    yield outcome.verdict
    if outcome.pages_learnt:
        pages = "1 page" if outcome.pages_learnt == 1 else f"{outcome.pages_learnt} pages"
        yield f"the splitter learnt from {pages} put right"
