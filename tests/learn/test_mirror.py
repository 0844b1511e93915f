from hypothesis import given
from hypothesis import strategies as st

from classifier.codebook import read_codebook
from classifier.learn.mirror import Mirror
from classifier.learn.normalise import normalise
from classifier.places import codebook_path

MIRROR = Mirror(read_codebook(codebook_path()).mirror_pairs)
NAMES = st.sampled_from([word for pair in MIRROR.pairs for word in pair])
WORDS = st.lists(NAMES | st.text(max_size=6), max_size=12)


@given(WORDS)
def test_exchanging_twice_gives_the_text_back(words):
    text = normalise(" ".join(words))
    assert MIRROR.exchange(MIRROR.exchange(text)) == text


def test_case_is_kept():
    assert MIRROR.exchange("ARMENIA Armenia armenia") == "AZERBAIJAN Azerbaijan azerbaijan"


def test_words_that_contain_a_name_stay():
    assert MIRROR.exchange("armeniandom bakupark") == "armeniandom bakupark"


def test_names_inside_hashtags_are_exchanged_where_that_can_be_undone():
    assert MIRROR.exchange("#stoparmenianaggression") == "#stopazerbaijaniaggression"
    assert MIRROR.exchange("#armeniaisfar") == "#armeniaisfar"


@given(st.lists(st.sampled_from(["is", "s", "stop", "i"]) | NAMES, min_size=1, max_size=5))
def test_exchanging_hashtags_twice_gives_them_back(parts):
    text = "#" + "".join(parts)
    assert MIRROR.exchange(MIRROR.exchange(text)) == text
