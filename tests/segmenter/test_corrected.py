"""What people decide about a page holds, and takes nothing else with it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from classifier.records import ROLES, Document, Segment
from classifier.segmenter import comments_of, segment
from classifier.segmenter.corrected import (
    SegmentationEvent,
    corrected,
    corrected_places,
    first_comment_line,
    page_lines,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = """Lane opened

The council opened the lane on Monday, the mayor said.
It is two miles long and cost a million.

3 Comments

Ann says:
Build more of them!
And soon.

Bob says:
A waste of paint.

Cy says:
When is the next one?
"""
PAGE = Document("lane.txt", "ab" * 32, "text", TEXT)
HTML = Document("lane.html", "cd" * 32, "html", "<html>")
WEB = (
    Segment("lane.html", HTML.sha256, "title", 1, 1, "Lane opened", 0.9),
    Segment("lane.html", HTML.sha256, "body", 1, 1, "It is long.\nIt is wide.", 0.9),
    Segment("lane.html", HTML.sha256, "comment", 1, 1, "Good.\nReally.", 0.9, "c1", "Ann", "2020-01-01", None, 3),
    Segment("lane.html", HTML.sha256, "comment", 1, 1, "No.", 0.9, "c2", "Bob", None, "c1"),
)


def did(kind, number, **values):
    return SegmentationEvent(PAGE.sha256, kind, "ann", NOW, event_id=number, **values)


def after(*events):
    return corrected(PAGE, segment(PAGE), events)


def texts(parts):
    return [part.text for part in parts if part.role == "comment"]


def test_nothing_decided_changes_nothing():
    assert after() == segment(PAGE)
    assert after(did("accept", 1)) == segment(PAGE)


def test_the_line_named_is_where_the_readers_begin():
    parts = after(did("seam", 1, start_line=12))
    assert texts(parts) == ["A waste of paint.", "When is the next one?"]
    assert first_comment_line(PAGE, parts) == 12
    assert [part.author for part in parts if part.role == "comment"] == ["Bob", "Cy"]


def test_no_comments_leaves_none():
    assert texts(after(did("seam", 1, start_line=None))) == []


def test_comments_that_stay_keep_their_ids():
    before = {c.text: c.comment_id for c in comments_of(segment(PAGE))}
    kept = {c.text: c.comment_id for c in comments_of(after(did("seam", 1, start_line=12)))}
    assert kept == {text: before[text] for text in kept}


def test_equal_texts_are_not_taken_for_each_other():
    page = Document("two.txt", "ab" * 32, "text", TEXT.replace("When is the next one?", "A waste of paint."))
    second = comments_of(segment(page))[-1]
    parts = corrected(page, segment(page), [did("role", 1, start_line=12, end_line=13, after="boilerplate")])
    assert comments_of(parts)[-1].comment_id == second.comment_id


def test_an_undone_decision_does_not_hold():
    events = [did("seam", 1, start_line=12), did("undo", 2, undoes=1)]
    assert after(*events) == segment(PAGE)


def test_split_and_join_are_each_others_opposite():
    split = after(did("split", 1, start_line=10))
    assert texts(split)[:2] == ["Build more of them!", "And soon."]
    joined = after(did("split", 1, start_line=10), did("join", 2, start_line=9, end_line=10))
    assert comments_of(joined) == comments_of(segment(PAGE))


def test_the_lower_half_is_signed_by_its_own_byline():
    joined = did("join", 1, start_line=9, end_line=13)
    parts = [part for part in after(joined, did("split", 2, start_line=12)) if part.role == "comment"]
    assert [part.author for part in parts[:2]] == ["Ann", "Bob"]
    assert parts[1].text == "A waste of paint."


def test_a_line_in_another_role_leaves_its_comment():
    parts = after(did("role", 1, start_line=10, end_line=10, after="boilerplate"))
    assert texts(parts)[0] == "Build more of them!"
    assert [part.text for part in parts if part.role == "boilerplate"][-1] == "And soon."


def test_lines_made_a_comment_at_once_are_one():
    parts = after(did("role", 1, start_line=3, end_line=4, after="comment"))
    assert texts(parts)[0].count("\n") == 1


def test_a_web_page_is_put_right_by_the_lines_of_its_texts():
    assert page_lines(HTML, WEB)[3:5] == ("Good.", "Really.")
    joined = corrected(HTML, WEB, [did("join", 1, start_line=4, end_line=6)])
    assert [(c.text, c.author, c.votes) for c in comments_of(joined)] == [("Good.\nReally.\nNo.", "Ann", 3)]
    none = corrected(HTML, WEB, [did("seam", 1, start_line=None)])
    assert texts(none) == []
    sooner = corrected(HTML, WEB, [did("seam", 1, start_line=3)])
    assert texts(sooner) == ["It is wide.", "Good.\nReally.", "No."]
    assert comments_of(sooner)[2].parent_id == "c1"


lines = st.integers(0, 20)
events = st.builds(
    did,
    st.sampled_from(["seam", "role", "split", "join", "accept"]),
    st.integers(1, 99),
    start_line=st.one_of(st.none(), lines),
    end_line=st.one_of(st.none(), lines),
    after=st.sampled_from(ROLES),
)


@given(st.lists(events, max_size=6))
def test_every_filled_line_has_one_role_whatever_is_decided(decided):
    for document, found in ((PAGE, segment(PAGE)), (HTML, WEB)):
        parts = corrected(document, found, decided)
        filled = [n for n, line in enumerate(page_lines(document, found), 1) if line.strip()]
        ids = [part.comment_id for part in parts if part.role == "comment"]
        assert len(ids) == len(set(ids))
        assert None not in ids
        assert all(part.parent_id is None or part.parent_id in ids for part in parts)
        assert all(part.comment_id is None for part in parts if part.role != "comment")
        words = sorted(word for part in parts for word in part.text.split())
        assert set(words) <= {word for n in filled for word in page_lines(document, found)[n - 1].split()}
        places = corrected_places(document, found, decided)
        covered = [n for first, last in places for n in range(first, last + 1) if n in filled]
        assert len(places) == len(parts)
        assert sorted(covered) == filled
