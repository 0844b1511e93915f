import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.records import Document
from classifier.segmenter import comments_of, segment
from classifier.segmenter.html.dates import Dates, from_epoch

TALK = '<div class="comment" id="comment-{n}"><b class="author">{who}</b> {when}<div class="comment-text">{text}</div>{more}</div>'


def read(*comments, lang="en", head=""):
    body = "".join(comments)
    html = f'{head}<html lang="{lang}"><body><h1>Ferry</h1><p>The boat was late again.</p><div id="comments">{body}</div></body></html>'
    return comments_of(Document("page.html", "cd" * 32, "html", html))


def one(when="", more="", **page):
    (comment,) = read(TALK.format(n=41, who="Marit", when=when, text="Not again, please.", more=more), **page)
    assert (comment.author, comment.text) == ("Marit", "Not again, please.")
    return comment


@pytest.mark.parametrize(
    ("when", "lang", "iso"),
    [
        ('<time datetime="2021-03-04T10:00:00Z">x</time>', "en", "2021-03-04T10:00:00Z"),
        ('<span data-time="1614764520">x</span>', "en", "2021-03-03T09:42:00+00:00"),
        ('<a title="4 March 2021 10:05">2y</a>', "en", "2021-03-04T10:05"),
        ('<span class="date">4 марта 2021 в 10:05</span>', "ru", "2021-03-04T10:05"),
        ('<span class="date">4 Mart 2021 10:05</span>', "tr", "2021-03-04T10:05"),
        ('<span class="date">4 ноя 2021 в 10:05</span>', "ru", "2021-11-04T10:05"),
        ('<span class="date">4 մարտի 2021, 10:05</span>', "hy", "2021-03-04T10:05"),
        ('<span class="date">2021-03-04 07:10 PM</span>', "en", "2021-03-04T19:10"),
        ('<a title="2021-03-04 07:10 PM">2y</a>', "en", "2021-03-04T19:10"),
        ('<span class="date">Thu Mar  4 10:05:06 2021</span>', "en", "2021-03-04T10:05"),
        ('<span class="date">04/03/2021</span>', "en-US", "2021-04-03"),
        ('<span class="date">04/03/2021</span>', "en-GB", "2021-03-04"),
        ('<span class="date">04/03/2021</span>', "en", None),
        ('<span class="date">3 days ago</span>', "en", None),
    ],
)
def test_times(when, lang, iso):
    assert one(when, lang=lang).posted_at == iso


def test_days_ago_are_a_date_where_the_page_says_when_it_was_saved():
    note = "<!-- Page saved \n saved date: Thu Jun 04 2020 10:11:12 GMT+0200 -->"
    assert one('<span class="date">3 days ago</span>', head=note).posted_at == "2020-06-01"
    assert one('<span class="date">3 months ago</span>', head=note).posted_at is None


@pytest.mark.parametrize(
    ("more", "votes"),
    [
        ('<span class="score">12 points</span>', 12),
        ('<span class="votes">-3</span>', -3),
        ("<a>Like (3)</a>", 3),
        ('<span class="like-count">9</span><span class="dislike-count">4</span>', 5),
        ('<span class="rate_like-dislike"><span class="ratingplus">+7</span></span>', 7),
        ('<span class="comment__score-value">8</span>', 8),
        ('<button aria-label="Likes">6</button>', 6),
        ('<span title="Like">4</span><span title="Dislike">1</span>', 3),
        ("<span>▲ 3 ▼</span>", 3),
        ("<footer>Recommander (4) · Répondre</footer>", 4),
        ("<footer>+3 / -1 · Répondre</footer>", None),
        ('<div><button aria-label="clap"></button><i>6</i></div>', 6),
        ('<button aria-label="5 people found this helpful">5</button>', 5),
        ('<span class="replies">7 replies</span>', None),
        ("", None),
    ],
)
def test_votes(more, votes):
    assert one(more=f'<div class="buttons">{more}</div>').votes == votes


@pytest.mark.parametrize(
    "answer",
    [
        '<div class="comment" id="comment-2" data-parent-id="1"><b class="author">B</b><p class="comment-text">So do I.</p></div>',
        '<div class="comment" id="comment-2"><b class="author">B</b> <a class="parent-link" href="#comment-1">in reply to A</a><p class="comment-text">So do I.</p></div>',
        '<div class="replies"><div class="comment" id="comment-2"><b class="author">B</b><p class="comment-text">So do I.</p></div></div>',
    ],
)
def test_parents(answer):
    first, second = read(
        '<div class="comment" id="comment-1"><b class="author">A</b><p class="comment-text">I agree.</p></div>',
        answer,
    )
    assert (first.parent_id, second.parent_id) == (None, first.comment_id)
    assert second.text == "So do I."


@pytest.mark.parametrize(
    "who",
    [
        '<span class="cUser">Marit</span>',
        '<span class="userName-x1Y2z">Marit</span>',
        '<div class="poster">From: <b>Marit</b></div>',
        '<aside class="post_author"><a href="/profile/4/">Marit</a><i>Members</i> <i>142 posts</i></aside>',
        '<div><div class="pic">M</div><h4>Marit</h4><i>3 May 2021</i></div>',
        "<div>Marit<br>3 May 2021</div>",
    ],
)
def test_authors(who):
    (comment,) = read(
        f'<div class="comment" id="comment-41">{who}<div class="comment-text">Not again, please.</div></div>'
    )
    assert (comment.author, comment.text) == ("Marit", "Not again, please.")


def test_an_answer_is_told_by_the_name_it_answers():
    told = '<a href="/people/7">in reply to Sverre</a>'
    first = TALK.format(n=1, who="Sverre", when="", text="Late again.", more="")
    other = TALK.format(n=2, who="Marit", when="", text="It was on time.", more="")
    _, _, answer = read(first, other, TALK.format(n=3, who="Jon", when=told, text="By an hour.", more=""))
    assert (answer.author, answer.text, answer.parent_id) == ("Jon", "By an hour.", read(first)[0].comment_id)


def test_a_part_called_the_text_of_a_reply_is_the_text():
    reply = '<div class="comment"><b class="author">{}</b><div class="reply_wrap"><div class="reply_text">{}</div></div></div>'
    found = read(reply.format("Marit", "Not again."), reply.format("Jon", "Why not?"))
    assert [one.text for one in found] == ["Not again.", "Why not?"]


def test_a_label_says_whose_a_comment_is():
    comments = read(
        '<div role="article" aria-label="Comment by Marit 3 years ago"><a><span>Marit</span></a><span>Not again.</span></div>'
        '<div role="article" aria-label="Reply by Ole to Marit\'s comment"><a><span>Ole</span></a><span>Yes, again.</span></div>'
    )
    assert [(comment.author, comment.text) for comment in comments] == [
        ("Marit", "Not again."),
        ("Ole", "Yes, again."),
    ]


def test_the_same_part_of_each_record_holds_its_author_where_none_is_called_so():
    comments = read(
        *(
            f'<figure class="r"><p>{text}</p><figcaption><i>{who}</i> <b>Reader since 2014</b></figcaption></figure>'
            for who, text in (
                ("marit from the island", "Not again."),
                ("Ole", "Yes, again."),
                ("Eva", "And who pays?"),
            )
        )
    )
    assert [comment.author for comment in comments] == ["marit from the island", "Ole", "Eva"]
    assert [comment.text for comment in comments] == ["Not again.", "Yes, again.", "And who pays?"]


def test_what_others_said_is_left_out_of_an_answer():
    said = "<blockquote><div>Ole said:</div><p>Yes, again.</p></blockquote>"
    own = "<blockquote>The boat was late again.</blockquote>"
    comments = [
        read(TALK.format(n=1, who="Marit", when="", text=text, more=""))[0].text
        for text in (f"{said}<p>Not again.</p>", f"{own}<p>Not again.</p>", said)
    ]
    assert comments == ["Not again.", "The boat was late again.\nNot again.", "Ole said:\nYes, again."]


@pytest.mark.parametrize("note", ["[removed]", "Deleted comment", "Этот комментарий удалён"])
def test_a_note_where_a_comment_was_is_none_and_its_answers_stay(note):
    gone = f'<div class="comment" id="comment-1"><p>{note}</p>{TALK.format(n=2, who="Ole", when="", text="Why?", more="")}</div>'
    comments = read(TALK.format(n=3, who="Marit", when="", text="Not again.", more=""), gone)
    assert [(comment.text, comment.parent_id) for comment in comments] == [("Not again.", None), ("Why?", None)]


@given(st.lists(st.sampled_from(["+1", "First!", "5", "No.", "Reply 3"]), min_size=3, max_size=12))
def test_no_comment_is_lost_because_others_say_the_same(texts):
    rows = [
        f'<li class="comment" id="comment-{n}"><b class="fn">Ann</b><p class="comment-text">{text}</p></li>'
        for n, text in enumerate(texts)
    ]
    assert [comment.text for comment in read(*rows)] == texts


@given(
    st.lists(
        st.sampled_from(
            [
                "<div>",
                "</div>",
                "<li class='comment'>",
                "</li>",
                "<b>Ann</b>",
                "3 May 2021",
                "<table>",
                "<tr>",
                "<td>",
                "text of it",
                "<dt>",
                "<dd>",
                "<p",
            ]
        ),
        max_size=60,
    )
)
def test_any_heap_of_tags_is_read(tags):
    for part in segment(Document("x.html", "00", "html", " ".join(tags))):
        assert 1 <= part.start_line <= part.end_line
        assert part.text


@given(st.text(max_size=40), st.sampled_from([None, "en", "ru", "hy", "zh-Hant", "x-nonsense"]))
def test_any_text_is_a_date_or_none(text, language):
    found = Dates(language).find(text)
    assert found is None or found[:4].isdigit()
    assert from_epoch(text) is None or text.strip().isdigit()
