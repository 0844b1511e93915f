r"""What readers say below the line: whose side they take, and how good it is.

The way of one comment: a page on disk is read into a `Document` and split into `Segment`s; those with
the role of a comment become `Comment`s; a model version gives each a `Score`; a person answers with an
`Annotation`; annotations become training rows, and the next version scores again.

>>> import tempfile, pathlib
>>> from classifier import comments_of, read_document
>>> page = pathlib.Path(tempfile.mkdtemp(), "page.txt")
>>> _ = page.write_text("The council met on Monday.\n\n2 Comments\n\nMaria says:\nAbout time!\n")
>>> [comment.text for comment in comments_of(read_document(page))]
['About time!']
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Comment": "classifier.records",
    "Document": "classifier.records",
    "Score": "classifier.records",
    "Segment": "classifier.records",
    "comments_of": "classifier.segmenter",
    "open_version": "classifier.flow.versions",
    "read_codebook": "classifier.codebook",
    "read_document": "classifier.reading",
    "retrain": "classifier.flow.retrain",
    "score_comments": "classifier.flow.scoring",
    "segment": "classifier.segmenter",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'classifier' has no attribute {name!r}")
