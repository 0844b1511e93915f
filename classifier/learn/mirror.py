"""The mirror: a comment's twin in which the two sides have exchanged their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"#?[^\W_]+")

#: Shortest name looked for inside a hashtag.
_LEAST_IN_HASHTAG = 5


class Mirror:
    """Exchanges the names of two sides, word for word and reversibly.

    Parameters
    ----------
    pairs : sequence of (str, str)
        Names in small letters; the first of each pair belongs to one side, the second to the other.

    Examples
    --------
    >>> mirror = Mirror([("armenia", "azerbaijan"), ("yerevan", "baku")])
    >>> mirror.exchange("ARMENIA's case, as Baku sees it")
    "AZERBAIJAN's case, as Yerevan sees it"
    >>> mirror.side("baku"), mirror.side("tbilisi")
    (1, None)
    >>> mirror.exchange("#freearmenia")
    '#freeazerbaijan'
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]):
        self.pairs = tuple(pairs)
        self._twin = dict(self.pairs) | {second: first for first, second in self.pairs}
        inside = sorted((word for word in self._twin if len(word) >= _LEAST_IN_HASHTAG), key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, inside))) if inside else None
        self._side = {word: side for pair in self.pairs for side, word in enumerate(pair)}

    def __bool__(self) -> bool:
        return bool(self._twin)

    def exchange(self, text: str) -> str:
        """The text with every name exchanged, its case kept."""
        return _WORD.sub(self._exchange_word, text)

    def side(self, word: str) -> int | None:
        """0 or 1 for a name of the first or second side, None for any other word."""
        return self._side.get(word)

    def _exchange_word(self, match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith("#"):
            return "#" + self._exchange_hashtag(word[1:])
        twin = self._twin.get(word.lower())
        return word if twin is None else _in_case_of(word, twin)

    def _exchange_hashtag(self, word: str) -> str:
        """A hashtag with the names inside it exchanged, where exchanging them back is unambiguous."""
        if word.lower() in self._twin:
            return _in_case_of(word, self._twin[word.lower()])
        if self._inside is None or not word.islower():
            return word
        twin = self._inside.sub(lambda name: self._twin[name.group()], word)
        back = self._inside.sub(lambda name: self._twin[name.group()], twin)
        return twin if back == word else word


def _in_case_of(word: str, twin: str) -> str:
    if word.islower():
        return twin
    if word.isupper() and len(word) > 1:
        return twin.upper()
    return twin.capitalize()
