"""Comments column by column, which is how many of them travel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, Self

from classifier.records import Comment, Segment


@dataclass(frozen=True)
class Block:
    """Comments that stand one after another; the fields of `Comment`, each for all of them.

    Attributes
    ----------
    text : list of bytes
        In UTF-8, as the scorer and most files want it.
    """

    comment_id: list[str]
    document: list[str]
    sha256: list[str]
    start_line: list[int]
    end_line: list[int]
    text: list[bytes]
    author: list[str | None]
    posted_at: list[str | None]
    parent_id: list[str | None]
    votes: list[int | None]

    def __len__(self) -> int:
        return len(self.comment_id)

    def __getitem__(self, span: slice) -> Self:
        return type(self)(*(column[span] for column in self._columns()))

    def _columns(self) -> tuple[list[Any], ...]:
        return tuple(getattr(self, field.name) for field in fields(self))

    @classmethod
    def of(cls, comments: Sequence[Comment]) -> Self:
        r"""Comments as a block.

        Examples
        --------
        >>> block = Block.of([Comment("id", "page", "00", 1, 2, "Déjà vu")])
        >>> block.text, list(block.comments()) == [Comment("id", "page", "00", 1, 2, "Déjà vu")]
        ([b'D\xc3\xa9j\xc3\xa0 vu'], True)
        """
        columns = {name.name: [getattr(comment, name.name) for comment in comments] for name in fields(cls)}
        return cls(**columns | {"text": [text.encode("utf-8", "surrogatepass") for text in columns["text"]]})

    def comments(self) -> Iterator[Comment]:
        """The comments one by one."""
        names = [field.name for field in fields(self)]
        for values in zip(*self._columns(), strict=True):
            named = dict(zip(names, values, strict=True))
            yield Comment(**named | {"text": decoded(named["text"])})

    def segments(self) -> Iterator[Segment]:
        """The comments as the segments they are."""
        names = [field.name for field in fields(self)]
        for comment in self.comments():
            yield Segment(role="comment", confidence=1.0, **{name: getattr(comment, name) for name in names})


def decoded(raw: bytes) -> str:
    """A text of a block as Python has it."""
    return raw.decode("utf-8", "surrogatepass")


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks as one, in their order."""
    if len(blocks) == 1:
        return blocks[0]
    columns = {field.name: [getattr(block, field.name) for block in blocks] for field in fields(Block)}
    return Block(**{name: list(chain.from_iterable(parts)) for name, parts in columns.items()})
