import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.flow import scoring
from classifier.flow.versions import open_version
from classifier.learn.context import Context
from classifier.reading.blocks import Block
from classifier.records import Comment

ONE = Comment("1", "page", "00", 1, 1, "The lane is a waste of money and nobody uses it")


@given(st.lists(st.booleans(), max_size=40))
def test_batches_lose_nothing_and_end_before_a_comment_that_answers_none(answers):
    comments = [replace(ONE, comment_id=str(n), parent_id="0" if a else None) for n, a in enumerate(answers)]
    kept, scoring.PART = scoring.PART, 5
    try:
        blocks = (Block.of(comments[n : n + 7]) for n in range(0, len(comments), 7))
        batches = [list(batch.comments()) for batch in scoring._batches(blocks)]
    finally:
        scoring.PART = kept
    assert [c for batch in batches for c in batch] == comments
    assert all(len(batch) <= 10 for batch in batches)
    assert all(batch[0].parent_id is None or len(before) == 10 for before, batch in itertools.pairwise(batches))


def test_an_answer_is_scored_with_what_it_answers(toy_models):
    version = open_version(toy_models)
    reply = replace(ONE, comment_id="2", text="Hm.", parent_id="1")
    before = scoring.score_comments([ONE, reply], version, version.model())
    follow = np.array([[-9.0, 9.0, 0.0], [9.0, -9.0, 0.0], [0.0, 0.0, 0.0]])
    head = version.model().heads[0]
    head.context = Context(1.0, follow)
    try:
        after = scoring.score_comments([ONE, reply], version, version.model())
        alone = scoring.score_comments([reply], version, version.model())
    finally:
        head.context = None
    assert after[0].probabilities == before[0].probabilities
    assert after[1].label("position") == "for"
    np.testing.assert_allclose(
        list(alone[0].probabilities["position"].values()),
        list(before[1].probabilities["position"].values()),
        atol=1e-12,
    )
