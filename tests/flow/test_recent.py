from collections import Counter

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.flow import recent
from classifier.flow.recent import Recent, seen_by_model
from classifier.learn.features import letter_occurrences, manner_occurrences, word_occurrences
from classifier.learn.normalise import normalise

PIECES = [
    "-",
    "–",
    "a",
    "B.",
    "'a",
    "b'",
    '"',
    ">",
    "!",
    "…",
    "\u0301",
    "\u200b",
    "#a",
    "@b",
    "x.com",
    "é",
    "i",
    "\u00a0",
]
BLANKS = st.text(" \t\r\n\f", max_size=3)


def terms(text):
    plain = normalise(text)
    found = [word_occurrences(plain, 1, 2), letter_occurrences(plain, 2, 5), manner_occurrences(text)]
    return [Counter(term for term, _ in block) for block in found]


@given(st.lists(st.tuples(BLANKS, st.sampled_from(PIECES)), max_size=6), BLANKS)
@example([(" ", "-"), (" ", "a")], "")
@example([("", "a"), (" ", "-")], " ")
@example([("\r\n", ">")], "\r\n")
def test_the_model_sees_no_difference(pieces, end):
    text = "".join(map("".join, pieces)) + end
    assert terms(seen_by_model(text.encode()).decode()) == terms(text)


def test_equal_but_for_blanks_is_the_same_to_the_model():
    assert len({seen_by_model(text) for text in (b"No.\nNo!", b" No.\r\nNo!", b"No.\nNo!\t ")}) == 1
    assert len({seen_by_model(text) for text in (b"- no", b" - no", b"No", b"no")}) == 4


@given(st.lists(st.sets(st.sampled_from([b"a", b"b", b"c", b"d", b"e"])).map(sorted), max_size=8))
def test_what_was_met_among_the_last_is_counted_and_known(batches):
    own = Recent()
    kept, recent.REMEMBERED = recent.REMEMBERED, 2
    try:
        for batch in batches:
            lately = {*own._new, *own._old}
            rows = np.array([[float(ord(key))] for key in batch]).reshape(-1, 1)
            assert own.take_in(batch, rows) == len(lately.intersection(batch))
            assert len(own._new) < 2
            assert len(own._old) <= 2
            assert all(
                row.tolist() == [float(ord(key))] for key, row in own.rows([b"a", b"b", b"c", b"d", b"e"]).items()
            )
    finally:
        recent.REMEMBERED = kept


def test_a_text_scored_by_an_earlier_run_is_known_but_not_its_scores():
    own = Recent()
    assert own.take_in([b"a", b"b"], None) == 0
    assert own.rows([b"a"]) == {}
    assert own.take_in([b"a", b"c"], np.array([[1.0], [2.0]])) == 1
    assert own.rows([b"a", b"c", b"d"]) == {b"c": [2.0]}


def test_a_few_rows_that_are_kept_do_not_hold_a_batch_in_memory():
    own = Recent()
    keys = [b"%d" % n for n in range(1000)]
    own.take_in(keys, np.zeros((1000, 8)))
    own.take_in([*keys, b"new"], np.zeros((1001, 8)))
    assert own.rows([b"new"])[b"new"].base.nbytes == 8 * 8
