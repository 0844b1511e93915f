"""Who wrote a comment is nobody's business, unless it was asked for."""

import sqlite3
import stat
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import StoreError
from classifier.places import seeds_folder
from classifier.reading import read_document
from classifier.records import Document, Score
from classifier.segmenter import comments_of, segment
from classifier.segmenter.corrected import SegmentationEvent
from classifier.store import LabelStore
from classifier.store.forget import forget, traces_of
from classifier.store.names import Names, key_path, without_addresses

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SHA = "ab" * 32
TEXT = """Lane opened

The council opened the lane on Monday, the mayor said.

3 Comments

Ann Blackwood says:
Build more of them!

Bob says:
@Ann Blackwood, a waste of paint.

May on May 3, 2012
When is the next one, Bob?
"""
PAGE = Document("lane.txt", SHA, "text", TEXT)
HTML = """<html><body><article><h1>Lane opened</h1><p>The council opened the lane on Monday, the mayor said.</p></article>
<div id="comments"><h3>2 comments</h3>
<div class="comment"><span class="author">Ann Blackwood</span> <time>3 May 2012</time><p>Build more of them!</p></div>
<div class="comment"><span class="author">Bob</span> <time>4 May 2012</time><p>A waste of paint, all of it.</p></div>
</div></body></html>"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path))
    return tmp_path


def opened(path, page=PAGE, **options):
    store = LabelStore(path)
    parts = segment(page)
    store.add_document(page, parts, comments_of(parts), NOW, **options)
    return store


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path / "labels.db") as made:
        yield made


def bytes_of(store):
    store.close()
    return b"".join(path.read_bytes() for path in sorted(key_path().parent.parent.glob("labels.db*")))


def test_names_are_hidden_and_what_was_written_stays(store):
    ann, bob, may = store.comments()
    assert all(one.author.startswith("reader-") for one in (ann, bob, may))
    assert bob.text == "@Ann Blackwood, a waste of paint."
    assert (bob.parent_id, may.posted_at) == (ann.comment_id, "2012-05-03")
    lines, before = store.document(SHA).text.split("\n"), TEXT.split("\n")
    assert [n for n, pair in enumerate(zip(lines, before, strict=True), 1) if pair[0] != pair[1]] == [7, 10, 13]
    assert lines[12] == f"{may.author} on May 3, 2012"


def test_names_are_kept_where_that_is_asked_for(tmp_path):
    with opened(tmp_path / "kept.db", keep_authors=True) as store:
        assert [one.author for one in store.comments()] == ["Ann Blackwood", "Bob", "May"]
        assert store.document(SHA).text == TEXT


def test_a_page_divided_again_has_the_same_comments(store):
    before = store.comments()
    store.resegment(SHA, segment(store.document(SHA)))
    assert store.comments() == before


def test_names_that_a_correction_brings_to_light_are_hidden_too(tmp_path):
    with LabelStore(tmp_path / "labels.db") as store:
        store.add_document(PAGE, [], [], NOW)
        assert "Bob says" in store.document(SHA).text
        store.correct_segmentation(SegmentationEvent(SHA, "seam", "ann", NOW, 7))
        assert all(one.author.startswith("reader-") for one in store.comments())
        assert "Bob says" not in store.document(SHA).text
        assert "Ann Blackwood says" not in store.document(SHA).text


@pytest.mark.parametrize("path", sorted(seeds_folder().glob("*.txt")) + sorted(seeds_folder().glob("*.md")), ids=str)
def test_hiding_names_changes_no_comment_of_the_examples(tmp_path, path):
    document = read_document(path)
    names, parts = Names(tmp_path / "key"), segment(document)
    hidden, signed = names.hidden(document, parts)
    assert [(p.comment_id, p.author, p.posted_at) for p in segment(hidden) if p.role == "comment"] == [
        (p.comment_id, p.author, p.posted_at) for p in signed if p.role == "comment"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "by lane_digger (51234) on Monday March 5, @10:20AM (#20000117) Notes",
        "Tom Valen8/11/2013",
        "Petra | Bread on a Balcony November 3, 2014 at 5:10 pm",
    ],
)
def test_a_name_that_is_mixed_with_other_things_is_hidden_too(tmp_path, line):
    text = TEXT.replace("Ann Blackwood says:", line)
    with opened(tmp_path / "labels.db", Document("lane.txt", SHA, "text", text)) as store:
        stored, first = store.document(SHA).text, store.comments()[0]
        assert not any(name in stored for name in ("lane_digger", "Valen", "Petra"))
        store.resegment(SHA, segment(store.document(SHA)))
        assert store.comments()[0] == first


def test_a_web_page_is_stored_without_the_names(tmp_path):
    page = Document("lane.html", SHA, "html", HTML)
    with opened(tmp_path / "labels.db", page) as store:
        assert [one.text for one in store.comments()] == ["Build more of them!", "A waste of paint, all of it."]
        raw = bytes_of(store)
    assert b"Blackwood" not in raw
    assert b"Bob" not in raw


def test_links_to_people_and_their_pictures_are_not_stored(tmp_path):
    seen = (
        '<img src="/faces/annb77.png" alt="Face of annb77"><a href="http://localhost/people/annb77">Ann Blackwood</a>'
    )
    page = Document(
        "lane.html", SHA, "html", HTML.replace("Ann Blackwood", seen).replace("</body>", f"<script>{seen}")
    )
    with opened(tmp_path / "labels.db", page) as store:
        assert len(store.comments()) == 2
        assert len(store.document(SHA).lines) == len(page.lines)
        assert b"annb77" not in bytes_of(store)


@given(
    st.lists(
        st.sampled_from([" href=", " src =", '"', "'", ">", "x", "\n", "\r\n", "<script>", "</script>", "=", " "])
    )
)
def test_markup_without_addresses_has_the_same_lines(pieces):
    markup = "".join(pieces)
    bare = without_addresses(markup)
    assert bare.count("\n") == markup.count("\n")


@given(st.text(min_size=1))
def test_a_pseudonym_is_always_the_same_and_its_own(tmp_path_factory, name):
    names = Names(tmp_path_factory.getbasetemp() / "author.key")
    mark = names.pseudonym(name)
    assert mark == names.pseudonym(name) == names.pseudonym(mark)


def test_the_key_is_for_its_owner_only_and_is_made_once(tmp_path):
    marks = set()
    threads = [threading.Thread(target=lambda: marks.add(Names().pseudonym("Ann"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(marks) == 1
    assert stat.S_IMODE(key_path().stat().st_mode) == 0o600
    assert Names(tmp_path / "other").pseudonym("Ann") not in marks
    assert [path.name for path in key_path().parent.iterdir()] == ["author.key"]


def test_a_key_that_is_none_is_said(tmp_path):
    (tmp_path / "key").write_text("secret")
    with pytest.raises(StoreError, match="no key of pseudonyms"):
        Names(tmp_path / "key").pseudonym("Ann")


def worked_on(store):
    """A store in which every comment was scored, labelled and flagged."""
    for one in store.comments():
        store.add_scores([Score(one.comment_id, "v1", {"h": {"a": 1.0}})])
        store.annotate(one.comment_id, "h", "a", "ed", NOW, note=f"note on {one.text}")
        store.mark(one.comment_id, "flag", "ed", NOW)
    return store


@pytest.mark.parametrize("keep_authors", [True, False])
@pytest.mark.parametrize("by_pseudonym", [True, False])
def test_who_is_forgotten_is_nowhere_in_the_file(tmp_path, keep_authors, by_pseudonym):
    store = worked_on(opened(tmp_path / "labels.db", keep_authors=keep_authors))
    ann, bob, may = store.comments()
    who = ann.author if by_pseudonym else "ann  blackwood"
    assert (traces_of(store, who).comments, traces_of(store, who).acts) == (1, 2)
    gone = forget(store, who)
    assert (gone.comments, gone.documents, gone.acts, gone.scores) == (1, 1, 2, 1)
    assert [one.comment_id for one in store.comments()] == [bob.comment_id, may.comment_id]
    assert store.comments()[0].parent_id is None
    assert len(store.document(SHA).lines) == len(PAGE.lines)
    assert set(store.labels()) == {bob.comment_id, may.comment_id}
    raw = bytes_of(store)
    for trace in ("Build more of them", ann.comment_id, ann.author + " says", "Ann Blackwood says"):
        assert trace.encode() not in raw
    assert raw.count(b"@Ann Blackwood") > 0


@pytest.mark.parametrize(("kind", "line"), [("seam", 7), ("split", 13), ("seam", 10), ("seam", None)])
def test_who_is_forgotten_is_gone_from_a_page_that_was_put_right(tmp_path, kind, line):
    store = worked_on(opened(tmp_path / "labels.db"))
    store.correct_segmentation(SegmentationEvent(SHA, kind, "ed", NOW, line))
    forget(store, "Bob")
    assert "waste of paint" not in "".join(one.text for one in store.comments())
    assert b"waste of paint" not in bytes_of(store)


def test_who_is_forgotten_is_gone_from_a_web_page(tmp_path):
    page = Document("lane.html", SHA, "html", HTML)
    store = worked_on(opened(tmp_path / "labels.db", page))
    store.correct_segmentation(SegmentationEvent(SHA, "role", "ed", NOW, 1, 1, "title", "boilerplate"))
    left = store.comments()[1]
    forget(store, "Ann Blackwood")
    assert store.comments() == [left]
    assert b"Build more of them" not in bytes_of(store)


def test_what_two_people_said_in_the_same_words_stays_for_the_other(tmp_path):
    text = TEXT.replace("When is the next one, Bob?", "Build more of them!")
    with opened(tmp_path / "labels.db", Document("lane.txt", SHA, "text", text)) as store:
        forget(store, "Ann Blackwood")
        assert [one.text for one in store.comments()] == ["@Ann Blackwood, a waste of paint.", "Build more of them!"]
        assert len(store.segments(SHA)) == len(segment(PAGE)) - 1


def test_who_is_forgotten_is_gone_from_every_kind_of_database(store_place):
    store = worked_on(opened(store_place))
    ann, _bob, may = store.comments()
    store.correct_segmentation(SegmentationEvent(SHA, "accept", "ed", NOW))
    assert forget(store, "Bob").acts == 2
    assert store.comments() == [ann, may]
    store.close()


def test_nobody_of_that_name_changes_nothing(store):
    before = store.comments()
    assert forget(store, "Zoe").comments == 0
    assert store.comments() == before


def test_traces_that_could_not_be_cleared_are_said(tmp_path):
    store = worked_on(opened(tmp_path / "labels.db"))
    reader = sqlite3.connect(tmp_path / "labels.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM comments").fetchone()
    with pytest.raises(StoreError, match="until nobody else"):
        forget(store, "Bob")
    reader.close()
    assert forget(store, "Bob").comments == 0
    assert b"waste of paint" not in bytes_of(store)
