"""Shares of labels by article, or by any column, of comments that `score` has labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier import files, places
from classifier.errors import InputError, LabelsError, OutputError
from classifier.flow.exchange import neutralised
from classifier.flow.models import chosen_version
from classifier.flow.retrain import read_held_out
from classifier.judge.prevalence import Quantifier, Tally

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from matplotlib.figure import Figure

    from classifier.codebook import Codebook, Head, Label
    from classifier.flow.versions import Version

#: Endings of the files that shares can be written to, and of figures.
TABLES, FIGURES = (".csv", ".parquet", ".jsonl", ".tex"), (".svg", ".pdf", ".png")

#: Groups in one figure; the largest are shown.
MOST_SHOWN = 30

# Bytes of one line of JSON at the most.
_LONGEST_LINE = 1 << 26

_REMEDY = "make one with: belowline score INPUT --out FILE.parquet"


@dataclass(frozen=True)
class LabelShare:
    """Share of one label among the comments of one group, with its 95% interval, and what counting gives."""

    group: str
    comments: int
    head: str
    label: str
    share: float
    low: float
    high: float
    counted: float


def read_scores(path: str | Path) -> pa.Table:
    """A table that `score` wrote: .parquet, .csv or .jsonl.

    Raises
    ------
    InputError
        When it cannot be read.
    """
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.json
    import pyarrow.parquet

    path = Path(path)
    several_lines = pa.csv.ParseOptions(newlines_in_values=True)
    readers = {
        ".parquet": pa.parquet.read_table,
        ".csv": lambda file: pa.csv.read_csv(file, parse_options=several_lines),
        ".jsonl": lambda file: pa.json.read_json(file, pa.json.ReadOptions(block_size=_LONGEST_LINE)),
    }
    if path.suffix.lower() not in readers:
        raise InputError("is no table of scores", where=path, remedy=_REMEDY)
    try:
        return readers[path.suffix.lower()](path)
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=path, remedy=_REMEDY) from error
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"cannot be read ({reason})", where=path, remedy=_REMEDY) from error


def version_of(table: pa.Table, model: str | Path | None = None) -> Version:
    """The version a table was scored with, or the one named.

    Raises
    ------
    BundleError
        When it is missing or damaged.
    """
    if model is None and "model_version" in table.column_names and table.num_rows:
        own = places.models_folder() / str(table["model_version"][0])
        model = own if own.is_dir() else None
    return chosen_version(model)


def shares_by(table: pa.Table, version: Version, by: str | None = "document") -> list[LabelShare]:
    """Estimated share of every label, group by group, the largest first; all comments together where `by` is None.

    Parameters
    ----------
    table : pyarrow.Table
        What `score` gave.
    version : Version
        The model it was scored with, whose held-out rows show how it errs.
    by : str, optional
        Column whose values make the groups.

    Raises
    ------
    InputError
        When the table has no such column, no probabilities, or was scored by another version.
    LabelsError
        When the version has no held-out row of some label.
    """
    _refuse_others(table, version, by)
    rows_of: dict[str, list[int]] = {}
    for row, name in enumerate(_groups(table, by)):
        rows_of.setdefault(name, []).append(row)
    groups = sorted(rows_of, key=lambda name: (-len(rows_of[name]), name))
    found = []
    for head in version.codebook.heads:
        quantifier = _quantifier(version, head)
        shares = np.column_stack([table[f"p_{name}"].to_numpy() for name in head.names])
        for name in groups:
            rows = rows_of[name]
            found += [
                LabelShare(name, len(rows), head.name, s.label, s.value, s.low, s.high, s.counted)
                for s in quantifier.estimate(head.names, Tally.of(shares[rows]))
            ]
    return found


def _groups(table: pa.Table, by: str | None) -> list[str]:
    """Group of each row; articles of one table go without the table's name, which `score` puts before them."""
    if by is None:
        return [""] * table.num_rows
    names = ["" if name is None else str(name) for name in table[by].to_pylist()]
    tables = {name.partition(": ")[0] for name in names}
    if by != "document" or len(tables) != 1 or not all(": " in name for name in names):
        return names
    return [name.partition(": ")[2] for name in names]


def _refuse_others(table: pa.Table, version: Version, by: str | None) -> None:
    there = table.column_names
    for head in version.codebook.heads:
        missing = next((f"p_{name}" for name in head.names if f"p_{name}" not in there), None)
        if missing:
            raise InputError(f"has no column `{missing}`: it holds no scores of this model", remedy=_REMEDY)
    if by and by not in there:
        raise InputError(
            f"has no column `{by}` (its columns: {', '.join(there)})", remedy="name one of them with --by"
        )
    if not table.num_rows:
        raise InputError("holds no comments", remedy=_REMEDY)
    blank = table[f"p_{version.codebook.heads[0].names[0]}"].null_count
    if blank:
        raise InputError(f"has {blank:,} rows without scores", remedy="leave them out")
    others = set(table["model_version"].to_pylist()) - {version.name} if "model_version" in there else set()
    if others:
        other = ", ".join(sorted(map(str, others)))
        raise InputError(
            f"was scored by {other}, not by {version.name}", remedy="name that version's folder with --model"
        )


def _quantifier(version: Version, head: Head) -> Quantifier:
    held_out = read_held_out(version, head)
    seen = set(held_out.answers.tolist())
    lacking = [name for at, name in enumerate(head.names) if at not in seen]
    if lacking:
        raise LabelsError(
            f"no held-out row is {lacking[0]}, so that nobody knows how the model errs on it",
            where=version.folder,
            remedy="label more of them, then: belowline retrain",
        )
    return Quantifier(held_out.answers, held_out.probabilities)


def as_frame(shares: Sequence[LabelShare], by: str | None) -> pd.DataFrame:
    """Shares as a data frame, the group under the name of its column."""
    import pandas as pd

    return pd.DataFrame([vars(share) for share in shares]).rename(columns={"group": by or "group"})


def write_shares(shares: Sequence[LabelShare], by: str | None, out: str | Path) -> None:
    """Write shares as .csv, .parquet, .jsonl or, as a table for a paper, .tex.

    Raises
    ------
    OutputError
        When the ending is none of these, or the file cannot be written.
    """
    out, frame = Path(out), as_frame(shares, by)
    if out.suffix.lower() not in TABLES:
        raise OutputError("is no kind of table", where=out, remedy=f"end the name in {' or '.join(TABLES)}")
    with files.atomic_path(out) as path:
        if out.suffix.lower() == ".parquet":
            frame.to_parquet(path, index=False)
        elif out.suffix.lower() == ".jsonl":
            frame.to_json(path, orient="records", lines=True, force_ascii=False)
        elif out.suffix.lower() == ".csv":
            frame.map(_neutral).to_csv(path, index=False, float_format="%.4f")
        else:
            path.write_text(_latex(frame, by or "group"), "utf-8")


def _neutral(cell: Any) -> Any:
    return neutralised(cell) if isinstance(cell, str) else cell


def _latex(frame: pd.DataFrame, by: str) -> str:
    """One row a group, one column a label: share and interval in percent."""
    percents = frame[["share", "low", "high"]] * 100
    cells = [f"{share:.0f} ({low:.0f}--{high:.0f})" for share, low, high in percents.to_numpy()]
    wide = frame.assign(cell=cells).pivot_table(
        index=[by, "comments"], columns=["head", "label"], values="cell", aggfunc="first", sort=False
    )
    return str(wide.reset_index().to_latex(index=False, escape=True, multicolumn_format="c"))


def draw_shares(shares: Sequence[LabelShare], codebook: Codebook, out: str | Path) -> None:
    """Draw shares with their intervals: a row of panels a head, a panel a label, a line a group.

    Raises
    ------
    OutputError
        When the ending is none of `FIGURES`, or the file cannot be written.
    """
    out = Path(out)
    if out.suffix.lower() not in FIGURES:
        raise OutputError("is no kind of figure", where=out, remedy=f"end the name in {' or '.join(FIGURES)}")
    import matplotlib as mpl

    # Without the time of drawing and with names that stay, the same shares give the same bytes.
    dated = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(out.suffix.lower(), {})
    with mpl.rc_context({"svg.hashsalt": "belowline", "font.size": 8}), files.atomic_path(out) as path:
        figure = _figure(shares, codebook)
        figure.savefig(path, format=out.suffix[1:].lower(), dpi=200, metadata=dated)


def _figure(shares: Sequence[LabelShare], codebook: Codebook) -> Figure:
    from matplotlib.figure import Figure

    groups = list(dict.fromkeys(share.group for share in shares))[:MOST_SHOWN]
    of = {(share.group, share.head, share.label): share for share in shares}
    rows, columns = len(codebook.heads), max(len(head.labels) for head in codebook.heads)
    figure = Figure(figsize=(1.5 * columns + 1.5, rows * (0.8 + 0.2 * len(groups))), layout="constrained")
    panels = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    for line, head in zip(panels, codebook.heads, strict=True):
        for panel, label in zip(line, head.labels, strict=False):
            _draw_label(panel, label, [of[group, head.name, label.name] for group in groups])
        for panel in line[len(head.labels) :]:
            panel.set_visible(False)
    panels[0, 0].set_xlim(0, min(1.02, 1.05 * max(share.high for share in shares if share.group in groups)))
    return figure


def _draw_label(panel: Any, label: Label, shares: Sequence[LabelShare]) -> None:
    values = np.array([share.share for share in shares])
    around = np.abs([[share.low, share.high] for share in shares] - values[:, None]).T
    lines = range(len(shares))
    panel.errorbar(values, lines, xerr=around, fmt="o", markersize=3, linewidth=1, color=label.colour)
    panel.set_yticks(lines, [f"{share.group[-40:] or 'all'} ({share.comments:,})" for share in shares])
    panel.set_ylim(len(shares) - 0.5, -0.5)
    panel.xaxis.set_major_formatter("{x:.0%}")
    panel.set_title(label.display, fontsize="medium")
