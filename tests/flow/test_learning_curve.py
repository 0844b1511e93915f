"""The learning curve."""

import pytest

from classifier.errors import LabelsError
from classifier.flow.curve import PARTS, measure_curve, read_curve
from classifier.judge.curve import gain


def test_a_curve_is_measured_on_growing_parts_and_kept(toy_home, tmp_path):
    steps = []
    curve = measure_curve(store_place=str(tmp_path / "none.db"), progress=steps.append)
    sizes, values = curve.of("position")
    assert sizes == sorted(sizes)
    assert max(sizes) == 72
    assert len(sizes) <= sum(draws for _, draws in PARTS)
    assert all(0 <= value <= 1 for value in values)
    assert len([step for step in steps if step.startswith("fitting")]) == sum(draws for _, draws in PARTS)
    assert read_curve(toy_home / "models") == curve


def test_a_curve_that_is_not_there_or_cut_short_is_none(tmp_path):
    assert read_curve(tmp_path) is None
    (tmp_path / "curve.json").write_text('{"points": [')
    assert read_curve(tmp_path) is None


def test_too_few_labels_are_no_curve(toy_home, tmp_path):
    labels = toy_home / "labels" / "comments.jsonl"
    lines = labels.read_text().splitlines()
    labels.write_text("\n".join([*lines[:2], *lines[-2:]]))
    with pytest.raises(LabelsError):
        measure_curve(store_place=str(tmp_path / "none.db"))
    assert read_curve(toy_home / "models") is None


def test_more_labels_promise_no_loss_and_more_of_them_no_less():
    sizes, values = [100, 200, 400, 800], [0.5, 0.58, 0.63, 0.66]
    small, large = gain(sizes, values, 100), gain(sizes, values, 400)
    assert 0 <= small.low <= small.value <= small.high
    assert small.value < large.value
    assert gain(sizes[:2], values[:2], 100) is None
