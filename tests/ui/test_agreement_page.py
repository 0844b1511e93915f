"""Labels side by side: given blind, compared, and settled where they differ, in a real browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from driving import choose, label, on_screen, opened, press, settled, sign_in
from playwright.sync_api import expect

from classifier.flow.ingest import ingest
from classifier.store import LabelStore
from classifier.store.overlap import overlap_of, set_overlap
from classifier.store.votes import unresolved, votes

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def store(server, toy_home):
    with LabelStore(toy_home / "labels" / "belowline.db") as opened_store:
        yield opened_store


@pytest.fixture
def first(store):
    """The first comment, which ann and bob call different things."""
    (key, *_) = (comment.comment_id for comment in store.comments())
    store.annotate(key, "position", "for", "ann", NOW)
    store.annotate(key, "position", "against", "bob", NOW, note="<b>he</b> *means* it")
    return key


def dispute(page):
    return page.locator('[class*="st-key-dispute-position"]')


def test_a_dispute_is_settled_by_one_key_and_taken_back(server, page, store, first):
    opened(page, f"{server.url}/agreement")
    sign_in(page, "cy")
    expect(page.get_by_text("not trained with until they are settled: position of 1")).to_be_visible()
    for words in ("For ann", "Against bob", "<b>he</b> *means* it", "Build the lane, it is about time!"):
        expect(dispute(page).get_by_text(words)).to_be_visible()
    page.get_by_role("textbox", name="Why").fill("bob was there")
    page.get_by_role("textbox", name="Why").press("Enter")
    press(page, "2")
    expect(page.get_by_text("People differ on nothing")).to_be_visible()
    act = store.history()[-1]
    assert (act.action, act.label, act.annotator, act.note) == ("settle", "against", "cy", "bob was there")
    assert votes(store)[first]["position"] == {"ann": "for", "bob": "against"}
    settled(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("People differ on nothing")).to_have_count(0)
    expect(dispute(page)).to_be_visible()
    assert unresolved(store) == [(first, "position")]


def test_who_labels_while_an_adjudicator_looks_is_not_passed_over(server, page, store, first):
    opened(page, f"{server.url}/agreement")
    sign_in(page, "cy")
    expect(dispute(page).get_by_text("Against bob")).to_be_visible()
    store.annotate(first, "position", "undecided", "dan", NOW)
    dispute(page).get_by_role("button", name=re.compile("Against")).click()
    expect(page.get_by_text(re.compile("Not saved: .*dan has labelled it undecided meanwhile"))).to_be_visible()
    expect(dispute(page).get_by_text("Undecided dan")).to_be_visible()


def test_a_shared_comment_is_labelled_blind_and_overrules_nobody(server, page, store):
    opened(page, f"{server.url}/agreement")
    sign_in(page)
    page.get_by_role("spinbutton", name="Share of the comments").fill("100")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text(re.compile("100% of the comments, for 2 people each; set by ann"))).to_be_visible()
    assert overlap_of(store).share == 1
    keys = [comment.comment_id for comment in store.comments()]
    store.annotate(keys[1], "position", "for", "bob", NOW)
    store.mark(keys[1], "note", "bob", NOW, note="clearly for it")

    page.get_by_role("link", name="Review").click()
    settled(page)
    choose(page, "Queue", "Shared comments")
    on_screen(page, "A waste")
    expect(page.get_by_text("the model's proposal is hidden · what others say of it is hidden")).to_be_visible()
    for words in ("bob", "the model says", "clearly for it"):
        expect(page.get_by_text(words)).to_have_count(0)
    press(page, "Enter")
    expect(page.get_by_text("Not answered yet: position")).to_be_visible()
    press(page, "2")
    expect(page.get_by_text(re.compile("comment 2 of 3"))).to_be_visible()
    assert votes(store)[keys[1]]["position"] == {"bob": "for", "ann": "against"}
    assert [(act.action, act.proposed) for act in store.history()] == [("label", None), ("vote", None)]

    press(page, "ArrowLeft")
    on_screen(page, "A waste")
    expect(page.get_by_text("For by bob; Against by ann")).to_be_visible()
    expect(page.get_by_text("clearly for it")).to_be_visible()


def test_no_other_queue_tells_what_others_say_of_a_shared_comment(server, page, store):
    set_overlap(store, 1.0, 2, False, "ann", NOW)
    (key, *_) = (comment.comment_id for comment in store.comments())
    store.annotate(key, "position", "against", "bob", NOW)
    opened(page, server.url)
    sign_in(page)
    choose(page, "Queue", "One article")
    on_screen(page, "A waste")
    page.get_by_role("button", name="Previous").click()
    on_screen(page, "Build the lane")
    expect(page.get_by_text(re.compile("the model says .*what others say of it is hidden"))).to_be_visible()
    assert label(page, "Against").get_attribute("kind") != "primary"
    choose(page, "Queue", "One label")
    choose(page, "Label", "Against")
    expect(page.get_by_text("Build the lane")).to_have_count(0)


def test_the_list_of_comments_tells_nothing_of_a_shared_comment_either(server, page, store):
    set_overlap(store, 1.0, 2, True, "ann", NOW)
    (key, *_) = (comment.comment_id for comment in store.comments())
    store.annotate(key, "position", "against", "bob", NOW)
    opened(page, server.url)
    sign_in(page)
    opened(page, f"{server.url}/comments")
    row = page.locator(f".st-key-row-{key}")
    expect(row.get_by_text(re.compile("what others and the model say is hidden"))).to_be_visible()
    expect(row.get_by_text(re.compile("bob|%"))).to_have_count(0)


def test_figures_are_shown_from_enough_comments_on(server, page, store, toy_home):
    said = [f"Writer{n} says:\nThe lane is {n} metres wide, I measured it\n" for n in range(12)]
    (toy_home / "seeds" / "long.txt").write_text("The lane\n\nIt is wide.\n\n12 Comments\n\n" + "\n".join(said))
    ingest([toy_home / "seeds" / "long.txt"], store)
    set_overlap(store, 1.0, 2, True, "ann", NOW)
    keys = [comment.comment_id for comment in store.comments()]

    def label_all(chosen):
        for number, key in enumerate(chosen):
            for who in ("ann", "bob"):
                name = "undecided" if who == "bob" and number % 3 == 2 else ("for", "against")[number % 2]
                store.annotate(key, "position", name, who, NOW + timedelta(seconds=4 * number))

    label_all(keys[:3])
    opened(page, f"{server.url}/agreement")
    expect(page.get_by_text("position: only 3 comments with two labels")).to_be_visible()
    label_all(keys)
    opened(page, f"{server.url}/agreement")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="position"))
    expect(row).to_contain_text(re.compile(r"15.*67%.*0\.\d\d \(-?0\.\d\d to 0\.\d\d\).*0\.\d\d \("))
    page.get_by_text("Which labels meet: position").click()
    expect(page.get_by_text("Rows: ann; columns: bob.")).to_be_visible()
    against = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Against"))
    expect(against).to_contain_text(re.compile(r"Against\s*0\s*5\s*2"))
    people = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="bob"))
    expect(people).to_contain_text("33%")


def test_a_dispute_fits_a_narrow_screen(server, page, store, first):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, f"{server.url}/agreement")
    for name in ("For", "Against", "Undecided"):
        box = dispute(page).get_by_role("button", name=re.compile(name)).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    expect(dispute(page).get_by_text("Against bob")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
