from hypothesis import given
from hypothesis import strategies as st

from classifier.judge.duplicates import near_duplicates

SENT = "They will never tell you that the bridge was shut by the council and not by the weather, ask them why"


def test_a_text_sent_again_with_small_changes_is_one_group():
    texts = [
        SENT,
        "I walk across it daily and it is open",
        SENT.upper(),
        SENT.replace("weather", "rain"),
        SENT + "!!",
    ]
    assert near_duplicates(texts).tolist() == [0, 1, 0, 0, 0]


def test_short_texts_must_be_the_same_word_for_word():
    assert near_duplicates(["so true", "So true!!", "so false"]).tolist() == [0, 0, 2]


def test_texts_without_words_are_told_apart_by_their_marks():
    assert near_duplicates(["!!!", "???", "!!!"]).tolist() == [0, 1, 0]


def test_a_shared_opening_does_not_make_texts_the_same():
    other = "They will never tell you that I grew these tomatoes on a balcony in the city with hardly any sun at all"
    assert near_duplicates([SENT, other]).tolist() == [0, 1]


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_text_belongs_to_the_first_of_its_group(texts):
    groups = near_duplicates(texts)
    assert len(groups) == len(texts)
    for place, first in enumerate(groups):
        assert first <= place
        assert groups[first] == first
    for place, text in enumerate(texts):
        assert groups[place] == groups[texts.index(text)]
