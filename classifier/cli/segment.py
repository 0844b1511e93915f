"""`belowline segment`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classifier.cli.options import column_option, json_option

if TYPE_CHECKING:
    from classifier.records import Segment


@click.command("segment", short_help="Split pages into article and comments.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@column_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "text"]),
    default="jsonl",
    show_default=True,
    help="JSON lines for programs, text for people.",
)
@json_option
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...], columns: dict[str, str], kind: str, as_json: bool) -> None:
    """Split saved pages into title, metadata, body, captions, boilerplate and comments.

    PATHS are documents, folders of them, web archives, exports of WordPress and Disqus, and tables of
    comments. One record a segment, in the order of the page. Exit code 3 when something could not be read,
    2 when nothing could.
    """
    from classifier.files import json_line
    from classifier.flow.seam import seam_weights
    from classifier.reading import read_documents
    from classifier.reading.outcomes import Reject
    from classifier.records import Document, Segment
    from classifier.segmenter import with_segments

    done, refused, weights = 0, 0, seam_weights()
    for item in (item for path in paths for item in with_segments(read_documents(path, columns), weights)):
        if isinstance(item, Segment):
            click.echo(json_line(asdict(item)) if as_json or kind == "jsonl" else _shown(item), nl=False)
        elif isinstance(item, Document):
            done += 1
            for note in item.notes:
                click.echo(f"belowline: {item.name}: {note}", err=True)
        else:
            refused += isinstance(item, Reject)
            click.echo(f"belowline: {item}", err=True)
    if refused:
        ctx.exit(3 if done else 2)


def _shown(segment: Segment) -> str:
    who = " ".join(filter(None, (segment.author, segment.posted_at)))
    head = f"{segment.document}:{segment.start_line}-{segment.end_line} {segment.role}"
    text = "\n".join(f"    {line}" for line in segment.text.splitlines())
    return f"{head} {who}".rstrip() + f" ({segment.confidence:.2f})\n{text}\n"
