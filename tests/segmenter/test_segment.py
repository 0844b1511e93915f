import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.records import ROLES, Document, comment_id
from classifier.segmenter import comments_of, line_roles, segment


def document(text, kind="text"):
    return Document("page.txt", "ab" * 32, kind, text)


ARTICLE = """Ferry crossing closes for the winter

The ferry between the two villages stopped running on Monday, the harbour authority said. It will be back in April.

Operators blamed a worn gearbox and the price of diesel. The authority said repairs would cost 90,000 and that no company had made an offer.

About forty people used the boat on a working day, according to the authority, most of them on the way to school.
"""

COMMENTS = """Marit says:
October 3, 2019 at 8:15 am

So how do my kids get to school now?? Nobody asked us.

Old Deckhand says:
October 3, 2019 at 9:02 am

That gearbox was rubbish ten years ago, I told them so myself lol

Marit says:
October 3, 2019 at 9:40 am

@Old Deckhand I believe you. Thanks for telling us.
"""


def test_comments_with_bylines():
    comments = comments_of(document(ARTICLE + "\n" + COMMENTS))
    assert [comment.author for comment in comments] == ["Marit", "Old Deckhand", "Marit"]
    assert [comment.posted_at for comment in comments] == [
        "2019-10-03T08:15",
        "2019-10-03T09:02",
        "2019-10-03T09:40",
    ]
    assert comments[0].text == "So how do my kids get to school now?? Nobody asked us."
    assert comments[0].start_line == 9
    assert comments[2].parent_id == comments[1].comment_id


def test_an_article_alone_has_no_comments():
    assert comments_of(document(ARTICLE)) == ()


def test_front_matter_is_metadata():
    roles = line_roles(document("---\ntitle: Ferry\ndate: 2019-10-02\n---\n" + ARTICLE, "markdown"))
    assert roles[:4] == ("metadata",) * 4
    assert "metadata" not in roles[4:]


def test_equal_comments_have_different_ids():
    text = ARTICLE + "\n" + COMMENTS.replace("I believe you. Thanks for telling us.", "yes") + COMMENTS
    comments = comments_of(document(text))
    assert len({comment.comment_id for comment in comments}) == len(comments)
    assert comments[0].comment_id == comment_id("ab" * 32, comments[0].text, 0)


def test_a_page_without_lines():
    assert segment(document("")) == ()
    assert segment(document("\n \n")) == ()


@pytest.mark.parametrize("text", ["word and more. " * 300_000, "A line of the page that goes on.\n" * 120_000])
def test_large_documents(text):
    parts = segment(document(text))
    assert parts[-1].end_line == len(document(text).lines)
    assert "".join(part.text for part in parts).count("e") == text.count("e")


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(ARTICLE.split("\n") + COMMENTS.split("\n")),
        st.sampled_from(
            [
                "",
                "Reply",
                "12 Comments",
                "---",
                "• 3 days ago",
                "\u200b",
                "שלום עולם",
                "Posted by Ann at 9:14 PM",
            ]
        ),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=150)
@given(LINES)
def test_roles_partition_the_lines(lines):
    page = document("\n".join(lines))
    parts = segment(page)
    owned = {}
    for part in parts:
        assert part.role in ROLES
        assert 0 <= part.confidence <= 1
        assert (part.comment_id is not None) == (part.role == "comment")
        for number in range(part.start_line, part.end_line + 1):
            if page.lines[number - 1].strip():
                assert number not in owned
                owned[number] = part.role
    filled = {number for number, line in enumerate(page.lines, 1) if line.strip()}
    assert set(owned) == filled
    assert [part.start_line for part in parts] == sorted(part.start_line for part in parts)
    parents = {part.comment_id for part in parts} | {None}
    assert all(part.parent_id in parents for part in parts)
