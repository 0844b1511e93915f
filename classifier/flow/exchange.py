"""Labelled comments in the formats of other tools, and back, with nothing lost on the way."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifier import files
from classifier.codebook import Codebook
from classifier.errors import InputError, LabelsError, OutputError
from classifier.flow.labelled import HISTORY
from classifier.reading.tables import Reject, read_table
from classifier.records import Annotation, Comment, Mark, believable, comment_id, digest, whole
from classifier.store.labels import MARKS
from classifier.store.votes import ACTIONS, LABEL, by_head, held, is_unresolved, own_labels, votes_of

#: Format by file name ending; `label-studio` and `doccano` share theirs with others and are named.
BY_SUFFIX = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet", ".json": "label-studio", "": "dataset"}


_MEND = "mend the label or name the right codebook"
_MEND_VALUE = "mend the value or empty it"
_MARKS = "marks"
_IDS = {"comment_id": 16, "parent_id": 16, "sha256": 64}
_COMMENT_FIELDS = tuple(field.name for field in fields(Comment))
# Orders acts of one moment; another store numbers them anew.
_NUMBER = "act_id"
_NUMBERS = ("start_line", "end_line", "votes")
_KINDS = {_NUMBER: int, "mark_id": int, "settled": bool}
# What a spreadsheet would run, behind any number of the marks that keep it from running.
_RUNS = re.compile(r"'*[=+\-@\t\r]")
_HELD = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class LabelledComment:
    """A comment with every act of labelling on it, and every flag, skip and note, oldest first."""

    comment: Comment
    history: tuple[Annotation, ...]
    marks: tuple[Mark, ...] = ()

    def labels(self) -> dict[str, str]:
        """The label that holds, by head; none where people differ and nobody has settled it."""
        resolved = {head: held(acts) for head, acts in by_head(self.history).items() if not is_unresolved(acts)}
        return {head: str(act.label) for head, act in resolved.items() if act}


def format_of(path: Path, named: str | None) -> str:
    """Format a file is written or read in.

    Raises
    ------
    OutputError
        When the name tells no format and none is named.

    Examples
    --------
    >>> format_of(Path("labels.csv"), None), format_of(Path("labels.jsonl"), "doccano")
    ('csv', 'doccano')
    """
    found = named or BY_SUFFIX.get(path.suffix.lower())
    if found is None:
        endings = ", ".join(filter(None, BY_SUFFIX))
        raise OutputError(
            "tells no format by its name", where=path, remedy=f"end it in {endings}, or name a --format"
        )
    return found


def write_labels(rows: Iterable[LabelledComment], path: Path, codebook: Codebook, fmt: str) -> int:
    """Write labelled comments; the file appears when it is complete.

    Parameters
    ----------
    rows : iterable of LabelledComment
    path : Path
        A file, or for ``dataset`` a folder.
    codebook : Codebook
        Its heads become columns.
    fmt : str
        One of `WRITERS`.

    Returns
    -------
    int
        Comments written.

    Raises
    ------
    InputError
        When there are none.
    OutputError
        When the file cannot be written.
    """
    rows = list(rows)
    if not rows:
        raise InputError("there are no labelled comments to write", remedy="label some first")
    whole = files.atomic_folder(path) if fmt == "dataset" else files.atomic_path(path)
    with whole as part:
        WRITERS[fmt](rows, part, codebook)
    return len(rows)


def read_labelled(
    path: Path, codebook: Codebook, fmt: str, annotator: str, at: datetime
) -> Iterator[LabelledComment]:
    """Labelled comments of a file written by `write_labels` or exported by another tool.

    Parameters
    ----------
    path : Path
    codebook : Codebook
        What the labels must fit.
    fmt : str
        One of `READERS`.
    annotator, at : str, datetime
        Who labelled and when, where the file does not say.

    Raises
    ------
    LabelsError
        When a row does not fit, naming the file and the row.
    """
    if not path.exists():
        raise InputError("there is no such file", where=path, remedy="check the name")
    for place, values in READERS[fmt](path):
        yield _labelled(values, codebook, place, path.name, annotator, at)


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet runs.

    Examples
    --------
    >>> neutralised("=1+1"), neutralised("plain"), as_written(neutralised("'=1"))
    ("'=1+1", 'plain', "'=1")
    """
    return f"'{cell}" if _RUNS.match(cell) else cell


def as_written(cell: str) -> str:
    """The cell that `neutralised` was given."""
    return cell[1:] if _HELD.match(cell) else cell


def _record(row: LabelledComment, codebook: Codebook) -> dict[str, Any]:
    labels = row.labels()
    held = {head.name: labels.get(head.name) for head in codebook.heads}
    return {**asdict(row.comment), **held, HISTORY: _deeds(row.history), _MARKS: _deeds(row.marks)}


def _deeds(done: Iterable[Annotation | Mark]) -> list[dict[str, Any]]:
    return [{**asdict(one), "at": one.at.isoformat()} for one in done]


def _write_jsonl(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    files.write_jsonl(path, (_record(row, codebook) for row in rows))


def _write_csv(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    columns = [*_COMMENT_FIELDS, *(head.name for head in codebook.heads), HISTORY, _MARKS]
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)  # a bare carriage return ends a row
        writer.writerow(columns)
        for row in rows:
            record = _record(row, codebook)
            record |= {name: json.dumps(record[name], ensure_ascii=False) for name in (HISTORY, _MARKS)}
            writer.writerow(["" if record[c] is None else neutralised(str(record[c])) for c in columns])


def _write_parquet(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {int: pa.int64(), bool: pa.bool_(), str: pa.string()}
    act, mark = (
        pa.struct([(f.name, kinds[_KINDS.get(f.name, str)]) for f in fields(record)]) for record in (Annotation, Mark)
    )
    columns = [(name, pa.int64() if name in _NUMBERS else pa.string()) for name in _COMMENT_FIELDS]
    columns += [
        *((head.name, pa.string()) for head in codebook.heads),
        (HISTORY, pa.list_(act)),
        (_MARKS, pa.list_(mark)),
    ]
    pq.write_table(pa.Table.from_pylist([_record(row, codebook) for row in rows], schema=pa.schema(columns)), path)


def _write_dataset(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    """A `DatasetDict` on disk with the labels as classes, and a card that says what it is."""
    import datasets

    datasets.disable_progress_bars()
    records = [_record(row, codebook) for row in rows]
    kinds = {int: "int64", bool: "bool", str: "string"}
    act, mark = (
        {f.name: datasets.Value(kinds[_KINDS.get(f.name, str)]) for f in fields(record)}
        for record in (Annotation, Mark)
    )
    columns: dict[str, Any] = {
        name: datasets.Value("int64" if name in _NUMBERS else "string") for name in _COMMENT_FIELDS
    }
    columns |= {head.name: datasets.ClassLabel(names=list(head.names)) for head in codebook.heads}
    columns |= {HISTORY: datasets.List(act), _MARKS: datasets.List(mark)}
    filled = {name: [record[name] for record in records] for name in columns}
    table = datasets.Dataset.from_dict(filled, features=datasets.Features(columns))
    datasets.DatasetDict({"train": table}).save_to_disk(str(path))
    (path / "README.md").write_text(_card(rows, codebook), "utf-8")


def _card(rows: Sequence[LabelledComment], codebook: Codebook) -> str:
    held = [row.labels() for row in rows]
    lines = [
        "---",
        "language: en",
        "task_categories: [text-classification]",
        "---",
        "",
        "# Labelled reader comments",
        "",
    ]
    lines += [f"{len(rows)} comments, labelled by people with belowline, codebook {codebook.version}.", ""]
    for head in codebook.heads:
        lines += [f"## {head.name}", "", head.question, "", "| label | comments | meaning |", "|---|---|---|"]
        for label in head.labels:
            count = sum(labels.get(head.name) == label.name for labels in held)
            lines.append(f"| {label.name} | {count} | {label.definition} |")
        lines.append("")
    lines += [
        "`annotations` holds every act of labelling, oldest first. The comments are the words of their writers:"
    ]
    lines += ["mind their rights, and do not use the set to judge persons.", ""]
    return "\n".join(lines)


def _write_label_studio(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    path.write_text(json.dumps([_task(row) for row in rows], ensure_ascii=False, indent=1), "utf-8")


def _task(row: LabelledComment) -> dict[str, Any]:
    by_annotator: dict[str, dict[str, Annotation]] = {}
    for head, acts in by_head(row.history).items():
        for who, act in votes_of(acts).items():
            by_annotator.setdefault(who, {})[head] = act
    return {
        "data": {**asdict(row.comment), "history": _deeds(row.history), _MARKS: _deeds(row.marks)},
        "annotations": [
            {
                "completed_by": {"email": who},
                "created_at": max(act.at for act in acts.values()).isoformat(),
                "result": [_choice(head, str(act.vote)) for head, act in acts.items()],
            }
            for who, acts in by_annotator.items()
        ],
    }


def _choice(head: str, label: str) -> dict[str, Any]:
    return {"from_name": head, "to_name": "text", "type": "choices", "value": {"choices": [label]}}


def _write_doccano(rows: Sequence[LabelledComment], path: Path, codebook: Codebook) -> None:
    files.write_jsonl(
        path,
        (
            {
                **asdict(row.comment),
                "label": [f"{head}: {label}" for head, label in row.labels().items()],
                "history": _deeds(row.history),
                _MARKS: _deeds(row.marks),
            }
            for row in rows
        ),
    )


_Place = tuple[str, dict[str, Any]]


def _read_table(path: Path) -> Iterator[_Place]:
    for row in read_table(path):
        place = f"{path}, line {row.line}"
        if isinstance(row, Reject):
            raise LabelsError(row.reason, where=place, remedy="mend the line")
        values = dict(row.values)
        if path.suffix.lower() in (".csv", ".tsv"):
            values = {key: as_written(cell) if cell else None for key, cell in values.items()}
            values |= {key: int(values[key]) for key in _NUMBERS if str(values.get(key) or "").lstrip("-").isdigit()}
        lists = {name: _listed(values.pop(name, None), name, place) for name in (HISTORY, _MARKS)}
        yield place, {**values, "history": lists[HISTORY], _MARKS: lists[_MARKS]}


def _listed(cell: object, name: str, place: str) -> list[Any]:
    try:
        found = json.loads(cell) if isinstance(cell, str) and cell else cell
    except ValueError as error:
        raise LabelsError(f"`{name}` is not JSON", where=place, remedy="mend the cell or empty it") from error
    return list(found) if isinstance(found, (list, tuple)) else []


def _read_dataset(path: Path) -> Iterator[_Place]:
    import datasets

    datasets.disable_progress_bars()
    try:
        found = datasets.load_from_disk(str(path))
    except (FileNotFoundError, ValueError) as error:
        raise InputError("is not a dataset folder", where=path, remedy="name a folder that holds one") from error
    parts = found if isinstance(found, Mapping) else {"train": found}
    for name, table in parts.items():
        classes = {key: kind for key, kind in table.features.items() if isinstance(kind, datasets.ClassLabel)}
        for number, row in enumerate(table, 1):
            named = {key: None if row[key] is None else kind.int2str(row[key]) for key, kind in classes.items()}
            yield f"{path}, {name} row {number}", {**row, **named, "history": row.get(HISTORY) or []}


def _read_label_studio(path: Path) -> Iterator[_Place]:
    try:
        tasks = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise InputError("is not JSON", where=path, remedy="export the project as JSON") from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise InputError("is not a list of tasks", where=path, remedy="export the project as JSON")
    for number, task in enumerate(tasks, 1):
        data = task.get("data")
        if not isinstance(data, dict):
            raise LabelsError("has no `data`", where=f"{path}, task {number}", remedy="export the project as JSON")
        acts = data.get("history") or list(_choices(task.get("annotations") or []))
        yield f"{path}, task {number}", {**data, "history": acts}


def _choices(annotations: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Choices of a task's annotations as acts; cancelled annotations are no labels."""
    for annotation in annotations:
        if annotation.get("was_cancelled"):
            continue
        who = annotation.get("completed_by")
        name = who.get("email") or who.get("id") if isinstance(who, Mapping) else who
        for result in annotation.get("result") or []:
            for label in (result.get("value") or {}).get("choices") or []:
                yield {
                    "head": result.get("from_name"),
                    "label": label,
                    "annotator": None if name is None else str(name),
                    "at": annotation.get("created_at"),
                }


def _read_doccano(path: Path) -> Iterator[_Place]:
    for row in read_table(path):
        place = f"{path}, line {row.line}"
        if isinstance(row, Reject):
            raise LabelsError(row.reason, where=place, remedy="mend the line")
        labels = row.values.get("label") or row.values.get("labels") or []
        named = [str(label).split(": ", 1) for label in ([labels] if isinstance(labels, str) else labels)]
        pairs = {parts[0]: parts[1] for parts in named if len(parts) == 2}
        yield place, {**row.values, **pairs, "bare_labels": [parts[0] for parts in named if len(parts) == 1]}


def _labelled(
    values: Mapping[str, Any], codebook: Codebook, place: str, file: str, annotator: str, at: datetime
) -> LabelledComment:
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LabelsError("has no `text`", where=place, remedy="give every row a `text`")
    comment = _comment(values, text, file, place)
    if comment != _whole(comment):
        raise LabelsError("holds half a character (a lone surrogate)", where=place, remedy="mend the text")
    given = values.get("history") or list(_acts_of_columns(values, codebook))
    acts = [_act(act, comment.comment_id, codebook, place, annotator, at) for act in given]
    history = tuple(acts if any("vote" in act for act in given) else own_labels(acts))
    marks = tuple(_mark(mark, comment.comment_id, place, annotator, at) for mark in values.get(_MARKS) or ())
    return LabelledComment(comment, history, marks)


def _comment(values: Mapping[str, Any], text: str, file: str, place: str) -> Comment:
    """The comment of a row; what another tool did not keep is derived from the text and the name of the file."""
    known: dict[str, Any] = {name: values[name] for name in _COMMENT_FIELDS if values.get(name) is not None}
    for name, value in known.items():
        kind = int if name in _NUMBERS else str
        if not isinstance(value, kind) or (isinstance(value, int) and believable(value) is None):
            wanted = "a whole number" if kind is int else "a text"
            raise LabelsError(
                f"`{name}` is {value!r}, not {wanted}", where=place, remedy="mend the value or empty it"
            )
    known |= {name: _as_id(known[name], length) for name, length in _IDS.items() if name in known}
    own = comment_id(str(known.get("sha256") or digest(text, length=64)), text, 0)
    placed: dict[str, Any] = {
        "comment_id": own,
        "document": file,
        "sha256": digest(file, length=64),
        "start_line": 1,
        "end_line": 1,
    }
    return Comment(**{**placed, **known})


def _whole(comment: Comment) -> Comment:
    texts: dict[str, Any] = {key: whole(text) for key, text in asdict(comment).items() if isinstance(text, str)}
    return replace(comment, **texts)


def _as_id(given: str, length: int) -> str:
    """An id as it is where it is one of belowline's; of another tool's, its digest."""
    return given if re.fullmatch(f"[0-9a-f]{{{length}}}", given) else digest(given, length=length)


def _acts_of_columns(values: Mapping[str, Any], codebook: Codebook) -> Iterator[dict[str, Any]]:
    for head in codebook.heads:
        if values.get(head.name):
            yield {"head": head.name, "label": values[head.name]}
        for label in values.get("bare_labels", ()):
            if label in head.names:
                yield {"head": head.name, "label": label}


def _act(
    values: Mapping[str, Any], comment: str, codebook: Codebook, place: str, annotator: str, at: datetime
) -> Annotation:
    head = next((head for head in codebook.heads if head.name == values.get("head")), None)
    if head is None:
        heads = ", ".join(head.name for head in codebook.heads)
        raise LabelsError(f"labels `{values.get('head')}`, the codebook has {heads}", where=place, remedy=_MEND)
    odd = next((one for one in (values.get("label"), values.get("vote")) if one not in (None, *head.names)), None)
    if odd is not None:
        names = ", ".join(head.names)
        raise LabelsError(f"`{head.name}` is {odd!r}, the codebook has {names}", where=place, remedy=_MEND)
    defaults = {"action": LABEL, "replaced": None, "annotator": annotator, "at": at}
    given = _given(Annotation, values, place)
    if given.get("action", LABEL) not in ACTIONS:
        raise LabelsError("`action` is not what it must be", where=place, remedy=_MEND)
    whole = {**defaults, "label": None, **given, "comment_id": comment}
    return Annotation(**{**whole, "at": _time(whole["at"], place)})


def _mark(values: Mapping[str, Any], comment: str, place: str, annotator: str, at: datetime) -> Mark:
    given = {"annotator": annotator, "at": at, **_given(Mark, values, place), "comment_id": comment}
    if given.get("kind") not in MARKS:
        raise LabelsError(f"`kind` of a mark is none of {', '.join(MARKS)}", where=place, remedy=_MEND_VALUE)
    return Mark(**{**given, "at": _time(given["at"], place)})


def _given(record: type[Annotation | Mark], values: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What a row says of an act or a mark, each value of the kind it must be."""
    if not isinstance(values, Mapping):
        raise LabelsError(f"`{values!r}` is no act", where=place, remedy=_MEND_VALUE)
    given = {field.name: values[field.name] for field in fields(record) if values.get(field.name) is not None}
    for name, value in given.items():
        if name != "at" and not isinstance(value, _KINDS.get(name, str)):
            raise LabelsError(f"`{name}` is not what it must be", where=place, remedy=_MEND_VALUE)
    return given


def _time(value: object, place: str) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise LabelsError(f"`at` is {value!r}, not a time", where=place, remedy="write it as ISO 8601") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


WRITERS: dict[str, Callable[[Sequence[LabelledComment], Path, Codebook], None]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
    "dataset": _write_dataset,
    "label-studio": _write_label_studio,
    "doccano": _write_doccano,
}
READERS: dict[str, Callable[[Path], Iterator[_Place]]] = {
    "jsonl": _read_table,
    "csv": _read_table,
    "parquet": _read_table,
    "dataset": _read_dataset,
    "label-studio": _read_label_studio,
    "doccano": _read_doccano,
}
