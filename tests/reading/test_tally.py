from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import OutputError
from classifier.reading import tally
from classifier.reading.tally import Tally

FEW = st.lists(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([5, 9, 2**63]), max_size=20), max_size=12)


def numbers(values):
    return np.array(values, dtype=np.uint64)


@given(FEW)
def test_it_counts_what_a_dictionary_counts_though_it_holds_little(batches):
    counts, own = Counter(), Tally()
    kept, tally.HELD = tally.HELD, 16
    try:
        for batch in batches:
            expected = []
            for value in batch:
                expected.append(counts[value])
                counts[value] += 1
            assert own.add(numbers(batch)).tolist() == expected
    finally:
        tally.HELD = kept
    assert own.met(numbers([*counts, 4])).tolist() == [*(count > 0 for count in counts.values()), counts[4] > 0]


def test_what_it_holds_in_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(tally, "HELD", 1000)
    monkeypatch.setattr(tally, "FILTER_BITS", 16)
    own, random = Tally(), np.random.default_rng(0)
    for _ in range(100):
        own.add(random.integers(0, 2**63, 400).astype(np.uint64))
        assert own._held.nbytes < 8 * 1000
    assert own._filter.nbytes == 2**13
    assert sum(own._runs) + len(own._held) == 40_000


def test_a_full_disk_is_said(monkeypatch):
    def full(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tally, "HELD", 10)
    monkeypatch.setattr(tally.tempfile, "TemporaryFile", full)
    with pytest.raises(OutputError, match="disk is full"):
        Tally().add(numbers(range(20)))
