"""What pages ask of the store."""

from datetime import UTC, datetime

import pytest

from classifier.records import Comment, Document, Score
from classifier.store import LabelStore
from classifier.store.queries import NOT_REVIEWED, REVIEWED, Filter, Queries

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TEXTS = ["Build 100% of it", "a waste, _truly_", "When?", "BUILD it"]
SHARES = [0.9, 0.4, 0.6, 0.55]


@pytest.fixture
def store(tmp_path):
    with LabelStore(tmp_path / "labels.db") as opened:
        for sha256, place in (("a" * 64, slice(0, 2)), ("b" * 64, slice(2, 4))):
            numbers = range(4)[place]
            comments = [
                Comment(f"c{n}", sha256[:1], sha256, n + 1, n + 1, TEXTS[n], parent_id="c2" if n == 3 else None)
                for n in numbers
            ]
            opened.add_document(Document(sha256[:1], sha256, "text", "…"), [], comments, NOW)
            opened.add_scores(
                [
                    Score(
                        f"c{n}", "v1", {head: {"yes": SHARES[n], "no": 1 - SHARES[n]} for head in ("side", "worth")}
                    )
                    for n in numbers
                ]
            )
        yield opened


@pytest.fixture
def queries(store):
    return Queries(store, ["side", "worth"], "v1")


def say(store, comment, label, who="ann", head="side"):
    return store.annotate(comment, head, label, who, NOW)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), ["c0", "c1", "c2", "c3"]),
        (Filter(text="build"), ["c0", "c3"]),
        (Filter(text="0%"), ["c0"]),
        (Filter(text="_truly_"), ["c1"]),
        (Filter(sha256="b" * 64), ["c2", "c3"]),
        (Filter(labels=(("side", "no"),)), ["c1"]),
        (Filter(least=0.56, most=0.7), ["c1", "c2"]),
        (Filter(labels=(("unknown", "no"),)), ["c0", "c1", "c2", "c3"]),
    ],
)
def test_a_filter_lets_through_what_it_says(queries, wanted, found):
    assert queries.matching(wanted) == found


def test_the_label_of_a_person_stands_before_the_models(store, queries):
    say(store, "c0", "no")
    assert queries.matching(Filter(labels=(("side", "no"),))) == ["c0", "c1"]
    store.undo("ann", NOW)
    assert queries.matching(Filter(labels=(("side", "no"),))) == ["c1"]


def test_reviewed_is_what_has_every_question_answered(store, queries):
    say(store, "c0", "no")
    say(store, "c1", "no")
    say(store, "c1", "yes", head="worth")
    assert queries.reviewed() == {"c1"}
    assert queries.matching(Filter(reviewed=REVIEWED)) == ["c1"]
    assert queries.matching(Filter(reviewed=NOT_REVIEWED)) == ["c0", "c2", "c3"]
    assert queries.matching(Filter(annotator="ann")) == ["c0", "c1"]
    store.undo("ann", NOW)
    assert queries.reviewed() == set()


def test_an_act_by_another_takes_the_comment_from_the_first(store, queries):
    say(store, "c0", "no")
    say(store, "c0", "yes", who="bob")
    assert queries.matching(Filter(annotator="ann")) == []
    assert queries.annotators() == ["ann", "bob"]


def test_disputed_is_what_people_last_said_differently(store, queries):
    say(store, "c0", "no")
    say(store, "c0", "yes", who="bob")
    say(store, "c1", "no")
    assert queries.disputed() == ["c0"]
    say(store, "c0", "no", who="bob")
    assert queries.disputed() == []


def test_comments_come_in_the_order_asked_for(queries):
    assert [comment.comment_id for comment in queries.comments(["c3", "gone", "c0"])] == ["c3", "c0"]
    assert [comment.comment_id for comment in queries.answers("c2")] == ["c3"]
    assert queries.answers("c0") == []


def test_labels_and_proposals_of_some_comments(store, queries):
    say(store, "c0", "no")
    assert {key: acts["side"].label for key, acts in queries.labels(["c0", "c1"]).items()} == {"c0": "no"}
    assert queries.proposals(["c1"]) == {"c1": {"side": {"yes": 0.4, "no": 0.6}, "worth": {"yes": 0.4, "no": 0.6}}}


def test_a_note_leaves_the_flag(store, queries):
    store.mark("c0", "flag", "ann", NOW)
    store.mark("c0", "note", "bob", NOW, note="odd")
    assert queries.is_flagged("c0")
    assert store.flagged() == {"c0"}
    store.mark("c0", "unflag", "ann", NOW)
    assert not queries.is_flagged("c0")


def test_the_state_changes_with_every_act(store, queries):
    before = queries.state()
    say(store, "c0", "no")
    assert queries.state() != before


def test_a_version_that_has_not_scored_everything_is_known(store, queries):
    assert not queries.unscored()
    assert Queries(store, ["side"], "v2").unscored()
    store.add_document(Document("c", "c" * 64, "text", "…"), [], [Comment("c9", "c", "c" * 64, 1, 1, "New")], NOW)
    assert queries.unscored()


def test_a_persons_acts_are_counted(store, queries):
    say(store, "c0", "no")
    first = queries.last_act("ann")
    say(store, "c1", "no", who="bob")
    say(store, "c1", "yes")
    store.undo("ann", NOW)
    assert queries.acts_after("ann", first) == 2
    assert queries.last_act("nobody") == 0


def test_what_the_model_is_least_sure_of_comes_first_whatever_the_number_of_labels(store, queries):
    assert queries.uncertain({"side": 2, "worth": 2}) == ["c3", "c1", "c2", "c0"]
    three = {"yes": 0.54, "no": 0.26, "other": 0.2}
    store.add_scores([Score("c0", "v1", {"side": {"yes": 0.9, "no": 0.1}, "worth": three})])
    assert queries.uncertain({"side": 2, "worth": 3})[:2] == ["c3", "c1"]
    assert "c0" not in Queries(store, ["side"], "v2").uncertain({"side": 2})


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(posted_from="2026-02-02"), ["d1", "d2"]),
        (Filter(posted_to="2026-02-02"), ["d0", "d1"]),
        (Filter(posted_from="2026-02-02", posted_to="2026-02-02"), ["d1"]),
        (Filter(undated=True, posted_from="2026-02-02"), ["c0", "c1", "c2", "c3"]),
    ],
)
def test_days_are_those_written_the_last_one_included(store, queries, wanted, found):
    days = ["2026-02-01T23:59:59", "2026-02-02T23:59", "2026-02-03"]
    comments = [Comment(f"d{n}", "d", "d" * 64, n + 1, n + 1, "…", posted_at=day) for n, day in enumerate(days)]
    store.add_document(Document("d", "d" * 64, "text", "…"), [], comments, NOW)
    assert queries.matching(wanted) == found
