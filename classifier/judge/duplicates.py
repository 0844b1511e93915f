"""Comments that say the same: one text sent again, as it is or slightly changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

#: Share of three-word runs in common from which texts count as the same.
THRESHOLD = 0.7
#: Hash functions; more tell the share more exactly and take longer.
PERMUTATIONS = 64
#: How much less alike than asked the pairs may be that are compared exactly.
SLACK = 0.25
#: Words from which a text is compared by its runs; a shorter one must be the same word for word.
COMPARED_FROM = 6

_WORD = re.compile(r"\w+")


def near_duplicates(texts: Sequence[str], threshold: float = THRESHOLD) -> NDArray[np.intp]:
    """Groups of texts that are the same or nearly so.

    Parameters
    ----------
    texts : sequence of str
    threshold : float
        Jaccard similarity of three-word runs, between 0 and 1.

    Returns
    -------
    array of int, shape (texts,)
        Position of the first text of each text's group; its own where it stands alone.

    Notes
    -----
    MinHash, Broder, *On the resemblance and containment of documents*, 1997, with datasketch.

    Examples
    --------
    >>> near_duplicates(["Stop it!", "the bridge is shut again", "stop it"]).tolist()
    [0, 1, 0]
    """
    words = [tuple(_WORD.findall(text.casefold())) for text in texts]
    firsts: dict[tuple[str, ...] | str, int] = {}
    same = [
        firsts.setdefault(found or text, place) for place, (found, text) in enumerate(zip(words, texts, strict=True))
    ]
    links = [(first, place) for place, first in enumerate(same) if first != place]
    links += _alike({place: words[place] for place in firsts.values()}, threshold)
    return _first_of_group(len(texts), links)


def _alike(words: dict[int, tuple[str, ...]], threshold: float) -> Iterator[tuple[int, int]]:
    """Pairs of places whose texts share enough three-word runs."""
    from datasketch import MinHash, MinHashLSH

    long = {place: found for place, found in words.items() if len(found) >= COMPARED_FROM}
    runs = [{" ".join(found[n : n + 3]).encode() for n in range(len(found) - 2)} for found in long.values()]
    # Hashes miss half of the pairs that lie right at their threshold, so they look further than is asked.
    index = MinHashLSH(threshold=threshold - SLACK, num_perm=PERMUTATIONS)
    hashes = MinHash.generator(runs, num_perm=PERMUTATIONS)
    shown = dict(zip(long, runs, strict=True))
    for place, hashed in zip(long, hashes, strict=True):
        for other in index.query(hashed):
            if _similarity(shown[place], shown[other]) >= threshold:
                yield other, place
        index.insert(place, hashed, check_duplication=False)


def _similarity(some: set[bytes], others: set[bytes]) -> float:
    return len(some & others) / len(some | others)


def _first_of_group(count: int, links: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    if not count:
        return np.zeros(0, dtype=np.intp)
    rows, columns = zip(*links, strict=True) if links else ((), ())
    graph = coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    _, groups = connected_components(graph, directed=False)
    _, firsts = np.unique(groups, return_index=True)
    return np.asarray(firsts[groups], dtype=np.intp)
