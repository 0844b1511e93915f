"""What the model sees of a text: words, letters, who stands near whom, and manner of writing.

Four blocks of terms, each weighted by sublinear TF-IDF and scaled to length 1:

``words``
    Words, hashtags, emoji and expressive punctuation, alone and in pairs.
``letters``
    Runs of two to five characters within a word, which see through inflection and misspelling.
``sides``
    Each word within a few places before or after a side's name, with the name replaced by ``self`` or
    ``other``, so that what is learnt of one side's names is learnt of the other's.
``manner``
    Capitals, exclamation marks, quotation marks, line breaks and the like, which the others fold away.

A fifth block, ``embedding``, is left out by default: it holds no terms but the numbers of a small neural model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from classifier.learn import embedding
from classifier.learn.mirror import Mirror
from classifier.learn.normalise import normalise

#: A term and the spans of the normalised text it was read from.
Occurrence = tuple[str, tuple[tuple[int, int], ...]]

#: Characters of a text that are read; no comment is longer, and a runaway line must not stop a run.
LONGEST = 20_000

_TOKEN = re.compile(r"#?\w+|[!?]+|\.{3}|\"|[☀-➿\U0001f1e6-\U0001faff]")
_CHUNK = re.compile(r"\S+")
_SIDE_NAMES = ("self", "other")


@dataclass(frozen=True)
class FeatureSettings:
    """Sizes of the blocks.

    Attributes
    ----------
    words, letters : (int, int)
        Shortest and longest run of words and of characters.
    window : int
        How many words before and after a side's name are paired with it; 0 for none.
    manner : bool
        Whether to look at the manner of writing.
    least : int
        Number of training texts a term must occur in.
    embedding : str
        Name of the embedding model whose numbers are added; none by default.
    """

    words: tuple[int, int] = (1, 2)
    letters: tuple[int, int] = (2, 5)
    window: int = 6
    manner: bool = True
    least: int = 2
    embedding: str = ""


def word_occurrences(text: str, shortest: int, longest: int) -> Iterator[Occurrence]:
    """Runs of words of a normalised text with their spans."""
    tokens = [(m.group(), m.span()) for m in _TOKEN.finditer(text)]
    for size in range(shortest, longest + 1):
        for at in range(len(tokens) - size + 1):
            run = tokens[at : at + size]
            yield " ".join(word for word, _ in run), tuple(span for _, span in run)


def letter_occurrences(text: str, shortest: int, longest: int) -> Iterator[Occurrence]:
    """Runs of characters within each chunk between blanks, padded with a blank on both sides."""
    for chunk in _CHUNK.finditer(text):
        padded = f" {chunk.group()} "
        for size in range(shortest, longest + 1):
            for at in range(max(1, len(padded) - size + 1)):
                yield padded[at : at + size], (chunk.span(),)
            if size >= len(padded):
                break


def side_occurrences(text: str, mirror: Mirror, window: int) -> Iterator[Occurrence]:
    """Each word near a side's name, with the name as ``self`` (first side) or ``other``."""
    tokens = [(m.group(), m.span()) for m in _TOKEN.finditer(text)]
    sides = [mirror.side(word.lstrip("#")) for word, _ in tokens]
    shown = [w if s is None else _SIDE_NAMES[s] for (w, _), s in zip(tokens, sides, strict=True)]
    for at, side in enumerate(sides):
        if side is None:
            continue
        for near in range(max(0, at - window), min(len(tokens), at + window + 1)):
            if near != at:
                mark = "<" if near < at else ">"
                yield f"{shown[at]}{mark}{shown[near]}", (tokens[at][1], tokens[near][1])


_CAPITALS = "capitals"
#: Share of capital letters above which a whole text counts as written in capitals.
_SHOUTED = 0.7

_MANNERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_CAPITALS, re.compile(r"\b[^\W\d_a-z]{3,}\b")),
    ("exclaims", re.compile(r"!")),
    ("exclaims again", re.compile(r"!{2,}")),
    ("asks", re.compile(r"\?")),
    ("asks again", re.compile(r"\?{2,}|\?!|!\?")),
    ("trails off", re.compile(r"\.{2,}|…")),
    ("quotes", re.compile(r"[\"“”«»]")),
    ("scare quotes", re.compile(r"[\"“'‘]\w+(?:[ -]\w+)?[\"”'’]")),
    ("quotes a reader", re.compile(r"(?m)^\s*>")),
    ("digits", re.compile(r"(?<![^\W_])\d+")),
    ("year", re.compile(r"\b(?:1[89]|20)\d\d\b")),
    ("small start", re.compile(r"^\s*[a-zà-ÿ]")),
    ("no end", re.compile(r"[^\s.!?…\"”')\]]\s*$")),
    ("new line", re.compile(r"\n")),
    ("emoji", re.compile(r"[☀-➿\U0001f1e6-\U0001faff]")),
    ("hashtag", re.compile(r"#\w+")),
    ("link", re.compile(r"https?://|www\.")),
    ("reader", re.compile(r"(?<!\w)@\w+")),
    ("small i", re.compile(r"\bi\b")),
    ("comma", re.compile(r",")),
    ("colon", re.compile(r":")),
    ("semicolon", re.compile(r";")),
    ("full stop", re.compile(r"\.(?=\s|$)")),
    ("brackets", re.compile(r"\(")),
    ("dash", re.compile(r"[–—]| - ")),
    ("masked", re.compile(r"\w[*$@#]+\w")),
)


def manner_occurrences(raw: str) -> Iterator[Occurrence]:
    """Marks of the manner of writing, read from the text as it was written.

    Capitals stress nothing where everything is in capitals, so a text of that kind has no mark of them.
    """
    shouted = _is_shouted(raw)
    for name, pattern in _MANNERS:
        if not (shouted and name == _CAPITALS):
            for match in pattern.finditer(raw):
                yield name, (match.span(),)


def _is_shouted(raw: str) -> bool:
    return sum(map(str.isupper, raw)) > _SHOUTED * sum(map(str.isalpha, raw))


@dataclass(frozen=True)
class Reading:
    """A text as the blocks read it: as it was written, normalised, and its mirror twin where it has one."""

    raw: str
    plain: str
    twin: str | None


@dataclass
class Block:
    """One block of terms: how to read them from a text, and what was learnt of them.

    Attributes
    ----------
    terms : list of str
        In the order of the block's columns.
    idf : array of float, shape (terms,)
    """

    name: str
    occurrences: Callable[[str], Iterator[Occurrence]]
    reads_raw: bool = False
    terms: tuple[str, ...] = ()
    idf: NDArray[np.float64] | None = None
    _columns: dict[str, int] | None = None

    @property
    def columns(self) -> dict[str, int]:
        """Column of each term."""
        if self._columns is None or len(self._columns) != len(self.terms):
            self._columns = {term: column for column, term in enumerate(self.terms)}
        return self._columns

    def analyse(self, text: str) -> list[str]:
        """Terms of a text in order, repeated as they repeat."""
        return [term for term, _ in self.occurrences(text)]

    def learn_terms(self, texts: Sequence[str]) -> None:
        """Take every term of texts, in alphabetical order."""
        terms: set[str] = set()
        for text in texts:
            terms.update(self.analyse(text))
        self.terms = tuple(sorted(terms))

    def count(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Counts of terms, shape (texts, terms)."""
        if not self.terms or not len(texts):
            return sp.csr_matrix((len(texts), len(self.terms)))
        counter = CountVectorizer(analyzer=self.analyse, vocabulary=self.columns, dtype=np.float64)
        return counter.transform(texts)

    def weights(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """Sublinear TF-IDF of counts, each row of length 1 or 0."""
        transformer = TfidfTransformer(sublinear_tf=True)
        transformer.idf_ = self.idf
        return transformer.transform(counts)


def _no_occurrences(_text: str) -> Iterator[Occurrence]:
    return iter(())


class EmbeddingBlock(Block):
    """The numbers a small neural model makes of a text, which are no terms and are not weighted."""

    def __init__(self) -> None:
        super().__init__("embedding", _no_occurrences)

    def learn_terms(self, texts: Sequence[str]) -> None:
        """One column a number."""
        self.terms = tuple(f"embedding {number}" for number in range(embedding.WIDTH))

    def count(self, texts: Sequence[str]) -> sp.csr_matrix:
        """The numbers, shape (texts, terms)."""
        columns = [int(term.rpartition(" ")[2]) for term in self.terms]
        return sp.csr_matrix(embedding.embed(texts)[:, columns])

    def weights(self, counts: sp.csr_matrix) -> sp.csr_matrix:
        """The numbers as they are."""
        return counts


class TextFeatures:
    """Turns texts into weighted terms.

    Parameters
    ----------
    settings : FeatureSettings
    mirror : Mirror
        Names of the sides; an empty one leaves the ``sides`` block out.
    """

    def __init__(self, settings: FeatureSettings, mirror: Mirror):
        self.settings = settings
        self.mirror = mirror
        self.blocks = self._blocks()

    def _blocks(self) -> list[Block]:
        size = self.settings
        blocks = [
            Block("words", partial(word_occurrences, shortest=size.words[0], longest=size.words[1])),
            Block("letters", partial(letter_occurrences, shortest=size.letters[0], longest=size.letters[1])),
        ]
        if self.mirror and size.window:
            blocks.append(Block("sides", partial(side_occurrences, mirror=self.mirror, window=size.window)))
        if size.manner:
            blocks.append(Block("manner", manner_occurrences, reads_raw=True))
        if size.embedding:
            embedding.require(size.embedding)
            blocks.append(EmbeddingBlock())
        return blocks

    @property
    def width(self) -> int:
        """Number of columns."""
        return sum(len(block.terms) for block in self.blocks)

    @property
    def counted_width(self) -> int:
        """Number of columns that hold terms; they stand before all others."""
        return sum(len(block.terms) for block in self.blocks if not isinstance(block, EmbeddingBlock))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Texts as the blocks read them."""
        readings = []
        for text in texts:
            raw = text[:LONGEST]
            plain = normalise(raw)
            twin = self.mirror.exchange(plain)
            readings.append(Reading(raw, plain, twin if twin != plain else None))
        return readings

    def learn_terms(self, readings: Sequence[Reading]) -> None:
        """Take every term of texts and of their twins, in alphabetical order."""
        raw = [reading.raw for reading in readings]
        plain = [reading.plain for reading in readings]
        plain += [reading.twin for reading in readings if reading.twin is not None]
        for block in self.blocks:
            block.learn_terms(raw if block.reads_raw else plain)

    def count(self, readings: Sequence[Reading]) -> list[sp.csr_matrix]:
        """Counts of terms per block, each of shape (texts, terms of the block)."""
        raw = [reading.raw for reading in readings]
        plain = [reading.plain for reading in readings]
        return [block.count(raw if block.reads_raw else plain) for block in self.blocks]

    def count_twins(self, readings: Sequence[Reading], plain: Sequence[sp.csr_matrix]) -> list[sp.csr_matrix]:
        """Counts of the mirror twins' terms; a text that names no side stands for its own twin.

        Parameters
        ----------
        readings : sequence of Reading
        plain : list of csr_matrix
            What `count` gave for them.
        """
        twins = [reading.twin for reading in readings if reading.twin is not None]
        rows = np.arange(len(readings))
        named = names_a_side(readings)
        rows[named] = len(readings) + np.arange(len(twins))
        return [
            count if block.reads_raw else sp.vstack([count, block.count(twins)], format="csr")[rows]
            for block, count in zip(self.blocks, plain, strict=True)
        ]

    def learn_weights(self, counts: Sequence[sp.csr_matrix], least: int) -> list[NDArray[np.intp]]:
        """Keep the terms that enough texts have, and learn their inverse document frequencies.

        Parameters
        ----------
        counts : list of csr_matrix
            Counts per block, of the training rows.
        least : int
            Rows a term must occur in.

        Returns
        -------
        list of array of int
            Columns of the given counts that were kept, per block.
        """
        kept = []
        for block, count in zip(self.blocks, counts, strict=True):
            columns = np.flatnonzero(np.asarray((count > 0).sum(axis=0)).ravel() >= least)
            block.terms = tuple(block.terms[column] for column in columns)
            block.idf = _idf(count[:, columns])
            kept.append(columns)
        return kept

    def weigh(self, counts: Sequence[sp.csr_matrix]) -> sp.csr_matrix:
        """Weighted terms of counted texts, shape (texts, width)."""
        parts = [block.weights(count) for block, count in zip(self.blocks, counts, strict=True) if len(block.terms)]
        if not parts:
            return sp.csr_matrix((counts[0].shape[0], 0))
        return sp.hstack(parts, format="csr")


def names_a_side(readings: Sequence[Reading]) -> NDArray[np.bool_]:
    """Whether each text has a mirror twin, shape (texts,)."""
    return np.array([reading.twin is not None for reading in readings], dtype=bool)


def _idf(counts: sp.csr_matrix) -> NDArray[np.float64]:
    if not counts.shape[1]:
        return np.zeros(0)
    return np.asarray(TfidfTransformer().fit(counts).idf_, dtype=np.float64)
