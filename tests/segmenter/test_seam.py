import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.records import Document
from classifier.segmenter import comments_of
from classifier.segmenter.page import measure_page
from classifier.segmenter.plain import joins_of
from classifier.segmenter.seam import decide, decided
from classifier.segmenter.sides import side_evidence
from classifier.segmenter.signing import signing_features, signing_of
from classifier.segmenter.trees import Trees

ARTICLE = [
    "Town to close its swimming pool",
    "The council voted on Monday to close the pool, which was built in 1964 and loses 200,000 a year.",
    "A spokesman said the roof would cost 1.2 million to mend and that no grant had been found.",
    "Swimming clubs were told to look for hours in the neighbouring town, 14 kilometres away.",
]
SAID = [
    ["The roof was mended in 2009.", "Somebody was paid for that and nobody asks who."],
    ["so where do the schools go now??"],
    ["I learnt to swim there. Shame on the lot of you."],
    ["Agree with Ines, this was decided years ago."],
]
NAMES = ["Ines", "pool rat", "Bo Lind", "Karim A."]


def signed(beneath, article_date=True):
    lines = [ARTICLE[0], *(["by Staff on June 1, 2015"] if article_date else []), *ARTICLE[1:]]
    for day, (who, said) in enumerate(zip(NAMES, SAID, strict=True), 2):
        byline = f"Posted by: {who} | June {day}, 2015 at 8:1{day} PM"
        lines += [*said, byline] if beneath else [byline, *said]
    return lines


@pytest.mark.parametrize("article_date", [True, False])
def test_bylines_that_repeat_are_found_on_either_side(article_date):
    first = 4 + article_date
    above = signing_of(measure_page(signed(False, article_date)))
    assert (above.rows[0], len(above.rows), above.beneath, above.start) == (first, 4, False, first)
    beneath = signing_of(measure_page(signed(True, article_date)))
    assert (beneath.rows[0], len(beneath.rows), beneath.beneath, beneath.start) == (first + 2, 4, True, None)


def test_a_page_without_bylines_signs_nothing():
    assert signing_of(measure_page(ARTICLE)).rows == ()


def test_names_above_unsigned_dates_open_the_comment():
    lines = list(ARTICLE)
    for day, (who, said) in enumerate(zip(["Ines", "Ola Berg", "Bo Lind", "Karim"], SAID, strict=True), 2):
        lines += ["", who, f"June {day}, 2015 at 8:15 PM", *said]
    found = signing_of(measure_page(lines))
    assert (found.rows[0], found.start) == (5, 4)


def test_the_seam_is_never_at_or_beneath_the_first_signature():
    page = measure_page(signed(True))
    made = decide(page)
    assert made.seam[signing_of(page).rows[0] :].sum() < 1e-3


@given(st.lists(st.sampled_from([*signed(True), *signed(False), "", "Comments are closed", "Reply"]), max_size=30))
@settings(deadline=None, max_examples=100)
def test_signing_fits_any_page(lines):
    page = measure_page(lines)
    found = signing_of(page)
    assert all(0 <= row < len(page.lines) for row in found.rows)
    assert found.start is None or 0 <= found.start <= found.rows[0]
    assert np.isfinite(signing_features(page, found)).all()
    assert np.isfinite(side_evidence(page, np.zeros(len(page.lines)), found)).all() or not page.lines


def test_the_sides_of_a_page_are_told_apart_by_its_own_habits():
    above = ["The ferry sails at noon; the harbour is full." for _ in range(8)]
    beneath = ["no boat again, no bus, nothing works here!" for _ in range(8)]
    page = measure_page(above + beneath)
    guess = np.r_[np.full(8, -1.0), np.full(8, 1.0)]
    found = side_evidence(page, guess, signing_of(page))
    assert (found[:8] < 0).all()
    assert (found[8:] > 0).all()


def test_confidence_is_of_the_line_where_comments_are_found():
    page = measure_page(ARTICLE)
    places = np.array([0.0, 0.1, 0.5, 0.2])
    made = decided(page, 0.8, places, 0.5, (0.9, 0.7))
    assert made.first == 2
    assert made.confidence == pytest.approx(0.8)
    assert not made.unsure
    assert decided(page, 0.8, places, 0.5, (0.0, 0.81)).unsure
    none = decided(page, 0.2, places / 4, 0.5, (0.9, 0.0))
    assert none.first is None
    assert none.confidence == pytest.approx(0.8)
    assert none.unsure


@st.composite
def sums(draw):
    """Trees of random shape, grown leaf by leaf."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    trees = []
    for _ in range(draw(st.integers(0, 5))):
        tree = {"feature": [-1], "threshold": [0.0], "left": [0], "right": [0], "value": [rng.normal()]}
        for _ in range(int(rng.integers(0, 6))):
            leaf = int(rng.choice(np.flatnonzero(np.array(tree["feature"]) < 0)))
            tree["feature"][leaf], tree["threshold"][leaf] = int(rng.integers(3)), float(rng.integers(-2, 3))
            tree["left"][leaf], tree["right"][leaf] = len(tree["feature"]), len(tree["feature"]) + 1
            for name, fresh in (("feature", -1), ("threshold", 0.0), ("left", 0), ("right", 0)):
                tree[name] += [fresh, fresh]
            tree["value"] += [rng.normal(), rng.normal()]
        trees.append(tree)
    return trees


def walked(tree, row):
    node = 0
    while tree["feature"][node] >= 0:
        side = "left" if row[tree["feature"][node]] <= tree["threshold"][node] else "right"
        node = tree[side][node]
    return tree["value"][node]


@given(sums(), sums(), st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), max_size=300))
@settings(deadline=None, max_examples=60)
def test_trees_answer_as_a_walk_from_the_root_does(some, others, rows):
    rows = np.array(rows, dtype=float).reshape(-1, 3)
    both = Trees.of_nodes(0.5, some) + 2.0 * Trees.of_nodes(-1.0, others)
    expected = [-1.5 + sum(walked(t, row) for t in some) + 2 * sum(walked(t, row) for t in others) for row in rows]
    assert np.allclose(both(rows), expected, atol=1e-5)


def test_joined_lines_say_why():
    text = "\n".join([*ARTICLE, "", *signed(False)[5:]])
    document = Document("page.txt", "ab" * 32, "text", text)
    joins = joins_of(document)
    comments = {comment.start_line: comment for comment in comments_of(document)}
    assert comments
    assert set(joins) <= set(comments)
    first = min(comments)
    assert joins[first] == [(first + 2, "no byline stands between them")]


def test_who_is_quoted_is_answered():
    lines = [*signed(False), "Posted by: Old Tom | June 9, 2015 at 8:19 PM"]
    lines += ["> Somebody was paid for that and nobody asks who", "That somebody sits on the council."]
    comments = comments_of(Document("page.txt", "ab" * 32, "text", "\n".join(lines)))
    assert comments[-1].author == "Old Tom"
    assert comments[-1].parent_id == comments[0].comment_id
