import numpy as np
import pytest

from classifier.learn.bundle import pack, unpack
from classifier.learn.context import LEAST, fit_context
from classifier.learn.model import fit

MIRROR = (1, 0, 2)


def discussion(rng, count, opposing):
    """Parents whose labels show, and answers whose own words say nothing."""
    parents = rng.integers(0, 2, count)
    answers = 1 - parents if opposing else rng.integers(0, 2, count)
    return np.full((count, 3), 1 / 3), np.eye(3)[parents] * 0.7 + 0.1, answers, [str(n % 9) for n in range(count)]


def test_answers_that_oppose_are_understood_and_the_mirror_stays_exact():
    own, parent, answers, groups = discussion(np.random.default_rng(0), 300, opposing=True)
    context = fit_context(own, parent, answers, groups, MIRROR)
    assert (context.shares(own, parent).argmax(axis=1) == answers).all()
    order = list(MIRROR)
    twins = context.shares(own[:, order], parent[:, order])
    np.testing.assert_allclose(twins, context.shares(own, parent)[:, order], atol=1e-12)


def test_context_that_does_not_help_is_left_out():
    rng = np.random.default_rng(1)
    own, parent, answers, groups = discussion(rng, 300, opposing=False)
    sure = np.eye(3)[answers] * 0.97 + 0.01
    assert (
        fit_context(sure, parent, answers, groups, MIRROR) is None
        or (fit_context(sure, parent, answers, groups, MIRROR).shares(sure, parent).argmax(axis=1) == answers).all()
    )
    assert (
        fit_context(own[: LEAST - 1], parent[: LEAST - 1], answers[: LEAST - 1], groups[: LEAST - 1], MIRROR) is None
    )
    assert fit_context(own, parent, answers, ["one"] * 300, MIRROR) is None


@pytest.fixture(scope="module")
def threads(toy_rows, toy_book):
    """The toy rows, each side answered by a short text that itself says nothing."""
    sides = [row for row in toy_rows if row["position"] != "undecided"]
    opposite = {"for": "against", "against": "for"}
    replies = [
        {"text": f"Reply {n}", "position": opposite[row["position"]], "writer": f"r{n % 6}", "parent": row["text"]}
        for n, row in enumerate(sides * 3)
    ]
    rows = [*toy_rows, *replies]
    return fit(
        [row["text"] for row in rows],
        {"position": [row["position"] for row in rows]},
        toy_book,
        groups=[row["writer"] for row in rows],
        jobs=1,
        parents=[row.get("parent") for row in rows],
    ).model


def test_a_model_reads_an_answer_with_what_it_answers(threads, toy_book):
    text, parent = "Reply 7", "The lane is a waste of money and nobody uses it"
    alone, answer, unknown = (threads.predict([text], [p])["position"][0] for p in (None, parent, ""))
    names = toy_book.head("position").names
    assert names[answer.argmax()] == "for"
    assert answer[0] > alone[0]
    np.testing.assert_array_equal(alone, unknown)
    again = unpack(pack(threads), toy_book).predict([text], [parent])["position"][0]
    np.testing.assert_array_equal(answer, again)


def test_exchanging_the_names_in_both_exchanges_the_probabilities(threads):
    text, parent = "Cyclists, as ever", "Drivers pay for the road"
    mirror = threads.features.mirror
    own = threads.predict([text], [parent])["position"][0]
    other = threads.predict([mirror.exchange(text)], [mirror.exchange(parent)])["position"][0]
    np.testing.assert_allclose(own, other[[1, 0, 2]], atol=1e-12)
