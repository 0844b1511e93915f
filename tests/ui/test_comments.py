"""Finding, labelling and relabelling comments in a list, in a real browser."""

import csv
import re
from datetime import UTC, datetime

import pytest
from driving import choose, opened, pick, settled, sign_in
from playwright.sync_api import expect

from classifier.flow.ingest import ingest
from classifier.store import LabelStore

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AGAIN = """The lane

It is open.

3 Comments

Dan says:
Stop the lane now, write to the council today!

Eve says:
Stop the lane now, write to the council today!

Fay says:
=1+1 is what the council can count to
"""


@pytest.fixture
def store(server, toy_home):
    (toy_home / "seeds" / "again.txt").write_text(AGAIN)
    with LabelStore(toy_home / "labels" / "belowline.db") as opened_store:
        ingest([toy_home / "seeds" / "again.txt"], opened_store)
        yield opened_store


def listed(page, server, address=""):
    opened(page, f"{server.url}/comments{address}")
    return page


def count(page, words):
    expect(page.get_by_text(re.compile(f"^{words}$")).first).to_be_visible()


def row(page, text):
    return page.locator('[class*="st-key-row-"]').filter(has_text=text)


def set_label(page, text, name):
    pick(row(page, text).get_by_role("combobox"), page.get_by_role("option", name=name, exact=True))


def test_the_filter_is_in_the_address_and_the_address_is_a_filter(server, page, store):
    listed(page, server)
    count(page, "6 comments")
    page.get_by_role("textbox", name="Words").fill("council")
    page.get_by_role("textbox", name="Words").press("Enter")
    count(page, "3 comments")
    assert "text=council" in page.url
    listed(page, server, "?text=works")
    count(page, "1 comment")
    expect(row(page, "When will the works")).to_be_visible()


def test_a_label_given_under_a_filter_goes_to_the_comment_it_stands_beside(server, page, store):
    listed(page, server, "?text=council&reviewed=not+reviewed")
    sign_in(page)
    count(page, "3 comments")
    set_label(page, "=1+1", "Against")
    expect(row(page, "=1+1").get_by_text("by ann")).to_be_visible()
    set_label(page, "=1+1", "Undecided")
    expect(page.get_by_text(re.compile("Saved: line 13 is Undecided"))).to_be_visible()
    texts = {comment.comment_id: comment.text for comment in store.comments()}
    acts = store.history()
    assert [(texts[act.comment_id][:4], act.label, act.queue) for act in acts] == [
        ("=1+1", "against", "comments"),
        ("=1+1", "undecided", "comments"),
    ]
    listed(page, server, "?text=council&reviewed=not+reviewed")
    count(page, "2 comments")


def test_a_label_over_one_not_seen_is_refused(server, page, store):
    listed(page, server, "?text=works")
    sign_in(page)
    (works,) = [comment for comment in store.comments() if "works" in comment.text]
    store.annotate(works.comment_id, "position", "for", "bob", NOW)
    set_label(page, "When will the works", "Against")
    expect(page.get_by_text(re.compile("Not saved: .*bob has labelled it for meanwhile"))).to_be_visible()
    expect(row(page, "When will the works").get_by_text("by bob")).to_be_visible()
    assert len(store.history()) == 1


def test_many_are_relabelled_after_a_look_and_taken_back(server, page, store):
    (first, *_) = [comment for comment in store.comments() if "Stop the lane" in comment.text]
    store.annotate(first.comment_id, "position", "for", "bob", NOW)
    listed(page, server, "?text=council")
    sign_in(page)
    page.get_by_text("Give all of them one label").click()
    choose(page, "All of them are", "Against")
    expect(
        page.get_by_text("Now: 2 not reviewed, 1 For. Afterwards: all 3 Against, labelled by you.")
    ).to_be_visible()
    assert len(store.history()) == 1
    page.get_by_role("button", name="Relabel 3 comments").click()
    expect(page.get_by_text("Relabelled 3 comments")).to_be_visible()
    assert {acts["position"].label for acts in store.labels().values()} == {"against"}
    page.get_by_role("button", name="Take back the relabelling of 3 comments").click()
    expect(page.get_by_text("3 of 3 comments are labelled as before")).to_be_visible()
    assert {key: acts["position"].label for key, acts in store.labels().items()} == {first.comment_id: "for"}


def test_copies_are_shown_once_with_their_number(server, page, store):
    listed(page, server, "?text=stop+the+lane")
    count(page, "2 comments")
    page.get_by_text("Count copies once").click()
    count(page, "1 comment")
    expect(row(page, "Stop the lane").get_by_text("2 times")).to_be_visible()


def test_the_file_holds_what_the_list_shows_and_runs_nothing(server, page, store):
    (first,) = [comment for comment in store.comments() if "waste" in comment.text]
    store.annotate(first.comment_id, "position", "undecided", "bob", NOW)
    listed(page, server, "?text=c")
    count(page, "4 comments")
    page.get_by_role("button", name="Download 4").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="List as CSV").click()
    with open(download.value.path(), newline="", encoding="utf-8") as saved:
        rows = list(csv.DictReader(saved))
    assert len(rows) == 4
    assert {row["position_is"] for row in rows if row["comment_id"] != first.comment_id} == {"proposal"}
    assert "'=1+1 is what the council can count to" in [row["text"] for row in rows]
    (own,) = [row for row in rows if row["comment_id"] == first.comment_id]
    assert (own["position"], own["position_is"], own["position_by"]) == ("undecided", "reviewed", "bob")
    assert own["model_version"]


def test_comments_are_found_by_the_day_they_were_written(server, page, store, toy_home):
    table = toy_home / "seeds" / "dated.csv"
    table.write_text("text,date\nOne lane,2026-01-31T23:00\nTwo lanes,2026-02-01\nThree lanes,2026-02-02T08:00\n")
    ingest([table], store, {"text": "text", "posted_at": "date"})
    listed(page, server, "?from=2026-02-01&to=2026-02-02")
    count(page, "2 comments")
    page.get_by_text("Without a date").click()
    count(page, "6 comments")
    assert "undated=true" in page.url


def test_nothing_in_a_row_is_markup_and_rows_fit_a_narrow_screen(server, page, store):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 390, "height": 844})
    listed(page, server, "?text=waste")
    found = page.get_by_text("<b>A waste</b> of paint & ![money](http://localhost/x.png) $x^2$")
    expect(found).to_be_visible()
    box = row(page, "A waste").get_by_role("combobox").bounding_box()
    assert box["x"] + box["width"] <= 390
    assert not [url for url in asked if url.endswith("x.png")]
    settled(page)
