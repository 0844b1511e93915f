import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from classifier.learn.normalise import normalise


@given(st.text())
def test_any_text_can_be_normalised_and_loses_no_letter(text):
    plain = normalise(text)
    assert isinstance(plain, str)
    if text.isascii() and text.isalpha() and len(text) < 4:
        assert plain == text.lower()


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Z", "Cc", "Cs"]), min_size=1), min_size=1))
def test_chunks_can_be_normalised_one_by_one(chunks):
    """What lets an explanation find the word an n-gram came from."""
    chunks = [unicodedata.normalize("NFKC", chunk) for chunk in chunks]
    whole = normalise(" ".join(chunks)).split()
    assert whole == [piece for chunk in chunks for piece in normalise(chunk).split()]


def test_what_looks_the_same_is_spelt_the_same():
    assert normalise("It’s “fine”") == normalise('It\'s "fine"')
    assert normalise("Ba\u200bku") == "baku"


def test_digits_that_stand_for_letters_are_undone_and_figures_are_not():
    assert normalise("p34ce f41led") == "peace failed"
    assert normalise("1915 2nd f-16 covid19") == "1915 2nd f-16 covid19"
