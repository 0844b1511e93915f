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
from classifier.flow.labelled import read_labels
from classifier.records import Annotation, Comment, Mark, comment_id
from classifier.store.labels import MARKS
from classifier.store.votes import ACTIONS, UNDO, WITHDRAW

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
                draw(st.sampled_from([action for action in ACTIONS if label or action in (UNDO, WITHDRAW)])),
                label,
                draw(st.none() | st.sampled_from(head.names)),
                draw(st.sampled_from(["ada", "=cmd", "bo"])),
                NOW + timedelta(seconds=step),
                draw(st.none() | st.sampled_from(head.names)),
                draw(st.none() | st.just("20260101-aa")),
                draw(st.none() | TEXT),
                draw(st.none() | st.just("random")),
                draw(st.none() | st.integers(1, 99)),
                draw(st.none() | st.sampled_from(head.names)),
                draw(st.booleans()),
            )
        )
    marks = [
        Mark(
            comment.comment_id,
            draw(st.sampled_from(MARKS)),
            draw(st.sampled_from(["ada", "=cmd", "bo"])),
            NOW + timedelta(seconds=step),
            draw(st.none() | TEXT),
            draw(st.none() | st.just("random")),
            draw(st.none() | st.integers(1, 99)),
        )
        for step in range(draw(st.integers(0, 3)))
    ]
    return LabelledComment(comment, tuple(acts), tuple(marks))


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
        ({"text": "a", "annotations": [{"head": "HEAD", "label": "LABEL", "vote": "red"}]}, "'red'"),
        (
            {"text": "a", "annotations": [{"head": "HEAD", "label": "LABEL", "settled": "yes"}]},
            "`settled` is not what",
        ),
        (
            {"text": "a", "annotations": [{"head": "HEAD", "label": "LABEL", "action": "shout"}]},
            "`action` is not what",
        ),
        ({"text": "a", "marks": [{"kind": "praise"}]}, "none of flag, unflag, skip, note"),
        ({"text": "a", "marks": [{"kind": "note", "note": 7}]}, "`note` is not what"),
        ({"text": "a", "marks": ["flag"]}, "is no act"),
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


def acts_of(head, *said):
    return tuple(
        Annotation("0" * 16, head.name, action, label, None, who, NOW, vote=vote, settled=action == "settle")
        for action, who, label, vote in said
    )


def test_other_tools_are_given_everybodys_own_label_and_none_that_is_unresolved(tmp_path, toy_book):
    head = toy_book.heads[0]
    one, other = head.names[:2]
    comment = Comment("0" * 16, "p", "ab" * 32, 1, 1, "Well said.")
    differing = acts_of(head, ("label", "ada", one, one), ("vote", "bo", one, other))
    row = LabelledComment(comment, differing)
    assert row.labels() == {}
    write_labels([row], tmp_path / "labels.json", toy_book, "label-studio")
    (task,) = json.loads((tmp_path / "labels.json").read_text())
    given = {a["completed_by"]["email"]: a["result"][0]["value"]["choices"] for a in task["annotations"]}
    assert given == {"ada": [one], "bo": [other]}
    settled = LabelledComment(comment, differing + acts_of(head, ("settle", "cy", other, None)))
    assert settled.labels() == {head.name: other}


def test_an_export_is_a_label_file_without_what_is_unresolved_or_only_flagged(tmp_path, toy_book):
    head = toy_book.heads[0]
    comments = [Comment(f"{n}" * 16, "p", "ab" * 32, n, n, f"Text {n}") for n in range(3)]
    flag = Mark("0" * 16, "flag", "ada", NOW)
    first = acts_of(head, ("label", "ada", head.names[0], head.names[0]))
    differing = first + acts_of(head, ("vote", "bo", head.names[0], head.names[1]))
    rows = [
        LabelledComment(comments[0], (), (flag,)),
        LabelledComment(comments[1], first),
        LabelledComment(comments[2], differing),
    ]
    for fmt in ("csv", "jsonl", "parquet"):
        write_labels(rows, tmp_path / f"labels.{fmt}", toy_book, fmt)
        assert [row.text for row in read_labels(tmp_path / f"labels.{fmt}", toy_book)] == ["Text 1"]


def test_an_export_of_an_older_version_is_read_with_everybodys_own_label(tmp_path, toy_book):
    head = toy_book.heads[0]
    act = {"head": head.name, "annotator": "ada", "at": NOW.isoformat()}
    acts = [{**act, "action": "label", "label": head.names[0]}, {**act, "action": "undo", "label": None}]
    (tmp_path / "old.jsonl").write_text(json.dumps({"text": "Hm", "annotations": acts}) + "\n")
    (row,) = read_labelled(tmp_path / "old.jsonl", toy_book, "jsonl", "someone", NOW)
    assert [act.vote for act in row.history] == [head.names[0], None]
