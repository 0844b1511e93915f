"""`belowline evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from classifier.judge.metrics import HeadReport


@click.command("evaluate", short_help="See how right a model is on labelled comments.")
@click.option(
    "--labels",
    required=True,
    type=click.Path(path_type=Path),
    help="Labelled rows: JSON lines, CSV or Parquet.",
)
@click.option("--model", type=click.Path(path_type=Path), help="Model version or folder of versions.")
@click.option("--contrasts", type=click.Path(path_type=Path), help="Contrast pairs to judge it on as well.")
@click.option("--test-only", is_flag=True, help="Use only rows marked split=test.")
@click.option("--unseen-only", is_flag=True, help="Leave out rows the model was trained on.")
@click.option("--behaviour", is_flag=True, help="Also change the texts in ways that should not matter.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(
    labels: Path,
    model: Path | None,
    contrasts: Path | None,
    test_only: bool,
    unseen_only: bool,
    behaviour: bool,
    as_json: bool,
) -> None:
    """Judge a model on labelled comments: figures a head, with 95% bootstrap intervals.

    Works for any labels that fit the codebook the model was trained with.
    """
    from classifier.files import json_bytes
    from classifier.flow.evaluate import evaluate, evaluate_pairs
    from classifier.flow.models import chosen_version

    version = chosen_version(model, say=lambda words: click.echo(f"belowline: {words}", err=True))
    result = evaluate(labels, version, test_only, unseen_only, behaviour)
    if result.seen_in_training:
        click.echo(
            f"belowline: {result.seen_in_training} of {result.rows} rows were in the model's training set and "
            "flatter it; leave them out with --unseen-only",
            err=True,
        )
    pairs = evaluate_pairs(contrasts, version) if contrasts else []
    if as_json:
        click.echo(json_bytes(result.as_dict() | {"contrasts": [vars(part) for part in pairs]}), nl=False)
        return
    click.echo(f"model {result.model_version}, {result.rows} rows")
    for name, head in result.heads.items():
        click.echo(shown(name, head))
        s = result.sureness[name]
        click.echo(
            f"  sure ({s.sure_from:.2f} or more) of {s.sure:.0%}; wrong {s.wrong_when_sure:.0%} when sure, "
            f"{s.wrong_when_unsure:.0%} when not"
        )
        for part in (part for part in result.slices if part.head == name):
            click.echo(f"  {part.facet} {part.value}: {part.rows} rows, macro-F1 {part.macro_f1}")
    for pair in pairs:
        click.echo(
            f"{pair.head}: of {pair.pairs} contrast pairs {pair.told_apart} told apart, {pair.both_right} right"
        )
    if result.mirror_gap is not None:
        click.echo(f"\nlargest difference between a comment and its mirror twin: {result.mirror_gap:.1e}")
    for change, kept in result.invariance.items():
        figures = ", ".join(f"{head} {share:.1%}" for head, share in kept.items())
        click.echo(f"labels kept under {change}: {figures}")


def shown(name: str, head: HeadReport) -> str:
    """Figures of one head as a table for a terminal."""
    width = max(len(label) for label in head.names) + 2
    lines = [
        "",
        f"{name}: {head.rows} rows",
        f"  macro-F1 {head.macro_f1}   accuracy {head.accuracy}   "
        f"calibration error {head.expected_calibration_error}",
        *([f"  recall of {' minus '.join(head.opposed)}: {head.recall_gap}"] if head.recall_gap else []),
        f"  {'label':<{width}}{'rows':>6}  {'precision':<21}  {'recall':<21}  {'F1':<21}",
    ]
    for label, figures in head.labels.items():
        cells = "  ".join(f"{figures[key]!s:<21}" for key in ("precision", "recall", "f1"))
        lines.append(f"  {label:<{width}}{head.support[label]:>6}  {cells}")
    lines.append(f"  {'true, below; model, right':<{width + 6}}  " + "  ".join(f"{n:>12}" for n in head.names))
    for label, counts in zip(head.names, head.confusion, strict=True):
        lines.append(f"  {label:<{width + 6}}  " + "  ".join(f"{count:>12}" for count in counts))
    return "\n".join(lines)
