import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading.fragments import text_of


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("One.\n\nTwo <em>three</em>.", "One.\n\nTwo three."),
        ("<p>One.</p>\n\n<p>Two.</p>", "One.\n\nTwo."),
        ("line<br />\nline<br><br>later", "line\nline\n\nlater"),
        ("<blockquote>Said she</blockquote>Not so", "Said she\n\nNot so"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("I <3 you </3 a<b", "I <3 you </3 a<b"),
        ("<rant>Yes</RANT> 1 < 2 && 3 > 2", "<rant>Yes</RANT> 1 < 2 && 3 > 2"),
        ('<a href="x" title="a > b">here</a>', "here"),
        ('Fine <img src="s.gif" alt=":-)"/>', "Fine :-)"),
        ("<!-- wp:paragraph --><p>Body.</p><!-- /wp:paragraph -->", "Body."),
        ("a<script>var x = '<p>';</script>b", "ab"),
        ("caf&eacute; &#8211; AT&T", "café – AT&T"),
        ("<!-- never closed", "<!-- never closed"),
    ],
)
def test_markup_goes_and_the_rest_stays(fragment, text):
    assert text_of(fragment) == text


@given(st.text(st.characters(exclude_characters="<&")))
def test_a_text_without_markup_is_as_it_was(text):
    assert text_of(text) == text.strip(" \t\r\n\f\v")


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "&", "<p>", '<a "', "<script>", "</"])
def test_a_megabyte_of_anything_is_done_at_once(piece):
    assert isinstance(text_of(piece * (1_000_000 // len(piece))), str)
