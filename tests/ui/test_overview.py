"""The overview: its words, its pictures, and the way from a bar to the comments."""

import csv
import io
import re
from datetime import UTC, datetime

import pandas as pd
import pytest
from driving import opened, settled
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from classifier.codebook import Head, Label
from classifier.judge.prevalence import Share
from classifier.store import LabelStore
from classifier.ui.charts import Places, Row, shares_chart
from classifier.ui.downloads import csv_bytes, parquet_bytes, picture_bytes
from classifier.ui.sentences import how_much_is_reviewed, who_leads

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def head_of(names, opposed=()):
    return Head("side", "?", (), tuple(Label(n, "", n.title(), (), (), "#336699", "") for n in names), opposed)


SIDED = head_of(("pro", "con", "open", "other"), ("pro", "con"))
SHARES = [Share("pro", 0.4, 0.3, 0.5, 0.4), Share("con", 0.2, 0.1, 0.35, 0.2)]
SHARES += [Share("open", 0.3, 0.2, 0.4, 0.3), Share("other", 0.1, 0.0, 0.2, 0.1)]


@given(
    st.floats(0, 0.5),
    st.floats(0, 0.5),
    st.floats(0, 0.2),
    st.floats(0, 0.2),
    st.booleans(),
)
def test_a_lead_is_claimed_only_where_intervals_lie_apart(first, second, left, right, swapped):
    shares = [
        Share("pro", first, max(first - left, 0), first + left, first),
        Share("con", second, max(second - right, 0), second + right, second),
    ]
    said = who_leads(SIDED, shares[::-1] if swapped else shares)
    apart = shares[0].low > shares[1].high or shares[1].low > shares[0].high
    assert said.startswith("More comments are" if apart else "Neither side clearly leads")
    if apart:
        assert said.startswith("More comments are Pro" if first > second else "More comments are Con")


def test_nothing_leads_where_errors_are_not_known():
    assert "not known" in who_leads(SIDED, [Share(name, 0.25, 0.0, 1.0, 0.25) for name in SIDED.names])


def test_without_sides_the_most_frequent_label_is_named_where_it_is_sure():
    head = head_of(("a", "b"))
    sure = [Share("a", 0.7, 0.6, 0.8, 0.7), Share("b", 0.3, 0.2, 0.4, 0.3)]
    assert who_leads(head, sure) == "The most frequent label is A, 70% (60-80%)."
    assert who_leads(head, [Share("a", 0.6, 0.3, 0.8, 0.6), sure[1]]).startswith("No label clearly leads")


def test_a_little_reviewed_is_not_none_and_nearly_all_not_all():
    assert "under 1%" in how_much_is_reviewed(10_000, 1, {"side": 0.5})
    assert "over 99%" in how_much_is_reviewed(10_000, 9_999, {"side": 0.5})
    assert how_much_is_reviewed(3, 3, {"side": 0.5}) == "3 of 3 comments (100%) are reviewed by people."


def pieces(head, shares):
    data = shares_chart([Row("", "All", shares)], head).to_dict()["datasets"]
    (rows,) = (rows for rows in data.values() if rows and "label" in rows[0])
    return {row["label"]: row for row in rows}


def test_the_sides_stand_left_and_right_of_the_middle_and_the_rest_apart():
    found = pieces(SIDED, SHARES)
    assert (found["open"]["start"], found["open"]["end"]) == pytest.approx((-0.15, 0.15))
    assert (found["pro"]["start"], found["pro"]["end"]) == pytest.approx((-0.55, -0.15))
    assert (found["con"]["start"], found["con"]["end"]) == pytest.approx((0.15, 0.35))
    assert (found["pro"]["low_at"], found["pro"]["high_at"]) == pytest.approx((-0.45, -0.65))
    assert found["other"]["start"] > found["con"]["high_at"]
    assert found["pro"]["told"] == "All, Pro: 40% (30-50%)"


def test_both_sides_are_drawn_alike():
    mirrored = head_of(SIDED.names, ("con", "pro"))
    one, other = pieces(SIDED, SHARES), pieces(mirrored, SHARES)
    assert (one["pro"]["start"], one["pro"]["end"]) == pytest.approx((-other["pro"]["end"], -other["pro"]["start"]))


def test_without_sides_the_bar_is_whole():
    head = head_of(SIDED.names)
    assert Places.of(head) == Places(None, None, None, SIDED.names)
    found = pieces(head, SHARES)
    ends = [(found[name]["start"], found[name]["end"]) for name in head.names]
    assert [start for start, _ in ends] == pytest.approx([0, 0.4, 0.6, 0.9])
    assert ends[-1][1] == pytest.approx(1.0)


def test_sides_without_a_middle_meet():
    head = head_of(("pro", "con"), ("pro", "con"))
    found = pieces(head, SHARES[:2])
    assert found["pro"]["end"] == found["con"]["start"] == 0


def test_pictures_are_drawn_without_a_browser():
    chart = shares_chart([Row("", "All", SHARES)], SIDED)
    assert picture_bytes(chart, "png").startswith(b"\x89PNG")
    assert b"40%" in picture_bytes(chart, "svg")


def test_tables_are_read_back_as_they_were_and_nothing_in_them_runs():
    table = pd.DataFrame({"of": ["=1+1", "a,b\n"], "share": [0.25, None]})
    (first, _) = csv.DictReader(io.StringIO(csv_bytes(table).decode()))
    assert first == {"of": "'=1+1", "share": "0.25"}
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(parquet_bytes(table))), table)


def bar(page, words):
    return page.locator("path[role=graphics-symbol]").and_(page.get_by_label(re.compile(words)))


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_bar_to_its_comments_and_back(server, page, toy_home, width):
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        for comment, label in zip(store.comments(), ("for", "against", "against"), strict=True):
            store.annotate(comment.comment_id, "position", label, "ann", NOW)
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, f"{server.url}/overview")
    expect(page.get_by_text("3 of 3 comments (100%) are reviewed by people.")).to_be_visible()
    against = bar(page, "^All comments, Against: 67%")
    expect(against).to_be_visible()
    box = against.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    against.click()
    page.wait_for_url("**/comments?is-position=Against")
    expect(page.get_by_text("2 comments", exact=True)).to_be_visible()
    page.go_back()
    expect(bar(settled(page), "^All comments, For")).to_be_visible()
    assert page.url.endswith("/overview")
    bar(page, r"^lane.txt \[.*, For: 33%").click()
    page.wait_for_url(re.compile(r"comments\?is-position=For&article=lane.txt"))
    expect(page.get_by_text("1 comment", exact=True)).to_be_visible()


def test_what_is_seen_can_be_taken_away(server, page):
    opened(page, f"{server.url}/overview")
    page.get_by_text("Figures and files").first.click()
    for ending, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"of,label"), ("Parquet", b"PAR1")):
        with page.expect_download() as download:
            page.locator(f".st-key-download-all-position-{ending.lower()} button").click()
        assert download.value.suggested_filename == f"all-position.{ending.lower()}"
        with open(download.value.path(), "rb") as saved:
            assert saved.read().startswith(start)
