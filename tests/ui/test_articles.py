"""How a person puts the division of a page right, in a real browser."""

import gzip
import json
import sqlite3

import pytest
from playwright.sync_api import Page, expect

from classifier.flow.ingest import ingest
from classifier.store import LabelStore


def opened(page: Page, server) -> Page:
    page.goto(f"{server.url}/articles")
    expect(page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    return page


@pytest.fixture
def store_path(server, toy_home):
    return toy_home / "labels" / "belowline.db"


def comments(path):
    with LabelStore(path) as store:
        return [comment.text for comment in store.comments()]


def test_the_line_clicked_is_where_the_readers_begin_until_it_is_undone(server, page, store_path):
    before = comments(store_path)
    opened(page, server)
    page.get_by_role("button", name="10", exact=True).click()
    page.get_by_role("button", name="The readers begin here").click()
    expect(page.get_by_text("2 comments, the first on line 10")).to_be_visible()
    assert comments(store_path) == before[1:]
    page.get_by_role("button", name="Undo my last decision here").click()
    expect(page.get_by_text("as the segmenter found it")).to_be_visible()
    assert comments(store_path) == before


def test_comments_are_joined_and_taken_apart(server, page, store_path):
    before = comments(store_path)
    opened(page, server)
    page.get_by_role("button", name="10", exact=True).click()
    page.get_by_role("button", name="Join with the comment above").click()
    expect(page.get_by_text("2 comments, the first on line 7")).to_be_visible()
    page.get_by_role("button", name="A new comment begins here").click()
    expect(page.get_by_text("3 comments, the first on line 7")).to_be_visible()
    assert comments(store_path) == before


def test_an_unsure_page_asks_and_keeps_the_answer(server, page, store_path):
    question = {"line": 7, "probability": 0.61, "unsure": True, "candidates": [[7, 0.61], [10, 0.2], [13, 0.1]]}
    with sqlite3.connect(store_path) as db:
        db.execute("UPDATE documents SET beginning = ?", [json.dumps({**question, "model": "m"})])
    opened(page, server)
    expect(page.get_by_text("1 page to check, listed first")).to_be_visible()
    expect(page.get_by_text("I think line 7 (61%)")).to_be_visible()
    page.get_by_role("button", name="Line 10 (20%)").click()
    expect(page.get_by_text("Where do the readers begin?")).to_have_count(0)
    with LabelStore(store_path) as store:
        (row,) = store.documents()
        (event,) = store.segmentation_events(row["sha256"])
    assert (event.kind, event.start_line, event.after, event.model) == ("seam", 10, "10", "m")


def test_a_page_is_handed_over(server, page, store_path, tmp_path):
    opened(page, server)
    page.get_by_text("Add pages").click()
    saved = {"name": "../over.txt", "mimeType": "text/plain", "buffer": b"A bridge\n\nIt opened on Monday.\n"}
    page.locator('input[type="file"]').set_input_files(saved)
    expect(page.get_by_text("over.txt").first).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("1 added, 0 there already, 0 refused")).to_be_visible()
    with LabelStore(store_path) as store:
        assert sorted(row["name"] for row in store.documents()) == ["lane.txt", "over.txt"]


def test_what_is_packed_too_large_or_of_another_kind_is_refused(server, page, store_path, tmp_path):
    bomb, large, program = tmp_path / "bomb.html", tmp_path / "large.txt", tmp_path / "run.sh"
    bomb.write_bytes(gzip.compress(bytes(50_000_000)))
    large.write_bytes(b"A bridge\n" * 2_400_000)
    program.write_text("touch /tmp/owned\n")
    opened(page, server)
    page.get_by_text("Add pages").click()
    page.locator('input[type="file"]').set_input_files([bomb, large, program])
    expect(page.get_by_text("20MB or smaller").or_(page.get_by_text("20.0MB or smaller"))).to_be_visible()
    expect(page.get_by_text("not allowed")).to_be_visible()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("0 added, 0 there already, 1 refused")).to_be_visible()
    expect(page.get_by_text("bomb.html: is a gzip archive")).to_be_visible()
    with LabelStore(store_path) as store:
        assert [row["name"] for row in store.documents()] == ["lane.txt"]


def test_a_narrow_screen_shows_lines_beside_their_numbers(server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, server)
    line = page.get_by_text("Build the lane, it is about time!", exact=True)
    expect(line).to_be_visible()
    box = line.bounding_box()
    assert box["x"] + box["width"] <= 390


def test_a_joined_paragraph_says_why_and_is_taken_apart(server, page, store_path, toy_home):
    talk = "The lane\n\nIt opened on Monday in the town.\n\n2 Comments\n\nAnn says:\nBuild it now please\n\nand build it well\n\nBob says:\nNo thank you\n"
    (toy_home / "seeds" / "talk.txt").write_text(talk)
    with LabelStore(store_path) as store:
        ingest([toy_home / "seeds" / "talk.txt"], store)
        before = len(store.comments())
    opened(page, server)
    page.get_by_role("combobox", name="Page").click()
    page.get_by_role("option", name="talk.txt").click()
    expect(page.get_by_text("joined with the paragraph above")).to_be_visible()
    page.get_by_role("button", name="Take apart before line 10").click()
    expect(page.get_by_text("joined with the paragraph above")).to_have_count(0)
    assert len(comments(store_path)) == before + 1
    with LabelStore(store_path) as store:
        sha256 = next(row["sha256"] for row in store.documents() if row["name"] == "talk.txt")
        assert [(event.kind, event.start_line) for event in store.segmentation_events(sha256)] == [("split", 10)]
