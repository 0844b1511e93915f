from hypothesis import given
from hypothesis import strategies as st

from classifier.records import Score, comment_id, digest, physical_lines

TEXT = st.text(alphabet=st.characters() | st.sampled_from("\r\n\x0b\x0c\x85\u2028"))


@given(TEXT)
def test_no_character_but_line_ends_is_lost(text):
    lines = physical_lines(text)
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "\n".join(lines) == unified.removesuffix("\n") or (not lines and unified in ("", "\n"))


@given(st.lists(st.text(), min_size=1), st.lists(st.text(), min_size=1))
def test_digests_tell_parts_apart(first, second):
    assert (digest(*first) == digest(*second)) == (first == second)


def test_equal_texts_of_a_page_have_their_own_ids():
    assert len({comment_id("a" * 64, "This.", n) for n in range(5)}) == 5


def test_a_tie_goes_to_the_first_label():
    score = Score("c", "v", {"h": {"a": 0.5, "b": 0.5}})
    assert score.label("h") == "a"
    assert score.confidence("h") == 0.5
