"""Pages laid out as comment systems do: what is on them is found, with who, when, whom it answers and votes."""

import sys
from collections import Counter
from pathlib import Path

import pytest

from classifier.records import Document
from classifier.segmenter import segment

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
from layouts import pages
from markup import tally_of

sys.path.pop(0)

PAGES = [
    page for page in pages(per_layout=1, seed=5) if page.gold["group"] not in ("wild, held out", "fresh, held out")
]
COMMENTED = [page for page in PAGES if page.gold["comments"]]


def tally(page):
    return tally_of(page.gold, segment(Document(page.gold["file"], "cd" * 32, "html", page.html)))


@pytest.fixture(scope="module")
def total():
    return sum((tally(page) for page in COMMENTED), Counter())


def test_many_layouts_are_measured():
    assert len(COMMENTED) > 75


@pytest.mark.parametrize("page", [page for page in PAGES if not page.gold["comments"]], ids=lambda page: page.layout)
def test_no_comment_is_made_up(page):
    assert tally(page)["lines called comment"] == 0


@pytest.mark.parametrize("page", COMMENTED, ids=lambda page: page.layout)
def test_most_comments_are_found(page):
    counts = tally(page)
    assert counts["comments found"] >= 0.7 * counts["comments"]
    assert counts["times wrong"] == 0


@pytest.mark.parametrize(
    ("right", "of", "least"),
    [
        ("comments found", "comments", 0.95),
        ("authors right", "authors", 0.95),
        ("times right", "times", 0.85),
        ("parents right", "parents", 0.95),
        ("votes right", "votes", 0.9),
        ("body lines kept", "body lines", 0.995),
    ],
)
def test_shares_over_all_layouts(total, right, of, least):
    assert total[right] >= least * total[of] > 0


def test_hardly_a_line_is_wrongly_called_comment(total):
    assert total["lines wrongly called comment"] <= 0.03 * total["lines called comment"]
    assert total["comments in the body"] <= 0.01 * total["comments"]
