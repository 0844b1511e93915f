"""The Python API: a page or a column of comments in, comments or their labels out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, parse_codebook, read_codebook
from classifier.errors import InputError, LabelsError
from classifier.files import sha256_bytes
from classifier.flow import versions
from classifier.flow.engines import Engine, engine_of
from classifier.flow.labelled import LabelledRow
from classifier.flow.models import chosen_version
from classifier.flow.outputs import PLACE, label_columns
from classifier.flow.seam import seam_weights
from classifier.reading import read_documents
from classifier.reading.outcomes import Note, Reject
from classifier.reading.pages import document_of
from classifier.records import Comment, Document, Segment
from classifier.segmenter import comments_of
from classifier.segmenter import segment as segments_of

if TYPE_CHECKING:
    import pyarrow as pa

    from classifier.learn.model import Fit

Progress = Callable[[str], None]

#: Name of the one question of a model that is fitted without a codebook.
HEAD = "label"


@dataclass(frozen=True)
class Page:
    """A page and what it is made of.

    Attributes
    ----------
    document : Document
        The text, and what had to be assumed in reading it.
    segments : tuple of Segment
        Title, metadata, body, captions, boilerplate and comments, in the order of the page.
    """

    document: Document
    segments: tuple[Segment, ...]

    @property
    def comments(self) -> tuple[Comment, ...]:
        """What readers wrote."""
        return comments_of(self.segments)

    @property
    def title(self) -> str:
        """The headline; empty where there is none."""
        return self._text("title")

    @property
    def article(self) -> str:
        """The text of the article, without captions and what surrounds it."""
        return self._text("body")

    def _text(self, role: str) -> str:
        return "\n\n".join(part.text for part in self.segments if part.role == role)


def segment(page: str | bytes | os.PathLike[str] | Document) -> Page:
    r"""Divide a page into article and comments.

    Parameters
    ----------
    page : path, str, bytes or Document
        A path, or a string of one line, names a file. A string of several lines, or one that begins with ``<``,
        is the page itself, and so are bytes.

    Returns
    -------
    Page

    Raises
    ------
    InputError
        When it cannot be read, or is a table, an export or a folder of pages.

    Examples
    --------
    >>> page = segment("Bridge shut\n\nThe bridge was shut on Friday.\n\n1 Comment\n\nMaria says:\nAbout time!\n")
    >>> page.title, [comment.text for comment in page.comments]
    ('Bridge shut', ['About time!'])
    """
    document = page if isinstance(page, Document) else _document(page)
    return Page(document, segments_of(document, seam_weights()))


def _document(page: str | bytes | os.PathLike[str]) -> Document:
    if isinstance(page, str) and ("\n" in page or page.lstrip().startswith("<")):
        try:
            page = page.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InputError("holds half a character (a lone surrogate)", where="page") from error
    if isinstance(page, bytes):
        return document_of(page, "page", "page", sha256_bytes(page), "")
    found = [item for item in read_documents(page) if not isinstance(item, Note)]
    if isinstance(found[0], Reject):
        raise InputError(found[0].reason, where=page)
    if len(found) > 1 or not isinstance(found[0], Document) or not found[0].is_page:
        raise InputError("is no single page", where=page, remedy="label its comments with: belowline score")
    return found[0]


def score(comments: Any, model: Model | str | os.PathLike[str] | None = None, text: str = "text") -> pa.Table:
    """Label comments.

    Parameters
    ----------
    comments : Page, sequence of Comment, of str or of dict, or a table or column
        Anything that speaks Arrow is a table or column: pandas, Polars, Arrow itself; so is a ``datasets`` one.
    model : Model or path, optional
        The one in use by default; where there is none yet, it is trained first.
    text : str
        The column, or key, with the words of a comment.

    Returns
    -------
    pyarrow.Table
        The columns that were given; for each head its label, the confidence in it and ``p_LABEL`` for every
        label; and the model's version. Rows without text have no labels. ``.to_pandas()`` and
        ``polars.from_arrow`` take it as it is.

    Raises
    ------
    InputError
        When there is no such column, or it holds no text.
    BundleError
        When the model cannot be used.

    Examples
    --------
    >>> texts = ["a fine day", "a fine thing", "such a bad day", "a bad thing"] * 4
    >>> model = Model.fit(texts, ["glad", "glad", "sad", "sad"] * 4)
    >>> score(["what a fine day", None], model)["label"].to_pylist()
    ['glad', None]
    """
    import pyarrow as pa

    chosen = model if isinstance(model, Model) else Model.load(model)
    parents: Sequence[str | None] | None = None
    if isinstance(comments, Page):
        comments = comments.comments
    elif isinstance(comments, Iterator):
        comments = list(comments)
    given = _table_of(comments, text)
    texts = _texts_of(given, text)
    if _all_of(Comment, comments):
        words = {comment.comment_id: comment.text for comment in comments}
        parents = [words.get(comment.parent_id or "") for comment in comments]
    there = [n for n, words in enumerate(texts) if words and words.strip()]
    shares = chosen.predict_proba([str(texts[n]) for n in there], parents and [parents[n] for n in there])
    columns = {**label_columns(shares, chosen.codebook), "model_version": [chosen.name] * len(there)}
    named = {head.name: pa.array(columns[head.name], pa.string()) for head in chosen.codebook.heads}
    labels = pa.table(columns | named)
    if taken := sorted({*labels.column_names} & {*given.column_names}):
        raise InputError(f"has a column `{taken[0]}` already", remedy="rename it, or leave it out")
    place = np.full(len(texts), -1)
    place[there] = np.arange(len(there))
    labels = labels.take(pa.array(place, mask=place < 0))
    for name in labels.column_names:
        given = given.append_column(name, labels[name])
    return given


def _all_of(kind: type, rows: Any) -> bool:
    return isinstance(rows, list | tuple) and all(isinstance(row, kind) for row in rows)


def _table_of(comments: Any, text: str) -> pa.Table:
    """What was given as a table; a bare column is called `text`."""
    import pyarrow as pa

    if isinstance(comments, str | bytes):
        raise InputError("is one text", where="comments", remedy="give a list of texts")
    try:
        if hasattr(comments, "with_format"):
            comments = comments.with_format("arrow")[:]
        if isinstance(comments, Mapping) or hasattr(comments, "columns") or isinstance(comments, pa.RecordBatch):
            return pa.table(comments)
        if hasattr(comments, "__arrow_c_stream__"):
            return pa.table({text: pa.chunked_array(comments)})
        rows = list(comments)
        if _all_of(Comment, rows):
            return pa.table({name: [getattr(row, name) for row in rows] for name in PLACE})
        if rows and _all_of(Mapping, rows):
            names = dict.fromkeys(name for row in rows for name in row)
            return pa.table({name: [row.get(name) for row in rows] for name in names})
        return pa.table({text: pa.array(rows, pa.string())})
    except (pa.ArrowException, TypeError, UnicodeEncodeError) as error:
        raise InputError(f"cannot be read as a table of texts ({error})", where="comments") from error


def _texts_of(table: pa.Table, text: str) -> list[str | None]:
    import pyarrow as pa

    remedy = "name the column with the words: text=..."
    if text not in table.column_names:
        there = ", ".join(table.column_names) or "none"
        raise InputError(f"there is no column `{text}` (columns: {there})", remedy=remedy)
    column = table[text]
    if not _is_text(column.type):
        raise InputError(f"the column `{text}` holds no text but {column.type}", remedy=remedy)
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    return texts


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    held = kind.value_type if types.is_dictionary(kind) else kind
    return any(check(held) for check in (types.is_string, types.is_large_string, types.is_string_view, types.is_null))


class Model:
    """A model that labels texts: `load` one, or `fit` one of your own.

    Attributes
    ----------
    codebook : Codebook
        Heads and labels.
    name : str
        Its version.

    Examples
    --------
    >>> texts = ["a fine day", "a fine thing", "such a bad day", "a bad thing"] * 4
    >>> model = Model.fit(texts, ["glad", "glad", "sad", "sad"] * 4)
    >>> model.predict(["a fine dog"])
    {'label': ['glad']}
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = model.save(folder)
    ...     Model.load(folder).predict(["a bad dog"])
    {'label': ['sad']}
    """

    def __init__(
        self, codebook: Codebook, version: versions.Version | None = None, fitted: _Fitted | None = None
    ) -> None:
        self.codebook = codebook
        self.name = version.name if version else "not saved"
        self._version = version
        self._fitted = fitted

    @classmethod
    def load(cls, place: str | os.PathLike[str] | None = None, progress: Progress | None = None) -> Model:
        """The model in use, or the one of a folder.

        Parameters
        ----------
        place : path, optional
            A version's folder, or a folder of versions. Without it the model in use, which is trained first where
            there is none yet; that takes about a minute.
        progress : callable, optional
            Told in words what is being done.

        Raises
        ------
        BundleError
            When it is missing, damaged, or of another codebook than the one in use.
        """
        version = chosen_version(place, say=progress)
        return cls(version.codebook, version)

    @classmethod
    def fit(
        cls,
        texts: Iterable[str],
        labels: Iterable[str | None] | Mapping[str, Iterable[str | None]],
        codebook: Codebook | str | os.PathLike[str] | None = None,
        groups: Iterable[object] | None = None,
        progress: Progress | None = None,
    ) -> Model:
        """Fit a model of your own.

        Parameters
        ----------
        texts : iterable of str
        labels : iterable of (str or None), or dict of them by head
            One label a text; None where it is not known.
        codebook : Codebook or path, optional
            What the labels mean; without one, the labels themselves in alphabetical order, and no mirror.
        groups : iterable, optional
            Who wrote each text, or where it stands: texts of one group are held out together when probabilities
            are calibrated.
        progress : callable, optional
            Told in words what is being done.

        Raises
        ------
        LabelsError
            When texts and labels do not fit each other or the codebook, or have fewer than two labels.
        CodebookError
            When the codebook cannot be read, or a label cannot be one.
        """
        from classifier.learn.model import fit

        held = _known_texts(texts)
        answers = _answers(labels, codebook, len(held))
        book = codebook if isinstance(codebook, Codebook) else _codebook(codebook, answers)
        _refuse_unknown(answers, book)
        owners = [str(group) for group in groups] if groups is not None else [str(n) for n in range(len(held))]
        if len(owners) != len(held):
            raise LabelsError(f"there are {len(held)} texts and {len(owners)} groups", remedy="give one a text")
        whole = {head.name: answers.get(head.name, [None] * len(held)) for head in book.heads}
        found = fit(held, whole, book, groups=owners, progress=progress)
        rows = [
            LabelledRow(words, {head: str(own[n]) for head, own in whole.items() if own[n] is not None}, None, owner)
            for n, (words, owner) in enumerate(zip(held, owners, strict=True))
        ]
        return cls(book, fitted=_Fitted(found, rows))

    def predict(self, texts: Iterable[str], parents: Sequence[str | None] | None = None) -> dict[str, list[str]]:
        """Label of each text, by head."""
        shares = self.predict_proba(texts, parents)
        return {
            head.name: [head.names[at] for at in shares[head.name].argmax(axis=1).tolist()]
            for head in self.codebook.heads
        }

    def predict_proba(
        self, texts: Iterable[str], parents: Sequence[str | None] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Calibrated probabilities by head, shape (texts, labels), labels in the codebook's order.

        Parameters
        ----------
        texts : iterable of str
        parents : sequence of (str or None), optional
            Text of the comment that each one answers; only models that learnt from answers make use of it.
        """
        return self._engine.predict(_known_texts(texts), parents)

    def explain(self, text: str) -> dict[str, list[tuple[str, float]]]:
        """Each word of a text in order, and how far it speaks for the label the model gives, by head.

        Parameters
        ----------
        text : str

        Returns
        -------
        dict of str to list of (str, float)
            Calibrated log-odds; what stands against the label is below zero.
        """
        from classifier.judge.explain import explain

        model = self._fitted.fit.model if self._fitted else self._saved.model()
        found = {}
        for name, own in explain(model, _known_texts([text])[0]).items():
            weights = own.for_label(int(own.log_odds.argmax())).tolist()
            found[name] = [(text[start:end], weight) for (start, end), weight in zip(own.spans, weights, strict=True)]
        return found

    def save(self, folder: str | os.PathLike[str]) -> Path:
        """Write the model into a folder of versions, where it becomes the one in use.

        Parameters
        ----------
        folder : path
            `load` and the ``--model`` of the commands take it.

        Returns
        -------
        Path
            The version's own folder.

        Raises
        ------
        OutputError
            When it cannot be written.
        LabelsError
            When too few groups have labels to hold any out.
        """
        from classifier.flow.retrain import save_fit

        if self._fitted:
            return save_fit(Path(folder), self.codebook, self._fitted.fit, self._fitted.rows).folder
        held = {name: self._saved.read(name) for name in self._saved.manifest["files"]}
        version = versions.save_version(Path(folder), self._saved.manifest, held)
        versions.activate(Path(folder), version.name)
        return version.folder

    @property
    def _engine(self) -> Engine:
        return self._fitted.fit.model if self._fitted else engine_of(self._saved)

    @property
    def _saved(self) -> versions.Version:
        assert self._version is not None
        return self._version


@dataclass(frozen=True)
class _Fitted:
    """What a model was fitted on, which saving it needs."""

    fit: Fit
    rows: list[LabelledRow]


def _known_texts(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, str | bytes):
        raise InputError("is one text", where="texts", remedy="give a list of texts")
    held = list(texts)
    for n, words in enumerate(held):
        if not isinstance(words, str):
            raise InputError(f"number {n} is no text but {type(words).__name__}", where="texts")
    return held


def _answers(
    labels: Iterable[str | None] | Mapping[str, Iterable[str | None]],
    codebook: Codebook | str | os.PathLike[str] | None,
    texts: int,
) -> dict[str, list[str | None]]:
    """Labels by head; without a head's name they are of the codebook's only one."""
    if not isinstance(labels, Mapping):
        book = read_codebook(codebook) if isinstance(codebook, str | os.PathLike) else codebook
        if book and len(book.heads) > 1:
            heads = ", ".join(head.name for head in book.heads)
            raise LabelsError(f"the codebook has several heads ({heads})", remedy="give labels by head, in a dict")
        labels = {book.heads[0].name if book else HEAD: labels}
    held = {str(head): [None if one is None else str(one) for one in own] for head, own in labels.items()}
    for head, own in held.items():
        if len(own) != texts:
            raise LabelsError(f"there are {texts} texts and {len(own)} labels of `{head}`", remedy="give one a text")
    return held


def _codebook(place: str | os.PathLike[str] | None, answers: Mapping[str, list[str | None]]) -> Codebook:
    if place is not None:
        return read_codebook(place)
    from classifier.flow.topic import Question, codebook_text

    questions = [
        Question(head, {name: name for name in sorted({label for label in own if label is not None})})
        for head, own in answers.items()
    ]
    return parse_codebook(codebook_text("labels", questions), where="labels")


def _refuse_unknown(answers: Mapping[str, list[str | None]], codebook: Codebook) -> None:
    known = {head.name: head.names for head in codebook.heads}
    for head, own in answers.items():
        if head not in known:
            raise LabelsError(f"the codebook has no `{head}` (it has: {', '.join(known)})")
        for n, label in enumerate(own):
            if label is not None and label not in known[head]:
                raise LabelsError(f"label number {n} of `{head}` is {label!r} (known: {', '.join(known[head])})")
