"""Python's own view of Unicode as tables by code point, so that the scorer cannot disagree with it."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from classifier.learn import normalise as spelling
from classifier.records import digest

#: Bits of a code point's class.
WORD, DIGIT, SPACE, EMOJI, CAPITAL, LOOKALIKE, LETTER, LARGE = 1, 2, 4, 8, 16, 32, 64, 128

#: Code points with an entry in the table of plain spellings; others are spelt by Python.
SPELT = 0x20000

#: Entries of that table that are no code point.
BY_PYTHON, NOTHING, ELLIPSIS = 0, 1, 2

_CLASSES = (
    (WORD, re.compile(r"\w+")),
    (DIGIT, re.compile(r"\d+")),
    (SPACE, re.compile(r"\s+")),
    (EMOJI, re.compile("[☀-➿\U0001f1e6-\U0001faff]+")),
    (CAPITAL, re.compile(r"[^\W\d_a-z]+")),
)
_TABULATED = (*range(3, 0x3000), *range(0x1F300, 0x1FB00))

#: What `normalise` did when the scorer's own spelling of simple chunks was written after it.
_KNOWN_SPELLING = "2fc81869a7f7f2de"


def classes() -> NDArray[np.uint8]:
    """Class of every code point, shape (1114112,)."""
    every = "".join(map(chr, range(0x110000)))
    found = np.zeros(len(every), dtype=np.uint8)
    for bit, pattern in _CLASSES:
        for match in pattern.finditer(every):
            found[match.start() : match.end()] |= bit
    found[[code for code in spelling._LOOKALIKES if isinstance(code, int)]] |= LOOKALIKE
    found[np.fromiter(map(str.isalpha, every), dtype=bool)] |= LETTER
    found[np.fromiter(map(str.isupper, every), dtype=bool)] |= LARGE
    return found


def plain() -> NDArray[np.int32]:
    """What each code point is spelt as in normalised text, shape (`SPELT`,).

    Only code points that are spelt the same in any company have an entry other than `BY_PYTHON`.
    """
    found = np.zeros(SPELT, dtype=np.int32)
    if spelling_digest() == _KNOWN_SPELLING:
        joining = _joining()
        for code in _TABULATED:
            found[code] = BY_PYTHON if code in joining else _spelt(chr(code))
    return found


def spelling_digest() -> str:
    """Digest of the rules of `normalise`."""
    rules = [p.pattern for p in vars(spelling).values() if isinstance(p, re.Pattern)]
    tables = [repr(sorted(t.items())) for t in vars(spelling).values() if isinstance(t, dict) and 0x2014 in t]
    return digest(*rules, *tables)


def _joining() -> set[int]:
    """Code points that may join the one before them in composed text."""
    jamo = set(range(0x1100, 0x1200))
    parts = (unicodedata.decomposition(chr(code)).split() for code in range(SPELT))
    return jamo | {int(pair[1], 16) for pair in parts if len(pair) == 2 and not pair[0].startswith("<")}


def _spelt(char: str) -> int:
    composed = unicodedata.normalize("NFKC", char)
    if char == "…":
        return ELLIPSIS
    if len(composed) != 1 or unicodedata.combining(char) or unicodedata.combining(composed):
        return BY_PYTHON
    if spelling._INVISIBLE.match(composed):
        return NOTHING
    small = composed.translate(spelling._SAME).lower()
    alone = len(small) == 1 and small.lower() == small and not small.isupper() and not small.istitle()
    return ord(small) if alone and composed != "Σ" and ord(small) > ELLIPSIS else BY_PYTHON
