"""Which words made one model label a text differently from another."""

from __future__ import annotations

from classifier.judge.explain import Explanation

#: Words named at the most, and the smallest change of log-odds worth naming.
MOST, LEAST = 5, 0.05


def shifted_words(
    text: str, before: Explanation, after: Explanation, was: int, now: int, most: int = MOST
) -> list[tuple[str, float]]:
    """The words that moved a text from one label to another, with the log-odds they moved it by, strongest first.

    Parameters
    ----------
    text : str
    before, after : Explanation
        Of the text, by either model.
    was, now : int
        Positions of the label by the first model and by the second.
    most : int
        How many to name at the most.

    Examples
    --------
    >>> import numpy as np
    >>> spans = [(0, 4), (5, 8)]
    >>> first = Explanation(spans, np.array([[1.0, 0.0], [0.0, 0.0]]), np.zeros(2))
    >>> second = Explanation(spans, np.array([[1.0, 0.0], [0.0, 2.0]]), np.zeros(2))
    >>> shifted_words("good day", first, second, 0, 1)
    [('day', 2.0)]
    """
    moved = after.weights[:, now] - after.weights[:, was] - before.weights[:, now] + before.weights[:, was]
    by_word: dict[str, float] = {}
    for (start, end), change in zip(before.spans, moved.tolist(), strict=True):
        by_word[text[start:end]] = by_word.get(text[start:end], 0.0) + change
    telling = sorted(((word, change) for word, change in by_word.items() if change >= LEAST), key=lambda one: -one[1])
    return telling[:most]
