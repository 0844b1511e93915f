"""Another subject: a codebook of its own in a folder of its own, where pages, labels and models are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from classifier import files, places
from classifier.codebook import Codebook, Head, parse_codebook, read_codebook
from classifier.errors import OutputError

#: Labels after which the first training is worth its while.
FIRST_LABELS = 100


_HEADER = (
    "What each label means, for people and for the program. Change it freely before you label:",
    "`rules` tell annotators what to do with hard cases, `examples` show a label at work, and another",
    "[[heads]] with its [[heads.labels]] is another question asked of every comment.",
)


@dataclass(frozen=True)
class Question:
    """A question asked of every comment.

    Attributes
    ----------
    name : str
        What its column is called in files.
    labels : dict of str to str
        Each answer and what it means.
    text : str
        The question as people read it.
    opposed : sequence of str
        The two answers that take opposite sides, or none.
    rules : sequence of str
    """

    name: str
    labels: Mapping[str, str]
    text: str = ""
    opposed: Sequence[str] = ()
    rules: Sequence[str] = field(default=())


def question_of(head: Head) -> Question:
    """The question a head of another codebook asks."""
    labels = {label.name: label.definition for label in head.labels}
    return Question(head.name, labels, head.question, head.opposed, head.rules)


def codebook_text(
    name: str, questions: Iterable[Question], title: str = "", pairs: Iterable[tuple[str, str]] = ()
) -> str:
    r"""A codebook as TOML.

    Parameters
    ----------
    name : str
    questions : iterable of Question
    title : str
    pairs : iterable of (str, str)
        Names of the two sides, which the mirror exchanges.

    Raises
    ------
    CodebookError
        When it is none that can be used.

    Examples
    --------
    >>> text = codebook_text("mood", [Question("mood", {"glad": "Is glad.", "sad": "Is sad."})])
    >>> parse_codebook(text).head("mood").names
    ('glad', 'sad')
    """
    import tomlkit

    document = tomlkit.document()
    for line in _HEADER:
        document.add(tomlkit.comment(line))
    document.update({"name": name, "version": "1", "title": title or name.replace("-", " ").capitalize()})
    document["heads"] = [_head(question) for question in questions]
    if held := [list(pair) for pair in pairs]:
        document["mirror"] = {"pairs": held}
    text = tomlkit.dumps(document)
    parse_codebook(text, where="the new codebook")
    return text


def _head(question: Question) -> dict[str, object]:
    import tomlkit

    known = {
        "name": question.name,
        "question": question.text,
        "opposed": list(question.opposed),
        "rules": tomlkit.item(list(question.rules)).multiline(True) if question.rules else None,
    }
    labels = [{"name": name, "definition": meaning} for name, meaning in question.labels.items()]
    return {key: value for key, value in known.items() if value} | {"labels": labels}


def new_topic(folder: str | Path, text: str) -> Codebook:
    """Make the folder of a subject, with its codebook in it.

    Parameters
    ----------
    folder : path
    text : str
        The codebook.

    Raises
    ------
    OutputError
        When there is a codebook already, or the folder cannot be written.
    """
    folder = Path(folder)
    place = folder / places.CODEBOOK
    if place.exists():
        raise OutputError("there is a codebook already", where=place, remedy="edit it, or name another folder")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.output_error(error, folder) from error
    files.write_text(place, text)
    return read_codebook(place)
