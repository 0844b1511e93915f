"""`belowline segment`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from classifier.records import Segment


@click.command("segment", short_help="Split pages into article and comments.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "text"]),
    default="jsonl",
    show_default=True,
    help="JSON lines for programs, text for people.",
)
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], kind: str) -> None:
    """Split saved pages into title, metadata, body, captions, boilerplate and comments.

    PATHS are documents or folders of them. One record a segment, in the order of the page. Exit code 3
    when some documents could not be read, 2 when none could.
    """
    from classifier.errors import InputError
    from classifier.files import json_line
    from classifier.reading import read_document
    from classifier.segmenter import segment

    done = refused = 0
    for path in paths:
        for page in _pages(path):
            try:
                document = read_document(page)
            except InputError as error:
                click.echo(f"belowline: {error}", err=True)
                refused += 1
                continue
            done += 1
            for note in document.notes:
                click.echo(f"belowline: {page}: {note}", err=True)
            for found in segment(document):
                click.echo(json_line(asdict(found)) if kind == "jsonl" else _shown(found), nl=False)
    if refused:
        ctx.exit(3 if done else 2)


def _pages(path: Path) -> list[Path]:
    from classifier.errors import InputError
    from classifier.reading import documents_in

    if not path.is_dir():
        return [path]
    pages = list(documents_in(path))
    if not pages:
        raise InputError("holds no documents", where=path, remedy="name a folder with saved pages")
    return pages


def _shown(segment: Segment) -> str:
    who = " ".join(filter(None, (segment.author, segment.posted_at)))
    head = f"{segment.document}:{segment.start_line}-{segment.end_line} {segment.role}"
    text = "\n".join(f"    {line}" for line in segment.text.splitlines())
    return f"{head} {who}".rstrip() + f" ({segment.confidence:.2f})\n{text}\n"
