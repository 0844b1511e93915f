"""Words laid out as a double array, in which a step from one character to the next costs one look.

After Aoe, *An efficient digital search algorithm by using a double-array structure*, IEEE Transactions on
Software Engineering 15 (9), 1989.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

#: A node's place, and the node each character leads to.
Children = list[dict[int, int]]

#: How many free places are tried for the children of a node before they are laid behind all others.
_TRIED = 256


def laid_out(roots: Sequence[Mapping[str, int]]) -> dict[str, NDArray[np.int32]]:
    """Several sets of words as one trie, the root of each at the place of its number.

    Parameters
    ----------
    roots : sequence of dict of str to int
        Words and their values.

    Returns
    -------
    dict of str to array of int
        ``codes``: a number for each code point, 0 for those in no word and those beyond the array. ``trie``:
        per node, what is added to a character's code to find the next node, and the node it is reached from,
        by which a wrong step is known. ``values``: per node, the value of the word that ends there, or -1.

    Examples
    --------
    >>> made = laid_out([{"ab": 7, "a": 3}])
    >>> node = made["trie"][0, 0] + made["codes"][ord("a")]
    >>> int(made["trie"][node, 1]), int(made["values"][node])
    (0, 3)
    """
    codes = _codes(roots)
    children, values = _nodes(roots, codes)
    places, bases, size = _places(children, len(roots), int(codes.max(initial=0)) + 1)
    trie = np.zeros((size, 2), dtype=np.int32)
    trie[:, 1] = -1
    found = np.full(size, -1, dtype=np.int32)
    trie[places, 0] = bases
    found[places] = values
    for node, following in enumerate(children):
        for child in following.values():
            trie[places[child], 1] = places[node]
    return {"codes": codes, "trie": trie, "values": found}


def _codes(roots: Sequence[Mapping[str, int]]) -> NDArray[np.int32]:
    """Numbers of characters from 1 on, the most frequent first."""
    seen = Counter(char for words in roots for word in words for char in word)
    codes = np.zeros(max(map(ord, seen), default=0) + 1, dtype=np.int32)
    for code, (char, _) in enumerate(seen.most_common(), 1):
        codes[ord(char)] = code
    return codes


def _nodes(roots: Sequence[Mapping[str, int]], codes: NDArray[np.int32]) -> tuple[Children, list[int]]:
    """Children of each node by the code of their character, and the value of each node."""
    children: Children = [{} for _ in roots]
    values = [-1] * len(roots)
    code_of = codes.tolist()
    for root, words in enumerate(roots):
        for word, value in words.items():
            node = root
            for char in word:
                following = children[node].setdefault(code_of[ord(char)], len(children))
                if following == len(children):
                    children.append({})
                    values.append(-1)
                node = following
            values[node] = value
    return children, values


def _places(children: Children, roots: int, alphabet: int) -> tuple[list[int], list[int], int]:
    """Place of each node, what is added to the codes of its children, and the number of places.

    Nodes of many children choose first; a node of one child takes the first place that is free.
    """
    places, bases = [*range(roots)] + [0] * (len(children) - roots), [0] * len(children)
    taken = bytearray(b"\1" * roots + b"\0" * (2 * len(children) + 2 * alphabet))
    first = roots
    for node in sorted(range(len(children)), key=lambda node: -len(children[node])):
        following = sorted(children[node])
        if not following:
            break
        first = taken.index(0, first)
        base = _base(taken, following, first)
        bases[node] = base
        for code in following:
            taken[base + code] = 1
            places[children[node][code]] = base + code
    return places, bases, taken.rindex(1) + alphabet + 1


def _base(taken: bytearray, codes: Sequence[int], first: int) -> int:
    """What to add to some codes so that the places they lead to are free."""
    free = max(first, codes[0])
    for _ in range(_TRIED):
        free = taken.index(0, free)
        if not any(taken[free - codes[0] + code] for code in codes):
            return free - codes[0]
        free += 1
    return max(taken.rindex(1) + 1, codes[0]) - codes[0]
