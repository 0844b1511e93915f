"""How a reviewer moves through a queue, without a browser."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.ui import review, state
from classifier.ui.queues import Queue


def queue(count):
    return Queue("random", (), [f"c{n}" for n in range(count)], set())


@given(st.integers(0, 5), st.lists(st.integers(-3, 3)))
def test_every_step_stays_between_the_first_comment_and_the_end(count, steps):
    moved = queue(count)
    for by in steps:
        moved.step(by)
        assert 0 <= moved.at <= count
        assert moved.comment_id == (f"c{moved.at}" if moved.at < count else None)


def test_a_step_forgets_what_was_answered():
    moved = queue(2)
    moved.answered.add("stance")
    moved.step(1)
    assert moved.answered == set()


@pytest.mark.parametrize("act", [("_answer", "stance", "for"), ("_accept",), ("_skip",), ("_flag",)])
def test_a_key_struck_for_a_comment_that_has_gone_changes_nothing(monkeypatch, act):
    said = []
    monkeypatch.setattr(state, "notice", said.append)
    monkeypatch.setattr(state, "store", lambda: pytest.fail("something was written"))
    card = object.__new__(review._Card)
    card.queue, card.acts, card.present, card.flagged = queue(2), {}, {}, False
    card.hidden, card.book = False, SimpleNamespace(heads=())
    card.comment = SimpleNamespace(comment_id="c0", start_line=7)
    card.queue.step(1)
    getattr(card, act[0])(*act[1:])
    assert said == ["Not saved: line 7 was gone already. Go back to change it"]
    assert card.queue.comment_id == "c1"
