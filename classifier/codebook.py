"""The codebook: which heads there are, which labels each has, and what they mean.

A codebook is a TOML file. Required are a `name`, a `version` and one or more `[[heads]]`, each with a
`name` and two or more `[[heads.labels]]` with a `name` and a `definition`. Everything else has a
sensible default.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

from classifier.errors import CodebookError
from classifier.files import read_bytes
from classifier.records import digest

#: Colours told apart with any colour vision, used in order where a codebook names none.
PALETTE = ("#332288", "#88ccee", "#117733", "#ddcc77", "#cc6677", "#aa4499", "#44aa99", "#882255", "#999933")

#: Keys Streamlit leaves free, used in order where a codebook names none.
SHORTCUTS = "1234567890QWEYUIOPADFGHJKLZXVBNM"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

#: Characters of a codebook; a longer one is none.
LONGEST = 200_000

_PART = r"""(?:(?<![\w-])[\w-]++|"[^"\n]*"|'[^'\n]*')"""
# The time a key takes grows with the square of its parts.
_NESTED = re.compile(rf"{_PART}(?:\s*\.\s*{_PART}){{20}}")


@dataclass(frozen=True)
class Label:
    """One label of a head: its name in files and how people meet it."""

    name: str
    definition: str
    display: str
    rules: tuple[str, ...]
    examples: tuple[str, ...]
    colour: str
    shortcut: str


@dataclass(frozen=True)
class Head:
    """One question asked of every comment, and its possible answers in order.

    Attributes
    ----------
    opposed : tuple of str
        The two labels that take opposite sides, or none.
    """

    name: str
    question: str
    rules: tuple[str, ...]
    labels: tuple[Label, ...]
    opposed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Label names in the codebook's order."""
        return tuple(label.name for label in self.labels)

    def label(self, name: str) -> Label:
        """The label of that name.

        Raises
        ------
        KeyError
            When the head has no such label.
        """
        for label in self.labels:
            if label.name == name:
                return label
        raise KeyError(name)

    @property
    def mirrored_order(self) -> tuple[int, ...]:
        """For each label, the position of the label its comment's mirror twin has."""
        order = list(range(len(self.labels)))
        if self.opposed:
            first, second = (self.names.index(name) for name in self.opposed)
            order[first], order[second] = second, first
        return tuple(order)


@dataclass(frozen=True)
class Codebook:
    """Heads, labels and the names of the sides; see `read_codebook`."""

    name: str
    version: str
    title: str
    heads: tuple[Head, ...]
    mirror_pairs: tuple[tuple[str, str], ...] = ()
    source: str = ""
    text: str = field(default="", repr=False, compare=False)

    def head(self, name: str) -> Head:
        """The head of that name.

        Raises
        ------
        KeyError
            When the codebook has no such head.
        """
        for head in self.heads:
            if head.name == name:
                return head
        raise KeyError(name)

    @cached_property
    def digest(self) -> str:
        """Digest of what decides a model: names, heads, labels in order, opposites and mirror."""
        parts = [self.name]
        for head in self.heads:
            parts += ["head", head.name, *head.names, "opposed", *head.opposed]
        parts += ["mirror", *(word for pair in self.mirror_pairs for word in pair)]
        return digest(*parts)


def read_codebook(path: str | os.PathLike[str]) -> Codebook:
    """Read a codebook from its TOML file.

    Raises
    ------
    CodebookError
        When the file is missing or wrong, naming the line and the reason.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError("is not UTF-8 text", where=path, remedy="save it as UTF-8") from error
    return parse_codebook(text, where=str(path))


def parse_codebook(text: str, where: str = "codebook") -> Codebook:
    """Read a codebook from the text of a TOML file.

    Parameters
    ----------
    text : str
        TOML.
    where : str
        What errors call the text.

    Raises
    ------
    CodebookError
        When the text is wrong, naming the line and the reason.

    Examples
    --------
    >>> book = parse_codebook('''
    ... name = "mood"
    ... version = "1"
    ... [[heads]]
    ... name = "mood"
    ... [[heads.labels]]
    ... name = "glad"
    ... definition = "The writer is glad."
    ... [[heads.labels]]
    ... name = "sad"
    ... definition = "The writer is sad."
    ... ''')
    >>> book.head("mood").names
    ('glad', 'sad')
    >>> parse_codebook('name = 7')
    Traceback (most recent call last):
    classifier.errors.CodebookError: codebook, line 1: `name` must be a text in quotation marks; ...
    """
    if len(text) > LONGEST or _NESTED.search(text):
        raise CodebookError("is longer or nested deeper than any codebook", where=where, remedy="name a codebook")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{where}, line {line.group(1)}" if line else f"{where}, last line"
        raise CodebookError(f"is not valid TOML ({error})", where=place, remedy="mend the line") from error
    return _Parser(text, where).codebook(data)


class _Parser:
    """Checks every key of a codebook and knows which line to name when one is wrong."""

    def __init__(self, text: str, where: str):
        self.whole = text
        self.lines = text.splitlines()
        self.where = where
        self.headers: dict[str, list[int]] = {}

    def codebook(self, data: dict[str, Any]) -> Codebook:
        top = (0, "the codebook")
        self.known(data, {"name", "version", "title", "heads", "mirror"}, top)
        name = self.identifier(data, "name", top)
        version = self.text(data, "version", top)
        heads = self.tables(data, "heads", top, least=1)
        parsed = tuple(self.head(head, number) for number, head in enumerate(heads))
        self.distinct([h.name for h in parsed], "head", top)
        return Codebook(
            name=name,
            version=version,
            title=self.text(data, "title", top, default=name),
            heads=self.with_shortcuts(parsed),
            mirror_pairs=self.mirror(data.get("mirror", {})),
            source=self.where,
            text=self.whole,
        )

    def head(self, data: Any, number: int) -> Head:
        place = (self.header_line("heads", number), f"head {number + 1}")
        self.known(data, {"name", "question", "rules", "labels", "opposed"}, place)
        name = self.identifier(data, "name", place)
        labels = self.tables(data, "labels", place, least=2)
        first = sum(self.count_labels_before(number))
        parsed = tuple(self.label(label, index, first + index) for index, label in enumerate(labels))
        self.distinct([label.name for label in parsed], "label", place)
        opposed = self.texts(data, "opposed", place)
        if opposed and (len(set(opposed)) != 2 or not set(opposed) <= {label.name for label in parsed}):
            self.refuse("`opposed` must name two different labels of this head", self.key_line("opposed", place[0]))
        question = self.text(data, "question", place, default=f"Which {name}?")
        return Head(name, question, self.texts(data, "rules", place), parsed, opposed)

    def label(self, data: Any, index: int, position: int) -> Label:
        place = (self.header_line("heads.labels", position), f"label {index + 1}")
        allowed = {"name", "definition", "display", "rules", "examples", "colour", "shortcut"}
        self.known(data, allowed, place)
        name = self.identifier(data, "name", place)
        colour = self.text(data, "colour", place, default=PALETTE[index % len(PALETTE)])
        if not _COLOUR.fullmatch(colour):
            self.refuse("`colour` must look like #1a2b3c", self.key_line("colour", place[0]))
        shortcut = self.text(data, "shortcut", place, default="*").upper()
        if shortcut != "*" and shortcut not in SHORTCUTS:
            self.refuse(f"`shortcut` must be one of {SHORTCUTS}", self.key_line("shortcut", place[0]))
        return Label(
            name=name,
            definition=self.text(data, "definition", place),
            display=self.text(data, "display", place, default=name.replace("_", " ").capitalize()),
            rules=self.texts(data, "rules", place),
            examples=self.texts(data, "examples", place),
            colour=colour.lower(),
            shortcut=shortcut,
        )

    def with_shortcuts(self, heads: tuple[Head, ...]) -> tuple[Head, ...]:
        """Give each label without a key the next free one; refuse a key used twice."""
        taken = [label.shortcut for head in heads for label in head.labels if label.shortcut != "*"]
        self.distinct(taken, "shortcut", (0, "the codebook"))
        free = (key for key in SHORTCUTS if key not in taken)
        return tuple(
            Head(
                head.name,
                head.question,
                head.rules,
                tuple(
                    Label(**{**vars(label), "shortcut": next(free, "")}) if label.shortcut == "*" else label
                    for label in head.labels
                ),
                head.opposed,
            )
            for head in heads
        )

    def mirror(self, data: Any) -> tuple[tuple[str, str], ...]:
        place = (self.header_line("mirror", 0, single=True), "the mirror")
        self.known(data, {"pairs"}, place)
        pairs = data.get("pairs", [])
        seen: set[str] = set()
        for pair in pairs if isinstance(pairs, list) else [None]:
            if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(w, str) for w in pair)):
                self.refuse("`pairs` must be pairs of words", self.key_line("pairs", place[0]))
            for word in pair:
                line = self.line_with(f'"{word}"', place[0])
                if not re.fullmatch(r"[^\W_]+", word) or word != word.lower():
                    self.refuse(f"{word!r} must be one word in small letters", line)
                if word in seen:
                    self.refuse(f"{word!r} stands in two pairs", line)
                seen.add(word)
        return tuple((first, second) for first, second in pairs)

    def known(self, data: Any, allowed: set[str], place: tuple[int, str]) -> None:
        if not isinstance(data, dict):
            self.refuse(f"{place[1]} must be a table", place[0])
        for key in data:
            if key not in allowed:
                choices = ", ".join(sorted(allowed))
                self.refuse(f"{place[1]} has an unknown key `{key}` (known: {choices})", self.key_line(key, place[0]))

    def text(self, data: dict[str, Any], key: str, place: tuple[int, str], default: str | None = None) -> str:
        if key not in data and default is not None:
            return default
        if key not in data:
            self.refuse(f"{place[1]} has no `{key}`", place[0])
        if not isinstance(data[key], str) or not data[key].strip():
            self.refuse(f"`{key}` must be a text in quotation marks", self.key_line(key, place[0]))
        return data[key].strip()

    def identifier(self, data: dict[str, Any], key: str, place: tuple[int, str]) -> str:
        value = self.text(data, key, place)
        if not _NAME.fullmatch(value):
            self.refuse(
                f"`{key}` may have letters a-z, digits, `-`, `_` and `.` only, not {value!r}",
                self.key_line(key, place[0]),
            )
        return value

    def texts(self, data: dict[str, Any], key: str, place: tuple[int, str]) -> tuple[str, ...]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.refuse(f"`{key}` must be a list of texts", self.key_line(key, place[0]))
        return tuple(value)

    def tables(self, data: dict[str, Any], key: str, place: tuple[int, str], least: int) -> list[Any]:
        value = data.get(key, [])
        if not isinstance(value, list) or len(value) < least:
            self.refuse(f"{place[1]} needs at least {least} `{key}`", place[0])
        return value

    def distinct(self, names: list[str], kind: str, place: tuple[int, str]) -> None:
        for index, name in enumerate(names):
            if name in names[:index]:
                self.refuse(f"the {kind} {name!r} is given twice", self.line_with(f'"{name}"', place[0], last=True))

    def count_labels_before(self, head: int) -> list[int]:
        """How many label headers stand beneath each earlier head."""
        counts: list[int] = []
        for line in self.lines:
            if re.match(r"\s*\[\[\s*heads\s*\]\]", line):
                counts.append(0)
            elif counts and re.match(r"\s*\[\[\s*heads\s*\.\s*labels\s*\]\]", line):
                counts[-1] += 1
        return counts[:head]

    def header_line(self, table: str, number: int, single: bool = False) -> int:
        name = r"\s*\.\s*".join(map(re.escape, table.split(".")))
        pattern = rf"\s*\[\s*{name}\s*\]" if single else rf"\s*\[\[\s*{name}\s*\]\]"
        if pattern not in self.headers:
            self.headers[pattern] = [at for at, line in enumerate(self.lines, 1) if re.match(pattern, line)]
        found = self.headers[pattern]
        return found[number] if number < len(found) else 0

    def key_line(self, key: str, start: int) -> int:
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for at in range(max(start, 1), len(self.lines) + 1):
            if pattern.match(self.lines[at - 1]):
                return at
        return start

    def line_with(self, piece: str, start: int, last: bool = False) -> int:
        found = [at for at in range(max(start, 1), len(self.lines) + 1) if piece in self.lines[at - 1]]
        return (found[-1] if last else found[0]) if found else start

    def refuse(self, why: str, line: int) -> NoReturn:
        place = f"{self.where}, line {line}" if line else self.where
        raise CodebookError(why, where=place, remedy="see labels/codebook.toml for one that works")
