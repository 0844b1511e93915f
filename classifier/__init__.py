r"""What readers say below the line: whose side they take, and how good it is.

The way of one comment: a page on disk is read into a `Document` and split into `Segment`s; those with
the role of a comment become `Comment`s; a model version gives each a `Score`; a person answers with an
`Annotation`; annotations become training rows, and the next version scores again.

>>> from classifier import Model, score, segment
>>> page = segment("The council met on Monday.\n\n2 Comments\n\nMaria says:\nAbout time!\n\nJo says:\nNever!\n")
>>> model = Model.fit(["About time, yes", "Yes, do", "Never, no", "No, stop"] * 4, ["for", "for", "no", "no"] * 4)
>>> score(page, model).select(["text", "label"]).to_pylist()
[{'text': 'About time!', 'label': 'for'}, {'text': 'Never!', 'label': 'no'}]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classifier.api import Model as Model
    from classifier.api import Page as Page
    from classifier.api import score as score
    from classifier.api import segment as segment
    from classifier.codebook import read_codebook as read_codebook
    from classifier.flow.retrain import retrain as retrain
    from classifier.flow.scoring import score_comments as score_comments
    from classifier.flow.versions import open_version as open_version
    from classifier.reading import read_document as read_document
    from classifier.records import Comment as Comment
    from classifier.records import Document as Document
    from classifier.records import Score as Score
    from classifier.records import Segment as Segment
    from classifier.segmenter import comments_of as comments_of

__version__ = "0.1.0"

_HOMES = {
    "Comment": "classifier.records",
    "Document": "classifier.records",
    "Model": "classifier.api",
    "Page": "classifier.api",
    "Score": "classifier.records",
    "Segment": "classifier.records",
    "comments_of": "classifier.segmenter",
    "open_version": "classifier.flow.versions",
    "read_codebook": "classifier.codebook",
    "read_document": "classifier.reading",
    "retrain": "classifier.flow.retrain",
    "score": "classifier.api",
    "score_comments": "classifier.flow.scoring",
    "segment": "classifier.api",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'classifier' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return [*__all__, "__version__"]
