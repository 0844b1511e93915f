"""The loop as a person goes through it, in a real browser."""

import re
from datetime import UTC, datetime

import pytest
from driving import by_article, choose, label, on_screen, opened, press
from playwright.sync_api import expect

from classifier.flow import versions
from classifier.flow.ingest import ingest
from classifier.store import LabelStore


@pytest.fixture
def history(toy_home):
    def acts():
        with LabelStore(toy_home / "labels" / "belowline.db") as store:
            return store.history()

    return acts


def test_a_correction_lasts_is_learnt_and_makes_a_new_version(server, page, toy_home):
    by_article(page, server)
    label(page, "Undecided").click()
    expect(page.get_by_text("Saved: line 7 is Undecided")).to_be_visible()
    expect(page.get_by_text(re.compile("1 of 3 comments reviewed"))).to_be_visible()

    server.kill()
    server.start()
    by_article_again = opened(page, server.url)
    choose(by_article_again, "Queue", "One article")
    on_screen(page, "A waste")
    page.get_by_role("button", name="Previous").click()
    on_screen(page, "Build the lane")
    expect(page.get_by_text("reviewed by ann")).to_be_visible()

    before = versions.open_version(toy_home / "models").name
    opened(page, f"{server.url}/models")
    expect(page.get_by_text(f"Model in use: {before}")).to_be_visible()
    page.get_by_role("button", name="Retrain").click()
    expect(page.get_by_text(re.compile("held-out rows in common|activated"))).to_be_visible(timeout=120_000)
    expect(page.get_by_text("macro-F1 before").or_(page.locator("canvas").nth(1)).first).to_be_visible()
    names = [version.name for version in versions.versions(toy_home / "models")]
    assert len(names) == 2
    for name in names:
        expect(page.get_by_text(name).first).to_be_visible()


def test_keys_alone_answer_undo_skip_and_go_back(server, page, history):
    by_article(page, server)
    press(page, "2")
    on_screen(page, "A waste")
    press(page, "3")
    on_screen(page, "When will")
    press(page, "z")
    expect(page.get_by_text("Undone: position is not reviewed again")).to_be_visible()
    on_screen(page, "A waste")
    press(page, "s")
    on_screen(page, "When will")
    press(page, "Enter")
    expect(page.get_by_text("The end of this queue")).to_be_visible()
    press(page, "ArrowLeft")
    on_screen(page, "When will")
    assert [(act.action, act.label, act.queue) for act in history()[:3]] == [
        ("label", "against", "article"),
        ("label", "undecided", "article"),
        ("undo", None, None),
    ]
    assert history()[3].label == history()[3].proposed


def test_twenty_corrections_by_keyboard_are_all_stored(server, page, toy_home, history):
    said = [f"Writer{n} says:\nThe lane is {n} metres wide, I measured it\n" for n in range(20)]
    (toy_home / "seeds" / "long.txt").write_text("The lane\n\nIt is wide.\n\n20 Comments\n\n" + "\n".join(said))
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        ingest([toy_home / "seeds" / "long.txt"], store)
        longer = max(store.documents(), key=lambda row: row["comments"])
        assert longer["comments"] == 20
        ids = [comment.comment_id for comment in store.comments(longer["sha256"])]
    opened(page, server.url)
    choose(page, "Queue", "One article")
    choose(page, "Article", "20 comments")
    for n in range(20):
        on_screen(page, f"is {n} metres")
        press(page, "123"[n % 3])
    expect(page.get_by_text("The end of this queue")).to_be_visible()
    expect(page.get_by_text(re.compile("20 of 20 comments reviewed · 20 labels"))).to_be_visible()
    names = ("for", "against", "undecided")
    assert [(act.comment_id, act.label) for act in history()] == [(key, names[n % 3]) for n, key in enumerate(ids)]


def test_a_proposal_never_counts_as_reviewed(server, page, history):
    by_article(page, server)
    for text in ("A waste", "When will"):
        press(page, "ArrowRight")
        on_screen(page, text)
    expect(page.get_by_text(re.compile("0 of 3 comments reviewed"))).to_be_visible()
    assert history() == []


def test_who_labelled_meanwhile_is_named_and_nothing_is_overwritten(server, page, toy_home, history):
    by_article(page, server)
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        store.annotate(store.comments()[0].comment_id, "position", "for", "bob", datetime.now(UTC))
    press(page, "2")
    expect(page.get_by_text(re.compile("Not saved: .*bob has labelled it for meanwhile"))).to_be_visible()
    expect(page.get_by_text("reviewed by bob")).to_be_visible()
    assert [act.annotator for act in history()] == ["bob"]
    press(page, "2")
    on_screen(page, "A waste")
    assert [(act.annotator, act.label) for act in history()] == [("bob", "for"), ("ann", "against")]


def test_flags_and_notes_are_kept(server, page, toy_home):
    by_article(page, server)
    press(page, "f")
    expect(page.get_by_role("button", name="Unflag")).to_be_visible()
    press(page, "n")
    field = page.get_by_role("dialog").get_by_role("textbox")
    field.fill("*ironic* 2")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Note by ann: *ironic* 2")).to_be_visible()
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        assert [(mark["kind"], mark["note"], mark["queue"]) for mark in store.marks()] == [
            ("flag", None, "article"),
            ("note", "*ironic* 2", "article"),
        ]
        assert store.flagged() == {store.comments()[0].comment_id}
        assert store.history() == []


def test_the_codebook_is_one_key_away(server, page):
    by_article(page, server)
    press(page, "t")
    expect(page.get_by_role("dialog").get_by_text("Wants the cycle lane.")).to_be_visible()


def test_from_a_comment_to_its_line_in_the_article(server, page):
    by_article(page, server)
    press(page, "ArrowRight")
    on_screen(page, "A waste")
    press(page, "a")
    expect(page.get_by_role("spinbutton", name="Line", exact=True)).to_have_value("10")


def test_nothing_in_a_comment_is_markup(server, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    by_article(page, server)
    page.get_by_role("button", name="Next", exact=False).last.click()
    expect(page.get_by_text("<b>A waste</b> of paint & ![money](http://localhost/x.png) $x^2$")).to_be_visible()
    assert not [url for url in asked if url.endswith("x.png")]


@pytest.mark.parametrize("name", ["Most uncertain", "Uncertain and different", "Random sample"])
def test_queues_hold_what_nobody_has_reviewed(server, page, name, toy_home):
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        first = store.comments()[0]
        store.annotate(first.comment_id, "position", "for", "bob", datetime.now(UTC))
    opened(page, server.url)
    choose(page, "Queue", name)
    expect(page.get_by_text(re.compile("comment 1 of 2"))).to_be_visible()


def test_a_narrow_screen_shows_every_label(server, page):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, server.url)
    for name in ("For", "Against", "Undecided"):
        button = label(page, name)
        expect(button).to_be_visible()
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
