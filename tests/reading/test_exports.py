import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading import read_documents
from classifier.reading.outcomes import Note, Reject
from classifier.records import Document, Segment
from tests.reading.exports import disqus, post, thread, wp_comment, wp_item, wxr

READABLE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="<&\ufffe\uffff"), min_size=1
)


def read(path, text):
    path.write_text(text, "utf-8")
    return list(read_documents(path))


def of(kind, found):
    return [item for item in found if isinstance(item, kind)]


def comments(found):
    return [item for item in of(Segment, found) if item.role == "comment"]


def test_a_blog_gives_its_articles_each_before_its_comments(tmp_path):
    found = read(
        tmp_path / "blog.xml",
        wxr(
            wp_item(1, "Bridge & road", "<p>Shut on Friday.</p>\n<p>Till May.</p>", wp_comment(7, "At last!")),
            wp_item(2, "No comments", "Nothing to see."),
            wp_item(3, "A picture", "", kind="attachment"),
        ),
    )
    assert [(type(item).__name__, getattr(item, "role", None)) for item in found] == [
        ("Document", None), ("Segment", "title"), ("Segment", "body"), ("Segment", "comment"),
        ("Document", None), ("Segment", "title"), ("Segment", "body"),
    ]  # fmt: skip
    document, title, body, comment = found[:4]
    assert (document.name, document.kind) == ("blog.xml: https://blog.test/1", "wordpress")
    assert (title.text, body.text) == ("Bridge & road", "Shut on Friday.\n\nTill May.")
    assert (comment.document, comment.sha256) == (document.name, document.sha256)
    assert (comment.author, comment.posted_at, comment.parent_id) == ("Ann", "2024-03-05T06:07:08Z", None)
    lines = (tmp_path / "blog.xml").read_text().split("\n")
    assert (lines[comment.start_line - 1], lines[comment.end_line - 1]) == ("<wp:comment>", "</wp:comment>")


def test_answers_name_their_parent_and_what_was_not_shown_is_counted(tmp_path):
    found = read(
        tmp_path / "blog.xml",
        wxr(
            wp_item(
                1, "T", "B",
                wp_comment(1, "Question?") + wp_comment(2, "Answer.", parent=1)
                + wp_comment(3, "Buy!", approved="spam") + wp_comment(4, "Not yet", approved="0")
                + wp_comment(5, "Gone", approved="trash") + wp_comment(6, "Linked", kind="pingback")
                + wp_comment(7, "To the spammer", parent=3) + wp_comment(8, " "),
            )
        ),
    )  # fmt: skip
    question, answer, lonely = comments(found)
    assert (question.text, answer.text, lonely.text) == ("Question?", "Answer.", "To the spammer")
    assert answer.parent_id == question.comment_id
    assert lonely.parent_id is None
    assert [str(note) for note in of(Note, found)] == [
        "blog.xml: comments marked as spam, passed over: 1",
        "blog.xml: comments held back by a moderator, passed over: 1",
        "blog.xml: comments thrown away, passed over: 1",
        "blog.xml: comments that are a pingback, passed over: 1",
        "blog.xml: comments whose parent was passed over, given without it: 1",
        "blog.xml: comments without a word, passed over: 1",
    ]


def test_a_time_that_was_never_set_falls_back_to_the_local_one(tmp_path):
    found = read(tmp_path / "b.xml", wxr(wp_item(1, "T", "", wp_comment(1, "x", time="0000-00-00 00:00:00"))))
    assert comments(found)[0].posted_at == "2024-03-05T07:07:08"


def test_a_forum_gives_each_comment_its_own_article(tmp_path):
    found = read(
        tmp_path / "gazette.xml",
        disqus(
            thread(10, "Bridge"), thread(11, "Road"), thread(12, "Silence"),
            post(1, 10, "<p>At last!</p><p>Really.</p>"), post(2, 11, "<p>No &amp; no</p>", author="Bob"),
            post(3, 10, "<p>Why?</p>", parent=1), post(4, 10, "x", deleted="true"), post(5, 11, "x", spam="true"),
        ),
    )  # fmt: skip
    assert [document.name for document in of(Document, found)] == [
        "gazette.xml: https://gazette.test/10",
        "gazette.xml: https://gazette.test/11",
    ]
    first, second, third = comments(found)
    assert (first.text, second.text, second.author) == ("At last!\n\nReally.", "No & no", "Bob")
    assert third.parent_id == first.comment_id
    assert first.posted_at == "2024-03-05T06:07:08Z"
    assert [str(note)[13:] for note in of(Note, found)] == [
        "comments deleted, passed over: 1",
        "comments marked as spam, passed over: 1",
    ]


@pytest.mark.parametrize("make", [wxr, disqus])
def test_what_stands_before_a_cut_is_kept_and_the_cut_is_said(tmp_path, make):
    if make is wxr:
        whole = wxr(wp_item(1, "T", "B", wp_comment(1, "Kept") + wp_comment(2, "Lost in the middle")))
    else:
        whole = disqus(thread(1, "T"), post(1, 1, "Kept"), post(2, 1, "Lost in the middle"))
    found = read(tmp_path / "cut.xml", whole[: whole.index("in the middle")])
    assert [comment.text for comment in comments(found)] == ["Kept"]
    (reject,) = of(Reject, found)
    assert "cut short" in reject.reason
    assert reject.line > 10


def test_what_stands_before_broken_markup_is_kept(tmp_path):
    found = read(tmp_path / "b.xml", wxr(wp_item(1, "T", "B", wp_comment(1, "Kept") + "</wrong>")))
    assert [comment.text for comment in comments(found)] == ["Kept"]
    assert "not valid XML" in of(Reject, found)[0].reason


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">{}]>\n'


@pytest.mark.parametrize("entity", ["", '<!ENTITY c SYSTEM "file:///etc/passwd">'])
def test_entities_are_refused(tmp_path, entity):
    text = wxr(wp_item(1, "T", "B", wp_comment(1, "x"))).partition("?>\n")[2]
    (reject,) = read(tmp_path / "bomb.xml", BOMB.format(entity) + text.replace("<![CDATA[x]]>", "&b;"))
    assert "entities" in reject.reason


def test_xml_that_is_no_export_is_refused_with_a_remedy(tmp_path):
    (reject,) = read(tmp_path / "feed.xml", "<?xml version='1.0'?>\n<rss><channel/></rss>\n")
    assert "no export of WordPress or Disqus" in reject.reason
    assert "save the page as HTML" in reject.reason


def test_control_characters_that_xml_forbids_are_left_out_and_counted(tmp_path):
    found = read(tmp_path / "b.xml", wxr(wp_item(1, "T", "B", wp_comment(1, "odd\x08\x00 thing"))))
    assert comments(found)[0].text == "odd thing"
    assert "left out, which XML does not allow: 2" in str(of(Note, found)[0])


@given(st.lists(st.lists(READABLE, min_size=1), min_size=1), READABLE)
def test_what_was_written_comes_out_as_it_was(tmp_path_factory, words, author):
    text = "\n\n".join(" ".join(line) for line in words)
    path = tmp_path_factory.mktemp("x") / "b.xml"
    for whole in (
        wxr(wp_item(1, "T", "", wp_comment(1, text, author=author))),
        disqus(post(1, 1, text, author=author)),
    ):
        (comment,) = comments(read(path, whole))
        assert (comment.text, comment.author) == (text, author)


def kept_bytes(path: Path) -> int:
    """The most memory that reading a file holds on to, of what Python allocates."""
    for _ in read_documents(path):
        pass
    tracemalloc.start()
    for _ in read_documents(path):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("make", ["wxr", "disqus"])
def test_memory_does_not_grow_with_the_number_of_comments(tmp_path, make):
    peaks = []
    for count in (500, 5000):
        if make == "wxr":
            said = "".join(wp_comment(n, f"Comment {n} of many.", parent=n // 2) for n in range(1, count))
            whole = wxr(wp_item(1, "T", "B", said))
        else:
            whole = disqus(thread(1, "T"), *(post(n, 1, f"<p>{n} of many.</p>") for n in range(1, count)))
        path = tmp_path / f"{count}.xml"
        path.write_text(whole)
        peaks.append(kept_bytes(path))
    assert peaks[1] < 1.2 * peaks[0]
