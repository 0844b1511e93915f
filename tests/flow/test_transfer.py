"""Labels out of one store and into another."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.errors import LabelsError
from classifier.flow.exchange import WRITERS
from classifier.flow.transfer import export_labels, import_labels
from classifier.records import Comment, Document, Segment, comment_id
from classifier.segmenter.corrected import SegmentationEvent
from classifier.store import LabelStore
from classifier.store.labels import MARKS
from classifier.store.overlap import set_overlap
from classifier.store.transfer import vanished
from classifier.store.votes import unresolved, votes

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SUFFIX = {"dataset": "", "label-studio": ".json", "doccano": ".jsonl"}
TEXTS = ("Build it!", "No.", "=SUM(A1)", "-1 for the lane")


def filled(store, sha256="ab" * 32):
    comments = [
        Comment(comment_id(sha256, text, 0), "page.txt", sha256, n, n, text, "Ann", "2020-10-01T09:00", None, n)
        for n, text in enumerate(TEXTS, 1)
    ]
    values = ("document", "sha256", "start_line", "end_line", "text", "comment_id", "author", "posted_at", "votes")
    parts = [Segment(role="comment", confidence=1.0, **{k: getattr(c, k) for k in values}) for c in comments]
    store.add_document(Document("page.txt", sha256, "text", "\n".join(TEXTS)), parts, comments, NOW)
    return comments


ACTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["label", "label", "undo", "settle", *MARKS]),
        st.sampled_from(["for", "against", "undecided"]),
        st.sampled_from(["ada", "=bo"]),
        st.integers(0, 2),
        st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=9),
        st.sampled_from([None, "random"]),
    ),
    min_size=1,
    max_size=12,
)


def act_out(store, comments, acts):
    at = NOW
    for number, kind, label, who, seconds, note, queue in acts:
        at += timedelta(seconds=seconds)
        key = comments[number].comment_id
        if kind == "undo":
            store.undo(who, at)
        elif kind == "settle":
            store.settle(key, "position", label, who, at, note, queue)
        elif kind == "label":
            store.annotate(key, "position", label, who, at, "for", "v1", note, queue)
        else:
            store.mark(key, kind, who, at, note, queue)


def marks_in(store):
    return [{name: value for name, value in mark.items() if name != "id"} for mark in store.marks()]


@pytest.mark.parametrize("fmt", WRITERS)
@settings(max_examples=15)
@given(acts=ACTS, share=st.sampled_from([0.0, 0.5]))
def test_a_store_of_labels_comes_back_whole(tmp_path_factory, toy_book, fmt, acts, share):
    folder = tmp_path_factory.mktemp("round")
    path = folder / f"labels{SUFFIX.get(fmt, '.' + fmt)}"
    with LabelStore(folder / "one.db") as one, LabelStore(folder / "two.db") as two:
        set_overlap(one, share, 2, True, "ada", NOW)
        act_out(one, filled(one), acts)
        if not one.history() + one.marks():
            return
        export_labels(one, path, toy_book, fmt)
        added = import_labels(two, path, toy_book, fmt)
        assert two.history() == one.history()
        assert marks_in(two) == marks_in(one)
        assert (added.acts, added.marks) == (len(one.history()), len(one.marks()))
        assert (votes(two), unresolved(two), two.flagged()) == (votes(one), unresolved(one), one.flagged())
        labelled = {act.comment_id for act in one.history()} | {mark["comment_id"] for mark in one.marks()}
        assert two.comments() == [c for c in one.comments() if c.comment_id in labelled]
        assert import_labels(two, path, toy_book, fmt) == type(added)(0, 0, 0)
        assert import_labels(one, path, toy_book, fmt) == type(added)(0, 0, 0)


@pytest.fixture
def store(store_place):
    with LabelStore(store_place) as opened:
        yield opened


@pytest.fixture
def exported(tmp_path, toy_book):
    """Labels of another store, in which ada called the first comment `for`."""
    with LabelStore(tmp_path / "other.db") as other:
        first, *_ = filled(other)
        other.annotate(first.comment_id, "position", "for", "ada", NOW, note="clear")
        export_labels(other, tmp_path / "ada.jsonl", toy_book)
    return tmp_path / "ada.jsonl"


@pytest.mark.parametrize(("hours", "holds"), [(1, "against"), (-1, "for")])
def test_the_newest_label_holds_whichever_came_in_last(store, exported, toy_book, hours, holds):
    first, *_ = filled(store)
    store.annotate(first.comment_id, "position", "against", "bo", NOW + timedelta(hours=hours))
    assert import_labels(store, exported, toy_book).acts == 1
    assert store.labels()[first.comment_id]["position"].label == holds
    assert {act.annotator for act in store.history()} == {"ada", "bo"}


@pytest.mark.parametrize(("hours", "flagged"), [(1, True), (-1, False)])
def test_the_newest_flag_holds_whichever_came_in_last(store, tmp_path, toy_book, hours, flagged):
    first, *_ = filled(store)
    store.mark(first.comment_id, "flag", "bo", NOW + timedelta(hours=hours))
    with LabelStore(tmp_path / "other.db") as other:
        filled(other)
        other.mark(first.comment_id, "unflag", "ada", NOW)
        export_labels(other, tmp_path / "ada.jsonl", toy_book)
    assert import_labels(store, tmp_path / "ada.jsonl", toy_book).marks == 1
    assert store.flagged() == ({first.comment_id} if flagged else set())


def test_different_labels_of_two_stores_are_unresolved_in_one(store, exported, toy_book):
    first, *_ = filled(store)
    store.annotate(first.comment_id, "position", "against", "bo", NOW + timedelta(hours=1))
    import_labels(store, exported, toy_book)
    assert votes(store)[first.comment_id]["position"] == {"ada": "for", "bo": "against"}
    assert unresolved(store) == [(first.comment_id, "position")]


def test_a_page_that_is_added_later_has_the_labels(store, exported, toy_book):
    import_labels(store, exported, toy_book)
    assert [row["kind"] for row in store.documents()] == ["imported"]
    first, *_ = filled(store)
    (row,) = store.documents()
    assert (row["kind"], row["comments"]) == ("text", len(TEXTS))
    assert store.labels()[first.comment_id]["position"].note == "clear"


def test_comments_of_a_page_that_is_divided_otherwise_stand_beside_it_until_it_is_not(store, exported, toy_book):
    sha256 = "ab" * 32
    store.add_document(Document("page.txt", sha256, "text", "\n".join(TEXTS)), [], [], NOW)
    assert import_labels(store, exported, toy_book).comments == 1
    assert len(store.documents()) == 2
    parts = [Segment("page.txt", sha256, "comment", 1, 1, TEXTS[0], 1.0, comment_id(sha256, TEXTS[0], 0))]
    store.resegment(sha256, parts)
    assert [c.sha256 for c in store.comments()] == [sha256]
    assert len(store.labels()) == 1


def test_labels_without_a_time_or_a_name_are_taken_in_once(store, tmp_path, toy_book):
    rows = [{"text": "Well said.", "label": ["for"]}, {"text": "Rubbish.", "label": ["against"]}]
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert import_labels(store, path, toy_book, "doccano", "cy").acts == 2
    assert import_labels(store, path, toy_book, "doccano", "cy").acts == 0
    assert [row["name"] for row in store.documents()] == ["all.jsonl"]
    assert {act.annotator for act in store.history()} == {"cy"}


def test_a_row_that_does_not_fit_leaves_the_store_as_it_was(store, exported, toy_book):
    with exported.open("a") as out:
        out.write(json.dumps({"text": "Hm", "position": "maybe"}) + "\n")
    with pytest.raises(LabelsError, match=r"line 2"):
        import_labels(store, exported, toy_book)
    assert store.documents() == []


@pytest.mark.parametrize(
    "values", [{"votes": "many"}, {"author": 7}, {"annotations": [{"head": "position", "note": 1}]}]
)
def test_values_of_the_wrong_kind_are_named(store, tmp_path, toy_book, values):
    (tmp_path / "odd.jsonl").write_text(json.dumps({"text": "Hm", "position": "for", **values}) + "\n")
    with pytest.raises(LabelsError, match=r"odd.jsonl, line 1"):
        import_labels(store, tmp_path / "odd.jsonl", toy_book)


def test_ids_of_another_tool_become_ids_of_ours(store, tmp_path, toy_book):
    row = {"text": "Hm", "position": "for", "comment_id": "task 7 of 2000 in that other tool"}
    (tmp_path / "odd.jsonl").write_text(json.dumps(row) + "\n")
    import_labels(store, tmp_path / "odd.jsonl", toy_book)
    assert len(store.comments()[0].comment_id) == 16


def test_labelled_comments_that_stand_on_no_page_are_counted(store, exported, toy_book):
    first, *_ = filled(store)
    store.annotate(first.comment_id, "position", "for", "ada", NOW)
    assert vanished(store) == 0
    store.correct_segmentation(SegmentationEvent("ab" * 32, "seam", "ann", NOW, 2))
    assert vanished(store) == 1
