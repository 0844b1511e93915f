import pytest

from classifier.flow.ingest import ingest
from classifier.store import LabelStore
from tests.reading.exports import disqus, post, thread, wp_comment, wp_item, wxr


@pytest.fixture
def store():
    with LabelStore("sqlite:///:memory:") as opened:
        yield opened


def shown(store):
    return {
        document["title"] or document["name"]: [comment.text for comment in store.comments(document["sha256"])]
        for document in store.documents()
    }


def test_the_articles_of_a_blog_come_with_their_bodies_and_comments(tmp_path, store):
    path = tmp_path / "blog.xml"
    path.write_text(
        wxr(
            wp_item(1, "Bridge", "<p>Shut.</p>", wp_comment(1, "At last") + wp_comment(2, "Why?", parent=1)),
            wp_item(2, "Road", "<p>Open.</p>", wp_comment(3, "Good") + wp_comment(4, "Bad", approved="spam")),
        )
    )
    result = ingest([path], store)
    assert (len(result.added), result.refused) == (2, [])
    assert result.notes == ["blog.xml: comments marked as spam, passed over: 1"]
    assert shown(store) == {"Bridge": ["At last", "Why?"], "Road": ["Good"]}
    first = next(document for document in store.documents() if document["title"] == "Bridge")
    assert [(part["role"], part["text"]) for part in store.segments(first["sha256"])][:2] == [
        ("title", "Bridge"),
        ("body", "Shut."),
    ]
    question, answer = store.comments(first["sha256"])
    assert answer.parent_id == question.comment_id
    assert ingest([path], store).present == 2


def test_comments_of_a_forum_are_gathered_beneath_their_articles(tmp_path, store):
    path = tmp_path / "g.xml"
    path.write_text(
        disqus(thread(1, "A"), thread(2, "B"), post(1, 1, "x"), post(2, 2, "y"), post(3, 1, "z", parent=9))
    )
    result = ingest([path], store)
    assert shown(store) == {"A": ["x", "z"], "B": ["y"]}
    assert result.notes == ["g.xml: https://gazette.test/1: comments whose parent is not in it, kept without it: 1"]


def test_a_comment_that_comes_twice_is_put_in_once_and_said(tmp_path, store):
    path = tmp_path / "b.xml"
    path.write_text(wxr(wp_item(1, "A", "", wp_comment(1, "x") + wp_comment(1, "y"))))
    result = ingest([path], store)
    assert shown(store) == {"A": ["x"]}
    assert "has the id of an earlier comment" in result.refused[0]


def test_tables_come_in_by_article(tmp_path, store):
    path = tmp_path / "t.csv"
    path.write_text("body,url,up\na,x,1\nb,y,2\nc,x,3\n")
    ingest([path], store, {"text": "body", "article": "url", "votes": "up"})
    assert shown(store) == {"t.csv: x": ["a", "c"], "t.csv: y": ["b"]}
    assert [comment.votes for comment in store.comments()] == [1, 3, 2]


def test_what_cannot_be_read_is_said_and_the_rest_put_in(tmp_path, store):
    (tmp_path / "page.txt").write_text("The council met on Monday.\n\n2 Comments\n\nAnn says:\nBuild the lane!\n")
    (tmp_path / "cut.xml").write_text(wxr(wp_item(1, "A", "", wp_comment(1, "x")))[:-12])
    result = ingest([tmp_path, tmp_path / "gone.txt"], store)
    assert len(result.added) == 2
    assert [("cut short" in reason, "no such file" in reason) for reason in result.refused] == [
        (True, False),
        (False, True),
    ]
