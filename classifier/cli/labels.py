"""`belowline labels`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from classifier.cli.options import json_option, say_done

if TYPE_CHECKING:
    from classifier.codebook import Codebook
    from classifier.flow.label_check import Doubt
    from classifier.records import Comment
    from classifier.store.votes import Dispute


#: Doubtful labels, or unresolved ones, shown on the screen.
SHOWN = 10


@click.command("labels", short_help="Look at a label set: balance and agreement.")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--codebook", type=click.Path(path_type=Path), help="Codebook; default: labels/codebook.toml.")
@click.option("--store", metavar="URL", help="Label store; default: labels/belowline.db, where no PATH is named.")
@click.option("--check", is_flag=True, help="List labels likely to be wrong instead.")
@json_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("doubtful.jsonl"),
    show_default=True,
    help="Where --check writes them.",
)
def command(
    path: Path | None, codebook: Path | None, store: str | None, check: bool, as_json: bool, out: Path
) -> None:
    """Show how a label file is balanced, how far its annotators agree, and what length alone gives away.

    PATH is the shipped label file by default. Votes are read from columns named HEAD_votes; in brackets stand 95%
    intervals. Labels on which the people of the label store differ are named: they stay out of training until they
    are settled on the Agreement page.

    With --check every row is judged by models fitted without its writer, and labels they doubt are written to a
    file, the most doubtful first. Read them before you change them: a model errs more often than a careful annotator.
    """
    from classifier import places
    from classifier.codebook import read_codebook

    book, labels = read_codebook(codebook or places.codebook_path()), path or places.labels_path()
    if check:
        _show_doubts(labels, book, out, as_json)
        return
    if as_json:
        _print_report(labels, book)
        return
    _show_report(labels, book)
    _show_disputes(book, store, path is None)


def _show_disputes(codebook: Codebook, store: str | None, by_default: bool) -> None:
    from classifier.flow.label_report import store_disputes
    from classifier.flow.retrain import default_store

    place = store or (default_store(codebook) if by_default else None)
    found = store_disputes(place) if place else []
    if not found:
        return
    labels = "1 label" if len(found) == 1 else f"{len(found)} labels"
    click.echo(f"\npeople differ on {labels} of the store; none is trained with until it is settled:")
    for comment, dispute in found[:SHOWN]:
        click.echo(_dispute_line(comment, dispute))
    if len(found) > SHOWN:
        click.echo(f"  and {len(found) - SHOWN} more, on the Agreement page")


def _dispute_line(comment: Comment, dispute: Dispute) -> str:
    said = ", ".join(f"{label} ({who})" for who, label in dispute.votes.items())
    words = " ".join(comment.text.split())[:60]
    return f"  {comment.document}, line {comment.start_line}: {dispute.head} {said}  {words}"


def _print_report(path: Path, codebook: Codebook) -> None:
    from dataclasses import asdict

    from classifier.files import json_bytes
    from classifier.flow.label_report import label_report

    report = label_report(path, codebook)
    heads = {head.head.name: {k: v for k, v in asdict(head).items() if k != "head"} for head in report.heads}
    click.echo(json_bytes({**vars(report), "heads": heads}), nl=False)


def _show_report(path: Path, codebook: Codebook) -> None:
    from classifier.flow.label_report import label_report

    report = label_report(path, codebook)
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
                f"kappa {_with_interval(a.kappa, a.kappa_interval)}, "
                f"alpha {_with_interval(a.alpha, a.alpha_interval)}"
            )


def _with_interval(value: float, interval: tuple[float, float]) -> str:
    return f"{value:.3f} ({interval[0]:.3f}-{interval[1]:.3f})"


def _show_doubts(path: Path, codebook: Codebook, out: Path, as_json: bool) -> None:
    from collections import Counter

    from classifier.flow.label_check import check_labels

    doubts = check_labels(path, codebook, out, progress=lambda words: click.echo(words, err=True))
    say_done({"labels_to_look_at": len(doubts), "out": out}, f"{len(doubts)} labels to look at, in {out}", as_json)
    if as_json:
        return
    for (head, given, suggested), count in Counter((d.head, d.given, d.suggested) for d in doubts).most_common():
        click.echo(f"{count:>6}  {head}: {given} -> {suggested}")
    for doubt in doubts[:SHOWN]:
        click.echo(_line_of(doubt))


def _line_of(doubt: Doubt) -> str:
    return (
        f"line {doubt.line}: {doubt.head} {doubt.given} ({doubt.p_given:.2f}) -> "
        f"{doubt.suggested} ({doubt.p_suggested:.2f})  {' '.join(doubt.text.split())[:60]}"
    )
