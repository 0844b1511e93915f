"""Which words of a comment decided its labels, adding up exactly to the decision."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.learn.features import LONGEST, Block, EmbeddingBlock
from classifier.learn.model import HeadModel, Model
from classifier.learn.normalise import normalise

_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True)
class Explanation:
    """What each word of a text contributes to one head's decision.

    Attributes
    ----------
    spans : list of (int, int)
        Where each word stands in the text.
    weights : array of float, shape (words, labels)
        Calibrated log-odds each word adds.
    baseline : array of float, shape (labels,)
        Log-odds before any word, and of what stands at no word: some marks, and an embedding of the whole text.
    """

    spans: list[tuple[int, int]]
    weights: NDArray[np.float64]
    baseline: NDArray[np.float64]

    @property
    def log_odds(self) -> NDArray[np.float64]:
        """Log-odds of the whole text, shape (labels,): baseline and words together."""
        return self.baseline + self.weights.sum(axis=0)

    def for_label(self, label: int) -> NDArray[np.float64]:
        """How far each word speaks for a label rather than for the average other one, shape (words,)."""
        others = np.delete(self.weights, label, axis=1).mean(axis=1)
        return self.weights[:, label] - others


def explain(model: Model, text: str) -> dict[str, Explanation]:
    """Contributions of every word of a text, by head.

    Parameters
    ----------
    model : Model
    text : str

    Returns
    -------
    dict of str to Explanation
        Terms of several words are shared equally between them; terms of letters count for the word they
        lie in. The mirror twin's terms count for the words they stand in place of.
    """
    text = text[:LONGEST]
    spans = [match.span() for match in _CHUNK.finditer(text)]
    plain = normalise(text)
    readings = [_Reading(text, plain, spans)]
    twin = model.features.mirror.exchange(plain)
    if model.features.mirror and twin != plain:
        readings.append(_Reading(text, twin, spans))
    found = {}
    for head in model.heads:
        weights = np.zeros((len(spans) + 1, len(head.head.labels)))
        for mirrored, reading in enumerate(readings):
            share = _reading_weights(model, head, reading)
            if mirrored:
                share = share[:, list(head.head.mirrored_order)]
            weights += share / len(readings)
        intercepts = head.intercepts
        if len(readings) > 1:
            intercepts = (intercepts + intercepts[list(head.head.mirrored_order)]) / 2
        weights, baseline = weights[:-1] / head.temperature, (weights[-1] + intercepts) / head.temperature
        found[head.head.name] = Explanation(spans, weights, baseline)
    return found


class _Reading:
    """A normalised text, and which word of the original each of its characters belongs to."""

    def __init__(self, raw: str, normalised: str, spans: Sequence[tuple[int, int]]):
        self.raw = raw
        self.normalised = normalised
        self.words = len(spans)
        self.raw_starts = [start for start, _ in spans]
        self.starts = [match.start() for match in _CHUNK.finditer(normalised)]
        self.aligned = _alignment(raw, spans, len(self.starts))

    def word_at(self, position: int, raw: bool) -> int:
        """Index of the word at a position; the number of words where there is none."""
        at = bisect_right(self.raw_starts if raw else self.starts, position) - 1
        if at < 0:
            return self.words
        return at if raw else self.aligned[at]


def _alignment(raw: str, spans: Sequence[tuple[int, int]], chunks: int) -> list[int]:
    """For each chunk of the normalised text the word of the original it came from."""
    owners: list[int] = []
    for word, (start, end) in enumerate(spans):
        owners += [word] * len(_CHUNK.findall(normalise(raw[start:end])))
    return owners if len(owners) == chunks else [len(spans)] * chunks


def _reading_weights(model: Model, head: HeadModel, reading: _Reading) -> NDArray[np.float64]:
    """Log-odds by word, shape (words + 1, labels); the last row is of terms at no word."""
    weights = np.zeros((reading.words + 1, len(head.head.labels)))
    offset = 0
    for block in model.features.blocks:
        coefficients = head.coefficients[:, offset : offset + len(block.terms)]
        offset += len(block.terms)
        if isinstance(block, EmbeddingBlock):
            weights[-1] += (block.count([reading.normalised]) @ coefficients.T)[0]
        else:
            _add_block(weights, block, coefficients, reading)
    return weights


def _add_block(
    weights: NDArray[np.float64], block: Block, coefficients: NDArray[np.float64], reading: _Reading
) -> None:
    columns = block.columns
    text = reading.raw if block.reads_raw else reading.normalised
    seen = [(columns[term], spans) for term, spans in block.occurrences(text) if term in columns]
    counts = Counter(column for column, _ in seen)
    if not counts or block.idf is None:
        return
    values = {column: (1 + math.log(count)) * block.idf[column] for column, count in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    for column, spans in seen:
        share = coefficients[:, column] * (values[column] / length / counts[column] / len(spans))
        for start, _ in spans:
            weights[reading.word_at(start, block.reads_raw)] += share
