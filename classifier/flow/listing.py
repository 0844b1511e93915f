"""A list of comments as a file: each with the label that holds, whose it is, and what the model makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from classifier.codebook import Codebook, Head
from classifier.files import json_line
from classifier.flow.exchange import neutralised
from classifier.records import Annotation
from classifier.store.queries import Queries

#: Who a label is from: a person, or the model.
REVIEWED, PROPOSED = "reviewed", "proposal"

_PLACE = ("comment_id", "document", "start_line", "end_line", "author", "posted_at", "parent_id", "text")
_NUMBERS = {"start_line": "int64", "end_line": "int64", "comments_like_it": "int64"}

Row = dict[str, Any]


def listed(ids: Sequence[str], queries: Queries, codebook: Codebook, copies: Mapping[str, int]) -> Iterator[Row]:
    """Comments in the order of their ids, as they are shown.

    Parameters
    ----------
    ids : sequence of str
    queries : Queries
    codebook : Codebook
    copies : mapping of str to int
        How many comments a comment stands for, where it is more than one.

    Returns
    -------
    iterator of dict
        One a comment. For each head the label that holds, whether it is a person's or a proposal, whose it is and
        since when, what the model proposes and how sure it is.
    """
    labels, proposals = queries.labels(ids), queries.proposals(ids)
    for comment in queries.comments(ids):
        acts, shares = labels.get(comment.comment_id, {}), proposals.get(comment.comment_id, {})
        row: Row = {name: getattr(comment, name) for name in _PLACE}
        row["comments_like_it"] = copies.get(comment.comment_id, 1)
        for head in codebook.heads:
            row |= _answer(head, acts.get(head.name), shares.get(head.name, {}))
        yield row | {"model_version": queries.model_version}


def _answer(head: Head, act: Annotation | None, shares: Mapping[str, float]) -> Row:
    proposed = max(head.names, key=lambda name: shares[name]) if shares else None
    answer = {
        head.name: act.label if act else proposed,
        f"{head.name}_is": REVIEWED if act else PROPOSED,
        f"{head.name}_by": act.annotator if act else None,
        f"{head.name}_at": act.at.isoformat() if act else None,
        f"{head.name}_proposed": proposed,
        f"{head.name}_confidence": shares[proposed] if proposed else None,
    }
    return answer | {f"p_{name}": shares.get(name) for name in head.names}


def written(rows: Sequence[Row], fmt: str, codebook: Codebook) -> bytes:
    """A file of rows made by `listed`.

    Parameters
    ----------
    rows : sequence of dict
    fmt : {'csv', 'jsonl', 'parquet'}
        Cells of CSV that a spreadsheet would run are neutralised.
    codebook : Codebook
    """
    return {"csv": _csv, "jsonl": _json_lines, "parquet": _parquet}[fmt](rows, codebook)


def _columns(codebook: Codebook) -> list[str]:
    answers = [name for head in codebook.heads for name in _answer(head, None, {})]
    return [*_PLACE, "comments_like_it", *answers, "model_version"]


def _csv(rows: Sequence[Row], codebook: Codebook) -> bytes:
    out = io.StringIO(newline="")
    # A bare carriage return would end a row.
    table = csv.DictWriter(out, _columns(codebook), lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    table.writeheader()
    for row in rows:
        table.writerow({name: neutralised(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    return out.getvalue().encode("utf-8", "replace")


def _json_lines(rows: Sequence[Row], _codebook: Codebook) -> bytes:
    return "".join(map(json_line, rows)).encode("utf-8")


def _parquet(rows: Sequence[Row], codebook: Codebook) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, getattr(pa, _kind(name))()) for name in _columns(codebook)])
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink)
    return bytes(sink.getvalue())


def _kind(name: str) -> str:
    if name.startswith("p_") or name.endswith("_confidence"):
        return "float64"
    return _NUMBERS.get(name, "string")
