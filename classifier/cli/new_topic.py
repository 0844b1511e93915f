"""`belowline new-topic`."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classifier.cli.options import json_option, say_done

if TYPE_CHECKING:
    from classifier.flow.topic import Question


def _pairs(_ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    found = [tuple(part.strip() for part in pair.partition("=")[::2]) for pair in given]
    for pair, (first, second) in zip(given, found, strict=True):
        if not (first and second):
            raise click.BadParameter(f"{pair!r} is not {param.metavar}")
    return [(first, second) for first, second in found]


@click.command(
    "new-topic",
    short_help="Begin with another subject: a codebook and a folder of its own.",
)
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where; default: ./NAME.")
@click.option("--title", default="", help="What people read above it; default: the name.")
@click.option("--head", default="stance", show_default=True, help="Name of the question in files.")
@click.option("--question", default="", help="What is asked of every comment.")
@click.option(
    "--label", "labels", multiple=True, metavar="LABEL=MEANING", callback=_pairs, help="An answer; two or more."
)
@click.option("--opposed", nargs=2, metavar="LABEL LABEL", help="The answers that take opposite sides.")
@click.option(
    "--names",
    multiple=True,
    metavar="WORD=WORD",
    callback=_pairs,
    help="Names of the first and the second side, which an even-handed model exchanges.",
)
@click.option(
    "--also", multiple=True, metavar="HEAD", help="Ask this question of the shipped codebook, too: quality."
)
@click.option("--add", "paths", multiple=True, type=click.Path(path_type=Path), help="Pages or tables to label.")
@click.option("--open", "opening", is_flag=True, help="Open the review page at once.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    folder: Path | None,
    title: str,
    head: str,
    question: str,
    labels: list[tuple[str, str]],
    opposed: tuple[str, str] | None,
    names: list[tuple[str, str]],
    also: tuple[str, ...],
    paths: tuple[Path, ...],
    opening: bool,
    as_json: bool,
) -> None:
    """Begin with a subject of your own, in a folder of its own: a codebook, checked, and room for all the rest.

    On a terminal it asks for what the options do not say. In that folder every command belongs to the subject:
    its pages, labels and models are kept there. The review page works before there is a model; after a hundred
    labels, `belowline retrain` makes the first one from them alone.
    """
    from classifier import places
    from classifier.flow.topic import Question, codebook_text, new_topic

    if not labels:
        question, labels, opposed, names = _asked(question)
    asked = [Question(head, dict(labels), question, opposed or ()), *_shipped_questions(also)]
    place = folder or Path(name)
    book = new_topic(place, codebook_text(name, asked, title, names))
    heads = {one.name: list(one.names) for one in book.heads}
    words = "; ".join(f"{one} is {', '.join(answers)}" for one, answers in heads.items())
    path = place / places.CODEBOOK
    say_done({"codebook": path, "heads": heads}, f"{path}: {words}", as_json)
    _go_on(ctx, place, [path.absolute() for path in paths], opening)


def _on_terminal() -> bool:
    return sys.stdin.isatty()


def _asked(question: str) -> tuple[str, list[tuple[str, str]], tuple[str, str] | None, list[tuple[str, str]]]:
    """What a person on a terminal answers; elsewhere nobody can be asked."""
    if not _on_terminal():
        raise click.UsageError("give two answers or more: --label LABEL=MEANING")
    question = question or click.prompt("What is asked of every comment", default="Which side does the writer take?")
    labels: list[tuple[str, str]] = []
    while label := _maybe(f"Answer {len(labels) + 1}, a short name (empty: no more)"):
        labels.append((label, click.prompt(f"  When is a comment {label}?")))
    sides = _maybe("Which two are opposite sides (empty: none)").split()
    if len(sides) != 2:
        return question, labels, None, []
    words = _maybe("Words that name one side and the other, as in north=south east=west (empty: none)").split()
    return question, labels, (sides[0], sides[1]), [(w.partition("=")[0], w.partition("=")[2]) for w in words]


def _maybe(words: str) -> str:
    return str(click.prompt(words, default="", show_default=False)).strip()


def _shipped_questions(names: tuple[str, ...]) -> list[Question]:
    from classifier import places
    from classifier.codebook import read_codebook
    from classifier.flow.topic import question_of

    book = read_codebook(places.shipped(*places.CODEBOOK.parts))
    known = {head.name: head for head in book.heads}
    unknown = next((name for name in names if name not in known), None)
    if unknown:
        raise click.BadParameter(f"there is no {unknown!r}; there are {', '.join(known)}", param_hint="--also")
    return [question_of(known[name]) for name in names]


def _go_on(ctx: click.Context, folder: Path, paths: list[Path], opening: bool) -> None:
    """Take pages in and open the review page as asked, in the folder, and say what comes next."""
    from classifier.cli import add, app
    from classifier.flow.topic import FIRST_LABELS

    steps = (
        f"cd {folder}",
        "belowline add PAGE...      pages, exports or tables with comments",
        f"belowline app              label the first {FIRST_LABELS}; nothing is proposed before there is a model",
        "belowline retrain          the first model, from your labels",
    )
    click.echo("\n".join(("next:", *(f"  {step}" for step in steps))), err=True)
    with contextlib.chdir(folder):
        if paths:
            ctx.invoke(add.command, paths=tuple(paths))
        if opening:
            ctx.invoke(app.command)
