"""A fitted model taken apart into the arrays of the scorer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import BelowlineError
from classifier.learn.fast import characters, kernel, tries
from classifier.learn.fast.characters import SPACE

#: Version of these arrays and of the rules they are read by; arrays of another one are made anew.
FORMAT = 4

#: What `features` did when the scorer was written after it.
_KNOWN_FEATURES = "caff4fe69b60a071"

_BLOCKS = ("words", "letters", "sides", "manner")
_SETTINGS = {"words", "letters", "window", "manner", "least", "embedding"}
_SIDE_NAMES = ("self", "other")
#: Widest window in which no word can stand near names more often than is counted.
_WIDEST = 32
#: Longest run of taken slots a table may have.
_LONGEST_RUN = 96


class Unsupported(BelowlineError):
    """The scorer does not know how to read a model; the reference does."""


def compile_model(model: Any) -> dict[str, NDArray[Any]]:
    """Arrays of a fitted model by name, all that is needed to score with it.

    Parameters
    ----------
    model : classifier.learn.model.Model

    Raises
    ------
    Unsupported
        Where the model has settings or features the scorer does not know.
    """
    check_supported(model)
    made = _vocabulary(model) | _weights(model) | _spelling() | {"stamp": stamp()}
    return made | _of_one_length(made)


def _of_one_length(made: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Arrays by token and by column padded to one length, so that a number fits either."""
    length = max(len(made["unigrams"]), len(made["rows"]))
    empty = {"unigrams": -1, "sides": -1, "shown": 0}
    padded = {name: _padded(made[name], length, value) for name, value in empty.items()}
    rows = np.concatenate([made["rows"], np.zeros((length - len(made["rows"]), *made["rows"].shape[1:]))])
    return padded | {"near": _padded(made["near"], 4 * length, -1), "rows": rows}


def _padded(values: NDArray[Any], length: int, value: float) -> NDArray[Any]:
    return np.pad(values, (0, length - len(values)), constant_values=value)


def are_sound(arrays: Mapping[str, NDArray[Any]], labels: int) -> bool:
    """Whether no text can lead the scorer out of some arrays or round in them for ever.

    Machine code looks at no bounds, and arrays may come from a stranger's folder.

    Parameters
    ----------
    arrays : mapping of str to array
    labels : int
        Labels of all heads of the codebook.
    """
    try:
        return _are_sound(arrays, labels)
    except (KeyError, IndexError, TypeError, ValueError):
        return False


def _are_sound(arrays: Mapping[str, NDArray[Any]], labels: int) -> bool:
    length, nodes = len(arrays["unigrams"]), len(arrays["values"])
    kinds: dict[str, Any] = {name: (arrays[name].dtype, arrays[name].shape) for name in kernel.Tables._fields}
    shapes: dict[str, tuple[type, tuple[int, ...]]] = {
        "classes": (np.uint8, (0x110000,)),
        "plain": (np.int32, (characters.SPELT,)),
        "blanks": (np.uint8, (256,)),
        "codes": (np.int32, kinds["codes"][1]),
        "trie": (np.int32, (nodes, 2)),
        "values": (np.int32, (nodes,)),
        "rows": (np.float64, (length, -(-labels // kernel.LANES), kernel.LANES)),
        "unigrams": (np.int32, (length,)),
        "pairs": (np.int64, kinds["pairs"][1]),
        "sides": (np.int32, (length,)),
        "shown": (np.int32, (length,)),
        "near": (np.int32, (4 * length,)),
        "manners": (np.int32, (len(kernel.MANNERS),)),
        "intercepts": (np.float64, (2, labels)),
        "mirrored": (np.int32, (labels,)),
        "temperatures": (np.float64, (labels,)),
        "heads": (np.int32, kinds["heads"][1]),
        "sizes": (np.int64, (5,)),
        "logs": (np.float64, kinds["logs"][1]),
    }
    ranges = {
        "plain": (0, 0x110000),
        "values": (-1, length),
        "unigrams": (-1, length),
        "sides": (-1, 2),
        "shown": (0, length),
        "near": (-1, length),
        "manners": (-1, length),
        "mirrored": (0, labels),
    }
    return (
        kinds == shapes
        and all(_within(arrays[name], *span) for name, span in ranges.items())
        and all(np.isfinite(arrays[name]).all() for name, (kind, _) in shapes.items() if kind is np.float64)
        and bool((arrays["temperatures"] > 0).all())
        and _stays_inside(arrays["codes"], arrays["trie"])
        and _ends(arrays["pairs"], length)
        and _are_sizes(arrays["sizes"].tolist(), arrays["heads"].tolist(), labels)
        and length > kernel.STRANGER
        and arrays["logs"].ndim == 1
        and len(arrays["logs"]) > 0
    )


def _within(values: NDArray[Any], low: int, high: int) -> bool:
    return not values.size or bool(low <= values.min() and values.max() < high)


def _stays_inside(codes: NDArray[np.int32], trie: NDArray[np.int32]) -> bool:
    """Whether every step from a node leads to a place of the trie."""
    beyond = len(trie) - int(codes.max(initial=0))
    return codes.ndim == 1 and bool((codes >= 0).all()) and len(trie) >= 2 and _within(trie[:, 0], 0, beyond)


def _ends(table: NDArray[np.int64], most: int) -> bool:
    """Whether every search in a hash table comes to an end, and finds nothing beyond a number."""
    found = table[table >= 0] & ((1 << kernel.FIELD) - 1)
    size = len(table)
    return size & (size - 1) == 0 and _longest_run(table) <= _LONGEST_RUN and _within(found, 0, most)


def _are_sizes(sizes: list[int], heads: list[int], labels: int) -> bool:
    shortest, longest, window, _, count = sizes
    rising = heads[0] == 0 and heads[-1] == labels and heads == sorted(heads)
    small = 1 <= shortest <= longest <= 100 and 0 <= window <= _WIDEST and min(sizes) >= 0
    return rising and small and count == labels


def stamp() -> NDArray[np.uint8]:
    """What the arrays depend on besides the model: the format, the spelling rules, Python's Unicode."""
    text = f"{FORMAT} {_KNOWN_FEATURES} {characters.spelling_digest()} {unicodedata.unidata_version}"
    return np.frombuffer(text.encode(), dtype=np.uint8)


def check_supported(model: Any) -> None:
    """Refuse a model the scorer would not read as the reference does.

    Raises
    ------
    Unsupported
    """
    for reason, wrong in _obstacles(model):
        if wrong:
            raise Unsupported(f"the compiled scorer does not know {reason}", remedy="use --engine reference")


def _obstacles(model: Any) -> Iterable[tuple[str, bool]]:
    features = model.features
    size = features.settings
    yield "this kind of model", type(model).__qualname__ != "Model"
    yield "these blocks of features", any(block.name not in _BLOCKS for block in features.blocks)
    yield "the context of a comment", any(head.context for head in model.heads)
    yield "these settings of features", set(asdict(size)) != _SETTINGS
    yield "these features", features_digest() != _KNOWN_FEATURES
    yield f"runs of words of {size.words}", not 1 <= size.words[0] <= size.words[1] <= 2
    yield f"runs of letters of {size.letters}", not 1 <= size.letters[0] <= min(3, size.letters[1])
    yield f"a window of {size.window} words", size.window > _WIDEST
    names = [name for pair in features.mirror.pairs for name in pair]
    yield "names of sides with capitals or none but signs", not all(map(str.islower, names))
    yield "a name of both sides", len(set(names)) != len(names)


def features_digest() -> str:
    """Digest of the rules by which features are read from a text."""
    from classifier.learn import features
    from classifier.records import digest

    rules = [f"{name} {pattern.pattern} {pattern.flags}" for name, pattern in features._MANNERS]
    rest = [features._TOKEN.pattern, features._CHUNK.pattern, *features._SIDE_NAMES]
    rest += [str(features.LONGEST), str(features._SHOUTED)]
    return digest(*rules, *rest)


def _spelling() -> dict[str, NDArray[Any]]:
    classes = characters.classes()
    blanks = np.zeros(256, dtype=np.uint8)
    blanks[:128] = (classes[:128] & SPACE) != 0
    wide = [chr(code).encode()[0] for code in np.flatnonzero(classes & SPACE).tolist() if code >= 128]
    blanks[wide] = 2
    return {"classes": classes, "plain": characters.plain(), "blanks": blanks}


def _weights(model: Any) -> dict[str, NDArray[Any]]:
    starts = np.cumsum([0, *(len(head.head.labels) for head in model.heads)]).astype(np.int32)
    mirrored = [s + at for s, head in zip(starts, model.heads, strict=False) for at in head.head.mirrored_order]
    intercepts = np.concatenate([head.intercepts for head in model.heads])
    temperatures = [head.temperature for head in model.heads for _ in head.head.labels]
    return {
        "rows": _rows(model),
        "intercepts": np.vstack([intercepts, (intercepts + intercepts[mirrored]) / 2]),
        "mirrored": np.array(mirrored, dtype=np.int32),
        "temperatures": np.array(temperatures, dtype=np.float64),
        "heads": starts,
        "logs": np.concatenate([[0.0], np.log(np.arange(1.0, 4096.0)) + 1.0]),
    }


def _rows(model: Any) -> NDArray[np.float64]:
    """What one occurrence of each term adds to each label, and in the place of the last label its square.

    The last head's labels are counted from its last one, which changes none of its probabilities and leaves
    that one's place free.
    """
    idf = _idf(model.features.blocks)
    coefficients = [head.coefficients for head in model.heads]
    coefficients[-1] = coefficients[-1] - coefficients[-1][-1]
    stacked = np.vstack(coefficients).T * idf[:, None]
    stacked[:, -1] = np.square(idf)
    groups = -(-stacked.shape[1] // kernel.LANES)
    rows = np.zeros((max(len(idf), 1), groups * kernel.LANES))
    rows[: len(idf), : stacked.shape[1]] = stacked[_order(model.features.blocks)]
    return rows.reshape(-1, groups, kernel.LANES)


def _vocabulary(model: Any) -> dict[str, NDArray[Any]]:
    """Every block's terms as numbers of tokens, a trie, and tables from tokens to columns."""
    columns = _columns(model.features.blocks)
    tokens = _tokens(columns, model.features.mirror)
    pairs, pair_salt = _hashed(_pairs(columns["words"], tokens))
    size = model.features.settings
    labels = sum(len(head.head.labels) for head in model.heads)
    sizes = [*size.letters, size.window, pair_salt, labels]
    return {
        **tries.laid_out([columns["letters"], tokens]),
        "pairs": pairs,
        **_token_tables(columns, tokens, model.features.mirror),
        "manners": np.array([columns["manner"].get(name, -1) for name in kernel.MANNERS], dtype=np.int32),
        "sizes": np.array(sizes, dtype=np.int64),
    }


def _columns(blocks: Sequence[Any]) -> dict[str, dict[str, int]]:
    """Column of each term, per block."""
    found: dict[str, dict[str, int]] = {name: {} for name in _BLOCKS}
    place = np.argsort(_order(blocks)).tolist()
    start = 0
    for block in blocks:
        found[block.name] = dict(zip(block.terms, place[start : start + len(block.terms)], strict=True))
        start += len(block.terms)
    return found


def _order(blocks: Sequence[Any]) -> NDArray[np.intp]:
    """Terms of the model by block, those of many texts first, so that what is often used lies together."""
    block_of = [n for n, block in enumerate(blocks) for _ in block.terms]
    return np.lexsort((_idf(blocks), np.array(block_of, dtype=np.intp)))


def _idf(blocks: Iterable[Any]) -> NDArray[np.float64]:
    return np.concatenate([np.zeros(0), *(block.idf for block in blocks if len(block.terms))])


def _tokens(columns: dict[str, dict[str, int]], mirror: Any) -> dict[str, int]:
    """A number for each token that any term is made of, or that names a side; one is kept for all others."""
    found = {name: at for at, name in enumerate((*_SIDE_NAMES, ""))}
    parts = [part for term in columns["words"] for part in term.split(" ")]
    parts += [near for _, _, near in map(_side_parts, columns["sides"])]
    parts += [mark + name for pair in mirror.pairs for name in pair for mark in ("", "#")]
    for part in parts:
        found.setdefault(part, len(found))
    return found


def _side_parts(term: str) -> tuple[str, str, str]:
    """A term of the block of sides as the name, the mark of its place, and what stands near it."""
    name = next(name for name in _SIDE_NAMES if term.startswith(name))
    return name, term[len(name)], term[len(name) + 1 :]


def _pairs(words: dict[str, int], tokens: dict[str, int]) -> dict[int, int]:
    halves = ((term.split(" "), column) for term, column in words.items() if term.count(" ") == 1)
    return {_key(tokens[first], tokens[second]): column for (first, second), column in halves}


def _token_tables(
    columns: dict[str, dict[str, int]], tokens: dict[str, int], mirror: Any
) -> dict[str, NDArray[np.int32]]:
    """Column of each single word, side it names, how it is shown, and columns where it stands near a side."""
    single = [columns["words"].get(token, -1) for token in tokens]
    sides = [-1 if side is None else side for side in (mirror.side(token.lstrip("#")) for token in tokens)]
    shown = [at if side < 0 else side for at, side in enumerate(sides)]
    near = np.full((len(tokens), 4), -1)
    for term, column in columns["sides"].items():
        name, mark, token = _side_parts(term)
        near[tokens[token], 2 * _SIDE_NAMES.index(name) + (mark == ">")] = column
    return {
        "unigrams": np.array(single, dtype=np.int32),
        "sides": np.array(sides, dtype=np.int32),
        "shown": np.array(shown, dtype=np.int32),
        "near": near.ravel().astype(np.int32),
    }


def _key(first: int, second: int) -> int:
    return (first << kernel.FIELD) | second


def _hashed(entries: dict[int, int]) -> tuple[NDArray[np.int64], int]:
    """Entries as an open hash table, -1 where a slot is free, with a salt that leaves no long search.

    A table of which at most half is taken, and in which no run of taken slots is long, answers in a few
    steps whatever it is asked.
    """
    most = 1 << kernel.FIELD
    if any(value >= most or key >> kernel.FIELD >= most for key, value in entries.items()):
        raise Unsupported("the compiled scorer does not know so many terms", remedy="use --engine reference")
    size = 1 << max(6, (2 * len(entries)).bit_length())
    for salt in range(1, 200):
        table = np.full(size, -1, dtype=np.int64)
        _fill(table.data, entries, salt)
        if _longest_run(table) <= _LONGEST_RUN:
            return table, salt
    raise Unsupported("the compiled scorer finds no table for this vocabulary", remedy="use --engine reference")


def _fill(table: memoryview, entries: dict[int, int], salt: int) -> None:
    mask = len(table) - 1
    for key, value in entries.items():
        slot = kernel.mixed(salt, key) & mask
        while table[slot] >= 0:
            slot = (slot + 1) & mask
        table[slot] = (key << kernel.FIELD) | value


def _longest_run(keys: NDArray[np.int64]) -> int:
    """Longest run of taken slots, the end joined to the beginning."""
    free = np.flatnonzero(np.concatenate([keys, keys]) < 0)
    return int(np.diff(free).max() - 1) if len(free) else len(keys)
