import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifier.errors import InputError, LabelsError, OutputError
from classifier.flow.exchange import (
    READERS,
    WRITERS,
    LabelledComment,
    as_written,
    format_of,
    neutralised,
    read_labelled,
    write_labels,
)
from classifier.records import Annotation, Comment, comment_id

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
SUFFIX = {"dataset": "", "label-studio": ".json", "doccano": ".jsonl"}
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=40).filter(str.strip)


@st.composite
def labelled(draw, codebook):
    text = draw(TEXT)
    ordinal = draw(st.integers(0, 3))
    comment = Comment(
        comment_id("ab" * 32, text, ordinal),
        "page.html",
        "ab" * 32,
        draw(st.integers(1, 90)),
        draw(st.integers(90, 99)),
        text,
        draw(st.none() | TEXT),
        draw(st.none() | st.just("2020-10-01T09:00")),
        draw(st.none() | st.just("0" * 16)),
        draw(st.none() | st.integers(-5, 500)),
    )
    acts = []
    for step in range(draw(st.integers(0, 4))):
        head = draw(st.sampled_from(codebook.heads))
        label = draw(st.none() | st.sampled_from(head.names))
        acts.append(
            Annotation(
                comment.comment_id,
                head.name,
                "label" if label else "undo",
                label,
                draw(st.none() | st.sampled_from(head.names)),
                draw(st.sampled_from(["ada", "=cmd", "bo"])),
                NOW + timedelta(seconds=step),
                draw(st.none() | st.sampled_from(head.names)),
                draw(st.none() | st.just("20260101-aa")),
                draw(st.none() | TEXT),
                draw(st.none() | st.just("random")),
                draw(st.none() | st.integers(1, 99)),
            )
        )
    return LabelledComment(comment, tuple(acts))


@pytest.mark.parametrize("fmt", WRITERS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_format_brings_back_every_comment_and_every_act(tmp_path, toy_book, fmt, data):
    rows = data.draw(st.lists(labelled(toy_book), min_size=1, max_size=4))
    path = tmp_path / f"labels-{len(list(tmp_path.iterdir()))}{SUFFIX.get(fmt, '.' + fmt)}"
    assert write_labels(rows, path, toy_book, fmt) == len(rows)
    assert list(read_labelled(path, toy_book, fmt, "someone", NOW)) == rows


@given(st.text(max_size=20))
def test_no_cell_is_left_that_a_spreadsheet_would_run_and_all_come_back(cell):
    shown = neutralised(cell)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_written(shown) == cell


def test_a_csv_shows_formulas_as_text(tmp_path, toy_book):
    comment = Comment("0" * 16, "p", "ab" * 32, 1, 1, '=HYPERLINK("http://example.com")', "@ada")
    write_labels([LabelledComment(comment, ())], tmp_path / "labels.csv", toy_book, "csv")
    cells = list(csv.reader(open(tmp_path / "labels.csv", encoding="utf-8", newline="")))[1]
    assert not any(cell.startswith(("=", "@")) for cell in cells)


def test_a_label_studio_export_made_elsewhere_is_read(tmp_path, toy_book):
    head = toy_book.heads[0]
    task = {
        "id": 7,
        "data": {"text": "Well said."},
        "annotations": [
            {
                "completed_by": {"id": 3, "email": "ada@example.org"},
                "created_at": "2026-02-01T10:00:00Z",
                "result": [
                    {"from_name": head.name, "to_name": "t", "type": "choices", "value": {"choices": [head.names[1]]}}
                ],
            },
            {"was_cancelled": True, "completed_by": 4, "result": []},
        ],
    }
    (tmp_path / "project.json").write_text(json.dumps([task]))
    (row,) = read_labelled(tmp_path / "project.json", toy_book, "label-studio", "someone", NOW)
    assert row.labels() == {head.name: head.names[1]}
    assert row.history[0].annotator == "ada@example.org"
    assert row.history[0].at == datetime(2026, 2, 1, 10, tzinfo=UTC)


def test_a_doccano_export_made_elsewhere_is_read_with_bare_labels(tmp_path, toy_book):
    head = toy_book.heads[0]
    (tmp_path / "all.jsonl").write_text(json.dumps({"id": 1, "text": "Well said.", "label": [head.names[0]]}) + "\n")
    (row,) = read_labelled(tmp_path / "all.jsonl", toy_book, "doccano", "someone", NOW)
    assert row.labels() == {head.name: head.names[0]}
    assert (row.history[0].annotator, row.history[0].at) == ("someone", NOW)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"text": " "}, "has no `text`"),
        ({"text": "a", "annotations": [{"head": "colour", "label": "red"}]}, "the codebook has"),
        ({"text": "a", "annotations": [{"head": "HEAD", "label": "red"}]}, "'red'"),
        ({"text": "a", "annotations": [{"head": "HEAD", "label": "LABEL", "at": "soon"}]}, "not a time"),
    ],
)
def test_a_row_that_does_not_fit_is_named_by_file_and_line(tmp_path, toy_book, values, named):
    head = toy_book.heads[0]
    text = json.dumps(values).replace("HEAD", head.name).replace("LABEL", head.names[0])
    (tmp_path / "labels.jsonl").write_text(text + "\n")
    with pytest.raises(LabelsError, match=named) as error:
        list(read_labelled(tmp_path / "labels.jsonl", toy_book, "jsonl", "someone", NOW))
    assert "labels.jsonl, line 1" in str(error.value)


def test_nothing_to_write_is_said_and_leaves_no_file(tmp_path, toy_book):
    with pytest.raises(InputError, match="no labelled comments"):
        write_labels([], tmp_path / "labels.csv", toy_book, "csv")
    assert not list(tmp_path.iterdir())


def test_a_name_that_tells_no_format_is_refused(tmp_path):
    with pytest.raises(OutputError, match="tells no format"):
        format_of(tmp_path / "labels.xls", None)


def test_every_format_can_be_read_and_written():
    assert set(READERS) == set(WRITERS)
